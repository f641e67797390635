//! The lines of drives in the browser's database, and what was seen of each.

use super::{DriveLine, SECRETS, Way, seen_prefix};
use crate::{
    platform::clock,
    state::desk::Desk,
    storage::{DbError, Op, put_json, remote, tables},
};
use bcd_core::sync::{
    Roles,
    plan::{Seen, afresh},
};
use bcd_sync::handles;
use leptos::prelude::*;
use std::collections::BTreeSet;

// A sync and a person write a line at the same instant at most once or twice.
const TURNS: usize = 10;

impl Desk {
    /// Drives as they are on the disk.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn read_drives(&self) -> Result<(), DbError> {
        let rows = remote::texts(tables::DRIVES, "").await?;
        let lines = rows.iter().filter_map(|(_, json)| serde_json::from_str(json).ok());
        self.drives.set(lines.collect());
        Ok(())
    }

    /// A drive's line as it is on the disk; `None` where it was disconnected, in another tab too.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn stored_drive(&self, id: &str) -> Result<Option<DriveLine>, DbError> {
        let json = remote::text(tables::DRIVES, id).await?;
        Ok(json.and_then(|json| serde_json::from_str(&json).ok()))
    }

    /// Changes a drive's line from what is on the disk, whatever a sync or another tab noted
    /// meanwhile. `None` where it was disconnected: then it does not come back.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn amend_drive(
        &self,
        id: &str,
        change: impl Fn(&mut DriveLine),
    ) -> Result<Option<DriveLine>, DbError> {
        for _ in 0..TURNS {
            let json = remote::text(tables::DRIVES, id).await?;
            let line = json.as_ref().and_then(|json| serde_json::from_str(json).ok());
            let Some(mut line) = line else {
                self.drives.update(|all| all.retain(|other| other.id != id));
                // A sync that ran until then has noted some more.
                remote::write(vec![Op::DeletePrefix(tables::SEEN, seen_prefix(id))]).await?;
                return Ok(None);
            };
            change(&mut line);
            let op = put_json(tables::DRIVES, line.id.clone(), &line);
            if remote::swap(tables::DRIVES, &[(line.id.clone(), json)], &[op]).await? {
                self.show_drive(line.clone());
                return Ok(Some(line));
            }
        }
        Err(DbError::Failed)
    }

    fn show_drive(&self, line: DriveLine) {
        self.drives.update(|all| match all.iter_mut().find(|other| other.id == line.id) {
            Some(other) => *other = line,
            None => all.push(line),
        });
    }

    /// Forgets what was seen of a drive, as far as that can be found out again: the next sync reads
    /// and looks for everything.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn forget_seen(&self, line: &DriveLine) -> Result<(), DbError> {
        let prefix = seen_prefix(&line.id);
        let rows = remote::texts(tables::SEEN, &prefix).await?;
        let memory = rows.iter().filter_map(|(key, json)| {
            let seen: Seen = serde_json::from_str(json).ok()?;
            Some((key.strip_prefix(&prefix)?.to_owned(), seen))
        });
        let ops = afresh(&memory.collect(), line.passphrase.is_some()).into_iter();
        let op = |(path, seen): (String, Option<Seen>)| match seen {
            Some(seen) => put_json(tables::SEEN, format!("{prefix}{path}"), &seen),
            None => Op::Delete(tables::SEEN, format!("{prefix}{path}")),
        };
        remote::write(ops.map(op).collect()).await
    }

    /// Keeps a drive's line.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn keep_drive(&self, line: DriveLine) -> Result<(), DbError> {
        remote::write(vec![put_json(tables::DRIVES, line.id.clone(), &line)]).await?;
        self.show_drive(line);
        Ok(())
    }

    /// Forgets a drive in this browser; nothing on the drive changes.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn disconnect(&self, line: &DriveLine) -> Result<(), DbError> {
        if self.running.drive.get_untracked().as_ref() == Some(&line.id) {
            self.running.cancel();
        }
        remote::write(vec![
            Op::Delete(tables::DRIVES, line.id.clone()),
            Op::DeletePrefix(tables::SEEN, seen_prefix(&line.id)),
        ])
        .await?;
        SECRETS.with_borrow_mut(|all| {
            all.remove(&line.password_key());
            all.remove(&line.passphrase_key());
        });
        if line.way == Way::Folder && handles::forget(&line.id).await.is_err() {
            // A handle without a drive opens nothing; it goes with the browser's data.
            self.merges.update(|count| *count += 1);
        }
        self.drives.update(|all| all.retain(|other| other.id != line.id));
        Ok(())
    }

    /// A line for a drive that is being connected.
    pub fn new_drive(&self, name: String, way: Way) -> DriveLine {
        DriveLine {
            id: clock::new_id(),
            name,
            way,
            roles: Roles::default(),
            joined: BTreeSet::new(),
            passphrase: None,
            read_only: false,
            last: None,
        }
    }
}
