//! Made-up names of units and people, and what they write.

use super::chance::{Key, below, pick};
use serde::Deserialize;
use std::sync::LazyLock;

/// The words of which made-up things are made.
#[derive(Debug, Default, Deserialize)]
pub struct Words {
    first: Vec<String>,
    second: Vec<String>,
    /// What units are called before the place, and their kind (`docs/glossary.md`).
    kinds: Vec<(String, String)>,
    /// How an officer writes the kinds in a table.
    kind_words: Vec<(String, String)>,
    family: Vec<String>,
    middle: Vec<String>,
    given: Vec<String>,
    /// What a cluster is called before its number.
    pub cluster: String,
    /// Notes on items.
    pub notes: Vec<String>,
    /// Titles of documents.
    pub titles: Vec<String>,
    /// Kinds of documents, in their numbers.
    pub papers: Vec<String>,
    /// Who issues them, in their numbers.
    pub symbol: String,
    /// What stands before a year.
    pub of_year: String,
    /// What stands before a note that was added.
    pub more: String,
    /// Why an item does not apply.
    pub na_reason: String,
    /// Why an office asks for more.
    pub asked: String,
    /// What stands behind the number of a decision.
    pub decision: String,
}

/// The words; none of them is of anybody.
pub static WORDS: LazyLock<Words> = LazyLock::new(|| {
    // A file that ships with the app: a test reads it.
    serde_json::from_str(include_str!("../../data/sample-words.json")).unwrap_or_default()
});

/// So many units in a row are of different sorts; the next one is of the first sort again.
pub const SORTS: usize = 20;

/// The kind and name of a unit: no two are alike, also after renaming.
pub fn unit(number: usize, renamed: bool) -> (&'static str, String) {
    let words = &*WORDS;
    let (word, kind) = at(&words.kinds, number).map_or(("", ""), |(word, kind)| (word, kind));
    let place = number / SORTS;
    // Steps of 7 and 1 go through all pairs without looking sorted.
    let many = words.first.len().max(1);
    let first = at(&words.first, place * 7).map_or("", String::as_str);
    let second = at(&words.second, place / many + place).map_or("", String::as_str);
    // No word stands in both lists, so turned round they make new names.
    let (first, second) = if renamed { (second, first) } else { (first, second) };
    let name = format!("{word} {first} {second}");
    match place / (many * words.second.len().max(1)) {
        0 => (kind, name),
        round => (kind, format!("{name} {}", round + 1)),
    }
}

// One of a list that goes round.
fn at<T>(list: &[T], number: usize) -> Option<&T> {
    list.get(number % list.len().max(1))
}

/// A kind as an officer writes it.
pub fn kind_word(kind: &str) -> &'static str {
    let words = WORDS.kind_words.iter();
    words.into_iter().find(|(known, _)| known == kind).map_or("", |(_, word)| word)
}

/// A person.
pub fn person(key: Key<'_>) -> String {
    let part = |list, n| pick(list, &[key, &[n]].concat());
    let Words { family, middle, given, .. } = &*WORDS;
    format!("{} {} {}", part(family, 0), part(middle, 1), part(given, 2))
}

/// A telephone number that nobody has: 0123 with ten digits was never given out.
pub fn phone(key: Key<'_>) -> String {
    let part = |n| below(&[key, &[n]].concat(), 1_000);
    format!("0123 {:03} {:03}", part(0), part(1))
}
