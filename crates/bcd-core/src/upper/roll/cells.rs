//! A table of units as text: what is taken in at the most, and its rows.

use super::super::cells;
use std::borrow::Cow;

/// The most bytes of a table.
pub const TABLE_BYTES: usize = 4 * 1024 * 1024;
/// The most rows of a table; the largest level has 1,900 units.
pub const TABLE_ROWS: usize = 6_000;
/// The most cells of a row; Excel pastes many empty ones.
pub const TABLE_COLUMNS: usize = 300;

/// Why a table cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableFault {
    /// It is a workbook (`.xlsx`, `.xls`, `.ods`), not text.
    Workbook,
    /// Its bytes are no text that is known here.
    NoText,
    /// There is nothing in it.
    Empty,
    /// More than [`TABLE_BYTES`].
    TooLarge,
    /// More than [`TABLE_ROWS`].
    TooManyRows,
    /// More than [`TABLE_COLUMNS`] in one row, by its number.
    TooManyColumns(usize),
}

/// A row: its number as Excel counts, from 1, and its cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableRow {
    /// The number of the row; blank rows count.
    pub number: usize,
    /// Texts, without blanks around them; a line end within a cell is a blank.
    pub cells: Vec<String>,
}

/// A file as text: UTF-8 with or without a mark, or UTF-16 with one ("Unicode text" of Excel).
///
/// # Errors
/// [`TableFault`].
pub fn text_of(bytes: &[u8]) -> Result<Cow<'_, str>, TableFault> {
    if bytes.len() > TABLE_BYTES {
        return Err(TableFault::TooLarge);
    }
    match bytes {
        // A ZIP, as `.xlsx` and `.ods` are, and the compound file of `.xls`.
        [b'P', b'K', 3 | 5, 4 | 6, ..] | [0xD0, 0xCF, 0x11, 0xE0, ..] => Err(TableFault::Workbook),
        [0xFF, 0xFE, rest @ ..] => wide(rest, u16::from_le_bytes).map(Cow::Owned),
        [0xFE, 0xFF, rest @ ..] => wide(rest, u16::from_be_bytes).map(Cow::Owned),
        bytes => core::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|_| TableFault::NoText),
    }
}

fn wide(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, TableFault> {
    let units: Vec<u16> = bytes.as_chunks::<2>().0.iter().map(|pair| unit(*pair)).collect();
    String::from_utf16(&units).map_err(|_| TableFault::NoText)
}

/// The rows of a table, without those that are blank.
///
/// # Errors
/// [`TableFault`].
pub fn rows(text: &str) -> Result<Vec<TableRow>, TableFault> {
    if text.len() > TABLE_BYTES {
        return Err(TableFault::TooLarge);
    }
    let mut rows = Vec::new();
    for (at, cells) in cells::rows(text, TABLE_COLUMNS).enumerate() {
        let number = at + 1;
        if cells.len() > TABLE_COLUMNS {
            return Err(TableFault::TooManyColumns(number));
        }
        let cells: Vec<String> = cells.iter().map(|cell| tidy(cell)).collect();
        if cells.iter().any(|cell| !cell.is_empty()) {
            rows.push(TableRow { number, cells });
        }
        if rows.len() > TABLE_ROWS {
            return Err(TableFault::TooManyRows);
        }
    }
    if rows.is_empty() { Err(TableFault::Empty) } else { Ok(rows) }
}

// Blanks of all kinds as one, as Word and the web bring them along.
fn tidy(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c == '\u{FEFF}' || c == '\u{200B}');
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<Vec<String>> {
        rows(text).unwrap().into_iter().map(|row| row.cells).collect()
    }

    #[test]
    fn a_paste_from_excel_comes_with_tabs_quotes_and_line_ends_within_cells() {
        let paste = "Tên đơn vị\tBí thư\r\n\"Đoàn xã\nNga Sơn\"\tLê Văn A\r\n\"Đoàn \"\"3 tốt\"\"\"\t\r\n\r\nĐoàn phường Hạc Thành\tB\r\n";
        assert_eq!(
            cells(paste),
            [
                ["Tên đơn vị", "Bí thư"],
                ["Đoàn xã Nga Sơn", "Lê Văn A"],
                ["Đoàn \"3 tốt\"", ""],
                ["Đoàn phường Hạc Thành", "B"],
            ]
        );
        let numbers: Vec<usize> = rows(paste).unwrap().iter().map(|row| row.number).collect();
        assert_eq!(numbers, [1, 2, 3, 5], "as Excel numbers them");
    }

    #[test]
    fn csv_comes_with_commas_or_semicolons_and_a_mark() {
        let expected = [["Tên", "Cụm"], ["Đoàn xã A, B", "Cụm 1"]];
        assert_eq!(cells("\u{FEFF}Tên,Cụm\n\"Đoàn xã A, B\",Cụm 1\n"), expected);
        assert_eq!(cells("Tên;Cụm\nĐoàn xã A, B;Cụm 1"), expected);
        assert_eq!(
            cells("Đoàn phường 1, Quận 3\nĐoàn xã B"),
            [["Đoàn phường 1, Quận 3"], ["Đoàn xã B"]]
        );
    }

    #[test]
    fn a_quote_that_is_never_closed_swallows_nothing() {
        assert_eq!(
            cells("\"Đoàn xã A\tx\nĐoàn xã B\ty"),
            [["\"Đoàn xã A", "x"], ["Đoàn xã B", "y"]]
        );
        assert_eq!(cells("\"3 chủ động\" A\tx\nB\ty"), [["\"3 chủ động\" A", "x"], ["B", "y"]]);
    }

    #[test]
    fn a_file_is_read_by_its_bytes() {
        let wide: Vec<u8> = [0xFF, 0xFE]
            .into_iter()
            .chain("Tên\tCụm".encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        assert_eq!(text_of(&wide).unwrap(), "Tên\tCụm");
        assert_eq!(text_of(b"PK\x03\x04rest"), Err(TableFault::Workbook));
        assert_eq!(text_of(&[0xD0, 0xCF, 0x11, 0xE0, 0]), Err(TableFault::Workbook));
        assert_eq!(text_of(&[0x80, 0x81]), Err(TableFault::NoText));
        assert_eq!(rows(" \r\n\t\t\r\n"), Err(TableFault::Empty));
        assert_eq!(rows(&"a\n".repeat(TABLE_ROWS + 1)), Err(TableFault::TooManyRows));
        assert_eq!(rows(&"\t".repeat(TABLE_COLUMNS)), Err(TableFault::TooManyColumns(1)));
    }
}
