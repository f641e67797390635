//! What was taken in lately, each with the button that takes all of it back.

use super::waiting::somebody;
use crate::{
    i18n::{self, k, t, tf},
    shell::services,
};
use bcd_app::merging::{Intake, IntakeKind};
use bcd_web::spawn_local;
use leptos::prelude::*;

/// The list; nothing where nothing was taken in.
#[component]
pub fn Lately() -> impl IntoView {
    let app = services();
    let intakes = RwSignal::new(Vec::<Intake>::new());
    // Read again after every merge.
    Effect::new(move |_| {
        app.merging.changes.track();
        spawn_local(async move {
            // If it cannot be read, the disk has said so.
            if let Ok(found) = app.merging.intakes().await {
                intakes.try_set(found);
            }
        });
    });
    move || {
        let all = intakes.get();
        (!all.is_empty()).then(|| {
            let rows = all.into_iter().map(|intake| view! { <Row intake /> });
            view! {
                <details class="card" data-testid="lately">
                    <summary>{t(k::RECEIVE_LATELY)}</summary>
                    <p>{t(k::RECEIVE_LATELY_TEXT)}</p>
                    <ul class="plain">{rows.collect_view()}</ul>
                </details>
            }
            .into_any()
        })
    }
}

#[component]
fn Row(intake: Intake) -> impl IntoView {
    let app = services();
    let text = match intake.kind {
        IntakeKind::Device => tf(
            k::RECEIVE_LATELY_DEVICE,
            &[
                ("unit", &intake.name),
                ("cycle", &intake.cycle),
                ("n", &intake.fields),
                ("by", &somebody(&intake.by)),
            ],
        ),
        IntakeKind::Backup => tf(
            k::RECEIVE_LATELY_BACKUP,
            &[("at", &i18n::date_time(&intake.written)), ("n", &intake.fields)],
        ),
        IntakeKind::TakenBack => {
            tf(k::RECEIVE_LATELY_BACK, &[("unit", &intake.name), ("n", &intake.fields)])
        }
    };
    let at = tf(k::RECEIVE_LATELY_AT, &[("at", &i18n::date_time(&intake.at))]);
    let busy = RwSignal::new(false);
    let take_back = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let id = intake.id.clone();
        spawn_local(async move {
            let said = match app.merging.take_back(&id).await {
                Ok(done) if done.left_alone > 0 => {
                    tf(k::RECEIVE_TAKEN_BACK_LEFT, &[("n", &done.left_alone)])
                }
                Ok(done) if done.kept > 0 => t(k::RECEIVE_TAKEN_BACK_KEPT).to_owned(),
                Ok(_) => t(k::RECEIVE_TAKEN_BACK).to_owned(),
                Err(_) => t(k::DRIVE_DECIDE_FAILED).to_owned(),
            };
            busy.try_set(false);
            app.work.say(said);
        });
    };
    view! {
        <li class="earlier" data-testid="intake">
            <span>{text} <br /> {at}</span>
            <button class="button" disabled=busy on:click=take_back data-testid="take-back">{t(k::RECEIVE_TAKE_BACK)}</button>
        </li>
    }
}
