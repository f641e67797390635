//! The cells of what was pasted: as spreadsheets put a table on the clipboard, with tabs between cells
//! and quotes around cells with line breaks.

use crate::command::visible;

/// The cells, row by row. A quote in the middle of a cell is an ordinary character.
pub fn cells(pasted: &str) -> Vec<Vec<String>> {
    let pasted = visible(pasted.replace("\r\n", "\n").replace('\r', "\n"));
    let mut rows = vec![Vec::new()];
    let mut cell = String::new();
    let mut chars = pasted.chars().peekable();
    let mut quoted = false;
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if cell.is_empty() && closes(chars.clone()) => quoted = true,
            '\t' | '\n' if !quoted => {
                let done = std::mem::take(&mut cell);
                if let Some(row) = rows.last_mut() {
                    row.push(done.trim().to_owned());
                }
                if c == '\n' {
                    rows.push(Vec::new());
                }
            }
            // A hard blank of Excel and Word is a blank.
            '\u{A0}' => cell.push(' '),
            c => cell.push(c),
        }
    }
    if let Some(row) = rows.last_mut() {
        row.push(cell.trim().to_owned());
    }
    // What follows the last line break is no row.
    if rows.last().is_some_and(|row| row.iter().all(String::is_empty)) {
        rows.pop();
    }
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    for row in &mut rows {
        row.resize(width, String::new());
    }
    rows
}

// Whether a quote at the beginning of a cell has its other half at the end of one; else it is the
// quote of a quotation.
fn closes(mut rest: std::iter::Peekable<std::str::Chars<'_>>) -> bool {
    while let Some(c) = rest.next() {
        if c == '"' {
            match rest.peek() {
                Some('"') => drop(rest.next()),
                next => return matches!(next, None | Some('\t' | '\n')),
            }
        }
    }
    false
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
