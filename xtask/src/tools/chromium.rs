//! A Chromium for the browser tests: found, fetched by Playwright, or by apt.

use super::{apt, node_modules};
use crate::process::{command, find_on_path, output, run, say};
use crate::project::Project;
use anyhow::{Result, bail};
use std::env;
use std::path::{Path, PathBuf};

const VARIABLE: &str = "BCD_CHROMIUM";

/// Names of packages and of installers.
const PROGRAMS: &[&str] =
    &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// Where the installers of macOS and Windows put it.
const PLACES: &[&str] = &[
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
];

/// A browser that can be started.
pub struct Chromium(PathBuf);

impl Chromium {
    /// How tests/lib/chromium.mjs learns of it.
    pub fn environment(&self) -> [(&'static str, &Path); 1] {
        [(VARIABLE, &self.0)]
    }
}

/// The browser of `BCD_CHROMIUM`, else an installed one, else one that is installed now.
pub fn ensure(project: &Project) -> Result<Chromium> {
    if let Some(path) = env::var_os(VARIABLE).map(PathBuf::from) {
        if path.is_file() {
            return Ok(Chromium(path));
        }
        bail!("{VARIABLE} names {}, which is no file", path.display());
    }
    node_modules::ensure(project)?;
    if let Some(path) = installed().or_else(|| of_playwright(project)) {
        return Ok(Chromium(path));
    }
    say("no Chromium found: Playwright's own (a download of about 150 MB)");
    let mut install = command("node", &project.tests());
    install.args(["node_modules/playwright-core/cli.js", "install", "chromium"]);
    if let Err(error) = run(&mut install) {
        say(format!("{error:#}"));
        apt::install(project, &["chromium"])?;
    }
    match of_playwright(project).or_else(installed) {
        Some(path) => Ok(Chromium(path)),
        None => bail!("no Chromium or Chrome: install one, or name it in {VARIABLE}"),
    }
}

fn installed() -> Option<PathBuf> {
    let in_places = || PLACES.iter().map(PathBuf::from).find(|path| path.is_file());
    PROGRAMS.iter().find_map(|program| find_on_path(program)).or_else(in_places)
}

fn of_playwright(project: &Project) -> Option<PathBuf> {
    let script = "console.log(require('playwright-core').chromium.executablePath())";
    let path =
        output(command("node", &project.tests()).args(["--input-type=commonjs", "--eval", script]))
            .ok()?;
    Some(PathBuf::from(path.trim())).filter(|path| path.is_file())
}
