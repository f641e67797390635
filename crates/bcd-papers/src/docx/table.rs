//! Tables: ruled ones of the text, and bare ones that hold head and foot in place.

use super::{DocxWriter, body, size, style};
use bcd_core::paper::{
    Align, RowKind, Table as Source,
    grid::{self, Placed},
    layout,
};
use docx_rs::{
    AlignmentType, Paragraph, Table, TableCell, TableCellMargins, TableLayoutType, TableRow,
    VAlignType, VMergeType, WidthType,
};

/// Writes a table, and a little room under it.
pub fn write(page: &mut DocxWriter, source: &Source) {
    let widths = source.widths(page.width());
    if widths.is_empty() {
        return;
    }
    let mut rows = Vec::with_capacity(source.head.len() + source.rows.len());
    for (part, is_head) in [(&source.head, true), (&source.rows, false)] {
        rows.extend(part_rows(&grid::place(source, part), &widths, is_head));
    }
    if rows.is_empty() {
        return;
    }
    let side = size(layout::twips_of_tenths(layout::CELL_TENTHS));
    let margins = TableCellMargins::new().margin(0, side, 0, side);
    let table = shaped(Table::new(rows), &widths).margins(margins);
    page.table(table, source.head.len());
    // Word joins tables that follow each other; what follows also needs room.
    page.paragraph(Paragraph::new().style(style::ROOM));
}

/// A table without lines.
pub fn plain(rows: Vec<TableRow>, widths: &[u32]) -> Table {
    let none = TableCellMargins::new().margin(0, 0, 0, 0);
    shaped(Table::without_borders(rows), widths).margins(none)
}

fn shaped(table: Table, widths: &[u32]) -> Table {
    let whole = widths.iter().sum();
    table
        .set_grid(widths.iter().map(|width| size(*width)).collect())
        .width(size(whole), WidthType::Dxa)
        .layout(TableLayoutType::Fixed)
}

// Where a cell reaches down, the rows below carry empty cells that continue it.
fn part_rows(placed: &[Vec<Placed<'_>>], widths: &[u32], is_head: bool) -> Vec<TableRow> {
    let all: Vec<&Placed<'_>> = placed.iter().flatten().collect();
    let mut rows = Vec::with_capacity(placed.len());
    for at in 0..placed.len() {
        let mut here: Vec<&Placed<'_>> =
            all.iter().filter(|p| p.row <= at && at < p.row + p.rows).copied().collect();
        here.sort_by_key(|placed| placed.col);
        // The heading of a group stays with its first row, a sum with the row over it.
        let kind = |at: usize| placed.get(at).and_then(|row| row.first()).map(|cell| cell.kind);
        let keeps_next =
            !is_head && (kind(at) == Some(RowKind::Group) || kind(at + 1) == Some(RowKind::Total));
        let cells = here.into_iter().map(|p| cell(p, at, widths, is_head, keeps_next)).collect();
        rows.push(TableRow::new(cells).cant_split());
    }
    rows
}

fn cell(
    placed: &Placed<'_>,
    row: usize,
    widths: &[u32],
    is_head: bool,
    keeps_next: bool,
) -> TableCell {
    let width: u32 = widths.iter().skip(placed.col).take(placed.cols).sum();
    let begins = placed.row == row;
    let id = if is_head { style::CELL_HEAD } else { style::CELL };
    let mut paragraph = Paragraph::new().style(id);
    if !is_head {
        paragraph = paragraph.align(match placed.align {
            Align::Left => AlignmentType::Left,
            Align::Centre => AlignmentType::Center,
            Align::Right => AlignmentType::Right,
        });
    }
    if begins {
        let run = body::run(&grid::text(placed));
        let bold = match placed.kind {
            RowKind::Plain => false,
            RowKind::Group | RowKind::Total => true,
        };
        paragraph = paragraph.add_run(if bold { run.bold() } else { run });
    }
    if keeps_next {
        paragraph = paragraph.keep_next(true);
    }
    let mut cell = TableCell::new()
        .width(size(width), WidthType::Dxa)
        .vertical_align(VAlignType::Center)
        .add_paragraph(paragraph);
    if placed.cols > 1 {
        cell = cell.grid_span(placed.cols);
    }
    if placed.rows > 1 {
        cell = cell.vertical_merge(if begins { VMergeType::Restart } else { VMergeType::Continue });
    }
    cell
}
