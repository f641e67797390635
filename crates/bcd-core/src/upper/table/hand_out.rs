//! The table handed out: one table for each view, for a spreadsheet. Numbers and days stay what they
//! are.

use super::{
    Level, Row, Standing, Table,
    compare::Comparison,
    statistics::{self, Figures, GroupBy, ItemTally},
};
use crate::{
    paper::{Align, Cell, CellValue, PaperRow, RowKind, Table as Sheet},
    points::Points,
    text::{Lang, order::Alphabet},
};

/// The words of the tables, in the language of who hands them out.
#[derive(Clone, Copy)]
pub struct Words {
    /// The language of the texts of items.
    pub lang: Lang,
    /// "Đơn vị": the units, and the column of their names.
    pub units: &'static str,
    /// "Nội dung": the items, and the column of their ids.
    pub items: &'static str,
    /// "Bảng điểm": units × items.
    pub points: &'static str,
    /// "Mức": units × items as words.
    pub levels: &'static str,
    /// "Loại đơn vị".
    pub kind: &'static str,
    /// "Cụm".
    pub cluster: &'static str,
    /// "Cán bộ theo dõi".
    pub officer: &'static str,
    /// "Tình trạng".
    pub standing: &'static str,
    /// "Ngày gửi".
    pub sent_on: &'static str,
    /// "Bản số".
    pub number: &'static str,
    /// "Chậm (ngày)".
    pub days_late: &'static str,
    /// "Tổng".
    pub total: &'static str,
    /// "Tối đa".
    pub most: &'static str,
    /// "Thẩm định".
    pub verified: &'static str,
    /// "Yêu cầu".
    pub asks: &'static str,
    /// "Đạt".
    pub met: &'static str,
    /// "Tỷ lệ đạt".
    pub share: &'static str,
    /// "Đã gửi".
    pub sent: &'static str,
    /// "Đủ điều kiện".
    pub ready: &'static str,
    /// "Chậm".
    pub late: &'static str,
    /// "Công nhận".
    pub recognised: &'static str,
    /// "Năm trước".
    pub then: &'static str,
    /// "Năm nay".
    pub now: &'static str,
    /// "Chênh".
    pub difference: &'static str,
    /// "không hỏi, hoặc chưa gửi".
    pub without: &'static str,
    /// "(không ghi)": of units without a cluster or an officer.
    pub none: &'static str,
    /// The column of a criterion.
    pub criterion: fn(&str) -> String,
    /// The word of a level.
    pub level: fn(Level) -> &'static str,
    /// The word of a standing.
    pub standing_of: fn(Standing) -> &'static str,
    /// The word of a kind.
    pub kind_of: fn(&str) -> String,
}

/// The tables of `rows`, in this order of them: units, units × items as points and as words, items,
/// clusters, kinds, officers.
pub fn tables(table: &Table, rows: &[usize], words: &Words, alphabet: &Alphabet) -> Vec<Sheet> {
    let shown: Vec<&Row> = rows.iter().filter_map(|at| table.rows.get(*at)).collect();
    let mut sheets = vec![
        units(table, &shown, words),
        matrix(table, &shown, words.points, words, |cell| match cell.standing_level() {
            Level::Na | Level::Open => Cell::default(),
            _ => CellValue::Points(cell.verified.map_or(cell.got, |it| it.got)).into(),
        }),
        matrix(table, &shown, words.levels, words, |cell| {
            (words.level)(cell.standing_level()).into()
        }),
        items(table, &statistics::items(table, rows), words),
    ];
    for by in GroupBy::ALL {
        let groups = statistics::groups(table, rows, by, alphabet);
        sheets.push(group_table(by, &groups, words));
    }
    sheets
}

/// The table as it is on the screen: `rows` in this order of them, what is known of each, and its items; an
/// item without points says why in a word.
pub fn shown(table: &Table, rows: &[usize], words: &Words) -> Sheet {
    let lines: Vec<&Row> = rows.iter().filter_map(|at| table.rows.get(*at)).collect();
    let mut sheet = units(table, &lines, words);
    let items = matrix(table, &lines, words.points, words, |cell| match cell.standing_level() {
        level @ (Level::Na | Level::Open) => (words.level)(level).into(),
        _ => CellValue::Points(cell.verified.map_or(cell.got, |it| it.got)).into(),
    });
    // Without the second column of names.
    sheet.columns.extend(items.columns.into_iter().skip(1));
    let below = |rows: &mut Vec<PaperRow>, more: Vec<PaperRow>| {
        for (row, more) in rows.iter_mut().zip(more) {
            row.cells.extend(more.cells.into_iter().skip(1));
        }
    };
    below(&mut sheet.head, items.head);
    below(&mut sheet.rows, items.rows);
    sheet
}

/// The items over `rows`, the weakest first.
pub fn items_by_strength(table: &Table, rows: &[usize], words: &Words) -> Sheet {
    let tallies = statistics::items(table, rows);
    let order = statistics::by_strength(&tallies).into_iter().cloned().collect::<Vec<_>>();
    items(table, &order, words)
}

/// The units of `rows` put together: how many stand how, and how many are late.
pub fn groups(
    table: &Table,
    rows: &[usize],
    by: GroupBy,
    words: &Words,
    alphabet: &Alphabet,
) -> Sheet {
    group_table(by, &statistics::groups(table, rows, by, alphabet), words)
}

/// Each item in this cycle and in the one before.
pub fn years(comparison: &Comparison, words: &Words) -> Sheet {
    let columns = [
        (16, Align::Left, words.items),
        (24, Align::Right, words.then),
        (24, Align::Right, words.now),
        (18, Align::Right, words.difference),
    ];
    let mut sheet = screen(words.items, &columns);
    let share = |tally: &Option<ItemTally>| {
        tally.as_ref().map_or_else(Cell::default, |it| percent(it.met(), it.counted()))
    };
    sheet.rows = comparison
        .items
        .iter()
        .map(|it| {
            let difference = it.difference();
            let difference = difference.map_or_else(Cell::default, |n| CellValue::Count(n).into());
            let cells = [it.item.as_str().into(), share(&it.then), share(&it.now), difference];
            PaperRow::new(RowKind::Plain, cells)
        })
        .collect();
    sheet
}

fn count(n: usize) -> Cell {
    CellValue::Count(i64::try_from(n).unwrap_or(i64::MAX)).into()
}

fn percent(part: usize, whole: usize) -> Cell {
    let share = (part * 10_000).checked_div(whole).and_then(|it| i64::try_from(it).ok());
    share.map_or_else(Cell::default, |it| CellValue::Percent(Points(it)).into())
}

// In a table for a screen weights are widths in mm.
fn screen(name: &str, columns: &[(u32, Align, &str)]) -> Sheet {
    Sheet { frozen: 1, ..Sheet::new(name, columns) }
}

fn units(table: &Table, rows: &[&Row], words: &Words) -> Sheet {
    let criteria: Vec<String> = table.criteria.iter().map(|it| (words.criterion)(&it.id)).collect();
    let mut columns = vec![
        (70, Align::Left, words.units),
        (30, Align::Left, words.kind),
        (35, Align::Left, words.cluster),
        (35, Align::Left, words.officer),
        (35, Align::Left, words.standing),
        (24, Align::Right, words.sent_on),
        (14, Align::Right, words.number),
        (18, Align::Right, words.days_late),
    ];
    columns.extend(criteria.iter().map(|it| (16, Align::Right, it.as_str())));
    columns.extend([
        (18, Align::Right, words.total),
        (18, Align::Right, words.most),
        (20, Align::Right, words.verified),
    ]);
    let mut sheet = screen(words.units, &columns);
    let points = |points: Option<Points>| {
        points.map_or_else(Cell::default, |it| CellValue::Points(it).into())
    };
    let line = |row: &&Row| {
        let day = row.at.get(..10).filter(|_| row.digest.is_some());
        let mut cells: Vec<Cell> = vec![
            row.name.as_str().into(),
            (words.kind_of)(&row.kind).into(),
            row.cluster.as_str().into(),
            row.officer.as_str().into(),
            (words.standing_of)(row.standing).into(),
            day.map_or_else(Cell::default, |day| CellValue::Day(day.to_owned()).into()),
            row.digest
                .as_ref()
                .map_or_else(Cell::default, |_| CellValue::Count(row.seq.into()).into()),
            CellValue::Count(row.days_late.into()).into(),
        ];
        let of = |id: &str| row.criterion(id).map(|(got, _, _)| got);
        cells.extend(table.criteria.iter().map(|it| points(of(&it.id))));
        let score = row.score.as_ref();
        cells.push(points(score.map(|it| it.got)));
        cells.push(points(score.map(|it| it.max)));
        cells.push(points(row.verified));
        PaperRow::new(RowKind::Plain, cells)
    };
    sheet.rows = rows.iter().map(line).collect();
    sheet
}

fn matrix(
    table: &Table,
    rows: &[&Row],
    name: &str,
    words: &Words,
    cell: impl Fn(&super::Cell) -> Cell,
) -> Sheet {
    let mut columns = vec![(70, Align::Left, words.units)];
    columns.extend(table.columns.iter().map(|it| (16, Align::Right, it.item.as_str())));
    let mut sheet = screen(name, &columns);
    let line = |row: &&Row| {
        let items = row.cells.iter().map(|it| it.as_ref().map_or_else(Cell::default, &cell));
        let first = Cell::from(row.name.as_str());
        PaperRow::new(RowKind::Plain, core::iter::once(first).chain(items))
    };
    sheet.rows = rows.iter().map(line).collect();
    sheet
}

fn items(table: &Table, tallies: &[ItemTally], words: &Words) -> Sheet {
    let mut columns = vec![
        (16, Align::Left, words.items),
        (90, Align::Left, words.asks),
        (18, Align::Right, words.met),
        (22, Align::Right, words.share),
    ];
    columns.extend(Level::ALL.map(|level| (22, Align::Right, (words.level)(level))));
    columns.push((24, Align::Right, words.without));
    columns.extend([(18, Align::Right, words.total), (18, Align::Right, words.most)]);
    let mut sheet = screen(words.items, &columns);
    let line = |tally: &ItemTally| {
        let column = table.columns.get(tally.column)?;
        let mut cells: Vec<Cell> = vec![
            column.item.as_str().into(),
            column.text.get(words.lang).into(),
            count(tally.met()),
            percent(tally.met(), tally.counted()),
        ];
        cells.extend(Level::ALL.map(|level| count(tally.at(level))));
        cells.push(count(tally.without));
        cells.extend([tally.got, tally.max].map(|it| CellValue::Points(it).into()));
        Some(PaperRow::new(RowKind::Plain, cells))
    };
    sheet.rows = tallies.iter().filter_map(line).collect();
    sheet
}

fn group_table(by: GroupBy, groups: &[(String, Figures)], words: &Words) -> Sheet {
    let name = match by {
        GroupBy::Cluster => words.cluster,
        GroupBy::Kind => words.kind,
        GroupBy::Officer => words.officer,
    };
    let mut columns = vec![
        (60, Align::Left, name),
        (18, Align::Right, words.units),
        (18, Align::Right, words.sent),
        (18, Align::Right, words.late),
        (24, Align::Right, words.ready),
        (24, Align::Right, words.recognised),
        (18, Align::Right, words.total),
        (18, Align::Right, words.most),
    ];
    columns.extend(Standing::ALL.map(|it| (24, Align::Right, (words.standing_of)(it))));
    let mut sheet = screen(name, &columns);
    let line = |(name, figures): &(String, Figures)| {
        let name = match name.as_str() {
            "" => words.none.to_owned(),
            kind if by == GroupBy::Kind => (words.kind_of)(kind),
            name => name.to_owned(),
        };
        let mut cells: Vec<Cell> = vec![name.into()];
        let counts = [figures.units, figures.sent, figures.late, figures.ready, figures.recognised];
        cells.extend(counts.map(count));
        cells.extend([figures.got, figures.max].map(|it| CellValue::Points(it).into()));
        cells.extend(figures.standings.map(count));
        PaperRow::new(RowKind::Plain, cells)
    };
    sheet.rows = groups.iter().map(line).collect();
    sheet
}
