//! Browsers that Playwright starts: found, fetched by Playwright, or installed by apt.

use super::{apt, node_modules};
use crate::process::{command, find_on_path, output, run, say};
use crate::project::Project;
use anyhow::{Result, bail};
use std::env;
use std::path::{Path, PathBuf};

/// What is known of a browser.
pub struct Kind {
    pub name: &'static str,
    /// Playwright's name for its own build.
    pub playwright: &'static str,
    /// Names a program instead of the one that would be found; tests/lib reads it, too.
    pub variable: &'static str,
    /// Names of packages and of installers.
    pub programs: &'static [&'static str],
    /// Where the installers of macOS and Windows put it.
    pub places: &'static [&'static str],
    pub package: &'static str,
}

/// A browser that can be started.
pub struct Browser {
    variable: &'static str,
    path: PathBuf,
}

impl Browser {
    /// How tests/lib learns of it.
    pub fn environment(&self) -> [(&'static str, &Path); 1] {
        [(self.variable, &self.path)]
    }
}

impl Kind {
    /// The browser that the variable names, else an installed one, else one that is installed now.
    pub fn ensure(&self, project: &Project) -> Result<Browser> {
        let browser = |path| Ok(Browser { variable: self.variable, path });
        if let Some(path) = env::var_os(self.variable).map(PathBuf::from) {
            if path.is_file() {
                return browser(path);
            }
            bail!("{} names {}, which is no file", self.variable, path.display());
        }
        node_modules::ensure(project)?;
        let own = || of_playwright(project, self.playwright);
        if let Some(path) = self.installed().or_else(own) {
            return browser(path);
        }
        if let Err(error) = install_of_playwright(project, self.playwright) {
            say(format!("{error:#}"));
            apt::install(project, &[self.package])?;
        }
        match own().or_else(|| self.installed()) {
            Some(path) => browser(path),
            None => bail!("no {}: install one, or name it in {}", self.name, self.variable),
        }
    }

    fn installed(&self) -> Option<PathBuf> {
        let in_places = || self.places.iter().map(PathBuf::from).find(|path| path.is_file());
        self.programs.iter().find_map(|program| find_on_path(program)).or_else(in_places)
    }
}

/// Playwright's own build of a browser, if it is there.
pub fn of_playwright(project: &Project, name: &str) -> Option<PathBuf> {
    let script = format!("console.log(require('playwright-core').{name}.executablePath())");
    let mut node = command("node", &project.tests());
    let path = output(node.args(["--input-type=commonjs", "--eval", &script])).ok()?;
    Some(PathBuf::from(path.trim())).filter(|path| path.is_file())
}

/// Fetches Playwright's own build of a browser.
pub fn install_of_playwright(project: &Project, name: &str) -> Result<()> {
    say(format!("no {name} found: Playwright's own (a download of about 150 MB)"));
    let mut install = command("node", &project.tests());
    run(install.args(["node_modules/playwright-core/cli.js", "install", name]))
}
