//! Colliding changes: what stands, what else was written, by whom and when; a person chooses.

use super::paths;
use crate::{
    i18n::{self, k, t, tf},
    pages::Head,
    shell::services,
};
use bcd_core::{
    field::{Entry, Fields},
    merge::conflict::{self, Conflict},
};
use bcd_web::spawn_local;
use leptos::prelude::*;
use serde_json::Value;

/// The list.
#[component]
pub fn Conflicts() -> impl IntoView {
    let app = services();
    let found = RwSignal::new(None::<(Vec<Conflict>, Fields)>);
    Effect::new(move |_| {
        app.merging.changes.track();
        let Some(id) = app.work.id.get() else { return };
        spawn_local(async move {
            if let Ok(loaded) = app.merging.load(&id).await {
                let conflicts = conflict::conflicts(&loaded.state);
                found.try_set(Some((conflicts, loaded.state.fields)));
            }
        });
    });
    let list = move || {
        let Some((conflicts, fields)) = found.get() else { return ().into_any() };
        if conflicts.is_empty() {
            return view! { <p class="lead" data-testid="no-conflicts">{t(k::DRIVE_CONFLICTS_NONE)}</p> }
                .into_any();
        }
        let rows = conflicts.into_iter().map(|conflict| {
            let label = paths::label(app, &fields, &conflict.path);
            view! { <One conflict label /> }
        });
        rows.collect_view().into_any()
    };
    view! {
        <Head title=t(k::DRIVE_CONFLICTS) />
        <p class="lead">{t(k::DRIVE_CONFLICTS_TEXT)}</p>
        {list}
    }
    .into_any()
}

#[component]
fn One(conflict: Conflict, label: String) -> impl IntoView {
    let app = services();
    let Conflict { path, standing, others } = conflict;
    let path = StoredValue::new(path);
    let all = others.iter().chain([&standing]).map(|entry| entry.v.clone());
    let seen = StoredValue::new(all.collect::<Vec<Value>>());
    let choose = move |value: Value| {
        let Some(id) = app.work.id.get_untracked() else { return };
        let (path, seen) = (path.get_value(), seen.get_value());
        spawn_local(async move {
            match app.merging.decide(&id, &path, value, &seen).await {
                Ok(()) => app.work.say(t(k::DRIVE_DECIDED)),
                Err(_) => app.work.say(t(k::DRIVE_DECIDE_FAILED)),
            }
        });
    };
    let shown = move |entry: &Entry,
                      word: &'static str,
                      button: &'static str,
                      test: &'static str| {
        let value = entry.v.clone();
        let text = path.with_value(|path| paths::value(app, path, &value));
        let unnamed = || {
            let own = entry.dev == app.work.device();
            t(if own { k::DRIVE_THIS_DEVICE } else { k::DRIVE_SOMEBODY }).to_owned()
        };
        let by = if entry.by.is_empty() { unnamed() } else { entry.by.clone() };
        let when = tf(k::DRIVE_BY_AT, &[("by", &by), ("at", &i18n::date_time(&entry.at))]);
        view! {
            <li class="choice">
                <p class="choice__who"><b>{word}</b> " · " {when}</p>
                <p class="choice__value">{text}</p>
                <button class="button" on:click=move |_| choose(value.clone()) data-testid=test>{button}</button>
            </li>
        }
    };
    let rest = others
        .iter()
        .map(|entry| shown(entry, t(k::DRIVE_OTHER), t(k::DRIVE_TAKE_THAT), "conflict-take"));
    view! {
        <section class="card" data-testid="conflict">
            <h2>{label}</h2>
            <ul class="plain choices">
                {shown(&standing, t(k::DRIVE_STANDING), t(k::DRIVE_KEEP_THIS), "conflict-keep")}
                {rest.collect_view()}
            </ul>
        </section>
    }
    .into_any()
}
