//! The local side: what is here, as the runner needs it.

use bcd_core::{
    format::problem::Problem,
    id::FileHash,
    merge::loss::Loss,
    sync::plan::{Here, Memory, Seen, Write},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What went wrong here, not on the drive. Nothing of the file at hand was kept then.
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
}

/// What a file of the drive was, once it was taken in.
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
    /// A pack.
    Pack {
        /// Its name.
        title: String,
    },
}

/// What becomes of a file of the drive.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// It is in, and on the disk. With the digest of what it says, for a device file: who would
    /// say the same need not write.
    Taken(Took, String),
    /// It names these files, and is only good with them.
    Needs(Vec<FileHash>),
    /// It is not good, or stands where it may not.
    Refused(Vec<Problem>),
    /// It would take much away; a person looks first.
    Held(Loss),
}

/// Why bytes of the drive stay shut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shut {
    /// They are sealed with another passphrase, or the drive is open and they are sealed.
    Another,
    /// They are not sealed, on a drive that seals everything: whoever can write there but lacks the
    /// passphrase must not be believed.
    NotSealed,
    /// They are cut or changed.
    Broken,
}

/// Something to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Out {
    /// The file.
    pub bytes: Vec<u8>,
    /// Digest of what it says: equal ones need no write.
    pub state: String,
    /// Photos and files that it names; they go first.
    pub files: Vec<FileHash>,
}

/// What became of a document to write.
#[derive(Clone, Debug, PartialEq)]
pub enum Made {
    /// The file.
    Out(Out),
    /// It would say what lies there already.
    Same,
    /// It is not here any more, so there is nothing to say of it.
    Gone,
    /// It cannot be written, and why; the others can.
    Bad(Vec<Problem>),
}

/// What the runner asks of the browser. Whatever answers well is on the disk. Bytes are as they are
/// here; only [`Local::seal`] and [`Local::unseal`] know how they lie on the drive.
#[allow(async_fn_in_trait, reason = "one thread; nothing is sent anywhere")]
pub trait Local {
    /// What is here.
    async fn here(&self) -> Result<Here, Trouble>;

    /// What was seen of this drive.
    async fn memory(&self) -> Result<Memory, Trouble>;

    /// Notes what was seen of a path; forgets it without.
    async fn remember(&self, path: &str, seen: Option<&Seen>) -> Result<(), Trouble>;

    /// Sealed, as it goes to the drive; as it is where the drive is open.
    async fn seal(&self, bytes: &[u8]) -> Result<Vec<u8>, Trouble>;

    /// The other way round.
    async fn unseal(&self, bytes: &[u8]) -> Result<Result<Vec<u8>, Shut>, Trouble>;

    /// Reads, checks and takes in a file, with the photos that it needed.
    async fn take(
        &self,
        path: &str,
        bytes: &[u8],
        photos: &BTreeMap<FileHash, Vec<u8>>,
    ) -> Result<Verdict, Trouble>;

    /// The file of a document to write, unless it would say what `unless` says.
    async fn make(&self, write: &Write, unless: Option<&str>) -> Result<Made, Trouble>;

    /// Whether a file that lies there says what a receipt to write would say: made at another time
    /// it has other bytes.
    async fn says_same(&self, write: &Write, bytes: &[u8]) -> Result<bool, Trouble>;

    /// Notes several at once; in this order, where not all can be noted.
    async fn remember_all(&self, all: &[(String, Option<Seen>)]) -> Result<(), Trouble>;

    /// A photo or file; `None` if it is not here.
    async fn file(&self, hash: &FileHash) -> Result<Option<Vec<u8>>, Trouble>;

    /// Whether bytes are those of a photo or file.
    async fn is_file(&self, hash: &FileHash, bytes: &[u8]) -> Result<bool, Trouble>;

    /// Keeps a photo or file.
    async fn keep(&self, hash: &FileHash, bytes: &[u8]) -> Result<(), Trouble>;

    /// Whether the person wants it to stop.
    fn is_cancelled(&self) -> bool;

    /// Says how far it is: of `of` files, `done` are done.
    fn progress(&self, done: usize, of: usize);
}
