//! Totals: branches' figures add up to the unit's, over the quarters.
//!
//! Where every branch said a figure, their sum stands. Until then the unit's own figure does, and
//! without one the sum of those that came in.

use super::{
    Year,
    cycle::Quarter,
    figures::{Annual, QuarterFigures},
    record::SELF,
    value::Figure,
};
use std::collections::BTreeMap;

/// Figures that were added up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// Members; none where nobody said.
    pub members: Option<u64>,
    /// Admitted.
    pub new: u64,
    /// Of these, with complete papers.
    pub complete: u64,
    /// Moved in.
    pub moved_in: u64,
    /// Moved out.
    pub moved_out: u64,
    /// Grown out.
    pub graduated: u64,
    /// Disciplined.
    pub disciplined: u64,
    /// Moved, grown out and disciplined.
    pub cases: u64,
    /// Of these, handled by the rules.
    pub handled: u64,
    /// In hardship; none where nobody looked.
    pub hard: Option<u64>,
}

/// A quarter of the whole unit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QuarterTotal {
    /// What stands.
    pub sums: Sums,
    /// Branches that said how many members they have.
    pub said: u32,
    /// Branches that confirmed their list.
    pub confirmed: u32,
    /// Branches.
    pub of: u32,
}

/// What a quarter adds up to.
pub fn quarter(year: &Year, quarter: Quarter) -> QuarterTotal {
    let branches = year.branches_or_self();
    let all: Vec<QuarterFigures> =
        branches.iter().map(|(id, _)| year.quarter(quarter, id.as_str())).collect();
    let own = year.quarter(quarter, SELF);
    let count = |f: fn(&QuarterFigures) -> bool| to_u32(all.iter().filter(|one| f(one)).count());
    let sum = |get: fn(&QuarterFigures) -> &Figure| stands(all.iter().map(get), get(&own));
    let (moved_in, moved_out) = (sum(|one| &one.moved_in), sum(|one| &one.moved_out));
    let (graduated, disciplined) = (sum(|one| &one.graduated), sum(|one| &one.disciplined));
    let zero = |figure: Option<u64>| figure.unwrap_or(0);
    let cases = [moved_in, moved_out, graduated, disciplined].map(zero);
    QuarterTotal {
        sums: Sums {
            members: sum(|one| &one.members),
            new: zero(sum(|one| &one.new)),
            complete: zero(sum(|one| &one.complete)),
            moved_in: cases[0],
            moved_out: cases[1],
            graduated: cases[2],
            disciplined: cases[3],
            cases: cases.into_iter().fold(0, u64::saturating_add),
            handled: zero(sum(|one| &one.handled)),
            hard: sum(|one| &one.hard),
        },
        said: count(|one| one.members.get().is_some()),
        confirmed: count(|one| one.confirmed.date().is_some()),
        of: to_u32(all.len()),
    }
}

fn stands<'a>(branches: impl Iterator<Item = &'a Figure>, own: &Figure) -> Option<u64> {
    let (mut all, mut sum) = (true, None);
    for figure in branches {
        match figure.get() {
            Some(number) => sum = Some(number.saturating_add(sum.unwrap_or(0))),
            None => all = false,
        }
    }
    if all { sum } else { own.get().or(sum) }
}

/// What the quarters add up to: who came and went is summed, members and hard cases are those of
/// the last quarter that says.
pub fn whole(year: &Year) -> Sums {
    let mut whole = Sums::default();
    for quarter in Quarter::ALL.map(|number| quarter(year, number).sums) {
        whole.members = quarter.members.or(whole.members);
        whole.hard = quarter.hard.or(whole.hard);
        for (sum, more) in [
            (&mut whole.new, quarter.new),
            (&mut whole.complete, quarter.complete),
            (&mut whole.moved_in, quarter.moved_in),
            (&mut whole.moved_out, quarter.moved_out),
            (&mut whole.graduated, quarter.graduated),
            (&mut whole.disciplined, quarter.disciplined),
            (&mut whole.cases, quarter.cases),
            (&mut whole.handled, quarter.handled),
        ] {
            *sum = sum.saturating_add(more);
        }
    }
    whole.members = members(year);
    whole
}

/// The unit's members as last known: the branches' where each one said, else the unit's own.
pub fn members(year: &Year) -> Option<u64> {
    let latest = latest_members(year);
    let branches = year.branches_or_self();
    let figures: Vec<Figure> = branches
        .iter()
        .map(|(id, _)| latest.get(id.as_str()).map_or(Figure::Open, |n| Figure::Is(*n)))
        .collect();
    let own = latest.get(SELF).map_or(Figure::Open, |n| Figure::Is(*n));
    stands(figures.iter(), &own)
}

/// Members of each branch, and of the unit under [`SELF`], as last said: in the latest quarter
/// with a figure, else with the branch.
pub fn latest_members(year: &Year) -> BTreeMap<String, u64> {
    let mut latest = BTreeMap::new();
    for (id, branch) in super::record::live(&year.branches) {
        if let Some(members) = branch.members.get() {
            latest.insert(id.0.clone(), members);
        }
    }
    // Ids begin with the quarter's number, so later quarters come later.
    for (id, figures) in super::record::live(&year.quarters) {
        if let (Some((_, branch)), Some(members)) = (id.0.split_once('/'), figures.members.get()) {
            latest.insert(branch.to_owned(), members);
        }
    }
    latest
}

/// What was last known before a quarter: members and hard cases of the nearest quarter that says,
/// each on its own, else the members that stand with the branch.
pub fn before(year: &Year, quarter: Quarter, branch: &str) -> QuarterFigures {
    let mut known = QuarterFigures::default();
    let mut at = quarter;
    while let Some(earlier) = at.before() {
        let figures = year.quarter(earlier, branch);
        for (mine, theirs) in
            [(&mut known.members, figures.members), (&mut known.hard, figures.hard)]
        {
            if !mine.is_given() {
                *mine = theirs;
            }
        }
        at = earlier;
    }
    if !known.members.is_given() {
        known.members = year.branches.get(branch).map(|b| b.members.clone()).unwrap_or_default();
    }
    known
}

/// Figures of the year, added up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AnnualSums {
    /// Files with a remark.
    pub reviewed: Option<u64>,
    /// To be rated.
    pub eligible: Option<u64>,
    /// Rated.
    pub rated: Option<u64>,
    /// By class.
    pub classes: BTreeMap<String, u64>,
    /// Signed up for the training programme.
    pub signed_up: Option<u64>,
    /// Assessed.
    pub assessed: Option<u64>,
}

/// What the yearly figures add up to.
pub fn annual(year: &Year) -> AnnualSums {
    let find = |id: &str| year.annuals.get(id).filter(|one| !one.deleted).cloned();
    let branches = year.branches_or_self();
    let all: Vec<Annual> =
        branches.iter().map(|(id, _)| find(id.as_str()).unwrap_or_default()).collect();
    let own = find(SELF).unwrap_or_default();
    let sum = |get: fn(&Annual) -> &Figure| stands(all.iter().map(get), get(&own));
    let names = all.iter().chain([&own]).flat_map(|one| one.classes.keys());
    let class = |name: &String| {
        let of = |one: &Annual| one.classes.get(name).cloned().unwrap_or_default();
        let figures: Vec<Figure> = all.iter().map(of).collect();
        stands(figures.iter(), &of(&own)).map(|sum| (name.clone(), sum))
    };
    AnnualSums {
        reviewed: sum(|one| &one.reviewed),
        eligible: sum(|one| &one.eligible),
        rated: sum(|one| &one.rated),
        classes: names.filter_map(class).collect(),
        signed_up: sum(|one| &one.signed_up),
        assessed: sum(|one| &one.assessed),
    }
}

pub(super) fn to_u32(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
