//! Where the code that we depend on comes from, under which licence, and what of it is there twice: the
//! rules of `deny.toml` that can be checked without the network. `cargo deny` checks the rest.

use crate::process::{command, output};
use crate::project::Project;
use anyhow::{Context, Result, bail};
use std::collections::{BTreeMap, BTreeSet};

/// The only place that crates come from; the lock file names it so whatever mirror is used.
const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// The packages of this repository: they have no source.
pub const OURS: &[&str] = &[
    "bcd",
    "bcd-app",
    "bcd-core",
    "bcd-papers",
    "bcd-rows",
    "bcd-seal",
    "bcd-sync",
    "bcd-web",
    "bcd-worker",
    "xtask",
];

/// Crates that name no licence in their manifest, with the one that lies beside it.
const UNNAMED: &[(&str, &str)] = &[("ical", "Apache-2.0")];

/// Fails when a crate comes from elsewhere or without a digest, under another licence, or twice
/// without a reason.
pub fn check(project: &Project) -> Result<()> {
    let lock = project.read(&project.cargo_lock())?;
    let deny = project.read(&project.root().join("deny.toml"))?;
    let mut faults = faults(&lock, OURS);
    faults.extend(doubles(&lock, &list(&deny, "skip")?));
    faults.extend(licences(project, &list(&deny, "allow")?)?);
    let packages = project.read(&project.tests().join("package-lock.json"))?;
    faults.extend(undigested(&serde_json::from_str(&packages)?));
    if faults.is_empty() {
        return Ok(());
    }
    bail!("what is depended on does not keep to deny.toml:\n  {}", faults.join("\n  "))
}

/// Crates of a lock file that are not from crates.io by their digest, but for our own.
pub fn faults(lock: &str, ours: &[&str]) -> Vec<String> {
    let elsewhere = |package: &BTreeMap<&str, &str>| {
        let get = |key: &str| package.get(key).copied().unwrap_or_default();
        let digest = get("checksum");
        let whole = digest.len() == 64 && digest.bytes().all(|byte| byte.is_ascii_hexdigit());
        match get("source") {
            "" if ours.contains(&get("name")) => None,
            CRATES_IO if whole => None,
            CRATES_IO => Some(format!("{} has no digest", get("name"))),
            source => Some(format!("{} comes from {source:?}", get("name"))),
        }
    };
    packages(lock).iter().filter_map(elsewhere).collect()
}

/// Packages of npm's lock file without a digest. The first entry is the package of the tests itself.
fn undigested(lock: &serde_json::Value) -> Vec<String> {
    let packages = lock["packages"].as_object().into_iter().flatten();
    let no_digest = packages.filter(|(name, package)| {
        let digest = package["integrity"].as_str().unwrap_or_default();
        !name.is_empty() && !digest.starts_with("sha512-")
    });
    no_digest.map(|(name, _)| format!("{name} of tests/package-lock.json has no digest")).collect()
}

/// Crates that are in a lock file more than once without a reason, and reasons for nothing.
fn doubles(lock: &str, skip: &[&str]) -> Vec<String> {
    let mut versions: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for package in packages(lock) {
        if let (Some(name), Some(version)) = (package.get("name"), package.get("version")) {
            versions.entry(name).or_default().insert(version);
        }
    }
    let mut skip: BTreeSet<&str> = skip.iter().copied().collect();
    let mut faults = Vec::new();
    for (name, versions) in versions.iter().filter(|(_, versions)| versions.len() > 1) {
        let left = versions.iter().filter(|version| !skip.remove(&*format!("{name}@{version}")));
        if left.count() > 1 {
            faults.push(format!("{name} is there as {versions:?}: name a reason in deny.toml"));
        }
    }
    faults.extend(skip.iter().map(|unused| format!("{unused} is not there twice any more")));
    faults
}

/// Crates under a licence that is not allowed, of those that are compiled: here, and for the browser.
fn licences(project: &Project, allowed: &[&str]) -> Result<Vec<String>> {
    let host = output(command("rustc", project.root()).arg("-vV"))?;
    let host = host.lines().find_map(|line| line.strip_prefix("host: "));
    let mut cargo = command("cargo", project.root());
    cargo.args(["metadata", "--locked", "--format-version", "1"]);
    let host = host.context("rustc names no host")?;
    cargo.args(["--filter-platform", host, "--filter-platform", "wasm32-unknown-unknown"]);
    let metadata: serde_json::Value = serde_json::from_str(&output(&mut cargo)?)?;
    let packages = metadata["packages"].as_array().context("cargo metadata names no packages")?;
    let fault = |package: &serde_json::Value| {
        let name = package["name"].as_str().unwrap_or_default();
        let unnamed =
            || UNNAMED.iter().find(|(known, _)| *known == name).map(|(_, licence)| *licence);
        let licence = package["license"].as_str().or_else(unnamed).unwrap_or_default();
        (!is_allowed(licence, allowed)).then(|| format!("{name} is under {licence:?}"))
    };
    Ok(packages.iter().filter_map(fault).collect())
}

/// Whether one of the ways that an SPDX expression offers is allowed. `/` is how old manifests say OR.
fn is_allowed(expression: &str, allowed: &[&str]) -> bool {
    let words = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = words.split_whitespace().collect();
    let mut rest = words.as_slice();
    any(&mut rest, allowed) == Some(true) && rest.is_empty()
}

// `None` where the expression is none.
fn any(words: &mut &[&str], allowed: &[&str]) -> Option<bool> {
    let mut good = all(words, allowed)?;
    while let Some(rest) = words.strip_prefix(&["OR"]) {
        *words = rest;
        good |= all(words, allowed)?;
    }
    Some(good)
}

fn all(words: &mut &[&str], allowed: &[&str]) -> Option<bool> {
    let mut good = one(words, allowed)?;
    while let Some(rest) = words.strip_prefix(&["AND"]) {
        *words = rest;
        good &= one(words, allowed)?;
    }
    Some(good)
}

fn one(words: &mut &[&str], allowed: &[&str]) -> Option<bool> {
    let (first, rest) = words.split_first()?;
    *words = rest;
    if *first == "(" {
        let good = any(words, allowed)?;
        *words = words.strip_prefix(&[")"])?;
        return Some(good);
    }
    if let ["WITH", exception, rest @ ..] = *words {
        *words = rest;
        return Some(allowed.contains(&format!("{first} WITH {exception}").as_str()));
    }
    Some(allowed.contains(first))
}

/// The packages of a lock file, which Cargo writes in one layout: the keys that have one value.
fn packages(lock: &str) -> Vec<BTreeMap<&str, &str>> {
    let pair = |line| {
        let (key, value): (&str, &str) = str::split_once(line, " = \"")?;
        Some((key, value.strip_suffix('"')?))
    };
    lock.split("[[package]]")
        .skip(1)
        .map(|block| block.lines().filter_map(pair).collect())
        .collect()
}

/// The first text of each line of a list of `deny.toml`.
fn list<'a>(deny: &'a str, key: &str) -> Result<Vec<&'a str>> {
    let start = format!("\n{key} = [\n");
    let (_, rest) = deny.split_once(&start).with_context(|| format!("deny.toml has no {key}"))?;
    let (lines, _) = rest.split_once("\n]").with_context(|| format!("{key} has no end"))?;
    Ok(lines.lines().filter_map(|line| line.split('"').nth(1)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const DIGEST: &str = "9e1b586273c5702936fe7b7d6896644d8be71e6314cfe09d3167c95f712589e8";

    fn lock(source: &str, digest: &str) -> String {
        format!(
            "version = 4\n\n[[package]]\nname = \"bcd\"\nversion = \"0.1.0\"\n\n[[package]]\nname = \
             \"x\"\nversion = \"1.0.0\"\nsource = \"{source}\"\nchecksum = \"{digest}\"\n\n\
             [[package]]\nname = \"y\"\nversion = \"1.0.0\"\n"
        )
    }

    #[test]
    fn a_crate_from_elsewhere_or_without_a_digest_is_a_fault() {
        assert_eq!(faults(&lock(CRATES_IO, DIGEST), &["bcd", "y"]), [""; 0]);
        assert_eq!(faults(&lock(CRATES_IO, DIGEST), &["bcd"]), ["y comes from \"\""]);
        assert_eq!(faults(&lock(CRATES_IO, "ab"), &["bcd", "y"]), ["x has no digest"]);
        let git = "git+https://example.org/x#0";
        assert_eq!(faults(&lock(git, DIGEST), &["bcd", "y"]), [format!("x comes from {git:?}")]);
        // A name that somebody registered for one of ours.
        assert_eq!(faults(&lock("registry+https://example.org", DIGEST), &["x"]).len(), 3);
    }

    #[test]
    fn what_is_there_twice_has_a_reason_and_a_reason_has_something_there_twice() {
        let package = |name: &str, version: &str| {
            format!("[[package]]\nname = \"{name}\"\nversion = \"{version}\"\n\n")
        };
        let lock = package("a", "1.0.0") + &package("a", "2.0.0") + &package("b", "1.0.0");
        assert_eq!(doubles(&lock, &["a@1.0.0"]), [""; 0]);
        assert_eq!(doubles(&lock, &[]).len(), 1);
        assert_eq!(
            doubles(&lock, &["a@1.0.0", "b@1.0.0"]),
            ["b@1.0.0 is not there twice any more"]
        );
    }

    #[test]
    fn a_package_of_the_tests_without_a_digest_is_a_fault() {
        let lock = |digest: &str| {
            let package = serde_json::json!({ "version": "1.0.0", "integrity": digest });
            serde_json::json!({ "packages": { "": {}, "node_modules/x": package } })
        };
        assert_eq!(undigested(&lock("sha512-ab==")), [""; 0]);
        assert_eq!(undigested(&lock("sha1-ab==")).len(), 1);
        assert_eq!(undigested(&serde_json::json!({ "packages": { "a": {} } })).len(), 1);
    }

    #[test]
    fn licences_are_read_as_expressions() {
        let allowed = ["MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "BSD-3-Clause"];
        for good in [
            "MIT",
            "MIT/Apache-2.0",
            "GPL-3.0 OR MIT",
            "(GPL-3.0 OR MIT) AND BSD-3-Clause",
            "Apache-2.0 WITH LLVM-exception OR GPL-3.0",
        ] {
            assert!(is_allowed(good, &allowed), "{good}");
        }
        for bad in [
            "",
            "GPL-3.0",
            "MIT AND GPL-3.0",
            "(MIT OR Apache-2.0) AND GPL-3.0",
            "MIT WITH la",
            "MIT OR",
            "(MIT",
            "MIT)",
            "MIT MIT",
        ] {
            assert!(!is_allowed(bad, &allowed), "{bad}");
        }
    }

    #[test]
    fn everything_that_is_locked_keeps_to_the_rules() {
        check(&Project::find().unwrap()).unwrap();
    }

    #[test]
    fn ours_are_the_packages_of_this_repository() {
        let lock = std::fs::read_to_string(Project::find().unwrap().cargo_lock()).unwrap();
        let without = |package: &&BTreeMap<&str, &str>| !package.contains_key("source");
        let packages = packages(&lock);
        let ours: Vec<&str> =
            packages.iter().filter(without).map(|package| package["name"]).collect();
        assert_eq!(ours, OURS);
    }
}
