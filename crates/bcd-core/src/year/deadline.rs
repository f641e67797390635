//! Deadlines (hạn): defaults from data, changed per dossier.
//!
//! Dates are never constants: places differ. The defaults follow a university union's plan of
//! 2018 (register before 10/10 of the year before, report before 01/10) and the quarterly member
//! list of Quảng Xương (2019); those for school years are this project's proposal.

use super::{
    Year,
    cycle::{Cycle, CycleKind, Quarter},
    record::live,
};
use crate::{id::RecordId, text::Text};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The deadlines that ship with the app, as JSON; read by [`DefaultDeadlines::read`].
pub const SHIPPED: &str = include_str!("../../data/pack-default-deadlines.json");

/// Default deadlines, as a pack has them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DefaultDeadlines {
    /// Stable id, the same in all versions.
    pub id: String,
    /// 1, 2, 3…
    pub version: u32,
    /// Where they come from.
    pub note: Text,
    /// The deadlines.
    pub deadlines: Vec<DeadlineRule>,
}

/// What a deadline asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum DeadlineKind {
    /// Registering for this cycle.
    Register,
    /// Registering for the next.
    RegisterNext,
    /// Reporting the results.
    Report,
    /// Confirming a quarter's member list.
    Roll,
    /// Something else; met when somebody says so.
    #[default]
    Other,
}

/// A default deadline.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DeadlineRule {
    /// Stable id; `deadline/<id>/date` changes it in a dossier.
    pub id: RecordId,
    /// Its name.
    pub title: Text,
    /// What it asks for.
    pub what: DeadlineKind,
    /// Its day in a calendar-year cycle.
    #[serde(default)]
    pub calendar: Option<When>,
    /// Its day in a school-year cycle.
    #[serde(default)]
    pub school: Option<When>,
    /// The quarter whose last day it is, 1–4.
    #[serde(default)]
    pub quarter: Option<u8>,
}

/// A day, counted from the year in which the cycle starts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct When {
    /// Years to add.
    pub years: i32,
    /// Month, 1–12.
    pub month: u32,
    /// Day of the month.
    pub day: u32,
}

impl DefaultDeadlines {
    /// Reads deadlines from JSON.
    ///
    /// # Errors
    /// Where it is not JSON of this shape.
    pub fn read(json: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(json)
    }
}

impl DeadlineRule {
    /// Its day in a cycle.
    pub fn date(&self, cycle: &Cycle) -> Option<NaiveDate> {
        if let Some(quarter) = self.of_quarter() {
            return Some(cycle.quarter(quarter).last);
        }
        let when = match cycle.kind() {
            CycleKind::Calendar => self.calendar,
            CycleKind::School => self.school,
        }?;
        let year = cycle.first_year().checked_add(when.years)?;
        NaiveDate::from_ymd_opt(year, when.month, when.day)
    }

    /// The quarter that it is about.
    pub fn of_quarter(&self) -> Option<Quarter> {
        Quarter::ALL.into_iter().find(|quarter| Some(quarter.number()) == self.quarter)
    }
}

/// A deadline as it stands in a dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DossierDeadline {
    /// Its id.
    pub id: RecordId,
    /// Its name: the default's, or what the unit wrote.
    pub title: DeadlineTitle,
    /// What it asks for.
    pub what: DeadlineKind,
    /// The quarter that it is about.
    pub quarter: Option<Quarter>,
    /// The day; none where what was typed is no day.
    pub date: Option<NaiveDate>,
    /// Whether the dossier has another day than the default.
    pub changed: bool,
    /// The day on which somebody said that it was met.
    pub done: Option<NaiveDate>,
}

/// A deadline's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeadlineTitle {
    /// From the pack, in both languages.
    Given(Text),
    /// As the unit wrote it.
    Own(String),
}

/// All deadlines of a dossier, by day: the defaults with the dossier's changes, without those that
/// it deleted, and its own.
pub fn all(rules: &[DeadlineRule], year: &Year, cycle: &Cycle) -> Vec<DossierDeadline> {
    let changed = |rule: &DeadlineRule| {
        let own = year.deadlines.get(&rule.id);
        if own.is_some_and(|own| own.deleted) {
            return None;
        }
        let own = own.cloned().unwrap_or_default();
        let default = rule.date(cycle);
        let date = if own.date.is_given() { own.date.date() } else { default };
        let title = if own.title.is_empty() {
            DeadlineTitle::Given(rule.title.clone())
        } else {
            DeadlineTitle::Own(own.title)
        };
        Some(DossierDeadline {
            id: rule.id.clone(),
            title,
            what: rule.what,
            quarter: rule.of_quarter(),
            date,
            changed: date != default,
            done: own.done.date(),
        })
    };
    let mut all: Vec<DossierDeadline> = rules.iter().filter_map(changed).collect();
    let known = |id: &RecordId| rules.iter().any(|rule| rule.id == *id);
    let own = live(&year.deadlines).filter(|(id, _)| !known(id));
    all.extend(own.map(|(id, deadline)| DossierDeadline {
        id: id.clone(),
        title: DeadlineTitle::Own(deadline.title.clone()),
        what: DeadlineKind::Other,
        quarter: None,
        date: deadline.date.date(),
        changed: false,
        done: deadline.done.date(),
    }));
    all.sort_by(|a, b| (a.date.is_none(), a.date, &a.id).cmp(&(b.date.is_none(), b.date, &b.id)));
    all
}

/// The last day for confirming a quarter's member list: the deadline's, else the quarter's.
pub fn roll_date(
    rules: &[DeadlineRule],
    year: &Year,
    cycle: &Cycle,
    quarter: Quarter,
) -> NaiveDate {
    let roll = all(rules, year, cycle).into_iter();
    let roll = roll.filter(|one| one.what == DeadlineKind::Roll && one.quarter == Some(quarter));
    roll.filter_map(|one| one.date).max().unwrap_or(cycle.quarter(quarter).last)
}
