//! What makes a pack refused, whoever wrote it: the reader asks here, and whoever writes one is told
//! at once.

use super::Pack;
use crate::{
    criteria::{self, Item, SetFault},
    dossier::UNIT_KINDS,
    format::{
        check::is_seen,
        limits,
        problem::{Code, Problem},
    },
    id::{ItemId, RecordId},
    points::MAX_STEP,
};
use std::collections::BTreeSet;

/// Why a pack is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PackFault {
    /// It has no id that can stand in paths.
    BadPackId,
    /// It has no name.
    NoTitle,
    /// Its name, or what it says is new, is longer than a line has room for: where, the most characters, and
    /// how many there are.
    TooLong(&'static str, usize, usize),
    /// It has more items than a set may have.
    TooManyItems,
    /// It has more groups, deadlines or templates than a pack may have: where, and how many it may.
    TooManyParts(&'static str, usize),
    /// There is nothing to answer.
    NoItems,
    /// A least share of the rule is over 100 %.
    BadRule,
    /// Two items share this id.
    SameItem(ItemId),
    /// The id of an item, or of a criterion, cannot stand in a path, or is one that was retired.
    BadItemId(ItemId),
    /// The item asks nothing.
    NoText(ItemId),
    /// The item has no steps.
    NoSteps(ItemId),
    /// Two steps of the item share an id.
    SameStep(ItemId),
    /// A step of the item is worth less than 0 or too much.
    BadWorth(ItemId),
    /// A step of the item is worth more than the one before it.
    RisingLadder(ItemId),
    /// The item is a gate that nobody can pass: none of its steps counts as met.
    GateNeverMet(ItemId),
    /// No kind of unit can be recognised: each has a criterion that asks it nothing.
    NobodyRecognised,
    /// A deadline is on a day that does not exist, or too many years away: its day and month.
    BadDay(RecordId, String),
    /// A deadline is of a quarter that does not exist.
    BadQuarter(RecordId, u8),
    /// Two deadlines share this id, or it cannot stand in a path.
    BadDeadlineId(RecordId),
    /// A class of members has no name, an id that cannot stand in a path, or another one's id.
    BadClass(String),
    /// There are more classes of members than a unit's counts may have.
    TooManyClasses,
    /// A template or one of its sections has an id that cannot stand in a path, or another one's.
    BadTemplate(String),
}

impl PackFault {
    /// The same as a problem of the file.
    pub fn problem(&self) -> Problem {
        const SET: &str = "body/set";
        let deadline = |id: &RecordId| format!("body/deadlines/{id}");
        match self {
            Self::BadPackId => Problem::at(Code::BadField, "body/pack", &[&""]),
            Self::NoTitle => Problem::at(Code::BadField, TITLE, &[&""]),
            Self::TooLong(place, most, length) => {
                Problem::at(Code::TextTooLong, place, &[most, length])
            }
            Self::TooManyItems => Problem::at(Code::TooMany, SET, &[&limits::ITEMS]),
            Self::TooManyParts(place, most) => Problem::at(Code::TooMany, place, &[most]),
            Self::NoItems | Self::BadRule | Self::NobodyRecognised => {
                Problem::at(Code::BadSet, SET, &[&""])
            }
            Self::SameItem(id)
            | Self::BadItemId(id)
            | Self::NoText(id)
            | Self::NoSteps(id)
            | Self::SameStep(id)
            | Self::BadWorth(id)
            | Self::RisingLadder(id)
            | Self::GateNeverMet(id) => Problem::at(Code::BadSet, SET, &[id]),
            Self::BadDay(id, said) => Problem::at(Code::BadDate, &deadline(id), &[said]),
            Self::BadQuarter(id, said) => Problem::at(Code::BadField, &deadline(id), &[said]),
            Self::BadDeadlineId(id) => Problem::at(Code::BadField, "body/deadlines", &[id]),
            Self::BadClass(id) => Problem::at(Code::BadField, "body/classes", &[id]),
            Self::TooManyClasses => Problem::at(Code::TooMany, "body/classes", &[&limits::CLASSES]),
            Self::BadTemplate(id) => Problem::at(Code::BadField, "body/templates", &[id]),
        }
    }
}

/// Where the name of a pack stands.
pub const TITLE: &str = "body/title";

/// Everything for which a pack is refused. Its texts are looked through elsewhere, as in every
/// document ([`crate::format::check::check_texts`]).
pub fn faults(pack: &Pack) -> Vec<PackFault> {
    let mut found = Vec::new();
    if !is_id(&pack.pack) {
        found.push(PackFault::BadPackId);
    }
    if !is_seen(&pack.title.vi) {
        found.push(PackFault::NoTitle);
    }
    for (place, text, most) in [
        (TITLE, &pack.title, limits::NAME_CHARS),
        ("body/note", &pack.note, limits::PACK_NOTE_CHARS),
    ] {
        let length = text.vi.chars().count().max(text.en.chars().count());
        if length > most {
            found.push(PackFault::TooLong(place, most, length));
        }
    }
    if pack.set.items().count() > limits::ITEMS {
        found.push(PackFault::TooManyItems);
        return found;
    }
    let groups = pack.set.criteria.iter().map(|criterion| criterion.groups.len()).sum::<usize>();
    for (place, count, most) in [
        ("body/set", groups.max(pack.set.criteria.len()), limits::ITEMS),
        ("body/deadlines", pack.deadlines.deadlines.len(), limits::PACK_DEADLINES),
        ("body/templates", pack.templates.len(), limits::PACK_TEMPLATES),
    ] {
        if count > most {
            found.push(PackFault::TooManyParts(place, most));
            return found;
        }
    }
    for fault in criteria::faults(&pack.set) {
        found.push(match fault {
            SetFault::DuplicateItem(id) => PackFault::SameItem(id),
            SetFault::BadLadder(id) => ladder_fault(pack, id),
            SetFault::BadRule => PackFault::BadRule,
            SetFault::NoItems => PackFault::NoItems,
        });
    }
    let odd = pack.set.criteria.iter().filter(|criterion| !is_path_part(&criterion.id));
    found.extend(odd.map(|criterion| PackFault::BadItemId(ItemId(criterion.id.clone()))));
    let gates = pack.set.rule.gates;
    for (_, item) in pack.set.items() {
        let id = || item.id.clone();
        if !is_path_part(item.id.as_str()) || pack.retired.contains(&item.id) {
            found.push(PackFault::BadItemId(id()));
        }
        if !is_seen(&item.text.vi) {
            found.push(PackFault::NoText(id()));
        }
        if item.ladder.windows(2).any(|pair| pair[0].points < pair[1].points) {
            found.push(PackFault::RisingLadder(id()));
        }
        if gates && item.gate && !item.ladder.is_empty() && !item.ladder.iter().any(|s| s.met) {
            found.push(PackFault::GateNeverMet(id()));
        }
    }
    let any = pack.set.items().next().is_some();
    if any && UNIT_KINDS.iter().all(|kind| asks_nothing(pack, kind).next().is_some()) {
        found.push(PackFault::NobodyRecognised);
    }
    deadline_faults(pack, &mut found);
    class_faults(pack, &mut found);
    template_faults(pack, &mut found);
    found
}

/// The criteria that ask nothing of a kind of unit, which therefore cannot be recognised; their
/// places in the set.
pub fn asks_nothing<'a>(pack: &'a Pack, kind: &'a str) -> impl Iterator<Item = usize> + 'a {
    let asks = move |item: &Item| item.applies_to(kind);
    let criteria = pack.set.criteria.iter().enumerate();
    let empty = criteria.filter(move |(_, c)| !c.groups.iter().flat_map(|g| &g.items).any(asks));
    empty.map(|(at, _)| at)
}

// Which of the faults of a ladder it is.
fn ladder_fault(pack: &Pack, id: ItemId) -> PackFault {
    let same = |item: &&Item| item.id == id;
    let mut items = pack.set.items().map(|(_, item)| item).filter(same);
    let worth =
        |item: &Item| item.ladder.iter().any(|step| step.points.0 < 0 || step.points > MAX_STEP);
    let found = items.find_map(|item| match item.ladder.is_empty() {
        true => Some(PackFault::NoSteps(id.clone())),
        false if worth(item) => Some(PackFault::BadWorth(id.clone())),
        false => None,
    });
    found.unwrap_or(PackFault::SameStep(id))
}

fn deadline_faults(pack: &Pack, found: &mut Vec<PackFault>) {
    let mut known = BTreeSet::new();
    for rule in &pack.deadlines.deadlines {
        if !known.insert(&rule.id) || !is_path_part(rule.id.as_str()) {
            found.push(PackFault::BadDeadlineId(rule.id.clone()));
        }
        let days = [rule.calendar, rule.school].into_iter().flatten();
        // 2024 is a leap year: 29 February is a day that a deadline may have.
        let no_day = |month, day| chrono::NaiveDate::from_ymd_opt(2024, month, day).is_none();
        let mut wrong =
            days.filter(|when| no_day(when.month, when.day) || !(-5..=5).contains(&when.years));
        if let Some(when) = wrong.next() {
            let said = format!("{}/{}", when.day, when.month);
            found.push(PackFault::BadDay(rule.id.clone(), said));
        }
        if let Some(quarter) = rule.quarter.filter(|quarter| !(1..=4).contains(quarter)) {
            found.push(PackFault::BadQuarter(rule.id.clone(), quarter));
        }
    }
}

fn class_faults(pack: &Pack, found: &mut Vec<PackFault>) {
    if pack.classes.len() > limits::CLASSES {
        found.push(PackFault::TooManyClasses);
        return;
    }
    let mut known = BTreeSet::new();
    for class in &pack.classes {
        if !known.insert(&class.id) || !is_path_part(&class.id) || !is_seen(&class.label.vi) {
            found.push(PackFault::BadClass(class.id.clone()));
        }
    }
}

fn template_faults(pack: &Pack, found: &mut Vec<PackFault>) {
    let mut known = BTreeSet::new();
    for template in &pack.templates {
        let mut sections = BTreeSet::new();
        let mut rows = BTreeSet::new();
        let sound =
            template.sections.iter().all(|it| is_path_part(&it.id) && sections.insert(&it.id))
                && template.rows.iter().all(|it| is_path_part(&it.id) && rows.insert(&it.id));
        if !known.insert(&template.id) || !is_path_part(&template.id) || !sound {
            found.push(PackFault::BadTemplate(template.id.clone()));
        }
    }
}

/// Whether an id can stand in paths on a drive and in keys of tables.
pub fn is_id(id: &str) -> bool {
    !id.trim().is_empty() && !id.contains(['/', '\\', '|']) && id.len() <= limits::ID_BYTES
}

/// Whether an id can be a part of the path of a field, which is a part of keys of tables.
pub fn is_path_part(id: &str) -> bool {
    !id.is_empty() && !id.contains(['/', '|']) && id.len() <= limits::ID_BYTES
}
