//! The columns: the items of every set that was answered in the cycle, joined by their ids.

use crate::{
    criteria::CriteriaSet,
    id::ItemId,
    intake::{Mark, SetRef},
    points::Points,
    text::Text,
};
use std::collections::BTreeMap;

/// The column of an item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Column {
    /// The item.
    pub item: ItemId,
    /// Its criterion's id.
    pub criterion: String,
    /// Whether it is a gate (★), in the set that most units answered.
    pub gate: bool,
    /// The most that it is worth there.
    pub max: Points,
    /// What it asks there; empty where no set says so.
    pub text: Text,
    /// Sets of this cycle ask something else under its id, or weigh it otherwise: its counts mix them.
    pub differs: bool,
}

/// The columns of a criterion.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CriterionColumn {
    /// Its id.
    pub id: String,
    /// A few words; empty where no set says so.
    pub short: Text,
    /// How many columns of items it has.
    pub items: usize,
}

/// The most columns of a table: a set has some thirty items, and no file from anywhere may make a
/// table without an end.
pub const MOST: usize = 500;

/// Columns in the making.
#[derive(Default)]
pub(super) struct Columns {
    list: Vec<Column>,
    at: BTreeMap<ItemId, usize>,
    short: BTreeMap<String, Text>,
}

impl Columns {
    /// The items of the sets that are known, the set that most units answered first.
    pub fn of(uses: &[(SetRef, usize)], sets: &[(SetRef, CriteriaSet)]) -> Self {
        let mut columns = Self::default();
        for (used, _) in uses {
            let Some((_, set)) = sets.iter().find(|(known, _)| known == used) else { continue };
            let mut before = None;
            for (criterion, item) in set.items() {
                columns.short.entry(criterion.id.clone()).or_insert_with(|| {
                    let short = &criterion.short;
                    if short.vi.is_empty() { criterion.title.clone() } else { short.clone() }
                });
                let Some((at, is_new)) = columns.place(&item.id, &criterion.id, before) else {
                    continue;
                };
                let (max, column) = (item.max(), &mut columns.list[at]);
                if is_new {
                    column.text = item.text.clone();
                    (column.gate, column.max) = (item.gate, max);
                } else {
                    let same = (&column.text.vi, column.gate, column.max);
                    column.differs |= same != (&item.text.vi, item.gate, max);
                }
                before = Some(at);
            }
        }
        columns
    }

    /// The column of a mark; `before` is that of the mark before it. `None`: there are too many.
    pub fn of_mark(&mut self, mark: &Mark, before: Option<usize>) -> Option<usize> {
        let next = before.map_or(0, |before| before + 1);
        // Most units answer one set, so the next column is nearly always the one.
        let guess = self.list.get(next).filter(|column| column.item == mark.item).map(|_| next);
        let (at, is_new) = match guess {
            Some(at) => (at, false),
            None => self.place(&mark.item, &mark.criterion, before)?,
        };
        let column = &mut self.list[at];
        if is_new {
            (column.gate, column.max) = (mark.gate, mark.max);
        } else {
            column.differs |= (column.gate, column.max) != (mark.gate, mark.max);
        }
        Some(at)
    }

    /// How many there are.
    pub fn width(&self) -> usize {
        self.list.len()
    }

    // The place of an item, and whether it is new: then behind the one before it in its own set, if
    // that is of the same criterion, else behind the last of its criterion.
    fn place(
        &mut self,
        item: &ItemId,
        criterion: &str,
        before: Option<usize>,
    ) -> Option<(usize, bool)> {
        if let Some(at) = self.at.get(item) {
            return Some((*at, false));
        }
        if self.list.len() >= MOST {
            return None;
        }
        let of_criterion = |at: &usize| self.list[*at].criterion == criterion;
        let last = self.list.iter().rposition(|column| column.criterion == criterion);
        let at = before.filter(of_criterion).or(last).map_or(self.list.len(), |at| at + 1);
        let (item, criterion) = (item.clone(), criterion.to_owned());
        self.list.insert(at, Column { item, criterion, ..Column::default() });
        self.at = self.list.iter().enumerate().map(|(at, it)| (it.item.clone(), at)).collect();
        Some((at, true))
    }

    /// The columns, and the criteria over them.
    pub fn done(self) -> (Vec<Column>, Vec<CriterionColumn>) {
        let mut criteria: Vec<CriterionColumn> = Vec::new();
        for column in &self.list {
            match criteria.iter_mut().find(|it| it.id == column.criterion) {
                Some(criterion) => criterion.items += 1,
                None => criteria.push(CriterionColumn {
                    id: column.criterion.clone(),
                    short: self.short.get(&column.criterion).cloned().unwrap_or_default(),
                    items: 1,
                }),
            }
        }
        (self.list, criteria)
    }
}
