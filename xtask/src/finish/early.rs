//! The first screens as HTML in the page, drawn by the program itself: whoever begins or comes to
//! try it types and taps before WebAssembly arrives (`crates/bcd-web/src/early.rs`). Which screen
//! an address shows is the stylesheet's business, so no script is needed.

use super::staging::Staging;
use crate::process::{command, output};
use crate::project::Project;
use anyhow::{Context, Result, ensure};
use std::collections::BTreeMap;

/// The page with its screens. They are drawn from what is in `staging`: the page as it is, its
/// script, its module and its data.
pub fn draw(project: &Project, staging: &Staging, page: &str) -> Result<String> {
    staging.write("index.html", page.as_bytes())?;
    let mut node = command("node", &project.tests());
    let drawn = output(node.arg("prerender.mjs").arg(staging.directory()))?;
    fill(page, &serde_json::from_str(&drawn).context("prerender.mjs printed no JSON")?)
}

// Each screen goes into the element with its id.
fn fill(page: &str, screens: &BTreeMap<String, String>) -> Result<String> {
    let mut page = page.to_owned();
    for (id, screen) in screens {
        let open = format!(r#"<div id="{id}" class="early"#);
        let place = page.find(&open).with_context(|| format!("index.html lacks {open}"))?;
        let end = place + page[place..].find('>').context("a tag in index.html has no end")? + 1;
        ensure!(page[end..].starts_with("</div>"), "the place {id} in index.html is not empty");
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
    }
}
