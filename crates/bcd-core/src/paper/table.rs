//! Tables (bảng): columns with their widths, head rows that every page repeats, body rows.

use super::{layout, safe};
use crate::points::Points;
use core::fmt;
use serde::{Deserialize, Serialize};

/// A table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Table {
    /// What it is, in a few words: the sheet's name in a spreadsheet, the caption for who
    /// listens to the page.
    pub name: String,
    /// Its columns, from left to right.
    pub columns: Vec<PaperColumn>,
    /// Rows that are repeated at the top of every page.
    pub head: Vec<PaperRow>,
    /// All other rows.
    pub rows: Vec<PaperRow>,
    /// Columns at the left that stay in sight in a spreadsheet. If there are any, the table is made for
    /// a screen: the weights of its columns are their widths in mm, however wide that gets.
    pub frozen: u16,
}

/// A column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PaperColumn {
    /// Its width beside that of the others.
    pub weight: u32,
    /// How its cells stand.
    pub align: Align,
}

/// How text stands in a cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Align {
    /// At the left.
    #[default]
    Left,
    /// In the middle.
    Centre,
    /// At the right: figures.
    Right,
}

/// A row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PaperRow {
    /// What it is for.
    pub kind: RowKind,
    /// Its cells, without those that a cell above reaches into.
    pub cells: Vec<Cell>,
}

/// What a row is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RowKind {
    /// One of many.
    #[default]
    Plain,
    /// The heading of those that follow: bold.
    Group,
    /// A sum: bold.
    Total,
}

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Cell {
    /// What stands in it.
    pub value: CellValue,
    /// How many columns it takes; at least 1.
    pub cols: u16,
    /// How many rows it takes; at least 1.
    pub rows: u16,
    /// How it stands, where otherwise than its column.
    pub align: Option<Align>,
}

impl Default for Cell {
    fn default() -> Self {
        Self { value: CellValue::default(), cols: 1, rows: 1, align: None }
    }
}

/// What stands in a cell: numbers stay numbers in a spreadsheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CellValue {
    /// A text.
    Text(String),
    /// A whole number: people, pieces, đồng.
    Count(i64),
    /// Points, at most two decimal places.
    Points(Points),
    /// A percentage, at most two decimal places: 92.5 is 92,5%.
    Percent(Points),
    /// A day, `YYYY-MM-DD`.
    Day(String),
}

impl Default for CellValue {
    fn default() -> Self {
        Self::Text(String::new())
    }
}

/// As Vietnamese readers write it: a comma before decimals, points between thousands.
impl fmt::Display for CellValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(&safe::text(text)),
            Self::Count(count) => {
                let digits = count.unsigned_abs().to_string();
                f.write_str(if *count < 0 { "-" } else { "" })?;
                for (at, digit) in digits.chars().enumerate() {
                    if at > 0 && (digits.len() - at).is_multiple_of(3) {
                        f.write_str(".")?;
                    }
                    write!(f, "{digit}")?;
                }
                Ok(())
            }
            Self::Points(points) => f.write_str(&points.to_string().replace('.', ",")),
            Self::Day(day) => match crate::civil::parse(day) {
                Some(day) => write!(f, "{}", day.format("%d/%m/%Y")),
                None => f.write_str(&safe::text(day)),
            },
            Self::Percent(percent) => {
                write!(f, "{}%", percent.to_string().replace('.', ","))
            }
        }
    }
}

impl From<&str> for CellValue {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for CellValue {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl<T: Into<CellValue>> From<T> for Cell {
    fn from(value: T) -> Self {
        Self { value: value.into(), ..Self::default() }
    }
}

impl Cell {
    /// With `align`, whatever its column says.
    pub fn align(self, align: Align) -> Self {
        Self { align: Some(align), ..self }
    }

    /// Over `cols` columns and `rows` rows.
    pub fn span(self, cols: u16, rows: u16) -> Self {
        Self { cols, rows, ..self }
    }
}

impl PaperRow {
    /// A row of `kind`.
    pub fn new<T: Into<Cell>>(kind: RowKind, cells: impl IntoIterator<Item = T>) -> Self {
        Self { kind, cells: cells.into_iter().map(Into::into).collect() }
    }
}

impl Table {
    /// A table of `columns`: weight, how cells stand, and what stands at the top.
    pub fn new(name: &str, columns: &[(u32, Align, &str)]) -> Self {
        let heads = columns.iter().map(|(_, _, head)| *head);
        Self {
            name: name.to_owned(),
            columns: columns
                .iter()
                .map(|(weight, align, _)| PaperColumn { weight: *weight, align: *align })
                .collect(),
            head: vec![PaperRow::new(RowKind::Plain, heads)],
            rows: vec![],
            frozen: 0,
        }
    }

    /// The width of each column, as parts of `whole` that add up to it.
    pub fn widths(&self, whole: u32) -> Vec<u32> {
        let weights: Vec<u32> = self.columns.iter().map(|column| column.weight).collect();
        layout::shares(whole, &weights)
    }
}

/// "KẾ HOẠCH" as "Kế hoạch"; for names of files and sheets.
pub(crate) fn sentence_case(text: &str) -> String {
    let lower = text.to_lowercase();
    let mut letters = lower.chars();
    letters.next().map(|c| c.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
