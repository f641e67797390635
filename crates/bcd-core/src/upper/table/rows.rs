//! The table: a row for each unit, a cell for each item that was asked of it.

use super::{Column, CriterionColumn, Level, Standing, UnitYear, VerifiedItem, columns::Columns};
use crate::{
    criteria::CriteriaSet,
    format::submission::ScoreLine,
    id::{ItemId, RecordId, UnitId},
    intake::{Mark, SetRef},
    points::Points,
    signer::IdentityWord,
    text::order::{Alphabet, Place},
    upper::case::{CaseState, VerdictWord},
};
use std::collections::BTreeMap;

/// The table of a cycle.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// The columns, in the order of the sets.
    pub columns: Vec<Column>,
    /// The criteria over them, in the order in which they first come.
    pub criteria: Vec<CriterionColumn>,
    /// The rows, in Vietnamese order of their names.
    pub rows: Vec<Row>,
    /// Sets that were answered, the one of most units first.
    pub sets: Vec<SetUse>,
    /// Answers that have no column, because there would be too many ([`super::MOST_COLUMNS`]).
    pub left_out: usize,
}

/// A set that was answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SetUse {
    /// Which.
    pub set: SetRef,
    /// By how many units.
    pub units: usize,
    /// Whether it was known when the table was made; else its columns have no texts.
    pub known: bool,
}

/// The row of a unit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// What it is known by in the table: the unit's id, else its line in the roll.
    pub key: String,
    /// Its line in the roll.
    pub roll: Option<RecordId>,
    /// The unit, if its id is known.
    pub unit: Option<UnitId>,
    /// Its name.
    pub name: String,
    /// Name, cluster and officer without accents, for search.
    pub folded: String,
    /// Where the name stands in Vietnamese order.
    pub place: Place,
    /// Its kind; may be empty.
    pub kind: String,
    /// Its cluster; may be empty.
    pub cluster: String,
    /// The officer in charge; may be empty.
    pub officer: String,
    /// Where it stands.
    pub standing: Standing,
    /// Days late.
    pub days_late: u32,
    /// Recognised in so many cycles on end, this one included.
    pub recognised: u32,
    /// Digest of the submission; `None`: nothing came that counts.
    pub digest: Option<String>,
    /// Its number; 0 for none.
    pub seq: u32,
    /// When it was written, RFC 3339; may be empty.
    pub at: String,
    /// How far its writer is known.
    pub known: Option<IdentityWord>,
    /// How many others have its number.
    pub forks: usize,
    /// How many are held apart.
    pub apart: usize,
    /// Its own score.
    pub score: Option<ScoreLine>,
    /// Points with what was verified, out of the same most; `None` where nothing was.
    pub verified: Option<Points>,
    /// The set that it answered, by its place in [`Table::sets`].
    pub set: Option<usize>,
    /// Its line does not say what it answered: it is still to be made anew from its document.
    pub stale: bool,
    /// Items changed since the submission before.
    pub changed: usize,
    /// Something was looked at before, and this is a later submission.
    pub unseen: bool,
    /// The cells, one for each column; `None` where the item is not asked of it.
    pub cells: Vec<Option<Cell>>,
}

/// What a unit says of an item, and what was verified of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// How far it is, by the unit's own account.
    pub level: Level,
    /// Points got.
    pub got: Points,
    /// The most that it is worth in the set that the unit answered.
    pub max: Points,
    /// Whether it is a gate (★) there.
    pub gate: bool,
    /// Changed since the submission before.
    pub changed: bool,
    /// As verified.
    pub verified: Option<VerifiedCell>,
}

/// An item as verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VerifiedCell {
    /// What was said.
    pub said: VerdictWord,
    /// How far it is; as the unit has it where nothing was set.
    pub level: Level,
    /// Its points.
    pub got: Points,
}

impl Cell {
    fn of(mark: &Mark, verified: Option<&VerifiedItem>) -> Self {
        let level = Level::of(mark);
        let verified = verified.map(|it| {
            let (level, got) = it.set.unwrap_or((level, mark.got));
            VerifiedCell { said: it.said, level, got }
        });
        let Mark { got, max, gate, changed, .. } = *mark;
        Self { level, got, max, gate, changed, verified }
    }

    /// How far it is: as verified, else by the unit's own account.
    pub fn standing_level(&self) -> Level {
        self.verified.map_or(self.level, |it| it.level)
    }
}

impl Row {
    /// Its own points in whole percent of what it can reach; `None` where nothing came.
    pub fn percent(&self) -> Option<u8> {
        self.score.as_ref().map(|score| score.got.percent_of(score.max))
    }

    /// The same of one criterion.
    pub fn criterion(&self, id: &str) -> Option<(Points, Points, Points)> {
        let score = self.score.as_ref()?;
        let line = score.criteria.iter().find(|line| line.id == id)?;
        Some((line.got, line.max, line.need))
    }

    /// Whether nothing stands in the way of recognition, by its own account.
    pub fn is_ready(&self) -> bool {
        self.score.as_ref().is_some_and(|score| score.recognisable)
    }
}

impl Table {
    /// Makes the table. `sets` are those whose texts are known.
    pub fn of(units: Vec<UnitYear>, sets: &[(SetRef, CriteriaSet)], alphabet: &Alphabet) -> Self {
        let uses = uses(&units);
        let mut columns = Columns::of(&uses, sets);
        let mut rows: Vec<(Row, Vec<(usize, Cell)>)> = Vec::with_capacity(units.len());
        let mut left_out = 0;
        for unit in units {
            let marks = unit.latest.as_ref().and_then(|it| it.marks.read()).unwrap_or_default();
            let case = unit.case.as_ref();
            let mut cells = Vec::with_capacity(marks.len());
            let mut before = None;
            for mark in &marks {
                let width = columns.width();
                let Some(at) = columns.of_mark(mark, before) else {
                    left_out += 1;
                    continue;
                };
                if columns.width() > width {
                    moved(&mut rows, &mut cells, at);
                }
                before = Some(at);
                let verified = case.and_then(|case| case.verified.get(mark.item.as_str()));
                cells.push((at, Cell::of(mark, verified)));
            }
            rows.push((row(unit, &uses, alphabet), cells));
        }
        let (columns, criteria) = columns.done();
        let whole = |(mut row, cells): (Row, Vec<(usize, Cell)>)| {
            row.cells = vec![None; columns.len()];
            for (at, cell) in cells {
                row.cells[at] = Some(cell);
            }
            row.changed = row.cells.iter().flatten().filter(|cell| cell.changed).count();
            row.verified = verified_points(&row);
            row
        };
        let mut rows: Vec<Row> = rows.into_iter().map(whole).collect();
        rows.sort_by(|a, b| (&a.place, &a.key).cmp(&(&b.place, &b.key)));
        let known = |set: &SetRef| sets.iter().any(|(it, _)| it == set);
        let sets = uses.into_iter().map(|(set, units)| SetUse { known: known(&set), set, units });
        Self { columns, criteria, rows, sets: sets.collect(), left_out }
    }

    /// The column of an item.
    pub fn column(&self, item: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.item.as_str() == item)
    }

    /// The items of a criterion, by their columns.
    pub fn items_of(&self, criterion: &str) -> impl Iterator<Item = (usize, &ItemId)> {
        let all = self.columns.iter().enumerate();
        all.filter(move |(_, it)| it.criterion == criterion).map(|(at, it)| (at, &it.item))
    }
}

// A new column came in at `at`: what stands behind it moved on.
fn moved(rows: &mut [(Row, Vec<(usize, Cell)>)], own: &mut [(usize, Cell)], at: usize) {
    let all = rows.iter_mut().flat_map(|(_, cells)| cells).chain(own);
    all.filter(|(place, _)| *place >= at).for_each(|(place, _)| *place += 1);
}

// The sets that were answered, the one of most units first; ties by id, version and print.
fn uses(units: &[UnitYear]) -> Vec<(SetRef, usize)> {
    let mut uses: BTreeMap<&SetRef, usize> = BTreeMap::new();
    for summary in units.iter().filter_map(|unit| unit.latest.as_ref()) {
        *uses.entry(&summary.set).or_default() += 1;
    }
    let mut uses: Vec<(SetRef, usize)> = uses.into_iter().map(|(it, n)| (it.clone(), n)).collect();
    uses.sort_by_key(|(_, units)| core::cmp::Reverse(*units));
    uses
}

fn row(year: UnitYear, uses: &[(SetRef, usize)], alphabet: &Alphabet) -> Row {
    let UnitYear { roll, unit, name, kind, cluster, officer, latest, forks, apart, known, .. } =
        year;
    let UnitYear { case, days_late, recognised, .. } = year;
    let key = unit.as_ref().map(|it| &it.0).or(roll.as_ref().map(|it| &it.0)).unwrap_or(&name);
    let standing = match (&case, &latest) {
        (Some(case), _) => case.standing,
        (None, Some(_)) => Standing::Sent(CaseState::Received),
        (None, None) => Standing::Missing,
    };
    // What is counted as recognised now is what its standing says now.
    let recognised = if standing.is_recognised() { recognised.max(1) } else { 0 };
    let seen = case.map(|case| case.seen).filter(|seen| !seen.is_empty());
    let set = |set: &SetRef| uses.iter().position(|(it, _)| it == set);
    let mut row = Row {
        key: key.clone(),
        folded: alphabet.fold(&format!("{name}\n{cluster}\n{officer}")),
        place: alphabet.place(&name),
        roll,
        unit,
        name,
        kind,
        cluster,
        officer,
        standing,
        days_late,
        recognised,
        known,
        forks,
        apart,
        ..Row::default()
    };
    if let Some(summary) = latest {
        row.set = set(&summary.set);
        row.stale = summary.is_stale();
        row.unseen = seen.is_some_and(|seen| seen != summary.digest);
        row.seq = summary.seq;
        row.at = summary.at;
        row.score = Some(summary.score);
        row.digest = Some(summary.digest);
    }
    row
}

fn verified_points(row: &Row) -> Option<Points> {
    let cells = || row.cells.iter().flatten();
    let points = |cell: &Cell| cell.verified.map_or(cell.got, |it| it.got);
    cells().any(|cell| cell.verified.is_some()).then(|| cells().map(points).sum())
}
