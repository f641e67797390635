//! Standing (tình hình gửi): who has registered, who has sent, who is late and by how many days. A
//! pure function of the roll, what was received, the deadlines, and the day.

use super::{Due, Roll, RollUnit, history, matching::Matches};
use crate::{
    id::RecordId,
    intake::{Apart, Index, Latest, Summary},
    year::{
        cycle::{Cycle, UNIT_ZONE, day_of},
        deadline::{DeadlineKind, DeadlineRule},
        value::Day,
    },
};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// The last days of a cycle; none = nobody set one, and nobody is late.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dues {
    /// For registering.
    pub register: Option<NaiveDate>,
    /// For reporting.
    pub report: Option<NaiveDate>,
}

impl Dues {
    /// Those of a cycle: as the officer set them, else as the rules of a pack say.
    pub fn of(roll: &Roll, cycle: &str, rules: &[DeadlineRule]) -> Self {
        let days = Cycle::parse(cycle);
        let day = |due: Due, what: DeadlineKind| {
            let set = roll.dues.get(&(due, cycle.to_owned())).and_then(Day::date);
            let rules = || rules.iter().filter(|rule| rule.what == what);
            set.or_else(|| rules().filter_map(|rule| rule.date(days.as_ref()?)).max())
        };
        Self {
            register: day(Due::Register, DeadlineKind::Register),
            report: day(Due::Report, DeadlineKind::Report),
        }
    }
}

/// How far a unit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Not registered, and nothing sent (chưa đăng ký).
    NotRegistered,
    /// Registered, and nothing sent (đã đăng ký, chưa gửi).
    Registered,
    /// Something is here, of which nobody knows yet that the unit wrote it (đã nhận, chưa xác nhận):
    /// its number.
    Unconfirmed(u32),
    /// Sent (đã gửi): the latest number.
    Sent(u32),
}

impl Stage {
    /// Whether nothing that counts was sent.
    pub fn lacks(self) -> bool {
        match self {
            Self::NotRegistered | Self::Registered | Self::Unconfirmed(_) => true,
            Self::Sent(_) => false,
        }
    }
}

/// Late with what, and by how many days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Late {
    /// With what.
    pub with: Due,
    /// The last day for it.
    pub due: NaiveDate,
    /// Days after it: up to today, or up to when it was first sent.
    pub days: u32,
}

/// How a line stands in a cycle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The line, with its name and cluster of that cycle.
    pub unit: RollUnit,
    /// How far it is.
    pub stage: Stage,
    /// The day on which it registered, as an officer noted it.
    pub registered: Option<NaiveDate>,
    /// Late with something.
    pub late: Option<Late>,
    /// Its latest submission of the cycle; held apart if [`Stage::Unconfirmed`].
    pub latest: Option<Latest>,
}

impl Standing {
    /// Days late with what was to be sent; 0 = in time, or nothing was due.
    pub fn days_late(&self) -> u32 {
        self.late.filter(|late| late.with == Due::Report).map_or(0, |late| late.days)
    }

    /// The kind that the list says; where it says none, what the unit says.
    pub fn kind(&self) -> &str {
        self.said(&self.unit.kind, |summary| &summary.kind)
    }

    /// The cluster, likewise.
    pub fn cluster(&self) -> &str {
        self.said(&self.unit.cluster, |summary| &summary.cluster)
    }

    fn said<'a>(&'a self, own: &'a str, theirs: fn(&Summary) -> &String) -> &'a str {
        match &self.latest {
            Some(latest) if own.is_empty() => theirs(&latest.summary),
            Some(_) | None => own,
        }
    }

    /// Whether a reminder has something to say: something is due or overdue, and not here.
    pub fn is_to_be_reminded(&self) -> bool {
        self.stage.lacks()
    }
}

/// How each line of a cycle stands, by id. `today` is the day in Vietnam.
pub fn standings(
    roll: &Roll,
    cycle: &str,
    received: &[Summary],
    apart: Apart<'_>,
    dues: Dues,
    today: NaiveDate,
) -> Vec<Standing> {
    let matches = Matches::of(roll);
    let of_cycle: Index =
        received.iter().filter(|summary| summary.cycle == cycle).cloned().collect();
    // The first day on which a line sent something that counts: a correction later is not late.
    let mut first: BTreeMap<&RecordId, NaiveDate> = BTreeMap::new();
    for summary in of_cycle.iter().filter(|summary| !apart(summary)) {
        let line = matches.line(&summary.unit, cycle);
        if let (Some(line), Some(day)) = (line, day_of(&summary.at, UNIT_ZONE)) {
            let known = first.entry(&line.id).or_insert(day);
            *known = day.min(*known);
        }
    }
    let mut sent: BTreeMap<&RecordId, Latest> = BTreeMap::new();
    for one in of_cycle.latest(apart) {
        if let Some(line) = matches.line(&one.summary.unit, cycle) {
            sent.insert(&line.id, one);
        }
    }
    let standing = |unit: RollUnit| {
        let latest = sent.get(&unit.id).cloned();
        let registered = unit.registered.get(cycle).and_then(Day::date);
        let stage = match &latest {
            Some(latest) if apart(&latest.summary) => Stage::Unconfirmed(latest.summary.seq),
            Some(latest) => Stage::Sent(latest.summary.seq),
            None if unit.registered.get(cycle).is_some_and(Day::is_given) => Stage::Registered,
            None => Stage::NotRegistered,
        };
        let reported = first.get(&unit.id).copied();
        let late = late(Due::Report, dues.report, reported, today)
            .or_else(|| match stage {
                Stage::NotRegistered => late(Due::Register, dues.register, None, today),
                // Who sends something without having registered is asked for nothing more.
                Stage::Registered | Stage::Unconfirmed(_) | Stage::Sent(_) => None,
            })
            // A unit that came into being after the day could not keep it.
            .filter(|late| !began_after(&unit, late.due));
        Standing { unit, stage, registered, late, latest }
    };
    roll.at(cycle).into_iter().map(standing).collect()
}

fn late(
    with: Due,
    due: Option<NaiveDate>,
    done: Option<NaiveDate>,
    today: NaiveDate,
) -> Option<Late> {
    let due = due?;
    let days = (done.unwrap_or(today) - due).num_days();
    let days = u32::try_from(days).ok().filter(|days| *days > 0)?;
    Some(Late { with, due, days })
}

fn began_after(unit: &RollUnit, day: NaiveDate) -> bool {
    unit.since.as_deref().and_then(history::starts).is_some_and(|begun| begun > day)
}

/// How many lines stand how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StandingCount {
    /// All.
    pub all: usize,
    /// Not registered, nothing sent.
    pub not_registered: usize,
    /// Registered, nothing sent.
    pub registered: usize,
    /// Here, not confirmed.
    pub unconfirmed: usize,
    /// Sent.
    pub sent: usize,
    /// Late with something, also those that have sent since.
    pub late: usize,
}

impl StandingCount {
    /// Counts. The four stages add up to all.
    pub fn of<'a>(standings: impl IntoIterator<Item = &'a Standing>) -> Self {
        let mut count = Self::default();
        for standing in standings {
            count.all += 1;
            count.late += usize::from(standing.late.is_some());
            *match standing.stage {
                Stage::NotRegistered => &mut count.not_registered,
                Stage::Registered => &mut count.registered,
                Stage::Unconfirmed(_) => &mut count.unconfirmed,
                Stage::Sent(_) => &mut count.sent,
            } += 1;
        }
        count
    }
}
