//! Packs: which there are, what one changes, following it.

use super::{
    Head,
    known::{Words, mark, sentence},
};
use crate::{
    i18n::{self, k, lang, t, tf},
    pages::Page,
    shell::services,
    ui::{Notice, Tone},
};
use bcd_core::{
    criteria::{CriteriaSet, Mode},
    format::pack::{
        Pack, PackLine,
        difference::{Difference, differences},
    },
    signer::Identity,
};
use bcd_web::{prefs, spawn_local};
use leptos::prelude::*;

/// The page; `inner` is a pack's digest.
pub fn view(inner: Memo<String>) -> AnyView {
    view! { <Packs inner /> }.into_any()
}

#[component]
fn Packs(inner: Memo<String>) -> impl IntoView {
    move || match inner.get() {
        inner if inner.is_empty() => view! { <List /> }.into_any(),
        digest => view! { <One digest /> }.into_any(),
    }
}

/// Says that a pack has come which nobody has looked at yet.
#[component]
pub fn PackNotice() -> impl IntoView {
    let app = services();
    move || {
        let seen = prefs::get(prefs::PACKS_SEEN).unwrap_or_default();
        let followed = app.packs.followed();
        let packs = app.lists.packs.get();
        if let Some(digest) = app.packs.offered() {
            return Some(view! { <Offered digest /> }.into_any());
        }
        let new = packs.into_iter().filter(|line| {
            !line.is_own()
                && followed.as_ref() != Some(&line.digest)
                && !seen.contains(&line.digest)
        });
        new.max_by(|a, b| (&a.at, &a.digest).cmp(&(&b.at, &b.digest))).map(|line| {
            let title = line.title.get(lang()).to_owned();
            view! {
                <Notice tone=Tone::Warn test="new-pack">
                    <p>{tf(k::PACK_NEW, &[("title", &title)])}</p>
                    <p><a class="button" href=Page::Packs.open(line.digest).href()>{t(k::PACK_LOOK)}</a></p>
                </Notice>
            }
            .into_any()
        })
    }
}

// Another device of the unit chose another pack, or none. Here it is followed only if a person says
// so, too.
#[component]
fn Offered(digest: String) -> impl IntoView {
    let app = services();
    let line = app.lists.packs.with(|all| all.iter().find(|line| line.digest == digest).cloned());
    let text = match &line {
        Some(line) => {
            let title = line.title.get(lang()).to_owned();
            tf(k::PACK_OFFERED, &[("title", &title), ("n", &line.version), ("by", &line.by)])
        }
        None if digest.is_empty() => t(k::PACK_OFFERED_NONE).to_owned(),
        None => t(k::PACK_OFFERED_MISSING).to_owned(),
    };
    let href = match line {
        Some(line) => Page::Packs.open(line.digest).href(),
        None => Page::Packs.href(),
    };
    let keep = move |_| {
        spawn_local(async move {
            if app.packs.keep_followed().await.is_err() {
                app.work.say(t(k::PACK_FAILED));
            }
        });
    };
    view! {
        <Notice tone=Tone::Warn test="offered-pack">
            <p>{text}</p>
            <p class="row">
                <a class="button" href=href>{t(k::PACK_LOOK)}</a>
                <button class="button" on:click=keep data-testid="pack-keep">{t(k::PACK_KEEP)}</button>
            </p>
        </Notice>
    }
}

// If this is lost, a pack is only shown as new once more.
fn note_seen(digest: &str) {
    let seen = prefs::get(prefs::PACKS_SEEN).unwrap_or_default();
    if !seen.contains(digest) {
        prefs::set(prefs::PACKS_SEEN, &format!("{seen} {digest}"));
    }
}

#[component]
fn List() -> impl IntoView {
    let app = services();
    let rows = move || {
        let mut packs = app.lists.packs.get();
        packs.sort_by(|a, b| (&b.at, &b.digest).cmp(&(&a.at, &a.digest)));
        let followed = app.packs.followed();
        if packs.is_empty() {
            return view! { <p>{t(k::PACK_NONE)}</p> }.into_any();
        }
        let rows = packs.into_iter().map(|line| {
            let follows = followed.as_ref() == Some(&line.digest);
            view! { <Row line follows /> }
        });
        view! { <ul class="plain">{rows.collect_view()}</ul> }.into_any()
    };
    let back = move || {
        app.packs.followed().is_some().then(|| {
        let back = move |_| {
            spawn_local(async move {
                // Without a pack, following only sets a field, and the workspace reports if that
                // cannot be saved.
                if app.packs.follow(None).await.is_err() {
                    app.work.say(t(k::PACK_FAILED));
                }
            });
        };
        view! { <button class="button" on:click=back data-testid="pack-back">{t(k::PACK_BACK)}</button> }
    })
    };
    view! {
        <Head title=t(k::PACK_TITLE) />
        <p class="lead">{t(k::PACK_LEAD)}</p>
        <section class="card">{rows} {back}</section>
        <section class="card" aria-labelledby="publish-h">
            <h2 id="publish-h">{t(k::PACK_PUBLISH)}</h2>
            <p>{t(k::PACK_PUBLISH_TEXT)}</p>
            <a class="button" href=Page::Drafts.href() data-testid="to-publish">{t(k::PACK_PUBLISH)}</a>
        </section>
    }
    .into_any()
}

// How far its publisher is known to be the open unit's upper level; of one's own there is no question.
fn identity(line: &PackLine) -> Option<Identity> {
    let app = services();
    let unit = app.work.dossier.with(|dossier| dossier.unit.id.clone());
    (!line.is_own()).then(|| app.lists.identity_of_pack(line, &unit))
}

#[component]
fn Row(line: PackLine, follows: bool) -> impl IntoView {
    let text = tf(
        k::PACK_LINE,
        &[("n", &line.version), ("by", &line.by), ("date", &i18n::date(&line.at))],
    );
    view! {
        <li class="earlier" data-testid="pack-row">
            <span>
                <b>{line.title.get(lang()).to_owned()}</b> " " {line.cycle.clone()} <br /> {text} " "
                {follows.then(|| view! { <span class="state state--ok">{t(k::PACK_FOLLOWING)}</span> })}
                " " {identity(&line).map(mark)}
            </span>
            <a class="button" href=Page::Packs.open(line.digest).href() data-testid="pack-look">{t(k::PACK_LOOK)}</a>
        </li>
    }
}

#[component]
fn One(digest: String) -> impl IntoView {
    let app = services();
    let pack = RwSignal::new(None::<Option<Pack>>);
    let asked = digest.clone();
    let digest = StoredValue::new(digest);
    spawn_local(async move {
        let found = app.packs.pack(&asked).await;
        if found.is_some() {
            note_seen(&asked);
        }
        pack.try_set(Some(found));
    });
    move || match pack.get() {
        None => ().into_any(),
        Some(None) => view! {
            <Head title=t(k::PACK_TITLE) />
            <Notice tone=Tone::Bad><p>{t(k::PACK_FAULT)}</p></Notice>
        }
        .into_any(),
        Some(Some(pack)) => view! { <Look pack digest=digest.get_value() /> }.into_any(),
    }
}

#[component]
fn Look(pack: Pack, digest: String) -> impl IntoView {
    let app = services();
    let set = app.packs.set_in_use();
    let found = app.planning.guidance.with_untracked(|now| differences(&set, now, &pack));
    // What asks another question under an id that is in use stands above all else.
    let (others, found): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|one| matches!(one, Difference::Meaning(_)));
    let others: Vec<_> =
        others.iter().map(|one| view! { <li>{said(one, &set, &pack)}</li> }).collect();
    let rows: Vec<_> =
        found.iter().map(|one| view! { <li>{said(one, &set, &pack)}</li> }).collect();
    let title = pack.title.get(lang()).to_owned();
    let note = pack.note.get(lang()).to_owned();
    let (name, kept, own) = (title.clone(), StoredValue::new(pack), digest.clone());
    let of = digest.clone();
    let follows = move || app.packs.followed().as_ref() == Some(&own);
    let follow = move |_| {
        let (name, digest, pack) = (name.clone(), digest.clone(), kept.get_value());
        spawn_local(async move {
            match app.packs.follow(Some((&digest, &pack))).await {
                Ok(()) => app.work.say(tf(k::PACK_FOLLOWED, &[("title", &name)])),
                Err(_) => app.work.say(t(k::PACK_FAILED)),
            }
        });
    };
    let there = app.work.id.with_untracked(Option::is_some);
    let by = move || {
        let line = app.lists.packs.with(|all| all.iter().find(|it| it.digest == of).cloned())?;
        let identity = identity(&line)?;
        let compare = line.signer.key.filter(|_| identity != Identity::Confirmed);
        Some(view! {
            <p data-testid="pack-by">{mark(identity)} " " {sentence(identity, &line.by)}</p>
            {compare.map(|signer| view! { <Words signer /> })}
        })
    };
    view! {
        <Head title=title />
        {by}
        {(!note.is_empty()).then(|| view! { <p class="lead">{note}</p> })}
        <section class="card" aria-labelledby="differs-h">
            <h2 id="differs-h">{t(k::PACK_DIFFERS)}</h2>
            {(rows.is_empty() && others.is_empty()).then(|| view! { <p>{t(k::PACK_SAME)}</p> })}
            {(!others.is_empty()).then(|| view! {
                <Notice tone=Tone::Warn test="other-meanings">
                    <p>{t(k::PACK_MEANINGS)}</p>
                    <ul>{others.collect_view()}</ul>
                </Notice>
            })}
            <ul data-testid="differences">{rows.collect_view()}</ul>
        </section>
        {move || match (there, follows()) {
            (true, true) => view! { <p><span class="state state--ok" data-testid="pack-followed">{t(k::PACK_FOLLOWING)}</span></p> }.into_any(),
            (true, false) => view! {
                <p>{t(k::PACK_FOLLOW_NOTE)}</p>
                <button class="button button--main" on:click=follow.clone() data-testid="pack-follow">{t(k::PACK_FOLLOW)}</button>
            }.into_any(),
            (false, _) => ().into_any(),
        }}
    }
    .into_any()
}

fn said(one: &Difference, set: &CriteriaSet, pack: &Pack) -> String {
    let text = |id: &str| {
        let item = pack.set.item(id).or_else(|| set.item(id));
        item.map(|item| item.text.get(lang()).to_owned()).unwrap_or_default()
    };
    let of_item =
        |key, id: &bcd_core::id::ItemId| tf(key, &[("id", id), ("text", &text(id.as_str()))]);
    match one {
        Difference::New(id) => of_item(k::PACK_D_NEW, id),
        Difference::Gone(id) => of_item(k::PACK_D_GONE, id),
        Difference::Meaning(other) => {
            let values = [
                ("id", &other.item as &dyn core::fmt::Display),
                ("before", &other.before.get(lang())),
                ("text", &text(other.item.as_str())),
            ];
            let moved = other.moved_from.as_ref().map(|from| {
                format!(" {}", tf(k::DRAFT_MOVED_FROM, &[("title", &from.get(lang()))]))
            });
            tf(k::PACK_D_MEANING, &values) + &moved.unwrap_or_default()
        }
        Difference::Text(id) => of_item(k::PACK_D_TEXT, id),
        Difference::Ladder(id) => of_item(k::PACK_D_LADDER, id),
        Difference::Gate(id, true) => tf(k::PACK_D_GATE_ON, &[("id", id)]),
        Difference::Gate(id, false) => tf(k::PACK_D_GATE_OFF, &[("id", id)]),
        Difference::Sensitive(id, true) => tf(k::PACK_D_SENSITIVE_ON, &[("id", id)]),
        Difference::Sensitive(id, false) => of_item(k::PACK_D_SENSITIVE_OFF, id),
        Difference::Kinds(id) => of_item(k::PACK_D_KINDS, id),
        Difference::Rule(rule) => {
            let least = [("a", &rule.criterion_min_percent), ("b", &rule.total_min_percent)]
                .map(|(name, n)| (name, n as &dyn core::fmt::Display));
            let mode = tf(k::PACK_D_MODE, &[("mode", &mode_word(rule.mode))]);
            format!("{}; {mode}", tf(k::PACK_D_RULE, &least))
        }
        Difference::Deadline(id) => {
            let rules = &pack.deadlines.deadlines;
            let title = rules.iter().find(|rule| rule.id == *id);
            let title = title.map_or(id.0.clone(), |rule| rule.title.get(lang()).to_owned());
            tf(k::PACK_D_DEADLINE, &[("title", &title)])
        }
        Difference::Classes if pack.classes.is_empty() => t(k::PACK_D_CLASSES_APP).to_owned(),
        Difference::Classes => {
            let names: Vec<_> = pack.classes.iter().map(|it| it.label.get(lang())).collect();
            tf(k::PACK_D_CLASSES, &[("names", &names.join(" · "))])
        }
        Difference::Template(id) => match pack.templates.iter().find(|it| it.id == *id) {
            Some(it) => tf(k::PACK_D_TEMPLATE, &[("title", &it.short.get(lang()))]),
            None => t(k::PACK_D_TEMPLATE_GONE).to_owned(),
        },
    }
}

fn mode_word(mode: Mode) -> &'static str {
    t(match mode {
        Mode::Points => k::PACK_MODE_POINTS,
        Mode::Pass => k::PACK_MODE_PASS,
    })
}
