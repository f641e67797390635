//! Keeping roll-ups that came, as far as there is room, and removing them.
//!
//! Whoever can write to a drive can lay any number there, and the lines of all are read wherever roll-ups are
//! worked with. So of those that nobody is known to have written only so many are kept.

use super::{Rolling, below};
use crate::{
    bytes::Bytes,
    core::Core,
    merging::{Consent, NotMerged},
    received::{ReceivedList, write_beside},
    rows,
    signing::Signers,
    store::{Op, StoreError, tables},
};
use bcd_core::{
    format::{
        problem::{Code, Problem},
        rollup::RollupLine,
    },
    signer::{Identity, Role},
};
use reactive_graph::prelude::*;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// How many roll-ups are kept of offices whose words nobody compared: those of a province, several times.
const MOST_UNKNOWN: usize = 500;
/// Bytes of all of them together: 50 units in each of a province's offices take a third of it. They leave a
/// backup its room.
const UNKNOWN_BYTES: u64 = 128 * 1024 * 1024;

/// Keeps a roll-up that came, unless it is here: one's own stays one's own. The first of an office pins
/// its key. Whether it was kept: one that a person removed comes back by hand alone.
///
/// # Errors
/// [`NotMerged`]; then nothing was written.
pub(crate) async fn keep(
    core: Core,
    line: &Value,
    document: Bytes,
    consent: Consent,
) -> Result<bool, NotMerged> {
    let (disk, list, signers) = (core.disk(), ReceivedList(core), Signers(core));
    let Ok(short) = RollupLine::deserialize(line) else { return Err(StoreError::Failed.into()) };
    let (digest, office) = (short.digest.as_str(), &short.office.id);
    if disk.text(tables::ROLLUPS, digest).await?.is_some() {
        return Ok(false);
    }
    list.loaded().await?;
    let removed = list.is_discarded(digest);
    if removed && matches!(consent, Consent::OnDrive | Consent::Joined) {
        return Ok(false);
    }
    let pins = signers.pins(Role::Unit, office).await?;
    if short.signer.identity(office, &pins) != Identity::Confirmed {
        fits(core, &short, document.len() as u64).await?;
    }
    let mut row = line.clone();
    row["bytes"] = document.len().into();
    let mut ops = vec![
        rows::put(tables::ROLLUPS, digest, &row),
        Op::bytes(tables::DOCUMENTS, digest, document),
    ];
    // Nobody pins a key for this browser's own units but a person of it.
    if !list.is_own(office) {
        ops.extend(signers.first_op(Role::Unit, office, &pins, &short.signer, &short.by));
    }
    match removed {
        true => {
            let wanted = |all: &mut Vec<String>| all.retain(|it| it != digest);
            note(core, &ops, wanted).await?;
            list.note_discarded(digest, false);
        }
        false => write_beside(&disk, &ops).await?,
    }
    Ok(true)
}

// Whether there is room for a roll-up whose writer nobody knows. What lies below one that is known, or was made
// here, is what that one says, whoever signed it.
async fn fits(core: Core, new: &RollupLine, bytes: u64) -> Result<(), NotMerged> {
    let book = Signers(core).book(Role::Unit).await?;
    let rows = core.disk().rows::<RollupLine>(tables::ROLLUPS, "").await?;
    let here: BTreeMap<&str, &RollupLine> =
        rows.iter().map(|(digest, line)| (digest.as_str(), line)).collect();
    let is_known = |line: &RollupLine| {
        let pins = book.get(&line.office.id).cloned().unwrap_or_default();
        line.own || line.signer.identity(&line.office.id, &pins) == Identity::Confirmed
    };
    let roots: Vec<String> =
        here.values().filter(|line| is_known(line)).map(|line| line.digest.clone()).collect();
    let known = below(&roots, |digest| here.get(digest).map(|line| line.parts.as_slice()));
    let of_known = |digest: &String| here.get(digest.as_str());
    if known.iter().filter_map(of_known).any(|line| line.parts.contains(&new.digest)) {
        return Ok(());
    }
    let unknown = || here.values().filter(|line| !known.contains(&line.digest));
    let there: u64 = unknown().map(|line| line.bytes).sum();
    match unknown().count() < MOST_UNKNOWN && there.saturating_add(bytes) <= UNKNOWN_BYTES {
        true => Ok(()),
        false => {
            let most: [&dyn core::fmt::Display; 2] = [&MOST_UNKNOWN, &(UNKNOWN_BYTES >> 20)];
            Err(NotMerged::Refused(Problem::whole(Code::RollupsFull, &most)))
        }
    }
}

// Writes with a change to what a person removed, whatever another tab removes meanwhile.
async fn note(core: Core, ops: &[Op], change: impl Fn(&mut Vec<String>)) -> Result<(), StoreError> {
    let list = ReceivedList(core);
    loop {
        let (rests_on, noted) = list.discarding(&change).await?;
        if list.write(rests_on, [ops, &[noted]].concat(), |_, _| ()).await? {
            return Ok(());
        }
    }
}

impl Rolling {
    /// Removes roll-ups that came from this browser: all of them, or none. No drive brings them back; a file
    /// by hand does. What was made here stays.
    ///
    /// # Errors
    /// [`StoreError`]; then all are still here.
    pub async fn discard(&self, digests: &[String]) -> Result<(), StoreError> {
        let (disk, list) = (self.core.disk(), ReceivedList(self.core));
        let mut gone = Vec::new();
        for digest in digests {
            let line: Option<RollupLine> = disk.row(tables::ROLLUPS, digest).await?;
            gone.extend(line.filter(|line| !line.own).map(|line| line.digest));
        }
        if gone.is_empty() {
            return Ok(());
        }
        let of = |digest: &String| {
            [tables::ROLLUPS, tables::DOCUMENTS].map(|table| Op::Delete(table, digest.clone()))
        };
        let ops: Vec<Op> = gone.iter().flat_map(of).collect();
        note(self.core, &ops, |all| all.extend_from_slice(&gone)).await?;
        gone.iter().for_each(|digest| list.note_discarded(digest, true));
        self.core.work.lists_changed();
        self.read().await
    }

    /// Whether one that was made here counts it. Follows signals.
    pub fn is_counted(&self, digest: &String) -> bool {
        self.lines.with(|all| all.iter().any(|it| it.own && it.parts.contains(digest)))
    }
}
