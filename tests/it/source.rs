//! Rules for every Rust file.

use crate::tree::{code, file, files, none};

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
    let crates = ["app", "core", "papers", "rows", "seal", "sync", "web", "worker"];
    let crates = crates.map(|name| format!("crates/bcd-{name}/src"));
    let folders: Vec<&str> = ["src"].into_iter().chain(crates.iter().map(String::as_str)).collect();
    for source in files(&folders, ".rs").iter().filter(|s| !s.path.ends_with("/tests.rs")) {
        for (line, text) in code(source) {
            if let Some(what) = bad.iter().find(|what| text.contains(*what)) {
                faults.push(format!("{}:{line}: {what}", source.path));
            }
        }
    }
    none(faults, "errors are handled");
}

#[test]
fn files_that_documents_name_exist() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let ignored = file(".gitignore").text;
    // What a command makes is there on one machine and not on the next.
    let is_made = |name: &str| {
        let mut places = ignored.lines().filter_map(|line| line.strip_prefix('/'));
        places.any(|place| std::path::Path::new(name).starts_with(place))
    };
    let mut faults = Vec::new();
    for document in files(&["docs"], ".md").into_iter().chain(files_at_top()) {
        // What was decided then named what was there then.
        if document.text.contains("Status: superseded") {
            continue;
        }
        for name in document.text.split('`').skip(1).step_by(2) {
            let ours = ["src/", "crates/", "xtask/", "tests/", "style/", "docs/", "locales/"];
            let whole = ours.iter().any(|start| name.starts_with(start))
                && name.chars().all(|c| c.is_ascii_alphanumeric() || "/._-".contains(c));
            if whole && !is_made(name) && !root.join(name).exists() {
                faults.push(format!("{}: {name}", document.path));
            }
        }
    }
    none(faults, "documents name files that are not there");
}

fn files_at_top() -> Vec<crate::tree::Source> {
    ["ARCHITECTURE.md", "CONTRIBUTING.md", "README.md"].map(file).into()
}

/// The one place where ids of items stand in code: what stays in the unit whatever a pack says, because
/// units answered these items when nothing else was there.
const ITEM_IDS: &str = "crates/bcd-core/src/format/share/home.rs";

#[test]
fn no_code_knows_an_item_by_its_id() {
    let set = file("crates/bcd-core/data/criteria-default.json").text;
    let set: serde_json::Value = serde_json::from_str(&set).expect("the default set");
    let criteria = set["criteria"].as_array().into_iter().flatten();
    let groups =
        criteria.flat_map(|criterion| criterion["groups"].as_array().into_iter().flatten());
    let items = groups.flat_map(|group| group["items"].as_array().into_iter().flatten());
    let ids: Vec<String> =
        items.filter_map(|item| item["id"].as_str().map(|id| format!("\"{id}\""))).collect();
    assert!(ids.len() > 20, "the rule would hold for nothing");
    let mut faults = Vec::new();
    for source in files(&["src", "crates"], ".rs") {
        let is_code = source.path.starts_with("src/") || source.path.contains("/src/");
        if !is_code || source.path.ends_with("/tests.rs") || source.path == ITEM_IDS {
            continue;
        }
        for (line, text) in code(&source) {
            if let Some(id) = ids.iter().find(|id| text.contains(id.as_str())) {
                faults.push(format!("{}:{line}: {id}", source.path));
            }
        }
    }
    none(faults, "what is proposed for an item comes from the set's `prefill`, not from its id");
}
