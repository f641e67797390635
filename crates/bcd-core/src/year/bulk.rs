//! Many tasks at once: a bulk change, a new order, a duplicate.

use super::{
    Year, plan,
    record::{RecordKind, path, write},
    task::{Task, TaskState},
    value::{Day, FieldType},
};
use crate::{command::Set, id::RecordId};
use chrono::Days;
use std::collections::BTreeSet;

/// What to change in each of the chosen tasks.
#[derive(Clone, Debug, PartialEq)]
pub enum BulkChange {
    /// The first day.
    Start(Day),
    /// The last day.
    End(Day),
    /// Both days, by so many days.
    Shift(i32),
    /// Who leads.
    Lead(String),
    /// Who helps.
    Helpers(String),
    /// The state, with the day on which it was reached.
    State(TaskState, Day),
    /// The section of the plan.
    Section(String),
    /// Deleted, or brought back.
    Deleted(bool),
}

/// The fields of a bulk change. Tasks that are not there are passed over.
pub fn change(year: &Year, chosen: &BTreeSet<RecordId>, change: &BulkChange) -> Vec<Set> {
    let tasks = chosen.iter().filter_map(|id| year.tasks.get(id).map(|task| (id, task)));
    tasks.flat_map(|(id, task)| changed(id, task, change)).collect()
}

fn changed(id: &RecordId, task: &Task, change: &BulkChange) -> Vec<Set> {
    let set = |field: &str, value: serde_json::Value| Set {
        path: path(RecordKind::Task, id, field),
        value,
    };
    match change {
        BulkChange::Start(day) => vec![set("start", day.0.as_str().into())],
        BulkChange::End(day) => vec![set("end", day.0.as_str().into())],
        BulkChange::Shift(days) => [("start", &task.start), ("end", &task.end)]
            .into_iter()
            .filter_map(|(field, day)| Some(set(field, shifted(day, *days)?.0.into())))
            .collect(),
        BulkChange::Lead(name) => vec![set("lead", name.as_str().into())],
        BulkChange::Helpers(names) => vec![set("helpers", names.as_str().into())],
        BulkChange::State(state, day) => {
            let done = if *state == TaskState::Done { day.0.as_str() } else { "" };
            vec![set("state", state.as_str().into()), set("done", done.into())]
        }
        BulkChange::Section(section) => vec![set("section", section.as_str().into())],
        BulkChange::Deleted(on) => vec![set("deleted", (*on).into())],
    }
}

fn shifted(day: &Day, days: i32) -> Option<Day> {
    let date = day.date()?;
    let by = Days::new(days.unsigned_abs().into());
    let there = if days < 0 { date.checked_sub_days(by) } else { date.checked_add_days(by) };
    // A year with more than four digits could not be read again.
    there.map(Day::from).filter(|day| day.date().is_some())
}

/// The gap between two places, so that most moves write one field.
const GAP: i64 = 1024;
const MOST: i64 = 1 << 50;

/// The place after every task.
pub fn last_place(year: &Year) -> i64 {
    let last = year.tasks.values().map(|task| task.order).max().unwrap_or(0);
    last.clamp(0, MOST) + GAP
}

/// Moves a task before another, or to the end. Where there is no room between two, all places are
/// given anew.
pub fn reorder(year: &Year, moved: &RecordId, before: Option<&RecordId>) -> Vec<Set> {
    let mut list: Vec<(RecordId, i64)> =
        plan::ordered(year).into_iter().map(|(id, task)| (id.clone(), task.order)).collect();
    let Some(from) = list.iter().position(|(id, _)| id == moved) else { return vec![] };
    if before == Some(moved) {
        return vec![];
    }
    let (id, _) = list.remove(from);
    let at = before
        .and_then(|before| list.iter().position(|(id, _)| id == before))
        .unwrap_or(list.len());
    let above = at.checked_sub(1).and_then(|above| list.get(above)).map(|(_, order)| *order);
    let below = list.get(at).map(|(_, order)| *order);
    let place = match (above, below) {
        (None, None) => Some(GAP),
        (Some(above), None) => above.checked_add(GAP),
        (None, Some(below)) => below.checked_sub(GAP),
        (Some(above), Some(below)) => {
            let middle = i64::midpoint(above, below);
            (above < middle && middle < below).then_some(middle)
        }
    };
    let set = |id: &RecordId, place: i64| Set {
        path: path(RecordKind::Task, id, "order"),
        value: place.into(),
    };
    match place.filter(|place| (-MOST..=MOST).contains(place)) {
        Some(place) => vec![set(&id, place)],
        None => {
            list.insert(at, (id, 0));
            let places = (1_i64..).map(|number| number * GAP);
            list.iter().zip(places).map(|((id, _), place)| set(id, place)).collect()
        }
    }
}

/// A copy of a task under a new id: the same work, not yet begun, right behind it in the plan.
pub fn duplicate(year: &Year, of: &RecordId, copy: &RecordId) -> Vec<Set> {
    let Some(task) = year.tasks.get(of) else { return vec![] };
    let list = plan::ordered(year);
    let next = list.iter().skip_while(|(id, _)| *id != of).nth(1).map(|(_, task)| task.order);
    let middle =
        next.map_or(task.order.saturating_add(GAP), |next| i64::midpoint(task.order, next));
    let fresh = Task { order: middle.clamp(-MOST, MOST), ..fresh(task) };
    write(copy, &fresh)
}

/// A task as it is before anything was done for it.
pub fn fresh(task: &Task) -> Task {
    Task {
        state: TaskState::Planned,
        done: Day::default(),
        reached: super::value::Figure::Open,
        result: String::new(),
        recognised: false,
        deleted: false,
        ..task.clone()
    }
}

/// A day moved by months, where it is one.
pub(super) fn moved_day(day: &Day, months: i32) -> Day {
    let there = day.date().and_then(|date| super::cycle::moved(date, months));
    there.map_or_else(|| day.clone(), Day::from)
}

/// What to write where a value of a record changes from one to another.
pub(super) fn given<T: FieldType>(at: &str, value: &T) -> Vec<Set> {
    let path = |rest: Option<String>| super::record::joined(at, rest.as_deref());
    value.give().into_iter().map(|(rest, value)| Set { path: path(rest), value }).collect()
}
