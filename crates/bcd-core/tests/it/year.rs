//! Stories of the working year.

use crate::support::{Story, entry};
use bcd_core::{
    command::Set,
    field::{Fields, highest},
    id::RecordId,
    year::{
        Year,
        branch::{Branch, MeetingPeriod},
        command::{NewRecord, YearCommand, fields_of},
        cycle::Cycle,
        meeting::{Intro, Meeting},
        proof,
        record::RecordKind,
        task::{Task, TaskState},
        value::{Day, Figure},
    },
};
use chrono::NaiveDate;
use serde_json::Value;

mod branches;
mod calendar;
mod copying;
mod cycles;
mod data;
mod dice;
mod drafts;
mod dues;
mod faults;
mod handed;
mod laws;
pub mod monotone;
mod other_ids;
mod proposals;
mod records;
mod tasks;

/// A day.
pub fn day(text: &str) -> NaiveDate {
    bcd_core::civil::parse(text).unwrap()
}

/// An id.
pub fn id(text: &str) -> RecordId {
    RecordId::from(text)
}

/// The cycle of most stories.
pub fn y2026() -> Cycle {
    Cycle::parse("2026").unwrap()
}

/// A unit's year on one device, changed by commands as the app would.
#[derive(Clone)]
pub struct Notebook {
    /// Its fields.
    pub fields: Fields,
    /// Its view, kept up to date field by field.
    pub year: Year,
    device: &'static str,
}

impl core::fmt::Debug for Notebook {
    // What dice made is read by people: paths and values, no stamps.
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_map().entries(self.fields.iter().map(|(path, entry)| (path, &entry.v))).finish()
    }
}

impl Notebook {
    /// A ward's union that has just named itself, for 2026.
    pub fn opened() -> Self {
        Self::with(Story::opened().dossier.fields)
    }

    /// A notebook with these fields.
    pub fn with(fields: Fields) -> Self {
        let year = Year::of(&fields);
        Self { fields, year, device: "may-1" }
    }

    /// The same notebook on another device.
    pub fn on(&self, device: &'static str) -> Self {
        Self { device, ..self.clone() }
    }

    /// Does a command; the number of fields that it set.
    pub fn does(&mut self, command: YearCommand) -> usize {
        let sets = fields_of(command, &self.fields, &self.year);
        self.sets(&sets);
        sets.len()
    }

    /// Puts fields with the next stamp.
    pub fn sets(&mut self, sets: &[Set]) {
        for set in sets {
            let n = highest(&self.fields) + 1;
            self.year.put(&set.path, &set.value);
            self.fields.insert(set.path.clone(), entry(set.value.clone(), n, self.device));
        }
    }

    /// Puts one field, whatever it is.
    pub fn put(mut self, path: &str, value: impl Into<Value>) -> Self {
        self.sets(&[Set { path: path.to_owned(), value: value.into() }]);
        self
    }

    /// Adds a record.
    pub fn add(mut self, name: &str, record: NewRecord) -> Self {
        self.does(YearCommand::Add(id(name), Box::new(record)));
        self
    }

    /// Adds a branch that meets every month.
    pub fn branch(self, name: &str, members: u64) -> Self {
        let branch =
            Branch { name: name.to_owned(), members: Figure::Is(members), ..Branch::default() };
        self.add(name, NewRecord::Branch(branch))
    }

    /// Adds a branch that meets every three months.
    pub fn remote_branch(self, name: &str, members: u64) -> Self {
        let period = MeetingPeriod::Quarterly;
        let members = Figure::Is(members);
        let branch = Branch { name: name.to_owned(), members, period, ..Branch::default() };
        self.add(name, NewRecord::Branch(branch))
    }

    /// Adds a task between two days.
    pub fn task(self, name: &str, start: &str, end: &str) -> Self {
        self.add(name, NewRecord::Task(task(name, start, end)))
    }

    /// Marks a task as done on a day.
    pub fn done(mut self, name: &str, on: &str) -> Self {
        self.does(YearCommand::State(id(name), TaskState::Done, Day::from(on)));
        self
    }

    /// Notes a meeting of some branches.
    pub fn meeting(self, name: &str, branches: &[&str], on: &str) -> Self {
        self.add(name, NewRecord::Meeting(meeting(branches, on)))
    }

    /// Notes introductions.
    pub fn intro(self, name: &str, branch: &str, count: u64, admitted: u64) -> Self {
        let intro = Intro {
            branch: branch.to_owned(),
            date: Day::from("2026-05-19"),
            count: Figure::Is(count),
            admitted: Figure::Is(admitted),
            ..Intro::default()
        };
        self.add(name, NewRecord::Intro(intro))
    }

    /// Links a piece of evidence to a record.
    pub fn proves(mut self, evidence: &str, kind: RecordKind, record: &str) -> Self {
        let items = proof::items(&self.year, kind, &id(record), &crate::support::default_set());
        self.does(YearCommand::Prove(evidence.into(), kind, id(record), items, true));
        self
    }
}

/// A task.
pub fn task(content: &str, start: &str, end: &str) -> Task {
    Task {
        content: content.to_owned(),
        start: Day::from(start),
        end: Day::from(end),
        ..Task::default()
    }
}

/// A meeting.
pub fn meeting(branches: &[&str], on: &str) -> Meeting {
    Meeting {
        branches: branches.iter().map(|id| (*id).to_owned()).collect(),
        date: Day::from(on),
        ..Meeting::default()
    }
}

/// A shipped JSON's templates.
pub fn templates() -> bcd_core::year::template::Templates {
    bcd_core::year::template::Templates::read(bcd_core::year::template::SHIPPED).unwrap()
}

/// The shipped deadlines.
pub fn rules() -> Vec<bcd_core::year::deadline::DeadlineRule> {
    let shipped = bcd_core::year::deadline::SHIPPED;
    bcd_core::year::deadline::DefaultDeadlines::read(shipped).unwrap().deadlines
}
