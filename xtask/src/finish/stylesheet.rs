//! All stylesheets of the page as one inline `<style>`: the first paint needs no second request.

use super::esbuild::Esbuild;
use super::html;
use super::staging::Staging;
use anyhow::{Result, bail};

/// The page with its stylesheets inlined, and the text between the `<style>` tags.
pub fn inline(staging: &Staging, esbuild: &Esbuild, page: &str) -> Result<(String, String)> {
    let mut css = String::new();
    let mut edits = Vec::new();
    for range in html::tags(page, "link") {
        let tag = &page[range.clone()];
        if html::attribute(tag, "rel") != Some("stylesheet") {
            continue;
        }
        let path = html::own_path(html::attribute(tag, "href").unwrap_or_default())?;
        css.push_str(&staging.read(path)?);
        css.push('\n');
        staging.remove(path)?;
        edits.push((range, String::new()));
    }
    let style = String::from_utf8(esbuild.css(&css, staging.directory())?)?;
    // A browser turns line ends into LF before it hashes the text for the policy.
    let style = style.trim().replace("\r\n", "\n");
    if style.contains("</style") {
        bail!("a stylesheet contains `</style`, which would end the inline style");
    }
    if let Some((_, first)) = edits.first_mut() {
        *first = format!("<style>{style}</style>");
    }
    Ok((without_blank_lines(&html::replace(page, edits)), style))
}

fn without_blank_lines(page: &str) -> String {
    let lines = page.lines().filter(|line| !line.trim().is_empty());
    lines.map(|line| format!("{line}\n")).collect()
}
