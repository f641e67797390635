//! The WebAssembly modules, each with one script: the app's, and the worker's.

use super::chunks::{self, First};
use super::esbuild::Esbuild;
use super::staging::Staging;
use super::{html, imports};
use crate::project::Project;
use anyhow::{Context, Result};

/// The module that works without a screen. Trunk names it by its package.
const WORKER: &str = "worker";
/// Local JavaScript of crates; the bundle of the app holds it.
const SNIPPETS: &str = "snippets";

/// The published module of the app.
pub struct App {
    module: String,
}

impl App {
    /// Lets the browser fetch the module while it still reads the script. The chunks behind it are
    /// not named: they must not take from the first load.
    pub fn preload(&self) -> String {
        let module = &self.module;
        format!(
            r#"<link rel="preload" href="./{module}" as="fetch" type="application/wasm" crossorigin>"#
        )
    }
}

/// Publishes the app, in chunks or (a debug build) in one piece, with one script that the page
/// names.
pub fn app(
    project: &Project,
    staging: &Staging,
    esbuild: &Esbuild,
    page: &str,
    release: bool,
) -> Result<(String, App)> {
    let (range, script, module) = marker(page)?;
    let first = if release {
        chunks::split(project, staging)?
    } else {
        let module = staging.bytes(&module)?;
        First { directory: staging.directory().to_owned(), script: script.clone(), module }
    };
    let named = staging.write_hashed("bcd", "wasm", &first.module)?;
    let boot = include_str!("boot.js")
        .replace("%SCRIPT%", &format!("./{}", first.script))
        .replace("%MODULE%", &named);
    let bundle = esbuild.bundle(&boot, &first.directory)?;
    // What Trunk staged has had its use.
    staging.remove(&module)?;
    staging.remove(&script)?;
    if staging.exists(SNIPPETS) {
        staging.remove_directory(SNIPPETS)?;
    }
    let script = staging.write_hashed("bcd", "js", &bundle)?;
    let tag = format!(r#"<script type="module" async src="./{script}"></script>"#);
    Ok((html::replace(page, vec![(range, tag)]), App { module: named }))
}

/// The place that Trunk.toml's `pattern_script` left in the page, and the two files it names.
fn marker(page: &str) -> Result<(std::ops::Range<usize>, String, String)> {
    let found = html::tags(page, "script").into_iter().find_map(|range| {
        let tag = &page[range.clone()];
        let script = html::attribute(tag, "data-finish-script")?.to_owned();
        let module = html::attribute(tag, "data-finish-module")?.to_owned();
        let end = range.start + page[range.start..].find("</script>")? + "</script>".len();
        Some((range.start..end, script, module))
    });
    found.context("index.html lacks the marker of `pattern_script` in Trunk.toml")
}

/// Gives the worker hashed names, and returns the line that tells the app its address.
///
/// A classic worker, not a module worker: older phones have only those, and it needs one request
/// less.
pub fn worker(staging: &Staging, esbuild: &Esbuild) -> Result<String> {
    let (script, module) = (format!("bcd-{WORKER}.js"), format!("bcd-{WORKER}_bg.wasm"));
    let (bytes, glue) = (staging.bytes(&module)?, staging.read(&script)?);
    let (bytes, glue) = imports::shorten(&bytes, &glue, &format!("./bcd-{WORKER}_bg.js"))?;
    staging.remove(&module)?;
    let module = staging.write_hashed(WORKER, "wasm", &bytes)?;
    let loader = include_str!("worker.js").replace("%MODULE%", &module);
    let source = glue + "\n" + &loader;
    staging.remove(&script)?;
    let bundle = esbuild.classic(&source, staging.directory())?;
    let script = staging.write_hashed(WORKER, "js", &bundle)?;
    Ok(format!(r#"<meta name="bcd-{WORKER}" content="./{script}">"#))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_marker_names_both_files() {
        let page =
            r#"<a><script data-finish-script="x.js" data-finish-module="x.wasm"></script><b>"#;
        let (range, script, module) = marker(page).unwrap();
        assert_eq!((script.as_str(), module.as_str()), ("x.js", "x.wasm"));
        assert_eq!(html::replace(page, vec![(range, "S".to_owned())]), "<a>S<b>");
        assert!(marker("<script></script>").is_err());
    }
}
