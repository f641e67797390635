//! The year at a glance: tasks down, months across.

use super::{
    View,
    around::{Actions, Top},
    month::deadline_title,
    words::{content_of, days_of, state_mark, state_word},
};
use crate::{
    i18n::{k, t, tf},
    shell::services,
};
use bcd_core::{
    id::RecordId,
    year::{cycle::Cycle, deadline, plan, task::TaskState},
};
use chrono::Datelike;
use leptos::prelude::*;

/// Lines drawn: more is no view at a glance.
const SHOWN: usize = 300;

#[derive(Clone, PartialEq)]
struct YearGridLine {
    id: RecordId,
    content: String,
    days: String,
    state: TaskState,
    late: bool,
    // First and last month of the cycle.
    months: Option<(u8, u8)>,
}

/// The year view.
#[component]
pub fn YearGrid() -> impl IntoView {
    let app = services();
    let Some(cycle) = app.planning.days() else {
        return view! { <Top view=View::Year /><p class="empty">{t(k::PLAN_NO_CYCLE)}</p> }
            .into_any();
    };
    let today = app.planning.today();
    let lines = Memo::new(move |_| {
        app.planning.year.with(|year| {
            let line = |(id, task): plan::TaskRef<'_>| YearGridLine {
                id: id.clone(),
                content: content_of(task),
                days: days_of(&task.start, &task.end),
                state: task.state,
                late: task.is_late(today),
                months: plan::months(task, &cycle),
            };
            let mut lines: Vec<YearGridLine> = plan::ordered(year).into_iter().map(line).collect();
            // What comes first stands first; what has no day, last.
            lines.sort_by_key(|line| line.months.map_or((99, 99), |(from, to)| (from, to)));
            lines
        })
    });
    let now = cycle.month_of(today);
    let heads = (1..=12_u8).map(|month| {
        let number = cycle.month(month).first.month();
        let here = (now == Some(month)).then_some("date");
        view! {
            <th scope="col" aria-current=here>
                <a href=View::Month(Some(month)).href()>{tf(k::PLAN_MONTH_SHORT, &[("month", &number)])}</a>
            </th>
        }
    });
    let heads = heads.collect_view();
    let rows = move || lines.with(|lines| lines.iter().take(SHOWN).map(row).collect::<Vec<_>>());
    let rest = move || {
        let rest = lines.with(Vec::len).saturating_sub(SHOWN);
        (rest > 0)
            .then(|| view! { <p class="field__note">{tf(k::PLAN_YEAR_REST, &[("n", &rest)])}</p> })
    };
    view! {
        <Top view=View::Year />
        <div class="sidescroll" tabindex="0" role="region" aria-label=t(k::PLAN_YEAR_LABEL)>
            <table class="yeargrid wide--grid" data-testid="year-grid">
                <thead><tr><th scope="col" class="yeargrid__name">{t(k::PLAN_WORK)}</th>{heads}</tr></thead>
                <tbody>
                    <Deadlines cycle />
                    {rows}
                </tbody>
            </table>
        </div>
        <p class="field__note">{t(k::PLAN_YEAR_LEGEND)}</p>
        {rest}
        <Actions />
    }
    .into_any()
}

fn row(line: &YearGridLine) -> AnyView {
    let gap = |count: u8| (count > 0).then(|| view! { <td colspan=count></td> });
    let bar = match line.months {
        None => {
            view! { <td colspan="12" class="yeargrid__none">{t(k::PLAN_NO_DAYS)}</td> }.into_any()
        }
        Some((from, to)) => {
            let mark = if line.late { "▲" } else { state_mark(line.state) };
            let state = if line.late { "late" } else { line.state.as_str() };
            let word = if line.late { t(k::PLAN_LATE) } else { state_word(line.state) };
            let long = to > from;
            view! {
                {gap(from - 1)}
                <td colspan=to - from + 1>
                    <span class="yeargrid__bar" data-state=state>
                        <span aria-hidden="true">{mark}</span>
                        <span class=if long { "" } else { "hidden" }>{word}</span>
                        <span class="hidden">{line.days.clone()}</span>
                    </span>
                </td>
                {gap(12 - to)}
            }
            .into_any()
        }
    };
    view! {
        <tr>
            <th scope="row" class="yeargrid__name">
                <a href=View::Task(line.id.clone()).href()>{line.content.clone()}</a>
            </th>
            {bar}
        </tr>
    }
    .into_any()
}

#[component]
fn Deadlines(cycle: Cycle) -> impl IntoView {
    let app = services();
    let all = Memo::new(move |_| {
        let all = app.planning.year.with(|year| {
            app.planning.guidance.with(|all| deadline::all(&all.deadlines.deadlines, year, &cycle))
        });
        let place = |one: &deadline::DossierDeadline| {
            let day = one.date?;
            Some((cycle.month_of(day)?, day.day(), deadline_title(&one.title)))
        };
        all.iter().filter_map(place).collect::<Vec<_>>()
    });
    let cells = move || {
        all.with(|all| {
            let cell = |month: u8| {
                let here = all.iter().filter(|(at, ..)| *at == month);
                let marks = here.map(|(_, day, title)| view! {
                    <span class="yeargrid__due" title=title.clone()>
                        <span aria-hidden="true">"◆"</span>{*day}<span class="hidden">{title.clone()}</span>
                    </span>
                });
                view! { <td>{marks.collect_view()}</td> }
            };
            (1..=12_u8).map(cell).collect::<Vec<_>>()
        })
    };
    view! {
        <tr class="yeargrid__deadlines">
            <th scope="row" class="yeargrid__name"><a href=View::Deadlines.href()>{t(k::PLAN_DEADLINES)}</a></th>
            {cells}
        </tr>
    }
    .into_any()
}
