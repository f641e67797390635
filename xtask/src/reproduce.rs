//! `cargo xtask reproduce`: builds the last commit twice, in two folders and with two homes of Cargo, and
//! compares every file. So whoever has a commit can say whether the `dist/` that a host serves is made of
//! it: `version.json` names one digest of all.

use crate::paths;
use crate::process::{command, run, say};
use crate::project::Project;
use crate::{digest, tools};
use anyhow::{Context, Result, bail, ensure};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What of a home of Cargo a build needs. The names are of different length, so that a path that is
/// left anywhere changes more than its own letters.
const HOMES: [(&str, &str); 2] = [("a", "home"), ("the-other-folder", "another-home-of-cargo")];

/// Builds twice and compares.
pub fn reproduce(project: &Project) -> Result<()> {
    // Both builds use the same tools, which are pinned.
    tools::ensure(project)?;
    let work = project.root().join("target/reproduce");
    if work.exists() {
        std::fs::remove_dir_all(&work).with_context(|| work.display().to_string())?;
    }
    let built: Vec<BTreeMap<String, String>> = HOMES
        .iter()
        .map(|(folder, home)| build_in(project, &work.join(folder), &work.join(home)))
        .collect::<Result<_>>()?;
    let faults = differences(&built[0], &built[1]);
    if !faults.is_empty() {
        bail!("two builds of one commit differ:\n  {}", faults.join("\n  "));
    }
    say(format!("{} files, the same in both builds", built[0].len()));
    Ok(())
}

/// Builds the last commit in a folder; returns the digests of what came out.
fn build_in(project: &Project, folder: &Path, home: &Path) -> Result<BTreeMap<String, String>> {
    std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    let archive = folder.with_extension("tar");
    run(command("git", project.root()).args(["archive", "--output"]).arg(&archive).arg("HEAD"))?;
    run(command("tar", folder).arg("-xf").arg(&archive))?;
    link_home(&paths::cargo_home(project)?, home)?;
    let modules = folder.join("tests/node_modules");
    link(&project.tests().join("node_modules"), &modules)?;
    let mut cargo = command("cargo", folder);
    cargo.args(["xtask", "build"]).env("CARGO_HOME", home);
    // Cargo says to a program that it runs where the package of that program is.
    for key in ["CARGO_MANIFEST_DIR", "CARGO_MANIFEST_PATH", "CARGO_TARGET_DIR"] {
        cargo.env_remove(key);
    }
    run(&mut cargo)?;
    let mut files = BTreeMap::new();
    digests(&folder.join("dist"), "", &mut files)?;
    ensure!(files.contains_key("version.json"), "the build left no version.json");
    Ok(files)
}

/// A home of Cargo at another place, with what was fetched.
fn link_home(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to).with_context(|| to.display().to_string())?;
    for name in ["registry", "git", "config.toml"] {
        if from.join(name).exists() {
            link(&from.join(name), &to.join(name))?;
        }
    }
    Ok(())
}

#[cfg(unix)]
fn link(from: &Path, to: &Path) -> Result<()> {
    std::os::unix::fs::symlink(from, to).with_context(|| to.display().to_string())
}

#[cfg(not(unix))]
fn link(_: &Path, to: &Path) -> Result<()> {
    bail!("{} cannot be made: two builds are compared on Unix", to.display())
}

fn digests(folder: &Path, name: &str, files: &mut BTreeMap<String, String>) -> Result<()> {
    let entries = folder.read_dir().with_context(|| folder.display().to_string())?;
    let paths: Vec<PathBuf> = entries.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    for path in paths {
        let last = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let name = if name.is_empty() { last } else { format!("{name}/{last}") };
        if path.is_dir() {
            digests(&path, &name, files)?;
        } else {
            let bytes = std::fs::read(&path).with_context(|| path.display().to_string())?;
            files.insert(name, digest::full(&bytes));
        }
    }
    Ok(())
}

/// Files that only one side has, or that are not the same.
fn differences(one: &BTreeMap<String, String>, other: &BTreeMap<String, String>) -> Vec<String> {
    let names = one.keys().chain(other.keys().filter(|name| !one.contains_key(*name)));
    let differs = |name: &&String| one.get(*name) != other.get(*name);
    names.filter(differs).map(|name| name.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_missing_or_another_one_is_named() {
        let of = |pairs: &[(&str, &str)]| -> BTreeMap<String, String> {
            pairs.iter().map(|(name, digest)| ((*name).to_owned(), (*digest).to_owned())).collect()
        };
        let one = of(&[("a", "1"), ("b", "2"), ("c", "3")]);
        assert_eq!(differences(&one, &one), [""; 0]);
        assert_eq!(differences(&one, &of(&[("a", "1"), ("b", "x"), ("d", "4")])), ["b", "c", "d"]);
    }
}
