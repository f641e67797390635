//! A file that would delete much: a person looks at it and decides.

use super::words;
use crate::{
    i18n::{self, k, t, tf},
    shell::services,
    ui::{Notice, Tone},
};
use bcd_app::drives::DriveLine;
use bcd_core::{engine::DeviceFile, merge::loss};
use bcd_web::spawn_local;
use leptos::prelude::*;

/// A line of the log that leads to the question.
#[component]
pub fn Held(line: DriveLine, path: String) -> impl IntoView {
    let app = services();
    let file = RwSignal::new(None::<DeviceFile>);
    let said = RwSignal::new(None::<String>);
    let again = line.clone();
    let look = move |_| {
        let (line, path) = (line.clone(), path.clone());
        spawn_local(async move {
            match app.syncing.held_file(&line, &path).await {
                Ok(found) => drop(file.try_set(Some(found))),
                Err(fault) => drop(said.try_set(Some(words::fault(&fault)))),
            }
        });
    };
    let done = Callback::new(move |()| {
        let line = again.clone();
        spawn_local(async move { app.syncing.sync(&line).await });
    });
    view! {
        <button class="button" on:click=look data-testid="held-look">{t(k::DRIVE_HELD_LOOK)}</button>
        {move || file.get().map(|file| view! { <Question file on_done=done /> })}
        {move || said.get().map(|text| view! { <p role="status">{text}</p> })}
    }
    .into_any()
}

/// What the file would delete, and the two answers.
#[component]
pub fn Question(
    file: DeviceFile,
    /// Called when it is decided.
    #[prop(optional)]
    on_done: Option<Callback<()>>,
) -> impl IntoView {
    let app = services();
    let loss = RwSignal::new(None::<loss::Loss>);
    let said = RwSignal::new(None::<&'static str>);
    let found = file.clone();
    let file = StoredValue::new(file);
    spawn_local(async move {
        // If the dossier here cannot be read, it is unknown what would be lost, so nothing is
        // asked.
        let Ok(here) = app.merging.load(&found.body.dossier).await else {
            said.try_set(Some(t(k::DRIVE_DECIDE_FAILED)));
            return;
        };
        let mut after = here.state.clone();
        after.merge(found.body.state);
        loss.try_set(Some(loss::loss(&here.state.fields, &after)));
    });
    let decide = move |keep: bool| {
        let found = file.get_value();
        spawn_local(async move {
            let done = if keep {
                app.merging.merge_and_keep(&found).await
            } else {
                match app.merging.approve(&found.digest).await {
                    Ok(()) => app.merging.merge_device(&found, &[]).await.map(drop),
                    Err(error) => Err(error.into()),
                }
            };
            match done {
                Ok(()) => {
                    loss.try_set(None);
                    said.try_set(Some(t(k::DRIVE_HELD_DONE)));
                    if let Some(done) = on_done {
                        done.try_run(());
                    }
                }
                Err(_) => drop(said.try_set(Some(t(k::DRIVE_DECIDE_FAILED)))),
            }
        });
    };
    let text = move |loss: loss::Loss| {
        file.with_value(|file| {
            let somebody = || t(k::DRIVE_SOMEBODY).to_owned();
            let by = if file.by.is_empty() { somebody() } else { file.by.clone() };
            tf(
                k::DRIVE_HELD_TEXT,
                &[
                    ("by", &by),
                    ("at", &i18n::date_time(&file.at)),
                    ("unit", &file.name),
                    ("deleted", &loss.deleted),
                    ("records", &loss.records),
                    ("emptied", &loss.emptied),
                    ("values", &loss.values),
                ],
            )
        })
    };
    view! {
        {move || loss.get().map(|loss| view! {
            <Notice tone=Tone::Warn>
                <p>{text(loss)}</p>
                <p class="row">
                    <button class="button button--main" on:click=move |_| decide(true) data-testid="held-keep">
                        {t(k::DRIVE_HELD_KEEP)}
                    </button>
                    <button class="button" on:click=move |_| decide(false) data-testid="held-take">
                        {t(k::DRIVE_HELD_TAKE)}
                    </button>
                </p>
            </Notice>
        })}
        {move || said.get().map(|text| view! { <p role="status">{text}</p> })}
    }
    .into_any()
}
