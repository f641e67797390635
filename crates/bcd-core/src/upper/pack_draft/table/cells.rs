//! The cells of what was pasted: as spreadsheets put a table on the clipboard, or save it as CSV.

use crate::{command::visible, upper::cells::rows};

/// The cells, row by row, all rows of one width.
pub fn cells(pasted: &str) -> Vec<Vec<String>> {
    let pasted = visible(pasted.replace("\r\n", "\n").replace('\r', "\n"));
    // A hard blank of Excel and Word is a blank.
    let tidy = |cell: &String| cell.replace('\u{A0}', " ").trim().to_owned();
    let rows = rows(&pasted, usize::MAX).map(|row| row.iter().map(tidy).collect());
    let mut rows: Vec<Vec<String>> = rows.collect();
    if rows.last().is_some_and(|row| row.iter().all(String::is_empty)) {
        rows.pop();
    }
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    for row in &mut rows {
        row.resize(width, String::new());
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::cells;

    #[test]
    fn cells_of_a_spreadsheet() {
        assert_eq!(
            cells("1\t\"dòng 1\ndòng \"\"2\"\"\"\t5\r\n\t\tx\n"),
            [["1", "dòng 1\ndòng \"2\"", "5"], ["", "", "x"]]
        );
        assert_eq!(cells("a\tb\n\"Ba chủ động\" là\tc"), [["a", "b"], ["\"Ba chủ động\" là", "c"]]);
        assert_eq!(cells("a\u{A0}b\tc\nd"), [["a b", "c"], ["d", ""]]);
        assert!(cells("").is_empty());
    }
}
