//! The key of a sealed drive, as a sync needs it: opened by the passphrase, used for every file, and
//! its passphrase changed.

use super::{Syncing, side::Side, trouble};
use crate::{
    drives::DriveLine,
    tools::{OpenedFile, is_sealed},
};
use bcd_core::sync::layout;
use bcd_sync::{
    drive::{Drive, DriveFault, Expect},
    local::{StaysShut, Trouble},
    stop::StopSwitch,
};
use std::{cell::RefCell, rc::Rc};

use crate::drives::keys::{OpenedKey, Tried};

/// The most bytes of the word of a drive; ours has less than 400.
const WORD_BYTES: usize = 4096;

/// Why a passphrase was not changed. The old one is the drive's still, unless it says otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotChanged {
    /// The drive could not be read or written, or another device has just changed its word.
    Drive(DriveFault),
    /// This browser's storage failed, or it cannot open the drive itself.
    Here(Trouble),
    /// A sync is under way.
    Busy,
    /// The drive is not sealed, or no longer connected.
    NotSealed,
}

impl From<Trouble> for NotChanged {
    fn from(trouble: Trouble) -> Self {
        Self::Here(trouble)
    }
}

// A worker that fails.
fn engine(_: String) -> Trouble {
    Trouble::Engine
}

impl Side {
    /// The drive's passphrase, where it is known.
    ///
    /// # Errors
    /// [`Trouble::NoPassphrase`].
    pub fn passphrase(&self) -> Result<String, Trouble> {
        self.syncing.drives.passphrase_of(&self.line).ok_or(Trouble::NoPassphrase)
    }

    fn opened(&self) -> Option<OpenedKey> {
        self.syncing.drives.opened_key(&self.line.id)
    }

    /// The mark of the drive's key; empty where there is none.
    pub fn mark(&self) -> String {
        self.opened().map(|opened| opened.mark).unwrap_or_default()
    }

    /// Opens the word of the drive; false if it is none, or damaged.
    ///
    /// # Errors
    /// [`Trouble`]; if it says that the key is another one, nothing is sealed with that.
    pub async fn open_word(&self, word: &[u8]) -> Result<bool, Trouble> {
        let (drives, id) = (self.syncing.drives, &self.line.id);
        let passphrase = self.passphrase()?;
        let known = self.line.key.as_ref();
        match drives.try_word(id, word, &passphrase).await.map_err(engine)? {
            Tried::Opened(opened) => {
                let same = |mark: &String| mark.is_empty() || *mark == opened.mark;
                if !known.is_none_or(|known| same(&known.mark)) {
                    return Err(Trouble::AnotherKey);
                }
                drives.keep_key(id, opened.clone());
                drives.store_key(&self.line, &opened).await.map_err(trouble)?;
                Ok(true)
            }
            Tried::Broken => Ok(false),
            Tried::WrongPassphrase => {
                // Was it the right one, until somebody changed it?
                let copy = known.map(|known| known.word.as_slice()).unwrap_or_default();
                let was_right = !copy.is_empty()
                    && copy != word
                    && matches!(
                        drives.try_word(id, copy, &passphrase).await.map_err(engine)?,
                        Tried::Opened(_)
                    );
                Err(if was_right { Trouble::PassphraseChanged } else { Trouble::WrongPassphrase })
            }
        }
    }

    /// Opens the drive's key outside of a sync, unless it is open already.
    ///
    /// # Errors
    /// [`DriveFault`].
    pub async fn open_key(&self, drive: &impl Drive) -> Result<(), DriveFault> {
        if self.line.passphrase.is_none() || self.opened().is_some() {
            return Ok(());
        }
        let (word, _) = drive.read(layout::WORD, WORD_BYTES).await?;
        match self.open_word(&word).await {
            Ok(true) => Ok(()),
            Ok(false) | Err(_) => Err(DriveFault::Other("seal".into())),
        }
    }

    /// A new key for the drive, as its word. It counts once it was read back from the drive.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn make_word(&self) -> Result<Vec<u8>, Trouble> {
        let (drives, passphrase) = (self.syncing.drives, self.passphrase()?);
        let sealer = self.syncing.core.tools().sealer.clone();
        let (key, word) = sealer.new_word(&passphrase).await.map_err(engine)?;
        let opened = drives.opened(key, &word, &passphrase).await.map_err(engine)?;
        // So that reading it back costs no more work.
        drives.keep_key(&self.line.id, opened);
        Ok(word)
    }

    /// The bytes as they lie at a path of the drive.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn seal_file(&self, path: &str, bytes: &[u8]) -> Result<Vec<u8>, Trouble> {
        if self.line.passphrase.is_none() {
            return Ok(bytes.to_vec());
        }
        let opened = self.opened().ok_or(Trouble::NoPassphrase)?;
        let sealer = self.syncing.core.tools().sealer.clone();
        sealer.seal_file(&opened.key, path, bytes).await.map_err(engine)
    }

    /// The other way round.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn open_file(
        &self,
        path: &str,
        bytes: &[u8],
    ) -> Result<Result<Vec<u8>, StaysShut>, Trouble> {
        let sealed = self.line.passphrase.is_some();
        match (is_sealed(bytes), sealed) {
            (false, false) => return Ok(Ok(bytes.to_vec())),
            (false, true) => return Ok(Err(StaysShut::NotSealed)),
            (true, false) => return Ok(Err(StaysShut::Another)),
            (true, true) => {}
        }
        let Some(opened) = self.opened() else { return Err(Trouble::NoPassphrase) };
        let sealer = self.syncing.core.tools().sealer.clone();
        Ok(match sealer.open_file(&opened.key, bytes).await.map_err(engine)? {
            OpenedFile::Bytes(said, bytes) if layout::belongs(&said, path) => Ok(bytes),
            OpenedFile::Bytes(said, _) => Err(StaysShut::Elsewhere(said)),
            OpenedFile::AnotherKey => Err(StaysShut::Another),
            OpenedFile::Broken => Err(StaysShut::Broken),
            OpenedFile::TooMuch => Err(StaysShut::TooMuch),
        })
    }
}

impl Syncing {
    /// Changes the passphrase of a sealed drive. Its key stays the same, and so do its files: only the
    /// word is written anew, if it is still the one that the old passphrase opens. With `keep`, this
    /// browser stores the new passphrase.
    ///
    /// # Errors
    /// [`NotChanged`].
    pub async fn change_passphrase(
        &self,
        id: &str,
        new: String,
        keep: bool,
    ) -> Result<(), NotChanged> {
        let (syncing, id) = (*self, id.to_owned());
        let done: Rc<RefCell<Option<Result<(), NotChanged>>>> = Rc::default();
        let slot = done.clone();
        let work = async move {
            let changed = syncing.change_alone(&id, new, keep).await;
            slot.replace(Some(changed));
        };
        let lock = self.core.tools().lock.clone();
        // A sync would write with the old word, or put it back.
        lock.alone("bcd-sync", Box::pin(work)).await;
        done.take().unwrap_or(Err(NotChanged::Busy))
    }

    async fn change_alone(&self, id: &str, new: String, keep: bool) -> Result<(), NotChanged> {
        let drives = self.drives;
        let line = drives.stored(id).await.map_err(trouble)?;
        let line = line.filter(|line| line.passphrase.is_some()).ok_or(NotChanged::NotSealed)?;
        let stop = StopSwitch::default();
        let drive = drives.open(&line, &stop).await.map_err(NotChanged::Drive)?;
        let side = self.side(line.clone(), stop);
        let read = drive.read(layout::WORD, WORD_BYTES).await;
        let (word, rev) = read.map_err(|fault| match fault {
            DriveFault::NotFound | DriveFault::TooLarge => NotChanged::Here(Trouble::NoWord),
            fault => NotChanged::Drive(fault),
        })?;
        if !side.open_word(&word).await? {
            return Err(NotChanged::Here(Trouble::NoWord));
        }
        let opened = side.opened().ok_or(Trouble::NoPassphrase)?;
        let sealer = self.core.tools().sealer.clone();
        let word = sealer.word(&opened.key, &new).await.map_err(engine)?;
        let expect = rev.map_or(Expect::Anything, Expect::Rev);
        drive.write(layout::WORD, &word, &expect).await.map_err(NotChanged::Drive)?;
        // From here on the new one counts, whatever becomes of the rest.
        let opened = drives.opened(opened.key, &word, &new).await.map_err(engine)?;
        drives.keep_secret(line.passphrase_key(), new.clone());
        drives.keep_key(id, opened.clone());
        drives.store_key(&line, &opened).await.map_err(trouble)?;
        let kept = if keep { new } else { String::new() };
        let change = |line: &mut DriveLine| line.passphrase = Some(kept.clone());
        drives.amend(id, change).await.map_err(trouble)?;
        Ok(())
    }
}
