//! Fills in the service worker: which files it keeps, each with its digest, and the version.

use super::{chunks, staging::Staging};
use crate::digest;
use anyhow::{Result, ensure};
use std::collections::BTreeMap;

/// A debug build precaches nothing, so that a change shows at the next reload.
pub const DEBUG_VERSION: &str = "debug";

const SCRIPT: &str = "sw.js";
const VERSION: &str = "%VERSION%";
const FILES: &str = "/*%FILES%*/";
const LATER: &str = "/*%LATER%*/";

/// Files for the host or for the update check, which no page ever asks the cache for.
const NOT_KEPT: &[&str] = &[SCRIPT, "version.json", "_headers"];

/// The version of a build: the digest of all its files, and of the page.
///
/// The service worker counts too: one version is one cache, and a new worker that
/// fails to install must not take the cache of the running one with it.
pub fn version(files: &BTreeMap<String, String>, page: &str, release: bool) -> String {
    if !release {
        return DEBUG_VERSION.to_owned();
    }
    let others = files.iter().filter(|(path, _)| *path != "index.html");
    let list: String = others.map(|(path, digest)| format!("{path} {digest}\n")).collect();
    digest::short((list + page).as_bytes())
}

/// Writes sw.js with its two placeholders filled.
pub fn write(staging: &Staging, files: &BTreeMap<String, String>, version: &str) -> Result<()> {
    let source = fill(&staging.read(SCRIPT)?, files, version)?;
    staging.write(SCRIPT, source.as_bytes())
}

/// Writes version.json, which a page may read past the cache to see what is published.
pub fn write_version(staging: &Staging, version: &str, app: &str) -> Result<()> {
    let json = serde_json::json!({ "version": version, "app": app });
    staging.write("version.json", format!("{json}\n").as_bytes())
}

fn fill(source: &str, files: &BTreeMap<String, String>, version: &str) -> Result<String> {
    for placeholder in [VERSION, FILES, LATER] {
        let count = source.matches(placeholder).count();
        ensure!(count == 1, "{SCRIPT} names {placeholder} {count} times, not once");
    }
    let list = |belongs: fn(&str) -> bool| {
        if version == DEBUG_VERSION {
            return String::new();
        }
        let lines = files.iter().filter(|(path, _)| belongs(path));
        lines.map(|(path, digest)| format!("\n  '{path}': '{digest}',")).collect::<String>() + "\n"
    };
    let filled = source.replace(VERSION, version).replace(FILES, &list(is_kept));
    Ok(filled.replace(LATER, &list(chunks::is_of_desk)))
}

/// Whether the service worker keeps a file for offline use from the first visit.
pub fn is_kept(path: &str) -> bool {
    !NOT_KEPT.contains(&path) && !chunks::is_of_desk(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files() -> BTreeMap<String, String> {
        [
            ("a.js", "1"),
            ("desk-0.wasm", "5"),
            ("index.html", "2"),
            ("sw.js", "3"),
            ("version.json", "4"),
        ]
        .map(|(path, digest)| (path.to_owned(), digest.to_owned()))
        .into()
    }

    const SOURCE: &str =
        "const V = '%VERSION%';\nconst F = {/*%FILES%*/};\nconst L = {/*%LATER%*/};\n";

    #[test]
    fn the_list_has_the_page_and_not_the_worker_itself_and_the_desk_apart() {
        let filled = fill(SOURCE, &files(), "v1").unwrap();
        assert_eq!(
            filled,
            "const V = 'v1';\nconst F = {\n  'a.js': '1',\n  'index.html': '2',\n};\nconst L = {\n  'desk-0.wasm': '5',\n};\n"
        );
    }

    #[test]
    fn a_debug_build_keeps_nothing() {
        assert!(fill(SOURCE, &files(), DEBUG_VERSION).unwrap().contains("const F = {};"));
        assert_eq!(version(&files(), "page", false), DEBUG_VERSION);
    }

    #[test]
    fn the_version_follows_every_file_and_the_page() {
        let one = version(&files(), "page", true);
        assert_ne!(version(&files(), "other page", true), one);
        for path in ["a.js", "sw.js"] {
            let mut changed = files();
            changed.insert(path.to_owned(), "other".to_owned());
            assert_ne!(version(&changed, "page", true), one);
        }
        let mut changed = files();
        changed.insert("index.html".to_owned(), "with its mark".to_owned());
        assert_eq!(version(&changed, "page", true), one);
    }

    #[test]
    fn a_missing_placeholder_is_an_error() {
        assert!(fill("const V = '%VERSION%';", &files(), "v1").is_err());
    }
}
