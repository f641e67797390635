//! Result report (báo cáo), due by the upper level's day, by default 1 October.
//!
//! Short by construction: figures, at most [`LINES`] lines per criterion, an annex of numbers.
//! Lines beyond that move to an annex; nothing is left out.

use super::{BlockWriter, given, number_annexes, start, year_of};
use crate::{
    paper::{
        Align, Annex, Block, Cell, CellValue, Level, NamedFigure, Paper, PaperRow, RowKind, Table,
        TextRun,
        letterhead::Letterhead,
        words::{DocKind, fill, words},
    },
    points::Points,
};
use serde::{Deserialize, Serialize};

/// The most lines of a criterion in the report itself.
pub const LINES: usize = 5;

/// What a report is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReportInput {
    /// Head and foot.
    pub letterhead: Letterhead,
    /// The year.
    pub cycle: String,
    /// One paragraph to begin with; may be empty.
    pub opening: String,
    /// The main figures.
    pub figures: Vec<NamedFigure>,
    /// The criteria, in order.
    pub criteria: Vec<ReportCriterion>,
    /// All points; none where the unit answers met or not met.
    pub total: Option<ReportPoints>,
    /// Shortcomings and their causes.
    pub limits: Vec<String>,
    /// Tasks and measures ahead.
    pub next: Vec<String>,
    /// Proposals, without that of recognition.
    pub proposals: Vec<String>,
    /// Whether the unit asks to be recognised.
    pub asks_recognition: bool,
    /// The annex of numbers.
    pub numbers: Vec<NumberRow>,
}

/// A criterion in a report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReportCriterion {
    /// Its heading.
    pub title: String,
    /// Its points; none where the unit answers met or not met.
    pub points: Option<ReportPoints>,
    /// What was done, the most important first.
    pub lines: Vec<String>,
}

/// Points reached, reachable and needed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReportPoints {
    /// Reached.
    pub got: Points,
    /// Reachable.
    pub max: Points,
    /// Needed for recognition.
    pub need: Points,
}

/// A line of the annex of numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NumberRow {
    /// What is counted.
    pub name: String,
    /// The unit of measure.
    pub unit: String,
    /// In the period before.
    pub before: Option<CellValue>,
    /// The target.
    pub target: Option<CellValue>,
    /// What was reached.
    pub actual: Option<CellValue>,
    /// A note.
    pub note: String,
}

/// The report as a document.
pub fn report(input: &ReportInput) -> Paper {
    let words = &words().report;
    let cycle = &year_of(&input.cycle);
    let subject = fill(words.subject, &[("cycle", cycle)]);
    let mut paper = start(&input.letterhead, DocKind::Report, vec![subject]);
    let mut text = BlockWriter::default();
    if !input.opening.trim().is_empty() {
        text.push(Block::text(input.opening.trim()));
    }
    text.part(words.figures);
    if input.figures.is_empty() {
        text.lines(&[]);
    } else {
        text.push(Block::Figures(input.figures.clone()));
    }
    text.part(words.results);
    let mut more = Vec::new();
    for criterion in &input.criteria {
        text.section(&criterion.title);
        if let Some(points) = criterion.points {
            text.push(Block::text(scored(words.score, points)));
        }
        let lines = given(&criterion.lines);
        let (short, rest) = lines.split_at(lines.len().min(LINES));
        if !short.is_empty() || criterion.points.is_none() {
            text.lines(&owned(short));
        }
        if !rest.is_empty() {
            let heading = Block::Heading {
                level: Level::Section,
                label: String::new(),
                text: criterion.title.clone(),
            };
            more.extend([heading, Block::list(rest.iter().copied())]);
        }
    }
    if !more.is_empty() {
        text.push(Block::text(words.see_annex));
    }
    if let Some(points) = input.total {
        let runs = vec![TextRun::bold(scored(words.total, points))];
        text.push(Block::Paragraph { runs, look: crate::paper::ParagraphLook::Body });
    }
    add_closing(input, cycle, &mut text);
    paper.blocks = text.end();
    add_annexes(input, cycle, more, &mut paper);
    paper
}

fn add_closing(input: &ReportInput, cycle: &str, text: &mut BlockWriter) {
    let words = &words().report;
    for (title, lines) in [(words.limits, &input.limits), (words.next, &input.next)] {
        text.part(title);
        text.lines(lines);
    }
    let mut proposals = owned(&given(&input.proposals));
    if input.asks_recognition {
        proposals.push(fill(words.recognition, &[("cycle", cycle)]));
    }
    if proposals.is_empty() {
        proposals.push(words.none.to_owned());
    }
    text.part(words.proposals);
    text.lines(&proposals);
}

fn add_annexes(input: &ReportInput, cycle: &str, more: Vec<Block>, paper: &mut Paper) {
    let words = &words().report;
    let of = fill(words.annex_of, &[("body", &input.letterhead.body())]);
    let mut add = |title: String, blocks: Vec<Block>| {
        let title = vec![title];
        paper.annexes.push(Annex { title, note: of.clone(), blocks, ..Annex::default() });
    };
    if !input.numbers.is_empty() {
        let title = fill(words.numbers_title, &[("cycle", cycle)]);
        add(title, vec![Block::Table(numbers(&input.numbers))]);
    }
    if !more.is_empty() {
        add(words.more_title.to_owned(), more);
    }
    number_annexes(&mut paper.annexes);
}

fn owned(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|line| (*line).to_owned()).collect()
}

fn scored(text: &str, points: ReportPoints) -> String {
    let read = |points| CellValue::Points(points).to_string();
    let (got, max, need) = (read(points.got), read(points.max), read(points.need));
    fill(text, &[("got", &*got), ("max", &max), ("need", &need)])
}

fn numbers(rows: &[NumberRow]) -> Table {
    let (fixed, words) = (&words().fixed, &words().report);
    let c = &words.columns;
    let mut table = Table::new(
        words.numbers_name,
        &[
            (12, Align::Centre, fixed.order),
            (46, Align::Left, c.name),
            (22, Align::Centre, c.unit),
            (18, Align::Right, c.before),
            (18, Align::Right, c.target),
            (20, Align::Right, c.actual),
            (20, Align::Right, c.share),
            (18, Align::Left, fixed.note),
        ],
    );
    let cell = |value: &Option<CellValue>| value.clone().map_or_else(Cell::default, Cell::from);
    for (at, row) in rows.iter().enumerate() {
        let cells = [
            Cell::from((at + 1).to_string()),
            row.name.trim().into(),
            row.unit.trim().into(),
            cell(&row.before),
            cell(&row.target),
            cell(&row.actual),
            cell(&share(row)),
            row.note.trim().into(),
        ];
        table.rows.push(PaperRow::new(RowKind::Plain, cells));
    }
    table
}

/// Reached as a share of the target, in percent rounded to one decimal place; of two whole
/// numbers, or two of points, only.
fn share(row: &NumberRow) -> Option<CellValue> {
    let number = |value: &Option<CellValue>| match value {
        Some(CellValue::Count(count)) => count.checked_mul(100),
        Some(CellValue::Points(points) | CellValue::Percent(points)) => Some(points.0),
        Some(CellValue::Text(_) | CellValue::Day(_)) | None => None,
    };
    let (actual, target) = (number(&row.actual)?, number(&row.target)?);
    if target <= 0 || actual < 0 {
        return None;
    }
    let tenths = (i128::from(actual) * 1_000 + i128::from(target) / 2) / i128::from(target);
    i64::try_from(tenths * 10).ok().map(|hundredths| CellValue::Percent(Points(hundredths)))
}
