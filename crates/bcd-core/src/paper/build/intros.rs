//! The policy 1+1 (một đoàn viên giới thiệu ít nhất một thanh niên) in its four steps: survey,
//! plan, what was done, what was learnt.
//!
//! Who was introduced stands here by initials only, and the paper goes to nobody but the file.

use super::{BlockWriter, day, or_dots, start, training::share, year_of};
use crate::paper::{
    Align, Block, Cell, CellValue, Paper, PaperRow, RowKind, Table,
    letterhead::Letterhead,
    words::{DocKind, fill, words},
};
use serde::{Deserialize, Serialize};

/// What the paper is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct IntrosInput {
    /// Head and foot.
    pub letterhead: Letterhead,
    /// The year.
    pub cycle: String,
    /// How many young people are not in yet.
    pub survey: Vec<String>,
    /// What is aimed at, who helps whom.
    pub plan: Vec<String>,
    /// What was learnt.
    pub review: Vec<String>,
    /// Branches with their figures.
    pub branches: Vec<IntrosBranch>,
    /// Introductions, by day.
    pub list: Vec<Introduction>,
}

/// A branch's figures.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct IntrosBranch {
    /// Its name.
    pub name: String,
    /// Aimed at.
    pub goal: Option<i64>,
    /// Introduced.
    pub introduced: i64,
    /// Admitted.
    pub admitted: i64,
}

/// An introduction.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Introduction {
    /// Who introduced: initials, or nothing.
    pub by: String,
    /// Who was introduced: initials, or nothing.
    pub who: String,
    /// When, `YYYY-MM-DD`.
    pub date: String,
    /// Into the Association rather than the Union.
    pub association: bool,
    /// How many.
    pub count: i64,
    /// How many of them were admitted.
    pub admitted: i64,
    /// When, `YYYY-MM-DD`.
    pub admitted_on: String,
}

/// The paper as a document.
pub fn intros(input: &IntrosInput) -> Paper {
    let words = &words().intros;
    let subject = fill(words.subject, &[("cycle", &year_of(&input.cycle))]);
    let mut paper = start(&input.letterhead, DocKind::Tracking, vec![subject]);
    // The initials of young people must stay in the unit, so this paper has no recipients.
    let home = Letterhead { recipients: vec![], ..input.letterhead.clone() };
    paper.recipients = home.recipients();
    let mut text = BlockWriter::default();
    text.part(words.survey);
    text.lines(&input.survey);
    text.part(words.plan);
    text.lines(&input.plan);
    text.part(words.results);
    text.push(Block::Table(sum(input)));
    text.push(Block::Table(list(input)));
    text.part(words.review);
    text.lines(&input.review);
    paper.blocks = text.blocks;
    paper
}

fn sum(input: &IntrosInput) -> Table {
    let words = &words().intros;
    let (fixed, c) = (&super::words().fixed, &words.columns);
    let mut table = Table::new(
        words.sum_table,
        &[
            (12, Align::Centre, fixed.order),
            (60, Align::Left, c.branch),
            (22, Align::Right, c.goal),
            (22, Align::Right, c.introduced),
            (22, Align::Right, c.admitted),
            (22, Align::Right, c.share),
        ],
    );
    let figures = |goal: Option<i64>, introduced: i64, admitted: i64| {
        [
            goal.map_or_else(Cell::default, |n| CellValue::Count(n).into()),
            CellValue::Count(introduced).into(),
            CellValue::Count(admitted).into(),
            share(Some(admitted), Some(introduced)),
        ]
    };
    for (at, one) in input.branches.iter().enumerate() {
        let first = [(at + 1).to_string().into(), Cell::from(or_dots(&one.name))];
        let rest = figures(one.goal, one.introduced, one.admitted);
        table.rows.push(PaperRow::new(RowKind::Plain, first.into_iter().chain(rest)));
    }
    if input.branches.len() > 1 {
        let sum = |get: fn(&IntrosBranch) -> i64| {
            input.branches.iter().map(get).fold(0, i64::saturating_add)
        };
        let goals = input.branches.iter().filter_map(|one| one.goal);
        let first = Cell::from(fixed.total).span(2, 1).align(Align::Centre);
        let rest =
            figures(goals.reduce(i64::saturating_add), sum(|b| b.introduced), sum(|b| b.admitted));
        table.rows.push(PaperRow::new(RowKind::Total, [first].into_iter().chain(rest)));
    }
    if table.rows.is_empty() {
        table.rows.push(PaperRow::default());
    }
    table
}

fn list(input: &IntrosInput) -> Table {
    let words = &words().intros;
    let (fixed, c) = (&super::words().fixed, &words.columns);
    let mut table = Table::new(
        words.list_table,
        &[
            (12, Align::Centre, fixed.order),
            (34, Align::Left, c.by),
            (34, Align::Left, c.who),
            (24, Align::Centre, c.date),
            (16, Align::Centre, c.to),
            (40, Align::Left, c.result),
        ],
    );
    for (at, one) in input.list.iter().enumerate() {
        let who = match one.who.trim() {
            "" => fill(words.people, &[("n", &one.count.to_string())]),
            who => who.to_owned(),
        };
        let to = if one.association { words.to.association } else { words.to.union };
        let cells = [
            (at + 1).to_string().into(),
            Cell::from(one.by.trim()),
            who.into(),
            day(&one.date).into(),
            to.into(),
            result(one).into(),
        ];
        table.rows.push(PaperRow::new(RowKind::Plain, cells));
    }
    if table.rows.is_empty() {
        table.rows.push(PaperRow::default());
    }
    table
}

fn result(one: &Introduction) -> String {
    let words = &words().intros;
    match (one.admitted, one.admitted_on.trim()) {
        (n, _) if n <= 0 => words.running.to_owned(),
        (n, _) if n < one.count => {
            let places = [("n", &*n.to_string()), ("all", &one.count.to_string())];
            fill(words.admitted_of, &places)
        }
        (_, "") => words.admitted.to_owned(),
        (_, on) => fill(words.admitted_on, &[("date", &day(on))]),
    }
}
