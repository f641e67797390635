//! A WebKit: `WebKitGTK` with its driver, or Playwright's own build where there is none.
//!
//! The driver is asked for first, because `tests/e2e/webkit.spec.mjs` runs on it wherever Debian's
//! packages are. On macOS and Windows Playwright's WebKit runs the tests marked `@browsers`.

use super::{apt, browser, node_modules};
use crate::process::{find_on_path, say};
use crate::project::Project;
use anyhow::{Result, bail};

const PROGRAMS: &[&str] = &["WebKitWebDriver", "Xvfb"];
/// Without Mesa's drivers its processes start, and then nothing answers.
const PACKAGES: &[&str] = &["webkit2gtk-driver", "xvfb", "libgl1-mesa-dri"];
const OF_PLAYWRIGHT: &str = "webkit";

/// Makes sure that there is a WebKit; `tests/lib/webkit.mjs` finds the driver on PATH.
pub fn ensure(project: &Project) -> Result<()> {
    if is_driven() {
        return Ok(());
    }
    if let Err(error) = apt::install(project, PACKAGES) {
        say(format!("{error:#}"));
    }
    if is_driven() {
        return Ok(());
    }
    node_modules::ensure(project)?;
    let is_there = || browser::of_playwright(project, OF_PLAYWRIGHT).is_some();
    if is_there() {
        return Ok(());
    }
    browser::install_of_playwright(project, OF_PLAYWRIGHT)?;
    if !is_there() {
        bail!("no WebKit: install {PROGRAMS:?}; on Debian {}", PACKAGES.join(" "));
    }
    Ok(())
}

fn is_driven() -> bool {
    PROGRAMS.iter().all(|program| find_on_path(program).is_some())
}
