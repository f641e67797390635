//! The answer to the unit, as a file to hand on.

use super::desk::Desk;
use crate::{
    i18n::{k, t, tf},
    pages::{drive, outgoing::HandOut},
    ui::{Notice, Tone},
};
use bcd_app::exchange::outgoing::Outgoing;
use bcd_web::spawn_local;
use leptos::prelude::*;

/// The file that answers the unit.
#[component]
pub fn Answer(desk: Desk) -> impl IntoView {
    let file = RwSignal::new_local(None::<Result<Outgoing, String>>);
    // What is said since is not in it.
    Effect::new(move |_| {
        desk.case.track();
        file.set(None);
    });
    let make = move |_| {
        let (unit, cycle) =
            desk.submission.with_value(|it| (it.summary.unit.clone(), it.summary.cycle.clone()));
        let before = desk.case.get_untracked();
        spawn_local(async move {
            let made = desk.reviewing.make_file(&unit, &cycle).await;
            // Something was written meanwhile that may not be in it: a text whose field was just left.
            if desk.case.try_get_untracked().is_none_or(|now| now != before) {
                desk.app.work.say(t(k::VERIFY_ANSWER_AGAIN));
                return;
            }
            file.try_set(Some(made.map_err(|error| drive::said(&error))));
        });
    };
    view! {
        <section class="card" data-testid="verify-answer">
            <h2>{t(k::VERIFY_ANSWER)}</h2>
            <p>{t(k::VERIFY_ANSWER_TEXT)}</p>
            {move || match file.get() {
                None => view! {
                    <p class="row"><button class="button" on:click=make data-testid="verify-make">{t(k::VERIFY_ANSWER_MAKE)}</button></p>
                }.into_any(),
                Some(Ok(file)) => view! { <HandOut file on_done=Callback::new(|()| ()) /> }.into_any(),
                Some(Err(why)) => view! { <Notice tone=Tone::Bad><p>{tf(k::VERIFY_ANSWER_FAILED, &[("why", &why)])}</p></Notice> }.into_any(),
            }}
        </section>
    }
    .into_any()
}
