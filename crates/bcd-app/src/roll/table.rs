//! The rows of the list of units: reading them, and writing a change by comparison.
//!
//! What is decided on one line follows from others, and from acts: whether it is there still, whether
//! a name is in the list. So a number rises with every change, in the same transaction, and a change is
//! written only if it is the one that belongs to what was read.

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
use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

// How often a write is tried again because another tab wrote meanwhile.
const TURNS: usize = 20;
const PAUSE: Duration = Duration::from_millis(50);

/// Which list: they never mix.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Which {
    /// The office's.
    #[default]
    Real,
    /// That of the sample upper level, while there is one.
    Sample,
}

/// The start of the keys of the sample's list. No field leads to such a key: no path has a bar.
pub(crate) const SAMPLE: &str = "||";
/// The key of its number in [`tables::META`].
pub(crate) const SAMPLE_NUMBER: &str = "sample-roll";

impl Which {
    // The key of the number in [`tables::META`].
    const fn number(self) -> &'static str {
        match self {
            Self::Real => "roll",
            Self::Sample => SAMPLE_NUMBER,
        }
    }

    const fn start(self) -> &'static str {
        match self {
            Self::Real => "",
            Self::Sample => SAMPLE,
        }
    }
}

/// The list as it lies on the disk.
#[derive(Default)]
pub struct LoadedRoll {
    /// Its state.
    pub state: Merged,
    /// Keys of rows that this version cannot read. They stay.
    pub unread: BTreeSet<String>,
}

/// Makes the new state out of the one on the disk, and what is to be written along with it. It may be
/// called several times.
pub type Decide<'a> = dyn Fn(&Merged, &Decision) -> (Merged, Vec<Op>) + 'a;

/// A list of this browser.
///
/// # Errors
/// [`StoreError`].
pub async fn load(disk: &Disk, which: Which) -> Result<LoadedRoll, StoreError> {
    let mut loaded = LoadedRoll::default();
    for (key, text) in disk.texts(tables::ROLL, which.start()).await? {
        if which == Which::Real && key.starts_with(SAMPLE) {
            continue;
        }
        match rows::read::<Merged>(&text) {
            Some(record) => {
                loaded.state.fields.extend(record.fields);
                loaded.state.lost.extend(record.lost);
            }
            None => {
                disk.note_unread(tables::ROLL, &key);
                loaded.unread.insert(key);
            }
        }
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

/// Writes what `decide` makes of the list, if nobody wrote to it meanwhile, else tries again; the new
/// state.
///
/// # Errors
/// [`StoreError`]; then nothing was written. [`StoreError::Failed`] also where a record is to be
/// written that this version cannot read.
pub async fn update(core: Core, which: Which, decide: &Decide<'_>) -> Result<Merged, StoreError> {
    let (disk, counter) = (core.disk(), which.number());
    for _ in 0..TURNS {
        // First the number: what is written meanwhile is known by another one.
        let number: u64 = disk.row(tables::META, counter).await?.unwrap_or_default();
        let LoadedRoll { state, unread } = load(&disk, which).await?;
        let decision = Decision {
            n: field::highest(&state.fields) + 1,
            dev: core.work.device(),
            at: core.now(),
            by: core.work.person(),
        };
        let (after, mut ops) = decide(&state, &decision);
        let before = records(&state);
        for (key, record) in records(&after) {
            if before.get(&key) == Some(&record) {
                continue;
            }
            let key = format!("{}{key}", which.start());
            if unread.contains(&key) {
                return Err(StoreError::Failed);
            }
            ops.push(rows::put(tables::ROLL, key, &record));
        }
        if ops.is_empty() {
            return Ok(after);
        }
        ops.push(rows::put(tables::META, counter, &(number + 1)));
        let there = (number > 0).then(|| rows::write(&number));
        if disk.swap(tables::META, vec![(counter.to_owned(), there)], ops).await? {
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
