//! What a table says over all its units, or over some of them. Every count comes with the filter that
//! gives the units behind it, and every list of counts adds up to its whole.

use super::{Column, Filter, ItemIs, Level, Row, Standing, Table, filter::tenth};
use crate::{id::ItemId, points::Points, text::order::Alphabet};
use core::cmp::{Ordering, Reverse};
use std::collections::BTreeMap;

/// How many units are at which level of an item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ItemTally {
    /// The column.
    pub column: usize,
    /// Units by level, in the order of [`Level::ALL`], by the unit's own account.
    pub levels: [usize; Level::ALL.len()],
    /// Units of which it is not asked, or that sent nothing.
    pub without: usize,
    /// Points got and reachable, by the unit's own account, without those it does not apply to.
    pub got: Points,
    /// See there.
    pub max: Points,
    /// Units of which it was verified, and of those how many were set otherwise.
    pub verified: usize,
    /// See there.
    pub corrected: usize,
}

impl ItemTally {
    /// Units at a level.
    pub fn at(&self, level: Level) -> usize {
        let place = Level::ALL.iter().position(|it| *it == level);
        place.map_or(0, |place| self.levels[place])
    }

    /// Units of which it counts: asked, and it applies.
    pub fn counted(&self) -> usize {
        Level::ALL.into_iter().filter(|level| level.counts()).map(|level| self.at(level)).sum()
    }

    /// Units that claim it as met.
    pub fn met(&self) -> usize {
        Level::ALL.into_iter().filter(|level| level.is_met()).map(|level| self.at(level)).sum()
    }

    /// The share of those that met it, in whole percent, rounded down; `None` where it counts of none.
    pub fn met_percent(&self) -> Option<usize> {
        (self.met() * 100).checked_div(self.counted())
    }

    /// Units that did not, or did not answer.
    pub fn not_met(&self) -> usize {
        self.counted() - self.met()
    }

    /// The units behind one of its counts.
    pub fn filter(&self, table: &Table, is: ItemIs, base: &Filter) -> Filter {
        let item = table.columns.get(self.column).map(|it| it.item.clone()).unwrap_or_default();
        Filter { item: Some((item, is)), ..base.clone() }
    }

    // By the share of met, then by that of points; exact, so that ties are ties.
    fn cmp_strength(&self, other: &Self) -> Ordering {
        let of = |a: usize, b: usize| a as u128 * b as u128;
        let points = |a: Points, b: Points| i128::from(a.0) * i128::from(b.0);
        let met = of(self.met(), other.counted()).cmp(&of(other.met(), self.counted()));
        met.then_with(|| points(self.got, other.max).cmp(&points(other.got, self.max)))
    }
}

/// Tallies of every item over `rows`, in the order of the columns.
pub fn items(table: &Table, rows: &[usize]) -> Vec<ItemTally> {
    let tally = |column| ItemTally { column, ..ItemTally::default() };
    let mut tallies: Vec<ItemTally> = (0..table.columns.len()).map(tally).collect();
    for row in rows.iter().filter_map(|at| table.rows.get(*at)) {
        for (tally, cell) in tallies.iter_mut().zip(&row.cells) {
            let Some(cell) = cell else {
                tally.without += 1;
                continue;
            };
            tally.levels[cell.level as usize] += 1;
            if cell.level.counts() {
                tally.got = tally.got + cell.got;
                tally.max = tally.max + cell.max;
            }
            if let Some(verified) = cell.verified {
                tally.verified += 1;
                tally.corrected +=
                    usize::from(verified.level != cell.level || verified.got != cell.got);
            }
        }
    }
    tallies
}

/// Tallies from the weakest item to the strongest; equal ones stay in the order of the columns. Items
/// that count of no unit are left out: they are neither.
pub fn by_strength(tallies: &[ItemTally]) -> Vec<&ItemTally> {
    let mut sorted: Vec<_> = tallies.iter().filter(|tally| tally.counted() > 0).collect();
    sorted.sort_by(|a, b| a.cmp_strength(b));
    sorted
}

/// What units are put together by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupBy {
    /// The cluster.
    Cluster,
    /// The kind.
    Kind,
    /// The officer in charge.
    Officer,
}

impl GroupBy {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Cluster, Self::Kind, Self::Officer];

    fn of(self, row: &Row) -> &str {
        match self {
            Self::Cluster => &row.cluster,
            Self::Kind => &row.kind,
            Self::Officer => &row.officer,
        }
    }

    /// The units of a group.
    pub fn filter(self, name: &str, base: &Filter) -> Filter {
        let (mut filter, name) = (base.clone(), Some(name.to_owned()));
        match self {
            Self::Cluster => filter.cluster = name,
            Self::Kind => filter.kind = name,
            Self::Officer => filter.officer = name,
        }
        filter
    }
}

/// Some units in figures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Units.
    pub units: usize,
    /// Of which something came.
    pub sent: usize,
    /// Late, sent or not.
    pub late: usize,
    /// Ready by their own account.
    pub ready: usize,
    /// Recognised.
    pub recognised: usize,
    /// With items changed since the submission before.
    pub changed: usize,
    /// Points got and reachable of those that sent, by their own account.
    pub got: Points,
    /// See there.
    pub max: Points,
    /// Units by where they stand, in the order of [`Standing::ALL`].
    pub standings: [usize; Standing::ALL.len()],
}

impl Figures {
    fn add(&mut self, row: &Row) {
        self.units += 1;
        self.sent += usize::from(row.digest.is_some());
        self.late += usize::from(row.days_late > 0);
        self.ready += usize::from(row.is_ready());
        self.recognised += usize::from(row.recognised > 0);
        self.changed += usize::from(row.changed > 0);
        self.standings[row.standing.place()] += 1;
        if let Some(score) = &row.score {
            self.got = self.got + score.got;
            self.max = self.max + score.max;
        }
    }

    /// Of `rows`.
    pub fn of(table: &Table, rows: &[usize]) -> Self {
        let mut figures = Self::default();
        rows.iter().filter_map(|at| table.rows.get(*at)).for_each(|row| figures.add(row));
        figures
    }
}

/// The groups among `rows`, in Vietnamese order; units that name none come last.
pub fn groups(
    table: &Table,
    rows: &[usize],
    by: GroupBy,
    alphabet: &Alphabet,
) -> Vec<(String, Figures)> {
    let mut found: BTreeMap<&str, Figures> = BTreeMap::new();
    for row in rows.iter().filter_map(|at| table.rows.get(*at)) {
        found.entry(by.of(row)).or_default().add(row);
    }
    let mut groups: Vec<_> = found.into_iter().map(|(name, it)| (name.to_owned(), it)).collect();
    groups.sort_by_cached_key(|(name, _)| (name.is_empty(), alphabet.place(name)));
    groups
}

/// How many of `rows` have which tenth of their points; with those that sent nothing they are all.
pub fn tenths(table: &Table, rows: &[usize]) -> ([usize; 10], usize) {
    let (mut tenths, mut without) = ([0; 10], 0);
    for row in rows.iter().filter_map(|at| table.rows.get(*at)) {
        match row.percent() {
            Some(percent) => tenths[usize::from(tenth(percent))] += 1,
            None => without += 1,
        }
    }
    (tenths, without)
}

/// Gates (★) that are not met, with how many units, the most first; ties in the order of the columns.
pub fn gates(table: &Table, tallies: &[ItemTally]) -> Vec<(ItemId, usize)> {
    let unmet = |(column, tally): (&Column, &ItemTally)| {
        let units = tally.not_met();
        (column.gate && units > 0).then(|| (column.item.clone(), units))
    };
    let mut gates: Vec<_> = table.columns.iter().zip(tallies).filter_map(unmet).collect();
    gates.sort_by_key(|(_, units)| Reverse(*units));
    gates
}

/// Units that were recognised in at least so many cycles on end, from one cycle on: the first figure is
/// of one, the next of two, and so on.
pub fn streaks(table: &Table, rows: &[usize]) -> Vec<usize> {
    let mut streaks = Vec::new();
    for row in rows.iter().filter_map(|at| table.rows.get(*at)) {
        let length = usize::try_from(row.recognised).unwrap_or(usize::MAX).min(100);
        if streaks.len() < length {
            streaks.resize(length, 0);
        }
        streaks[..length].iter_mut().for_each(|units| *units += 1);
    }
    streaks
}

/// Recognised in so many cycles on end, up to `cycle`. `recognised` are the cycles of one unit in which
/// it was; a calendar year and a school year are not on end.
pub fn streak(cycle: &str, recognised: &[&str]) -> u32 {
    use crate::year::cycle::Cycle;
    let recognised: Vec<Cycle> = recognised.iter().filter_map(|it| Cycle::parse(it)).collect();
    let (mut length, mut at) = (0, Cycle::parse(cycle));
    while let Some(cycle) = at.filter(|cycle| recognised.contains(cycle)) {
        length += 1;
        at = cycle.previous();
    }
    length
}
