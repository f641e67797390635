//! Cells: a table as it comes from a spreadsheet, pasted or as CSV, taken apart.
//!
//! A paste has tabs, a CSV file commas or semicolons, whichever the computer's language sets. Cells
//! with a line end or a quote stand in quotes (RFC 4180). Real ones break that: a quote that is
//! never closed, or one in the middle of a cell, is taken for what it is, a character.

// How many lines tell what stands between cells.
const LINES: usize = 15;

/// The rows of a table, each with its cells as they stand there. Of a row of more than `most` cells one more
/// is given, and the rest is not.
pub(super) fn rows(text: &str, most: usize) -> impl Iterator<Item = Vec<String>> {
    let text = text.trim_start_matches('\u{FEFF}');
    let (between, mut rest) = (separator(text), text);
    std::iter::from_fn(move || {
        let mut row = Vec::new();
        while !rest.is_empty() || !row.is_empty() {
            let (cell, end, after) = cell(rest, between);
            if row.len() <= most {
                row.push(cell);
            }
            rest = after;
            if end == CellEnd::Row {
                return Some(row);
            }
        }
        None
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum CellEnd {
    Cell,
    Row,
}

// A tab anywhere but in quotes: pasted. Else whichever of `;` and `,` stands in more of the first lines, quotes
// apart; a list of names alone has neither.
fn separator(text: &str) -> char {
    let (mut commas, mut semicolons, mut lines) = (0, 0, 0);
    let (mut has_comma, mut has_semicolon, mut begins) = (false, false, true);
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let quoted = rest.strip_prefix('"').filter(|_| begins);
        if let Some((_, after)) = quoted.and_then(|rest| quoted_cell(rest, &['\t', ';', ','])) {
            (rest, begins) = (after, false);
            continue;
        }
        rest = &rest[c.len_utf8()..];
        begins = matches!(c, '\t' | ';' | ',' | '\n' | '\r');
        match c {
            '\t' => return '\t',
            ',' => has_comma = true,
            ';' => has_semicolon = true,
            _ => {}
        }
        if c == '\n' || rest.is_empty() {
            if lines < LINES {
                commas += usize::from(has_comma);
                semicolons += usize::from(has_semicolon);
            }
            lines += 1;
            (has_comma, has_semicolon) = (false, false);
        }
    }
    match () {
        () if semicolons > 0 && semicolons >= commas => ';',
        // "Phường 1, Quận 3" in a list of names is one name: a file with commas has them in most
        // lines.
        () if commas > 1 || (commas == 1 && text.trim().lines().count() == 1) => ',',
        () => '\t',
    }
}

// The first cell, what ended it, and the rest.
fn cell(text: &str, between: char) -> (String, CellEnd, &str) {
    let quoted = text.strip_prefix('"').and_then(|rest| quoted_cell(rest, &[between]));
    let (content, rest) = quoted.unwrap_or_else(|| {
        let end = text.find([between, '\n', '\r']).unwrap_or(text.len());
        (text[..end].to_owned(), &text[end..])
    });
    match rest.strip_prefix(between) {
        Some(rest) => (content, CellEnd::Cell, rest),
        None => {
            let rest = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix(['\n', '\r']));
            (content, CellEnd::Row, rest.unwrap_or_default())
        }
    }
}

// What stands in quotes, and the rest from what ends the cell on. `None`: the quote is not closed, or something
// stands between it and the end of the cell.
fn quoted_cell<'a>(text: &'a str, between: &[char]) -> Option<(String, &'a str)> {
    let (mut content, mut rest) = (String::new(), text);
    loop {
        let (before, after) = rest.split_once('"')?;
        content.push_str(before);
        match after.strip_prefix('"') {
            Some(after) => {
                content.push('"');
                rest = after;
            }
            None => {
                let after = after.trim_start_matches(' ');
                let ends = after.is_empty() || after.starts_with(['\n', '\r']);
                return (ends || after.starts_with(between)).then_some((content, after));
            }
        }
    }
}
