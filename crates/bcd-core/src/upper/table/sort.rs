//! In which order rows are shown.

use super::{Row, Table};
use crate::id::ItemId;
use core::cmp::{Ordering, Reverse};

/// What rows are ordered by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum SortBy {
    /// The name, in Vietnamese order.
    #[default]
    Name,
    /// The share of all points, as verified where something was.
    Total,
    /// The share of a criterion's points.
    Criterion(String),
    /// The share of an item's points, as verified where it was.
    Item(ItemId),
    /// Days late.
    Late,
    /// When the submission was written.
    Sent,
    /// Where it stands, in the order of a year.
    Standing,
}

/// An order of rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sort {
    /// What by.
    pub by: SortBy,
    /// The greatest first.
    pub descending: bool,
}

impl Sort {
    /// Puts rows, given by their places in the table, in order. Rows without a value come last, either
    /// way; rows with the same value stand as the table has them, in the order of their names.
    pub fn apply(&self, table: &Table, rows: &mut [usize]) {
        rows.sort_unstable();
        match &self.by {
            SortBy::Name if self.descending => rows.reverse(),
            SortBy::Name => {}
            SortBy::Total => self.by_value(table, rows, total),
            SortBy::Criterion(id) => self.by_value(table, rows, |row| {
                let (got, max, _) = row.criterion(id)?;
                share(got.0, max.0)
            }),
            SortBy::Item(item) => {
                let column = table.column(item.as_str());
                self.by_value(table, rows, |row| {
                    let cell = (*row.cells.get(column?)?)?;
                    let got = cell.verified.map_or(cell.got, |it| it.got);
                    cell.standing_level().counts().then(|| share(got.0, cell.max.0)).flatten()
                });
            }
            SortBy::Late => {
                self.by_value(table, rows, |row| (row.days_late > 0).then_some(row.days_late));
            }
            // The same zone is not promised, so as text it would be wrong at the day's edges only.
            SortBy::Sent => {
                self.by_value(table, rows, |row| (!row.at.is_empty()).then_some(row.at.as_str()))
            }
            SortBy::Standing => self.by_value(table, rows, |row| Some(row.standing)),
        }
    }

    fn by_value<'a, V: Ord>(
        &self,
        table: &'a Table,
        rows: &mut [usize],
        value: impl Fn(&'a Row) -> Option<V>,
    ) {
        let value = |at: &usize| table.rows.get(*at).and_then(&value);
        // Stable, so that rows with one value stay in the order of their names.
        rows.sort_by_cached_key(|at| match value(at) {
            None => (1, None, None),
            Some(value) if self.descending => (0, Some(Reverse(value)), None),
            Some(value) => (0, None, Some(value)),
        });
    }
}

/// The share of points as a fraction that compares exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Share {
    got: i64,
    max: i64,
}

fn share(got: i64, max: i64) -> Option<Share> {
    (max > 0).then_some(Share { got, max })
}

fn total(row: &Row) -> Option<Share> {
    let score = row.score.as_ref()?;
    share(row.verified.unwrap_or(score.got).0, score.max.0)
}

impl Ord for Share {
    fn cmp(&self, other: &Self) -> Ordering {
        let of = |a: i64, b: i64| i128::from(a) * i128::from(b);
        of(self.got, other.max).cmp(&of(other.got, self.max))
    }
}

impl PartialOrd for Share {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
