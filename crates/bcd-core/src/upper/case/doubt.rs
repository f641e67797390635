//! Doubt (điều còn ngờ): why an officer should look at an item before the others. What is in no doubt
//! can be agreed to at once.

use super::{
    Case, Verdict,
    verified::{Stale, Verified, VerifiedItem},
};
use crate::{
    criteria::CriteriaSet,
    dossier::Dossier,
    id::ItemId,
    points::Points,
    scoring::{Worth, mode_of, worth},
};
use std::collections::BTreeSet;

/// Why an item is in doubt, the weightiest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doubt {
    /// The unit was asked about it, and changed it since.
    Answered,
    /// Something was said of it, and the unit changed it since, or it counts otherwise, or nobody can tell.
    Stale,
    /// It is claimed as met without any evidence.
    NoEvidence,
    /// Its step is another one than in the unit's last year, and worth more.
    MoreThanLastYear,
    /// It changed since the submission before.
    Changed,
    /// A gate item (★), claimed as met.
    Gate,
    /// All points of an item that is worth at least twice the mean of the set's items.
    LargeClaim,
    /// It is said not to apply.
    NotApplying,
}

/// What is looked at.
#[derive(Clone, Copy, Debug)]
pub struct Look<'a> {
    /// The set that the submission answers.
    pub set: &'a CriteriaSet,
    /// The submission, as a dossier of its shared fields.
    pub dossier: &'a Dossier,
    /// Items changed since the submission before.
    pub changed: &'a BTreeSet<ItemId>,
    /// The unit's latest submission of the cycle before, where it is here.
    pub last_year: Option<&'a Dossier>,
    /// The case.
    pub case: &'a Case,
    /// Items that have to be looked at again.
    pub stale: &'a Stale,
}

/// Items that are in doubt, the most doubtful first, each with all its reasons; of equal doubt, in the
/// set's order. Of what something was said that holds there is no doubt.
pub fn doubts(look: &Look<'_>, verified: &Verified) -> Vec<(ItemId, Vec<Doubt>)> {
    let large = large(look.set);
    let mut found: Vec<(ItemId, Vec<Doubt>)> = verified
        .items
        .iter()
        .filter(|it| it.verdict.is_none())
        .map(|it| (it.item.clone(), doubts_of(look, it, large)))
        .filter(|(_, doubts)| !doubts.is_empty())
        .collect();
    // By the weightiest reason, then by how many there are.
    found.sort_by_key(|(_, doubts)| (doubts.first().copied(), core::cmp::Reverse(doubts.len())));
    found
}

/// Items of which nothing is said that holds, and that are in no doubt: they can be agreed to at once.
pub fn doubtless(look: &Look<'_>, verified: &Verified) -> Vec<ItemId> {
    let doubtful: BTreeSet<ItemId> =
        doubts(look, verified).into_iter().map(|(item, _)| item).collect();
    let open = verified.items.iter().filter(|it| it.verdict.is_none());
    open.map(|it| it.item.clone()).filter(|item| !doubtful.contains(item)).collect()
}

fn doubts_of(look: &Look<'_>, it: &VerifiedItem, large: Points) -> Vec<Doubt> {
    let Some(item) = look.set.item(it.item.as_str()) else { return Vec::new() };
    let mode = mode_of(look.set, look.dossier);
    let (points, met) = match it.own {
        Worth::Given(points, met) => (points, met),
        Worth::Open | Worth::Na => (Points::default(), false),
    };
    let said = look.case.items.get(&it.item);
    let stale = look.stale.contains(&it.item);
    let asked = said.is_some_and(|said| said.verdict == Verdict::Ask);
    let before = look.last_year.and_then(|before| Some((before, before.answers.get(&it.item)?)));
    // What another set asks under this id may be worth other points.
    let more = before.is_some_and(|(dossier, answer)| {
        mode_of(look.set, dossier) == mode
            && matches!(worth(item, answer, mode), Worth::Given(then, _) if then < points)
    });
    let all = [
        (Doubt::Answered, stale && asked),
        (Doubt::Stale, stale && !asked),
        (Doubt::NoEvidence, look.dossier.lacks_evidence(item, mode)),
        (Doubt::MoreThanLastYear, more),
        (Doubt::Changed, look.changed.contains(&it.item)),
        (Doubt::Gate, item.gate && met),
        (Doubt::LargeClaim, points >= large && points == item.max() && points > Points::default()),
        (Doubt::NotApplying, it.own == Worth::Na),
    ];
    all.into_iter().filter(|(_, holds)| *holds).map(|(doubt, _)| doubt).collect()
}

// Twice the mean of what the set's items are worth.
fn large(set: &CriteriaSet) -> Points {
    let all: Vec<Points> = set.items().map(|(_, item)| item.max()).collect();
    let sum: i64 = all.iter().map(|points| points.0).sum();
    let count = i64::try_from(all.len()).unwrap_or(i64::MAX).max(1);
    Points(sum.saturating_mul(2) / count)
}
