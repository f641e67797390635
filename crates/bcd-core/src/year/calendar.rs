//! What of a year goes into a phone's calendar: everything with a day ahead, under names that stay
//! the same in every export.

use super::{
    Year,
    branch::PairingState,
    cycle::Cycle,
    deadline::{self, DeadlineRule},
    due::{Due, Thing},
    task::{Task, TaskState},
};
use crate::{id::ItemId, paper::agenda::Appointment};
use chrono::NaiveDate;

/// A thing with its days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarEntry {
    /// What.
    pub thing: Thing,
    /// The first day.
    pub first: NaiveDate,
    /// The last day.
    pub last: NaiveDate,
    /// It has happened: it stays in the calendar but does not remind.
    pub done: bool,
    /// It was given up: the phone removes it.
    pub gone: bool,
}

impl CalendarEntry {
    /// Its name, which the event's UID is made of.
    pub fn name(&self) -> String {
        Due { thing: self.thing.clone(), day: self.last, days: 0 }.name()
    }

    /// As it stands in the calendar. What is done keeps its place, with a tick before its title.
    pub fn appointment(&self, title: &str, text: String, place: String) -> Appointment {
        Appointment {
            name: self.name(),
            title: if self.done { format!("✓ {title}") } else { title.to_owned() },
            text,
            place,
            first: self.first.to_string(),
            last: self.last.to_string(),
            remind: self.remind(),
            cancelled: self.gone,
        }
    }

    /// Days before the first on whose morning the phone reminds. What others set or signed is
    /// said a week before, too.
    pub fn remind(&self) -> Vec<u32> {
        match &self.thing {
            _ if self.done || self.gone => vec![],
            Thing::Deadline(_) | Thing::Roll(..) | Thing::Joint(_) | Thing::Pairing(_) => {
                vec![7, 1]
            }
            Thing::Task(_) | Thing::Meeting(_) | Thing::Meetings(_) | Thing::Pledge(_) => vec![1],
        }
    }
}

/// A task that runs longer stands on its last day: a bar over months hides everything else.
const LONG: i64 = 7;

/// Deadlines, tasks, planned meetings, pledges of the registration, pairings and joint programmes,
/// in this order; what has no day is left out. `met` says whether an item is met by now.
///
/// A meeting that was held is no longer planned: it stands in the notes, not in the calendar.
pub fn entries(
    year: &Year,
    cycle: &Cycle,
    rules: &[DeadlineRule],
    met: &dyn Fn(&ItemId) -> bool,
) -> Vec<CalendarEntry> {
    let on = |thing, day, done, gone| CalendarEntry { thing, first: day, last: day, done, gone };
    let deadlines = deadline::all(rules, year, cycle)
        .into_iter()
        .filter_map(|one| Some(on(Thing::Deadline(one.id), one.date?, one.done.is_some(), false)));
    let tasks = year.tasks.iter().filter_map(|(id, task)| of_task(Thing::Task(id.clone()), task));
    let meetings = year.meetings.iter().filter(|(_, meeting)| meeting.planned);
    let meetings = meetings.filter_map(|(id, meeting)| {
        Some(on(Thing::Meeting(id.clone()), meeting.date.date()?, false, meeting.deleted))
    });
    let pledges = year.registration.pledges.iter().filter_map(|(item, pledge)| {
        let gone = !pledge.standing.needs_measure();
        Some(on(Thing::Pledge(item.clone()), pledge.until.date()?, met(item), gone))
    });
    let pairings = year.pairings.iter().filter_map(|(id, pairing)| {
        let over = pairing.state != PairingState::Running;
        Some(on(Thing::Pairing(id.clone()), pairing.until.date()?, over, pairing.deleted))
    });
    let joints = year.joints.iter().filter_map(|(id, joint)| {
        let over = !joint.result.trim().is_empty();
        Some(on(Thing::Joint(id.clone()), joint.until.date()?, over, joint.deleted))
    });
    deadlines.chain(tasks).chain(meetings).chain(pledges).chain(pairings).chain(joints).collect()
}

fn of_task(thing: Thing, task: &Task) -> Option<CalendarEntry> {
    let (begins, due) = (task.begins()?, task.due()?);
    let long = (due - begins).num_days() >= LONG;
    Some(CalendarEntry {
        thing,
        first: if long { due } else { begins },
        last: due,
        done: task.state == TaskState::Done,
        gone: task.deleted || task.state == TaskState::Dropped,
    })
}
