//! What a device remembers of the files of a drive.

use super::{
    super::{layout, take::Asking},
    DriveMemory, Listing,
};
use crate::{format::problem::Problem, id::FileHash};
use serde::{Deserialize, Serialize};

/// What this device last saw of a file on the drive.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// Its revision then.
    pub rev: Option<String>,
    /// What it turned out to be.
    pub what: SeenAs,
    /// Digest of the document, or of the state that was written; for what stays shut, the mark of
    /// the key that it was tried with; for what waits for a photo, the hash of that.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub digest: String,
    /// How many photos it waits for; how often its reading was begun and not ended.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub count: usize,
    /// What it is and does, while it waits for a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<Asking>,
    /// What is wrong with it, while it is refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Problem>,
}

/// What a file of the drive turned out to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum SeenAs {
    /// Read, and taken in or known already.
    #[default]
    Taken,
    /// Written by this device.
    Written,
    /// Invalid, or not for this device; read again when it has changed.
    Refused,
    /// It waits for a person.
    Held,
    /// Sealed for somebody else; tried again when it has changed, or with another key.
    Shut,
    /// Photos that it names are not on the drive yet.
    Waits,
    /// Its reading was begun. If that is still so in the next sync, this browser ended meanwhile: it may
    /// have been the file.
    Begun,
    /// It was there once; a sync has to look whether it still is.
    Doubtful,
}

impl Seen {
    /// A file that was refused.
    pub fn refused(rev: Option<String>, why: Option<Problem>) -> Self {
        Self { rev, what: SeenAs::Refused, why, ..Self::default() }
    }

    /// A file that the key with this mark does not open.
    pub fn shut(rev: Option<String>, key: &str) -> Self {
        Self { rev, what: SeenAs::Shut, digest: key.to_owned(), ..Self::default() }
    }

    /// A file that waits for photos: how many, and the first of them.
    pub fn waits(rev: Option<String>, count: usize, first: &FileHash) -> Self {
        Self { rev, what: SeenAs::Waits, digest: first.0.clone(), count, ..Self::default() }
    }

    /// A file whose reading begins, for the how manieth time.
    pub fn begun(rev: Option<String>, count: usize) -> Self {
        Self { rev, what: SeenAs::Begun, count, ..Self::default() }
    }

    /// Whether it stayed shut when it was tried with another key than this one.
    pub(super) fn may_open(&self, key: &str) -> bool {
        self.what == SeenAs::Shut && self.digest != key
    }

    /// Whether the file was valid when it was last seen, and nothing has raised a doubt since.
    pub fn is_good(&self) -> bool {
        matches!(self.what, SeenAs::Taken | SeenAs::Written)
    }
}

/// Files that wait for photos and have not changed since: how many, and the first of them.
pub fn waiting(listing: &Listing, memory: &DriveMemory) -> Vec<(String, usize, FileHash)> {
    let still = |(path, seen): (&String, &Seen)| {
        let same = listing.get(path).is_some_and(|there| there.rev == seen.rev);
        let waits = same && seen.what == SeenAs::Waits;
        waits.then(|| (path.clone(), seen.count, FileHash(seen.digest.clone())))
    };
    memory.iter().filter_map(still).collect()
}

/// Of files that wait, that whose turn it is: the one after the last that an earlier sync looked after.
pub fn turn(waiting: &[(String, usize, FileHash)], memory: &DriveMemory) -> usize {
    let last = memory.get(layout::SUBMISSIONS).map_or("", |seen| seen.digest.as_str());
    waiting.iter().position(|(path, ..)| path.as_str() > last).unwrap_or(0)
}

/// How often the reading of a file was begun and not ended, as it lies there now.
pub fn begun(path: &str, rev: Option<&String>, memory: &DriveMemory) -> usize {
    let seen = memory.get(path).filter(|seen| seen.what == SeenAs::Begun);
    seen.filter(|seen| seen.rev.as_ref() == rev).map_or(0, |seen| seen.count)
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
const fn is_zero(count: &usize) -> bool {
    *count == 0
}
