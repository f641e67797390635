//! What goes up of the year, and what comes in from a branch: counts, in the same kind of file.

use super::{
    Year,
    cycle::{Cycle, Quarter},
    due,
    figures::quarter_id,
    record::{RecordKind, SELF, live, path},
    summary::{self, BranchLine, Mark, TaskCount},
    task::ProjectKind,
    totals,
    value::{Figure, MOST},
};
use crate::{
    command::Set,
    format::{
        envelope::Envelope,
        limits,
        submission::Submission,
        year::{
            AnnualCounts, BranchCounts, EventCounts, IntroCounts, MeetingCounts, QuarterCounts,
            TaskCounts, YearCounts,
        },
    },
    id::{RecordId, UnitId},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The counts of a year by `today`; none where nothing was noted or the cycle is none.
pub fn counts(year: &Year, today: NaiveDate) -> Option<YearCounts> {
    let cycle = year.days().filter(|_| is_kept(year))?;
    let branches = summary::branches(year, &cycle, today);
    let meetings = branches.iter().fold(MeetingCounts::default(), |sum, line| MeetingCounts {
        held: sum.held + u64::from(line.held),
        due: sum.due + u64::from(line.due),
    });
    let quarters = Quarter::ALL.into_iter().filter_map(|quarter| {
        let counts = quarter_counts(year, quarter);
        (counts != QuarterCounts::default()).then(|| (quarter.number().to_string(), counts))
    });
    let annual = totals::annual(year);
    Some(YearCounts {
        as_of: today.to_string(),
        quarters: quarters.collect(),
        annual: AnnualCounts {
            reviewed: annual.reviewed.map(exact),
            eligible: annual.eligible.map(exact),
            rated: annual.rated.map(exact),
            classes: annual
                .classes
                .into_iter()
                .map(|(class, count)| (class, exact(count)))
                .take(limits::CLASSES)
                .collect(),
            signed_up: annual.signed_up.map(exact),
            assessed: annual.assessed.map(exact),
        },
        meetings,
        tasks: task_counts(&summary::count(year.tasks.values(), today)),
        introductions: intro_counts(summary::introductions(year)),
        events: events(year, &cycle, today),
        branches: branches.iter().map(branch_counts).collect(),
    })
}

// What nobody has is no figure: a slip of the finger must not make the file unreadable.
fn exact(figure: u64) -> u64 {
    figure.min(MOST)
}

fn is_kept(year: &Year) -> bool {
    live(&year.tasks).next().is_some()
        || live(&year.branches).next().is_some()
        || live(&year.meetings).next().is_some()
        || live(&year.intros).next().is_some()
        || live(&year.quarters).next().is_some()
        || live(&year.annuals).next().is_some()
}

fn quarter_counts(year: &Year, quarter: Quarter) -> QuarterCounts {
    let sums = totals::quarter(year, quarter).sums;
    let confirmed = if due::unconfirmed(year, quarter).is_empty() {
        let own = year.quarter(quarter, SELF).confirmed.date();
        let branches = year.branches_or_self().into_iter();
        let all =
            branches.filter_map(|(id, _)| year.quarter(quarter, id.as_str()).confirmed.date());
        own.or_else(|| all.max())
    } else {
        None
    };
    QuarterCounts {
        members: sums.members.map(exact),
        new: exact(sums.new),
        complete: exact(sums.complete),
        moved_in: exact(sums.moved_in),
        moved_out: exact(sums.moved_out),
        graduated: exact(sums.graduated),
        disciplined: exact(sums.disciplined),
        handled: exact(sums.handled),
        hard: sums.hard.map(exact),
        confirmed: confirmed.map(|day| day.to_string()).unwrap_or_default(),
    }
}

fn task_counts(count: &TaskCount) -> TaskCounts {
    TaskCounts {
        planned: count.all.into(),
        done: count.done.into(),
        on_time: count.on_time.into(),
        late: count.late.into(),
    }
}

fn intro_counts((introduced, admitted): (u64, u64)) -> IntroCounts {
    IntroCounts { introduced: exact(introduced), admitted: exact(admitted) }
}

fn events(year: &Year, cycle: &Cycle, today: NaiveDate) -> EventCounts {
    let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let past = |day: Option<NaiveDate>| day.is_some_and(|day| day <= today && cycle.contains(day));
    let done = live(&year.tasks).filter(|(_, task)| task.is_done());
    let signed = live(&year.joints).filter(|(_, joint)| joint.signed.date() <= Some(today));
    let signed = signed.filter(|(_, joint)| joint.signed.date().is_some());
    EventCounts {
        projects: count(done.filter(|(_, task)| task.project == ProjectKind::Unit).count()),
        visit_days: exact(live(&year.visits).map(|(_, v)| v.days()).fold(0, u64::saturating_add)),
        courses: count(live(&year.courses).filter(|(_, c)| past(c.start.date())).count()),
        contests: count(live(&year.contests).filter(|(_, c)| past(c.date.date())).count()),
        models: count(live(&year.models).count()),
        joints: count(signed.count()),
    }
}

fn branch_counts(line: &BranchLine) -> BranchCounts {
    let held = line.periods.iter().zip(1_u8..).filter(|(mark, _)| **mark == Mark::Held);
    // What a branch handed up may speak of fewer tasks than its parts: never send that on.
    let mut tasks = task_counts(&line.tasks);
    tasks.planned = tasks.planned.max(tasks.done.saturating_add(tasks.late));
    BranchCounts {
        id: line.id.0.clone(),
        name: line.branch.name.clone(),
        members: line.members.map(exact),
        period: line.branch.period.as_str().to_owned(),
        held: held.map(|(_, number)| number).collect(),
        due: line.due.into(),
        tasks,
        introductions: intro_counts((line.introduced, line.admitted)),
        confirmed: line.confirmed.iter().map(|quarter| quarter.number()).collect(),
    }
}

/// Why a branch's counts are not taken into its parent's year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CountsNotTaken {
    /// The submission has none.
    NoCounts,
    /// It is of another cycle.
    OtherCycle,
    /// It was made on a sample unit.
    Sample,
    /// A later submission of the branch was taken in already.
    Older,
    /// The branch is not there.
    NoSuchBranch,
}

/// The branch of this dossier that keeps a dossier of its own under this unit id.
pub fn branch_of(year: &Year, unit: &UnitId) -> Option<RecordId> {
    let known = |id: &RecordId, own: &str| {
        let handed = year.handed.get(id).map_or("", |handed| handed.unit.as_str());
        own == unit.as_str() || handed == unit.as_str()
    };
    live(&year.branches).find(|(id, branch)| known(id, &branch.unit)).map(|(id, _)| id.clone())
}

/// The fields that take a branch's submission into the year of its Đoàn cơ sở: quarterly and
/// yearly figures of the branch, its meetings, tasks and introductions as counts. Nothing is
/// retyped; taking the same submission again sets the same.
///
/// # Errors
/// [`CountsNotTaken`], which changes nothing.
pub fn take_in(
    year: &Year,
    branch: &RecordId,
    envelope: &Envelope<Submission>,
) -> Result<Vec<Set>, CountsNotTaken> {
    let counts = envelope.body.year.as_deref().ok_or(CountsNotTaken::NoCounts)?;
    if live(&year.branches).all(|(id, _)| id != branch) {
        return Err(CountsNotTaken::NoSuchBranch);
    }
    if Cycle::parse(&envelope.cycle).is_none() || Cycle::parse(&envelope.cycle) != year.days() {
        return Err(CountsNotTaken::OtherCycle);
    }
    if envelope.body.sample {
        return Err(CountsNotTaken::Sample);
    }
    let known = year.handed.get(branch).filter(|handed| !handed.deleted).cloned();
    let known = known.unwrap_or_default();
    let same = known.unit.is_empty() || known.unit == envelope.unit.id.0;
    if same && known.seq.or_zero() > u64::from(envelope.seq) {
        return Err(CountsNotTaken::Older);
    }
    let mut sets = figures(branch, counts);
    let at = |field: &str| path(RecordKind::Handed, branch, field);
    let mut put = |field: &str, value: Value| sets.push(Set { path: at(field), value });
    put("unit", envelope.unit.id.0.as_str().into());
    put("digest", envelope.digest.as_str().into());
    put("seq", envelope.seq.into());
    put("as_of", counts.as_of.as_str().into());
    put("planned", counts.tasks.planned.into());
    put("done", counts.tasks.on_time.into());
    put("late", counts.tasks.late.into());
    put("introduced", counts.introductions.introduced.into());
    put("admitted", counts.introductions.admitted.into());
    put("deleted", false.into());
    // Only a unit without branches of its own has one row of periods.
    let own = counts.branches.iter().filter(|one| one.id == SELF);
    let held: Vec<String> = own.flat_map(|one| &one.held).map(u8::to_string).collect();
    for period in &known.held {
        if !held.contains(period) {
            put(&format!("held/{period}"), false.into());
        }
    }
    for period in held {
        put(&format!("held/{period}"), true.into());
    }
    if let Some(one) = counts.branches.iter().find(|one| one.id == SELF) {
        let period = path(RecordKind::Branch, branch, "period");
        sets.push(Set { path: period, value: one.period.as_str().into() });
    }
    let unit = path(RecordKind::Branch, branch, "unit");
    sets.push(Set { path: unit, value: envelope.unit.id.0.as_str().into() });
    Ok(sets)
}

fn figures(branch: &RecordId, counts: &YearCounts) -> Vec<Set> {
    let mut sets = Vec::new();
    for (number, quarter) in &counts.quarters {
        let Some(number) = Quarter::parse(number) else { continue };
        let id = quarter_id(number, branch.as_str());
        let figures = [
            ("members", quarter.members),
            ("new", Some(quarter.new)),
            ("complete", Some(quarter.complete)),
            ("moved_in", Some(quarter.moved_in)),
            ("moved_out", Some(quarter.moved_out)),
            ("graduated", Some(quarter.graduated)),
            ("disciplined", Some(quarter.disciplined)),
            ("handled", Some(quarter.handled)),
            ("hard", quarter.hard),
        ];
        sets.extend(given(RecordKind::Quarter, &id, figures));
        if !quarter.confirmed.is_empty() {
            let path = path(RecordKind::Quarter, &id, "confirmed");
            sets.push(Set { path, value: quarter.confirmed.as_str().into() });
        }
    }
    let annual = &counts.annual;
    let figures = [
        ("reviewed", annual.reviewed),
        ("eligible", annual.eligible),
        ("rated", annual.rated),
        ("signed_up", annual.signed_up),
        ("assessed", annual.assessed),
    ];
    sets.extend(given(RecordKind::Annual, branch, figures));
    for (class, count) in annual.classes.iter().filter(|(class, _)| is_path_part(class)) {
        let path = path(RecordKind::Annual, branch, &format!("class/{class}"));
        sets.push(Set { path, value: Figure::from(*count).value() });
    }
    sets
}

fn is_path_part(text: &str) -> bool {
    !text.is_empty() && !text.contains(['/', '|'])
}

fn given<const N: usize>(
    kind: RecordKind,
    id: &RecordId,
    figures: [(&str, Option<u64>); N],
) -> Vec<Set> {
    let said = figures.into_iter().filter_map(|(field, figure)| Some((field, figure?)));
    said.map(|(field, figure)| Set {
        path: path(kind, id, field),
        value: Figure::from(figure).value(),
    })
    .collect()
}
