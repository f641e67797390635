//! The position of each cell of a table. All outputs use it, so they agree, and a table whose spans
//! do not fit is corrected in one place.

use super::table::{Align, Cell, PaperRow, RowKind, Table};

/// A cell in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed<'a> {
    /// The row, from 0 at the top of its part (head or body).
    pub row: usize,
    /// The column, from 0.
    pub col: usize,
    /// How many rows it takes.
    pub rows: usize,
    /// How many columns it takes.
    pub cols: usize,
    /// The cell; none where a row has too few.
    pub cell: Option<&'a Cell>,
    /// How it stands.
    pub align: Align,
    /// What its row is for.
    pub kind: RowKind,
}

/// The cells of `rows` in `table`: for each row, those that begin in it, from left to right. Every
/// position is covered exactly once: a span that reaches beyond the table or into another cell is
/// cut, and cells beyond the last column are dropped.
pub fn place<'a>(table: &'a Table, rows: &'a [PaperRow]) -> Vec<Vec<Placed<'a>>> {
    let width = table.columns.len();
    // Per column: how many rows a cell from above still reaches down.
    let mut taken = vec![0_usize; width];
    let mut grid = Vec::with_capacity(rows.len());
    for (at, row) in rows.iter().enumerate() {
        let mut cells = row.cells.iter();
        let mut placed = Vec::new();
        let mut col = 0;
        while col < width {
            if taken[col] > 0 {
                taken[col] -= 1;
                col += 1;
                continue;
            }
            let cell = cells.next();
            let (want_cols, want_rows) =
                cell.map_or((1, 1), |c| (usize::from(c.cols).max(1), usize::from(c.rows).max(1)));
            let free = taken[col..].iter().take_while(|rows| **rows == 0).count();
            let cols = want_cols.min(free);
            let tall = want_rows.min(rows.len() - at);
            for below in &mut taken[col..col + cols] {
                *below = tall - 1;
            }
            let align = cell.and_then(|c| c.align).unwrap_or(table.columns[col].align);
            placed.push(Placed { row: at, col, rows: tall, cols, cell, align, kind: row.kind });
            col += cols;
        }
        grid.push(placed);
    }
    grid
}

/// The text of a cell in its place.
pub fn text(placed: &Placed<'_>) -> String {
    placed.cell.map(|cell| cell.value.to_string()).unwrap_or_default()
}
