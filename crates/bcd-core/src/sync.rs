//! Syncing with a shared drive (ổ chung): where files lie there, and what is to be done. These are
//! pure functions: what is here, what is listed there and what was seen the last time come in,
//! steps come out. `docs/sync.md` explains the same for people.
//!
//! Every device writes only its own files and reads those of all. A listing only decides what to
//! read and what to write: a file that is missing there deletes nothing here.

pub mod layout;
pub mod plan;
pub mod take;

use serde::{Deserialize, Serialize};

/// What a drive is used for, as its person said; any of the three together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roles {
    /// The unit's own devices sync there: everything is written there, including private notes.
    pub devices: bool,
    /// The unit hands its submissions up there.
    pub sends: bool,
    /// An upper level takes the submissions of its units from there.
    pub collects: bool,
}

impl Roles {
    /// Whether other units or levels can be expected to look into the drive.
    pub const fn is_shared(self) -> bool {
        self.sends || self.collects
    }
}
