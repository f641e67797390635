//! Checks whether a drive is sealed, and opens its key. The first device that seals a drive leaves the
//! word there: the drive's key, sealed with the passphrase. A device with another key would write
//! files that nobody else can open, and a device without one would expose what the others seal.

use super::{EndedEarly, SyncRun};
use crate::{
    drive::{Drive, DriveFault, Expect, FolderItem, Rev},
    local::{KnownWord, Local, Trouble},
    report::Happened,
};
use bcd_core::sync::layout;

/// The most bytes of a word. Ours has less than 400.
const WORD_BYTES: usize = 4096;
// How often the word is written before it is left to the next sync. Another device may write it at
// the same moment; then that one counts.
const TURNS: usize = 3;
// How many folders are looked through for sealed files if there is no word.
const FOLDERS: usize = 40;

impl<D: Drive, L: Local> SyncRun<'_, D, L> {
    /// Ends the sync, before anything is read or written, if the drive is sealed and its key cannot
    /// be opened here.
    pub(super) async fn heed_sealing(&mut self) -> Result<(), EndedEarly> {
        self.fail_if_cancelled()?;
        if !self.local.is_sealed() {
            return match self.drive.find(layout::WORD).await {
                Ok(Some(_)) => Err(EndedEarly::Here(Trouble::NoPassphrase)),
                Ok(None) | Err(DriveFault::NotFound) => Ok(()),
                Err(fault) => Err(EndedEarly::Drive(fault)),
            };
        }
        for _ in 0..TURNS {
            // What is written is read back, so that two devices that seal a drive at the same moment
            // end with the same key.
            let expect = match self.drive.read(layout::WORD, WORD_BYTES).await {
                Ok((word, _)) if self.local.unlock(&word).await? => return Ok(()),
                // It was truncated while it was written, or by a sync program.
                Ok((_, rev)) => rev.map_or(Expect::Anything, Expect::Rev),
                Err(DriveFault::TooLarge) => Expect::Anything,
                Err(DriveFault::NotFound) => Expect::Absent,
                Err(fault) => return Err(EndedEarly::Drive(fault)),
            };
            let writes = self.drive.abilities().write;
            let (word, put_back) = match self.local.known_word().await? {
                KnownWord::Unopened => return Err(EndedEarly::Here(Trouble::NoWord)),
                // Whoever does not know the passphrase writes nothing.
                KnownWord::Copy(word) => {
                    if !self.local.unlock(&word).await? {
                        return Err(EndedEarly::Here(Trouble::NoWord));
                    }
                    (word, true)
                }
                // A new key would shut out those who have the old one.
                KnownWord::Never if self.has_sealed_files().await? => {
                    return Err(EndedEarly::Here(Trouble::NoWord));
                }
                KnownWord::Never if !writes => return Ok(()),
                KnownWord::Never => (self.local.new_word().await?, false),
            };
            if !writes {
                return Ok(());
            }
            match self.drive.write(layout::WORD, &word, &expect).await {
                Ok(_) if put_back => self.note_event(layout::WORD, Happened::WordPutBack),
                Ok(_) | Err(DriveFault::Changed) => {}
                Err(fault) => return Err(EndedEarly::Drive(fault)),
            }
        }
        Err(EndedEarly::Drive(DriveFault::Changed))
    }

    /// Ends the sync if a folder has something sealed in it although the drive is taken for an open
    /// one: somebody has sealed it, whether or not the word is there to say so.
    pub(super) fn heed_names(&self, items: &[FolderItem]) -> Result<(), EndedEarly> {
        if !self.local.is_sealed() && has_sealed(items) {
            return Err(EndedEarly::Here(Trouble::NoPassphrase));
        }
        Ok(())
    }

    // Whether something sealed lies in any folder where files of ours may lie.
    async fn has_sealed_files(&self) -> Result<bool, EndedEarly> {
        let mut folders = vec![String::new(), layout::PACKS.to_owned()];
        let tops = [layout::UNITS, layout::SUBMISSIONS, layout::REVIEWS, layout::ROLLUPS];
        for top in tops.into_iter().chain([layout::CASES, layout::FILES]) {
            let items = self.peek(top).await?;
            let below = items.into_iter().filter(|item| item.folder).take(FOLDERS);
            folders.extend(below.map(|item| format!("{top}/{}", item.name)));
        }
        for folder in folders {
            let mut items = self.peek(&folder).await?;
            // The word itself is damaged.
            items.retain(|item| !folder.is_empty() || item.name != layout::WORD);
            if has_sealed(&items) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    async fn peek(&self, folder: &str) -> Result<Vec<FolderItem>, EndedEarly> {
        self.fail_if_cancelled()?;
        match self.drive.list(folder).await {
            Ok(items) => Ok(items),
            Err(DriveFault::NotFound) => Ok(Vec::new()),
            Err(fault) => Err(EndedEarly::Drive(fault)),
        }
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
