//! Points as people write them: `5`, `5đ`, `2,5 điểm`, `5/3/0`, and in the words of a condition.

use super::{RowFault, Words};
use crate::points::{MAX_STEP, Points};

/// One number of points.
fn number(text: &str, words: &Words) -> Result<Points, RowFault> {
    let lower = text.trim().to_lowercase();
    let mut bare = lower.trim_end_matches(['.', ';', ':']).trim();
    for unit in &words.unit {
        if let Some(before) = bare.strip_suffix(unit.as_str()) {
            bare = before.trim();
            break;
        }
    }
    let minus = bare.starts_with(['-', '\u{2013}', '\u{2212}']);
    let digits = bare.trim_start_matches(['-', '\u{2013}', '\u{2212}', '+']).trim();
    let is_number = !digits.is_empty()
        && digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','));
    let bad = || RowFault::BadPoints(text.trim().to_owned());
    if !is_number {
        return Err(bad());
    }
    let (whole, part) = digits.split_once([',', '.']).unwrap_or((digits, ""));
    let hundredths = match part.len() {
        0 => Some(0),
        1 => part.parse::<i64>().ok().map(|n| n * 10),
        2 => part.parse::<i64>().ok(),
        _ => None,
    };
    let points = match (whole.parse::<i64>().ok(), hundredths) {
        (Some(whole), Some(part)) if whole <= 1_000_000 => Points(whole * 100 + part),
        _ => return Err(bad()),
    };
    match (minus && points.0 > 0, points > MAX_STEP) {
        (true, _) => Err(RowFault::Negative(text.trim().to_owned())),
        (false, true) => Err(bad()),
        (false, false) => Ok(points),
    }
}

/// The points of a cell: one, or several with slashes or line breaks between.
pub fn points(cell: &str, words: &Words) -> Result<Vec<Points>, RowFault> {
    let parts = cell.split(['/', '\n', '|']).map(str::trim).filter(|part| !part.is_empty());
    parts.map(|part| number(part, words)).collect()
}

/// The points in the words of a condition, and the words without them: `5: đủ`, `3 điểm - thiếu`,
/// `đủ: 5đ`, `đủ (5 điểm)`. `None` where it says none.
pub fn in_words(text: &str, words: &Words) -> Option<(Points, String)> {
    let text = text.trim().trim_start_matches(['-', '+', '*', '\u{2022}', '\u{2013}']).trim();
    if let Some((first, rest)) = text.split_once([':', '=']).filter(|(first, _)| first.len() <= 16)
        && let Ok(points) = number(first, words)
    {
        return Some((points, rest.trim().to_owned()));
    }
    // Behind the words the unit must stand: a number alone belongs to what is said.
    let has_unit = |text: &str| {
        let lower = text.to_lowercase();
        words
            .unit
            .iter()
            .any(|unit| lower.trim_end_matches(['.', ')', ';']).trim().ends_with(unit.as_str()))
    };
    let cut = text.rfind([':', '(', '=', ','])?;
    let (before, last) = (&text[..cut], &text[cut + 1..]);
    // `2,5đ`: the comma is one of the number.
    let (before, last) = match before.rfind([':', '(', '=']) {
        Some(at) if text[cut..].starts_with(',') => (&text[..at], &text[at + 1..]),
        _ => (before, last),
    };
    let last = last.trim().trim_end_matches(['.', ')', ';']).trim();
    let points = has_unit(last).then(|| number(last, words).ok()).flatten()?;
    Some((points, before.trim_end_matches([' ', '-', '\u{2013}', ':', '(']).trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_as_people_write_them() {
        let words = Words::shipped();
        let good = |cell: &str| {
            points(cell, &words).map(|all| all.iter().map(|p| p.0).collect::<Vec<_>>())
        };
        for (cell, expected) in [
            ("5", vec![500]),
            ("5đ", vec![500]),
            ("2,5", vec![250]),
            ("2.5 điểm", vec![250]),
            ("05", vec![500]),
            ("12/0", vec![1200, 0]),
            ("8/6/4/2/0", vec![800, 600, 400, 200, 0]),
            ("", vec![]),
            ("10 điểm.", vec![1000]),
            ("0,25đ", vec![25]),
        ] {
            assert_eq!(good(cell), Ok(expected), "{cell}");
        }
        for cell in ["năm", "1-5", "1,234", "20000", "x5"] {
            assert_eq!(good(cell), Err(RowFault::BadPoints(cell.to_owned())), "{cell}");
        }
        assert_eq!(good("-2"), Err(RowFault::Negative("-2".to_owned())));
    }

    #[test]
    fn points_in_the_words_of_a_condition() {
        let words = Words::shipped();
        for (text, points, rest) in [
            ("5: có chương trình", 500, "có chương trình"),
            ("- 3 điểm: không hội nghị", 300, "không hội nghị"),
            ("Vắng 1 lần: 4đ", 400, "Vắng 1 lần"),
            ("Thiếu 2 tháng (6 điểm)", 600, "Thiếu 2 tháng"),
            ("Thiếu một phần: 2,5đ", 250, "Thiếu một phần"),
        ] {
            assert_eq!(in_words(text, &words), Some((Points(points), rest.to_owned())), "{text}");
        }
        for text in ["Có chương trình, kế hoạch", "Vắng từ 4 lần", "Đạt: trên 90%", ""]
        {
            assert_eq!(in_words(text, &words), None, "{text}");
        }
    }
}
