//! The limits on what is loaded: the documents name the numbers that a build is held to.

use std::{fs, path::Path};

const NAMES: [&str; 3] = ["first_load", "with_lazy_chunk", "precached"];

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn limit(name: &str) -> u64 {
    let limits: serde_json::Value = serde_json::from_str(&read("xtask/limits.json")).expect("JSON");
    limits[name].as_u64().unwrap_or_else(|| panic!("xtask/limits.json lacks {name}"))
}

#[test]
fn limits_are_whole_kilobytes_in_their_order() {
    let limits = NAMES.map(limit);
    assert!(limits.iter().all(|bytes| bytes % 1000 == 0), "{limits:?}");
    assert!(limits.is_sorted(), "{limits:?}: each holds the one before it");
}

#[test]
fn benchmarks_name_every_limit() {
    let text = read("docs/benchmarks.md");
    for name in NAMES {
        let row = format!("| `{name}` | {} kB |", limit(name) / 1000);
        assert!(text.contains(&row), "docs/benchmarks.md lacks the row \"{row}\"");
    }
}
