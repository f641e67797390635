//! The English texts as a file: a list in the order of their keys, which `build.rs` of the app
//! numbers in the same way.

use super::staging::Staging;
use crate::project::Project;
use anyhow::{Context, Result};
use std::collections::BTreeMap;

/// Writes `data/texts-en.json`.
pub fn write_english(project: &Project, staging: &Staging) -> Result<()> {
    let mut texts = BTreeMap::new();
    let directory = project.root().join("locales/en");
    for entry in directory.read_dir().context("locales/en cannot be read")? {
        let path = entry?.path();
        let area =
            path.file_stem().and_then(|stem| stem.to_str()).context("a name in locales/en")?;
        let json = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        let area_texts: BTreeMap<String, String> =
            serde_json::from_str(&json).with_context(|| path.display().to_string())?;
        texts.extend(area_texts.into_iter().map(|(key, text)| (format!("{area}.{key}"), text)));
    }
    let list: Vec<String> = texts.into_values().collect();
    staging.write("data/texts-en.json", serde_json::to_string(&list)?.as_bytes())
}
