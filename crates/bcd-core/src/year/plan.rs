//! The plan and its views. Quarter and month plans are views of the same tasks, never copies.

use super::{
    Year,
    cycle::{Cycle, Quarter},
    record::live,
    task::Task,
};
use crate::id::RecordId;
use chrono::NaiveDate;

/// A task with its id.
pub type TaskRef<'a> = (&'a RecordId, &'a Task);

/// Tasks shared out over the quarters of a cycle by their last day: each stands in exactly one
/// place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parted<'a> {
    /// By quarter, in order: four.
    pub periods: Vec<Vec<TaskRef<'a>>>,
    /// Without a day.
    pub undated: Vec<TaskRef<'a>>,
    /// With a day outside the cycle.
    pub outside: Vec<TaskRef<'a>>,
}

/// Every task that is not deleted, in the plan's order; those without a place of their own by
/// their days.
pub fn ordered(year: &Year) -> Vec<TaskRef<'_>> {
    let mut tasks: Vec<TaskRef<'_>> = live(&year.tasks).collect();
    tasks.sort_by_cached_key(|(id, task)| (task.order, task.begins(), (*id).clone()));
    tasks
}

/// By quarter.
pub fn by_quarter<'a>(year: &'a Year, cycle: &Cycle) -> Parted<'a> {
    let mut parted = Parted { periods: vec![vec![]; Quarter::ALL.len()], ..Parted::default() };
    for line in ordered(year) {
        let Some(day) = line.1.due() else {
            parted.undated.push(line);
            continue;
        };
        let place = cycle.quarter_of(day).map(|quarter| usize::from(quarter.number()));
        match place.and_then(|number| parted.periods.get_mut(number.checked_sub(1)?)) {
            Some(quarter) => quarter.push(line),
            None => parted.outside.push(line),
        }
    }
    parted
}

/// Tasks that run in a month of the cycle, also those that began before or go on after.
pub fn in_month<'a>(year: &'a Year, cycle: &Cycle, month: u8) -> Vec<TaskRef<'a>> {
    running(year, cycle.month(month).first, cycle.month(month).last)
}

/// Tasks that run in a quarter.
pub fn in_quarter<'a>(year: &'a Year, cycle: &Cycle, quarter: Quarter) -> Vec<TaskRef<'a>> {
    running(year, cycle.quarter(quarter).first, cycle.quarter(quarter).last)
}

fn running(year: &Year, first: NaiveDate, last: NaiveDate) -> Vec<TaskRef<'_>> {
    let runs = |task: &Task| match (task.begins(), task.due()) {
        (Some(begins), Some(due)) => begins.min(due) <= last && due.max(begins) >= first,
        (Some(_) | None, _) => false,
    };
    ordered(year).into_iter().filter(|(_, task)| runs(task)).collect()
}

/// First and last month of the cycle that a task runs in; none outside the cycle. For the year
/// view.
pub fn months(task: &Task, cycle: &Cycle) -> Option<(u8, u8)> {
    let (begins, due) = (task.begins()?, task.due()?);
    let (first, last) = (begins.min(due), begins.max(due));
    let span = cycle.span();
    if last < span.first || first > span.last {
        return None;
    }
    let month = |day| cycle.month_of(day);
    Some((month(first.max(span.first))?, month(last.min(span.last))?))
}
