//! One document: what only a person can say, its preview as it will be printed, and its files.

use super::{
    PaperField, SHARED,
    sheet::{Drafting, Files, Preview},
    text_of, words,
};
use crate::{
    i18n::{k, t, tf},
    pages::{Head, Page},
    shell::services,
    ui::{Icon, Kind as FieldKind, icon},
};
use bcd_app::services::Services;
use bcd_core::{
    paper::{
        build::{
            Draft,
            drafts::{DraftChoice, DraftSource, draft},
        },
        letterhead::Letterhead,
    },
    year::{Year, branch::Branch},
};
use leptos::prelude::*;

/// A document.
#[component]
pub fn One(which: DraftChoice) -> impl IntoView {
    let app = services();
    let (id, about) = (which.id(), about(app, &which));
    let title = words::title(&which, about.as_deref());
    let sections = which.sections();
    let fields = sections
        .iter()
        .map(|section| {
            let label = t(words::section(section));
            view! { <PaperField id=id.clone() field=section label kind=FieldKind::Lines /> }
        })
        .collect_view();
    let empty = {
        let id = id.clone();
        move || {
            let blank = |section: &&&str| {
                app.planning.year.with(|year| text_of(year, &id, section)).trim().is_empty()
            };
            let names: Vec<&str> =
                sections.iter().filter(blank).map(|section| t(words::section(section))).collect();
            (!names.is_empty()).then(|| {
                let said = tf(k::PAPERS_EMPTY, &[("names", &names.join("; "))]);
                view! { <p class="field__note" data-testid="papers-empty">"△ " {said}</p> }
            })
        }
    };
    let drafting: Drafting = Callback::new(move |()| drafted(app, &which));
    view! {
        <Head title=title />
        <p class="row">
            <a class="button button--quiet" href=Page::Papers.href()>
                {icon(Icon::Back)} {t(k::PAPERS_ALL)}
            </a>
        </p>
        <Files draft=drafting />
        <div class="papercols wide--panes">
        <section class="card papercols__say" aria-labelledby="say-h">
            <h2 id="say-h">{t(k::PAPERS_SAY)}</h2>
            {empty}
            <PaperField id=id.clone() field="number" label=t(k::PAPERS_NUMBER) hint=t(k::PAPERS_NUMBER_HINT) />
            <PaperField id=id.clone() field="date" label=t(k::PAPERS_DATE) kind=FieldKind::Date />
            {fields}
        </section>
        <Preview draft=drafting />
        </div>
    }
    .into_any()
}

// What tells it from others of its kind: the day of a meeting, the other side of a programme.
fn about(app: Services, which: &DraftChoice) -> Option<String> {
    app.planning.year.with_untracked(|year| match which {
        DraftChoice::Minutes(id) => year.meetings.get(id).map(|meeting| meeting.date.0.clone()),
        DraftChoice::Joint(id) => year.joints.get(id).map(|joint| joint.partner.clone()),
        DraftChoice::Plan
        | DraftChoice::Quarter(_)
        | DraftChoice::Month(_)
        | DraftChoice::Registration
        | DraftChoice::SelfScore
        | DraftChoice::Report
        | DraftChoice::Projects
        | DraftChoice::Training
        | DraftChoice::Intros => None,
    })
}

// What it is made of, by everything that was noted and written.
fn drafted(app: Services, which: &DraftChoice) -> Option<Draft> {
    app.work.set.with_untracked(|set| {
        app.work.dossier.with(|dossier| {
            app.planning.year.with(|year| {
                let today = app.planning.today();
                let classes = app.planning.guidance.with(|pack| pack.classes.clone());
                let source = DraftSource { set, dossier, year, classes: &classes, today };
                let branch = of_branch(year, which);
                let unit = &dossier.unit;
                let head = letterhead(
                    year,
                    &which.id(),
                    branch.as_ref(),
                    &unit.name,
                    &unit.upper,
                    app.work.now(),
                );
                draft(which, &source, head)
            })
        })
    })
}

/// The branch whose minutes they are, where it is one of several.
fn of_branch(year: &Year, which: &DraftChoice) -> Option<Branch> {
    let DraftChoice::Minutes(id) = which else { return None };
    let meeting = year.meetings.get(id)?;
    let mut branches = meeting.branches.iter();
    let first = branches.next()?;
    // A joint meeting is the unit's.
    if branches.next().is_some() {
        return None;
    }
    year.branches.get(first.as_str()).cloned()
}

fn letterhead(
    year: &Year,
    id: &str,
    branch: Option<&Branch>,
    unit: &str,
    upper: &str,
    made_at: String,
) -> Letterhead {
    let own = |field: &str| match text_of(year, id, field) {
        text if text.is_empty() => text_of(year, SHARED, field),
        text => text,
    };
    let symbol = match text_of(year, SHARED, "symbol") {
        text if text.is_empty() => t(k::PAPERS_SYMBOL_USUAL).to_owned(),
        text => text,
    };
    let receivers = own("receivers");
    let receivers = receivers.lines().map(str::trim).filter(|line| !line.is_empty());
    Letterhead {
        upper: branch.map_or(upper, |_| unit).to_owned(),
        unit: branch.map_or_else(|| unit.to_owned(), |branch| branch.name.clone()),
        branch: branch.is_some(),
        place: own("place"),
        number: text_of(year, id, "number"),
        symbol,
        date: text_of(year, id, "date"),
        office: own("office"),
        name: own("signer"),
        recipients: receivers.map(str::to_owned).collect(),
        made_at,
        ..Letterhead::default()
    }
}
