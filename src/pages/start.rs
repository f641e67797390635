//! Start: name the unit and the year, or try everything on a sample.

use super::around::{head, place_notice};
use crate::{
    i18n::{Key, k, t},
    pages::Page,
    shell::work,
    ui::{Choice, Field},
};
use bcd_app::workspace::NewDossier;
use bcd_core::{criteria::Mode, dossier::UNIT_KINDS};
use bcd_web::{page, spawn_local};
use chrono::Datelike;
use leptos::prelude::*;

/// The word for a kind of unit.
pub fn kind_word(kind: &str) -> &'static str {
    const WORDS: [Key; UNIT_KINDS.len()] = [
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

/// Ways of answering to choose from.
pub fn modes() -> Vec<(String, String)> {
    let word = |mode| match mode {
        Mode::Points => k::START_MODE_POINTS,
        Mode::Pass => k::START_MODE_PASS,
    };
    Mode::ALL.map(|mode| (mode.as_str().to_owned(), t(word(mode)).to_owned())).into()
}

/// Kinds of unit to choose from.
pub fn kinds() -> Vec<(String, String)> {
    UNIT_KINDS.iter().map(|kind| ((*kind).to_owned(), kind_word(kind).to_owned())).collect()
}

/// Names the unit and the year.
pub fn view(_inner: Memo<String>) -> AnyView {
    let work = work();
    let year = work.host().clock.unit_day().year();
    let first = NewDossier {
        kind: UNIT_KINDS[0].to_owned(),
        cycle: year.to_string(),
        ..NewDossier::default()
    };
    let new = RwSignal::new(first);
    let value = move |get: fn(&NewDossier) -> String| Signal::derive(move || new.with(get));
    let write = move |set: fn(&mut NewDossier, String)| {
        Callback::new(move |text| new.update(|new| set(new, text)))
    };
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
        work.create(new.get_untracked());
        page::go(&Page::Checklist.href());
    };
    view! {
        {head(work, t(k::START_TITLE))}
        <p class="lead">{t(k::START_LEAD)}</p>
        <form class="card" on:submit=begin>
            <Field label=t(k::START_NAME) hint=t(k::START_NAME_HINT) fault max=200
                value=value(|new| new.name.clone()) on_input=write(|new, text| new.name = text)
                test="unit-name" />
            <Choice label=t(k::START_KIND) options=kinds()
                value=value(|new| new.kind.clone()) on_change=write(|new, text| new.kind = text)
                test="unit-kind" />
            <Field label=t(k::START_UPPER) hint=t(k::START_UPPER_HINT) max=200
                value=value(|new| new.upper.clone()) on_input=write(|new, text| new.upper = text)
                test="unit-upper" />
            <Field label=t(k::START_CLUSTER) hint=t(k::START_CLUSTER_HINT) max=200
                value=value(|new| new.cluster.clone())
                on_input=write(|new, text| new.cluster = text) test="unit-cluster" />
            <Choice label=t(k::START_CYCLE) options=cycles(year)
                value=value(|new| new.cycle.clone()) on_change=write(|new, text| new.cycle = text)
                test="cycle" />
            <Choice label=t(k::START_MODE) options=modes()
                value=value(|new| new.mode.as_str().to_owned())
                on_change=write(|new, text| new.mode = Mode::parse(&text).unwrap_or_default()) test="mode" />
            <button class="button button--main" data-testid="begin">{t(k::START_BEGIN)}</button>
        </form>
        <p class="or">{t(k::START_OR)}</p>
        <p class="row">
            <a class="button" href=Page::Sample.href() data-testid="sample">{t(k::START_SAMPLE)}</a>
            <a class="button" href=Page::Units.open("thu").href() data-testid="sample-desk">{t(k::START_SAMPLE_DESK)}</a>
            <a class="button" href=Page::Receive.href()>{t(k::START_RESTORE)}</a>
        </p>
        // Last: it is there in some browsers only, and must not move what the page showed before.
        {place_notice()}
    }
    .into_any()
}

// Calendar years and the school years around now.
fn cycles(year: i32) -> Vec<(String, String)> {
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
pub fn sample(_inner: Memo<String>) -> AnyView {
    let work = work();
    let there = work
        .dossiers
        .with_untracked(|lines| lines.iter().find(|line| line.sample).map(|line| line.id.clone()));
    match there {
        Some(id) => spawn_local(async move { work.switch_to(id).await }),
        None => work.create(NewDossier {
            name: t(k::START_SAMPLE_NAME).to_owned(),
            kind: UNIT_KINDS[0].to_owned(),
            upper: t(k::START_SAMPLE_UPPER).to_owned(),
            cluster: String::new(),
            cycle: work.host().clock.unit_day().year().to_string(),
            mode: Mode::Points,
            sample: true,
        }),
    }
    page::replace(&Page::Checklist.href());
    ().into_any()
}
