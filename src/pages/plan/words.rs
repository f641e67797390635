//! Words and marks of tasks.

use crate::i18n::{self, Key, k, lang, t, tf};
use bcd_core::{
    criteria::CriteriaSet,
    year::{
        task::{Task, TaskState},
        value::Day,
    },
};
use chrono::{Datelike, NaiveDate};

/// The word for a state.
pub fn state_word(state: TaskState) -> &'static str {
    t(match state {
        TaskState::Planned => k::PLAN_STATE_PLANNED,
        TaskState::Doing => k::PLAN_STATE_DOING,
        TaskState::Done => k::PLAN_STATE_DONE,
        TaskState::Dropped => k::PLAN_STATE_DROPPED,
    })
}

/// The shape of a state.
pub const fn state_mark(state: TaskState) -> &'static str {
    match state {
        TaskState::Planned => "○",
        TaskState::Doing => "◐",
        TaskState::Done => "●",
        TaskState::Dropped => "✕",
    }
}

/// The state that a tap leads to.
pub const fn next_state(state: TaskState) -> TaskState {
    match state {
        TaskState::Planned => TaskState::Doing,
        TaskState::Doing => TaskState::Done,
        TaskState::Done | TaskState::Dropped => TaskState::Planned,
    }
}

/// The content; a stand-in while there is none.
pub fn content_of(task: &Task) -> String {
    match task.content.trim() {
        "" => t(k::PLAN_NO_CONTENT).to_owned(),
        content => content.to_owned(),
    }
}

/// From when to when, as short as it can be said; empty where nothing was.
pub fn days_of(start: &Day, end: &Day) -> String {
    let whole = |day: &Day| i18n::date(&day.0);
    match (start.is_given(), end.is_given()) {
        (false, false) => String::new(),
        (true, false) => tf(k::PLAN_FROM, &[("day", &whole(start))]),
        (false, true) => tf(k::PLAN_UNTIL, &[("day", &whole(end))]),
        (true, true) if start == end => whole(end),
        (true, true) => match (start.date(), end.date()) {
            (Some(from), Some(to)) if from.year() == to.year() => {
                format!("{} – {}", short(from), whole(end))
            }
            _ => format!("{} – {}", whole(start), whole(end)),
        },
    }
}

/// A day without its year.
pub fn short(day: NaiveDate) -> String {
    format!("{}/{}", day.day(), day.month())
}

/// A month of the cycle, such as "Tháng 3/2026".
pub fn month_name(first: NaiveDate) -> String {
    tf(k::PLAN_MONTH_NAME, &[("month", &first.month()), ("year", &first.year())])
}

/// The items of a choice, with their numbers.
pub fn item_options(
    set: &CriteriaSet,
    first: Key,
    without: &dyn Fn(&str) -> bool,
) -> Vec<(String, String)> {
    let mut options = vec![(String::new(), t(first).to_owned())];
    let rest = set.items().filter(|(_, item)| !without(item.id.as_str()));
    options.extend(rest.map(|(_, item)| {
        let text: String = item.text.get(lang()).chars().take(70).collect();
        (item.id.0.clone(), format!("{} {text}", item.id))
    }));
    options
}
