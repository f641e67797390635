//! Files of the source tree.

use std::{fs, path::Path};

/// A file: its path from the root of the repository, and its text.
pub struct Source {
    pub path: String,
    pub text: String,
}

/// The files under `folders` that end in `ending`.
pub fn files(folders: &[&str], ending: &str) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    for folder in folders {
        walk(root, &root.join(folder), ending, &mut found);
    }
    assert!(!found.is_empty(), "no {ending} in {folders:?}: the rule would hold for nothing");
    found
}

/// One file, by its path from the root of the repository.
pub fn file(path: &str) -> Source {
    let at = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let text = fs::read_to_string(&at).unwrap_or_else(|e| panic!("{path}: {e}"));
    Source { path: path.to_owned(), text }
}

fn walk(root: &Path, folder: &Path, ending: &str, found: &mut Vec<Source>) {
    let entries = fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    for entry in entries {
        let path = entry.expect("a directory entry").path();
        if path.is_dir() {
            walk(root, &path, ending, found);
        } else if path.to_string_lossy().ends_with(ending) {
            let text = fs::read_to_string(&path).expect("text");
            let path = path.strip_prefix(root).expect("under the root").to_string_lossy();
            found.push(Source { path: path.replace('\\', "/"), text });
        }
    }
}

/// Code lines with their numbers: without comments, and without what stands behind
/// `#[cfg(test)]`.
pub fn code(source: &Source) -> impl Iterator<Item = (usize, &str)> {
    let lines = source.text.lines().enumerate();
    lines
        .take_while(|(_, line)| line.trim() != "#[cfg(test)]")
        .filter(|(_, line)| !["//", "/**"].iter().any(|mark| line.trim_start().starts_with(mark)))
        .map(|(index, line)| (index + 1, line.split(" // ").next().unwrap_or(line)))
}

/// Fails with every fault at once.
pub fn none(faults: Vec<String>, rule: &str) {
    assert!(faults.is_empty(), "{rule}:\n{}", faults.join("\n"));
}
