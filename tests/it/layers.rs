//! Who may name whom: read from every path of every file, whatever way it is written.

use crate::{
    paths::paths_of,
    tree::{files, none},
};
use std::{collections::BTreeMap, fs, path::Path};

/// A layer of the page, and the layers of it that it may name. Nothing else may be named.
const LAYERS: &[(&str, &[&str])] = &[
    ("i18n", &[]),
    ("language", &["i18n"]),
    ("ui", &[]),
    ("route", &["pages"]),
    ("shell", &["pages", "route", "i18n"]),
    ("pages", &["ui", "shell", "route", "i18n", "language"]),
    ("late", &["pages", "shell", "i18n", "rare"]),
    ("rare", &["pages", "shell", "desk"]),
    ("desk", &["pages", "shell"]),
    ("app", &["late", "pages", "shell", "route", "i18n", "language", "ui"]),
];

#[test]
fn layers_of_the_page_name_only_the_layers_below_them() {
    let mut faults = Vec::new();
    for source in files(&["src"], ".rs") {
        let inside = source.path.trim_start_matches("src/").trim_end_matches(".rs");
        let layer = inside.split('/').next().unwrap_or_default();
        if matches!(layer, "lib" | "main") {
            continue;
        }
        let Some((_, allowed)) = LAYERS.iter().find(|(name, _)| *name == layer) else {
            faults.push(format!("{}: no layer", source.path));
            continue;
        };
        for path in paths_of(&source, "src", "crate") {
            let Some(other) = path.strip_prefix("crate::") else { continue };
            let other = other.split("::").next().unwrap_or_default();
            if other != layer && !allowed.contains(&other) {
                faults.push(format!("{}: {layer} names {other}", source.path));
            }
        }
    }
    none(faults, "layers");
}

/// What each part may know of the project's own crates, by their names in code.
const KNOWS: &[(&str, &[&str])] = &[
    ("src/ui", &["bcd_web::page"]),
    ("src/i18n", &["bcd_core"]),
    ("src/language", &["bcd_web::page"]),
    // A page reaches no store, worker or handle itself: the use-cases do.
    (
        "src/pages",
        &[
            "bcd_core",
            "bcd_app",
            "bcd_sync",
            "bcd_web::device",
            "bcd_web::files",
            "bcd_web::inbox",
            "bcd_web::page",
            "bcd_web::policy",
            "bcd_web::prefs",
            "bcd_web::spawn_local",
            "bcd_web::text",
            "bcd_web::worker_update",
        ],
    ),
];

/// What nobody but the use-cases and the browser's side may name.
const BEHIND_THE_USE_CASES: [&str; 7] = [
    "bcd_app::disk::Disk",
    "bcd_app::rows",
    "bcd_app::store::Op",
    "bcd_app::store::Store",
    "bcd_app::store::tables",
    "bcd_sync::folder",
    "bcd_sync::handles",
];

#[test]
fn pages_reach_no_store_worker_or_handle_themselves() {
    let mut faults = Vec::new();
    for source in files(&["src"], ".rs") {
        for path in paths_of(&source, "src", "crate").iter().filter(|path| path.starts_with("bcd_"))
        {
            let under = |name: &&&str| path == **name || path.starts_with(&format!("{name}::"));
            if let Some(name) = BEHIND_THE_USE_CASES.iter().find(under) {
                faults.push(format!("{}: names {name}", source.path));
            }
            if let Some((part, known)) =
                KNOWS.iter().find(|(part, _)| source.path.starts_with(part))
                && !known.iter().any(|name| under(&name))
            {
                faults.push(format!("{}: {part} names {path}", source.path));
            }
        }
    }
    none(faults, "what a page may know");
}

/// Names of the browser, which only its own crates may say.
const BROWSER: [&str; 6] =
    ["web_sys", "js_sys", "wasm_bindgen", "wasm_bindgen_futures", "gloo_storage", "gloo_net"];

#[test]
fn only_the_browsers_side_names_the_browser() {
    let mut faults = Vec::new();
    for source in files(&["src", "crates/bcd-core/src", "crates/bcd-app/src"], ".rs") {
        // Macros are looked through as text: a path in `view!` is a path.
        for name in BROWSER.iter().filter(|name| source.text.contains(&format!("{name}::"))) {
            faults.push(format!("{}: names {name}", source.path));
        }
    }
    none(faults, "only crates/bcd-web and crates/bcd-sync name the browser");
}

#[test]
fn ui_knows_no_dossier() {
    let mut faults = Vec::new();
    for source in files(&["src/ui"], ".rs") {
        let known = ["bcd_core", "bcd_app"];
        for name in known.iter().filter(|name| source.text.contains(&format!("{name}::"))) {
            faults.push(format!("{}: names {name}", source.path));
        }
    }
    none(faults, "ui draws values, not dossiers");
}

/// The crates of ours that each crate may depend on, also for its tests.
const CRATES: &[(&str, &[&str])] = &[
    ("bcd-core", &["bcd-core"]),
    ("bcd-seal", &[]),
    ("bcd-papers", &["bcd-core"]),
    ("bcd-rows", &["bcd-core"]),
    ("bcd-worker", &["bcd-core", "bcd-papers", "bcd-seal"]),
    ("bcd-sync", &["bcd-core", "bcd-seal"]),
    ("bcd-app", &["bcd-core", "bcd-sync", "bcd-seal"]),
    ("bcd-web", &["bcd-app", "bcd-core", "bcd-sync"]),
];

#[test]
fn crates_depend_only_on_the_crates_below_them() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("crates");
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(&root).expect("crates/") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let manifest = fs::read_to_string(path.join("Cargo.toml")).expect("a manifest");
        let ours = manifest.lines().filter_map(|line| line.split(['=', ' ', '.']).next());
        let ours: Vec<String> =
            ours.filter(|name| name.starts_with("bcd-")).map(str::to_owned).collect();
        found.insert(name, ours);
    }
    let mut faults = Vec::new();
    for (name, ours) in &found {
        match CRATES.iter().find(|(known, _)| known == name) {
            Some((_, allowed)) => faults.extend(
                ours.iter()
                    .filter(|other| !allowed.contains(&other.as_str()))
                    .map(|other| format!("{name} depends on {other}")),
            ),
            None => faults.push(format!("{name} stands in no row")),
        }
    }
    assert_eq!(found.len(), CRATES.len());
    none(faults, "crates");
}
