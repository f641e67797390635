//! Plan (kế hoạch) of a year, a quarter or a month.

use super::{BlockWriter, days, given, number_annexes, start, year_of};
use crate::paper::{
    Align, Annex, Block, Cell, CellValue, NamedFigure, Orientation, Paper, PaperRow, ParagraphLook,
    RowKind, Table, TextRun,
    letterhead::Letterhead,
    words::{DocKind, fill, words},
};
use serde::{Deserialize, Serialize};

/// What a plan is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlanInput {
    /// Head and foot.
    pub letterhead: Letterhead,
    /// The year: `2026`, or `2026–2027`.
    pub cycle: String,
    /// Which part of the year.
    pub span: PlanSpan,
    /// The subject, where it is another than the usual one: a theme month, a youth project.
    pub subject: String,
    /// What it rests on (căn cứ).
    pub grounds: Vec<String>,
    /// The unit in figures.
    pub figures: Vec<NamedFigure>,
    /// The unit in a few lines.
    pub situation: Vec<String>,
    /// Aims and requirements.
    pub aims: Vec<String>,
    /// The theme of the year.
    pub theme: String,
    /// Targets.
    pub targets: Vec<String>,
    /// What is to be done, mostly one part per criterion.
    pub parts: Vec<PlanPart>,
    /// Who does what to get it done.
    pub organisation: Vec<String>,
    /// The tasks: an annex of a year's plan, the body of a quarter's or a month's.
    pub tasks: Vec<TaskGroup>,
}

/// The time that a plan is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PlanSpan {
    /// The year.
    #[default]
    Year,
    /// A quarter, 1–4.
    Quarter(u8),
    /// A month, 1–12.
    Month(u8),
}

/// A part of what is to be done.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlanPart {
    /// Its heading.
    pub title: String,
    /// Its lines.
    pub lines: Vec<String>,
}

/// Tasks under one heading.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TaskGroup {
    /// The heading; empty = none.
    pub title: String,
    /// The tasks, in order.
    pub tasks: Vec<PlanTask>,
}

/// A task (đầu việc).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlanTask {
    /// What is done.
    pub content: String,
    /// The item of the criteria set that it serves: `2.3.1`.
    pub item: String,
    /// The first day, `YYYY-MM-DD`.
    pub start: String,
    /// The last day, `YYYY-MM-DD`.
    pub end: String,
    /// Where.
    pub place: String,
    /// Who leads.
    pub lead: String,
    /// Who helps.
    pub help: String,
    /// Target with its unit of measure.
    pub target: String,
    /// Cost in đồng.
    pub cost: Option<i64>,
    /// How it stands, in words.
    pub state: String,
    /// What shows it, a line each.
    pub evidence: String,
    /// What came of it.
    pub result: String,
    /// A note.
    pub note: String,
}

/// The plan as a document. A year's has its sections and an annex of tasks; a quarter's or a
/// month's is one table of the same tasks.
pub fn plan(input: &PlanInput) -> Paper {
    let words = &words().plan;
    let number;
    let (usual, number) = match input.span {
        PlanSpan::Year => (words.subject_year, ""),
        PlanSpan::Quarter(n) => {
            number = super::roman(usize::from(n));
            (words.subject_quarter, number.as_str())
        }
        PlanSpan::Month(n) => {
            number = n.to_string();
            (words.subject_month, number.as_str())
        }
    };
    let subject = match input.subject.trim() {
        "" => fill(usual, &[("cycle", &year_of(&input.cycle)), ("n", number)]),
        subject => subject.to_owned(),
    };
    let mut paper = start(&input.letterhead, DocKind::Plan, vec![subject]);
    let mut text = BlockWriter::default();
    text.grounds(&input.grounds);
    text.push(Block::text(fill(words.opening, &[("body", &input.letterhead.body())])));
    match input.span {
        PlanSpan::Year => add_year_plan(input, &mut text),
        PlanSpan::Quarter(_) | PlanSpan::Month(_) => add_short_plan(input, &mut text),
    }
    paper.blocks = text.end();
    if input.span == PlanSpan::Year {
        let body = input.letterhead.body();
        let title = fill(words.annex_title, &[("cycle", &year_of(&input.cycle))]);
        paper.annexes.push(Annex {
            title: vec![title],
            note: fill(words.annex_of, &[("body", &body)]),
            blocks: vec![Block::Table(year_table(&input.tasks))],
            orientation: Orientation::Landscape,
            ..Annex::default()
        });
        number_annexes(&mut paper.annexes);
    }
    paper
}

fn add_year_plan(input: &PlanInput, text: &mut BlockWriter) {
    let words = &words().plan;
    if !input.figures.is_empty() || !given(&input.situation).is_empty() {
        text.part(words.situation);
        if !input.figures.is_empty() {
            text.push(Block::Figures(input.figures.clone()));
        }
        text.list(&input.situation);
    }
    text.part(words.aims);
    text.lines(&input.aims);
    if !input.theme.trim().is_empty() {
        text.part(words.theme);
        let theme = vec![TextRun::bold(input.theme.trim())];
        text.push(Block::Paragraph { runs: theme, look: ParagraphLook::Centre });
    }
    text.part(words.targets);
    text.lines(&input.targets);
    text.part(words.content);
    if input.parts.is_empty() {
        text.lines(&[]);
    }
    for part in &input.parts {
        text.section(&part.title);
        text.lines(&part.lines);
    }
    text.part(words.organisation);
    let mut last = input.organisation.clone();
    last.push(words.see_annex.to_owned());
    text.lines(&last);
}

fn add_short_plan(input: &PlanInput, text: &mut BlockWriter) {
    let words = &words().plan;
    if !given(&input.aims).is_empty() {
        text.part(words.aims);
        text.lines(&input.aims);
    }
    text.part(words.content);
    text.push(Block::Table(short_table(&input.tasks)));
    text.part(words.organisation);
    text.lines(&input.organisation);
}

fn year_table(groups: &[TaskGroup]) -> Table {
    let (fixed, plan) = (&words().fixed, &words().plan);
    let c = &plan.columns;
    let mut table = Table::new(
        plan.tasks_name,
        &[
            (14, Align::Centre, fixed.order),
            (45, Align::Left, c.content),
            (15, Align::Centre, c.item),
            (26, Align::Centre, c.time),
            (25, Align::Left, c.lead),
            (23, Align::Left, c.help),
            (27, Align::Left, c.target),
            (28, Align::Right, c.cost),
            (18, Align::Left, c.state),
            (29, Align::Left, c.evidence),
            (16, Align::Left, fixed.note),
        ],
    );
    fill_rows(&mut table, groups, |task, order| {
        vec![
            order,
            text(&task.content),
            text(&task.item),
            days(&task.start, &task.end).into(),
            text(&task.lead),
            text(&task.help),
            text(&task.target),
            task.cost.map_or_else(Cell::default, |cost| CellValue::Count(cost).into()),
            text(&task.state),
            text(&task.evidence),
            text(&task.note),
        ]
    });
    let costs: Vec<i64> = groups.iter().flat_map(|g| &g.tasks).filter_map(|t| t.cost).collect();
    if !costs.is_empty() {
        let sum = costs.iter().fold(0, |sum: i64, cost| sum.saturating_add(*cost));
        let cells = [
            Cell::from(fixed.total).span(7, 1).align(Align::Centre),
            CellValue::Count(sum).into(),
            Cell::default(),
            Cell::default(),
            Cell::default(),
        ];
        table.rows.push(PaperRow::new(RowKind::Total, cells));
    }
    table
}

fn short_table(groups: &[TaskGroup]) -> Table {
    let (fixed, plan) = (&words().fixed, &words().plan);
    let c = &plan.columns;
    let mut table = Table::new(
        plan.tasks_name,
        &[
            (12, Align::Centre, fixed.order),
            (54, Align::Left, c.content),
            (36, Align::Centre, c.time_place),
            (28, Align::Left, c.lead),
            (20, Align::Left, c.result),
            (16, Align::Left, fixed.note),
        ],
    );
    fill_rows(&mut table, groups, |task, order| {
        let when = [days(&task.start, &task.end), task.place.trim().to_owned()];
        vec![
            order,
            text(&task.content),
            given(&when).join("\n").into(),
            text(&task.lead),
            text(&task.result),
            text(&task.note),
        ]
    });
    // What comes up by itself is written in by hand.
    let width = u16::try_from(table.columns.len()).unwrap_or(1);
    let unplanned = Cell::from(plan.unplanned).span(width, 1).align(Align::Left);
    table.rows.push(PaperRow::new(RowKind::Group, [unplanned]));
    table.rows.push(PaperRow::default());
    table
}

fn text(text: &str) -> Cell {
    text.trim().into()
}

fn fill_rows(
    table: &mut Table,
    groups: &[TaskGroup],
    cells: impl Fn(&PlanTask, Cell) -> Vec<Cell>,
) {
    let width = u16::try_from(table.columns.len()).unwrap_or(1);
    let mut order = 0;
    for group in groups {
        if !group.title.trim().is_empty() {
            let title = Cell::from(group.title.trim()).span(width, 1).align(Align::Left);
            table.rows.push(PaperRow::new(RowKind::Group, [title]));
        }
        for task in &group.tasks {
            order += 1;
            table
                .rows
                .push(PaperRow::new(RowKind::Plain, cells(task, CellValue::Count(order).into())));
        }
    }
    if order == 0 {
        table.rows.push(PaperRow::default());
    }
}
