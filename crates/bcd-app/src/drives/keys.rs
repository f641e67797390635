//! The keys of sealed drives. An opened key stays in memory until the tab is closed, so that the
//! passphrase is worked on once; what is stored is the word, which only the passphrase opens.

use super::{DriveLine, Drives};
use crate::{
    bytes::Bytes,
    store::StoreError,
    tools::{DriveKey, OpenedWord},
};
use bcd_core::sync::layout;
use serde::{Deserialize, Serialize};

/// What this browser knows of the key of a sealed drive.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownKey {
    /// By what it is known again: the first digits of the digest of what files are sealed to. Empty
    /// while the drive is known to be sealed and its key was never opened here.
    pub mark: String,
    /// A copy of the drive's word, which is put back if it goes missing.
    pub word: Vec<u8>,
}

/// A key that was opened, and by what.
#[derive(Clone)]
pub(crate) struct OpenedKey {
    word: Vec<u8>,
    passphrase: String,
    pub mark: String,
    pub key: DriveKey,
}

/// What came of trying to open a word.
pub(crate) enum Tried {
    Opened(OpenedKey),
    WrongPassphrase,
    Broken,
}

impl Drives {
    /// A passphrase of random words, to be offered to a person.
    ///
    /// # Errors
    /// A text for the error report.
    pub async fn offer_passphrase(&self) -> Result<String, String> {
        let sealer = self.core.tools().sealer.clone();
        sealer.offer().await
    }

    /// The key of a drive, if it was opened in this tab.
    pub(crate) fn opened_key(&self, id: &str) -> Option<OpenedKey> {
        self.kept().keys.borrow().get(id).cloned()
    }

    pub(super) fn drop_key(&self, id: &str) {
        self.kept().keys.borrow_mut().remove(id);
    }

    /// Opens a word, unless that very word was opened with that very passphrase already.
    ///
    /// # Errors
    /// A text for the error report.
    pub(crate) async fn try_word(
        &self,
        id: &str,
        word: &[u8],
        passphrase: &str,
    ) -> Result<Tried, String> {
        let same = |opened: &OpenedKey| opened.word == word && opened.passphrase == passphrase;
        if let Some(opened) = self.opened_key(id).filter(same) {
            return Ok(Tried::Opened(opened));
        }
        let sealer = self.core.tools().sealer.clone();
        match sealer.open_word(word, passphrase).await? {
            OpenedWord::Key(key) => Ok(Tried::Opened(self.opened(key, word, passphrase).await?)),
            OpenedWord::WrongPassphrase => Ok(Tried::WrongPassphrase),
            OpenedWord::Broken => Ok(Tried::Broken),
        }
    }

    /// A key whose word is this one.
    ///
    /// # Errors
    /// A text for the error report.
    pub(crate) async fn opened(
        &self,
        key: DriveKey,
        word: &[u8],
        passphrase: &str,
    ) -> Result<OpenedKey, String> {
        let hasher = self.core.host().hasher;
        let hash = hasher.hash(&Bytes::from(key.recipient.as_bytes())).await;
        let hash = hash.map_err(|_| "no hash".to_owned())?;
        let mark = layout::short(hash.as_str()).to_owned();
        Ok(OpenedKey { word: word.to_vec(), passphrase: passphrase.to_owned(), mark, key })
    }

    /// Seals and opens the files of a drive with this key from now on.
    pub(crate) fn keep_key(&self, id: &str, opened: OpenedKey) {
        self.kept().keys.borrow_mut().insert(id.to_owned(), opened);
    }

    /// Stores which key a drive has. A folder that was only picked has no line to store it in.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(crate) async fn store_key(
        &self,
        line: &DriveLine,
        opened: &OpenedKey,
    ) -> Result<(), StoreError> {
        let known = KnownKey { mark: opened.mark.clone(), word: opened.word.clone() };
        if line.key.as_ref() == Some(&known) || self.picked(&line.id).is_some() {
            return Ok(());
        }
        self.amend(&line.id, |line| line.key = Some(known.clone())).await.map(drop)
    }
}
