//! Rules for every Rust file.

use crate::tree::{code, files, none};

const CODE: [&str; 4] = ["src", "crates", "xtask/src", "tests/it"];
const MOST_LINES: usize = 400;

#[test]
fn every_file_says_what_it_is() {
    let faults = files(&CODE, ".rs").into_iter().filter(|s| !s.text.starts_with("//! "));
    none(faults.map(|s| s.path).collect(), "the first line is `//! …`");
}

#[test]
fn files_stay_small() {
    let faults = files(&CODE, ".rs").into_iter().filter(|s| s.text.lines().count() > MOST_LINES);
    none(faults.map(|s| s.path).collect(), "at most 400 lines");
}

#[test]
fn nothing_swallows_a_result_or_panics_on_input() {
    let bad = ["let _ =", ".unwrap()", "todo!(", "unimplemented!(", "dbg!("];
    let mut faults = Vec::new();
    for source in files(&["src", "crates/bcd-core/src", "crates/bcd-engine/src"], ".rs") {
        for (line, text) in code(&source) {
            if let Some(what) = bad.iter().find(|what| text.contains(*what)) {
                faults.push(format!("{}:{line}: {what}", source.path));
            }
        }
    }
    none(faults, "errors are handled");
}
