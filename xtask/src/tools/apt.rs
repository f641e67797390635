//! Debian's packages, where they can be had without a question.

use crate::process::{command, find_on_path, output, run, say};
use crate::project::Project;
use anyhow::{Result, bail};

/// Makes sure that nothing is missing: what is, is installed where it can be.
///
/// # Errors
/// What is missing still, with `what` to install elsewhere.
pub fn ensure(
    project: &Project,
    packages: &[&str],
    missing: impl Fn() -> Vec<&'static str>,
    what: &str,
) -> Result<()> {
    if missing().is_empty() {
        return Ok(());
    }
    install(project, packages)?;
    let missing = missing();
    if !missing.is_empty() {
        bail!("{missing:?} missing: install {what}; on Debian {}", packages.join(" "));
    }
    Ok(())
}

/// Installs packages: only on Debian and its like, as root or where sudo asks for no password.
/// Elsewhere nothing happens, and who asked looks again whether the tool is there.
pub fn install(project: &Project, packages: &[&str]) -> Result<()> {
    if find_on_path("apt-get").is_none() {
        return Ok(());
    }
    let root = output(command("id", project.root()).arg("-u")).is_ok_and(|id| id.trim() == "0");
    let sudo = || output(command("sudo", project.root()).args(["-n", "true"])).is_ok();
    let before: &[&str] = match root {
        true => &["env"],
        false if sudo() => &["sudo", "-n", "env"],
        false => return Ok(()),
    };
    let apt = |arguments: &[&str]| {
        let mut apt = command(before[0], project.root());
        apt.args(&before[1..]).args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]).args(arguments);
        run(&mut apt)
    };
    say(format!("{} by apt-get (a download of 100 MB or more)", packages.join(", ")));
    apt(&["update"])?;
    apt(&[&["install", "--yes", "--no-install-recommends"], packages].concat())
}
