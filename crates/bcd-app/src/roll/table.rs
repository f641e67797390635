//! The rows of the list of units: reading them, and writing a change by comparison.

use crate::{
    core::Core,
    disk::Disk,
    rows,
    store::{Op, StoreError, tables},
};
use bcd_core::{
    command::Set,
    field::{self, Entry},
    merge::{Merged, conflict::Decision},
};
use std::{collections::BTreeMap, time::Duration};

// How often a write is tried again because another tab wrote meanwhile.
const TURNS: usize = 20;
const PAUSE: Duration = Duration::from_millis(50);

/// The list as it lies on the disk.
#[derive(Default)]
pub struct LoadedRoll {
    /// Its state.
    pub state: Merged,
    /// Rows that this version cannot read. They stay.
    pub left_out: usize,
    texts: BTreeMap<String, String>,
}

/// Makes the new state out of the one on the disk, and what is to be written along with it. It may be
/// called several times.
pub type Decide<'a> = dyn Fn(&Merged, &Decision) -> (Merged, Vec<Op>) + 'a;

/// The list of this browser.
///
/// # Errors
/// [`StoreError`].
pub async fn load(disk: &Disk) -> Result<LoadedRoll, StoreError> {
    let mut loaded = LoadedRoll::default();
    for (key, text) in disk.texts(tables::ROLL, "").await? {
        match rows::read::<Merged>(&text) {
            Some(record) => {
                loaded.state.fields.extend(record.fields);
                loaded.state.lost.extend(record.lost);
            }
            None => {
                disk.note_unread(tables::ROLL, &key);
                loaded.left_out += 1;
            }
        }
        loaded.texts.insert(key, text);
    }
    Ok(loaded)
}

// The key of the record whose field a path is: `unit/{id}/name` → `unit|{id}`.
fn key(path: &str) -> String {
    let mut parts = path.splitn(3, '/');
    format!("{}|{}", parts.next().unwrap_or_default(), parts.next().unwrap_or_default())
}

// The state, a record each.
fn records(state: &Merged) -> BTreeMap<String, Merged> {
    let mut records: BTreeMap<String, Merged> = BTreeMap::new();
    for (path, entry) in &state.fields {
        let record = records.entry(key(path)).or_default();
        record.fields.insert(path.clone(), entry.clone());
    }
    for (path, list) in &state.lost {
        let record = records.entry(key(path)).or_default();
        record.lost.insert(path.clone(), list.clone());
    }
    records
}

/// Writes what `decide` makes of the list, if nobody wrote its records meanwhile, else tries again;
/// the new state.
///
/// # Errors
/// [`StoreError`]; then nothing was written. [`StoreError::Failed`] also where a record is to be
/// written that this version cannot read.
pub async fn update(core: Core, decide: &Decide<'_>) -> Result<Merged, StoreError> {
    let disk = core.disk();
    for _ in 0..TURNS {
        let LoadedRoll { state, texts, .. } = load(&disk).await?;
        let decision = Decision {
            n: field::highest(&state.fields) + 1,
            dev: core.work.device(),
            at: core.now(),
            by: core.work.person(),
        };
        let (after, mut ops) = decide(&state, &decision);
        let before = records(&state);
        let mut expected = Vec::new();
        for (key, record) in records(&after) {
            if before.get(&key) == Some(&record) {
                continue;
            }
            let text = texts.get(&key).cloned();
            if text.is_some() && !before.contains_key(&key) {
                return Err(StoreError::Failed);
            }
            expected.push((key.clone(), text));
            ops.push(rows::put(tables::ROLL, key, &record));
        }
        if ops.is_empty() || disk.swap(tables::ROLL, expected, ops).await? {
            return Ok(after);
        }
        core.host().turns.pause(PAUSE).await;
    }
    Err(StoreError::Failed)
}

/// The state with fields set; those that have the value are left alone.
pub fn stamped(before: &Merged, decision: &Decision, sets: &[Set]) -> Merged {
    let mut after = before.clone();
    for Set { path, value } in sets {
        let seen = before.fields.get(path);
        if seen.map_or(value.is_null(), |seen| seen.v == *value) {
            continue;
        }
        let over = seen.map(|seen| seen.seen_by(&decision.dev)).unwrap_or_default();
        let Decision { n, dev, at, by } = decision.clone();
        after.put(path.clone(), Entry { v: value.clone(), n, dev, at, by, over });
    }
    after
}
