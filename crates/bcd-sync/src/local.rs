//! The local side of a sync: what the sync needs from this browser.

use bcd_core::{
    format::problem::Problem,
    id::FileHash,
    sync::{
        plan::{DriveMemory, Here, Seen, Write},
        take::Asking,
    },
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What went wrong in this browser, not on the drive. Then nothing of the current file was stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Trouble {
    /// This browser's storage is full.
    Full,
    /// This browser's storage fails.
    Storage,
    /// The module that reads and writes files failed.
    Engine,
    /// The passphrase is not known here.
    NoPassphrase,
    /// The passphrase is not this drive's.
    WrongPassphrase,
    /// The passphrase was this drive's, until another device changed it.
    PassphraseChanged,
    /// The drive's word holds another key than the one that this browser worked with.
    AnotherKey,
    /// The drive is sealed, but its word is missing or damaged, and this browser has no copy of it.
    NoWord,
}

/// What kind of file was taken in from the drive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Took {
    /// Nothing that was not here already.
    Nothing,
    /// What another device knows of a dossier.
    Device {
        /// The unit's name.
        unit: String,
        /// Who wrote it; may be empty.
        by: String,
        /// Fields that changed here.
        fields: usize,
        /// Fields that both sides had changed.
        conflicts: usize,
    },
    /// A submission.
    Submission {
        /// The unit's name.
        unit: String,
        /// Its number.
        seq: u32,
    },
    /// An upper level says that it has a submission.
    Receipt {
        /// The upper level, or who wrote it.
        by: String,
        /// Number of the submission.
        seq: u32,
    },
    /// A roll-up.
    Rollup {
        /// The office, by name.
        office: String,
    },
    /// A pack.
    Pack {
        /// Its name.
        title: String,
    },
}

/// What becomes of a file of the drive.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// It was taken in and is on the disk. The text is the digest of the content, for a device
    /// file: a device that would write the same content need not write.
    Taken(Took, String),
    /// It names these files and can be taken in only together with them.
    Needs(Vec<FileHash>),
    /// It is invalid, or lies at a path where it does not belong.
    Refused(Vec<Problem>),
    /// A person has to say yes first.
    Held(Asking),
}

/// Why bytes of the drive stay shut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StaysShut {
    /// They are sealed to another key or with a passphrase, or they are sealed although the drive
    /// is not.
    Another,
    /// They are not sealed although everything on this drive is. They may come from somebody who
    /// can write there but does not know the passphrase, so they must not be trusted.
    NotSealed,
    /// They were sealed for this other path. Somebody has put the file elsewhere.
    Elsewhere(String),
    /// They are cut or changed.
    Broken,
    /// They ask for more work or memory than is sensible.
    TooMuch,
}

/// What this browser knows of the key of a sealed drive, when the drive's word is of no help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KnownWord {
    /// Nothing: it never saw the drive sealed.
    Never,
    /// That there is one, which was never opened here.
    Unopened,
    /// A copy of the word.
    Copy(Vec<u8>),
}

/// Something to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Out {
    /// The file.
    pub bytes: Vec<u8>,
    /// Digest of the content: if it has not changed, nothing need be written.
    pub state: String,
    /// Photos and files that it names; they are written before it.
    pub files: Vec<FileHash>,
}

/// What became of a document to write.
#[derive(Clone, Debug, PartialEq)]
pub enum MadeFile {
    /// The file.
    Out(Out),
    /// The file on the drive has the same content already.
    Same,
    /// It no longer exists in this browser, so nothing is written.
    Gone,
    /// It cannot be written because of these problems; other files can still be written.
    Bad(Vec<Problem>),
}

/// What a sync asks of the browser. When a method succeeds, its result is on the disk. All bytes
/// are unsealed; only [`Local::seal`] and [`Local::unseal`] handle the sealed form.
#[allow(async_fn_in_trait, reason = "one thread; nothing is sent anywhere")]
pub trait Local {
    /// What is here.
    async fn here(&self) -> Result<Here, Trouble>;

    /// What was seen of this drive.
    async fn memory(&self) -> Result<DriveMemory, Trouble>;

    /// Remembers what was seen at a path; with `None`, forgets it.
    async fn remember(&self, path: &str, seen: Option<&Seen>) -> Result<(), Trouble>;

    /// Whether everything that goes to the drive is sealed.
    fn is_sealed(&self) -> bool;

    /// Opens the drive's word with the passphrase, and seals and opens files with the key that is
    /// in it from then on. False if it is no word, or damaged.
    async fn unlock(&self, word: &[u8]) -> Result<bool, Trouble>;

    /// What is known here of the drive's word.
    async fn known_word(&self) -> Result<KnownWord, Trouble>;

    /// Makes a new key: its word, sealed with the passphrase.
    async fn new_word(&self) -> Result<Vec<u8>, Trouble>;

    /// The bytes as they are written to this path of the drive: sealed if the drive is.
    async fn seal(&self, path: &str, bytes: &[u8]) -> Result<Vec<u8>, Trouble>;

    /// The other way round.
    async fn unseal(&self, path: &str, bytes: &[u8])
    -> Result<Result<Vec<u8>, StaysShut>, Trouble>;

    /// Reads, checks and takes in a file, with the photos that it needed.
    async fn take(
        &self,
        path: &str,
        bytes: &[u8],
        photos: &BTreeMap<FileHash, Vec<u8>>,
    ) -> Result<Verdict, Trouble>;

    /// Makes the file of a document to write, unless its content has the digest `unless`.
    async fn make(&self, write: &Write, unless: Option<&str>) -> Result<MadeFile, Trouble>;

    /// Whether a file on the drive says the same as a review to be written. Their bytes differ if
    /// they were made at different times.
    async fn says_same(&self, write: &Write, bytes: &[u8]) -> Result<bool, Trouble>;

    /// Remembers several at once. If not all can be stored, the first ones are.
    async fn remember_all(&self, all: &[(String, Option<Seen>)]) -> Result<(), Trouble>;

    /// A photo or file; `None` if it is not here.
    async fn file(&self, hash: &FileHash) -> Result<Option<Vec<u8>>, Trouble>;

    /// Whether these bytes have the hash of a photo or file.
    async fn is_file(&self, hash: &FileHash, bytes: &[u8]) -> Result<bool, Trouble>;

    /// Keeps a photo or file. `room`, of one that whoever came first names: how many bytes of theirs may still
    /// come then.
    async fn keep(&self, hash: &FileHash, bytes: &[u8], room: Option<usize>)
    -> Result<(), Trouble>;

    /// Whether the person wants it to stop.
    fn is_cancelled(&self) -> bool;

    /// Whether this sync has read for so long that what this device has to say goes first.
    fn is_slow(&self) -> bool;

    /// Reports progress: `done` of `of` files.
    fn progress(&self, done: usize, of: usize);
}
