//! The app in chunks: what is loaded first, and what the page asks for behind it.
//!
//! The linker gives one program. The splitter cuts it where `src/app/late_chunk.rs`,
//! `src/late/rare_chunk.rs` and `src/rare/desk_chunk.rs` say, wasm-bindgen gives the first part its script, and each part is
//! optimized by itself: a whole program would no longer fit its parts.

use super::staging::Staging;
use super::{exports, glue, imports};
use crate::process::{command, output, run};
use crate::project::Project;
use crate::tools::{self, node_modules, rust_target};
use anyhow::{Context, Result, anyhow, ensure};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use wasm_split_cli_support::{Options, transform};

/// The binary, and what its files are named after.
const APP: &str = "bcd";
/// What the splitter puts before the name of a chunk.
const SPLIT: &str = "split_";
/// The chunks, as they are published. What several of them share is in chunks of its own, which are
/// loaded with each of them, and named after the first of these that needs them.
const CHUNKS: [(&str, &str); 3] = [("late", "shared"), ("rare", "common"), (DESK, DESK)];
/// The chunk that is kept for offline use only where it was opened once.
const DESK: &str = "desk";
/// The script that loads chunks; the one of wasm-bindgen imports it.
const GLUE: &str = "__wasm_split.js";

/// What is loaded first: a module, and the script of wasm-bindgen that starts it.
pub struct First {
    /// Where the scripts are that the app's own imports.
    pub directory: PathBuf,
    /// The script, in there.
    pub script: String,
    /// The module's bytes.
    pub module: Vec<u8>,
}

/// Splits what cargo built, and publishes the chunks under hashed names.
pub fn split(project: &Project, staging: &Staging) -> Result<First> {
    let target = target_directory(project)?;
    let built = target.join(rust_target::WASM).join("release").join(format!("{APP}.wasm"));
    let work = target.join("finish");
    // What an earlier build left must not be taken for a chunk of this one.
    if work.exists() {
        std::fs::remove_dir_all(&work).with_context(|| work.display().to_string())?;
    }
    let (parts, bound) = (work.join("parts"), work.join("bound"));
    let (chunks, needs) = cut(&built, &parts)?;
    bind(project, &parts.join(format!("{APP}.wasm")), &bound)?;

    // The chunks first: their names stand in the script, so that its own hash covers them.
    let mut names = Vec::new();
    for chunk in &chunks {
        let stem = stem_of(chunk)?;
        let bytes = optimized(project, chunk)?;
        let name = staging.write_hashed(published(stem, &needs)?, "wasm", &bytes)?;
        names.push((format!("{stem}.wasm"), name));
    }
    let loader = project.read(&parts.join(GLUE))?;
    let loader = glue::fill(&loader, &names)?;
    let place = bound.join(GLUE);
    std::fs::write(&place, loader).with_context(|| place.display().to_string())?;
    let place = bound.join(format!("{APP}_bg.wasm"));
    let whole = std::fs::read(&place).with_context(|| place.display().to_string())?;
    std::fs::write(&place, exports::without(&whole, exports::UNUSED)?)
        .with_context(|| place.display().to_string())?;
    let module = optimized(project, &place)?;
    let (script, place) = (format!("{APP}.js"), bound.join(format!("{APP}.js")));
    let (module, text) =
        imports::shorten(&module, &project.read(&place)?, &format!("./{APP}_bg.js"))?;
    let text = imports::once(&text, &format!("./{GLUE}"));
    std::fs::write(&place, text).with_context(|| place.display().to_string())?;
    Ok(First { directory: bound, script, module })
}

/// Whether a file is a part of the program that every page asks for behind its first screen.
pub fn comes_behind(path: &str) -> bool {
    let [(late, shared), ..] = CHUNKS;
    path.ends_with(".wasm") && [late, shared].iter().any(|name| is_named(path, name))
}

/// Whether a file belongs to the pages of an upper level, which most people never open.
pub fn is_of_desk(path: &str) -> bool {
    is_named(path, DESK)
}

fn is_named(path: &str, name: &str) -> bool {
    path.strip_prefix(name).is_some_and(|rest| rest.starts_with('-'))
}

/// Which chunks each split needs, by the splitter's names.
type Needs = HashMap<String, Vec<String>>;

/// The name of a chunk, from the splitter's.
fn published(stem: &str, needs: &Needs) -> Result<&'static str> {
    let mut known = CHUNKS.into_iter();
    let name = match stem.strip_prefix(SPLIT) {
        Some(split) => known.find(|(name, _)| *name == split).map(|(name, _)| name),
        None => {
            let is_needed =
                |by: &str| needs.get(by).is_some_and(|all| all.iter().any(|it| it == stem));
            known.find(|(name, _)| is_needed(name)).map(|(_, shared)| shared)
        }
    };
    name.with_context(|| format!("{stem} is a chunk that nobody knows"))
}

fn target_directory(project: &Project) -> Result<PathBuf> {
    let mut cargo = command("cargo", project.root());
    cargo.args(["metadata", "--no-deps", "--offline", "--format-version", "1"]);
    let metadata: serde_json::Value = serde_json::from_str(&output(&mut cargo)?)?;
    let directory = metadata["target_directory"].as_str();
    Ok(PathBuf::from(directory.context("cargo metadata names no target directory")?))
}

fn cut(built: &Path, parts: &Path) -> Result<(Vec<PathBuf>, Needs)> {
    let wasm = std::fs::read(built).with_context(|| format!("no {}", built.display()))?;
    let (first, script) = (parts.join(format!("{APP}.wasm")), format!("./{APP}.js"));
    let link = format!("./{GLUE}");
    let mut options = Options::new(&wasm);
    options.output_dir = parts;
    options.main_out_path = &first;
    options.main_module = &script;
    options.link_name = &link;
    let split = transform(options)
        .map_err(|error| anyhow!("{} cannot be split: {error:#}", built.display()))?;
    ensure!(!split.split_modules.is_empty(), "{} has nothing to split", built.display());
    let mut chunks = split.split_modules;
    chunks.sort();
    // Splits share something with each set of the others: 2ⁿ − 1 chunks.
    ensure!(chunks.len() < 1 << CHUNKS.len(), "{} chunks: {chunks:?}", chunks.len());
    Ok((chunks, split.prefetch_map))
}

fn bind(project: &Project, first: &Path, bound: &Path) -> Result<()> {
    let mut bindgen = command(tools::wasm_bindgen(project)?, project.root());
    // The chunks are joined to the first part by names that only the linker knows.
    bindgen.args(["--target", "web", "--no-typescript", "--keep-lld-exports", "--no-demangle"]);
    run(bindgen.args(["--out-name", APP, "--out-dir"]).arg(bound).arg(first))
}

// `-Oz` makes it smaller by three per cent, but what is sent, compressed, larger.
fn optimized(project: &Project, module: &Path) -> Result<Vec<u8>> {
    let result = module.with_extension("small.wasm");
    let mut opt = command(node_modules::program(project, "wasm-opt"), project.root());
    run(opt.args(["-Os", "--low-memory-unused", "--output"]).arg(&result).arg(module))?;
    std::fs::read(&result).with_context(|| result.display().to_string())
}

fn stem_of(path: &Path) -> Result<&str> {
    path.file_stem()
        .and_then(|stem| stem.to_str())
        .with_context(|| format!("{} is no name of a chunk", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_known_by_their_names() {
        assert!(comes_behind("late-0123456789abcdef.wasm"));
        assert!(comes_behind("shared-0123456789abcdef.wasm"));
        assert!(!comes_behind("rare-0123456789abcdef.wasm"));
        assert!(!comes_behind("bcd-0123456789abcdef.wasm"));
        assert!(!comes_behind("late-0123456789abcdef.js"));
    }

    #[test]
    fn chunks_are_published_under_the_names_of_the_splits() {
        let needs =
            [("rare", "chunk_1"), ("late", "chunk_1"), ("desk", "chunk_2"), ("rare", "chunk_2")];
        let mut map = Needs::new();
        for (split, chunk) in needs {
            map.entry(split.to_owned()).or_default().push(chunk.to_owned());
        }
        assert_eq!(published("split_late", &map).unwrap(), "late");
        assert_eq!(published("split_desk", &map).unwrap(), "desk");
        // What every page loads must count as such, whoever else needs it.
        assert_eq!(published("chunk_1", &map).unwrap(), "shared");
        assert_eq!(published("chunk_2", &map).unwrap(), "common");
        assert!(published("chunk_3", &map).is_err());
        assert!(published("split_other", &map).is_err());
    }
}
