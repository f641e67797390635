//! Who may name whom. A text search: honest, and good enough for one crate.

use crate::tree::{code, files, none};

/// A layer, and the layers that it may name. Nothing else may be named.
const LAYERS: &[(&str, &[&str])] = &[
    ("platform", &[]),
    ("storage", &["platform"]),
    ("state", &["storage", "platform"]),
    ("i18n", &[]),
    ("ui", &["platform"]),
    ("pages", &["ui", "state", "i18n", "platform", "route", "desk", "language"]),
];

/// Names of the browser, which only `platform` may say.
const BROWSER: [&str; 6] =
    ["web_sys", "js_sys", "wasm_bindgen::", "gloo_", "wasm_bindgen_futures", "JsCast"];

#[test]
fn layers_name_only_the_layers_below_them() {
    let all = ["platform", "storage", "state", "i18n", "ui", "pages", "app", "desk", "route"];
    let mut faults = Vec::new();
    for source in files(&["src"], ".rs") {
        let Some((layer, allowed)) = LAYERS.iter().find(|(layer, _)| {
            source.path.starts_with(&format!("src/{layer}/"))
                || source.path == format!("src/{layer}.rs")
        }) else {
            continue;
        };
        let mut imports = String::new();
        for (line, text) in code(&source) {
            imports.push_str(text.trim());
            if text.contains("super::super::super") {
                faults.push(format!("{}:{line}: climbs out of its layer", source.path));
            }
        }
        for other in all.iter().filter(|other| *other != layer && !allowed.contains(other)) {
            let direct = imports.contains(&format!("crate::{other}"));
            let grouped = grouped_imports(&imports).any(|name| name == *other);
            if direct || grouped {
                faults.push(format!("{}: {layer} names {other}", source.path));
            }
        }
    }
    none(faults, "layers");
}

/// Sources of the first module alone: what they name is in the first load.
const FIRST: [&str; 6] = [
    "src/app",
    "src/state/kernel",
    "src/pages/around.rs",
    "src/pages/blockers.rs",
    "src/pages/start.rs",
    "src/pages/checklist",
];

#[test]
fn the_first_module_names_nothing_of_the_desk() {
    let of_desk = ["state::desk", "Desk::", "engine::", "format::", "remote::"];
    let mut faults = Vec::new();
    for source in files(&["src"], ".rs") {
        if FIRST.iter().any(|first| source.path.starts_with(first)) {
            for (line, text) in code(&source) {
                for name in of_desk.iter().filter(|name| text.contains(*name)) {
                    faults.push(format!("{}:{line}: {name}", source.path));
                }
            }
        }
    }
    none(faults, "names of the desk in the first module");
}

// First names inside `use crate::{…}`.
fn grouped_imports(imports: &str) -> impl Iterator<Item = &str> {
    let group = imports.split_once("use crate::{").map_or("", |(_, rest)| rest);
    let mut depth = 0;
    let end = group
        .find(|c| {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => return true,
                '}' => depth -= 1,
                _ => {}
            }
            false
        })
        .unwrap_or(0);
    let mut level = 0;
    group[..end]
        .split(move |c| {
            match c {
                '{' => level += 1,
                '}' => level -= 1,
                _ => {}
            }
            c == ',' && level == 0
        })
        .map(|part| part.trim().split("::").next().unwrap_or_default())
}

#[test]
fn only_platform_names_the_browser() {
    let mut faults = Vec::new();
    for source in files(&["src"], ".rs").iter().filter(|s| !s.path.starts_with("src/platform")) {
        for (line, text) in code(source) {
            if let Some(name) = BROWSER.iter().find(|name| text.contains(*name)) {
                faults.push(format!("{}:{line}: names {name}", source.path));
            }
        }
    }
    none(faults, "only src/platform names the browser");
}

#[test]
fn ui_knows_no_dossier() {
    let mut faults = Vec::new();
    for source in files(&["src/ui"], ".rs") {
        for (line, text) in code(&source).filter(|(_, text)| text.contains("bcd_core")) {
            faults.push(format!("{}:{line}: {text}", source.path));
        }
    }
    none(faults, "ui draws values, not dossiers");
}
