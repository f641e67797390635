//! `docs/security.md` promises only what a test holds that is there.

use crate::tree::{file, files, none};
use std::path::Path;

const PAGE: &str = "docs/security.md";

#[test]
fn every_test_and_file_that_a_promise_names_is_there() {
    let page = file(PAGE).text;
    let code = files(&["crates", "xtask/src", "tests/it"], ".rs");
    let journeys = files(&["tests/e2e"], ".spec.mjs");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let (mut faults, mut tests) = (Vec::new(), 0);
    for name in page.split('`').skip(1).step_by(2) {
        if name.contains(' ') {
            tests += 1;
            // `visited` is a test with a page that was visited before.
            let begin = ["test", "visited"].map(|word| format!("{word}('{name}'"));
            let is_there = |text: &str| begin.iter().any(|begin| text.contains(begin));
            if !journeys.iter().any(|source| is_there(&source.text)) {
                faults.push(format!("no browser test {name:?}"));
            }
        } else if name.contains('/') && name.contains('.') {
            // An address for example.
            let is_there = name.contains("github.io") || root.join(name).exists();
            if !is_there {
                faults.push(format!("no file {name}"));
            }
        } else if name.contains('_') && name.chars().all(word) {
            tests += 1;
            if !code.iter().any(|source| source.text.contains(&format!("fn {name}("))) {
                faults.push(format!("no test {name}"));
            }
        }
    }
    assert!(tests > 20, "{tests} tests: the rule would hold for nothing");
    none(faults, PAGE);
}
