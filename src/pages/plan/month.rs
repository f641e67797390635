//! The plan of one month: its days, and the tasks that run in it.

use super::{
    View,
    around::{Actions, Top},
    faults::wrong_tasks,
    row::Row,
    words::{content_of, month_name, short, state_mark},
};
use crate::{
    i18n::{Key, k, lang, t, tf},
    shell::services,
};
use bcd_app::services::Services;
use bcd_core::{
    id::RecordId,
    year::{
        cycle::Cycle,
        deadline::{self, DeadlineTitle},
        plan,
        task::TaskState,
    },
};
use chrono::{Datelike, NaiveDate};
use leptos::prelude::*;

/// Marks that a day shows before it only counts.
const MARKS: usize = 3;

// A day: its number, what is due on it.
#[derive(Clone, PartialEq)]
struct MonthDay {
    number: u32,
    today: bool,
    // Shape, state and words of each.
    things: Vec<(&'static str, &'static str, String)>,
}

/// The words of a deadline.
pub fn deadline_title(title: &DeadlineTitle) -> String {
    match title {
        DeadlineTitle::Given(text) => text.get(lang()).to_owned(),
        DeadlineTitle::Own(text) => text.clone(),
    }
}

fn days(app: Services, cycle: &Cycle, month: u8) -> Vec<MonthDay> {
    let (span, today) = (cycle.month(month), app.planning.today());
    let mut days: Vec<MonthDay> = span
        .first
        .iter_days()
        .take_while(|day| *day <= span.last)
        .map(|day| MonthDay { number: day.day(), today: day == today, things: Vec::new() })
        .collect();
    let mut put = |day: NaiveDate, mark, state, words| {
        if span.contains(day)
            && let Some(there) = days.get_mut(day.day0() as usize)
        {
            there.things.push((mark, state, words));
        }
    };
    app.planning.year.with(|year| {
        app.planning.guidance.with(|all| {
            for one in deadline::all(&all.deadlines.deadlines, year, cycle) {
                if let Some(day) = one.date {
                    put(day, "◆", "deadline", deadline_title(&one.title));
                }
            }
        });
        for (_, task) in plan::in_month(year, cycle, month) {
            if let Some(day) = task.due().filter(|_| task.state != TaskState::Dropped) {
                put(day, state_mark(task.state), task.state.as_str(), content_of(task));
            }
        }
    });
    days
}

/// The plan of a month of the cycle; the running one, if none is said.
#[component]
pub fn Month(month: Option<u8>) -> impl IntoView {
    let app = services();
    let Some(cycle) = app.planning.days() else {
        return view! { <Top view=View::Month(None) /><p class="empty">{t(k::PLAN_NO_CYCLE)}</p> }
            .into_any();
    };
    let month = month.or_else(|| cycle.month_of(app.planning.today())).unwrap_or(1);
    let wrong = wrong_tasks(app);
    let span = cycle.month(month);
    let ids = Memo::new(move |_| {
        app.planning.year.with(|year| {
            let tasks = plan::in_month(year, &cycle, month).into_iter();
            tasks.map(|(id, _)| id.clone()).collect::<Vec<RecordId>>()
        })
    });
    let deadlines = move || {
        app.planning.year.with(|year| {
            let all = app.planning.guidance.with(|all| deadline::all(&all.deadlines.deadlines, year, &cycle));
            let here = all.into_iter().filter_map(|one| Some((one.date.filter(|day| span.contains(*day))?, one)));
            let line = |(day, one): (NaiveDate, deadline::DossierDeadline)| view! {
                <li class="taskrow">
                    <span class="taskrow__main">
                        <span class="taskrow__content"><span aria-hidden="true">"◆ "</span>{deadline_title(&one.title)}</span>
                        <span class="taskrow__about"><span>{tf(k::PLAN_UNTIL, &[("day", &short(day))])}</span></span>
                    </span>
                </li>
            };
            here.map(line).collect_view()
        })
    };
    let step = |to: Option<u8>, text: &'static str, label: Key, test: &'static str| {
        match to {
        Some(to) => view! {
            <a class="iconbutton" href=View::Month(Some(to)).href() aria-label=t(label) data-testid=test>{text}</a>
        }
        .into_any(),
        None => view! { <span class="iconbutton"></span> }.into_any(),
    }
    };
    let before = month.checked_sub(1).filter(|month| *month > 0);
    let after = (month < 12).then_some(month + 1);
    let none = move || {
        ids.with(Vec::is_empty).then(|| view! { <p class="empty">{t(k::PLAN_MONTH_EMPTY)}</p> })
    };
    view! {
        <Top view=View::Month(None) />
        <div class="monthhead">
            {step(before, "‹", k::PLAN_MONTH_BEFORE, "month-before")}
            <h2 data-testid="month-name">{month_name(span.first)}</h2>
            {step(after, "›", k::PLAN_MONTH_AFTER, "month-after")}
        </div>
        <Grid cycle month />
        <h2>{t(k::PLAN_MONTH_TASKS)}</h2>
        {none}
        <ul class="plain tasklist">
            {deadlines}
            <For each=move || ids.get() key=|id| id.clone() let:id>
                <Row id wrong />
            </For>
        </ul>
        <Actions />
    }
    .into_any()
}

#[component]
fn Grid(cycle: Cycle, month: u8) -> impl IntoView {
    let app = services();
    let first = cycle.month(month).first.weekday().num_days_from_monday() as usize;
    let heads =
        [k::PLAN_MON, k::PLAN_TUE, k::PLAN_WED, k::PLAN_THU, k::PLAN_FRI, k::PLAN_SAT, k::PLAN_SUN];
    let heads = heads.map(|head| view! { <th scope="col">{t(head)}</th> });
    let all = Memo::new(move |_| days(app, &cycle, month));
    let cell = |day: &MonthDay| {
        let things = day.things.iter().take(MARKS).map(|(mark, state, words)| {
            view! {
                <span class="monthgrid__thing" data-state=*state>
                    <span aria-hidden="true">{*mark}</span>
                    <span class="monthgrid__words">{words.clone()}</span>
                </span>
            }
        });
        let more = day.things.len().saturating_sub(MARKS);
        view! {
            <td aria-current=day.today.then_some("date")>
                <span class="monthgrid__day">{day.number}</span>
                {things.collect_view()}
                {(more > 0).then(|| view! { <span class="monthgrid__more">{format!("+{more}")}</span> })}
            </td>
        }
        .into_any()
    };
    let weeks = move || {
        let mut cells: Vec<AnyView> =
            (0..first).map(|_| view! { <td class="monthgrid__none"></td> }.into_any()).collect();
        all.with(|all| cells.extend(all.iter().map(cell)));
        while !cells.len().is_multiple_of(7) {
            cells.push(view! { <td class="monthgrid__none"></td> }.into_any());
        }
        let mut rows = Vec::new();
        while !cells.is_empty() {
            let rest = cells.split_off(7.min(cells.len()));
            rows.push(view! { <tr>{cells}</tr> });
            cells = rest;
        }
        rows
    };
    view! {
        <table class="monthgrid wide--grid" data-testid="month-grid">
            <caption class="hidden">{t(k::PLAN_MONTH_CAPTION)}</caption>
            <thead><tr>{heads}</tr></thead>
            <tbody>{weeks}</tbody>
        </table>
    }
    .into_any()
}
