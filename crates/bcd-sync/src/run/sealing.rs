//! Whether a drive is sealed, and with which passphrase: its first device leaves a word there that
//! only it opens. A device that has another would fill the drive with what nobody reads, and one
//! that has none would lay open what the others seal.

use super::{Run, Stop};
use crate::{
    drive::{Drive, Expect, Fault},
    local::{Local, Shut, Trouble},
};
use bcd_core::{format::limits, sync::layout};

/// What the word says. Any text would do; this one explains itself.
const WORD: &[u8] = b"ba-chu-dong\n";

// Files that are opened, and folders that are looked into for them, where the word is no help.
const WITNESSES: usize = 6;
const FOLDERS: usize = 20;

impl<D: Drive, L: Local> Run<'_, D, L> {
    /// Ends the sync before anything is read or written by a wrong passphrase, or without one.
    pub(super) async fn heed_sealing(&mut self) -> Result<(), Stop> {
        self.go_on()?;
        if !self.here.sealed {
            return match self.drive.find(layout::WORD).await {
                Ok(Some(_)) => Err(Stop::Here(Trouble::NoPassphrase)),
                Ok(None) | Err(Fault::NotFound) => Ok(()),
                Err(fault) => Err(Stop::Drive(fault)),
            };
        }
        let expect = match self.drive.read(layout::WORD, limits::JSON_BYTES).await {
            Ok((bytes, rev)) => match self.local.unseal(&bytes).await? {
                Ok(_) => return Ok(()),
                Err(Shut::Another) => return Err(Stop::Here(Trouble::WrongPassphrase)),
                // Cut as it was written, or by a sync program.
                Err(Shut::Broken | Shut::NotSealed) => rev.map_or(Expect::Anything, Expect::Rev),
            },
            Err(Fault::NotFound) => Expect::Absent,
            Err(fault) => return Err(Stop::Drive(fault)),
        };
        // Not there yet, or not any more: then the files themselves tell.
        if !self.opens_what_is_there().await? {
            return Err(Stop::Here(Trouble::WrongPassphrase));
        }
        if !self.drive.abilities().write {
            return Ok(());
        }
        let word = self.local.seal(WORD).await?;
        // Should another device write one at this instant, the next sync looks at it again.
        self.drive.write(layout::WORD, &word, &expect).await.map(drop).map_err(Stop::Drive)
    }

    // Whether the passphrase opens one of the drive's sealed files, or there is none.
    async fn opens_what_is_there(&self) -> Result<bool, Stop> {
        let mut others = 0;
        for path in self.sealed_files().await? {
            self.go_on()?;
            match self.drive.read(&path, limits::BUNDLE_BYTES).await {
                Ok((bytes, _)) => match self.local.unseal(&bytes).await? {
                    Ok(_) => return Ok(true),
                    Err(Shut::Another) => others += 1,
                    Err(Shut::Broken | Shut::NotSealed) => {}
                },
                Err(Fault::NotFound) => {}
                Err(fault) => return Err(Stop::Drive(fault)),
            }
        }
        Ok(others == 0)
    }

    async fn sealed_files(&self) -> Result<Vec<String>, Stop> {
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
    async fn peek(&self, folder: &str) -> Result<(Vec<String>, Vec<String>), Stop> {
        self.go_on()?;
        let items = match self.drive.list(folder).await {
            Ok(items) => items,
            Err(Fault::NotFound) => Vec::new(),
            Err(fault) => return Err(Stop::Drive(fault)),
        };
        let (folders, files): (Vec<_>, Vec<_>) = items.into_iter().partition(|item| item.folder);
        let paths = |items: Vec<crate::drive::Item>| {
            items.into_iter().map(|item| format!("{folder}/{}", item.name)).collect()
        };
        Ok((paths(folders), paths(files)))
    }
}
