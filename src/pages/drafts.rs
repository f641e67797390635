//! Packs as an upper level writes them: the drafts, and what a new one starts from.

mod draft;
mod paste;

use super::{Head, office::OfficeLine};
use crate::{
    i18n::{self, k, lang, t, tf},
    pages::Page,
    shell::services,
    ui::{Notice, Tone},
};
use bcd_app::{
    drafts::{DraftLine, DraftSource, Drafts},
    services::Services,
};
use bcd_web::{page, spawn_local};
use leptos::prelude::*;

// The word for pasting a table in the address.
const TABLE: &str = "bang";
// The word for looking at a draft as a unit sees it.
const LOOK: &str = "xem";

/// The page; `inner` is a draft, perhaps as a unit sees it, or the word for pasting a table.
pub fn view(inner: Memo<String>) -> AnyView {
    let part = move |at: usize| {
        Memo::new(move |_| {
            inner.with(|inner| inner.splitn(2, '/').nth(at).unwrap_or_default().to_owned())
        })
    };
    let (id, more) = (part(0), part(1));
    // Looking at a draft leaves it open.
    let look = Memo::new(move |_| more.with(|more| more == LOOK));
    let opened = move || match id.get().as_str() {
        "" => view! { <DraftList /> }.into_any(),
        TABLE => view! { <paste::Paste /> }.into_any(),
        id => view! { <draft::OneDraft id=id.to_owned() look /> }.into_any(),
    };
    opened.into_any()
}

// The address of a draft.
fn href(id: &str) -> String {
    Page::Drafts.open(id.to_owned()).href()
}

// The drafts of this browser.
fn drafts() -> Drafts {
    Drafts::new(&services().packs)
}

// Begins a draft and opens it. The services are held from when the page was drawn: where a tap is
// heard, nothing hands them on.
fn begin(app: Services, busy: RwSignal<bool>, source: DraftSource, begun: Callback<()>) {
    // Two taps are one draft.
    if busy.get_untracked() {
        return;
    }
    busy.set(true);
    let (drafts, work) = (Drafts::new(&app.packs), app.work);
    spawn_local(async move {
        match drafts.begin(source).await {
            Ok(id) => {
                begun.try_run(());
                page::go(&href(&id));
            }
            Err(_) => work.say(t(k::DRAFT_NOT_BEGUN)),
        }
        busy.try_set(false);
    });
}

// The list, and the ways to begin.
#[component]
fn DraftList() -> impl IntoView {
    let app = services();
    let drafts = drafts();
    let busy = RwSignal::new(false);
    // None = not read yet; an error = it cannot be read.
    let lines = RwSignal::new(None::<Result<Vec<DraftLine>, ()>>);
    let read = move || {
        spawn_local(async move {
            let found = drafts.list().await.map_err(drop);
            lines.try_set(Some(found));
        });
    };
    read();
    let rows = move || match lines.get() {
        None => ().into_any(),
        Some(Err(())) => {
            view! { <Notice tone=Tone::Bad><p>{t(k::DRAFT_NOT_READ)}</p></Notice> }.into_any()
        }
        Some(Ok(lines)) => {
            let (gone, there): (Vec<_>, Vec<_>) = lines.into_iter().partition(|line| line.gone);
            let none = there.is_empty().then(|| view! { <p>{t(k::DRAFT_NONE)}</p> });
            let row =
                move |line| view! { <Row line drafts read=Callback::new(move |()| read()) /> };
            let gone = (!gone.is_empty()).then(|| {
                view! {
                    <details>
                        <summary>{tf(k::DRAFT_GONE, &[("n", &gone.len())])}</summary>
                        <ul class="plain">{gone.into_iter().map(row).collect_view()}</ul>
                    </details>
                }
            });
            view! {
                {none}
                <ul class="plain">{there.into_iter().map(row).collect_view()}</ul>
                {gone}
            }
            .into_any()
        }
    };
    view! {
        <Head title=t(k::PACK_PUBLISH) />
        <p class="lead">{t(k::PACK_PUBLISH_TEXT)}</p>
        <OfficeLine />
        <section class="card" aria-labelledby="drafts-h">
            <h2 id="drafts-h">{t(k::DRAFT_LIST)}</h2>
            {rows}
        </section>
        <section class="card" aria-labelledby="begin-h">
            <h2 id="begin-h">{t(k::DRAFT_BEGIN)}</h2>
            <p class="row">
                <button class="button button--main" data-testid="draft-shipped"
                    disabled=move || busy.get() on:click=move |_| begin(app, busy, DraftSource::Shipped, Callback::new(|()| {}))>{t(k::DRAFT_FROM_SHIPPED)}</button>
                <a class="button" href=href(TABLE) data-testid="draft-table">{t(k::DRAFT_FROM_TABLE)}</a>
            </p>
            <FromPacks busy />
        </section>
    }
    .into_any()
}

#[component]
fn Row(line: DraftLine, drafts: Drafts, read: Callback<()>) -> impl IntoView {
    let work = services().work;
    let title = match line.title.get(lang()).trim() {
        "" => t(k::DRAFT_UNNAMED).to_owned(),
        title => title.to_owned(),
    };
    let at = i18n::date_time(&line.at);
    let about = match line.by.is_empty() {
        true => tf(k::DRAFT_CHANGED, &[("at", &at)]),
        false => tf(k::DRAFT_CHANGED_BY, &[("at", &at), ("by", &line.by)]),
    };
    let published = (line.published > 0).then(|| tf(k::DRAFT_PUBLISHED, &[("n", &line.published)]));
    let (id, gone) = (line.id.clone(), line.gone);
    let throw = move |_| {
        let id = id.clone();
        spawn_local(async move {
            match drafts.set_gone(&id, !gone).await {
                Ok(()) => drop(read.try_run(())),
                Err(_) => work.say(t(k::DRAFT_NOT_SAVED)),
            }
        });
    };
    view! {
        <li class="earlier" data-testid="draft-row">
            <span>
                <b>{title}</b> " " {line.cycle.clone()} <br /> {about} " "
                {published.map(|text| view! { <span class="state state--ok">{text}</span> })}
            </span>
            <span class="row">
                {(!gone).then(|| view! {
                    <a class="button" href=href(&line.id) data-testid="draft-open">{t(k::DRAFT_OPEN)}</a>
                })}
                <button class="button button--quiet" on:click=throw data-testid="draft-throw">
                    {t(if gone { k::DRAFT_BRING_BACK } else { k::DRAFT_THROW })}
                </button>
            </span>
        </li>
    }
    .into_any()
}

// From last year's pack, the one that is followed, or any that came.
#[component]
fn FromPacks(busy: RwSignal<bool>) -> impl IntoView {
    let app = services();
    move || {
        let mut packs = app.lists.packs.get();
        packs.sort_by(|a, b| (b.is_own(), &b.at, &b.digest).cmp(&(a.is_own(), &a.at, &a.digest)));
        let followed = app.packs.followed();
        let rows = packs.into_iter().map(|line| {
            let text = tf(
                k::DRAFT_FROM_PACK,
                &[("title", &line.title.get(lang()), ), ("n", &line.version), ("by", &line.by)],
            );
            let own = line.is_own().then(|| t(k::DRAFT_OWN));
            let follows = (followed.as_ref() == Some(&line.digest)).then(|| t(k::PACK_FOLLOWING));
            let digest = line.digest.clone();
            view! {
                <li class="earlier">
                    <span>{text} " " {[own, follows].into_iter().flatten().map(|word| view! {
                        <span class="state state--ok">{word} " "</span>
                    }).collect_view()}</span>
                    <button class="button" data-testid="draft-from-pack"
                        disabled=move || busy.get() on:click=move |_| begin(app, busy, DraftSource::Pack(digest.clone()), Callback::new(|()| {}))>{t(k::DRAFT_FROM)}</button>
                </li>
            }
        });
        let rows = rows.collect_view();
        (!rows.is_empty()).then(|| view! { <ul class="plain">{rows}</ul> })
    }
}
