//! Publishing a draft: what holds it back leads to its place.

use super::desk::Desk;
use crate::{
    i18n::{k, problem, t, tf},
    pages::{office::OfficeLine, outgoing::HandOut},
    ui::{Notice, Tone},
};
use bcd_app::{
    drafts::PublishError,
    exchange::outgoing::{Outgoing, SendError},
};
use bcd_web::spawn_local;
use leptos::prelude::*;

/// Why it was not published, or what a person is asked first.
#[derive(Clone, Debug, PartialEq)]
enum Held {
    Said(Vec<String>),
    // This version came from elsewhere.
    Later(u32),
}

impl Held {
    fn said(text: impl Into<String>) -> Self {
        Self::Said(vec![text.into()])
    }

    fn of(error: PublishError) -> Self {
        match error {
            PublishError::Faults(n) => Self::said(tf(k::DRAFT_HELD, &[("n", &n)])),
            PublishError::Gone => Self::said(t(k::DRAFT_NOT_READ)),
            PublishError::Before(_) => Self::said(t(k::DRAFT_BEFORE_UNREAD)),
            PublishError::Later(version) => Self::Later(version),
            PublishError::Send(SendError::NoOffice) => Self::said(t(k::OFFICE_NEEDED)),
            PublishError::Send(SendError::Problems(all)) => {
                Self::Said(all.iter().map(problem).collect())
            }
            PublishError::Send(SendError::Store(_) | SendError::Sample | SendError::Engine(_)) => {
                Self::said(t(k::PACK_FAILED))
            }
        }
    }
}

/// The button, what holds back, and what was made.
#[component]
pub fn Publishing(id: String) -> impl IntoView {
    let desk = Desk::here();
    let id = StoredValue::new(id);
    let held = RwSignal::new(None::<Held>);
    let busy = RwSignal::new(false);
    let ready = RwSignal::new_local(None::<(Outgoing, u32)>);
    let publish = move |over: u32| {
        if busy.get_untracked() {
            return;
        }
        held.set(None);
        if let Some(place) = desk.unsound.with_untracked(|all| all.first().cloned()) {
            let n = desk.unsound.with_untracked(Vec::len);
            held.set(Some(Held::said(tf(k::DRAFT_UNSOUND, &[("n", &n)]))));
            return desk.go(place);
        }
        let first =
            desk.faults.with_untracked(|all| all.iter().find(|it| it.holds_back()).cloned());
        if let Some(fault) = first {
            let n =
                desk.faults.with_untracked(|all| all.iter().filter(|it| it.holds_back()).count());
            held.set(Some(Held::of(PublishError::Faults(n))));
            return desk.go(fault.place);
        }
        if desk.open.is_unsaved() {
            desk.app.work.retry_saving();
            return held.set(Some(Held::said(t(k::DRAFT_SAVING_FIRST))));
        }
        busy.set(true);
        spawn_local(async move {
            match desk.drafts.publish_over(&id.get_value(), over).await {
                Ok(made) => drop(ready.try_set(Some(made))),
                Err(error) => drop(held.try_set(Some(Held::of(error)))),
            }
            busy.try_set(false);
            // Another tab may have written what holds it back, or published.
            desk.look_again().await;
            desk.read_before().await;
        });
    };
    let said = move || {
        held.get().map(|held| match held {
            Held::Said(all) => {
                let all = all.into_iter().map(|why| view! { <p>{why}</p> });
                view! { <Notice tone=Tone::Bad test="draft-held">{all.collect_view()}</Notice> }
                    .into_any()
            }
            Held::Later(version) => view! {
                <Notice tone=Tone::Warn test="draft-later">
                    <p>{tf(k::DRAFT_LATER, &[("n", &version)])}</p>
                    <p><button class="button" on:click=move |_| publish(version) data-testid="draft-over">{t(k::DRAFT_LATER_YES)}</button></p>
                </Notice>
            }
            .into_any(),
        })
    };
    view! {
        <OfficeLine />
        <section class="card" aria-labelledby="publish-h">
            <h2 id="publish-h">{t(k::DRAFT_PUBLISH)}</h2>
            <p>{t(k::DRAFT_PUBLISH_TEXT)}</p>
            {said}
            <p class="row">
                <button class="button button--main" on:click=move |_| publish(0) disabled=move || busy.get() data-testid="pack-make">{t(k::DRAFT_PUBLISH)}</button>
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
