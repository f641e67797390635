//! Acts (thay đổi tổ chức): what is done with units as such, each with a day and the cycle from which
//! it counts. They are records of their own, so that two officers' acts both stay, and one can be
//! taken back.

use super::{Roll, RollField, RollUnit, edit, history};
use crate::{
    command::Set,
    id::RecordId,
    year::value::{Day, FieldType, IdSet, words},
};
use serde_json::Value;

words! {
    /// What is done.
    ActKind {
        /// A new name (đổi tên).
        Rename = "rename",
        /// Several become one (sáp nhập).
        Merge = "merge",
        /// One becomes several (chia tách).
        Split = "split",
        /// To another cluster (chuyển cụm).
        Move = "move",
        /// To another upper level (chuyển về Đoàn cấp trên khác).
        Leave = "leave",
        /// It is no more (giải thể).
        Dissolve = "dissolve",
        /// It is new (thành lập mới).
        Found = "found",
    }
}

/// An act.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Act {
    /// Its id.
    pub id: RecordId,
    /// What is done.
    pub kind: ActKind,
    /// The day of it.
    pub day: Day,
    /// The first cycle in which it counts.
    pub from: String,
    /// Lines that it is done to.
    pub of: IdSet,
    /// Lines that come of it. One that is also in [`Self::of`] goes on: a commune that takes two
    /// others in.
    pub to: IdSet,
    /// The name or the cluster before; of a unit that leaves, nothing.
    pub before: String,
    /// The name, the cluster or the upper level after.
    pub after: String,
    /// By what decision, or anything else that is to be known.
    pub note: String,
    /// Taken back.
    pub deleted: bool,
}

impl Act {
    pub(super) fn put(&mut self, field: &str, rest: Option<&str>, value: &Value) {
        match field {
            "kind" => self.kind.put(rest, value),
            "day" => self.day.put(rest, value),
            "from" => self.from.put(rest, value),
            "of" => self.of.put(rest, value),
            "to" => self.to.put(rest, value),
            "before" => self.before.put(rest, value),
            "after" => self.after.put(rest, value),
            "note" => self.note.put(rest, value),
            "deleted" => self.deleted.put(rest, value),
            _ => {}
        }
    }

    fn write(&self) -> Vec<Set> {
        let set =
            |field: String, value: Value| Set { path: format!("act/{}/{field}", self.id), value };
        // The kind is always said: an act with none would be no act.
        let mut sets = vec![set("kind".into(), self.kind.as_str().into())];
        let texts = [
            ("day", &self.day.0),
            ("from", &self.from),
            ("before", &self.before),
            ("after", &self.after),
            ("note", &self.note),
        ];
        let said = texts.into_iter().filter(|(_, text)| !text.is_empty());
        sets.extend(said.map(|(field, text)| set(field.into(), text.as_str().into())));
        for (field, ids) in [("of", &self.of), ("to", &self.to)] {
            sets.extend(ids.iter().map(|id| set(format!("{field}/{id}"), true.into())));
        }
        sets
    }

    /// Lines that end with it.
    pub fn ended(&self) -> impl Iterator<Item = &String> {
        let ends = match self.kind {
            ActKind::Merge | ActKind::Split | ActKind::Leave | ActKind::Dissolve => true,
            ActKind::Rename | ActKind::Move | ActKind::Found => false,
        };
        self.of.iter().filter(move |id| ends && !self.to.contains(*id))
    }

    /// Lines that begin with it.
    pub fn begun(&self) -> impl Iterator<Item = &String> {
        self.to.iter().filter(|id| !self.of.contains(*id))
    }
}

/// When an act is done, from when it counts, and by what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Occasion {
    /// The id of the new act.
    pub id: RecordId,
    /// The day.
    pub day: Day,
    /// The first cycle in which it counts.
    pub from: String,
    /// By what decision; may be empty.
    pub note: String,
}

/// What a person wants to do with units.
#[allow(clippy::large_enum_variant, reason = "one at a time; a box would buy nothing")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A line gets a new name.
    Rename(RecordId, String),
    /// Lines become one: a new line, or one that goes on.
    Merge(Vec<RecordId>, Target),
    /// A line becomes several new ones; whether it goes on beside them.
    Split(RecordId, Vec<RollUnit>, GoesOn),
    /// Lines go to another cluster.
    Move(Vec<RecordId>, String),
    /// Lines go to another upper level, by its name.
    Leave(Vec<RecordId>, String),
    /// Lines are no more.
    Dissolve(Vec<RecordId>),
    /// A unit is new.
    Found(RollUnit),
}

/// What lines are merged into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A line that is there already.
    Existing(RecordId),
    /// A new line.
    New(Box<RollUnit>),
}

/// Whether a line that is split goes on beside what comes of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GoesOn {
    /// It ends.
    #[default]
    No,
    /// It stays, smaller.
    Yes,
}

/// Why an act cannot be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The day is none.
    NoDay,
    /// The cycle from which it counts is none.
    NoCycle,
    /// A line is not there, or was ended before.
    Gone,
    /// A name is missing.
    NoName,
    /// It would change nothing: the same name, the same cluster.
    Same,
    /// Too few lines: merging takes two, splitting makes two.
    TooFew,
}

/// The fields of a change.
///
/// # Errors
/// [`Refusal`]; then nothing is to be written.
pub fn fields_of(roll: &Roll, change: Change, when: &Occasion) -> Result<Vec<Set>, Refusal> {
    if when.day.date().is_none() {
        return Err(Refusal::NoDay);
    }
    if history::starts(&when.from).is_none() {
        return Err(Refusal::NoCycle);
    }
    let there = |id: &RecordId| match roll.units.get(id) {
        Some(unit) if !unit.deleted && unit.ends.is_none() => Ok(unit),
        _ => Err(Refusal::Gone),
    };
    let all_there = |ids: &[RecordId]| ids.iter().try_for_each(|id| there(id).map(drop));
    let ids = |ids: &[RecordId]| ids.iter().map(|id| id.0.clone()).collect::<IdSet>();
    let act = Act {
        id: when.id.clone(),
        day: when.day.clone(),
        from: when.from.clone(),
        note: when.note.trim().to_owned(),
        ..Act::default()
    };
    match change {
        Change::Rename(id, name) => {
            let (before, after) = (there(&id)?.name.clone(), name.trim().to_owned());
            if after.is_empty() {
                return Err(Refusal::NoName);
            }
            if after == before {
                return Err(Refusal::Same);
            }
            let mut sets = vec![edit(&id, RollField::Name, &after)];
            let of = ids(&[id]);
            sets.extend(Act { kind: ActKind::Rename, of, before, after, ..act }.write());
            Ok(sets)
        }
        Change::Merge(of, target) => {
            all_there(&of)?;
            let mut all = ids(&of);
            let (to, mut sets) = match target {
                Target::Existing(id) => {
                    there(&id)?;
                    all.insert(id.0.clone());
                    (id, Vec::new())
                }
                Target::New(unit) => (unit.id.clone(), named(&unit)?.write()),
            };
            if all.len() < 2 {
                return Err(Refusal::TooFew);
            }
            sets.extend(Act { kind: ActKind::Merge, of: all, to: ids(&[to]), ..act }.write());
            Ok(sets)
        }
        Change::Split(id, parts, goes_on) => {
            there(&id)?;
            let mut to: IdSet = parts.iter().map(|part| part.id.0.clone()).collect();
            if goes_on == GoesOn::Yes {
                to.insert(id.0.clone());
            }
            if to.len() < 2 {
                return Err(Refusal::TooFew);
            }
            let mut sets = Vec::new();
            for part in &parts {
                sets.extend(named(part)?.write());
            }
            sets.extend(Act { kind: ActKind::Split, of: ids(&[id]), to, ..act }.write());
            Ok(sets)
        }
        Change::Move(of, cluster) => {
            all_there(&of)?;
            let cluster = cluster.trim().to_owned();
            moved(roll, &of, &cluster, &act)
        }
        Change::Leave(of, upper) => {
            all_there(&of)?;
            if of.is_empty() {
                return Err(Refusal::TooFew);
            }
            let after = upper.trim().to_owned();
            Ok(Act { kind: ActKind::Leave, of: ids(&of), after, ..act }.write())
        }
        Change::Dissolve(of) => {
            all_there(&of)?;
            if of.is_empty() {
                return Err(Refusal::TooFew);
            }
            Ok(Act { kind: ActKind::Dissolve, of: ids(&of), ..act }.write())
        }
        Change::Found(unit) => {
            let mut sets = named(&unit)?.write();
            sets.extend(Act { kind: ActKind::Found, to: ids(&[unit.id]), ..act }.write());
            Ok(sets)
        }
    }
}

fn named(unit: &RollUnit) -> Result<&RollUnit, Refusal> {
    if unit.name.trim().is_empty() { Err(Refusal::NoName) } else { Ok(unit) }
}

// One act a cluster that lines come from, since it says what was before.
fn moved(roll: &Roll, of: &[RecordId], cluster: &str, act: &Act) -> Result<Vec<Set>, Refusal> {
    let mut groups: std::collections::BTreeMap<&str, IdSet> = std::collections::BTreeMap::new();
    for unit in of.iter().filter_map(|id| roll.units.get(id)) {
        if unit.cluster != cluster {
            groups.entry(&unit.cluster).or_default().insert(unit.id.0.clone());
        }
    }
    if groups.is_empty() {
        return Err(Refusal::Same);
    }
    let mut sets = Vec::new();
    for (number, (before, of)) in groups.into_iter().enumerate() {
        let id = match number {
            0 => act.id.clone(),
            number => RecordId(format!("{}-{number}", act.id)),
        };
        let moves = of.iter().map(|id| RecordId::from(id.as_str()));
        sets.extend(moves.map(|id| edit(&id, RollField::Cluster, cluster)));
        let (before, after) = (before.to_owned(), cluster.to_owned());
        sets.extend(Act { id, kind: ActKind::Move, of, before, after, ..act.clone() }.write());
    }
    Ok(sets)
}

/// The fields that take an act back. A name or cluster that was changed since stays, and so do lines
/// that came of it: whoever takes a merging back may have noted things in them.
pub fn take_back(roll: &Roll, id: &RecordId) -> Vec<Set> {
    let Some(act) = roll.acts.get(id).filter(|act| !act.deleted) else { return Vec::new() };
    let mut sets = vec![Set { path: format!("act/{id}/deleted"), value: true.into() }];
    let field = match act.kind {
        ActKind::Rename => RollField::Name,
        ActKind::Move => RollField::Cluster,
        ActKind::Merge | ActKind::Split | ActKind::Leave | ActKind::Dissolve | ActKind::Found => {
            return sets;
        }
    };
    let lines = act.of.iter().filter_map(|id| roll.units.get(id.as_str()));
    let unchanged = lines.filter(|unit| unit.text(field) == act.after);
    sets.extend(unchanged.map(|unit| edit(&unit.id, field, &act.before)));
    sets
}
