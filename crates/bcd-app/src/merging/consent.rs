//! What a person says of a device file, and what becomes of it.

use crate::{
    rows,
    store::{Op, StoreError, tables},
};
use bcd_core::{
    format::problem::Problem,
    id::{DeviceId, SignerKey, UnitId},
    merge::{Merged, effect::Effect},
    sync::take::{Answer, Asking, Standing, TakeOutcome, take},
};
use serde::{Deserialize, Serialize};

/// What became of a device file.
#[allow(clippy::large_enum_variant, reason = "one at a time; a box would buy nothing")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Merge {
    /// It was merged: the number of fields that changed, and of conflicts that there are now.
    Done(usize, usize),
    /// It waits for a person. Nothing of it was stored.
    Asks(Asking),
    /// The dossier was deleted in this browser and must not come back by itself.
    Forgotten,
}

/// What a person has said about a device file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consent {
    /// Nothing, and it came by hand, where each file is asked about.
    Ask,
    /// Nothing, and it lies on a drive that this browser works with: devices that were let in are not
    /// asked about.
    OnDrive,
    /// That they join this unit's work on this drive, with all that is there.
    Joined,
    /// Yes.
    Given,
    /// Yes, but without what it deletes or empties.
    GivenKeeping,
}

impl Consent {
    // A person who takes a file by hand wants its dossier, even if it was deleted here before.
    pub(super) const fn wants_again(self) -> bool {
        matches!(self, Self::Given | Self::GivenKeeping)
    }

    // Whether nobody said yes to it.
    pub(super) const fn is_none(self) -> bool {
        matches!(self, Self::Ask | Self::OnDrive)
    }

    pub(crate) const fn answer(self) -> Answer {
        match self {
            Self::Ask => Answer::Ask,
            Self::OnDrive | Self::Joined => Answer::Nothing,
            Self::Given | Self::GivenKeeping => Answer::Yes,
        }
    }
}

/// A device that a person let in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownDevice {
    /// The id that it had then.
    #[serde(default)]
    pub device: DeviceId,
    /// Who wrote its first file; may be empty.
    pub by: String,
    /// Since when, RFC 3339.
    pub since: String,
    /// The key that its files are signed by. What is signed by another one, or not at all, is not its.
    /// Every row has one.
    #[serde(default)]
    pub key: Option<SignerKey>,
    /// It was there when the person joined the unit's work on a drive, so nobody looked at it on its
    /// own. This device vouches for it to nobody.
    #[serde(default)]
    pub joined: bool,
}

impl KnownDevice {
    /// The write that lets it in for a unit; none of one that signs nothing: anybody can write its id, so
    /// it is asked about each time.
    pub(crate) fn op(&self, unit: &UnitId) -> Option<Op> {
        let key = self.key.as_ref()?;
        Some(rows::put(tables::DEVICES, format!("{unit}|{key}"), self))
    }
}

/// Why nothing was merged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotMerged {
    /// It must not be merged, whatever a person says.
    Refused(Problem),
    /// The store failed.
    Store(StoreError),
}

impl From<StoreError> for NotMerged {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl Merge {
    /// Whether the file contained anything new.
    pub fn is_news(&self) -> bool {
        matches!(self, Self::Done(1.., _))
    }
}

/// What a state of a backup does to what is here.
///
/// # Errors
/// [`NotMerged::Refused`]: it must not be merged, since it is of another unit, or leaves no room for what
/// is written next.
pub(crate) fn taken(
    here: &Merged,
    theirs: &Merged,
    device: &DeviceId,
    standing: Standing,
    answer: Answer,
) -> Result<Effect, NotMerged> {
    match take(here, theirs, device, standing, answer) {
        TakeOutcome::Asks(effect) => Ok(effect),
        TakeOutcome::Refused(problem) => Err(NotMerged::Refused(problem)),
        TakeOutcome::Nothing | TakeOutcome::Changed(_) => Ok(Effect::default()),
    }
}
