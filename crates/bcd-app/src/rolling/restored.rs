//! Roll-ups that a backup brings.

use crate::{
    bytes::Bytes,
    disk::Disk,
    exchange::backup::Restored,
    rows,
    store::{Op, StoreError, tables},
};
use bcd_core::id::UnitId;
use serde_json::Value;
use std::collections::BTreeMap;

/// How many versions in a row may be missing.
const GAP: u64 = 20;

fn text<'a>(line: &'a Value, place: &str) -> &'a str {
    line.pointer(place).and_then(Value::as_str).unwrap_or_default()
}

fn version(line: &Value) -> u64 {
    line["seq"].as_u64().unwrap_or(0)
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

/// The writes that take them back. What is here stays as it is; a version far ahead of the office's own
/// would use up the numbers, so it counts as one that came.
///
/// # Errors
/// [`StoreError`].
pub(crate) async fn ops(disk: &Disk, backup: &Restored) -> Result<Vec<Op>, StoreError> {
    let of =
        |line: &Value| (UnitId::from(text(line, "/office/id")), text(line, "/cycle").to_owned());
    let mut last: BTreeMap<(UnitId, String), u64> = BTreeMap::new();
    for (_, line) in disk.rows::<Value>(tables::ROLLUPS, "").await? {
        if line["own"] == true {
            let last = last.entry(of(&line)).or_default();
            *last = version(&line).max(*last);
        }
    }
    let (mut new, mut ops) = (new(disk, backup).await?, Vec::new());
    new.sort_by_key(|(line, _)| version(line));
    for (line, document) in new {
        let (mut line, digest) = (line.clone(), text(line, "/digest"));
        if line["own"] == true {
            let last = last.entry(of(&line)).or_default();
            let near = version(&line) <= last.saturating_add(GAP);
            line["own"] = near.into();
            *last = if near { version(&line).max(*last) } else { *last };
        }
        line["bytes"] = document.len().into();
        ops.push(rows::put(tables::ROLLUPS, digest, &line));
        ops.push(Op::bytes(tables::DOCUMENTS, digest, document.clone()));
    }
    Ok(ops)
}
