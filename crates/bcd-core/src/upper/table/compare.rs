//! A cycle beside another one: each unit, each item, and how many went which way.

use super::{
    Table,
    filter::Trend,
    statistics::{ItemTally, items},
};
use crate::{id::ItemId, points::Points};
use core::cmp::Ordering;
use std::collections::BTreeMap;

/// What changed since another cycle.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// For each row of the table, in its order; `None` where it sent nothing now.
    pub trends: Vec<Option<Trend>>,
    /// For each row, the difference of its shares in hundredths of a percent point; `None` where one of
    /// both is missing.
    pub differences: Vec<Option<i64>>,
    /// For each item of either cycle, in the order of the columns, those of before behind them.
    pub items: Vec<ItemChange>,
    /// Units of the other cycle that sent something then, and nothing now.
    pub gone: usize,
}

/// An item in both cycles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ItemChange {
    /// Which.
    pub item: ItemId,
    /// Over the units now; `None`: nobody is asked any more.
    pub now: Option<ItemTally>,
    /// Over the units then; `None`: nobody was asked.
    pub then: Option<ItemTally>,
    /// It asks something else now, or is worth something else: the two are not the same question.
    pub differs: bool,
}

impl ItemChange {
    /// The difference of the shares of those that met it, in percent points.
    pub fn difference(&self) -> Option<i64> {
        let share = |tally: &Option<ItemTally>| {
            tally.as_ref().and_then(ItemTally::met_percent).and_then(|it| i64::try_from(it).ok())
        };
        Some(share(&self.now)? - share(&self.then)?)
    }
}

impl Comparison {
    /// How many units went which way, in the order of [`Trend::ALL`], and how many sent nothing now:
    /// together they are all.
    pub fn counts(&self) -> ([usize; Trend::ALL.len()], usize) {
        let (mut counts, mut without) = ([0; Trend::ALL.len()], 0);
        for trend in &self.trends {
            match trend {
                Some(trend) => counts[*trend as usize] += 1,
                None => without += 1,
            }
        }
        (counts, without)
    }
}

/// Compares `now` with `then`. Units are the same by id or by their line in the roll, never by name.
pub fn compare(now: &Table, then: &Table) -> Comparison {
    let mut before = BTreeMap::new();
    for (at, row) in then.rows.iter().enumerate() {
        before.insert(row.key.as_str(), at);
        before.extend(row.roll.iter().map(|roll| (roll.as_str(), at)));
    }
    let mut found = Comparison::default();
    let mut sent_again = vec![false; then.rows.len()];
    for row in &now.rows {
        let roll = row.roll.as_ref().and_then(|roll| before.get(roll.as_str()));
        let at = before.get(row.key.as_str()).or(roll).copied();
        let score = row.score.as_ref().map(|score| (score.got, score.max));
        if let (Some(at), Some(_)) = (at, score) {
            sent_again[at] = true;
        }
        let old = at.and_then(|at| then.rows[at].score.as_ref()).map(|it| (it.got, it.max));
        found.trends.push(score.map(|score| trend(score, old)));
        let difference = |(score, old)| Some(share(score)? - share(old)?);
        found.differences.push(score.zip(old).and_then(difference));
    }
    let sent = |(at, row): (usize, &super::Row)| row.score.is_some() && !sent_again[at];
    found.gone = then.rows.iter().enumerate().filter(|it| sent(*it)).count();
    found.items = item_changes(now, then);
    found
}

// Points out of points, exactly: 30 of 36 is the same as 25 of 30.
fn trend((got, max): (Points, Points), then: Option<(Points, Points)>) -> Trend {
    let Some((old_got, old_max)) = then else { return Trend::New };
    let of = |a: Points, b: Points| i128::from(a.0) * i128::from(b.0);
    match of(got, old_max).cmp(&of(old_got, max)) {
        Ordering::Greater => Trend::Up,
        Ordering::Equal => Trend::Same,
        Ordering::Less => Trend::Down,
    }
}

// In hundredths of a percent, rounded down; none where nothing can be reached.
fn share((got, max): (Points, Points)) -> Option<i64> {
    (got.0.checked_mul(10_000)?).checked_div(max.0)
}

fn item_changes(now: &Table, then: &Table) -> Vec<ItemChange> {
    let all = |table: &Table| (0..table.rows.len()).collect::<Vec<_>>();
    let (new, old) = (items(now, &all(now)), items(then, &all(then)));
    let mut changes = Vec::new();
    for (column, tally) in now.columns.iter().zip(new) {
        let at = then.column(column.item.as_str());
        let differs = at.is_some_and(|at| {
            let before = &then.columns[at];
            let asks = |a: &str, b: &str| a.is_empty() || b.is_empty() || a == b;
            column.max != before.max || !asks(&column.text.vi, &before.text.vi)
        });
        let item = column.item.clone();
        let then = at.map(|at| old[at].clone());
        changes.push(ItemChange { item, now: Some(tally), then, differs });
    }
    for (column, tally) in then.columns.iter().zip(old) {
        if now.column(column.item.as_str()).is_none() {
            let item = column.item.clone();
            changes.push(ItemChange { item, then: Some(tally), ..ItemChange::default() });
        }
    }
    changes
}
