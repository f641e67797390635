//! Branches at a glance: which have met, which plan, which lag.

use super::{
    Year,
    branch::{Branch, MeetingPeriod, PairingState},
    cycle::{Cycle, DaySpan, Quarter},
    record::{SELF, live},
    task::Task,
    totals::{self, to_u32},
};
use crate::id::RecordId;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// How a meeting period of a branch stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// It met.
    Held,
    /// The period is over without a meeting.
    Missed,
    /// The period runs, no meeting yet.
    Open,
    /// Still to come, or before the branch was founded.
    Ahead,
}

/// Tasks in figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TaskCount {
    /// All that count.
    pub all: u32,
    /// Those whose last day has passed, and those done.
    pub due: u32,
    /// Done.
    pub done: u32,
    /// Done by their last day.
    pub on_time: u32,
    /// Not done, and their last day has passed.
    pub late: u32,
    /// Not done, and still time.
    pub ahead: u32,
    /// Given up; in none of the others.
    pub dropped: u32,
}

/// A branch in a line.
#[derive(Clone, Debug, PartialEq)]
pub struct BranchLine {
    /// Its id; [`SELF`] for a unit without branches.
    pub id: RecordId,
    /// The branch.
    pub branch: Branch,
    /// Members as last known.
    pub members: Option<u64>,
    /// Its meeting periods: 12 months or 4 quarters.
    pub periods: Vec<Mark>,
    /// Periods with a meeting.
    pub held: u32,
    /// Periods that are over, and the running one if it met.
    pub due: u32,
    /// Its tasks.
    pub tasks: TaskCount,
    /// Introduced under 1+1.
    pub introduced: u64,
    /// Admitted.
    pub admitted: u64,
    /// Quarters whose member list is confirmed.
    pub confirmed: BTreeSet<Quarter>,
    /// Branches that it helps.
    pub helps: Vec<RecordId>,
    /// Branches that help it.
    pub helped_by: Vec<RecordId>,
    /// Visits to it.
    pub visits: u32,
}

impl BranchLine {
    /// Whether it met in the running period, or has none running.
    pub fn has_met(&self) -> bool {
        !self.periods.contains(&Mark::Open)
    }

    /// Whether it has tasks ahead.
    pub fn plans(&self) -> bool {
        self.tasks.ahead > 0
    }

    /// Whether it missed its last meeting or has late tasks.
    pub fn lags(&self) -> bool {
        let over = |mark: &&Mark| matches!(mark, Mark::Held | Mark::Missed);
        let last = self.periods.iter().rfind(over);
        last == Some(&Mark::Missed) || self.tasks.late > 0
    }
}

/// The meeting periods of a cycle.
pub fn periods(cycle: &Cycle, period: MeetingPeriod) -> Vec<DaySpan> {
    match period {
        MeetingPeriod::Monthly => (1..=12).map(|month| cycle.month(month)).collect(),
        MeetingPeriod::Quarterly => Quarter::ALL.map(|quarter| cycle.quarter(quarter)).to_vec(),
    }
}

/// Days on which each branch met, by its id. A joint meeting is a meeting of every branch in it;
/// one that names no branch is the unit's own, under [`SELF`].
pub fn meeting_days(year: &Year, today: NaiveDate) -> BTreeMap<&str, BTreeSet<NaiveDate>> {
    let mut days: BTreeMap<&str, BTreeSet<NaiveDate>> = BTreeMap::new();
    for meeting in year.meetings.values() {
        let Some(day) = meeting.held(today) else { continue };
        let none = meeting.branches.is_empty().then_some(SELF);
        for branch in meeting.branches.iter().map(String::as_str).chain(none) {
            days.entry(branch).or_default().insert(day);
        }
    }
    days
}

/// Marks of a branch's periods, from its own meetings and from what it handed up.
fn marks(
    year: &Year,
    cycle: &Cycle,
    (id, branch): (&RecordId, &Branch),
    days: Option<&BTreeSet<NaiveDate>>,
    today: NaiveDate,
) -> Vec<Mark> {
    let handed = year.handed.get(id).filter(|handed| !handed.deleted);
    let spans = periods(cycle, branch.period).into_iter().enumerate();
    let mark = |(index, span): (usize, DaySpan)| {
        let number = (index + 1).to_string();
        let noted = days.is_some_and(|days| days.range(span.first..=span.last).next().is_some());
        if noted || handed.is_some_and(|handed| handed.held.contains(&number)) {
            Mark::Held
        } else if branch.since.date().is_some_and(|since| since > span.first) || today < span.first
        {
            Mark::Ahead
        } else if today > span.last {
            Mark::Missed
        } else {
            Mark::Open
        }
    };
    spans.map(mark).collect()
}

/// Counts tasks.
pub fn count<'a>(tasks: impl Iterator<Item = &'a Task>, today: NaiveDate) -> TaskCount {
    let mut count = TaskCount::default();
    for task in tasks.filter(|task| !task.deleted) {
        if !task.counts() {
            count.dropped += 1;
            continue;
        }
        let (done, late) = (task.is_done(), task.is_late(today));
        count.all += 1;
        count.due += u32::from(done || late);
        count.done += u32::from(done);
        count.on_time += u32::from(task.is_on_time());
        count.late += u32::from(late);
        count.ahead += u32::from(!done && !late);
    }
    count
}

/// Every branch in a line, in the unit's order.
pub fn branches(year: &Year, cycle: &Cycle, today: NaiveDate) -> Vec<BranchLine> {
    let days = meeting_days(year, today);
    let members = totals::latest_members(year);
    let all = year.branches_or_self().into_iter();
    all.map(|(id, branch)| {
        let periods = marks(year, cycle, (&id, &branch), days.get(id.as_str()), today);
        let is = |mark: Mark| to_u32(periods.iter().filter(|one| **one == mark).count());
        let held = is(Mark::Held);
        let (introduced, admitted) = intros(year, &id);
        let running = live(&year.pairings).filter(|(_, p)| p.state == PairingState::Running);
        let pairs: Vec<_> = running.map(|(_, pairing)| pairing).collect();
        let helps = pairs.iter().filter(|p| p.strong == id.0).map(|p| p.weak.as_str().into());
        let helped_by = pairs.iter().filter(|p| p.weak == id.0).map(|p| p.strong.as_str().into());
        let confirmed = Quarter::ALL.into_iter();
        let confirmed =
            confirmed.filter(|q| year.quarter(*q, id.as_str()).confirmed.date().is_some());
        let visits = live(&year.visits).filter(|(_, visit)| visit.branches.contains(&id.0)).count();
        BranchLine {
            members: members.get(id.as_str()).copied(),
            held,
            due: held + is(Mark::Missed),
            tasks: tasks_of(year, &id, today),
            introduced,
            admitted,
            confirmed: confirmed.collect(),
            helps: helps.collect(),
            helped_by: helped_by.collect(),
            visits: to_u32(visits),
            periods,
            branch,
            id,
        }
    })
    .collect()
}

fn tasks_of(year: &Year, id: &RecordId, today: NaiveDate) -> TaskCount {
    let own = |task: &&Task| match id.as_str() {
        SELF => true,
        id => task.branches.contains(id),
    };
    let mut tasks = count(year.tasks.values().filter(own), today);
    if let Some(handed) = year.handed.get(id).filter(|handed| !handed.deleted) {
        let figure = |figure: &super::value::Figure| u32::try_from(figure.or_zero()).unwrap_or(0);
        let (planned, done, late) =
            (figure(&handed.planned), figure(&handed.done), figure(&handed.late));
        tasks.all = tasks.all.saturating_add(planned);
        tasks.done = tasks.done.saturating_add(done);
        tasks.on_time = tasks.on_time.saturating_add(done);
        tasks.late = tasks.late.saturating_add(late);
        tasks.due = tasks.due.saturating_add(done).saturating_add(late);
        tasks.ahead = tasks.ahead.saturating_add(planned.saturating_sub(done).saturating_sub(late));
    }
    tasks
}

/// Introduced and admitted of a branch: what the unit noted, or what the branch handed up where
/// that is more, because both may speak of the same young people.
fn intros(year: &Year, id: &RecordId) -> (u64, u64) {
    let own = live(&year.intros).filter(|(_, intro)| match id.as_str() {
        SELF => true,
        id => intro.branch == id,
    });
    let noted = own.fold((0_u64, 0_u64), |(introduced, admitted), (_, intro)| {
        let (more, grown) = (intro.introduced(), intro.admitted.or_zero());
        (introduced.saturating_add(more), admitted.saturating_add(grown))
    });
    let handed = year.handed.get(id).filter(|handed| !handed.deleted);
    let handed = handed.map(|h| (h.introduced.or_zero(), h.admitted.or_zero())).unwrap_or_default();
    (noted.0.max(handed.0), noted.1.max(handed.1))
}

/// Introduced and admitted in the whole unit: the branches' and those of no branch.
pub fn introductions(year: &Year) -> (u64, u64) {
    let branches = year.branches_or_self();
    let known = |intro: &str| branches.iter().any(|(id, _)| id.0 == SELF || id.0 == intro);
    let loose = live(&year.intros).filter(|(_, intro)| !known(&intro.branch));
    let loose = loose.map(|(_, intro)| (intro.introduced(), intro.admitted.or_zero()));
    let all = branches.iter().map(|(id, _)| intros(year, id)).chain(loose);
    all.fold((0, 0), |sum, one| (sum.0.saturating_add(one.0), sum.1.saturating_add(one.1)))
}
