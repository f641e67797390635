//! The release build of dist/, and the check whether the last one still holds.

use crate::paths;
use crate::process::{command, run, say};
use crate::project::Project;
use crate::tools;
use anyhow::{Context, Result, bail};
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
    "tests/prerender.mjs",
    "xtask/src",
];

/// Builds dist/ as it is published.
pub fn build(project: &Project) -> Result<()> {
    let tools = tools::ensure(project)?;
    say("release build of dist/ (minutes the first time, then less than one)");
    let mut trunk = command(tools.trunk(), project.root());
    trunk.args(["build", "--release"]).env("PATH", tools.path()?);
    trunk.env(paths::RUSTFLAGS, paths::rustflags(project)?);
    let before = newest_source(project)?;
    run(&mut trunk)?;
    // The modules, the texts and the styles are taken at different times.
    if newest_source(project)? != before {
        bail!("a source changed while dist/ was built, so its parts may not fit: build again");
    }
    Ok(())
}

/// Builds dist/ unless the last release build is newer than all sources.
pub fn build_if_stale(project: &Project) -> Result<()> {
    if is_fresh(project) {
        say("dist/ is newer than its sources: not built again");
        return Ok(());
    }
    build(project)
}

/// Whether dist/ is a release build of the sources as they are.
pub fn is_fresh(project: &Project) -> bool {
    let stamp = project.dist().join("version.json");
    let Ok(text) = project.read(&stamp) else { return false };
    let Ok(built) = modified(&stamp) else { return false };
    // A debug build has no version, see `finish::service_worker`.
    let release = !text.contains(&format!("\"{}\"", crate::finish::service_worker::DEBUG_VERSION));
    release && newest_source(project).is_ok_and(|time| time < built)
}

fn newest_source(project: &Project) -> Result<SystemTime> {
    let sources = SOURCES.iter().map(|source| project.root().join(source));
    let mut time = SystemTime::UNIX_EPOCH;
    for path in sources.filter(|path| path.exists()) {
        time = time.max(newest(&path)?);
    }
    Ok(time)
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
