//! The browser tests: Playwright on a release build.
//!
//! All of them run in Chromium, those marked `@browsers` in Firefox and WebKit as well.

use crate::process::{command, output};
use crate::project::Project;
use crate::tools::chromium::CHROMIUM;
use crate::tools::firefox::FIREFOX;
use crate::tools::{node_modules, webkit};
use anyhow::Result;
use std::process::Command;

/// Runs `playwright test` with these arguments, in every browser. The caller has built dist/.
pub fn run(project: &Project, arguments: &[String]) -> Result<()> {
    let [chromium, firefox] = [CHROMIUM.ensure(project)?, FIREFOX.ensure(project)?];
    webkit::ensure(project)?;
    let mut test = playwright(project)?;
    test.args(arguments).envs(chromium.environment()).envs(firefox.environment());
    crate::process::run(&mut test)
}

/// Runs `playwright test` with these arguments, in Chromium alone.
pub fn run_in_chromium(project: &Project, arguments: &[String]) -> Result<()> {
    let chromium = CHROMIUM.ensure(project)?;
    let mut test = playwright(project)?;
    test.arg("--project=chromium").args(arguments).envs(chromium.environment());
    crate::process::run(&mut test)
}

/// How many browser tests have a title that matches `filter`.
pub fn count(project: &Project, filter: &str) -> Result<usize> {
    let mut list = playwright(project)?;
    list.args(["--list", "--pass-with-no-tests", "--reporter=list", "--grep", filter]);
    let text = output(&mut list)?;
    Ok(text.lines().filter(|line| line.contains(" › ")).count())
}

fn playwright(project: &Project) -> Result<Command> {
    node_modules::ensure(project)?;
    let mut node = command("node", &project.tests());
    node.args(["node_modules/@playwright/test/cli.js", "test"]);
    Ok(node)
}
