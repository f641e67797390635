//! The release build of dist/, and the check whether the last one still holds.

use crate::process::{command, run, say};
use crate::project::Project;
use crate::tools;
use anyhow::{Context, Result};
use std::path::Path;
use std::time::SystemTime;

/// What a build reads. Newer than dist/ means: build again.
const SOURCES: &[&str] = &[
    "Cargo.lock",
    "Cargo.toml",
    "Trunk.toml",
    "build.rs",
    "crates",
    "index.html",
    "locales",
    "public",
    "rust-toolchain.toml",
    "src",
    "style",
    "tests/package-lock.json",
    "xtask/src",
];

/// Builds dist/ as it is published.
pub fn build(project: &Project) -> Result<()> {
    let tools = tools::ensure(project)?;
    say("release build of dist/ (minutes the first time, then less than one)");
    let mut trunk = command(tools.trunk(), project.root());
    trunk.args(["build", "--release"]).env("PATH", tools.path()?);
    run(&mut trunk)
}

/// Builds dist/ unless the last release build is newer than all sources.
pub fn build_if_stale(project: &Project) -> Result<()> {
    if is_fresh(project) {
        say("dist/ is newer than its sources: not built again");
        return Ok(());
    }
    build(project)
}

fn is_fresh(project: &Project) -> bool {
    let stamp = project.dist().join("version.json");
    let Ok(text) = project.read(&stamp) else { return false };
    let Ok(built) = modified(&stamp) else { return false };
    // A debug build has no version, see `finish::service_worker`.
    let release = !text.contains(&format!("\"{}\"", crate::finish::DEBUG_VERSION));
    release
        && SOURCES
            .iter()
            .map(|source| project.root().join(source))
            .filter(|path| path.exists())
            .all(|path| newest(&path).is_ok_and(|time| time < built))
}

/// The newest change of a file, or of anything in a directory.
fn newest(path: &Path) -> Result<SystemTime> {
    let mut time = modified(path)?;
    if path.is_dir() {
        let entries = path.read_dir().with_context(|| format!("cannot list {}", path.display()))?;
        for entry in entries {
            time = time.max(newest(&entry?.path())?);
        }
    }
    Ok(time)
}

fn modified(path: &Path) -> Result<SystemTime> {
    path.metadata()
        .and_then(|metadata| metadata.modified())
        .with_context(|| format!("cannot read the time of {}", path.display()))
}
