//! What is due, what is late, what lacks evidence. "Today" is passed in as a civil date.

use super::{
    Year,
    cycle::{Cycle, DaySpan, Quarter},
    deadline::{self, DeadlineKind, DeadlineRule},
    proof::proof_name,
    record::{RecordKind, SELF, live},
    summary::{self, Mark},
};
use crate::{
    criteria::CriteriaSet,
    dossier::Dossier,
    id::{ItemId, RecordId},
    scoring,
};
use chrono::NaiveDate;

/// Something with a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Thing {
    /// A deadline; its id.
    Deadline(RecordId),
    /// A quarter's member list, with the branches that did not confirm it.
    Roll(Quarter, Vec<RecordId>),
    /// A task that is not done.
    Task(RecordId),
    /// A meeting that is planned.
    Meeting(RecordId),
    /// Branches that have not met in the running period.
    Meetings(Vec<RecordId>),
    /// A pairing that runs out.
    Pairing(RecordId),
    /// A joint programme that runs out.
    Joint(RecordId),
    /// What was pledged for an item at registration.
    Pledge(ItemId),
}

/// A thing with its day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// What.
    pub thing: Thing,
    /// By when.
    pub day: NaiveDate,
    /// Days until then; negative = late by so many.
    pub days: i64,
}

impl Due {
    /// A name that stays the same as long as the thing does, such as `task-<id>`: the next export
    /// of a calendar updates what the last one brought.
    pub fn name(&self) -> String {
        match &self.thing {
            Thing::Deadline(id) => format!("deadline-{id}"),
            Thing::Roll(quarter, _) => format!("roll-{}", quarter.number()),
            Thing::Task(id) => proof_name(RecordKind::Task, id),
            Thing::Meeting(id) => proof_name(RecordKind::Meeting, id),
            Thing::Meetings(_) => format!("meetings-{}", self.day),
            Thing::Pairing(id) => proof_name(RecordKind::Pairing, id),
            Thing::Joint(id) => proof_name(RecordKind::Joint, id),
            Thing::Pledge(item) => format!("pledge-{item}"),
        }
    }

    /// Whether its day has passed.
    pub fn is_late(&self) -> bool {
        self.days < 0
    }
}

/// What is late, and what is due within `ahead` days from `today`, by day.
pub fn due(
    year: &Year,
    cycle: &Cycle,
    rules: &[DeadlineRule],
    today: NaiveDate,
    ahead: u32,
) -> Vec<Due> {
    let mut all = deadlines(year, cycle, rules);
    let open = live(&year.tasks).filter(|(_, task)| task.counts() && !task.is_done());
    all.extend(open.filter_map(|(id, task)| Some((Thing::Task(id.clone()), task.due()?))));
    let planned = live(&year.meetings).filter(|(_, meeting)| meeting.planned);
    all.extend(planned.filter_map(|(id, m)| Some((Thing::Meeting(id.clone()), m.date.date()?))));
    let running = live(&year.pairings);
    let running =
        running.filter(|(_, pairing)| pairing.state == super::branch::PairingState::Running);
    all.extend(running.filter_map(|(id, p)| Some((Thing::Pairing(id.clone()), p.until.date()?))));
    let open = live(&year.joints).filter(|(_, joint)| joint.result.trim().is_empty());
    all.extend(open.filter_map(|(id, j)| Some((Thing::Joint(id.clone()), j.until.date()?))));
    all.extend(meetings(year, cycle, today));
    let mut due: Vec<Due> = all
        .into_iter()
        .map(|(thing, day)| Due { thing, day, days: (day - today).num_days() })
        .filter(|due| due.days <= i64::from(ahead))
        .collect();
    due.sort_by_key(|due| due.day);
    due
}

fn deadlines(year: &Year, cycle: &Cycle, rules: &[DeadlineRule]) -> Vec<(Thing, NaiveDate)> {
    let mut all = Vec::new();
    for deadline in deadline::all(rules, year, cycle) {
        let Some(day) = deadline.date.filter(|_| deadline.done.is_none()) else { continue };
        match (deadline.what, deadline.quarter) {
            (DeadlineKind::Register, _) if year.registration.registered.date().is_some() => {}
            (DeadlineKind::Roll, Some(quarter)) => {
                let missing = unconfirmed(year, quarter);
                if !missing.is_empty() {
                    all.push((Thing::Roll(quarter, missing), day));
                }
            }
            (
                DeadlineKind::Register
                | DeadlineKind::RegisterNext
                | DeadlineKind::Report
                | DeadlineKind::Roll
                | DeadlineKind::Other,
                _,
            ) => {
                all.push((Thing::Deadline(deadline.id), day));
            }
        }
    }
    all
}

/// Branches that did not confirm a quarter's member list; none where the unit confirmed it whole.
pub fn unconfirmed(year: &Year, quarter: Quarter) -> Vec<RecordId> {
    let confirmed = |id: &str| year.quarter(quarter, id).confirmed.date().is_some();
    if confirmed(SELF) {
        return vec![];
    }
    let branches = year.branches_or_self().into_iter().map(|(id, _)| id);
    branches.filter(|id| !confirmed(id.as_str())).collect()
}

fn meetings(year: &Year, cycle: &Cycle, today: NaiveDate) -> Vec<(Thing, NaiveDate)> {
    let mut by_end: std::collections::BTreeMap<NaiveDate, Vec<RecordId>> = Default::default();
    for line in summary::branches(year, cycle, today) {
        let spans = summary::periods(cycle, line.branch.period);
        let open = line.periods.iter().zip(spans).find(|(mark, _)| **mark == Mark::Open);
        if let Some((_, DaySpan { last, .. })) = open {
            by_end.entry(last).or_default().push(line.id);
        }
    }
    by_end.into_iter().map(|(last, ids)| (Thing::Meetings(ids), last)).collect()
}

/// Whether an item is met by its answer, or does not apply.
pub fn is_met(set: &CriteriaSet, dossier: &Dossier, id: &ItemId) -> bool {
    let mode = scoring::mode_of(set, dossier);
    let worth =
        set.item(id.as_str()).map(|item| scoring::worth(item, &dossier.answer(id.as_str()), mode));
    matches!(worth, Some(scoring::Worth::Na | scoring::Worth::Given(_, true)))
}

/// Pledges whose day has come near while the item is not met by its answer.
pub fn pledges(year: &Year, set: &CriteriaSet, dossier: &Dossier, today: NaiveDate) -> Vec<Due> {
    let met = |id: &ItemId| is_met(set, dossier, id);
    let pledges = year.registration.pledges.iter();
    let open = pledges.filter(|(id, pledge)| pledge.standing.needs_measure() && !met(id));
    let mut due: Vec<Due> = open
        .filter_map(|(id, pledge)| {
            let day = pledge.until.date()?;
            let days = (day - today).num_days();
            Some(Due { thing: Thing::Pledge(id.clone()), day, days })
        })
        .collect();
    due.sort_by_key(|due| due.day);
    due
}
