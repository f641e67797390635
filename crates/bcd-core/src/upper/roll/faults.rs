//! What is wrong with a roll. It stays as it is; a person decides.

use super::{Roll, RollUnit, alike, history};
use crate::{
    dossier::UNIT_KINDS,
    id::{RecordId, UnitId},
};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Something that a person has to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RollFault {
    /// Lines with one name in one cluster.
    Alike(Vec<RecordId>),
    /// A line without a name.
    NoName(RecordId),
    /// A kind that this version does not know.
    UnknownKind(RecordId, String),
    /// Lines that are there at the same time, with the submissions of one unit: each would be
    /// counted twice.
    SameUnit(UnitId, Vec<RecordId>),
    /// Several acts end one line: two officers merged it, each into another.
    SeveralEnds(RecordId, Vec<RecordId>),
    /// An act of a line that is not there, or without a cycle.
    StrayAct(RecordId),
}

/// Everything that is wrong.
pub fn faults(roll: &Roll) -> Vec<RollFault> {
    let mut faults = Vec::new();
    for unit in roll.live() {
        if alike::plain(&unit.name).is_empty() {
            faults.push(RollFault::NoName(unit.id.clone()));
        }
        if !unit.kind.is_empty() && !UNIT_KINDS.contains(&unit.kind.as_str()) {
            faults.push(RollFault::UnknownKind(unit.id.clone(), unit.kind.clone()));
        }
    }
    let mut named: BTreeMap<(String, String), Vec<&RollUnit>> = BTreeMap::new();
    let mut matched: BTreeMap<&UnitId, Vec<&RollUnit>> = BTreeMap::new();
    for unit in roll.live() {
        let key = (alike::plain(&unit.name), alike::plain(&unit.cluster));
        if !key.0.is_empty() {
            named.entry(key).or_default().push(unit);
        }
        if let Some(id) = &unit.unit {
            matched.entry(id).or_default().push(unit);
        }
    }
    let ids = |units: &[&RollUnit]| units.iter().map(|unit| unit.id.clone()).collect::<Vec<_>>();
    let named = named.into_values().filter(|units| overlap(units));
    faults.extend(named.map(|units| RollFault::Alike(ids(&units))));
    let matched = matched.into_iter().filter(|(_, units)| overlap(units));
    faults.extend(matched.map(|(id, units)| RollFault::SameUnit(id.clone(), ids(&units))));
    faults.extend(act_faults(roll));
    faults
}

// Whether two of the lines are there at the same time. An old commune and the new one of its name
// are not.
fn overlap(units: &[&RollUnit]) -> bool {
    let day = |cycle: &Option<String>| cycle.as_deref().and_then(history::starts);
    let spans: Vec<_> = units.iter().map(|unit| (day(&unit.since), day(&unit.ends))).collect();
    let before = |end: Option<NaiveDate>, begin: Option<NaiveDate>| {
        end.is_some_and(|end| begin.is_some_and(|begin| end <= begin))
    };
    spans.iter().enumerate().any(|(at, (begins, ends))| {
        let mut others = spans[at + 1..].iter();
        others.any(|(other_begins, other_ends)| {
            !before(*ends, *other_begins) && !before(*other_ends, *begins)
        })
    })
}

fn act_faults(roll: &Roll) -> Vec<RollFault> {
    let mut ends: BTreeMap<&str, Vec<RecordId>> = BTreeMap::new();
    let mut faults = Vec::new();
    for act in roll.acts.values().filter(|act| !act.deleted) {
        let mut lines = act.of.iter().chain(&act.to);
        let none = act.of.is_empty() && act.to.is_empty();
        let stray = none || lines.any(|id| !roll.units.contains_key(id.as_str()));
        if stray || history::starts(&act.from).is_none() {
            faults.push(RollFault::StrayAct(act.id.clone()));
        }
        for id in act.ended() {
            ends.entry(id).or_default().push(act.id.clone());
        }
    }
    let several = ends.into_iter().filter(|(_, acts)| acts.len() > 1);
    faults.extend(several.map(|(id, acts)| RollFault::SeveralEnds(RecordId::from(id), acts)));
    faults
}
