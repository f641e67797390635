//! Official documents: the list, one of them with its preview, print and files.

mod one;
pub mod sheet;
mod words;

use super::Head;
use crate::{
    i18n::{k, t},
    pages::Page,
    shell::services,
    ui::{Field, Icon, Kind as FieldKind, icon},
};
use bcd_core::{
    id::RecordId,
    paper::build::drafts::DraftChoice,
    year::{
        Year,
        command::YearCommand,
        cycle::Quarter,
        record::{RecordKind, live},
    },
};
use leptos::prelude::*;

/// The record of what all documents of the unit share.
pub const SHARED: &str = "chung";

/// The page.
pub fn view(inner: Memo<String>) -> AnyView {
    view! { <Papers inner /> }.into_any()
}

#[component]
fn Papers(
    /// The opened document.
    inner: Memo<String>,
) -> impl IntoView {
    (move || match inner.get().as_str() {
        "" => view! { <List /> }.into_any(),
        word => match DraftChoice::parse(word) {
            Some(which) => view! { <one::One which /> }.into_any(),
            None => view! {
                <Head title=t(k::PAPERS_TITLE) />
                <p class="empty">{t(k::PAPERS_UNKNOWN)}</p>
                <a class="button" href=Page::Papers.href()>{t(k::PAPERS_ALL)}</a>
            }
            .into_any(),
        },
    })
    .into_any()
}

#[component]
fn List() -> impl IntoView {
    let app = services();
    let month = Memo::new(move |_| {
        app.planning.days().and_then(|cycle| cycle.month_of(app.planning.today()))
    });
    let row = |which: DraftChoice| {
        let href = Page::Papers.open(which.id()).href();
        let title = words::title(&which, None);
        view! { <li><a class="next__row" href=href>{icon(Icon::Page)} <span>{title}</span></a></li> }
    };
    let meetings = Memo::new(move |_| {
        app.planning.year.with(|year| {
            let mut days: Vec<(String, RecordId)> = live(&year.meetings)
                .filter(|(_, meeting)| !meeting.planned)
                .map(|(id, meeting)| (meeting.date.0.clone(), id.clone()))
                .collect();
            days.sort_by(|a, b| b.cmp(a));
            days
        })
    });
    let joints = Memo::new(move |_| {
        app.planning.year.with(|year| {
            let all = live(&year.joints).map(|(id, joint)| (id.clone(), joint.partner.clone()));
            all.collect::<Vec<_>>()
        })
    });
    let joint_rows = move || {
        let rows = joints.get().into_iter().map(|(id, partner)| {
            let which = DraftChoice::Joint(id);
            let href = Page::Papers.open(which.id()).href();
            let title = words::title(&which, Some(&partner));
            view! { <li><a class="next__row" href=href>{icon(Icon::Page)} <span>{title}</span></a></li> }
        });
        rows.collect_view()
    };
    let minutes = move || {
        let rows = meetings.get().into_iter().map(|(date, id)| {
            let which = DraftChoice::Minutes(id);
            let href = Page::Papers.open(which.id()).href();
            let title = words::title(&which, Some(&date));
            view! { <li><a class="next__row" href=href>{icon(Icon::Page)} <span>{title}</span></a></li> }
        });
        rows.collect_view()
    };
    view! {
        <Head title=t(k::PAPERS_TITLE) />
        <p class="lead">{t(k::PAPERS_LEAD)}</p>
        <div class="columns">
            <div>
                <section class="card" aria-labelledby="papers-h">
                    <h2 id="papers-h">{t(k::PAPERS_YEAR)}</h2>
                    <ul class="next">
                        {[DraftChoice::Plan, DraftChoice::Registration, DraftChoice::SelfScore, DraftChoice::Report].map(row).collect_view()}
                    </ul>
                </section>
                <section class="card" aria-labelledby="about-h">
                    <h2 id="about-h">{t(k::PAPERS_ABOUT)}</h2>
                    <ul class="next">
                        {[DraftChoice::Projects, DraftChoice::Training, DraftChoice::Intros].map(row).collect_view()}
                        {joint_rows}
                    </ul>
                    {move || joints.with(Vec::is_empty).then(|| view! { <p class="empty">{t(k::PAPERS_NO_JOINT)}</p> })}
                </section>
                <section class="card" aria-labelledby="parts-h">
                    <h2 id="parts-h">{t(k::PAPERS_PARTS)}</h2>
                    <ul class="next">
                        {Quarter::ALL.map(DraftChoice::Quarter).map(row).collect_view()}
                        {move || month.get().map(|month| row(DraftChoice::Month(month)))}
                    </ul>
                </section>
            </div>
            <div>
                <section class="card" aria-labelledby="minutes-h">
                    <h2 id="minutes-h">{t(k::PAPERS_MINUTES)}</h2>
                    {move || meetings.with(Vec::is_empty).then(|| view! { <p class="empty">{t(k::PAPERS_NO_MINUTES)}</p> })}
                    <ul class="next">{minutes}</ul>
                </section>
                <section class="card" aria-labelledby="head-h">
                    <h2 id="head-h">{t(k::PAPERS_HEAD)}</h2>
                    <p>{t(k::PAPERS_HEAD_TEXT)}</p>
                    <Letterhead />
                </section>
            </div>
        </div>
    }
    .into_any()
}

/// A text of a paper's record, by its field.
fn text_of(year: &Year, id: &str, field: &str) -> String {
    let Some(paper) = year.papers.get(id) else { return String::new() };
    match field {
        "number" => paper.number.clone(),
        "place" => paper.place.clone(),
        "date" => paper.date.0.clone(),
        "signer" => paper.signer.clone(),
        "office" => paper.office.clone(),
        "receivers" => paper.receivers.clone(),
        "title" => paper.title.clone(),
        section => paper.sections.get(section).cloned().unwrap_or_default(),
    }
}

/// A field of a paper's record. Fields of its own are written as such, others as sections.
#[component]
fn PaperField(
    /// The record.
    id: String,
    /// The field or section.
    field: &'static str,
    /// What to fill in.
    label: &'static str,
    /// A sentence below.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What it takes.
    #[prop(optional)]
    kind: FieldKind,
) -> impl IntoView {
    const OWN: [&str; 7] = ["number", "place", "date", "signer", "office", "receivers", "title"];
    let app = services();
    let record = RecordId::from(id.as_str());
    let value = Signal::derive(move || app.planning.year.with(|year| text_of(year, &id, field)));
    let write = Callback::new(move |text: String| {
        app.planning.change(if OWN.contains(&field) {
            YearCommand::Text(RecordKind::Paper, record.clone(), field, text)
        } else {
            YearCommand::Below(
                RecordKind::Paper,
                record.clone(),
                "text",
                field.to_owned(),
                text.into(),
            )
        });
    });
    let leave = Callback::new(move |()| app.work.end_typing());
    let hint = hint.unwrap_or_default();
    view! { <Field label kind hint value on_input=write on_leave=leave max=4000 test=field /> }
        .into_any()
}

#[component]
fn Letterhead() -> impl IntoView {
    view! {
        <PaperField id=SHARED.to_owned() field="place" label=t(k::PAPERS_PLACE) hint=t(k::PAPERS_PLACE_HINT) />
        <PaperField id=SHARED.to_owned() field="symbol" label=t(k::PAPERS_SYMBOL) hint=t(k::PAPERS_SYMBOL_HINT) />
        <PaperField id=SHARED.to_owned() field="office" label=t(k::PAPERS_OFFICE) hint=t(k::PAPERS_OFFICE_HINT) />
        <PaperField id=SHARED.to_owned() field="signer" label=t(k::PAPERS_SIGNER) />
        <PaperField id=SHARED.to_owned() field="receivers" label=t(k::PAPERS_RECEIVERS) kind=FieldKind::Lines
            hint=t(k::PAPERS_RECEIVERS_HINT) />
    }
    .into_any()
}
