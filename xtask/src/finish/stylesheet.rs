//! The stylesheets of the page: those of the first load as one inline `<style>`, so the first paint
//! needs no second request, and those of the late chunk as one file.

use super::esbuild::Esbuild;
use super::html;
use super::staging::Staging;
use crate::project::Project;
use anyhow::{Context, Result, bail};

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

/// The page without the `<link data-<chunk> href="…">` of a chunk, and the line for the head that
/// announces the one file that is made of them, in their order.
pub fn of_chunk(
    chunk: &str,
    project: &Project,
    staging: &Staging,
    esbuild: &Esbuild,
    page: &str,
) -> Result<(String, String)> {
    let mut css = String::new();
    let mut edits = Vec::new();
    for range in html::tags(page, "link") {
        let tag = &page[range.clone()];
        if !tag.contains(&format!(" data-{chunk} ")) {
            continue;
        }
        let path = html::attribute(tag, "href").with_context(|| format!("{tag} has no href"))?;
        css.push_str(&project.read(&project.root().join(path))?);
        css.push('\n');
        edits.push((range, String::new()));
    }
    let path = staging.write_hashed(chunk, "css", &esbuild.css(&css, staging.directory())?)?;
    let line = format!(r#"<meta name="bcd-{chunk}-style" content="./{path}">"#);
    Ok((without_blank_lines(&html::replace(page, edits)), line))
}

fn without_blank_lines(page: &str) -> String {
    let lines = page.lines().filter(|line| !line.trim().is_empty());
    lines.map(|line| format!("{line}\n")).collect()
}
