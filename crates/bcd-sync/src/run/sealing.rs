//! Checks whether a drive is sealed, and with which passphrase. The first device that seals a drive
//! leaves a small sealed file there. A device with another passphrase would write files that nobody
//! else can open, and a device without one would expose what the others seal.

use super::{EndedEarly, SyncRun};
use crate::{
    drive::{Drive, DriveFault, Expect, FolderItem, Rev},
    local::{Local, StaysShut, Trouble},
};
use bcd_core::{format::limits, sync::layout};

/// The content of that file. Any text would do; this one explains itself.
const WORD: &[u8] = b"ba-chu-dong\n";

// How many files, and folders to find them in, are tried if that small file is of no help.
const WITNESSES: usize = 6;
const FOLDERS: usize = 20;

impl<D: Drive, L: Local> SyncRun<'_, D, L> {
    /// Ends the sync, before anything is read or written, if the passphrase is wrong or missing.
    pub(super) async fn heed_sealing(&mut self) -> Result<(), EndedEarly> {
        self.fail_if_cancelled()?;
        if !self.here.sealed {
            return match self.drive.find(layout::WORD).await {
                Ok(Some(_)) => Err(EndedEarly::Here(Trouble::NoPassphrase)),
                Ok(None) | Err(DriveFault::NotFound) => Ok(()),
                Err(fault) => Err(EndedEarly::Drive(fault)),
            };
        }
        let expect = match self.drive.read(layout::WORD, limits::JSON_BYTES).await {
            Ok((bytes, rev)) => match self.local.unseal(&bytes).await? {
                Ok(_) => return Ok(()),
                Err(StaysShut::Another) => return Err(EndedEarly::Here(Trouble::WrongPassphrase)),
                // It was truncated while it was written, or by a sync program.
                Err(StaysShut::Broken | StaysShut::NotSealed) => {
                    rev.map_or(Expect::Anything, Expect::Rev)
                }
            },
            Err(DriveFault::NotFound) => Expect::Absent,
            Err(fault) => return Err(EndedEarly::Drive(fault)),
        };
        // The small file is missing, so we try to open the drive's sealed files instead.
        if !self.opens_what_is_there().await? {
            return Err(EndedEarly::Here(Trouble::WrongPassphrase));
        }
        if !self.drive.abilities().write {
            return Ok(());
        }
        let word = self.local.seal(WORD).await?;
        // If another device writes it at the same moment, the next sync checks again.
        self.drive.write(layout::WORD, &word, &expect).await.map(drop).map_err(EndedEarly::Drive)
    }

    /// Ends the sync if a folder has something sealed in it although the drive is taken for an open
    /// one: somebody has sealed it, whether or not the word is there to say so.
    pub(super) fn heed_names(&self, items: &[FolderItem]) -> Result<(), EndedEarly> {
        if !self.here.sealed && has_sealed(items) {
            return Err(EndedEarly::Here(Trouble::NoPassphrase));
        }
        Ok(())
    }

    // Whether the passphrase opens one of the drive's sealed files, or there are none.
    async fn opens_what_is_there(&self) -> Result<bool, EndedEarly> {
        let mut others = 0;
        for path in self.sealed_files().await? {
            self.fail_if_cancelled()?;
            match self.drive.read(&path, limits::BUNDLE_BYTES).await {
                Ok((bytes, _)) => match self.local.unseal(&bytes).await? {
                    Ok(_) => return Ok(true),
                    Err(StaysShut::Another) => others += 1,
                    Err(StaysShut::Broken | StaysShut::NotSealed) => {}
                },
                Err(DriveFault::NotFound) => {}
                Err(fault) => return Err(EndedEarly::Drive(fault)),
            }
        }
        Ok(others == 0)
    }

    async fn sealed_files(&self) -> Result<Vec<String>, EndedEarly> {
        let mut folders = vec![layout::PACKS.to_owned()];
        for top in [layout::UNITS, layout::SUBMISSIONS] {
            let (below, _) = self.peek(top).await?;
            folders.extend(below.into_iter().take(FOLDERS));
        }
        let mut found = Vec::new();
        for folder in folders {
            if found.len() >= WITNESSES {
                break;
            }
            let (_, files) = self.peek(&folder).await?;
            found.extend(files.into_iter().filter(|path| path.ends_with(layout::SEALED)));
        }
        found.truncate(WITNESSES);
        Ok(found)
    }

    // Paths of the folders and the files in a folder.
    async fn peek(&self, folder: &str) -> Result<(Vec<String>, Vec<String>), EndedEarly> {
        self.fail_if_cancelled()?;
        let items = match self.drive.list(folder).await {
            Ok(items) => items,
            Err(DriveFault::NotFound) => Vec::new(),
            Err(fault) => return Err(EndedEarly::Drive(fault)),
        };
        let (folders, files): (Vec<_>, Vec<_>) = items.into_iter().partition(|item| item.folder);
        let paths = |items: Vec<FolderItem>| {
            items.into_iter().map(|item| format!("{folder}/{}", item.name)).collect()
        };
        Ok((paths(folders), paths(files)))
    }
}

/// Writes a file. On a drive that is not known to be sealed its folder is looked at first, so that
/// nothing is laid open beside what somebody has sealed since it was listed.
pub(super) async fn put<D: Drive>(
    drive: &D,
    sealed: bool,
    path: &str,
    bytes: &[u8],
    expect: &Expect,
) -> Result<Result<Option<Rev>, DriveFault>, EndedEarly> {
    if !sealed {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        match drive.list(folder).await {
            Ok(items) if has_sealed(&items) => {
                return Err(EndedEarly::Here(Trouble::NoPassphrase));
            }
            Ok(_) | Err(DriveFault::NotFound) => {}
            Err(fault) => return Ok(Err(fault)),
        }
    }
    Ok(drive.write(path, bytes, expect).await)
}

fn has_sealed(items: &[FolderItem]) -> bool {
    items.iter().any(|item| layout::is_sealed_name(&item.name))
}
