//! A draft of a pack being written: its outline, one part of it open at a time, what is wrong with it,
//! and publishing it.

mod deadlines;
mod head;
mod item;
mod ladder;
mod outline;
mod parts;
mod prefill;
mod preview;
mod said;
mod templates;

use super::{
    super::{Head, office::OfficeLine, outgoing::HandOut},
    LOOK, drafts, href,
};
use crate::{
    i18n::{k, lang, t, tf},
    shell::services,
    ui::{Icon, Notice, Tone, icon},
};
use bcd_app::{
    disk::SaveState,
    drafts::{OpenDraft, PublishError, StoredDraft},
    exchange::outgoing::{Outgoing, SendError},
    services::Services,
};
use bcd_core::{
    criteria::CriteriaSet,
    format::pack::Pack,
    upper::pack_draft::faults::{Fault, Place, Weight, faults},
};
use bcd_web::{page, spawn_local};
use leptos::prelude::*;

/// What the parts of the editor share.
#[derive(Clone, Copy)]
struct Desk {
    app: Services,
    open: OpenDraft,
    /// The pack that it would be.
    pack: Memo<Pack>,
    /// Everything wrong with it, the gravest first.
    faults: Memo<Vec<Fault>>,
    /// The part that is open.
    at: RwSignal<Option<Place>>,
}

impl Desk {
    fn new(app: Services, open: OpenDraft, before: CriteriaSet) -> Self {
        let before = StoredValue::new(before);
        let pack = Memo::new(move |_| open.draft.with(|draft| draft.pack()));
        let faults = Memo::new(move |_| {
            before.with_value(|before| open.draft.with(|draft| faults(draft, Some(before))))
        });
        Self { app, open, pack, faults, at: RwSignal::new(None) }
    }

    fn here() -> Self {
        expect_context()
    }

    /// Opens a part, and moves the focus to it.
    fn go(self, place: Place) {
        self.at.set(Some(place));
        page::focus_soon("#part-h");
    }

    /// Shows what another tab wrote meanwhile.
    async fn look_again(self) {
        // What cannot be read, the disk has told of; what is on the screen stays.
        self.open.refresh().await.ok();
    }

    /// The faults of a part. Follows the signal.
    fn faults_at(self, place: &Place) -> Vec<Fault> {
        self.faults.with(|all| all.iter().filter(|fault| fault.place == *place).cloned().collect())
    }
}

/// The page of a draft; with `look`, as a unit sees it.
#[component]
pub fn OneDraft(id: String, look: bool) -> impl IntoView {
    let (app, drafts) = (services(), drafts());
    // None = not read yet; Some(None) = there is none, or it cannot be read.
    let found = RwSignal::new_local(None::<Option<(StoredDraft, CriteriaSet)>>);
    let kept = id.clone();
    spawn_local(async move {
        let stored = drafts.read(&kept).await.ok().flatten();
        let both = match stored {
            Some(stored) => {
                let before = drafts.before(&stored.draft()).await;
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
            let desk = Desk::new(app, stored.open(), before);
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
            match look {
                true => view! { <preview::Preview id=id.clone() /> }.into_any(),
                false => view! { <Editor id=id.clone() /> }.into_any(),
            }
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
    let undo = move |_| {
        let left = desk.open.undo();
        if left > 0 {
            desk.app.work.say(tf(k::DRAFT_UNDO_LEFT, &[("n", &left)]));
        }
    };
    let undo_key = move |event: leptos::ev::KeyboardEvent| {
        // In a field the browser undoes what is typed there.
        let plain = !event.shift_key() && (event.ctrl_key() || event.meta_key());
        if plain && event.key() == "z" && page::nearest(&event, "data-row").is_some() {
            event.prevent_default();
            desk.open.undo();
        }
    };
    let look = format!("{}/{}", href(&id), LOOK);
    view! {
        <div on:keydown=undo_key>
            <Head title=t(k::PACK_PUBLISH) />
            <p class="row">
                <b>{title}</b>
                <button class="button button--quiet" on:click=undo data-testid="draft-undo"
                    disabled=move || !desk.open.can_undo.get()>{icon(Icon::Undo)} {t(k::DRAFT_UNDO)}</button>
                <a class="button" href=look data-testid="draft-look">{t(k::DRAFT_LOOK)}</a>
            </p>
            <FaultBar />
            <Beside />
            <div class="panes draft" class:panes--open=move || desk.at.get().is_some()>
                <div class="panes__list">
                    <outline::Outline />
                    <Publishing id />
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
        let places = desk
            .faults
            .with_untracked(|all| all.iter().map(|fault| fault.place.clone()).collect::<Vec<_>>());
        // Round and round, beginning behind the one that is open.
        let at = desk.at.get_untracked();
        let here = places.iter().rposition(|place| Some(place) == at.as_ref());
        let place = here.and_then(|here| places.get(here + 1)).or(places.first());
        if let Some(place) = place {
            desk.go(place.clone());
        }
    };
    let said = move || {
        let (stops, asks, advises) =
            (count(Weight::Stops), count(Weight::Asks), count(Weight::Advises));
        tf(k::DRAFT_FAULTS, &[("stops", &stops), ("asks", &asks), ("advises", &advises)])
    };
    let any = Memo::new(move |_| desk.faults.with(|all| !all.is_empty()));
    view! {
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

// What two tabs wrote in one field: both are shown, a person decides.
#[component]
fn Beside() -> impl IntoView {
    let desk = Desk::here();
    move || {
        let all = desk.open.beside.get().into_iter().map(|conflict| {
            let conflict = StoredValue::new(conflict);
            let decide = move |value: serde_json::Value| {
                spawn_local(async move {
                    let done = desk.open.decide(&conflict.get_value(), value).await;
                    if done.is_err() {
                        desk.app.work.say(t(k::DRAFT_NOT_SAVED));
                    }
                });
            };
            let (path, values) = conflict.with_value(|conflict| {
                let others = conflict.others.iter().map(|entry| entry.v.clone());
                let all = others.chain([conflict.standing.v.clone()]).collect::<Vec<_>>();
                (conflict.path.clone(), all)
            });
            let choices = values.into_iter().map(move |value| {
                let text = said::value(&value);
                view! {
                    <button class="button" on:click=move |_| decide(value.clone()) data-testid="draft-decide">{text}</button>
                }
            });
            view! {
                <Notice tone=Tone::Warn test="draft-beside">
                    <p>{tf(k::DRAFT_BESIDE, &[("place", &said::path(&path))])}</p>
                    <p class="row">{choices.collect_view()}</p>
                </Notice>
            }
        });
        all.collect_view()
    }
}

#[component]
fn Publishing(id: String) -> impl IntoView {
    let desk = Desk::here();
    let drafts = drafts();
    let id = StoredValue::new(id);
    let error = RwSignal::new(None::<String>);
    let ready = RwSignal::new_local(None::<(Outgoing, u32)>);
    let publish = move |_| {
        error.set(None);
        let first =
            desk.faults.with_untracked(|all| all.iter().find(|it| it.holds_back()).cloned());
        if let Some(fault) = first {
            let held =
                desk.faults.with_untracked(|all| all.iter().filter(|it| it.holds_back()).count());
            error.set(Some(tf(k::DRAFT_HELD, &[("n", &held)])));
            return desk.go(fault.place);
        }
        if desk.open.is_unsaved() {
            desk.app.work.retry_saving();
            return error.set(Some(t(k::DRAFT_SAVING_FIRST).to_owned()));
        }
        spawn_local(async move {
            match drafts.publish(&id.get_value()).await {
                Ok(made) => drop(ready.try_set(Some(made))),
                Err(PublishError::Faults(n)) => {
                    drop(error.try_set(Some(tf(k::DRAFT_HELD, &[("n", &n)]))));
                    // Another tab wrote what holds it back.
                    desk.look_again().await;
                }
                Err(PublishError::Gone) => {
                    drop(error.try_set(Some(t(k::DRAFT_NOT_READ).to_owned())))
                }
                Err(PublishError::Send(SendError::NoOffice)) => {
                    drop(error.try_set(Some(t(k::OFFICE_NEEDED).to_owned())))
                }
                Err(PublishError::Send(
                    SendError::Problems(_) | SendError::Store(_) | SendError::Engine(_),
                )) => drop(error.try_set(Some(t(k::PACK_FAILED).to_owned()))),
            }
        });
    };
    view! {
        <OfficeLine />
        <section class="card" aria-labelledby="publish-h">
            <h2 id="publish-h">{t(k::DRAFT_PUBLISH)}</h2>
            <p>{t(k::DRAFT_PUBLISH_TEXT)}</p>
            {move || error.get().map(|why| view! { <Notice tone=Tone::Bad test="draft-held"><p>{why}</p></Notice> })}
            <p class="row">
                <button class="button button--main" on:click=publish data-testid="pack-make">{t(k::DRAFT_PUBLISH)}</button>
            </p>
            <div role="status">
                {move || ready.get().map(|(file, version)| view! {
                    <div class="ready" data-testid="pack-made">
                        <p class="done">{tf(k::PACK_MADE, &[("n", &version)])}</p>
                        <HandOut file on_done=Callback::new(|()| {}) />
                    </div>
                })}
            </div>
        </section>
    }
    .into_any()
}
