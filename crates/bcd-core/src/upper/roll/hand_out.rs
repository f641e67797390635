//! The list of units handed out for a spreadsheet: how each stands, with what it is late. Secretaries and
//! their telephones are not in it, as they are not in the list on the screen.

use super::standing::{Late, Stage, Standing};
use crate::{
    paper::{Align, Cell, CellValue, PaperRow, RowKind, Table as Sheet},
    points::Points,
};

/// The words of the table, in the language of who hands it out.
#[derive(Clone, Copy)]
pub struct Words {
    /// "Đơn vị".
    pub unit: &'static str,
    /// "Loại đơn vị".
    pub kind: &'static str,
    /// "Cụm".
    pub cluster: &'static str,
    /// "Cán bộ theo dõi".
    pub officer: &'static str,
    /// "Tình trạng".
    pub standing: &'static str,
    /// "Chậm việc gì".
    pub late_with: &'static str,
    /// "Chậm (ngày)".
    pub days_late: &'static str,
    /// "Bản số".
    pub number: &'static str,
    /// "Ngày gửi".
    pub sent_on: &'static str,
    /// "Tổng".
    pub total: &'static str,
    /// "Tối đa".
    pub most: &'static str,
    /// "Đủ điều kiện".
    pub ready: &'static str,
    /// The word of a kind.
    pub kind_of: fn(&str) -> String,
    /// The word of how far a unit is.
    pub stage_of: fn(Stage) -> String,
    /// The word of what it is late with.
    pub late_of: fn(Late) -> String,
    /// Whether nothing stands in the way of recognition, in a word.
    pub ready_of: fn(bool) -> &'static str,
}

/// The table of these units, in this order of them.
pub fn table(units: &[Standing], words: &Words) -> Sheet {
    let columns = [
        (70, Align::Left, words.unit),
        (30, Align::Left, words.kind),
        (35, Align::Left, words.cluster),
        (35, Align::Left, words.officer),
        (35, Align::Left, words.standing),
        (40, Align::Left, words.late_with),
        (18, Align::Right, words.days_late),
        (14, Align::Right, words.number),
        (24, Align::Right, words.sent_on),
        (18, Align::Right, words.total),
        (18, Align::Right, words.most),
        (24, Align::Left, words.ready),
    ];
    let mut sheet = Sheet { frozen: 1, ..Sheet::new(words.unit, &columns) };
    sheet.rows = units.iter().map(|unit| row(unit, words)).collect();
    sheet
}

fn row(standing: &Standing, words: &Words) -> PaperRow {
    let late = standing.late;
    let days = late.map_or_else(Cell::default, |late| CellValue::Count(late.days.into()).into());
    let mut cells: Vec<Cell> = vec![
        standing.unit.name.as_str().into(),
        (words.kind_of)(standing.kind()).into(),
        standing.cluster().into(),
        standing.unit.officer.as_str().into(),
        (words.stage_of)(standing.stage).into(),
        late.map(words.late_of).unwrap_or_default().into(),
        days,
    ];
    let points = |points: Points| Cell::from(CellValue::Points(points));
    match standing.latest.as_ref().map(|latest| &latest.summary) {
        Some(summary) => {
            let day = summary.at.get(..10).unwrap_or_default();
            cells.push(CellValue::Count(summary.seq.into()).into());
            cells.push(CellValue::Day(day.to_owned()).into());
            cells.extend([summary.score.got, summary.score.max].map(points));
            cells.push((words.ready_of)(summary.score.recognisable).into());
        }
        None => cells.extend(core::iter::repeat_with(Cell::default).take(5)),
    }
    PaperRow::new(RowKind::Plain, cells)
}
