//! Rules for the year's counts in a submission, beyond their shape.

use crate::{
    civil,
    format::{
        limits,
        problem::{Code, Problem},
        year::{BranchCounts, IntroCounts, QuarterCounts, TaskCounts, YearCounts},
    },
    year::{branch::MeetingPeriod, cycle::Quarter, value::MOST},
};
use std::collections::BTreeSet;

/// Checks the counts: days are days, parts are no more than their whole, periods exist.
pub fn check(year: &YearCounts, problems: &mut Vec<Problem>) {
    if year.branches.len() > limits::BRANCHES {
        problems.push(Problem::at(Code::TooMany, "body/year/branches", &[&limits::BRANCHES]));
        return;
    }
    check_day("body/year/as_of", &year.as_of, problems);
    for (number, quarter) in &year.quarters {
        let place = format!("body/year/quarters/{number}");
        if Quarter::parse(number).is_none() {
            problems.push(Problem::at(Code::BadField, &place, &[number]));
        }
        if !quarter.confirmed.is_empty() {
            check_day(&format!("{place}/confirmed"), &quarter.confirmed, problems);
        }
        check_quarter_figures(&place, quarter, problems);
    }
    if year.annual.classes.len() > limits::CLASSES {
        let place = "body/year/annual/classes";
        problems.push(Problem::at(Code::TooMany, place, &[&limits::CLASSES]));
    }
    let annual = &year.annual;
    let figures =
        [annual.reviewed, annual.eligible, annual.rated, annual.signed_up, annual.assessed];
    let figures = figures.into_iter().flatten().chain(annual.classes.values().copied());
    check_exact("body/year/annual", figures, problems);
    check_part("body/year/meetings", year.meetings.held, year.meetings.due, problems);
    check_exact("body/year/meetings", [year.meetings.due], problems);
    check_tasks("body/year/tasks", &year.tasks, problems);
    check_introductions("body/year/introductions", &year.introductions, problems);
    let events = &year.events;
    let events = [
        events.projects,
        events.visit_days,
        events.courses,
        events.contests,
        events.models,
        events.joints,
    ];
    check_exact("body/year/events", events, problems);
    let mut ids = BTreeSet::new();
    for (index, one) in year.branches.iter().enumerate() {
        // A few problems explain a hostile file as well as a thousand.
        if problems.len() > 100 {
            return;
        }
        let place = format!("body/year/branches/{}", index + 1);
        if one.id.is_empty() || one.id.contains('/') || !ids.insert(&one.id) {
            problems.push(Problem::at(Code::BadField, &place, &[&one.id]));
        }
        check_branch(&place, one, problems);
    }
}

fn check_branch(place: &str, one: &BranchCounts, problems: &mut Vec<Problem>) {
    let last = match MeetingPeriod::parse(&one.period) {
        Some(MeetingPeriod::Monthly) => 12,
        Some(MeetingPeriod::Quarterly) => 4,
        None => {
            problems.push(Problem::at(Code::BadField, place, &[&one.period]));
            return;
        }
    };
    for (field, list, last) in [("held", &one.held, last), ("confirmed", &one.confirmed, 4)] {
        let fits = list.is_sorted_by(|a, b| a < b) && list.iter().all(|n| (1..=last).contains(n));
        if !fits {
            let place = format!("{place}/{field}");
            problems.push(Problem::at(Code::BadField, &place, &[&format!("1–{last}")]));
        }
    }
    check_part(place, u64::try_from(one.held.len()).unwrap_or(u64::MAX), one.due, problems);
    check_part(place, one.due, u64::from(last), problems);
    check_exact(place, one.members, problems);
    check_tasks(place, &one.tasks, problems);
    check_introductions(place, &one.introductions, problems);
}

fn check_quarter_figures(place: &str, quarter: &QuarterCounts, problems: &mut Vec<Problem>) {
    let cases = [quarter.moved_in, quarter.moved_out, quarter.graduated, quarter.disciplined];
    let rest = [quarter.new, quarter.complete, quarter.handled];
    let figures = cases.into_iter().chain(rest).chain(quarter.members).chain(quarter.hard);
    check_exact(place, figures, problems);
}

fn check_tasks(place: &str, tasks: &TaskCounts, problems: &mut Vec<Problem>) {
    check_part(place, tasks.on_time, tasks.done, problems);
    check_part(place, tasks.done.saturating_add(tasks.late), tasks.planned, problems);
    check_exact(place, [tasks.planned], problems);
}

fn check_introductions(place: &str, intros: &IntroCounts, problems: &mut Vec<Problem>) {
    check_exact(place, [intros.introduced, intros.admitted], problems);
}

fn check_day(place: &str, text: &str, problems: &mut Vec<Problem>) {
    if civil::parse(text).is_none() {
        problems.push(Problem::at(Code::BadDate, place, &[&text]));
    }
}

fn check_part(place: &str, part: u64, whole: u64, problems: &mut Vec<Problem>) {
    if part > whole {
        problems.push(Problem::at(Code::BadField, place, &[&format!("{part}/{whole}")]));
    }
}

fn check_exact(place: &str, figures: impl IntoIterator<Item = u64>, problems: &mut Vec<Problem>) {
    if let Some(figure) = figures.into_iter().find(|figure| *figure > MOST) {
        problems.push(Problem::at(Code::BadField, place, &[&figure]));
    }
}
