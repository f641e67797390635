//! Numbers of rows: `A`, `I`, `1`, `1.1`, `a)`, and how deep each is.

use crate::upper::pack_draft::ids::roman;

/// How a row is numbered; the order is that of depth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Numbering {
    /// `A`, `B`.
    Upper,
    /// `I`, `II`.
    Roman,
    /// `1` is 1 deep, `1.1` is 2 deep.
    Dotted(usize),
    /// `a`, `b`.
    Letter,
}

/// How a cell numbers its row, and the number as an id; `None` if it does not.
pub fn numbering(cell: &str) -> Option<(Numbering, String)> {
    let number =
        cell.trim().trim_start_matches('(').trim_end_matches(['.', ')', ':', '/', '-', ' ']);
    let mut chars = number.chars();
    let single = match (chars.next(), chars.next()) {
        (Some(c), None) => Some(c),
        _ => None,
    };
    if roman(number).is_some() {
        return Some((Numbering::Roman, number.to_owned()));
    }
    match single {
        Some('A'..='Z') => return Some((Numbering::Upper, number.to_owned())),
        Some('a'..='z' | '\u{111}') => return Some((Numbering::Letter, number.to_owned())),
        _ => {}
    }
    let parts: Vec<&str> = number.split('.').collect();
    let digits = |part: &&str| {
        (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    (parts.len() <= 5 && parts.iter().all(digits))
        .then(|| (Numbering::Dotted(parts.len()), number.to_owned()))
}

/// A number at the beginning of a text, where tables have no column for it: the number, and the rest.
/// A bare number without a mark behind it is a part of the text.
pub fn split_number(text: &str) -> Option<(&str, &str)> {
    let (first, rest) = text.split_once(char::is_whitespace)?;
    let marked = first.ends_with(['.', ')', ':', '/']) || first.contains('.');
    (marked && numbering(first).is_some()).then(|| (first, rest.trim_start()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_rows() {
        let of = |cell| numbering(cell).map(|(numbering, _)| numbering);
        for (cell, expected) in [
            ("I", Some(Numbering::Roman)),
            ("IV.", Some(Numbering::Roman)),
            ("A", Some(Numbering::Upper)),
            ("1", Some(Numbering::Dotted(1))),
            ("1.1", Some(Numbering::Dotted(2))),
            ("1.1.", Some(Numbering::Dotted(2))),
            ("a)", Some(Numbering::Letter)),
            ("đ)", Some(Numbering::Letter)),
            ("", None),
            ("-", None),
            ("Tổng", None),
            ("2015", None),
            ("1,5", None),
        ] {
            assert_eq!(of(cell), expected, "{cell}");
        }
        assert_eq!(split_number("1. Kế hoạch"), Some(("1.", "Kế hoạch")));
        assert_eq!(split_number("100% chi đoàn"), None);
        assert_eq!(split_number("2 lần trong năm"), None);
    }
}
