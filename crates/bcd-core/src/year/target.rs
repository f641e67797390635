//! Targets with what was reached, quarter by quarter. All but those counted by hand count
//! themselves.

use super::{
    Year,
    cycle::{Cycle, Quarter},
    figures::{Target, TargetKind},
    record::live,
    summary,
    task::ProjectKind,
    totals,
    value::{Day, Figure},
};
use crate::id::RecordId;
use chrono::NaiveDate;

/// A target in figures.
#[derive(Clone, Debug, PartialEq)]
pub struct TargetLine {
    /// Its id.
    pub id: RecordId,
    /// The target.
    pub target: Target,
    /// Aimed at in each quarter, where it was said.
    pub plan: [Option<u64>; 4],
    /// Reached in each quarter; a share has only the last.
    pub actual: [Option<u64>; 4],
    /// Aimed at in the year.
    pub goal: Option<u64>,
    /// Reached in the year.
    pub reached: u64,
}

impl TargetLine {
    /// Whole percent of the goal, rounded down, not above 100; none without a goal.
    pub fn percent(&self) -> Option<u8> {
        let goal = self.goal.filter(|goal| *goal > 0)?;
        let percent = u128::from(self.reached) * 100 / u128::from(goal);
        Some(u8::try_from(percent.min(100)).unwrap_or(100))
    }
}

/// Every target that is not deleted, in the unit's order.
pub fn lines(year: &Year, cycle: &Cycle) -> Vec<TargetLine> {
    let mut targets: Vec<_> = live(&year.targets).collect();
    targets.sort_by_key(|(id, target)| (target.order, *id));
    targets.into_iter().map(|(id, target)| line(year, cycle, id, target)).collect()
}

fn line(year: &Year, cycle: &Cycle, id: &RecordId, target: &Target) -> TargetLine {
    let by_hand = |from: &std::collections::BTreeMap<String, Figure>| {
        Quarter::ALL.map(|quarter| from.get(&quarter.number().to_string()).and_then(Figure::get))
    };
    let plan = by_hand(&target.plan);
    let goal = target.goal.get().or_else(|| sum(&plan));
    let (actual, reached) = match target.kind {
        TargetKind::Other => {
            let actual = by_hand(&target.actual);
            (actual, sum(&actual).unwrap_or(0))
        }
        TargetKind::Introduced | TargetKind::Admitted => introduced(year, cycle, target),
        TargetKind::Projects => {
            let done = live(&year.tasks).map(|(_, task)| task).filter(|task| task.is_done());
            let projects = done.filter(|task| match task.project {
                ProjectKind::None => false,
                ProjectKind::Unit => target.branch.is_empty(),
                ProjectKind::Branch => {
                    target.branch.is_empty() || task.branches.contains(&target.branch)
                }
            });
            counted(projects.map(|task| (task.done.date().or(task.due()), 1)), cycle)
        }
        TargetKind::Courses => {
            let day = |day: &Day| day.date();
            let courses = live(&year.courses).map(|(_, course)| course);
            counted(courses.map(|c| (day(&c.end).or_else(|| day(&c.start)), 1)), cycle)
        }
        TargetKind::ClassShare => {
            let share = class_share(year, &target.branch, &target.class);
            ([None, None, None, share], share.unwrap_or(0))
        }
    };
    TargetLine { id: id.clone(), target: target.clone(), plan, actual, goal, reached }
}

// Quarters that something was counted in; what has no day in the cycle counts in the year only.
fn counted(
    things: impl Iterator<Item = (Option<NaiveDate>, u64)>,
    cycle: &Cycle,
) -> ([Option<u64>; 4], u64) {
    let (mut quarters, mut all) = ([None; 4], 0_u64);
    for (day, count) in things {
        all = all.saturating_add(count);
        let quarter = day.and_then(|day| cycle.quarter_of(day));
        if let Some(quarter) = quarter.map(|quarter| usize::from(quarter.number()) - 1) {
            quarters[quarter] = Some(count.saturating_add(quarters[quarter].unwrap_or(0)));
        }
    }
    (quarters, all)
}

fn introduced(year: &Year, cycle: &Cycle, target: &Target) -> ([Option<u64>; 4], u64) {
    let admitted = target.kind == TargetKind::Admitted;
    let of = live(&year.intros).map(|(_, intro)| intro);
    let of = of.filter(|intro| target.branch.is_empty() || intro.branch == target.branch);
    let counts = of.map(|intro| {
        if admitted {
            (intro.admitted_on.date().or(intro.date.date()), intro.admitted.or_zero())
        } else {
            (intro.date.date(), intro.introduced())
        }
    });
    let (quarters, noted) = counted(counts.filter(|(_, count)| *count > 0), cycle);
    // What branches handed up has no quarters.
    let all = if target.branch.is_empty() {
        summary::introductions(year)
    } else {
        let handed = year.handed.get(target.branch.as_str()).filter(|handed| !handed.deleted);
        handed.map(|h| (h.introduced.or_zero(), h.admitted.or_zero())).unwrap_or_default()
    };
    (quarters, noted.max(if admitted { all.1 } else { all.0 }))
}

fn class_share(year: &Year, branch: &str, class: &str) -> Option<u64> {
    let (rated, count) = if branch.is_empty() {
        let sums = totals::annual(year);
        (sums.rated, sums.classes.get(class).copied())
    } else {
        let annual = year.annuals.get(branch).filter(|annual| !annual.deleted)?;
        (annual.rated.get(), annual.classes.get(class).and_then(Figure::get))
    };
    let rated = rated.filter(|rated| *rated > 0)?;
    Some(count?.saturating_mul(100) / rated)
}

fn sum(figures: &[Option<u64>; 4]) -> Option<u64> {
    figures.iter().flatten().copied().reduce(u64::saturating_add)
}
