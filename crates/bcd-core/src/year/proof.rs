//! Evidence of the year: which record a piece shows, and which items it thereby supports.

use super::{
    Year,
    record::Kind,
    value::{Day, Ids, Typed},
};
use crate::{
    criteria::{CriteriaSet, Prefill},
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
    pub of: Ids,
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
pub fn proof_name(kind: Kind, id: &RecordId) -> String {
    format!("{}-{id}", kind.as_str())
}

impl Year {
    /// Evidence of a record.
    pub fn proofs_of(&self, kind: Kind, id: &RecordId) -> impl Iterator<Item = &EvidenceId> {
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

/// Items that evidence of a record supports: those that it serves, and those that its kind is
/// about. Sensitive items only where there is no other: a photo that supports one stays at home,
/// and would be lost for the rest.
pub fn items(year: &Year, kind: Kind, id: &RecordId, set: &CriteriaSet) -> BTreeSet<ItemId> {
    let served = match kind {
        Kind::Task => year.tasks.get(id).map(|task| &task.items),
        Kind::Meeting => year.meetings.get(id).map(|meeting| &meeting.items),
        _ => None,
    };
    let served = served.into_iter().flatten().filter_map(|item| set.item(item));
    let own = shown_by(year, kind, id).into_iter().flat_map(|word| set.items_prefilled_by(word));
    let (sensitive, open): (Vec<_>, Vec<_>) = served.chain(own).partition(|item| item.sensitive);
    let chosen = if open.is_empty() { sensitive } else { open };
    chosen.into_iter().map(|item| item.id.clone()).collect()
}

/// Items that the Party committee's confirmation of the registration supports.
pub fn registration_items(set: &CriteriaSet) -> BTreeSet<ItemId> {
    set.items_prefilled_by(Prefill::Registration).map(|item| item.id.clone()).collect()
}

// The word of the items that a kind of record is about.
fn shown_by(year: &Year, kind: Kind, id: &RecordId) -> Option<Prefill> {
    match kind {
        Kind::Meeting => Some(Prefill::Meetings),
        Kind::Intro => Some(Prefill::Introductions),
        Kind::Pairing => Some(Prefill::Pairings),
        Kind::Model => Some(Prefill::Models),
        Kind::Joint => Some(Prefill::JointProgrammes),
        Kind::Course => Some(Prefill::Courses),
        Kind::Paper => {
            let plan = year.papers.get(id).is_some_and(|paper| paper.template == "annual-plan");
            plan.then_some(Prefill::AnnualPlan)
        }
        Kind::Task
        | Kind::Branch
        | Kind::Quarter
        | Kind::Annual
        | Kind::Target
        | Kind::Visit
        | Kind::Contest
        | Kind::Deadline
        | Kind::Handed => None,
    }
}
