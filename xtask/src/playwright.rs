//! The browser tests: Playwright on a release build.

use crate::process::{command, output};
use crate::project::Project;
use crate::tools::{chromium, node_modules};
use anyhow::Result;
use std::process::Command;

/// Runs `playwright test` with these arguments. The caller has built dist/.
pub fn run(project: &Project, arguments: &[String]) -> Result<()> {
    let browser = chromium::ensure(project)?;
    crate::process::run(playwright(project)?.args(arguments).envs(browser.environment()))
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
