//! Checks that do not depend on the kind of document: nesting, size, and what texts may contain.

use super::{
    limits,
    problem::{Code, Problem},
};
use serde_json::Value;

/// Looks at raw JSON before it is parsed: how deep, whether it has at most so many values. One pass, no
/// memory.
pub fn check_outline(json: &[u8], most: usize) -> Option<Problem> {
    let (mut depth, mut values, mut in_text, mut escaped) = (0_usize, 0_usize, false, false);
    for byte in json {
        match (in_text, *byte) {
            (true, _) if escaped => escaped = false,
            (true, b'\\') => escaped = true,
            (true, b'"') => in_text = false,
            (true, _) => {}
            (false, b'"') => in_text = true,
            (false, b'{' | b'[') => {
                depth += 1;
                values += 1;
            }
            (false, b'}' | b']') => depth = depth.saturating_sub(1),
            (false, b',') => values += 1,
            (false, _) => {}
        }
        if depth > limits::DEPTH {
            return Some(Problem::whole(Code::TooDeep, &[&limits::DEPTH]));
        }
        if values > most {
            return Some(Problem::whole(Code::TooMany, &[&most]));
        }
    }
    None
}

/// Whether a character has no place in a text: controls, marks that make a text read otherwise than
/// it is (Unicode TR 36, "bidirectional text spoofing"), and characters that nobody sees, with which
/// two names look alike (UTS 39, 5.4: default ignorable code points). What joins and colours emojis
/// stays: U+200C, U+200D, U+FE0E, U+FE0F.
pub fn is_forbidden(c: char) -> bool {
    match c {
        '\n' | '\t' | '\r' => false,
        '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{2028}' | '\u{2029}' | '\u{FEFF}' => true,
        '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' => true,
        '\u{AD}' | '\u{34F}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' => true,
        '\u{180B}'..='\u{180F}' | '\u{200B}' | '\u{2800}' | '\u{3164}' | '\u{FFA0}' => true,
        '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}' => true,
        c => c.is_control(),
    }
}

/// What is wrong with one text.
pub fn text_fault(text: &str, place: &str) -> Option<Problem> {
    // Compare bytes first, because counting the characters of a megabyte is slow.
    if text.len() > limits::TEXT_CHARS {
        let length = text.chars().count();
        if length > limits::TEXT_CHARS {
            return Some(Problem::at(Code::TextTooLong, place, &[&limits::TEXT_CHARS, &length]));
        }
    }
    if let Some(c) = text.chars().find(|c| is_forbidden(*c)) {
        return Some(Problem::at(
            Code::ForbiddenCharacter,
            place,
            &[&format!("U+{:04X}", u32::from(c))],
        ));
    }
    has_markup(text).then(|| Problem::at(Code::Markup, place, &[]))
}

/// What is too long about a text that stands in lines of lists.
pub fn length_fault(text: &str, most: usize, place: &str) -> Option<Problem> {
    // Bytes first, because counting the characters of a megabyte is slow.
    let length = if text.len() > most { text.chars().count() } else { 0 };
    (length > most).then(|| Problem::at(Code::TextTooLong, place, &[&most, &length]))
}

// "<3" and "x < y" are honest text; "<b", "</b", "<!--" and "<?" are not.
fn has_markup(text: &str) -> bool {
    text.as_bytes()
        .windows(2)
        .any(|pair| pair[0] == b'<' && (pair[1].is_ascii_alphabetic() || b"/!?".contains(&pair[1])))
}

/// Whether a name has something that can be seen: not only blanks and what joins emojis.
pub fn is_seen(name: &str) -> bool {
    let unseen = |c: char| {
        c.is_whitespace() || matches!(c, '\u{200C}' | '\u{200D}' | '\u{FE00}'..='\u{FE0F}')
    };
    !name.chars().all(|c| unseen(c) || is_forbidden(c))
}

/// Gives whole numbers the one spelling that the canonical form has for them (`1.0` is `1`), and
/// finds the first one that is too large for it to be told from its neighbour, or that would be read as
/// another one when what is stored is read again.
#[cfg(feature = "files")]
pub fn settle_numbers(value: &mut Value) -> Option<Problem> {
    let most = limits::WHOLE as f64;
    match value {
        Value::Number(number) => {
            let large = |n: u64| n > limits::WHOLE;
            let too_large = number.as_i64().map(i64::unsigned_abs).or(number.as_u64());
            if too_large.is_some_and(large) {
                return Some(Problem::at(Code::BadField, "", &[&number]));
            }
            let real = number.as_f64().filter(|real| real.fract() == 0.0 && real.abs() <= most);
            if let (None, Some(real)) = (too_large, real) {
                *number = (real as i64).into();
            }
            let stays = !number.is_f64() || super::canonical::survives(number);
            (!stays).then(|| Problem::at(Code::BadField, "", &[&number]))
        }
        Value::Array(list) => {
            let mut all = list.iter_mut().zip(1_u32..);
            all.find_map(|(inner, n)| settle_numbers(inner).map(|fault| below(&n, fault)))
        }
        Value::Object(map) => {
            let mut all = map.iter_mut();
            all.find_map(|(key, inner)| settle_numbers(inner).map(|fault| below(key, fault)))
        }
        Value::Null | Value::Bool(_) | Value::String(_) => None,
    }
}

// The same problem, one step further down.
#[cfg(feature = "files")]
fn below(step: &impl core::fmt::Display, fault: Problem) -> Problem {
    let place = format!("{step}/{}", fault.place);
    let args: Vec<&dyn core::fmt::Display> = fault.args.iter().map(|arg| arg as _).collect();
    Problem::at(fault.code, place.trim_end_matches('/'), &args)
}

/// Checks every text of a document, keys included. `files` at the top is base64 and is skipped.
pub fn check_texts(document: &Value, problems: &mut Vec<Problem>) {
    walk(document, &mut Vec::new(), problems);
}

// Ten problems explain a hostile file as well as a million.
const MOST: usize = 10;

enum PathStep<'a> {
    Key(&'a str),
    Index(usize),
}

fn walk<'a>(value: &'a Value, place: &mut Vec<PathStep<'a>>, problems: &mut Vec<Problem>) {
    if problems.len() >= MOST {
        return;
    }
    match value {
        Value::String(text) => look_at(text, place, problems),
        Value::Array(list) => {
            for (index, value) in list.iter().enumerate() {
                place.push(PathStep::Index(index));
                walk(value, place, problems);
                place.pop();
            }
        }
        Value::Object(object) => {
            for (key, value) in object {
                if place.is_empty() && key == "files" {
                    continue;
                }
                look_at(key, place, problems);
                place.push(PathStep::Key(key));
                walk(value, place, problems);
                place.pop();
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn look_at(text: &str, place: &[PathStep<'_>], problems: &mut Vec<Problem>) {
    if !is_harmless(text) && text_fault(text, "").is_some() {
        problems.extend(text_fault(text, &in_words(place)));
    }
}

// A fast check by bytes that most texts pass: no `<`, no control character, and none of the bytes
// with which the forbidden characters outside of ASCII begin.
fn is_harmless(text: &str) -> bool {
    let next = text.bytes().skip(1).chain([0]);
    text.len() <= limits::TEXT_CHARS
        && text.bytes().zip(next).all(|(byte, next)| match byte {
            b'\n' | b'\t' | b'\r' => true,
            0x00..0x20 | b'<' | 0x7F | 0xC2 | 0xCD | 0xD8 | 0xE2 | 0xE3 | 0xEF | 0xF3 => false,
            // Most letters with two Vietnamese marks begin with it.
            0xE1 => (0xB8..=0xBB).contains(&next),
            _ => true,
        })
}

fn in_words(place: &[PathStep<'_>]) -> String {
    let steps = place.iter().map(|step| match step {
        PathStep::Key(key) => key.chars().take(80).collect(),
        PathStep::Index(index) => (index + 1).to_string(),
    });
    steps.collect::<Vec<String>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_forbidden_character_is_looked_at() {
        let mut count = 0;
        for c in '\0'..=char::MAX {
            let text = format!("a{c}b");
            assert!(!is_forbidden(c) || !is_harmless(&text), "U+{:04X}", u32::from(c));
            count += usize::from(is_forbidden(c));
        }
        // 65 controls without the three of lines and columns, and 15 marks.
        let unseen = 12 + 6 + 5 + 4 + 3 + 0x1000;
        assert_eq!(count, 62 + 15 + unseen);
        assert!(!is_harmless("<b"));
        assert!(!is_harmless(&"x".repeat(limits::TEXT_CHARS + 1)));
        assert!(is_harmless("Đoàn phường An Cư\r\n\t👍"));
    }
}
