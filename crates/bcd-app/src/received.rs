//! The submissions of lower units that are here, and the keys of their devices: read when a page or a
//! file first needs them, since a secretary's phone never does, and kept up by what is written.
//!
//! Whoever changes them on the disk raises a number there, in the same transaction and only if it is
//! the one that they know. So what is decided by this list is decided by what is on the disk, also
//! where several tabs take in files at the same time.

use crate::{
    core::Core,
    disk::{Disk, Expected},
    rows,
    signing::Signers,
    store::{Op, StoreError, tables},
    workspace::WorkspaceEvent,
};
use bcd_core::{
    id::UnitId,
    intake::{Index, Summary},
    signer::{PinBook, Role},
};
use reactive_graph::prelude::*;
use std::collections::BTreeSet;

/// The list of received submissions: [`crate::lists::Lists::received`] and
/// [`crate::lists::Lists::units`] are what it says.
#[derive(Clone, Copy)]
pub struct ReceivedList(pub(crate) Core);

/// How far the list has been read.
#[derive(Clone, Default)]
pub(crate) struct Reading {
    /// The number on the disk that belongs to what is in memory; none = nothing was read yet.
    seen: Option<u64>,
    /// Rises whenever what is in memory changes.
    changes: u64,
    /// It hears of what others write.
    follows: bool,
    /// Digests of submissions that a person removed.
    discarded: BTreeSet<String>,
    /// This browser's own units, whose keys are known otherwise.
    own: BTreeSet<UnitId>,
}

/// The key of the number in [`tables::META`].
const NUMBER: &str = "received";
/// The key of the digests in [`tables::META`] that a person removed, oldest first.
const DISCARDED: &str = "discarded";
/// The most of them that are kept.
const MOST_DISCARDED: usize = 5_000;

impl ReceivedList {
    /// Whether it was read. Follows signals.
    pub fn is_read(&self) -> bool {
        self.0.lists.received.track();
        self.0.lists.reading.with_value(|reading| reading.seen.is_some())
    }

    /// Reads it, if that was not done yet: pages that show it call this first.
    pub fn want(&self) {
        let list = *self;
        // If it cannot be read, the disk has said so.
        self.0.host().spawn(async move {
            list.loaded().await.ok();
        });
    }

    /// The same, to its end.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn loaded(&self) -> Result<(), StoreError> {
        if self.0.lists.reading.with_value(|reading| reading.seen.is_some()) {
            return Ok(());
        }
        self.read().await
    }

    /// Reads it again if others have changed it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(crate) async fn catch_up(&self) -> Result<(), StoreError> {
        self.loaded().await?;
        let there = number(&self.0.disk()).await?;
        if self.0.lists.reading.with_value(|reading| reading.seen != Some(there)) {
            self.read().await?;
        }
        Ok(())
    }

    async fn read(&self) -> Result<(), StoreError> {
        let (core, lists) = (self.0, self.0.lists);
        self.follow_others();
        loop {
            let before = lists.reading.with_value(|reading| reading.changes);
            let disk = core.disk();
            // First the number: what is written meanwhile is known by another one.
            let seen = number(&disk).await?;
            let mut index = Index::default();
            for digit in "0123456789abcdef".chars() {
                // A part at a time, so that the page goes on drawing. A digest has no other form.
                let part =
                    disk.rows::<Summary>(tables::RECEIVED, &format!("sha256:{digit}")).await?;
                part.into_iter().for_each(|(_, summary)| index.insert(summary));
            }
            let book = Signers(core).book(Role::Unit).await?;
            let own = Signers(core).own_units().await?.into_iter().collect();
            let discarded: Vec<String> =
                disk.row(tables::META, DISCARDED).await?.unwrap_or_default();
            let now = lists.reading.with_value(Clone::clone);
            if now.changes != before {
                // What was written or read meanwhile is newer than this.
                if now.seen == Some(number(&disk).await?) {
                    return Ok(());
                }
                continue;
            }
            lists.reading.update_value(|reading| {
                *reading = Reading {
                    seen: Some(seen),
                    changes: before + 1,
                    follows: true,
                    discarded: discarded.into_iter().collect(),
                    own,
                };
            });
            if lists.units.with_untracked(|known| *known != book) {
                lists.units.set(book);
            }
            lists.received.set(index);
            return Ok(());
        }
    }

    // From the first reading on it hears of what other tabs write, and of what others of this tab do.
    fn follow_others(&self) {
        if self.0.lists.reading.with_value(|reading| reading.follows) {
            return;
        }
        self.0.lists.reading.update_value(|reading| reading.follows = true);
        let list = *self;
        self.0.work.listen(move |event| {
            if matches!(event, WorkspaceEvent::Lists) {
                list.0.host().spawn(async move {
                    // If it cannot be read, it stays as it was, and the disk has said so.
                    if list.catch_up().await.is_ok() {
                        list.know_own().await.ok();
                    }
                });
            }
        });
    }

    /// Learns again which units are this browser's own, and the keys of their devices: other tabs and
    /// merges change those without a word to this list. Costs a few rows.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(crate) async fn know_own(&self) -> Result<(), StoreError> {
        let (lists, signers) = (self.0.lists, Signers(self.0));
        let own: BTreeSet<UnitId> = signers.own_units().await?.into_iter().collect();
        let before = lists.reading.with_value(|reading| reading.own.clone());
        let mut changed = false;
        for unit in own.union(&before) {
            let pins = signers.pins_of(unit, own.contains(unit)).await?;
            if lists.units.with_untracked(|book| book.get(unit) != Some(&pins)) {
                lists.units.update_untracked(|book| drop(book.insert(unit.clone(), pins)));
                changed = true;
            }
        }
        lists.reading.update_value(|reading| reading.own = own);
        if changed {
            lists.units.update(|_| {});
        }
        Ok(())
    }

    /// Whether a unit is one of this browser's own.
    pub(crate) fn is_own(&self, unit: &UnitId) -> bool {
        self.0.lists.reading.with_value(|reading| reading.own.contains(unit))
    }

    /// Whether a person removed a submission.
    pub(crate) fn is_discarded(&self, digest: &str) -> bool {
        self.0.lists.reading.with_value(|reading| reading.discarded.contains(digest))
    }

    /// Writes what changes the list, if it and the `expected` rows of [`tables::META`] are still as they
    /// were read; then `apply` does the same to what
    /// is in memory. Pages hear of it by [`Self::shown`]. False: others have changed it meanwhile, and
    /// it was read again; nothing was written.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was written.
    pub(crate) async fn write(
        &self,
        mut expected: Expected,
        mut ops: Vec<Op>,
        apply: impl FnOnce(&mut Index, &mut PinBook),
    ) -> Result<bool, StoreError> {
        self.loaded().await?;
        let lists = self.0.lists;
        let seen = lists.reading.with_value(|reading| reading.seen).unwrap_or_default();
        ops.push(rows::put(tables::META, NUMBER, &(seen + 1)));
        expected.push((NUMBER.to_owned(), (seen > 0).then(|| rows::write(&seen))));
        if !self.0.disk().swap(tables::META, expected, ops).await? {
            self.catch_up().await?;
            return Ok(false);
        }
        lists.reading.update_value(|reading| {
            reading.seen = Some(seen + 1);
            reading.changes += 1;
        });
        lists.received.update_untracked(|index| {
            lists.units.update_untracked(|book| apply(index, book));
        });
        Ok(true)
    }

    /// The same until it is written.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was written.
    pub(crate) async fn write_surely(
        &self,
        ops: &[Op],
        apply: impl Fn(&mut Index, &mut PinBook),
    ) -> Result<(), StoreError> {
        while !self.write(Vec::new(), ops.to_vec(), &apply).await? {}
        Ok(())
    }

    /// The write by which `change` is made to the digests that a person removed, and the row that it
    /// rests on.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(crate) async fn discarding(
        &self,
        change: impl FnOnce(&mut Vec<String>),
    ) -> Result<(Expected, Op), StoreError> {
        let disk = self.0.disk();
        let before = disk.text(tables::META, DISCARDED).await?;
        let mut all: Vec<String> = match &before {
            Some(text) => disk.read_row(tables::META, DISCARDED, text)?,
            None => Vec::new(),
        };
        change(&mut all);
        all.drain(..all.len().saturating_sub(MOST_DISCARDED));
        let op = rows::put(tables::META, DISCARDED, &all);
        Ok((vec![(DISCARDED.to_owned(), before)], op))
    }

    /// Notes that a submission was removed, or is wanted again.
    pub(crate) fn note_discarded(&self, digest: &str, discarded: bool) {
        self.0.lists.reading.update_value(|reading| match discarded {
            true => drop(reading.discarded.insert(digest.to_owned())),
            false => drop(reading.discarded.remove(digest)),
        });
    }

    /// Pages show what was written.
    pub(crate) fn shown(&self) {
        // Both at once: pages that follow both draw once.
        self.0.lists.units.update(|_| {});
        self.0.lists.received.update(|_| {});
    }
}

/// Writes what changes the list from where it is not read: whoever has read it reads it again.
///
/// # Errors
/// [`StoreError`]; then nothing was written.
pub(crate) async fn write_beside(disk: &Disk, ops: &[Op]) -> Result<(), StoreError> {
    loop {
        let there = number(disk).await?;
        let expected = vec![(NUMBER.to_owned(), (there > 0).then(|| rows::write(&there)))];
        let ops = [ops, &[rows::put(tables::META, NUMBER, &(there + 1))]].concat();
        if disk.swap(tables::META, expected, ops).await? {
            return Ok(());
        }
    }
}

async fn number(disk: &Disk) -> Result<u64, StoreError> {
    Ok(disk.row(tables::META, NUMBER).await?.unwrap_or_default())
}
