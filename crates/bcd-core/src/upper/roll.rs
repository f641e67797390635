//! The roll (danh sách đơn vị): who should report to an upper level, as fields that merge like a
//! dossier's.
//!
//! - [`RollUnit`]: a line of it; [`act`]: renaming, merging, splitting, moving and ending units, each
//!   with a day and the cycle from which it counts; [`history`]: what follows from these acts.
//! - [`cells`], [`heads`], [`import`]: a table from elsewhere, read, understood and compared.
//! - [`matching`]: which submissions are whose. [`standing`]: who has sent what, and how late.
//! - [`officers`]: who follows many units, given at once.
//! - [`paper`]: what the office writes into the papers of recognition.
//! - [`faults`]: what is wrong with it. [`filter`]: what a list of it shows; [`hand_out`]: that as a
//!   table. [`alike`]: when two names are the same.
//!
//! Secretaries and their telephones are in no other document than a backup of the office's browser.

pub mod act;
pub mod alike;
pub mod cells;
pub mod faults;
pub mod filter;
pub mod hand_out;
pub mod heads;
pub mod history;
pub mod import;
pub mod matching;
pub mod officers;
pub mod paper;
pub mod standing;

use crate::{
    command::Set,
    field::Fields,
    id::{RecordId, UnitId},
    year::value::{Day, FieldType},
};
use act::Act;
use serde_json::Value;
use std::collections::BTreeMap;

/// A line of the roll.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RollUnit {
    /// Its own id, which stays whatever happens to the unit.
    pub id: RecordId,
    /// The unit's id in its submissions, once a person said which these are.
    pub unit: Option<UnitId>,
    /// Its name now; [`Roll::at`] gives the name of a cycle.
    pub name: String,
    /// One of [`crate::dossier::UNIT_KINDS`], or another word that was typed; may be empty.
    pub kind: String,
    /// The cluster (cụm thi đua) now; may be empty.
    pub cluster: String,
    /// The secretary (bí thư). Never leaves the office's own browsers and their backups.
    pub secretary: String,
    /// The secretary's telephone; likewise.
    pub phone: String,
    /// The officer in charge (cán bộ theo dõi).
    pub officer: String,
    /// The days on which it registered, by cycle, as an officer noted them.
    pub registered: BTreeMap<String, Day>,
    /// Removed as a mistake. A unit that is no more has an [`Act`] instead.
    pub deleted: bool,
    /// The first cycle in which it is there; none = always was.
    pub since: Option<String>,
    /// The first cycle in which it is there no more.
    pub ends: Option<String>,
    /// What it became part of, or was split into.
    pub into: Vec<RecordId>,
}

/// The texts of a line that a person types, in the order of forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RollField {
    /// [`RollUnit::name`].
    Name,
    /// [`RollUnit::kind`].
    Kind,
    /// [`RollUnit::cluster`].
    Cluster,
    /// [`RollUnit::secretary`].
    Secretary,
    /// [`RollUnit::phone`].
    Phone,
    /// [`RollUnit::officer`].
    Officer,
}

impl RollField {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Name, Self::Kind, Self::Cluster, Self::Secretary, Self::Phone, Self::Officer];

    /// Its word in paths.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Kind => "kind",
            Self::Cluster => "cluster",
            Self::Secretary => "secretary",
            Self::Phone => "phone",
            Self::Officer => "officer",
        }
    }
}

impl RollUnit {
    /// One of its texts.
    pub fn text(&self, field: RollField) -> &str {
        match field {
            RollField::Name => &self.name,
            RollField::Kind => &self.kind,
            RollField::Cluster => &self.cluster,
            RollField::Secretary => &self.secretary,
            RollField::Phone => &self.phone,
            RollField::Officer => &self.officer,
        }
    }

    /// The same text, to be changed.
    pub fn text_mut(&mut self, field: RollField) -> &mut String {
        match field {
            RollField::Name => &mut self.name,
            RollField::Kind => &mut self.kind,
            RollField::Cluster => &mut self.cluster,
            RollField::Secretary => &mut self.secretary,
            RollField::Phone => &mut self.phone,
            RollField::Officer => &mut self.officer,
        }
    }

    /// Whether it is there in a cycle. A cycle that cannot be read as one asks for all.
    pub fn is_in(&self, cycle: &str) -> bool {
        let Some(start) = history::starts(cycle) else { return true };
        let begun = self.since.as_deref().and_then(history::starts);
        let ended = self.ends.as_deref().and_then(history::starts);
        begun.is_none_or(|begun| begun <= start) && ended.is_none_or(|ended| start < ended)
    }

    /// The last cycle in which it is there; none = it goes on.
    pub fn upto(&self) -> Option<String> {
        let ends = crate::year::cycle::Cycle::parse(self.ends.as_deref()?)?;
        ends.previous().map(|cycle| cycle.text())
    }

    fn put(&mut self, field: &str, rest: Option<&str>, value: &Value) {
        let texts = RollField::ALL.into_iter().find(|text| text.as_str() == field);
        match (texts, field, rest) {
            (Some(text), _, rest) => self.text_mut(text).put(rest, value),
            (None, "unit", None) => {
                let id = value.as_str().filter(|id| !id.is_empty());
                self.unit = id.map(UnitId::from);
            }
            (None, "registered", Some(_)) => self.registered.put(rest, value),
            (None, "deleted", None) => self.deleted.put(None, value),
            _ => {}
        }
    }

    /// The fields that write the line anew. Nothing where nothing was said.
    pub fn write(&self) -> Vec<Set> {
        let texts = RollField::ALL.into_iter().filter(|field| !self.text(*field).is_empty());
        let mut sets: Vec<Set> =
            texts.map(|field| set(&self.id, field.as_str(), self.text(field).into())).collect();
        sets.extend(self.unit.iter().map(|unit| set(&self.id, "unit", unit.as_str().into())));
        sets
    }
}

/// The path of a line's field, with its value.
fn set(id: &RecordId, field: &str, value: Value) -> Set {
    Set { path: format!("unit/{id}/{field}"), value }
}

/// What the officer set a day for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Due {
    /// Registering for the cycle.
    Register,
    /// Reporting its results.
    Report,
}

impl Due {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Register, Self::Report];

    /// Its word in paths.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::Report => "report",
        }
    }
}

/// The roll, typed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Roll {
    /// The lines by id, those that are gone and the deleted included.
    pub units: BTreeMap<RecordId, RollUnit>,
    /// What was done with units, by id, the deleted included.
    pub acts: BTreeMap<RecordId, Act>,
    /// Days that the officer set, by cycle; they go before those of a pack.
    pub dues: BTreeMap<(Due, String), Day>,
    /// Texts of the papers of recognition, by cycle; empty = of every cycle.
    pub papers: BTreeMap<(paper::PaperText, String), String>,
}

impl Roll {
    /// Reads every field.
    pub fn of(fields: &Fields) -> Self {
        let mut roll = Self::default();
        for (path, entry) in fields {
            roll.read(path, &entry.v);
        }
        // What a device wrote before it was taken back, or a later version that this one knows
        // nothing of.
        roll.units.retain(|id, unit| *unit != RollUnit { id: id.clone(), ..RollUnit::default() });
        roll.acts.retain(|id, act| *act != Act { id: id.clone(), ..Act::default() });
        history::settle(&mut roll);
        roll
    }

    // A path that this version does not know changes nothing; it stays in the fields.
    fn read(&mut self, path: &str, value: &Value) {
        let mut parts = path.splitn(4, '/');
        match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some("unit"), Some(id), Some(field), rest) => {
                let unit = self.units.entry(RecordId::from(id)).or_default();
                unit.id = RecordId::from(id);
                unit.put(field, rest, value);
            }
            (Some("act"), Some(id), Some(field), rest) => {
                let act = self.acts.entry(RecordId::from(id)).or_default();
                act.id = RecordId::from(id);
                act.put(field, rest, value);
            }
            (Some("due"), Some(what), Some(cycle), rest) => {
                let Some(due) = Due::ALL.into_iter().find(|due| due.as_str() == what) else {
                    return;
                };
                let cycle = rest.map_or_else(|| cycle.to_owned(), |rest| format!("{cycle}/{rest}"));
                let mut day = Day::default();
                day.put(None, value);
                match day.is_given() {
                    true => self.dues.insert((due, cycle), day),
                    false => self.dues.remove(&(due, cycle)),
                };
            }
            (Some("paper"), Some(word), cycle, None) => {
                self.read_paper(word, cycle.unwrap_or_default(), value);
            }
            _ => {}
        }
    }

    /// Lines that are not deleted, those of units that are no more included.
    pub fn live(&self) -> impl Iterator<Item = &RollUnit> {
        self.units.values().filter(|unit| !unit.deleted)
    }

    /// Lines that go on: not deleted, and not ended by any act.
    pub fn present(&self) -> impl Iterator<Item = &RollUnit> {
        self.live().filter(|unit| unit.ends.is_none())
    }
}

/// Changes one text of a line: a spelling, a new secretary. A new name of the unit itself is an
/// [`Act`], which keeps the old one.
pub fn edit(id: &RecordId, field: RollField, text: &str) -> Set {
    set(id, field.as_str(), text.trim().into())
}

/// Deletes a line that is there by mistake, or brings it back.
pub fn delete(id: &RecordId, deleted: bool) -> Set {
    set(id, "deleted", deleted.into())
}

/// Says which unit's submissions are this line's, or that nobody knows any more.
pub fn match_unit(id: &RecordId, unit: Option<&UnitId>) -> Set {
    set(id, "unit", unit.map_or("", UnitId::as_str).into())
}

/// Notes the day on which a unit registered for a cycle; an empty one takes it back.
pub fn note_registered(id: &RecordId, cycle: &str, day: &Day) -> Set {
    set(id, &format!("registered/{cycle}"), day.0.as_str().into())
}

/// Sets a day for a cycle; an empty one gives it back to the pack.
pub fn set_due(due: Due, cycle: &str, day: &Day) -> Set {
    Set { path: format!("due/{}/{cycle}", due.as_str()), value: day.0.as_str().into() }
}
