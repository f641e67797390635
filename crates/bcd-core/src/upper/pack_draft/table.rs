//! A table pasted from Excel or Word, recognised as criteria, groups, items and ladders.
//!
//! The shape is that of real tables (Bù Đăng 2015, Hớn Quản 2012): TT · nội dung · điều kiện · điểm, an
//! item over several rows of falling points, merged cells as blanks, numbers such as `I`, `1`, `1.1`,
//! `a)`, points such as `5đ`, `2,5`, `5/3/0`. Nothing of it is dropped without a word: each row says
//! what it was taken for, and what is wrong with it.

mod build;
mod cells;
mod columns;
mod numbering;
mod read_row;
mod value;

pub use build::recognise;
pub use cells::cells;
pub use columns::{Column, columns};

use crate::{criteria::Criterion, points::Points};
use serde::Deserialize;

/// What a row was taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowRole {
    /// The heads of the columns, or what stands above them.
    Head,
    /// A criterion.
    Criterion,
    /// A group.
    Group,
    /// An item, with its first step or steps.
    Item,
    /// A further step of the item above.
    Step,
    /// More words of what stands above.
    More,
    /// The sum of the table.
    Total,
    /// Blank.
    Blank,
}

/// What is wrong with a row, or was made of it without being said there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowFault {
    /// Its points are no number: what stands there.
    BadPoints(String),
    /// Its points are below 0: what stands there. Lateness is a lower step, not minus points.
    Negative(String),
    /// The item has no points anywhere.
    NoPoints,
    /// A step is worth more than the one before it.
    Rising,
    /// There is no item yet that the row could belong to.
    NoItem,
    /// The item has no words.
    NoText,
    /// The ladder had no step worth nothing; one was added.
    ZeroAdded,
    /// As many points as conditions were expected: points, conditions.
    Uneven(usize, usize),
    /// The heading says another sum than its items have: said, found.
    OtherSum(Points, Points),
    /// Words that have no place in the draft: what they are.
    LeftOut(String),
    /// A condition whose points are not known is kept as a step worth nothing.
    KeptAtZero,
}

impl RowFault {
    /// Whether something of the row is not in the result as it stands.
    pub fn is_grave(&self) -> bool {
        !matches!(self, Self::ZeroAdded)
    }
}

/// A row as it was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenRow {
    /// Its cells.
    pub cells: Vec<String>,
    /// What it was taken for.
    pub role: RowRole,
    /// What is wrong with it.
    pub faults: Vec<RowFault>,
}

/// A table as it was recognised.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recognised {
    /// What each column was taken for.
    pub columns: Vec<Column>,
    /// Every row, in order.
    pub rows: Vec<TakenRow>,
    /// What it becomes.
    pub criteria: Vec<Criterion>,
}

impl Recognised {
    /// Rows with something grave, by their place, counted from 1.
    pub fn faulty(&self) -> Vec<usize> {
        let rows = self.rows.iter().enumerate();
        let faulty = rows.filter(|(_, row)| row.faults.iter().any(RowFault::is_grave));
        faulty.map(|(at, _)| at + 1).collect()
    }

    /// How many criteria, groups, items and steps there are.
    pub fn counts(&self) -> [usize; 4] {
        let groups = || self.criteria.iter().flat_map(|criterion| &criterion.groups);
        let items = || groups().flat_map(|group| &group.items);
        let steps = items().map(|item| item.ladder.len()).sum();
        [self.criteria.len(), groups().count(), items().count(), steps]
    }
}

/// The words by which heads, sums and headings of such tables are known.
#[derive(Clone, Debug, Default, Deserialize)]
struct Words {
    number: Vec<String>,
    ignored: Vec<String>,
    evidence: Vec<String>,
    condition: Vec<String>,
    content: Vec<String>,
    points: Vec<String>,
    total: Vec<String>,
    unit: Vec<String>,
    heading: Vec<String>,
}

impl Words {
    // A test reads the file, so it is one.
    fn shipped() -> Self {
        let json = include_str!("../../../data/pasted-table-words.json");
        serde_json::from_str(json).unwrap_or_default()
    }
}
