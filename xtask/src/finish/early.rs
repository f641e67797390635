//! The first screens as HTML in the page, drawn by the program itself: whoever begins or comes to
//! try it types and taps before WebAssembly arrives (`crates/bcd-web/src/early.rs`). `screen.js`
//! says which of them an address shows.

use super::esbuild::Esbuild;
use super::staging::Staging;
use crate::process::{command, output};
use crate::project::Project;
use anyhow::{Context, Result, ensure};
use std::collections::BTreeMap;

/// The element around the screens.
const SHELL: &str = r#"<div id="shell" class="shell">"#;

/// The script that says which screen is shown. It stands in front of them.
pub fn script(staging: &Staging, esbuild: &Esbuild) -> Result<String> {
    let script = esbuild.classic(include_str!("screen.js"), staging.directory())?;
    Ok(String::from_utf8(script)?.trim().to_owned())
}

/// The page with its screens, and with the script in front of them. They are drawn from what is in
/// `staging`: the page as it is, its script, its module and its data.
pub fn draw(project: &Project, staging: &Staging, page: &str, script: &str) -> Result<String> {
    staging.write("index.html", page.as_bytes())?;
    let mut node = command("node", &project.tests());
    let drawn = output(node.arg("prerender.mjs").arg(staging.directory()))?;
    let page = fill(page, &serde_json::from_str(&drawn).context("prerender.mjs printed no JSON")?)?;
    let (before, after) = page.split_once(SHELL).context("index.html lacks its shell")?;
    Ok(format!("{before}{SHELL}\n      <script>{script}</script>{after}"))
}

// Each screen goes into the element with its id.
fn fill(page: &str, screens: &BTreeMap<String, String>) -> Result<String> {
    let mut page = page.to_owned();
    for (id, screen) in screens {
        let open = format!(r#"<div id="{id}" class="early"#);
        let place = page.find(&open).with_context(|| format!("index.html lacks {open}"))?;
        let end = place + page[place..].find('>').context("a tag in index.html has no end")? + 1;
        ensure!(page[end..].starts_with("</div>"), "the place {id} in index.html is not empty");
        // The service worker finds it as one.
        ensure!(!screen.contains('\n'), "the screen {id} is more than one line");
        page.insert_str(end, screen);
    }
    Ok(page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_screen_goes_into_its_empty_place() {
        let screens = BTreeMap::from([("/thu".to_owned(), "<p>1</p>".to_owned())]);
        let page = r#"<div id="/thu" class="early early--x"></div>"#;
        let filled = fill(page, &screens).unwrap();
        assert_eq!(filled, r#"<div id="/thu" class="early early--x"><p>1</p></div>"#);
        assert!(fill(&filled, &screens).is_err());
        assert!(fill("<div></div>", &screens).is_err());
        let lines = BTreeMap::from([("/thu".to_owned(), "<p>1\n</p>".to_owned())]);
        assert!(fill(page, &lines).is_err());
    }
}
