//! A draft of a pack being written: its outline, one part of it open at a time, what is wrong with it,
//! and publishing it.

mod beside;
mod deadlines;
mod desk;
mod head;
mod item;
mod ladder;
mod outline;
mod parts;
mod prefill;
mod preview;
mod publishing;
mod said;
mod template_rows;
mod templates;

use super::{super::Head, LOOK, drafts, href};
use crate::{
    i18n::{k, lang, t, tf},
    shell::services,
    ui::{Icon, Notice, Tone, icon},
};
use bcd_app::{
    disk::SaveState,
    drafts::{Before, StoredDraft},
};
use bcd_core::upper::pack_draft::faults::Weight;
use bcd_web::{page, spawn_local};
use desk::Desk;
use leptos::prelude::*;
use std::collections::BTreeSet;

/// The page of a draft; while `look` says so, as a unit sees it.
#[component]
pub fn OneDraft(id: String, look: Memo<bool>) -> impl IntoView {
    let (app, drafts) = (services(), drafts());
    // None = not read yet; Some(None) = there is none, or it cannot be read.
    let found = RwSignal::new_local(None::<Option<(StoredDraft, Option<Before>)>>);
    let kept = id.clone();
    spawn_local(async move {
        let stored = drafts.read(&kept).await.ok().flatten();
        let both = match stored {
            // Where what it is compared with cannot be read, the page says so.
            Some(stored) => {
                let before = drafts.before(&stored.draft()).await.ok();
                Some((stored, before))
            }
            None => None,
        };
        found.try_set(Some(both));
    });
    move || match found.get() {
        None => ().into_any(),
        Some(None) => view! {
            <Head title=t(k::PACK_PUBLISH) />
            <Notice tone=Tone::Bad><p>{t(k::DRAFT_NOT_READ)}</p></Notice>
        }
        .into_any(),
        Some(Some((stored, before))) => {
            let open = stored.open();
            if let Some(before) = &before {
                open.knows(before.given.clone());
            }
            let desk = Desk::new(app, drafts, open, before.map(|before| before.set));
            provide_context(desk);
            // Another tab may have written while this one was not looked at.
            let heard = window_event_listener_untyped("focus", move |_| {
                spawn_local(async move { desk.look_again().await });
            });
            on_cleanup(move || heard.remove());
            // What was written may have met what another tab wrote.
            Effect::new(move |_| {
                if app.work.save.get() == SaveState::Saved {
                    spawn_local(async move { desk.look_again().await });
                }
            });
            let id = id.clone();
            // What can be undone, and what is typed, outlives a look.
            (move || match look.get() {
                true => view! { <preview::Preview id=id.clone() /> }.into_any(),
                false => view! { <Editor id=id.clone() /> }.into_any(),
            })
            .into_any()
        }
    }
}

#[component]
fn Editor(id: String) -> impl IntoView {
    let desk = Desk::here();
    let title = move || {
        let title = desk.pack.with(|pack| pack.title.get(lang()).trim().to_owned());
        if title.is_empty() { t(k::DRAFT_UNNAMED).to_owned() } else { title }
    };
    let undo_key = move |event: leptos::ev::KeyboardEvent| {
        // In a field the browser undoes what is typed there.
        let plain = !event.shift_key() && (event.ctrl_key() || event.meta_key());
        if plain && event.key() == "z" && page::nearest(&event, "data-row").is_some() {
            event.prevent_default();
            desk.undo();
        }
    };
    let look = format!("{}/{}", href(&id), LOOK);
    view! {
        <div on:keydown=undo_key>
            <Head title=t(k::PACK_PUBLISH) />
            <p class="row">
                <b>{title}</b>
                <button class="button button--quiet" on:click=move |_| desk.undo() data-testid="draft-undo"
                    disabled=move || !desk.open.can_undo.get()>{icon(Icon::Undo)} {t(k::DRAFT_UNDO)}</button>
                <a class="button" href=look data-testid="draft-look">{t(k::DRAFT_LOOK)}</a>
            </p>
            <FaultBar />
            <beside::Beside />
            <div class="panes draft" class:panes--open=move || desk.at.get().is_some()>
                <div class="panes__list">
                    <outline::Outline />
                    <publishing::Publishing id />
                </div>
                <div class="panes__side">
                    <parts::OpenPart />
                </div>
            </div>
        </div>
    }
    .into_any()
}

// How much is wrong, and the way to the next of it.
#[component]
fn FaultBar() -> impl IntoView {
    let desk = Desk::here();
    let count = move |weight: Weight| {
        desk.faults.with(|all| all.iter().filter(|fault| fault.weight() == weight).count())
    };
    let next = move |_| {
        let mut places = desk.unsound.get_untracked();
        desk.faults
            .with_untracked(|all| places.extend(all.iter().map(|fault| fault.place.clone())));
        // Each place once, so that none is passed over.
        let mut seen = BTreeSet::new();
        places.retain(|place| seen.insert(place.clone()));
        // Round and round, beginning behind the one that is open.
        let at = desk.at.get_untracked();
        let here = places.iter().position(|place| Some(place) == at.as_ref());
        let place = here.and_then(|here| places.get(here + 1)).or(places.first());
        if let Some(place) = place {
            desk.go(place.clone());
        }
    };
    let said = move || {
        let (asks, advises) = (count(Weight::Asks), count(Weight::Advises));
        let stops = count(Weight::Stops) + desk.unsound.with(Vec::len);
        tf(k::DRAFT_FAULTS, &[("stops", &stops), ("asks", &asks), ("advises", &advises)])
    };
    let any = Memo::new(move |_| {
        desk.faults.with(|all| !all.is_empty()) || desk.unsound.with(|all| !all.is_empty())
    });
    let unread = move || {
        desk.before.with(Option::is_none).then(|| {
            view! { <Notice tone=Tone::Bad test="draft-before-unread"><p>{t(k::DRAFT_BEFORE_UNREAD)}</p></Notice> }
        })
    };
    view! {
        {unread}
        <div class="row" role="status" data-testid="draft-faults">
            {move || match any.get() {
                false => view! { <span class="state state--ok">{t(k::DRAFT_NO_FAULTS)}</span> }.into_any(),
                true => view! {
                    <span class="state">{said}</span>
                    <button class="button" on:click=next data-testid="draft-next-fault">{t(k::DRAFT_NEXT_FAULT)}</button>
                }
                .into_any(),
            }}
        </div>
    }
    .into_any()
}
