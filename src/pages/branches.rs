//! The branches: which have met, which plan, which lag; which help which, and what the unit does
//! for them.

mod one;
mod take;

pub use take::TakeFrom;

use super::{
    Head,
    record::{RecordFilter, Section, add, names_of},
};
use crate::{
    i18n::{k, t, tf},
    pages::Page,
    shell::services,
    ui::{Field, Icon, Kind as FieldKind, icon},
};
use bcd_app::services::Services;
use bcd_core::{
    id::RecordId,
    year::{
        branch::{Branch, Strength},
        command::{NewRecord, YearCommand},
        cycle::{Cycle, CycleKind},
        record::{Record, RecordKind, SELF, live, write},
        summary::{self, BranchLine, Mark},
    },
};
use leptos::prelude::*;
use one::One;

/// The page.
pub fn view(inner: Memo<String>) -> AnyView {
    view! { <Branches inner /> }.into_any()
}

#[component]
fn Branches(
    /// What is opened in it.
    inner: Memo<String>,
) -> impl IntoView {
    move || match inner.get() {
        id if id.is_empty() => view! { <All /> }.into_any(),
        id => view! { <One id=RecordId(id) /> }.into_any(),
    }
}

/// The branches in a line each; none where the unit has none.
pub fn glance() -> Memo<Vec<BranchLine>> {
    let app = services();
    Memo::new(move |_| {
        let today = app.planning.today();
        // The branches must be shown even if the cycle is invalid.
        let cycle = app.planning.days().or_else(|| Cycle::around(CycleKind::Calendar, today));
        let Some(cycle) = cycle else { return Vec::new() };
        let mut lines = app.planning.year.with(|year| summary::branches(year, &cycle, today));
        lines.retain(|line| line.id.0 != SELF);
        lines
    })
}

#[component]
fn All() -> impl IntoView {
    let app = services();
    let lines = glance();
    let sum = move || {
        lines.with(|lines| {
            let count = |is: fn(&BranchLine) -> bool| lines.iter().filter(|one| is(one)).count();
            let (met, lag) = (count(has_met), count(BranchLine::lags));
            tf(k::BRANCHES_SUM, &[("n", &lines.len()), ("met", &met), ("lag", &lag)])
        })
    };
    let none = move || {
        let none = lines.with(Vec::is_empty);
        none.then(|| view! { <p class="empty">{t(k::BRANCHES_NONE)}</p> })
    };
    let rows = move || lines.get().into_iter().map(|line| view! { <Row line /> }).collect_view();
    let days = move || {
        app.planning
            .year
            .with(|year| live(&year.visits).map(|(_, visit)| visit.days()).sum::<u64>())
    };
    view! {
        <Head title=t(k::BRANCHES_TITLE) />
        <p data-testid="branch-sum">{sum}</p>
        {none}
        <ul class="units units--page wide">{rows}</ul>
        <p class="row">
            <button class="button button--main" on:click=move |_| add(app, RecordKind::Branch, None) data-testid="add-branch">
                {icon(Icon::Add)} {t(k::BRANCHES_ADD)}
            </button>
            <a class="button" href=Page::Figures.href()>{t(k::BRANCHES_FIGURES)}</a>
        </p>
        <Many />
        <div class="columns">
            <div>
                <Section title=k::BRANCHES_PAIRINGS which=RecordFilter::Kinds(vec![RecordKind::Pairing]) kind=RecordKind::Pairing
                    empty=k::BRANCHES_PAIRINGS_NONE add_text=k::BRANCHES_PAIRINGS_ADD />
                <Section title=k::BRANCHES_TOGETHER_MEETINGS which=RecordFilter::Together kind=RecordKind::Meeting
                    empty=k::BRANCHES_TOGETHER_NONE add_text=k::BRANCHES_TOGETHER_ADD />
                <Section title=k::BRANCHES_JOINTS which=RecordFilter::Kinds(vec![RecordKind::Joint]) kind=RecordKind::Joint
                    empty=k::BRANCHES_JOINTS_NONE add_text=k::BRANCHES_JOINTS_ADD />
            </div>
            <div>
                <Section title=k::BRANCHES_VISITS which=RecordFilter::Kinds(vec![RecordKind::Visit]) kind=RecordKind::Visit
                    empty=k::BRANCHES_VISITS_NONE add_text=k::BRANCHES_VISITS_ADD
                    about=Signal::derive(move || tf(k::BRANCHES_VISITS_DAYS, &[("n", &days())])) />
                <Section title=k::BRANCHES_COURSES which=RecordFilter::Kinds(vec![RecordKind::Course, RecordKind::Contest]) kind=RecordKind::Course
                    empty=k::BRANCHES_COURSES_NONE add_text=k::BRANCHES_COURSES_ADD />
                <Section title=k::BRANCHES_MODELS which=RecordFilter::Kinds(vec![RecordKind::Model]) kind=RecordKind::Model
                    empty=k::BRANCHES_MODELS_NONE add_text=k::BRANCHES_MODELS_ADD />
            </div>
        </div>
    }
    .into_any()
}

// Whether the branch met in the running period. If no period is running, nothing is shown as met.
fn has_met(line: &BranchLine) -> bool {
    line.has_met() && line.held > 0
}

#[component]
fn Row(line: BranchLine) -> impl IntoView {
    let name = match line.branch.name.trim() {
        "" => t(k::BRANCHES_UNNAMED).to_owned(),
        name => name.to_owned(),
    };
    let members = line.members.map(|n| tf(k::BRANCHES_N_MEMBERS, &[("n", &n)]));
    let secretary = line.branch.secretary.clone();
    let about = [members, (!secretary.is_empty()).then_some(secretary)];
    let about = about.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let (href, strength) = (Page::Branches.open(line.id.0.clone()).href(), line.branch.strength);
    view! {
        <li>
            <a class="unit unit--branch" href=href data-testid="branch-row">
                <span>
                    <b>{name}</b> " " <StrengthTag strength />
                    <span class="unit__about">{about}</span>
                </span>
                <Periods line=line.clone() />
                <States line />
            </a>
        </li>
    }
    .into_any()
}

#[component]
fn StrengthTag(strength: Strength) -> impl IntoView {
    match strength {
        Strength::Plain => ().into_any(),
        Strength::Strong => {
            view! { <span class="tag">{t(k::BRANCHES_STRENGTH_STRONG)}</span> }.into_any()
        }
        Strength::Weak => {
            view! { <span class="tag tag--sample">{t(k::BRANCHES_STRENGTH_WEAK)}</span> }.into_any()
        }
    }
}

/// Meeting periods as marks, with their sum in words.
#[component]
pub fn Periods(line: BranchLine) -> impl IntoView {
    let words = tf(k::BRANCHES_HELD, &[("n", &line.held), ("of", &line.due)]);
    let marks = line.periods.iter().map(|mark| {
        let (class, sign) = match mark {
            Mark::Held => ("periods__mark periods__mark--held", "●"),
            Mark::Missed => ("periods__mark periods__mark--missed", "✕"),
            Mark::Open => ("periods__mark", "○"),
            Mark::Ahead => ("periods__mark", "·"),
        };
        view! { <span class=class>{sign}</span> }
    });
    view! {
        <span>
            <span class="periods__marks" aria-hidden="true">{marks.collect_view()}</span>
            <span class="unit__about" data-testid="held">{words}</span>
        </span>
    }
    .into_any()
}

/// Met, plans, lags: each as a word with a shape.
#[component]
pub fn States(line: BranchLine) -> impl IntoView {
    let app = services();
    let running = line.periods.contains(&Mark::Open);
    let met = match (running, line.held > 0) {
        (true, _) => (k::BRANCHES_NOT_MET, "state"),
        (false, true) => (k::BRANCHES_MET, "state state--ok"),
        (false, false) => (k::BRANCHES_NO_PERIOD, "state state--open"),
    };
    let plans = match line.plans() {
        true => (k::BRANCHES_PLANS, "state state--ok"),
        false => (k::BRANCHES_PLANS_NOT, "state state--open"),
    };
    let lags = line.lags().then_some((k::BRANCHES_LAGS, "state state--bad"));
    let words = [Some(met), Some(plans), lags].into_iter().flatten();
    let words = words.map(|(key, class)| view! { <span class=class>{t(key)}</span> });
    let names = |ids: &[RecordId]| {
        let ids: Vec<String> = ids.iter().map(|id| id.0.clone()).collect();
        app.planning.year.with_untracked(|year| names_of(year, &ids))
    };
    let helped = (!line.helped_by.is_empty())
        .then(|| tf(k::BRANCHES_HELPED_BY, &[("names", &names(&line.helped_by))]));
    let helps = (!line.helps.is_empty())
        .then(|| tf(k::BRANCHES_HELPS_ALSO, &[("names", &names(&line.helps))]));
    let both = [helped, helps].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    view! {
        <span class="states" data-testid="states">
            {words.collect_view()}
            <span class="unit__missing">{both}</span>
        </span>
    }
    .into_any()
}

// Many branches at once: a name on each line.
#[component]
fn Many() -> impl IntoView {
    let app = services();
    let names = RwSignal::new(String::new());
    let put = move |_| {
        let there = app.planning.year.with_untracked(|year| year.branches.len());
        let typed = names.get_untracked();
        let lines = typed.lines().map(str::trim).filter(|name| !name.is_empty());
        let mut sets = Vec::new();
        for (index, name) in lines.enumerate() {
            let order = i64::try_from(there + index + 1).unwrap_or(0);
            let branch = Branch { name: name.to_owned(), order, ..Branch::default() };
            sets.extend(write(&RecordId(app.work.new_id()), &branch));
        }
        if !sets.is_empty() {
            app.planning.change(YearCommand::SetFields(sets));
            app.work.say_undoable(t(k::BRANCHES_ADDED));
            names.set(String::new());
        }
    };
    view! {
        <details class="card">
            <summary>{t(k::BRANCHES_MANY)}</summary>
            <Field kind=FieldKind::Lines label=t(k::BRANCHES_MANY_LABEL) hint=t(k::BRANCHES_MANY_HINT) value=names
                on_input=Callback::new(move |text| names.set(text)) test="many" />
            <button class="button" on:click=put data-testid="add-many">{t(k::BRANCHES_MANY_ADD)}</button>
        </details>
    }
    .into_any()
}

/// A new branch of this name; its id.
pub fn new_branch(app: Services, name: &str) -> RecordId {
    let id = RecordId(app.work.new_id());
    let order = app.planning.year.with_untracked(|year| year.branches.len());
    let order = i64::try_from(order).unwrap_or(0) + 1;
    let branch = Branch { name: name.to_owned(), order, ..Branch::default() };
    app.planning.change(YearCommand::Add(id.clone(), Box::new(NewRecord::Branch(branch))));
    id
}

/// Whether a record is there and not deleted.
fn is_there<R: Record>(records: &bcd_core::year::record::Records<R>, id: &RecordId) -> bool {
    records.get(id).is_some_and(|record| !record.is_deleted())
}
