//! Start: name the unit and the year, or try everything on a sample.

use super::around::{Head, PlaceNotice};
use crate::{
    i18n::{Key, k, t},
    platform::{clock, page},
    route::Route,
    state::{Workspace, opening::NewDossier},
    ui::{Choice, Field},
};
use bcd_core::{criteria::Mode, dossier::UNIT_KINDS};
use leptos::prelude::*;

/// The word for a kind of unit.
pub fn kind_word(kind: &str) -> &'static str {
    const WORDS: [Key; 9] = [
        k::KIND_COMMUNE,
        k::KIND_SCHOOL,
        k::KIND_OFFICE,
        k::KIND_COMPANY,
        k::KIND_ARMED,
        k::KIND_BASE_BRANCH,
        k::KIND_BRANCH,
        k::KIND_PROVINCE,
        k::KIND_OTHER,
    ];
    let index = UNIT_KINDS.iter().position(|known| *known == kind);
    index.map_or("", |index| t(WORDS[index]))
}

/// Kinds of unit to choose from.
pub fn kinds() -> Vec<(String, String)> {
    UNIT_KINDS.iter().map(|kind| ((*kind).to_owned(), kind_word(kind).to_owned())).collect()
}

/// Names the unit and the year.
#[component]
pub fn Start() -> impl IntoView {
    let workspace = Workspace::here();
    let year: u32 = clock::now().get(..4).and_then(|y| y.parse().ok()).unwrap_or(2026);
    let cycles = cycles(year);
    let first = NewDossier {
        kind: UNIT_KINDS[0].to_owned(),
        cycle: year.to_string(),
        ..NewDossier::default()
    };
    let new = RwSignal::new(first);
    let tried = RwSignal::new(false);
    let nameless = move || new.with(|new| new.name.trim().is_empty());
    let fault = Signal::derive(move || {
        (tried.get() && nameless()).then(|| t(k::START_NAME_FAULT).to_owned())
    });
    let begin = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        if nameless() {
            return page::focus("[data-testid=unit-name]");
        }
        workspace.create(new.get());
        page::go(&Route::Checklist(None).href());
    };
    let text =
        move |get: fn(&NewDossier) -> &String| Signal::derive(move || new.with(|n| get(n).clone()));
    let edit = move |set: fn(&mut NewDossier, String)| {
        Callback::new(move |text: String| new.update(|new| set(new, text)))
    };
    let mode = Signal::derive(move || mode_word(new.with(|new| new.mode)).to_owned());
    let set_mode = Callback::new(move |word: String| {
        new.update(|new| new.mode = if word == "pass" { Mode::Pass } else { Mode::Points });
    });
    let modes = vec![
        ("points".to_owned(), t(k::START_MODE_POINTS).to_owned()),
        ("pass".to_owned(), t(k::START_MODE_PASS).to_owned()),
    ];
    view! {
        <Head title=t(k::START_TITLE) />
        <p class="lead">{t(k::START_LEAD)}</p>
        <PlaceNotice />
        <form class="card form" on:submit=begin>
            <Field label=t(k::START_NAME) hint=t(k::START_NAME_HINT) value=text(|n| &n.name)
                on_input=edit(|n, v| n.name = v) fault=fault max=200 test="unit-name" />
            <Choice label=t(k::START_KIND) options=kinds() value=text(|n| &n.kind)
                on_change=edit(|n, v| n.kind = v) test="unit-kind" />
            <Field label=t(k::START_UPPER) hint=t(k::START_UPPER_HINT) value=text(|n| &n.upper)
                on_input=edit(|n, v| n.upper = v) max=200 test="unit-upper" />
            <Field label=t(k::START_CLUSTER) hint=t(k::START_CLUSTER_HINT) value=text(|n| &n.cluster)
                on_input=edit(|n, v| n.cluster = v) max=200 test="unit-cluster" />
            <Choice label=t(k::START_CYCLE) options=cycles value=text(|n| &n.cycle)
                on_change=edit(|n, v| n.cycle = v) test="cycle" />
            <Choice label=t(k::START_MODE) options=modes value=mode on_change=set_mode test="mode" />
            <button class="button button--main" data-testid="begin">{t(k::START_BEGIN)}</button>
        </form>
        <p class="or">{t(k::START_OR)}</p>
        <p class="row">
            <a class="button" href=Route::Sample.href() data-testid="sample">{t(k::START_SAMPLE)}</a>
            <a class="button" href=Route::Receive.href()>{t(k::START_RESTORE)}</a>
        </p>
    }
    .into_any()
}

fn mode_word(mode: Mode) -> &'static str {
    match mode {
        Mode::Points => "points",
        Mode::Pass => "pass",
    }
}

// Calendar years and the school years around now.
fn cycles(year: u32) -> Vec<(String, String)> {
    let calendar = [year, year + 1, year - 1].map(|y| y.to_string());
    let school = [year, year - 1].map(|y| format!("{y}–{}", y + 1));
    let named = |cycle: &String, key| (cycle.clone(), format!("{} {cycle}", t(key)));
    calendar
        .iter()
        .map(|cycle| named(cycle, k::START_YEAR))
        .chain(school.iter().map(|cycle| named(cycle, k::START_SCHOOL_YEAR)))
        .collect()
}

/// Opens the sample unit, made anew if there is none, and its checklist.
#[component]
pub fn Sample() -> impl IntoView {
    let workspace = Workspace::here();
    let there = workspace
        .dossiers
        .with_untracked(|lines| lines.iter().find(|line| line.sample).map(|line| line.id.clone()));
    match there {
        Some(id) => crate::platform::spawn_local(async move {
            workspace.switch_to(id).await;
            page::replace(&Route::Checklist(None).href());
        }),
        None => {
            let year = clock::now().get(..4).unwrap_or("2026").to_owned();
            workspace.create(NewDossier {
                name: t(k::START_SAMPLE_NAME).to_owned(),
                kind: UNIT_KINDS[0].to_owned(),
                upper: t(k::START_SAMPLE_UPPER).to_owned(),
                cluster: String::new(),
                cycle: year,
                mode: Mode::Points,
                sample: true,
            });
            page::replace(&Route::Checklist(None).href());
        }
    }
    view! { <super::Opening /> }
}
