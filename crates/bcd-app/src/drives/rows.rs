//! The lines of drives on the disk, and what was seen of each.

use super::{DriveLine, Drives, Way, seen_prefix};
use crate::{
    rows,
    store::{Op, StoreError, tables},
};
use bcd_core::sync::{
    Roles,
    plan::{Seen, afresh},
};
use bcd_sync::drive::DriveFault;
use reactive_graph::prelude::*;
use std::collections::BTreeSet;

// How often a write is tried again. A sync and a person change a line at the same instant once or
// twice at most.
const TURNS: usize = 10;

/// Why a drive could not be removed completely.
#[derive(Clone, Debug, PartialEq)]
pub enum NotForgotten {
    /// Its line could not be removed from the disk; the drive is still connected.
    Store(StoreError),
    /// The drive was removed, but the browser still has the handle of its folder, which is not used
    /// any more.
    Handle(DriveFault),
}

impl Drives {
    /// Reads the drives as they are on the disk.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn read(&self) -> Result<(), StoreError> {
        let rows = self.core.disk().rows(tables::DRIVES, "").await?;
        self.list.set(rows.into_iter().map(|(_, line)| line).collect());
        Ok(())
    }

    /// A drive's line as it is on the disk; `None` if it was disconnected, perhaps in another tab.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn stored(&self, id: &str) -> Result<Option<DriveLine>, StoreError> {
        self.core.disk().row(tables::DRIVES, id).await
    }

    /// Changes the line that is on the disk, so that changes by a sync or another tab are kept.
    /// `None` if the drive was disconnected; it does not come back then.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn amend(
        &self,
        id: &str,
        change: impl Fn(&mut DriveLine),
    ) -> Result<Option<DriveLine>, StoreError> {
        let disk = self.core.disk();
        for _ in 0..TURNS {
            let text = disk.text(tables::DRIVES, id).await?;
            let Some(before) = &text else {
                self.hide(id);
                // A sync that was still running may have stored more.
                disk.write(vec![Op::DeletePrefix(tables::SEEN, seen_prefix(id))]).await?;
                return Ok(None);
            };
            let Some(mut line) = rows::read::<DriveLine>(before) else {
                disk.note_unread(tables::DRIVES, id);
                return Err(StoreError::Failed);
            };
            change(&mut line);
            let op = rows::put(tables::DRIVES, line.id.clone(), &line);
            if disk.swap(tables::DRIVES, vec![(line.id.clone(), text)], vec![op]).await? {
                self.show(line.clone());
                return Ok(Some(line));
            }
        }
        Err(StoreError::Failed)
    }

    pub(crate) fn hide(&self, id: &str) {
        self.list.update(|all| all.retain(|other| other.id != id));
    }

    fn show(&self, line: DriveLine) {
        self.list.update(|all| match all.iter_mut().find(|other| other.id == line.id) {
            Some(other) => *other = line,
            None => all.push(line),
        });
    }

    /// Forgets what was seen of a drive, as far as a sync can find it out again: the next one reads
    /// everything.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn forget_seen(&self, line: &DriveLine) -> Result<(), StoreError> {
        let (disk, prefix) = (self.core.disk(), seen_prefix(&line.id));
        let rows = disk.rows::<Seen>(tables::SEEN, &prefix).await?.into_iter();
        let memory = rows
            .filter_map(|(key, seen)| Some((key.strip_prefix(&prefix)?.to_owned(), seen)))
            .collect();
        let ops = afresh(&memory, line.passphrase.is_some()).into_iter();
        let op = |(path, seen): (String, Option<Seen>)| match seen {
            Some(seen) => rows::put(tables::SEEN, format!("{prefix}{path}"), &seen),
            None => Op::Delete(tables::SEEN, format!("{prefix}{path}")),
        };
        disk.write(ops.map(op).collect()).await
    }

    /// Stores a drive's line.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn keep(&self, line: DriveLine) -> Result<(), StoreError> {
        let op = rows::put(tables::DRIVES, line.id.clone(), &line);
        self.core.disk().write(vec![op]).await?;
        self.show(line);
        Ok(())
    }

    /// Disconnects a drive from this browser; nothing on the drive changes.
    ///
    /// # Errors
    /// [`NotForgotten`].
    pub async fn forget(&self, line: &DriveLine) -> Result<(), NotForgotten> {
        let ops = vec![
            Op::Delete(tables::DRIVES, line.id.clone()),
            Op::DeletePrefix(tables::SEEN, seen_prefix(&line.id)),
        ];
        self.core.disk().write(ops).await.map_err(NotForgotten::Store)?;
        self.drop_secret(&line.password_key());
        self.drop_secret(&line.passphrase_key());
        self.drop_key(&line.id);
        self.hide(&line.id);
        if line.way == Way::Folder {
            let doors = self.doors().map_err(NotForgotten::Handle)?;
            doors.forget(&line.id).await.map_err(NotForgotten::Handle)?;
        }
        Ok(())
    }

    /// A line for a drive that is being connected.
    pub fn new_line(&self, name: String, way: Way) -> DriveLine {
        DriveLine {
            id: self.core.new_id(),
            name,
            way,
            roles: Roles::default(),
            joined: BTreeSet::new(),
            passphrase: None,
            key: None,
            read_only: false,
            last: None,
        }
    }
}
