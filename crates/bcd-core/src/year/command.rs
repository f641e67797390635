//! Commands of the working year: everything a person can do to it, as the fields that it sets.

use super::{
    Year,
    branch::{Branch, Pairing},
    bulk::{self, BulkChange},
    cycle::Quarter,
    figures::{QuarterFigures, Target, quarter_id},
    life::{Contest, Course, Joint, Model, Visit},
    meeting::{Intro, Meeting},
    paper::{Deadline, PaperRecord},
    proof::{REGISTRATION, proof_name},
    record::{RecordKind, path, write},
    registration::Standing,
    task::{Task, TaskState},
    totals,
    value::{Day, Figure},
};
use crate::{
    command::{Set, visible},
    field::Fields,
    format::share::is_nothing,
    id::{EvidenceId, ItemId, RecordId},
};
use serde_json::Value;
use std::collections::BTreeSet;

/// A record of any kind that a person adds.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the record of its name")]
pub enum NewRecord {
    Task(Task),
    Branch(Branch),
    Meeting(Meeting),
    Intro(Intro),
    Target(Target),
    Visit(Visit),
    Course(Course),
    Contest(Contest),
    Model(Model),
    Pairing(Pairing),
    Joint(Joint),
    Paper(PaperRecord),
    Deadline(Deadline),
}

/// A text or a day of the registration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegistrationField {
    /// The officer who follows the unit.
    Officer,
    /// The day on which the unit registered.
    Registered,
    /// The day on which the Party committee confirmed.
    Confirmed,
    /// What the unit aims at.
    Note,
}

/// What is pledged for an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PledgeField {
    /// How it stands.
    Standing(Standing),
    /// What will be done.
    Measure(String),
    /// By when.
    Until(Day),
    /// Who sees to it.
    Lead(String),
}

/// What a person wants to do.
#[derive(Clone, Debug, PartialEq)]
pub enum YearCommand {
    /// Adds a record under an id that the caller made. A task without a place goes to the end.
    Add(RecordId, Box<NewRecord>),
    /// Writes a text or a day of a record, such as `content` or `end`.
    Text(RecordKind, RecordId, &'static str, String),
    /// Writes a number as typed.
    Figure(RecordKind, RecordId, &'static str, Figure),
    /// Switches something on or off, such as `planned`.
    Flag(RecordKind, RecordId, &'static str, bool),
    /// Switches an id below a field on or off, such as `for` and `1.4.1`, `branch` and its id.
    Mark(RecordKind, RecordId, &'static str, String, bool),
    /// Writes a text or a number below a field, such as `text` and a section, `plan` and `1`.
    Below(RecordKind, RecordId, &'static str, String, Value),
    /// Says how a task stands, and since when.
    State(RecordId, TaskState, Day),
    /// Deletes a record, or brings it back.
    Delete(RecordKind, RecordId, bool),
    /// Changes many tasks.
    Bulk(BTreeSet<RecordId>, BulkChange),
    /// Moves a task before another, or to the end.
    Move(RecordId, Option<RecordId>),
    /// Copies a task under a new id.
    Duplicate {
        /// Which.
        of: RecordId,
        /// The copy's id.
        copy: RecordId,
    },
    /// Links a piece of evidence to a record, or unlinks it. The evidence also supports the
    /// record's items, which come along: those of [`super::proof::items`].
    Prove(EvidenceId, RecordKind, RecordId, BTreeSet<ItemId>, bool),
    /// Marks a piece of evidence as the Party committee's confirmation of the registration, or
    /// unmarks it. It supports the items of [`super::proof::registration_items`].
    ProveRegistration(EvidenceId, BTreeSet<ItemId>, bool),
    /// "Không thay đổi": last quarter's members and hard cases, nobody came or went, confirmed.
    NoChange(Quarter, RecordId, Day),
    /// Writes a text or a day of the registration.
    Register(RegistrationField, String),
    /// Pledges something for an item.
    Pledge(ItemId, PledgeField),
    /// Sets fields that another part of this module made: a copied plan, a template's rows, what
    /// a branch handed up.
    SetFields(Vec<Set>),
}

/// The fields that `command` sets in a dossier with these fields, of which `year` is the view.
/// Fields that already have the value are left out, so an empty answer means: nothing to do.
pub fn fields_of(command: YearCommand, fields: &Fields, year: &Year) -> Vec<Set> {
    let sets = match command {
        YearCommand::Add(id, record) => add(&id, *record, year),
        YearCommand::Text(kind, id, field, text) => vec![set(path(kind, &id, field), text)],
        YearCommand::Figure(kind, id, field, figure) => {
            vec![set(path(kind, &id, field), figure.value())]
        }
        YearCommand::Flag(kind, id, field, on) => vec![set(path(kind, &id, field), on)],
        YearCommand::Mark(kind, id, field, below, on) => {
            vec![set(path(kind, &id, &format!("{field}/{below}")), on)]
        }
        YearCommand::Below(kind, id, field, below, value) => {
            vec![set(path(kind, &id, &format!("{field}/{below}")), value)]
        }
        YearCommand::State(id, state, day) => {
            bulk::change(year, &[id].into(), &BulkChange::State(state, day))
        }
        YearCommand::Delete(kind, id, on) => vec![set(path(kind, &id, "deleted"), on)],
        YearCommand::Bulk(chosen, change) => bulk::change(year, &chosen, &change),
        YearCommand::Move(id, before) => bulk::reorder(year, &id, before.as_ref()),
        YearCommand::Duplicate { of, copy } => bulk::duplicate(year, &of, &copy),
        YearCommand::Prove(evidence, kind, id, items, on) => {
            prove(&evidence, &proof_name(kind, &id), &items, on)
        }
        YearCommand::ProveRegistration(evidence, items, on) => {
            prove(&evidence, REGISTRATION, &items, on)
        }
        YearCommand::NoChange(quarter, branch, day) => no_change(quarter, &branch, day, year),
        YearCommand::Register(field, text) => {
            let field = match field {
                RegistrationField::Officer => "officer",
                RegistrationField::Registered => "registered",
                RegistrationField::Confirmed => "confirmed",
                RegistrationField::Note => "note",
            };
            vec![set(format!("registration/{field}"), text)]
        }
        YearCommand::Pledge(item, field) => {
            let at = |field: &str| format!("registration/item/{item}/{field}");
            vec![match field {
                PledgeField::Standing(standing) => set(at("standing"), standing.as_str()),
                PledgeField::Measure(text) => set(at("measure"), text),
                PledgeField::Until(day) => set(at("until"), day.0),
                PledgeField::Lead(text) => set(at("lead"), text),
            }]
        }
        YearCommand::SetFields(sets) => sets,
    };
    needed(sets, fields)
}

/// Of `sets` those that change something in `fields`, with texts cleaned of invisible marks.
pub fn needed(sets: Vec<Set>, fields: &Fields) -> Vec<Set> {
    let clean = |set: Set| match set.value {
        Value::String(text) => Set { value: visible(text).into(), ..set },
        _ => set,
    };
    let changes = |set: &Set| match fields.get(&set.path) {
        Some(entry) => entry.v != set.value,
        None => !is_nothing(&set.value),
    };
    sets.into_iter().map(clean).filter(changes).collect()
}

fn set(path: String, value: impl Into<Value>) -> Set {
    Set { path, value: value.into() }
}

fn quarter_path(quarter: Quarter, branch: &RecordId, field: &str) -> String {
    path(RecordKind::Quarter, &quarter_id(quarter, branch.as_str()), field)
}

fn add(id: &RecordId, record: NewRecord, year: &Year) -> Vec<Set> {
    match record {
        NewRecord::Task(mut task) => {
            if task.order == 0 {
                task.order = bulk::last_place(year);
            }
            write(id, &task)
        }
        NewRecord::Branch(it) => write(id, &it),
        NewRecord::Meeting(it) => write(id, &it),
        NewRecord::Intro(it) => write(id, &it),
        NewRecord::Target(it) => write(id, &it),
        NewRecord::Visit(it) => write(id, &it),
        NewRecord::Course(it) => write(id, &it),
        NewRecord::Contest(it) => write(id, &it),
        NewRecord::Model(it) => write(id, &it),
        NewRecord::Pairing(it) => write(id, &it),
        NewRecord::Joint(it) => write(id, &it),
        NewRecord::Paper(it) => write(id, &it),
        NewRecord::Deadline(it) => write(id, &it),
    }
}

fn prove(evidence: &EvidenceId, of: &str, items: &BTreeSet<ItemId>, on: bool) -> Vec<Set> {
    let mut sets = vec![set(format!("evidence/{evidence}/of/{of}"), on)];
    // When it is unlinked, the items stay: it may still prove them, which only the person knows.
    for item in items.iter().filter(|_| on) {
        sets.push(set(format!("evidence/{evidence}/for/{item}"), true));
    }
    sets
}

fn no_change(quarter: Quarter, branch: &RecordId, day: Day, year: &Year) -> Vec<Set> {
    let before = totals::before(year, quarter, branch.as_str());
    let QuarterFigures { members, hard, .. } = before;
    let mut sets: Vec<Set> = [("members", members), ("hard", hard)]
        .into_iter()
        .filter(|(_, figure)| figure.is_given())
        .map(|(field, figure)| set(quarter_path(quarter, branch, field), figure.value()))
        .collect();
    for field in ["new", "complete", "moved_in", "moved_out", "graduated", "disciplined", "handled"]
    {
        sets.push(set(quarter_path(quarter, branch, field), 0));
    }
    sets.push(set(quarter_path(quarter, branch, "confirmed"), day.0));
    sets
}
