//! The fence around `bcd-core`: it may depend only on the crates of an allow-list.

use crate::process::{command, output, say};
use crate::project::Project;
use anyhow::{Result, bail};
use std::collections::BTreeSet;

const ALLOWED: &str = ".ci/core-deps.txt";

/// Fails when a crate is in the tree of `bcd-core` that the list does not name.
pub fn check(project: &Project) -> Result<()> {
    let mut tree = command("cargo", project.root());
    tree.args(["tree", "--package", "bcd-core", "--edges", "normal", "--target", "all"]);
    tree.args(["--prefix", "none", "--no-dedupe"]);
    let allowed = project.read(&project.root().join(ALLOWED))?;
    let (extra, unused) = compare(&output(&mut tree)?, &allowed);
    if !extra.is_empty() {
        bail!(
            "bcd-core now depends on {extra:?}. If that is meant, add the names to {ALLOWED} \
             and the reason to docs/decisions/"
        );
    }
    if !unused.is_empty() {
        say(format!("{ALLOWED} may lose these names, no longer used: {unused:?}"));
    }
    Ok(())
}

/// Names in the tree that the list lacks, and names in the list that the tree lacks.
fn compare(tree: &str, allowed: &str) -> (Vec<String>, Vec<String>) {
    let tree: BTreeSet<&str> = tree.lines().filter_map(first_word).collect();
    let allowed: BTreeSet<&str> =
        allowed.lines().filter(|line| !line.starts_with('#')).filter_map(first_word).collect();
    let owned = |name: &&str| (*name).to_owned();
    (tree.difference(&allowed).map(owned).collect(), allowed.difference(&tree).map(owned).collect())
}

fn first_word(line: &str) -> Option<&str> {
    line.split_whitespace().next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_both_sides_of_the_difference() {
        let tree = "bcd-core v0.1.0 (/x)\nserde v1.0.228\nweb-sys v0.3.107\nserde v1.0.228";
        let (extra, unused) = compare(tree, "# why\nbcd-core\nserde\nchrono\n");
        assert_eq!(extra, ["web-sys"]);
        assert_eq!(unused, ["chrono"]);
    }
}
