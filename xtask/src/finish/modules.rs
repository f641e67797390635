//! The WebAssembly modules, each with one script: the app's first, the desk that it calls, and
//! those in workers.

use super::esbuild::Esbuild;
use super::html;
use super::staging::Staging;
use anyhow::{Context, Result};

/// The modules that work without a screen. Trunk names a worker by its package or binary.
const WORKERS: [&str; 3] = ["engine", "papers", "seal"];
/// What Trunk names the desk: for Trunk it is a worker, since a page has one main module.
const DESK: (&str, &str) = ("bcd-desk.js", "bcd-desk_bg.wasm");
/// Local JavaScript of crates; the bundle of the app holds it.
const SNIPPETS: &str = "snippets";

/// The published module of the app.
pub struct App {
    module: String,
}

impl App {
    /// Lets the browser fetch the module while it still reads the script.
    pub fn preload(&self) -> String {
        let module = &self.module;
        format!(
            r#"<link rel="preload" href="./{module}" as="fetch" type="application/wasm" crossorigin>"#
        )
    }
}

/// Bundles the scripts of the app into one file, and names it in the page.
pub fn app(staging: &Staging, esbuild: &Esbuild, page: &str) -> Result<(String, App)> {
    let (range, script, module) = marker(page)?;
    let bytes = staging.bytes(&module)?;
    staging.remove(&module)?;
    let module = staging.write_hashed("bcd", "wasm", &bytes)?;

    let boot = include_str!("boot.js")
        .replace("%SCRIPT%", &format!("./{script}"))
        .replace("%MODULE%", &module);
    let bundle = esbuild.bundle(&boot, staging.directory())?;
    staging.remove(&script)?;
    let script = staging.write_hashed("bcd", "js", &bundle)?;
    let tag = format!(r#"<script type="module" src="./{script}"></script>"#);
    Ok((html::replace(page, vec![(range, tag)]), App { module }))
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

/// Bundles the scripts of the desk, and returns the line that tells the app its address.
pub fn desk(staging: &Staging, esbuild: &Esbuild) -> Result<String> {
    let (script, module) = DESK;
    let bytes = staging.bytes(module)?;
    staging.remove(module)?;
    let module = staging.write_hashed("desk", "wasm", &bytes)?;
    let source = include_str!("desk.js")
        .replace("%SCRIPT%", &format!("./{script}"))
        .replace("%MODULE%", &module);
    let bundle = esbuild.bundle(&source, staging.directory())?;
    staging.remove(script)?;
    let script = staging.write_hashed("desk", "js", &bundle)?;
    Ok(format!(r#"<meta name="bcd-desk" content="./{script}">"#))
}

/// Takes away the local scripts of crates, which the bundles hold now.
pub fn remove_snippets(staging: &Staging) -> Result<()> {
    if staging.exists(SNIPPETS) {
        staging.remove_directory(SNIPPETS)?;
    }
    Ok(())
}

/// Gives the workers hashed names, and returns the lines that tell the app their addresses.
///
/// Classic workers, not module workers: older phones have only those, and they need one request
/// less.
pub fn workers(staging: &Staging, esbuild: &Esbuild) -> Result<Vec<String>> {
    WORKERS.iter().map(|name| worker(staging, esbuild, name)).collect()
}

fn worker(staging: &Staging, esbuild: &Esbuild, name: &str) -> Result<String> {
    let (script, module) = (format!("bcd-{name}.js"), format!("bcd-{name}_bg.wasm"));
    let bytes = staging.bytes(&module)?;
    staging.remove(&module)?;
    let module = staging.write_hashed(name, "wasm", &bytes)?;
    let loader = include_str!("worker.js").replace("%MODULE%", &module);
    let source = staging.read(&script)? + "\n" + &loader;
    staging.remove(&script)?;
    let bundle = esbuild.classic(&source, staging.directory())?;
    let script = staging.write_hashed(name, "js", &bundle)?;
    Ok(format!(r#"<meta name="bcd-{name}" content="./{script}">"#))
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
