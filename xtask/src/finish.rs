//! The last step of every build: turns what Trunk staged into what is published.
//!
//! Trunk gives one script per WebAssembly module, a stylesheet per source file and
//! an inline script. Published are: one script and one module for what the app loads first, the
//! chunks that it loads behind that, one script and one module for the worker, one inline
//! stylesheet and one that comes with the chunks, names that carry the hash of the content, a
//! Content-Security-Policy, and the list for the service worker.

pub mod chunks;
mod content_security;
mod data;
mod early;
mod esbuild;
mod exports;
mod glue;
pub mod html;
mod imports;
mod modules;
pub mod service_worker;
mod staging;
mod stylesheet;
mod texts;

use crate::cargo_lock::version_of;
use crate::digest;
use crate::project::Project;
use anyhow::{Context, Result};
use esbuild::Esbuild;
use staging::Staging;

/// The hook of Trunk: works in `TRUNK_STAGING_DIR`.
pub fn finish(project: &Project) -> Result<()> {
    let directory = std::env::var_os("TRUNK_STAGING_DIR")
        .context("`finish` is the hook of Trunk; `cargo xtask build` calls it")?;
    let release = std::env::var("TRUNK_PROFILE").is_ok_and(|profile| profile == "release");
    let staging = Staging::new(directory.into());
    let esbuild = Esbuild::new(project, release)?;
    let app_version = version_of(&project.read(&project.cargo_lock())?, "bcd")?;

    let page = html::without_comments(&staging.read("index.html")?)?;
    let (page, app) = modules::app(project, &staging, &esbuild, &page, release)?;
    let (page, style) = stylesheet::inline(&staging, &esbuild, &page)?;
    let (page, late) = stylesheet::of_chunk("late", project, &staging, &esbuild, &page)?;
    let (page, desk) = stylesheet::of_chunk("desk", project, &staging, &esbuild, &page)?;
    let screen = early::script(&staging, &esbuild)?;
    let mut head = vec![content_security::meta(&style, &screen), late, desk];
    head.push(app.preload());
    texts::write_english(project, &staging)?;
    head.extend(data::publish(&staging, &esbuild)?);
    head.push(modules::worker(&staging, &esbuild)?);
    let page = html::into_head(&page, &head)?;
    let page = early::draw(project, &staging, &page, &screen)?;

    // The version covers the page without its own mark, or it would cover itself.
    let files = staging.digests()?;
    let build = service_worker::version(&files, &page, release);
    let mark = format!(r#"<meta name="bcd-version" content="{build}">"#);
    let page = html::into_head(&page, &[mark])?;
    staging.write("index.html", page.as_bytes())?;

    let mut files = files;
    files.insert("index.html".to_owned(), digest::short(page.as_bytes()));
    service_worker::write(&staging, &files, &build)?;
    service_worker::write_version(&staging, &build, &app_version)
}
