//! The tables of a document for a spreadsheet: sheets, and CSV.

use super::{
    Block, Orientation, Paper, grid, safe,
    table::{Align, Cell, CellValue, PaperRow, RowKind, Table, sentence_case},
    words::words,
};
use serde::{Deserialize, Serialize};

/// One sheet of a workbook.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Sheet {
    /// Its name: unique in the workbook, of a kind that Excel takes.
    pub name: String,
    /// Lines over the table: issuing body, kind, subject.
    pub above: Vec<String>,
    /// The table.
    pub table: Table,
    /// How it is printed.
    pub orientation: Orientation,
}

/// The most letters of a sheet's name that Excel takes.
const NAME_LETTERS: usize = 31;

/// Every table and every block of figures of `paper`, annexes included, a sheet each.
pub fn sheets(paper: &Paper) -> Vec<Sheet> {
    let mut found = Vec::new();
    let title = |more: &[String]| {
        let own = [paper.head.issuer.clone(), paper.title.kind.clone()];
        let subject = if more.is_empty() { &paper.title.subject[..] } else { more };
        let all = own.into_iter().chain(subject.iter().cloned());
        all.map(|line| safe::text(&line)).filter(|line| !line.trim().is_empty()).collect::<Vec<_>>()
    };
    let own = (&paper.blocks, paper.orientation, &[][..]);
    let annexes = paper.annexes.iter().map(|a| (&a.blocks, a.orientation, &a.title[..]));
    for (blocks, orientation, above) in core::iter::once(own).chain(annexes) {
        for block in blocks {
            let table = match block {
                Block::Table(table) => table.clone(),
                Block::Figures(figures) => figures_table(figures),
                Block::Heading { .. }
                | Block::Paragraph { .. }
                | Block::List(_)
                | Block::Blank(_) => continue,
            };
            let name = name(&table.name, &found);
            found.push(Sheet { name, above: title(above), table, orientation });
        }
    }
    found
}

fn figures_table(figures: &[super::NamedFigure]) -> Table {
    let report = &words().report;
    let columns = &report.columns;
    let mut table = Table::new(
        report.figures,
        &[
            (60, Align::Left, columns.name),
            (20, Align::Right, columns.actual),
            (20, Align::Left, columns.unit),
        ],
    );
    let row = |figure: &super::NamedFigure| {
        let cells: [Cell; 3] =
            [figure.name.as_str().into(), figure.value.clone().into(), figure.unit.as_str().into()];
        PaperRow::new(RowKind::Plain, cells)
    };
    table.rows = figures.iter().map(row).collect();
    table
}

// Excel's rules: 1–31 letters (UTF-16 units), none of []:*?/\, no apostrophe at either end,
// "History" is kept for itself, and names differ in more than capitals.
fn name(wanted: &str, before: &[Sheet]) -> String {
    let clean: String = safe::text(wanted)
        .chars()
        .map(|c| if matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\n') { ' ' } else { c })
        .collect();
    let base = cut(clean.trim_matches(['\'', ' ']), NAME_LETTERS);
    let base = match base.trim_matches(['\'', ' ']) {
        "" => sentence_case(words().report.numbers_name),
        base if base.eq_ignore_ascii_case("history") => format!("{base}."),
        base => base.to_owned(),
    };
    let is_free = |name: &str| {
        let name = name.to_lowercase();
        before.iter().all(|sheet| sheet.name.to_lowercase() != name)
    };
    if is_free(&base) {
        return base;
    }
    let mut number = 2;
    loop {
        let tail = format!(" ({number})");
        let name = format!("{}{tail}", cut(&base, NAME_LETTERS - tail.len()));
        if is_free(&name) {
            return name;
        }
        number += 1;
    }
}

fn cut(text: &str, most: usize) -> &str {
    let mut units = 0;
    for (at, c) in text.char_indices() {
        units += c.len_utf16();
        if units > most {
            return &text[..at];
        }
    }
    text
}

/// `table` as CSV (RFC 4180, UTF-8 with a mark so that Excel sees it): numbers with a point,
/// texts that look like formulas behind an apostrophe.
pub fn csv(table: &Table) -> String {
    let mut csv = String::from('\u{FEFF}');
    for rows in [&table.head, &table.rows] {
        for placed in grid::place(table, rows) {
            let mut cells = vec![String::new(); table.columns.len()];
            for cell in &placed {
                cells[cell.col] = cell.cell.map(|c| csv_cell(&c.value)).unwrap_or_default();
            }
            csv.push_str(&cells.join(","));
            csv.push_str("\r\n");
        }
    }
    csv
}

fn csv_cell(value: &CellValue) -> String {
    let text = match value {
        CellValue::Text(text) => safe::csv_text(&safe::text(text)),
        CellValue::Count(count) => count.to_string(),
        CellValue::Points(points) => points.to_string(),
        CellValue::Percent(percent) => format!("{percent}%"),
        // As it is written everywhere: a spreadsheet in any language takes it for a day.
        CellValue::Day(day) => safe::csv_text(&safe::text(day)),
    };
    if text.contains([',', ';', '"', '\n', '\'']) {
        return format!("\"{}\"", text.replace('"', "\"\""));
    }
    text
}
