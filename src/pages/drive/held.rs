//! Files of a drive that wait for a person, and the buttons that decide.

use super::words;
use crate::{
    i18n::{k, t, tf},
    pages::receive::Asked,
    shell::services,
};
use bcd_app::{
    drives::DriveLine,
    merging::{Consent, NotMerged},
    services::Services,
};
use bcd_core::sync::take::Asking;
use bcd_sync::report::Happened;
use bcd_web::spawn_local;
use leptos::prelude::*;

/// Called when something was decided: reads the drive again.
pub type Again = Callback<()>;

/// What waits on a drive; nothing where nothing does.
#[component]
pub fn Waiting(line: DriveLine, again: Again) -> impl IntoView {
    let app = services();
    let report = line.last.as_ref().map(|last| &last.report);
    let events = report.into_iter().flat_map(|report| &report.events);
    let held = events.filter_map(|event| match &event.what {
        Happened::Held(asking) => Some((event.path.clone(), asking.clone())),
        _ => None,
    });
    let held: Vec<(String, Asking)> = held.collect();
    let easy = held.iter().filter(|(_, asking)| !asking.is_much());
    let digests: Vec<String> = easy.map(|(_, asking)| asking.digest.clone()).collect();
    let n = digests.len();
    let digests = StoredValue::new(digests);
    let all = move || {
        view! {
            <button class="button button--main" on:click=move |_| approve(app, digests.get_value(), again) data-testid="held-all">
                {tf(k::RECEIVE_TAKE_ALL, &[("n", &n)])}
            </button>
        }
    };
    (!held.is_empty()).then(|| {
        let rows = held.into_iter().map(|(path, asking)| {
            let line = line.clone();
            view! { <li class="log__line log__line--bad"><Held line path asking again /></li> }
        });
        let rows = rows.collect_view();
        view! {
            <div data-testid="held">
                <p><b>{t(k::DRIVE_HELD)}</b></p>
                {(n > 1).then(all)}
                <ul class="plain">{rows}</ul>
            </div>
        }
        .into_any()
    })
}

#[component]
fn Held(line: DriveLine, path: String, asking: Asking, again: Again) -> impl IntoView {
    let app = services();
    let said = RwSignal::new(None::<String>);
    let (much, keeps, digest) = (asking.is_much(), asking.can_keep(), asking.digest.clone());
    let kept = digest.clone();
    let take = move |_| approve(app, vec![digest.clone()], again);
    let keep = move |_| {
        let (line, path, digest) = (line.clone(), path.clone(), kept.clone());
        spawn_local(async move {
            let file = match app.syncing.held_file(&line, &path).await {
                Ok(file) => file,
                Err(fault) => return drop(said.try_set(Some(words::fault(&fault)))),
            };
            match app.merging.merge_device(&file, &[], Consent::GivenKeeping).await {
                // It is read once more, and brings nothing new.
                Ok(_) => approve(app, vec![digest], again),
                Err(NotMerged::Refused(why)) => {
                    said.try_set(Some(crate::i18n::problem(&why)));
                }
                Err(NotMerged::Store(_)) => {
                    said.try_set(Some(t(k::DRIVE_DECIDE_FAILED).to_owned()));
                }
            }
        });
    };
    view! {
        <div class="stack">
        <Asked asking />
        <p class="row">
            {keeps.then(|| view! {
                <button class="button button--main" on:click=keep data-testid="held-keep">
                    {t(k::DRIVE_HELD_KEEP)}
                </button>
            })}
            <button class="button" class:button--main=!keeps on:click=take data-testid="held-take">
                {t(if much { k::DRIVE_HELD_TAKE } else { k::RECEIVE_TAKE })}
            </button>
        </p>
        {move || said.get().map(|text| view! { <p role="status">{text}</p> })}
        </div>
    }
    .into_any()
}

fn approve(app: Services, digests: Vec<String>, again: Again) {
    spawn_local(async move {
        match app.merging.approve(&digests).await {
            Ok(()) => drop(again.try_run(())),
            Err(_) => app.work.say(t(k::DRIVE_DECIDE_FAILED)),
        }
    });
}
