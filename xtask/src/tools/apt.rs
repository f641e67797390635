//! Debian's packages, where they can be had without a question.

use crate::process::{command, find_on_path, output, run, say};
use crate::project::Project;
use anyhow::Result;

/// Installs packages: only on Debian and its like, as root. Elsewhere nothing happens, and who
/// asked looks again whether the tool is there.
pub fn install(project: &Project, packages: &[&str]) -> Result<()> {
    let root = output(command("id", project.root()).arg("-u")).is_ok_and(|id| id.trim() == "0");
    if !root || find_on_path("apt-get").is_none() {
        return Ok(());
    }
    say(format!("{} by apt-get (a download of 100 MB or more)", packages.join(", ")));
    run(command("apt-get", project.root()).arg("update"))?;
    let mut install = command("apt-get", project.root());
    install.args(["install", "--yes", "--no-install-recommends"]).args(packages);
    run(install.env("DEBIAN_FRONTEND", "noninteractive"))
}
