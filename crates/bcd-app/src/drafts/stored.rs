//! Drafts on the disk: fields like those of a dossier, and a row in the list of drafts.

use super::kept_under;
use crate::{
    core::Core,
    merging::{Loaded, NotMerged, load, taken},
    rows,
    store::{Op, StoreError, tables},
};
use bcd_core::{
    field::{self, Entry},
    id::DossierId,
    merge::Merged,
    sync::take::{Answer, Standing, StateChange},
};
use serde_json::Value;
use std::{collections::BTreeMap, time::Duration};

/// How often a write is tried that another tab's write got in the way of.
const TURNS: usize = 20;
const PAUSE: Duration = Duration::from_millis(20);

/// A draft as it lies on the disk.
///
/// # Errors
/// [`StoreError`].
pub(crate) async fn read(core: Core, id: &str) -> Result<Loaded, StoreError> {
    load(&core.disk(), &kept_under(id)).await
}

/// Every draft of this browser; rows that could not be read are added to those that are left out.
///
/// # Errors
/// [`StoreError`].
pub(crate) async fn all(
    core: Core,
    left_out: &mut usize,
) -> Result<BTreeMap<DossierId, Merged>, StoreError> {
    let mut drafts = BTreeMap::new();
    // By key: the fields can be read even if the row cannot.
    for (id, _) in core.disk().texts(tables::DRAFTS, "").await? {
        let loaded = read(core, &id).await?;
        *left_out += loaded.left_out;
        drafts.insert(DossierId(id), loaded.state);
    }
    Ok(drafts)
}

/// Merges the drafts of a backup into those that are here.
///
/// # Errors
/// [`NotMerged`]; what was merged before stays.
pub(crate) async fn restore(
    core: Core,
    drafts: &BTreeMap<DossierId, Merged>,
) -> Result<(), NotMerged> {
    let device = core.work.device();
    for (id, theirs) in drafts {
        change_or::<NotMerged>(core, id.as_str(), &|before| {
            taken(before, theirs, &device, Standing::Own, Answer::Yes)?;
            let mut after = before.clone();
            after.merge(theirs.clone());
            after.pin(&device);
            Ok(after)
        })
        .await?;
    }
    Ok(())
}

/// Begins a draft with a state.
///
/// # Errors
/// [`StoreError`].
pub(crate) async fn begin(core: Core, id: &str, state: Merged) -> Result<Merged, StoreError> {
    change(core, id, &|before| {
        let mut after = before.clone();
        after.merge(state.clone());
        after
    })
    .await
}

/// Sets one field of a draft.
///
/// # Errors
/// [`StoreError`].
pub(crate) async fn set(core: Core, id: &str, path: &str, value: Value) -> Result<(), StoreError> {
    change(core, id, &|before| with(core, before, path, value.clone())).await.map(drop)
}

/// The writes that set one field of a draft as it was read, for a transaction of another use-case.
pub(super) fn set_ops(core: Core, id: &str, read: &Loaded, path: &str, value: Value) -> Vec<Op> {
    let after = with(core, &read.state, path, value);
    let change = StateChange::between(&read.state, &after);
    read.fields_write_of(&kept_under(id), &change).1
}

fn with(core: Core, before: &Merged, path: &str, value: Value) -> Merged {
    let mut after = before.clone();
    let over = before.fields.get(path).map(|seen| seen.seen_by(&core.work.device()));
    let entry = stamped(core, field::highest(&before.fields) + 1, value, over);
    after.put(path.to_owned(), entry);
    after
}

/// A value with the stamp of this device.
pub(super) fn stamped(core: Core, n: u64, v: Value, over: Option<Value>) -> Entry {
    let (dev, at, by) = (core.work.device(), core.now(), core.work.person());
    Entry { v, n, dev, at, by, over: over.unwrap_or_default() }
}

/// Changes a draft, unless nothing changes; what it is then.
///
/// # Errors
/// [`StoreError`]; then nothing was written.
pub(super) async fn change(
    core: Core,
    id: &str,
    decide: &dyn Fn(&Merged) -> Merged,
) -> Result<Merged, StoreError> {
    change_or(core, id, &|before| Ok(decide(before))).await
}

// The same where it may be that nothing is to be changed.
async fn change_or<E: From<StoreError>>(
    core: Core,
    id: &str,
    decide: &dyn Fn(&Merged) -> Result<Merged, E>,
) -> Result<Merged, E> {
    let (disk, key) = (core.disk(), kept_under(id));
    for _ in 0..TURNS {
        let loaded = load(&disk, &key).await?;
        let after = decide(&loaded.state)?;
        let change = StateChange::between(&loaded.state, &after);
        if change.is_empty() {
            return Ok(after);
        }
        let (expected, mut ops) = loaded.fields_write_of(&key, &change);
        // That there is such a draft; what it says of itself stands in its fields.
        ops.push(rows::put(tables::DRAFTS, id, &id));
        if disk.swap(tables::FIELDS, expected, ops).await? {
            return Ok(after);
        }
        core.host().turns.pause(PAUSE).await;
    }
    // Another tab kept writing; the caller tries again.
    Err(StoreError::Failed.into())
}

/// Values of a draft that lost, as a page shows them: what stands, and what else was written.
pub(super) fn beside(state: &Merged) -> Vec<bcd_core::merge::conflict::Conflict> {
    bcd_core::merge::conflict::conflicts(state)
}
