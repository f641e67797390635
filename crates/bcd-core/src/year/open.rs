//! Opening the year: registering N+1 from the dossier of N, and turning gaps into tasks.

use super::{Year, bulk, copy, cycle::Cycle, registration::standings, task::Task, value::Day};
use crate::{
    command::Set,
    criteria::{CriteriaSet, Item},
    dossier::Dossier,
    field::Fields,
    format::share::is_nothing,
    id::{ItemId, RecordId},
    scoring::{self, Worth},
};
use chrono::NaiveDate;

/// The fields of the dossier for the cycle after that of `dossier`, which is answered against
/// `set`: the unit, how each item stands, and what stays from year to year. Empty where the cycle
/// is none.
///
/// `there` is the new dossier as far as it exists: what was said in it is left as it is, item by
/// item, and records that it has, also deleted ones, are left alone.
pub fn register(dossier: &Dossier, last: &Year, set: &CriteriaSet, there: &Fields) -> Vec<Set> {
    let year = &Year::of(there);
    let Some((from, to)) = last.days().and_then(|from| Some((from, from.next()?))) else {
        return vec![];
    };
    let unit = &dossier.unit;
    let texts = [
        ("unit/id", &unit.id.0),
        ("unit/name", &unit.name),
        ("unit/kind", &unit.kind),
        ("unit/upper", &unit.upper),
        ("unit/cluster", &unit.cluster),
        ("registration/officer", &last.registration.officer),
        ("cycle", &to.text()),
    ];
    let mut sets: Vec<Set> = texts
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(path, text)| Set { path: path.to_owned(), value: text.as_str().into() })
        .collect();
    if let Some(mode) = dossier.mode {
        sets.push(Set { path: "mode".to_owned(), value: mode.as_str().into() });
    }
    if dossier.sample {
        sets.push(Set { path: "sample".to_owned(), value: true.into() });
    }
    for (item, standing) in standings(set, dossier) {
        sets.extend(bulk::given(&format!("registration/item/{item}/standing"), &standing));
    }
    sets.extend(copy::standing(last, (&from, &to), year));
    // An undone field is kept with nothing in it; that is not something said.
    let is_said = |set: &Set| there.get(&set.path).is_some_and(|entry| !is_nothing(&entry.v));
    sets.retain(|set| !is_said(set));
    sets
}

/// Why an item is a gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GapReason {
    /// Not answered.
    Open,
    /// Answered and not met.
    Unmet,
    /// Met, below the best step.
    Below,
    /// Claimed without evidence.
    Unproven,
}

/// An item that can be done better.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// Which.
    pub item: ItemId,
    /// Why.
    pub reason: GapReason,
    /// Tasks that serve it and are not done.
    pub tasks: Vec<RecordId>,
}

/// Gaps of the assessment, in the set's order.
pub fn gaps(set: &CriteriaSet, dossier: &Dossier, year: &Year) -> Vec<Gap> {
    let mode = scoring::mode_of(set, dossier);
    let asked = set.items().map(|(_, item)| item);
    let asked = asked.filter(|item| item.applies_to(&dossier.unit.kind));
    let gap = |item: &Item| {
        let worth = scoring::worth(item, &dossier.answer(item.id.as_str()), mode);
        let reason = match worth {
            Worth::Na => return None,
            Worth::Open => GapReason::Open,
            Worth::Given(_, false) => GapReason::Unmet,
            Worth::Given(points, true) if points < item.max() => GapReason::Below,
            Worth::Given(_, true) if dossier.lacks_evidence(item, mode) => GapReason::Unproven,
            Worth::Given(_, true) => return None,
        };
        let open = |task: &Task| task.counts() && !task.is_done();
        let serves = |task: &Task| task.items.contains(item.id.as_str());
        let tasks = year.tasks.iter().filter(|(_, task)| open(task) && serves(task));
        let tasks = tasks.map(|(id, _)| id.clone()).collect();
        Some(Gap { item: item.id.clone(), reason, tasks })
    };
    asked.filter_map(gap).collect()
}

/// The task that a gap becomes: from today to the end of the quarter. `content` is the item's
/// text in the person's language.
pub fn gap_task(
    year: &Year,
    item: &ItemId,
    content: &str,
    cycle: &Cycle,
    today: NaiveDate,
) -> Task {
    let end = cycle.quarter_of(today).map(|quarter| cycle.quarter(quarter).last);
    Task {
        content: content.to_owned(),
        items: [item.0.clone()].into(),
        start: Day::from(today),
        end: end.map(Day::from).unwrap_or_default(),
        order: bulk::last_place(year),
        source: format!("gap/{item}"),
        extra: true,
        ..Task::default()
    }
}
