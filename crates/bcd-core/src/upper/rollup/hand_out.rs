//! A roll-up handed out for a spreadsheet: its units, and the roll-ups of lower offices in it.

use crate::{
    format::rollup::{Rollup, UnitStanding},
    paper::{Align, Cell, CellValue, PaperRow, RowKind, Table as Sheet},
};

/// The words of the table, in the language of who hands it out.
#[derive(Clone, Copy)]
pub struct Words {
    /// "Đơn vị", also the name of the table.
    pub unit: &'static str,
    /// "Trạng thái".
    pub standing: &'static str,
    /// "Điểm".
    pub points: &'static str,
    /// "Tối đa".
    pub most: &'static str,
    /// "Số quyết định".
    pub number: &'static str,
    /// "Ngày quyết định".
    pub date: &'static str,
    /// "Ghi chú".
    pub note: &'static str,
    /// "Số đơn vị": of a lower office.
    pub units: &'static str,
    /// "Đã gửi".
    pub sent: &'static str,
    /// "Được công nhận".
    pub recognised: &'static str,
    /// What is said of a unit that is counted in a lower office.
    pub held: &'static str,
    /// What is said of a lower office.
    pub part: &'static str,
    /// The word of where a unit stands.
    pub standing_of: fn(UnitStanding) -> &'static str,
}

/// The units of a roll-up in the order of `order`, and below them the lower offices, each with its counts.
pub fn table(rollup: &Rollup, order: &[usize], words: &Words) -> Sheet {
    let columns = [
        (70, Align::Left, words.unit),
        (35, Align::Left, words.standing),
        (18, Align::Right, words.points),
        (18, Align::Right, words.most),
        (30, Align::Left, words.number),
        (24, Align::Right, words.date),
        (18, Align::Right, words.units),
        (18, Align::Right, words.sent),
        (18, Align::Right, words.recognised),
        (50, Align::Left, words.note),
    ];
    let mut sheet = Sheet { frozen: 1, ..Sheet::new(words.unit, &columns) };
    let none = || core::iter::repeat_with(Cell::default);
    let row = |row: &crate::format::rollup::RollupRow| {
        let mut cells: Vec<Cell> =
            vec![row.name.as_str().into(), (words.standing_of)(row.standing).into()];
        match row.verified.as_ref().or(row.own.as_ref()) {
            Some(it) => cells.extend([it.got, it.max].map(|it| CellValue::Points(it).into())),
            None => cells.extend(none().take(2)),
        }
        match &row.decision {
            Some(it) => {
                cells.extend([it.number.as_str().into(), CellValue::Day(it.date.clone()).into()]);
            }
            None => cells.extend(none().take(2)),
        }
        cells.extend(none().take(3));
        cells.push(row.held_by.as_ref().map_or("", |_| words.held).into());
        PaperRow::new(RowKind::Plain, cells)
    };
    sheet.rows = order.iter().filter_map(|at| rollup.rows.get(*at)).map(row).collect();
    let count = |n: u64| Cell::from(CellValue::Count(i64::try_from(n).unwrap_or(i64::MAX)));
    sheet.rows.extend(rollup.parts.iter().map(|part| {
        let counts = &part.totals.counts;
        let mut cells: Vec<Cell> = vec![part.office.name.as_str().into()];
        cells.extend(none().take(5));
        cells.extend([counts.units, counts.sent, counts.recognised].map(count));
        cells.push(words.part.into());
        PaperRow::new(RowKind::Plain, cells)
    }));
    sheet
}
