//! Evidence of the year: which record a piece shows, and which items it thereby supports.

use super::{
    Year,
    record::RecordKind,
    value::{Day, FieldType, IdSet},
};
use crate::{
    criteria::{CriteriaSet, Prefill},
    format::share::may_name_people,
    id::{EvidenceId, ItemId, RecordId},
};
use serde_json::Value;
use std::collections::BTreeSet;

/// The registration's name in `evidence/<id>/of/<name>`.
pub const REGISTRATION: &str = "registration";

/// A piece of evidence as the year sees it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proof {
    /// A document's day.
    pub date: Day,
    /// Items that it supports.
    pub items: BTreeSet<ItemId>,
    /// Records that it shows, as `<kind>-<id>`.
    pub of: IdSet,
    /// Explicitly deleted.
    pub deleted: bool,
}

impl Proof {
    /// Takes in what stands below `evidence/<id>/`.
    pub fn put(&mut self, path: &[&str], value: &Value) {
        let on = value.as_bool() == Some(true);
        match path {
            ["date"] => self.date.put(None, value),
            ["deleted"] => self.deleted = on,
            ["for", item] if on => {
                self.items.insert(ItemId::from(*item));
            }
            ["for", item] => {
                self.items.remove(*item);
            }
            ["of", record] => self.of.put(Some(record), value),
            _ => {}
        }
    }
}

/// A record's name in `evidence/<id>/of/<name>`.
pub fn proof_name(kind: RecordKind, id: &RecordId) -> String {
    format!("{}-{id}", kind.as_str())
}

impl Year {
    /// Evidence of a record.
    pub fn proofs_of(&self, kind: RecordKind, id: &RecordId) -> impl Iterator<Item = &EvidenceId> {
        let name = proof_name(kind, id);
        let shows = move |proof: &Proof| !proof.deleted && proof.of.contains(&name);
        self.proofs.iter().filter(move |(_, proof)| shows(proof)).map(|(id, _)| id)
    }

    /// Records that have evidence, as `<kind>-<id>`.
    pub fn proven(&self) -> BTreeSet<&str> {
        let there = self.proofs.values().filter(|proof| !proof.deleted);
        there.flat_map(|proof| proof.of.iter().map(String::as_str)).collect()
    }
}

/// Items that evidence of a record supports: those that the record serves, and those that its kind
/// is about. Sensitive items only if there are no others: a photo for a sensitive item stays in the
/// unit, so it would be lost for the other items.
pub fn items(year: &Year, kind: RecordKind, id: &RecordId, set: &CriteriaSet) -> BTreeSet<ItemId> {
    let served = match kind {
        RecordKind::Task => year.tasks.get(id).map(|task| &task.items),
        RecordKind::Meeting => year.meetings.get(id).map(|meeting| &meeting.items),
        _ => None,
    };
    let served = served.into_iter().flatten().filter_map(|item| set.item(item));
    let own = shown_by(year, kind, id).into_iter().flat_map(|word| set.items_prefilled_by(word));
    let (sensitive, open): (Vec<_>, Vec<_>) =
        served.chain(own).partition(|item| may_name_people(item));
    let chosen = if open.is_empty() { sensitive } else { open };
    chosen.into_iter().map(|item| item.id.clone()).collect()
}

/// Items that the Party committee's confirmation of the registration supports.
pub fn registration_items(set: &CriteriaSet) -> BTreeSet<ItemId> {
    set.items_prefilled_by(Prefill::Registration).map(|item| item.id.clone()).collect()
}

// The word of the items that a kind of record is about.
fn shown_by(year: &Year, kind: RecordKind, id: &RecordId) -> Option<Prefill> {
    match kind {
        RecordKind::Meeting => Some(Prefill::Meetings),
        RecordKind::Intro => Some(Prefill::Introductions),
        RecordKind::Pairing => Some(Prefill::Pairings),
        RecordKind::Model => Some(Prefill::Models),
        RecordKind::Joint => Some(Prefill::JointProgrammes),
        RecordKind::Course => Some(Prefill::Courses),
        RecordKind::Paper => {
            let plan = year.papers.get(id).is_some_and(|paper| paper.template == "annual-plan");
            plan.then_some(Prefill::AnnualPlan)
        }
        RecordKind::Task
        | RecordKind::Branch
        | RecordKind::Quarter
        | RecordKind::Annual
        | RecordKind::Target
        | RecordKind::Visit
        | RecordKind::Contest
        | RecordKind::Deadline
        | RecordKind::Handed => None,
    }
}
