//! A sample upper level: an office with 40 units that never were, at every stage of a year. The same ones
//! every time, so that what was made can be found again and removed.

use super::{chance, names};
use crate::{
    command::Set,
    dossier::Unit,
    id::{RecordId, UnitId},
    upper::roll::{Due, RollUnit, note_registered, set_due},
    year::value::Day,
};
use chrono::{Days, NaiveDate};

/// How many units it has.
pub const UNITS: usize = 40;
const SEED: usize = 40;
const CLUSTERS: usize = 5;
/// How many days ago the units had to report.
const LATE: u64 = 10;
/// … and to register.
const REGISTERED: u64 = 60;

/// The office's id.
pub fn office() -> UnitId {
    UnitId(chance::uuid(&[SEED, 0, 20]))
}

/// Whether a unit is one of the sample's.
pub fn is_its(unit: &UnitId) -> bool {
    (0..UNITS).any(|number| id_of(number) == *unit)
}

fn id_of(number: usize) -> UnitId {
    UnitId(chance::uuid(&[SEED, number, 10]))
}

/// How far a unit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SampleStage {
    /// Not registered, and nothing sent.
    NotRegistered,
    /// Registered, and late with its report.
    Late,
    /// Sent.
    Sent,
    /// Sent twice.
    SentTwice,
    /// Asked for more.
    Asked,
    /// Being verified: some items are agreed to.
    Verifying,
    /// Verified, and good enough.
    Passed,
    /// Recognised this year.
    Recognised,
}

impl SampleStage {
    /// How many units are at each, the first numbers first.
    pub const COUNTS: [(Self, usize); 8] = [
        (Self::NotRegistered, 4),
        (Self::Late, 4),
        (Self::Sent, 8),
        (Self::SentTwice, 6),
        (Self::Asked, 5),
        (Self::Verifying, 4),
        (Self::Passed, 4),
        (Self::Recognised, 5),
    ];

    /// That of a number.
    fn of(number: usize) -> Self {
        let mut upto = 0;
        let at = Self::COUNTS.iter().find(|(_, many)| {
            upto += many;
            number < upto
        });
        at.map_or(Self::Recognised, |(stage, _)| *stage)
    }

    /// How many submissions are here.
    pub const fn sent(self) -> u32 {
        match self {
            Self::NotRegistered | Self::Late => 0,
            Self::SentTwice => 2,
            Self::Sent | Self::Asked | Self::Verifying | Self::Passed | Self::Recognised => 1,
        }
    }
}

/// A unit of the sample.
#[derive(Clone, Debug)]
pub struct SampleUnit {
    /// Its number, from 0.
    pub number: usize,
    /// The unit.
    pub unit: Unit,
    /// Its secretary.
    pub secretary: String,
    /// The officer who follows it.
    pub officer: String,
    /// How far it is.
    pub stage: SampleStage,
    /// How well it works, 0–99.
    pub strength: usize,
    /// Whether it was recognised the year before.
    pub recognised_before: bool,
}

impl SampleUnit {
    /// What chance of it is drawn for.
    pub const fn key(&self, year: usize) -> [usize; 3] {
        [SEED, self.number, year]
    }

    /// An id that is made for it: its dossier's, its device's, a document's.
    pub fn new_id(&self, year: usize, what: usize) -> String {
        chance::uuid(&[SEED, self.number, year, what])
    }
}

/// The units, of an office of this name.
pub fn units(office: &str) -> Vec<SampleUnit> {
    let unit = |number: usize| {
        let (kind, name) = names::unit(number, false);
        let stage = SampleStage::of(number);
        let unit = Unit {
            id: id_of(number),
            name,
            kind: kind.to_owned(),
            upper: office.to_owned(),
            cluster: format!("{} {}", names::WORDS.cluster, number * 7 % CLUSTERS + 1),
        };
        // Who was found good enough is.
        let least = if stage >= SampleStage::Passed { 80 } else { 35 };
        let strength = least + chance::below(&[SEED, number, 13], 100 - least);
        SampleUnit {
            number,
            unit,
            secretary: names::person(&[SEED, number, 11]),
            officer: names::person(&[SEED, number % 4, 12]),
            stage,
            strength,
            recognised_before: number % 4 == 3 && stage >= SampleStage::Sent,
        }
    };
    (0..UNITS).map(unit).collect()
}

/// What is written to the list of units: a line of each, matched to what it sends, with who registered; and
/// the last days of the cycle, which are over.
pub fn list(units: &[SampleUnit], cycle: &str, today: NaiveDate) -> Vec<Set> {
    let ago = |days| Day::from(today.checked_sub_days(Days::new(days)).unwrap_or(today));
    let mut sets = vec![
        set_due(Due::Register, cycle, &ago(REGISTERED)),
        set_due(Due::Report, cycle, &ago(LATE)),
    ];
    for it in units {
        let line = RollUnit {
            id: RecordId(it.new_id(0, 14)),
            unit: Some(it.unit.id.clone()),
            name: it.unit.name.clone(),
            kind: it.unit.kind.clone(),
            cluster: it.unit.cluster.clone(),
            secretary: it.secretary.clone(),
            phone: names::phone(&[SEED, it.number, 11]),
            officer: it.officer.clone(),
            ..RollUnit::default()
        };
        sets.extend(line.write());
        if it.stage != SampleStage::NotRegistered {
            sets.push(note_registered(&line.id, cycle, &ago(REGISTERED + 5)));
        }
    }
    sets
}

/// The day on which a submission was written: in time, but for some that came after the last day.
pub fn day_of(unit: &SampleUnit, seq: u32, today: NaiveDate) -> NaiveDate {
    let late = unit.stage == SampleStage::Sent && unit.number.is_multiple_of(3);
    let ago = if late { LATE - 4 } else { LATE + 12 };
    let ago = ago.saturating_sub(u64::from(seq.saturating_sub(1)) * 8);
    today.checked_sub_days(Days::new(ago)).unwrap_or(today)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn forty_units_are_unlike_and_at_every_stage() {
        let all = units("");
        assert_eq!(SampleStage::COUNTS.iter().map(|(_, many)| many).sum::<usize>(), UNITS);
        for (stage, many) in SampleStage::COUNTS {
            assert_eq!(all.iter().filter(|it| it.stage == stage).count(), many, "{stage:?}");
        }
        let ids: BTreeSet<_> = all.iter().map(|it| &it.unit.id).collect();
        let names: BTreeSet<_> = all.iter().map(|it| &it.unit.name).collect();
        assert_eq!((ids.len(), names.len()), (UNITS, UNITS));
        assert!(ids.into_iter().all(is_its) && !is_its(&office()));
        assert!(all.iter().all(|it| it.unit.name.len() > 8 && !it.unit.kind.is_empty()));
    }
}
