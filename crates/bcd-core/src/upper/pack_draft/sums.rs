//! Running sums: what the points of a draft add up to, beside what its rule asks.

use crate::{
    criteria::{CriteriaSet, Item},
    points::Points,
};

/// A sum beside its least share.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// Items that count.
    pub items: usize,
    /// The most that can be reached.
    pub max: Points,
    /// What must be reached.
    pub need: Points,
}

/// Sums of a set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// One for each criterion, in order.
    pub criteria: Vec<Sum>,
    /// Of all.
    pub total: Sum,
    /// Gate items.
    pub gates: usize,
}

/// The sums of what is asked of a kind of unit; `None` = of all items.
pub fn sums(set: &CriteriaSet, kind: Option<&str>) -> Sums {
    let counts = |item: &&Item| kind.is_none_or(|kind| item.applies_to(kind));
    let of = |items: &mut dyn Iterator<Item = &Item>, percent: u8| {
        let mut sum = Sum::default();
        for item in items.filter(counts) {
            sum.items += 1;
            sum.max = sum.max + item.max();
        }
        Sum { need: Points::needed(percent, sum.max), ..sum }
    };
    let rule = &set.rule;
    let criteria = set.criteria.iter().map(|criterion| {
        let mut items = criterion.groups.iter().flat_map(|group| &group.items);
        of(&mut items, rule.criterion_min_percent)
    });
    let gates = set.items().map(|(_, item)| item).filter(|item| item.gate).filter(counts).count();
    Sums {
        criteria: criteria.collect(),
        total: of(&mut set.items().map(|(_, item)| item), rule.total_min_percent),
        gates,
    }
}
