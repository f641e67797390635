//! What came in, and what became of it.

use super::Restored;
use crate::{
    bytes::Bytes,
    exchange::intake::Group,
    host::PickedFile,
    merging::{Carried, Merge},
    reviewing::ReviewFate,
    store::StoreError,
};
use bcd_core::{
    engine::{DeviceFile, GoodFile},
    format::{pack::PackLine, problem::Problem, review::ReviewFile},
    intake::{Arrival, Summary},
    sync::take::Asking,
};
use std::rc::Rc;

/// What came in.
pub enum IncomingSource {
    /// A file.
    File(Box<dyn PickedFile>),
    /// Pasted text, with a name for the list.
    Text(String, String),
    /// Bytes that are here already, with a name for the list.
    Bytes(String, Bytes),
    /// A file that another app or another site pushed here. Nobody here chose it, so whatever it is
    /// waits for a person.
    Pushed(Rc<Pushed>),
}

impl IncomingSource {
    /// How many bytes, as far as it is known before reading.
    pub fn size(&self) -> usize {
        let of = |file: &dyn PickedFile| usize::try_from(file.size()).unwrap_or(usize::MAX);
        match self {
            Self::File(file) => of(&**file),
            Self::Text(_, text) => text.len(),
            Self::Bytes(_, bytes) => bytes.len(),
            Self::Pushed(pushed) => of(&*pushed.0),
        }
    }
}

/// A pushed file. It is discarded where it was kept as soon as nobody holds it any more: when it was
/// taken in, or the person closed the list that shows it.
pub struct Pushed(pub Box<dyn PickedFile>);

impl Drop for Pushed {
    fn drop(&mut self) {
        self.0.discard();
    }
}

/// A good file that waits for a person. Nothing of it was stored.
pub struct WaitingFile {
    /// What it is.
    pub found: GoodFile,
    /// What it would do, for a device file.
    pub asking: Option<Asking>,
    pub(super) document: Bytes,
    pub(super) carried: Vec<Carried>,
}

/// What became of one file.
#[derive(Clone)]
pub enum ReceiveOutcome {
    /// A submission; the arrival says whether it was stored.
    Submission(Box<Summary>, Arrival),
    /// The unit's own submission, made on another device or on this one.
    Own(Box<Summary>),
    /// A device file, and what became of it.
    Device(Box<DeviceFile>, Merge),
    /// A file that is taken in only if the person decides so.
    Waits(Rc<WaitingFile>),
    /// An upper level's answer, or what another device of the own office says, and what became of it.
    Review(Box<ReviewFile>, ReviewFate),
    /// A pack, which a dossier follows only if the person decides so.
    Pack(PackLine),
    /// A roll-up of an office.
    Rollup(RollupSaid),
    /// A backup, which is restored only if the person decides so.
    Backup(Rc<Restored>),
    /// Not stored, and why.
    Bad(Vec<Problem>),
    /// Sealed with a passphrase; the person is asked for it.
    Sealed(Bytes),
    /// Good, but the storage here is full.
    Full,
    /// Good, but it could not be stored.
    NotStored,
    /// It could not be read, or the engine failed.
    Unreadable,
}

impl ReceiveOutcome {
    pub(super) fn not_stored(error: StoreError) -> Self {
        if error == StoreError::Quota { Self::Full } else { Self::NotStored }
    }
}

/// A roll-up in short. Its line is taken apart only where roll-ups are worked with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RollupSaid {
    /// The office, by name.
    pub office: String,
    /// The cycle.
    pub cycle: String,
    /// Its version.
    pub seq: u64,
    /// How many units it counts.
    pub units: u64,
    /// Whether it was kept now: not if it is here already, or was removed by a person.
    pub is_new: bool,
}

impl RollupSaid {
    /// From the line of a [`GoodFile::Rollup`].
    pub fn of(line: &serde_json::Value) -> Self {
        let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        Self {
            office: text(&line["office"]["name"]),
            cycle: text(&line["cycle"]),
            seq: line["seq"].as_u64().unwrap_or(0),
            units: line["counts"]["units"].as_u64().unwrap_or(0),
            is_new: false,
        }
    }
}

/// A file that was received, and what became of it.
#[derive(Clone)]
pub struct Received {
    /// The file's name.
    pub name: String,
    /// What became of it.
    pub outcome: ReceiveOutcome,
    /// The bytes that are in memory for it as long as it waits.
    pub(in crate::exchange) held: usize,
    /// A pushed file that was not taken in.
    pub pushed: Option<Rc<Pushed>>,
}

impl Received {
    /// The same, and a pushed file that was taken in is kept no longer.
    pub(in crate::exchange) fn released(self) -> Self {
        let pushed = self.pushed.filter(|_| !Group::of(&self.outcome).is_taken());
        Self { pushed, ..self }
    }
}
