//! Last year's plan as this year's: the same work, days moved, nothing typed twice.

use super::{
    Year,
    branch::{Branch, PairingState},
    bulk::{fresh, moved_day},
    cycle::{Cycle, months_between},
    figures::Target,
    plan,
    record::{live, write},
    task::Task,
};
use crate::{command::Set, id::RecordId};
use std::collections::{BTreeMap, BTreeSet};

/// Copies tasks into the dossier of `to`, whose year is `there`. Days move by the months between
/// the cycles; 29 February becomes the 28th where there is none.
///
/// A task keeps its id, so that two devices that copy make one plan, not two; a task that is
/// already there, also a deleted one, is left alone.
pub fn plan(
    last: &Year,
    chosen: &BTreeSet<RecordId>,
    (from, to): (&Cycle, &Cycle),
    there: &Year,
) -> Vec<Set> {
    let months = months_between(from, to);
    let source = format!("plan/{}", from.text());
    let copy = |task: &Task| Task {
        start: moved_day(&task.start, months),
        end: moved_day(&task.end, months),
        source: source.clone(),
        extra: false,
        ..fresh(task)
    };
    let tasks = plan::ordered(last).into_iter().filter(|(id, _)| chosen.contains(*id));
    let missing = tasks.filter(|(id, _)| !there.tasks.contains_key(*id));
    missing.flat_map(|(id, task)| write(id, &copy(task))).collect()
}

/// Tasks that a copy is offered for: all that are not deleted, also what was dropped or not done.
pub fn offered(last: &Year) -> BTreeSet<RecordId> {
    live(&last.tasks).map(|(id, _)| id.clone()).collect()
}

/// Copies what stays from year to year: branches with their last known members, pairings under
/// way, targets without what was reached, deadlines of the unit's own.
pub fn standing(last: &Year, (from, to): (&Cycle, &Cycle), there: &Year) -> Vec<Set> {
    let months = months_between(from, to);
    let mut sets = Vec::new();
    let known = super::totals::latest_members(last);
    for (id, branch) in live(&last.branches).filter(|(id, _)| !there.branches.contains_key(*id)) {
        let latest = known.get(id.as_str()).copied().map(Into::into);
        let members = latest.unwrap_or_else(|| branch.members.clone());
        // The member list has to be checked again each year.
        sets.extend(write(id, &Branch { members, roll: false, ..branch.clone() }));
    }
    let running =
        live(&last.pairings).filter(|(_, pairing)| pairing.state == PairingState::Running);
    for (id, pairing) in running.filter(|(id, _)| !there.pairings.contains_key(*id)) {
        sets.extend(write(id, pairing));
    }
    for (id, target) in live(&last.targets).filter(|(id, _)| !there.targets.contains_key(*id)) {
        sets.extend(write(id, &Target { actual: BTreeMap::new(), ..target.clone() }));
    }
    for (id, deadline) in live(&last.deadlines).filter(|(id, _)| !there.deadlines.contains_key(*id))
    {
        let mut deadline = deadline.clone();
        deadline.date = moved_day(&deadline.date, months);
        deadline.done = super::value::Day::default();
        sets.extend(write(id, &deadline));
    }
    sets
}
