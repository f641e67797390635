//! Plan of youth projects and youth tasks (công trình, phần việc thanh niên).
//!
//! A project is a countable product that the next higher Đoàn recognises; so the list says how
//! much, where, by whom, and whether it was recognised.

use super::{BlockWriter, days, number_annexes, or_dots, start, year_of};
use crate::paper::{
    Align, Annex, Block, Cell, CellValue, Orientation, Paper, PaperRow, RowKind, Table,
    letterhead::Letterhead,
    words::{DocKind, fill, words},
};
use serde::{Deserialize, Serialize};

/// What a plan of projects is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProjectsInput {
    /// Head and foot.
    pub letterhead: Letterhead,
    /// The year.
    pub cycle: String,
    /// What it rests on.
    pub grounds: Vec<String>,
    /// Aims and requirements.
    pub aims: Vec<String>,
    /// Who does what to get it done.
    pub organisation: Vec<String>,
    /// The projects, in the plan's order.
    pub projects: Vec<YouthProject>,
}

/// A youth project or task.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct YouthProject {
    /// What it is.
    pub name: String,
    /// Whether it is a branch's task rather than the unit's project.
    pub of_branch: bool,
    /// Where.
    pub place: String,
    /// How much of what: "2 km đường".
    pub volume: String,
    /// Its value in đồng.
    pub value: Option<i64>,
    /// The first day, `YYYY-MM-DD`.
    pub start: String,
    /// The last day, `YYYY-MM-DD`.
    pub end: String,
    /// Who leads.
    pub lead: String,
    /// How many take part.
    pub people: Option<i64>,
    /// Photos that show it.
    pub photos: usize,
    /// The upper level recognised it.
    pub recognised: bool,
}

/// The plan as a document: its text, and the list as an annex.
pub fn projects(input: &ProjectsInput) -> Paper {
    let words = &words().project;
    let cycle = &year_of(&input.cycle);
    let subject = fill(words.subject, &[("cycle", cycle)]);
    let mut paper = start(&input.letterhead, DocKind::Plan, vec![subject]);
    let body = input.letterhead.body();
    let mut text = BlockWriter::default();
    text.grounds(&input.grounds);
    text.push(Block::text(fill(words.opening, &[("body", &body)])));
    text.part(words.aims);
    text.lines(&input.aims);
    text.part(words.list);
    text.push(Block::text(counts(input, cycle)));
    text.part(words.organisation);
    text.lines(&input.organisation);
    paper.blocks = text.end();
    paper.annexes.push(Annex {
        title: vec![fill(words.annex_title, &[("cycle", cycle)])],
        note: fill(words.annex_of, &[("body", &body)]),
        blocks: vec![Block::Table(table(&input.projects))],
        orientation: Orientation::Landscape,
        ..Annex::default()
    });
    number_annexes(&mut paper.annexes);
    paper
}

fn counts(input: &ProjectsInput, cycle: &str) -> String {
    let words = &words().project;
    if input.projects.is_empty() {
        return words.counts_none.to_owned();
    }
    let branch = input.projects.iter().filter(|project| project.of_branch).count();
    let unit = (input.projects.len() - branch).to_string();
    let places = [("cycle", cycle), ("unit", &unit), ("branch", &branch.to_string())];
    fill(words.counts, &places)
}

fn table(projects: &[YouthProject]) -> Table {
    let words = &words().project;
    let (fixed, c) = (&super::words().fixed, &words.columns);
    let mut table = Table::new(
        words.table,
        &[
            (12, Align::Centre, fixed.order),
            (56, Align::Left, c.name),
            (18, Align::Centre, c.level),
            (28, Align::Left, c.place),
            (28, Align::Left, c.volume),
            (24, Align::Right, c.value),
            (28, Align::Centre, c.time),
            (28, Align::Left, c.lead),
            (18, Align::Right, c.people),
            (16, Align::Centre, c.photos),
            (20, Align::Centre, c.recognised),
        ],
    );
    let number = |n: Option<i64>| n.map_or_else(Cell::default, |n| CellValue::Count(n).into());
    for (at, one) in projects.iter().enumerate() {
        let level = if one.of_branch { words.levels.branch } else { words.levels.unit };
        let photos = match one.photos {
            0 => String::new(),
            n => fill(words.photos, &[("n", &n.to_string())]),
        };
        let cells = [
            (at + 1).to_string().into(),
            Cell::from(or_dots(&one.name)),
            level.into(),
            one.place.trim().into(),
            one.volume.trim().into(),
            number(one.value),
            days(&one.start, &one.end).into(),
            one.lead.trim().into(),
            number(one.people),
            photos.into(),
            if one.recognised { words.recognised } else { "" }.into(),
        ];
        table.rows.push(PaperRow::new(RowKind::Plain, cells));
    }
    if table.rows.is_empty() {
        table.rows.push(PaperRow::default());
    }
    table
}
