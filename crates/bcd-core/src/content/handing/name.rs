//! Names of files that every system takes, from names that anybody may have written.

use super::NAME_MOST;
use crate::{format::check::is_forbidden, paper::safe::is_device_name};

// File systems take 255 bytes, and a browser may put a number behind the name.
const BYTES_MOST: usize = 240;
// Longer ones are no endings, but words behind a point.
const ENDING_MOST: usize = 20;

/// A name as its sender stated it, cleaned.
pub struct Stated {
    /// What stands before the ending; may be empty.
    pub stem: String,
    /// In small letters, without the point; empty where there is none.
    pub ending: String,
}

/// Cleans a stated name and takes its ending off.
pub fn stated(name: &str) -> Stated {
    let whole = clean(name);
    let is_ending = |ending: &str| {
        ending.starts_with(|c: char| c.is_ascii_alphanumeric())
            && ending.len() <= ENDING_MOST
            && ending.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
    };
    match whole.rsplit_once('.').filter(|(_, ending)| is_ending(ending)) {
        Some((stem, ending)) => {
            Stated { stem: trimmed(stem).to_owned(), ending: ending.to_ascii_lowercase() }
        }
        None => Stated { stem: whole, ending: String::new() },
    }
}

/// A stem and an ending as a name, cut where it is too long.
pub fn file_name(stem: &str, ending: &str) -> String {
    let stem = match stem {
        "" => "tep".to_owned(),
        // Windows looks at what stands before the first point, and takes raised digits for digits.
        stem if is_device_name(&before_point(stem)) => format!("tep-{stem}"),
        stem => stem.to_owned(),
    };
    let (mut letters, mut bytes) = (ending.len() + 1, ending.len() + 1);
    let fits = |c: &char| {
        letters += 1;
        bytes += c.len_utf8();
        letters <= NAME_MOST && bytes <= BYTES_MOST
    };
    let cut: String = stem.chars().take_while(fits).collect();
    format!("{}.{ending}", trimmed(&cut))
}

fn before_point(stem: &str) -> String {
    let first = stem.split('.').next().unwrap_or_default().trim_end();
    let plain = |c| if matches!(c, '\u{B9}' | '\u{B2}' | '\u{B3}') { '1' } else { c };
    first.chars().map(plain).collect()
}

// Without what nobody sees, with one blank between words, and a dash for what parts folders or
// what Windows refuses.
fn clean(name: &str) -> String {
    let seen = name.chars().filter(|c| c.is_whitespace() || !is_forbidden(*c));
    let plain: String = seen
        .map(|c| match c {
            '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => '-',
            c => c,
        })
        .collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    trimmed(&words.join(" ")).to_owned()
}

// Windows drops points and blanks at the end; a point at the beginning hides a file.
fn trimmed(text: &str) -> &str {
    text.trim_matches(['.', ' '])
}
