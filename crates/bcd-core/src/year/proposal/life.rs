//! Proposals from meetings and introductions.

use super::{Book, FoundStep, Metric, every_quarter, line, share, size};
use crate::year::{summary, totals};
use std::collections::BTreeSet;

/// Quarters with a summary: evidence, a flagged meeting or a task of the item.
pub fn opinions(book: &Book<'_>, item: &str) -> Option<FoundStep<'static>> {
    let have = book.quarters_of(&book.days_for(item));
    if have.is_empty() {
        return None;
    }
    let (count, due) = (size(have.len()), book.quarters_due(&have));
    let step = every_quarter(count, due, ["4", "3", "2", "0"]);
    Some((step, vec![line(Metric::QuartersSummed, count, due)]))
}

/// Rounds of spreading policies. Meetings of one month are one round, however many
/// branches met; every task done is one.
pub fn policies(book: &Book<'_>, item: &str) -> Option<FoundStep<'static>> {
    let flagged = book.year.meetings.values().filter(|meeting| meeting.items.contains(item));
    let held = flagged.filter_map(|meeting| meeting.held(book.today));
    let months: BTreeSet<u8> = held.filter_map(|day| book.cycle.month_of(day)).collect();
    let tasks = book.year.tasks.values();
    let tasks = tasks.filter(|task| task.is_done() && task.items.contains(item));
    let have = size(months.len()) + size(tasks.count());
    let step = match have {
        4.. => "3",
        2..=3 => "2",
        _ => "1",
    };
    (have > 0).then(|| (step, vec![line(Metric::PolicyRounds, have, None)]))
}

/// Meeting periods with a meeting, of those that are over, all branches together.
pub fn meetings(book: &Book<'_>) -> Option<FoundStep<'static>> {
    let lines = summary::branches(book.year, book.cycle, book.today);
    let have = lines.iter().map(|line| u64::from(line.held)).sum();
    let due = lines.iter().map(|line| u64::from(line.due)).sum();
    // If the unit does not record meetings in the app at all, their absence means nothing.
    if have == 0 && book.year.meetings.is_empty() && book.year.handed.is_empty() {
        return None;
    }
    share(Metric::MeetingsHeld, have, Some(due), &[(95, "5"), (85, "4"), (70, "3")], "0")
}

/// Young people introduced, beside members.
pub fn introductions(book: &Book<'_>) -> Option<FoundStep<'static>> {
    let (have, _) = summary::introductions(book.year);
    let steps = [(100, "3"), (70, "2"), (40, "1")];
    let of = totals::members(book.year);
    (have > 0).then(|| share(Metric::Introduced, have, of, &steps, "0")).flatten()
}
