//! The member training programme (chương trình rèn luyện đoàn viên): what members registered at
//! the left, how they were evaluated at the right.
//!
//! The app keeps no list of names: the table is a form for the pen, the figures are its own.

use super::{BlockWriter, or_dots, start, year_of};
use crate::{
    format::pack::ClassLabel,
    paper::{
        Align, Block, Cell, CellValue, Paper, PaperRow, RowKind, Table,
        letterhead::Letterhead,
        words::{DocKind, fill, find, words},
    },
    points::Points,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the programme is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TrainingInput {
    /// Head and foot.
    pub letterhead: Letterhead,
    /// The year.
    pub cycle: String,
    /// How it is done; empty = the usual way.
    pub guide: Vec<String>,
    /// Branches with their figures; those of the unit where it has none.
    pub branches: Vec<TrainingBranch>,
    /// Members by class, by its id.
    pub classes: BTreeMap<String, i64>,
    /// How the upper level calls them, best first; none = as in the app.
    pub labels: Vec<ClassLabel>,
    /// Rows for names.
    pub rows: u16,
}

/// A branch's figures; what nobody said is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TrainingBranch {
    /// Its name.
    pub name: String,
    /// Members.
    pub members: Option<i64>,
    /// Members that signed up.
    pub signed_up: Option<i64>,
    /// Members whose programme was assessed.
    pub assessed: Option<i64>,
}

/// Rows for names on an empty form.
const ROWS: u16 = 20;
/// The most: more names than a branch has.
const MOST_ROWS: u16 = 300;

/// The programme as a document.
pub fn training(input: &TrainingInput) -> Paper {
    let words = &words().training;
    let subject = fill(words.subject, &[("cycle", &year_of(&input.cycle))]);
    let mut paper = start(&input.letterhead, DocKind::Tracking, vec![subject]);
    let mut text = BlockWriter::default();
    text.part(words.guide);
    let usual = words.usual.map(str::to_owned);
    text.lines(if super::given(&input.guide).is_empty() { &usual } else { &input.guide });
    text.part(words.sum);
    text.push(Block::Table(sum(input)));
    if !input.classes.is_empty() {
        text.push(Block::Table(classes(input)));
    }
    text.part(words.list);
    text.push(Block::Table(list(input.rows)));
    text.push(Block::text(words.copies));
    paper.blocks = text.end();
    paper
}

fn number(n: Option<i64>) -> Cell {
    n.map_or_else(Cell::default, |n| CellValue::Count(n).into())
}

/// `part` of `whole` in percent, to two places; nothing where that says nothing.
pub(super) fn share(part: Option<i64>, whole: Option<i64>) -> Cell {
    let percent = || {
        let (part, whole) = (part?, whole.filter(|whole| *whole > 0)?);
        let hundredths = i128::from(part).checked_mul(10_000)? / i128::from(whole);
        Some(CellValue::Percent(Points(i64::try_from(hundredths).ok()?)))
    };
    percent().map_or_else(Cell::default, Into::into)
}

fn added(all: impl Iterator<Item = Option<i64>>) -> Option<i64> {
    all.flatten().reduce(i64::saturating_add)
}

fn sum(input: &TrainingInput) -> Table {
    let words = &words().training;
    let (fixed, c) = (&super::words().fixed, &words.columns);
    let mut table = Table::new(
        words.sum_table,
        &[
            (12, Align::Centre, fixed.order),
            (60, Align::Left, c.branch),
            (22, Align::Right, c.members),
            (22, Align::Right, c.signed_up),
            (22, Align::Right, c.assessed),
            (22, Align::Right, c.share),
        ],
    );
    for (at, one) in input.branches.iter().enumerate() {
        let cells = [
            (at + 1).to_string().into(),
            Cell::from(or_dots(&one.name)),
            number(one.members),
            number(one.signed_up),
            number(one.assessed),
            share(one.assessed, one.signed_up),
        ];
        table.rows.push(PaperRow::new(RowKind::Plain, cells));
    }
    if input.branches.len() > 1 {
        let all = || input.branches.iter();
        let members = added(all().map(|one| one.members));
        let signed_up = added(all().map(|one| one.signed_up));
        let assessed = added(all().map(|one| one.assessed));
        let cells = [
            Cell::from(fixed.total).span(2, 1).align(Align::Centre),
            number(members),
            number(signed_up),
            number(assessed),
            share(assessed, signed_up),
        ];
        table.rows.push(PaperRow::new(RowKind::Total, cells));
    }
    if table.rows.is_empty() {
        table.rows.push(PaperRow::default());
    }
    table
}

fn classes(input: &TrainingInput) -> Table {
    let words = &words().training;
    let c = &words.columns;
    let columns = [(100, Align::Left, c.class), (60, Align::Right, c.count)];
    let mut table = Table::new(words.classes_table, &columns);
    // Best class first, as people read them; others, which the unit counted before, come last.
    let known = ["excellent", "good", "done", "undone"];
    let place = |id: &str| match input.labels.is_empty() {
        true => known.iter().position(|one| *one == id).unwrap_or(known.len()),
        false => input.labels.iter().position(|one| one.id == id).unwrap_or(input.labels.len()),
    };
    let mut all: Vec<_> = input.classes.iter().collect();
    all.sort_by_key(|(id, _)| (place(id), *id));
    for (id, count) in all {
        let label = input.labels.iter().find(|one| one.id == *id).map(|one| &*one.label.vi);
        let name = label.unwrap_or_else(|| find(words.classes, id).copied().unwrap_or(id));
        table.rows.push(PaperRow::new(
            RowKind::Plain,
            [Cell::from(name), CellValue::Count(*count).into()],
        ));
    }
    table
}

fn list(rows: u16) -> Table {
    let words = &words().training;
    let (fixed, c) = (&super::words().fixed, &words.columns);
    let mut table = Table::new(
        words.list_table,
        &[
            (12, Align::Centre, ""),
            (38, Align::Left, ""),
            (40, Align::Left, c.pledge),
            (24, Align::Left, c.own),
            (24, Align::Left, c.branch_says),
            (22, Align::Left, c.class),
        ],
    );
    let tall = |text: &str| Cell::from(text).span(1, 2);
    table.head = vec![
        PaperRow::new(
            RowKind::Plain,
            [
                tall(fixed.order),
                tall(c.name),
                Cell::from(words.registered),
                Cell::from(words.evaluated).span(3, 1),
            ],
        ),
        PaperRow::new(RowKind::Plain, [c.pledge, c.own, c.branch_says, c.class]),
    ];
    let rows = if rows == 0 { ROWS } else { rows.min(MOST_ROWS) };
    // Two lines high: room for a hand.
    let row = |n: u16| {
        PaperRow::new(RowKind::Plain, [CellValue::Count(n.into()), "\u{a0}\n\u{a0}".into()])
    };
    table.rows = (1..=rows).map(row).collect();
    table
}
