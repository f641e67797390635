//! Start: name the unit and the year, or try everything on a sample.

use super::around::{head, place_notice};
use crate::{
    i18n::{Key, k, t},
    platform::{
        clock,
        el::{El, el},
        page, spawn_local,
    },
    route::Route,
    state::kernel::{Kernel, NewDossier},
    ui::{FieldSpec, choice},
};
use bcd_core::{command::Choice, criteria::Mode, dossier::UNIT_KINDS, id::ItemId};
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
pub fn start(kernel: &Kernel) -> Vec<El> {
    let year = clock::unit_year();
    let first = NewDossier {
        kind: UNIT_KINDS[0].to_owned(),
        cycle: year.to_string(),
        ..NewDossier::default()
    };
    let new = RwSignal::new(first);
    let text = move |get: fn(&NewDossier) -> &String| move || new.with(|new| get(new).clone());
    let edit = move |set: fn(&mut NewDossier, String)| {
        move |text: String| new.update(|new| set(new, text))
    };
    let tried = RwSignal::new(false);
    let nameless = move || new.with(|new| new.name.trim().is_empty());
    let fault = move || (tried.get() && nameless()).then(|| t(k::START_NAME_FAULT).to_owned());
    let modes = vec![
        ("points".to_owned(), t(k::START_MODE_POINTS).to_owned()),
        ("pass".to_owned(), t(k::START_MODE_PASS).to_owned()),
    ];
    let hinted = |spec: FieldSpec, hint: Option<Key>, test| FieldSpec {
        hint: hint.map(|hint| t(hint).to_owned()),
        max: 200,
        test: Some(test),
        ..spec
    };
    let name = FieldSpec::line(t(k::START_NAME), text(|n| &n.name), edit(|n, v| n.name = v));
    let name = FieldSpec {
        fault: Some(Box::new(fault)),
        ..hinted(name, Some(k::START_NAME_HINT), "unit-name")
    };
    let upper = FieldSpec::line(t(k::START_UPPER), text(|n| &n.upper), edit(|n, v| n.upper = v));
    let cluster =
        FieldSpec::line(t(k::START_CLUSTER), text(|n| &n.cluster), edit(|n, v| n.cluster = v));
    let kernel = kernel.clone();
    let workspace = *kernel;
    let begin = move |event: crate::platform::el::Event| {
        event.prevent_default();
        tried.set(true);
        if nameless() {
            return page::focus("[data-testid=unit-name]");
        }
        kernel.create(new.get_untracked());
        page::go(&Route::Checklist(None).href());
    };
    let kind = choice(
        t(k::START_KIND),
        kinds(),
        text(|n| &n.kind),
        edit(|n, v| n.kind = v),
        Some("unit-kind"),
    );
    let cycle = choice(
        t(k::START_CYCLE),
        cycles(year),
        text(|n| &n.cycle),
        edit(|n, v| n.cycle = v),
        Some("cycle"),
    );
    let mode = choice(
        t(k::START_MODE),
        modes,
        move || mode_word(new.with(|new| new.mode)).to_owned(),
        edit(|n, v| n.mode = if v == "pass" { Mode::Pass } else { Mode::Points }),
        Some("mode"),
    );
    let form = el("form")
        .class("card form")
        .on("submit", begin)
        .child(name.draw())
        .child(kind)
        .child(hinted(upper, Some(k::START_UPPER_HINT), "unit-upper").draw())
        .child(hinted(cluster, Some(k::START_CLUSTER_HINT), "unit-cluster").draw())
        .child(cycle)
        .child(mode)
        .child(
            el("button")
                .class("button button--main")
                .attr("data-testid", "begin")
                .text(t(k::START_BEGIN)),
        );
    let link =
        |route: Route, text| el("a").class("button").attr("href", &route.href()).text(t(text));
    let others = el("p")
        .class("row")
        .child(link(Route::Sample, k::START_SAMPLE).attr("data-testid", "sample"))
        .child(link(Route::Receive, k::START_RESTORE));
    [
        Some(head(workspace, t(k::START_TITLE))),
        Some(el("p").class("lead").text(t(k::START_LEAD))),
        place_notice(),
        Some(form),
        Some(el("p").class("or").text(t(k::START_OR))),
        Some(others),
    ]
    .into_iter()
    .flatten()
    .collect()
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

/// Opens the sample unit, made anew if there is none, and its checklist. What was answered there
/// before the app came is taken over.
pub fn sample(kernel: &Kernel, early: Vec<(String, String)>) {
    let there = kernel
        .dossiers
        .with_untracked(|lines| lines.iter().find(|line| line.sample).map(|line| line.id.clone()));
    match there {
        Some(id) => {
            let kernel = kernel.clone();
            spawn_local(async move {
                kernel.switch_to(id).await;
                take_early(&kernel, early);
            });
        }
        None => {
            let year = clock::now().get(..4).unwrap_or("2026").to_owned();
            kernel.create(NewDossier {
                name: t(k::START_SAMPLE_NAME).to_owned(),
                kind: UNIT_KINDS[0].to_owned(),
                upper: t(k::START_SAMPLE_UPPER).to_owned(),
                cluster: String::new(),
                cycle: year,
                mode: Mode::Points,
                sample: true,
            });
            take_early(kernel, early);
        }
    }
    page::replace(&Route::Checklist(None).href());
}

fn take_early(kernel: &Kernel, early: Vec<(String, String)>) {
    let set = kernel.set.get_untracked();
    for (id, step) in early {
        let Some(step) = set.item(&id).and_then(|item| item.step(&step)) else { continue };
        let item = ItemId(id);
        kernel.choose(match kernel.mode.get_untracked() {
            Mode::Points => Choice::Step(item, Some(step.id.clone())),
            Mode::Pass => Choice::Met(item, Some(step.met)),
        });
    }
}
