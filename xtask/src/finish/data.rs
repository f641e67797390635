//! Data files of the app, under names with their hash, announced in the page.

use super::esbuild::Esbuild;
use super::staging::Staging;
use anyhow::{Context, Result};

/// The data file that the first screen needs.
const FIRST: &str = "criteria-default";

/// Renames everything in data/ and returns the lines for the head: for `data/x.json` a meta
/// `bcd-x`, for the default criteria the meta `bcd-criteria` and a preload.
pub fn publish(staging: &Staging, esbuild: &Esbuild) -> Result<Vec<String>> {
    if !staging.exists("data") {
        return Ok(Vec::new());
    }
    let mut lines = Vec::new();
    for path in staging.list("data")? {
        let (stem, ending) =
            path.rsplit_once('.').with_context(|| format!("{path} has no extension"))?;
        let bytes = match ending {
            "css" => esbuild.css(&staging.read(&path)?, staging.directory())?,
            "json" => compact(&staging.bytes(&path)?).with_context(|| path.clone())?,
            _ => staging.bytes(&path)?,
        };
        let hashed = staging.write_hashed(stem, ending, &bytes)?;
        staging.remove(&path)?;
        let name = stem.trim_start_matches("data/");
        let meta = if name == FIRST { "criteria" } else { name };
        lines.push(format!(r#"<meta name="bcd-{meta}" content="./{hashed}">"#));
        if name == FIRST {
            lines.push(format!(r#"<link rel="preload" href="./{hashed}" as="fetch" crossorigin>"#));
        }
    }
    Ok(lines)
}

/// JSON without the blanks that help who writes it.
fn compact(json: &[u8]) -> Result<Vec<u8>> {
    let value: serde_json::Value = serde_json::from_slice(json)?;
    Ok(serde_json::to_vec(&value)?)
}
