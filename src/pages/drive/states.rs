//! Each dossier of this browser, and how far it has come: saved here, waiting, on a drive, received
//! above.

use super::super::send::whereabouts;
use crate::{
    i18n::{self, k, t, tf},
    shell::services,
};
use bcd_app::{drives::DriveLine, services::Services, workspace::DossierLine};
use bcd_web::spawn_local;
use leptos::prelude::*;

/// The list, made anew when a sync has ended.
#[component]
pub fn States() -> impl IntoView {
    let app = services();
    let rows = RwSignal::new(Vec::<(String, String)>::new());
    Effect::new(move |_| {
        let (lines, drives) = (app.work.dossiers.get(), app.drives.list.get());
        app.merging.changes.track();
        spawn_local(async move {
            let mut all = Vec::new();
            for line in lines {
                let name = format!("{} · {}", line.name, line.cycle);
                all.push((name, state_of(app, &line, &drives).await));
            }
            rows.try_set(all);
        });
    });
    let list = move || {
        let rows = rows.get().into_iter().map(|(name, state)| {
            view! { <li class="log__line"><b>{name}</b> <br /> {state}</li> }
        });
        rows.collect_view()
    };
    let any = move || rows.with(|rows| !rows.is_empty());
    move || {
        any().then(|| {
            view! {
                <section class="card" aria-labelledby="states-h">
                    <h2 id="states-h">{t(k::DRIVE_STATES)}</h2>
                    <ul class="plain" data-testid="states">{list}</ul>
                </section>
            }
        })
    }
}

async fn state_of(app: Services, line: &DossierLine, drives: &[DriveLine]) -> String {
    if line.sample {
        return t(k::DRIVE_STATE_SAMPLE).to_owned();
    }
    // Unknown: saying that nothing waits would be a guess.
    let unread = || t(k::DRIVE_STATE_UNREAD).to_owned();
    whereabouts_of(app, line, drives).await.unwrap_or_else(unread)
}

// `None` where the browser could not read it.
async fn whereabouts_of(app: Services, line: &DossierLine, drives: &[DriveLine]) -> Option<String> {
    let mut words = vec![t(k::DRIVE_STATE_HERE).to_owned()];
    for drive in drives.iter().filter(|drive| drive.roles.devices) {
        let last = drive.last.as_ref();
        let good = last.and_then(|last| last.good.as_ref());
        let upto = last.and_then(|last| last.upto.get(&line.id)).copied().unwrap_or(0);
        words.push(match (app.syncing.own_since(&line.id, upto).await.ok()?, good) {
            (0, Some(at)) => {
                let at = i18n::date_time(at);
                tf(k::DRIVE_STATE_UP, &[("drive", &drive.name), ("at", &at)])
            }
            (n, _) => tf(k::DRIVE_STATE_WAITS, &[("n", &n), ("drive", &drive.name)]),
        });
    }
    if words.len() == 1 {
        words.push(t(k::DRIVE_STATE_NO_DRIVE).to_owned());
    }
    let mut text = words.join("; ");
    if let Some(sent) = app.sending.sent_of(&line.id).await.ok()?.pop() {
        let state = whereabouts(app, &sent).map(|(_, word)| word);
        let state = state.unwrap_or_else(|| t(k::DRIVE_SENT_NOWHERE).to_owned());
        text += ". ";
        text += &tf(k::DRIVE_STATE_SENT, &[("n", &sent.seq), ("state", &state)]);
    }
    Some(text)
}
