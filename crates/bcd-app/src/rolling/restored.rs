//! Roll-ups that a backup brings.

use crate::{
    bytes::Bytes,
    core::Core,
    disk::Disk,
    exchange::backup::{
        Restored,
        own::{Numbered, ones_own},
        voice::Voice,
    },
    rows,
    store::{Op, StoreError, tables},
};
use bcd_core::{id::UnitId, signer::Signer};
use serde::Deserialize;
use serde_json::Value;

fn text<'a>(line: &'a Value, place: &str) -> &'a str {
    line.pointer(place).and_then(Value::as_str).unwrap_or_default()
}

fn numbered(line: &Value) -> Numbered {
    let office = text(line, "/office/id");
    Numbered {
        series: format!("{office}|{}", text(line, "/cycle")),
        unit: UnitId::from(office),
        number: line["seq"].as_u64().and_then(|seq| u32::try_from(seq).ok()).unwrap_or(u32::MAX),
        digest: text(line, "/digest").to_owned(),
        signer: Signer::deserialize(&line["signer"]).unwrap_or_default(),
        lacks: false,
    }
}

/// The roll-ups of a backup that are not here.
///
/// # Errors
/// [`StoreError`].
pub(crate) async fn new<'a>(
    disk: &Disk,
    backup: &'a Restored,
) -> Result<Vec<(&'a Value, &'a Bytes)>, StoreError> {
    let mut new = Vec::new();
    for (line, document) in backup.rollups() {
        if disk.text(tables::ROLLUPS, text(line, "/digest")).await?.is_none() {
            new.push((line, document));
        }
    }
    Ok(new)
}

/// The writes that take them back. What is here stays as it is; what is not the office's own counts as one
/// that came.
///
/// # Errors
/// [`StoreError`].
pub(crate) async fn ops(
    core: Core,
    backup: &Restored,
    voice: &Voice,
) -> Result<Vec<Op>, StoreError> {
    let disk = core.disk();
    let here = disk.rows::<Value>(tables::ROLLUPS, "").await?;
    let here = here.iter().map(|(_, line)| line).filter(|line| line["own"] == true);
    let here: Vec<Numbered> = here.map(numbered).collect();
    let new = new(&disk, backup).await?;
    let said = new.iter().map(|(line, _)| *line).filter(|line| line["own"] == true);
    let own = ones_own(core, &here, said.map(numbered).collect(), voice).await?;
    let mut ops = Vec::new();
    for (line, document) in new {
        let (mut line, digest) = (line.clone(), text(line, "/digest"));
        line["own"] = own.contains(digest).into();
        line["bytes"] = document.len().into();
        ops.push(rows::put(tables::ROLLUPS, digest, &line));
        ops.push(Op::bytes(tables::DOCUMENTS, digest, document.clone()));
    }
    Ok(ops)
}
