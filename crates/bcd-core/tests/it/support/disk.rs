//! Fixtures and schemas on disk: the only place where these tests read or write files.

#![expect(clippy::disallowed_methods, reason = "fixtures lie on disk; the core itself reads none")]

use std::path::{Path, PathBuf};

/// A path below the crate.
pub fn in_crate(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The bytes of a file below the crate.
#[track_caller]
pub fn load(path: &str) -> Vec<u8> {
    std::fs::read(in_crate(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Whether files may be written: `BCD_UPDATE=1`.
pub fn updating() -> bool {
    std::env::var("BCD_UPDATE").is_ok_and(|value| value == "1")
}

/// Writes a file, when asked for by `BCD_UPDATE=1`.
pub fn update(path: &str, bytes: &[u8]) {
    if updating() {
        std::fs::write(in_crate(path), bytes).unwrap();
    }
}

/// Writes a file that is not there yet, when asked for by `BCD_UPDATE=1`. One that is there is
/// never touched: files of that day must open for ever.
pub fn make_once(path: &str, bytes: impl FnOnce() -> Vec<u8>) {
    if updating() && !in_crate(path).exists() {
        std::fs::write(in_crate(path), bytes()).unwrap();
    }
}

/// The names of the files in a folder below the crate, sorted.
pub fn names(folder: &str) -> Vec<String> {
    let entries = std::fs::read_dir(in_crate(folder)).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}
