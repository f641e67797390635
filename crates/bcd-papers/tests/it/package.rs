//! What lies in an office file: a ZIP of XML parts.

use std::io::{Cursor, Read};

/// The text of one part.
pub fn part(file: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let mut part = zip.by_name(name).unwrap_or_else(|error| panic!("{name}: {error}"));
    let mut text = String::new();
    part.read_to_string(&mut text).unwrap();
    text
}

/// The names of all parts.
pub fn names(file: &[u8]) -> Vec<String> {
    zip::ZipArchive::new(Cursor::new(file)).unwrap().file_names().map(str::to_owned).collect()
}
