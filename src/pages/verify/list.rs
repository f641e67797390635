//! The items of a submission: what is in doubt first.

use super::{
    act::{act, not_done},
    desk::Desk,
    words,
};
use crate::{
    i18n::{k, lang, t, tf},
    shell::services,
};
use bcd_core::{id::ItemId, upper::case::Verdict};
use bcd_web::spawn_local;
use leptos::prelude::*;

/// How far the verification is, and the list.
#[component]
pub fn List(desk: Desk) -> impl IntoView {
    let only = RwSignal::new(false);
    let progress = move || {
        let it = desk.verified.get();
        let all = it.items.len();
        tf(k::VERIFY_PROGRESS, &[("done", &(all - it.open)), ("all", &all)])
    };
    let counts = move || {
        let it = desk.verified.get();
        tf(
            k::VERIFY_COUNTS,
            &[("agreed", &it.agreed), ("set", &it.set), ("asked", &it.asked), ("open", &it.open)],
        )
    };
    let part = move |title: &'static str, from: usize, to: usize| {
        let items = desk.order.with_value(|all| all.get(from..to).unwrap_or_default().to_vec());
        (!items.is_empty()).then(|| {
            let rows = items.into_iter().map(|item| view! { <Row desk item only /> });
            view! {
                <h2 class="verify__part">{title}</h2>
                <ul class="verify__items">{rows.collect_view()}</ul>
            }
        })
    };
    let (first, all) = (desk.first.get_value(), desk.order.with_value(Vec::len));
    view! {
        <section class="verify__list">
            <p role="status" data-testid="verify-progress"><b>{progress}</b> " " <span class="verify__counts">{counts}</span></p>
            <label class="tick">
                <input type="checkbox" data-testid="verify-only" on:change=move |event| only.set(event_target_checked(&event)) />
                <span>{t(k::VERIFY_ONLY_DOUBT)}</span>
            </label>
            <Undo desk />
            {part(t(k::VERIFY_FIRST), 0, first)}
            {part(t(k::VERIFY_REST), first, all)}
            <AgreeRest desk />
        </section>
    }
    .into_any()
}

#[component]
fn Row(desk: Desk, item: ItemId, only: RwSignal<bool>) -> impl IntoView {
    let href = desk.address(Some(&item));
    let (id, here, mine) = (item.clone(), item.clone(), item.clone());
    let is_current =
        move || desk.current.with(|now| (now.as_ref() == Some(&mine)).then_some("true"));
    let hidden = move || {
        only.get()
            && desk
                .verified
                .with(|all| all.items.iter().any(|it| it.item == here && it.verdict.is_some()))
    };
    let text = desk.submission.with_value(|it| {
        it.set.item(id.as_str()).map(|item| item.text.get(lang()).to_owned()).unwrap_or_default()
    });
    let shown = id.clone();
    let standing = move || {
        desk.submission.with_value(|it| {
            let item = it.set.item(shown.as_str())?;
            let found = desk
                .verified
                .with(|all| all.items.iter().find(|one| one.item == shown).cloned())?;
            let stale = desk.stale.with(|stale| stale.contains(&shown));
            let half = desk.is_half_said(&shown);
            let (word, class) = match half {
                true => (t(k::VERIFY_DRAFT).to_owned(), "state state--lacking"),
                false => words::verdict(item, found.verdict.as_ref(), stale),
            };
            Some(view! {
                <span class="figure">{words::worth(item, found.own, it.mode)}</span>
                <span class=class data-testid="verdict">{word}</span>
            })
        })
    };
    let why = id.clone();
    let doubts = move || {
        let words = desk.doubts.with(|all| {
            let all = all.get(&why)?;
            Some(all.iter().map(|it| t(words::doubt(*it))).collect::<Vec<_>>().join(" · "))
        })?;
        Some(view! { <span class="verify__doubts">{words}</span> })
    };
    view! {
        <li hidden=hidden>
            <a class="verify__item" href=href aria-current=is_current data-testid="verify-item" data-item=id.0.clone()>
                <span class="verify__text"><b class="item__id">{id.0.clone()}</b> " " {text}{doubts}</span>
                <span class="verify__standing">{standing}</span>
            </a>
        </li>
    }
    .into_any()
}

// Steps are not undone so: a step back says why.
#[component]
fn Undo(desk: Desk) -> impl IntoView {
    let app = services();
    let undo = move |_| {
        spawn_local(async move {
            let said = match desk.reviewing.undo().await {
                Ok(0) => t(k::VERIFY_UNDONE).to_owned(),
                Ok(left) => tf(k::VERIFY_UNDONE_LEFT, &[("n", &left)]),
                Err(why) => not_done(&why),
            };
            app.work.say(said);
        });
    };
    let button = move || {
        (desk.reviewing.undoable.get() > 0).then(|| {
            view! { <p class="row"><button class="button button--quiet" on:click=undo data-testid="verify-undo">{t(k::VERIFY_UNDO)}</button></p> }
        })
    };
    button.into_any()
}

// One tap for all that is in no doubt; it can be undone.
#[component]
fn AgreeRest(desk: Desk) -> impl IntoView {
    let app = services();
    let rest = Memo::new(move |_| desk.doubtless());
    let agree = move |_| {
        let (at, items) = (desk.looked_at(), rest.get_untracked());
        let said = tf(k::VERIFY_SAID_MANY, &[("n", &items.len())]);
        act(
            desk,
            async move { desk.reviewing.say(&at, &items, Verdict::Agree, "").await },
            move || app.work.say(said),
        );
    };
    let button = move || {
        let n = rest.with(Vec::len);
        (n > 0).then(|| {
            view! {
                <p class="row">
                    <button class="button" on:click=agree data-testid="agree-rest">{tf(k::VERIFY_AGREE_REST, &[("n", &n)])}</button>
                </p>
            }
        })
    };
    button.into_any()
}
