//! History: what follows from acts. A table of last year shows the units of last year under their
//! names then; a successor names those it came of.

use super::{
    Roll, RollField, RollUnit,
    act::{Act, ActKind},
};
use crate::{id::RecordId, year::cycle::Cycle};
use chrono::NaiveDate;

/// The first day of a cycle, by which cycles are compared: a school year and a calendar year have
/// an order, too.
pub fn starts(cycle: &str) -> Option<NaiveDate> {
    Cycle::parse(cycle).map(|cycle| cycle.span().first)
}

// The order of acts: the cycle from which they count, then their day.
fn order(act: &Act) -> (Option<NaiveDate>, &str, &str) {
    (starts(&act.from), &act.day.0, act.id.as_str())
}

/// Acts that count, in the order in which they were done.
pub fn acts(roll: &Roll) -> Vec<&Act> {
    let mut acts: Vec<&Act> =
        roll.acts.values().filter(|act| !act.deleted && starts(&act.from).is_some()).collect();
    acts.sort_by(|a, b| order(a).cmp(&order(b)));
    acts
}

// Writes into each line since when it is there, until when, and what it became.
pub(super) fn settle(roll: &mut Roll) {
    let mut ends: Vec<(String, String, Vec<RecordId>)> = Vec::new();
    let mut begins: Vec<(String, String)> = Vec::new();
    for act in acts(roll) {
        let into: Vec<RecordId> = act.to.iter().map(|id| RecordId::from(id.as_str())).collect();
        ends.extend(act.ended().map(|id| (id.clone(), act.from.clone(), into.clone())));
        begins.extend(act.begun().map(|id| (id.clone(), act.from.clone())));
    }
    // The earliest act decides, if several end one line; `faults` says that there are several.
    for (id, from, into) in ends {
        if let Some(unit) = roll.units.get_mut(id.as_str()).filter(|unit| unit.ends.is_none()) {
            unit.ends = Some(from);
            unit.into = into;
        }
    }
    for (id, from) in begins {
        if let Some(unit) = roll.units.get_mut(id.as_str()).filter(|unit| unit.since.is_none()) {
            unit.since = Some(from);
        }
    }
}

impl Roll {
    /// The units of a cycle, by id, under the names and in the clusters that they had then. A cycle
    /// that cannot be read as one has those of now.
    pub fn at(&self, cycle: &str) -> Vec<RollUnit> {
        let acts = acts(self);
        let Some(start) = starts(cycle) else { return self.present().cloned().collect() };
        let mut units: Vec<RollUnit> =
            self.live().filter(|unit| unit.is_in(cycle)).cloned().collect();
        // From the last act to the first: what stood before the first that came later, stood then.
        let later = acts.iter().rev().filter(|act| starts(&act.from).is_some_and(|s| s > start));
        for act in later {
            let field = match act.kind {
                ActKind::Rename => RollField::Name,
                ActKind::Move => RollField::Cluster,
                ActKind::Merge
                | ActKind::Split
                | ActKind::Leave
                | ActKind::Dissolve
                | ActKind::Found => continue,
            };
            for id in &act.of {
                if let Ok(at) = units.binary_search_by(|unit| unit.id.as_str().cmp(id)) {
                    *units[at].text_mut(field) = act.before.clone();
                }
            }
        }
        units
    }

    /// What was done with a line, the first first.
    pub fn history(&self, id: &RecordId) -> Vec<&Act> {
        let mut acts = acts(self);
        acts.retain(|act| act.of.contains(id.as_str()) || act.to.contains(id.as_str()));
        acts
    }

    /// Names that a line had before, each with the first cycle in which it had it no more.
    pub fn former_names(&self, id: &RecordId) -> Vec<(String, String)> {
        let renamed = self.history(id).into_iter().filter(|act| act.kind == ActKind::Rename);
        renamed.map(|act| (act.before.clone(), act.from.clone())).collect()
    }

    /// The lines that a line came of, however long ago, each once: acts of two devices may contradict
    /// each other and go in a circle.
    pub fn predecessors(&self, id: &RecordId) -> Vec<RecordId> {
        let acts = acts(self);
        let (mut found, mut next) = (Vec::new(), vec![id.0.clone()]);
        while let Some(one) = next.pop() {
            for act in acts.iter().filter(|act| act.to.contains(&one)) {
                for of in act.of.iter().filter(|of| **of != id.0) {
                    let of = RecordId::from(of.as_str());
                    if !found.contains(&of) {
                        next.push(of.0.clone());
                        found.push(of);
                    }
                }
            }
        }
        found
    }
}
