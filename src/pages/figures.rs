//! Figures of the quarters and of the year, and targets with what was reached.

mod chart;
mod rows;
mod targets;

use super::{
    around::edit_head,
    record::{RecordForm, all_faults},
};
use crate::{
    i18n::{self, Key, k, t, tf},
    pages::Page,
    shell::services,
};
use bcd_app::services::Services;
use bcd_core::{
    id::RecordId,
    year::{
        cycle::{Cycle, CycleKind, Quarter},
        deadline,
        figures::quarter_id,
        record::{RecordKind, SELF},
        totals,
    },
};
use leptos::prelude::*;
use rows::FigureRow;
use targets::{Introductions, Targets};

/// The page.
pub fn view(inner: Memo<String>) -> AnyView {
    view! { <Figures inner /> }.into_any()
}

#[component]
fn Figures(
    /// What is opened in it.
    inner: Memo<String>,
) -> impl IntoView {
    move || {
        let inner = inner.get();
        match inner.strip_prefix("chi-tieu/") {
            Some(id) => {
                let back = (Page::Figures.href(), k::FIGURES_TITLE);
                view! { <RecordForm kind=RecordKind::Target id=RecordId::from(id) back /> }
                    .into_any()
            }
            None => view! { <Whole quarter=Quarter::parse(&inner) /> }.into_any(),
        }
    }
}

// The cycle, or the calendar year if its name is not a cycle, so that figures are not hidden.
fn cycle(app: Services) -> Option<Cycle> {
    app.planning.days().or_else(|| Cycle::around(CycleKind::Calendar, app.planning.today()))
}

#[component]
fn Whole(quarter: Option<Quarter>) -> impl IntoView {
    let app = services();
    let now = cycle(app).and_then(|cycle| {
        let today = app.planning.today();
        let over = today > cycle.span().last;
        cycle.quarter_of(today).or(over.then_some(Quarter::Four))
    });
    let quarter = quarter.or(now).unwrap_or(Quarter::One);
    let tabs = Quarter::ALL.map(|one| {
        let href = Page::Figures.open(one.number().to_string()).href();
        view! {
            <a class="pill" href=href aria-current=(one == quarter).then_some("page")>
                {tf(k::FIGURES_QUARTER, &[("n", &one.number())])}
            </a>
        }
    });
    let days = cycle(app).map(|cycle| {
        let span = cycle.quarter(quarter);
        let day = |day: chrono::NaiveDate| i18n::date(&day.to_string());
        let due = app.planning.guidance.with_untracked(|pack| {
            let rules = &pack.deadlines.deadlines;
            app.planning
                .year
                .with_untracked(|year| deadline::roll_date(rules, year, &cycle, quarter))
        });
        tf(
            k::FIGURES_SPAN,
            &[("first", &day(span.first)), ("last", &day(span.last)), ("due", &day(due))],
        )
    });
    view! {
        {edit_head(app.work, t(k::FIGURES_TITLE))}
        <nav class="pills__list" aria-label=t(k::FIGURES_QUARTERS)>{tabs.into_iter().collect_view()}</nav>
        <p class="lead">{days}</p>
        <div class="columns">
            <div>
                <Total quarter />
                <Rows title=k::FIGURES_BY_BRANCH kind=RecordKind::Quarter quarter />
            </div>
            <div>
                <Targets />
                <Introductions />
                <details class="card" data-testid="annual">
                    <summary>{t(k::FIGURES_ANNUAL)}</summary>
                    <Rows title=k::FIGURES_ANNUAL_TEXT kind=RecordKind::Annual quarter />
                </details>
            </div>
        </div>
    }
    .into_any()
}

#[component]
fn Total(quarter: Quarter) -> impl IntoView {
    let app = services();
    let total = Memo::new(move |_| app.planning.year.with(|year| totals::quarter(year, quarter)));
    let said = |figure: Option<u64>| figure.map_or_else(|| "–".to_owned(), |n| n.to_string());
    let body = move || {
        let total = total.get();
        let sums = total.sums;
        let figures: [(Key, String); 7] = [
            (k::FIGURES_MEMBERS, said(sums.members)),
            (k::FIGURES_NEW, sums.new.to_string()),
            (k::FIGURES_MOVED_IN, sums.moved_in.to_string()),
            (k::FIGURES_MOVED_OUT, sums.moved_out.to_string()),
            (k::FIGURES_GRADUATED, sums.graduated.to_string()),
            (k::FIGURES_HARD, said(sums.hard)),
            (
                k::FIGURES_HANDLED_SHORT,
                match sums.cases {
                    0 => "–".to_owned(),
                    cases => format!("{}/{cases}", sums.handled),
                },
            ),
        ];
        let figures = figures.map(|(label, figure)| {
            view! { <div><dt>{t(label)}</dt><dd class="figure">{figure}</dd></div> }
        });
        let (class, key) = if total.confirmed == total.of {
            ("state state--ok", k::FIGURES_ALL_CONFIRMED)
        } else {
            ("state", k::FIGURES_SOME_CONFIRMED)
        };
        view! {
            <p class=class data-testid="confirmed-count">
                {tf(key, &[("n", &total.confirmed), ("of", &total.of)])}
            </p>
            <dl class="figures__sums">{figures.into_iter().collect_view()}</dl>
        }
    };
    view! {
        <section class="card" aria-labelledby="total-h" data-testid="quarter-total">
            <h2 id="total-h">{tf(k::FIGURES_TOTAL, &[("n", &quarter.number())])}</h2>
            {body}
        </section>
    }
    .into_any()
}

#[component]
fn Rows(title: Key, kind: RecordKind, quarter: Quarter) -> impl IntoView {
    let app = services();
    let faults = all_faults();
    let branches = Memo::new(move |_| {
        app.planning.year.with(|year| {
            let own = (RecordId::from(SELF), t(k::NOTE_NO_BRANCH).to_owned());
            let all = year.branches_or_self().into_iter().filter(|(id, _)| id.0 != SELF);
            let name = |name: String| match name.trim() {
                "" => t(k::BRANCHES_UNNAMED).to_owned(),
                _ => name,
            };
            let all = all.map(|(id, branch)| (id, name(branch.name)));
            all.chain([own]).collect::<Vec<_>>()
        })
    });
    let rows = move || {
        let all = branches.get();
        let alone = all.len() == 1;
        let rows = all.into_iter().map(|(branch, name)| {
            let id = match kind {
                RecordKind::Quarter => quarter_id(quarter, branch.as_str()),
                _ => branch.clone(),
            };
            let whole = branch.0 == SELF && !alone;
            view! { <FigureRow kind id branch quarter name faults open=alone whole /> }
        });
        rows.collect_view()
    };
    view! {
        <section class="card">
            <h2>{t(title)}</h2>
            <ul class="plain">{rows}</ul>
        </section>
    }
    .into_any()
}
