//! Fields: a dossier is a map from paths to stamped values.
//!
//! One field is one thing that a person can change on its own: the step of an item, the title of
//! a piece of evidence. Storage, merge, undo and history all work on fields, so a new kind of
//! thing in a dossier needs a new path and nothing else. A path that this version does not know
//! is kept and passed on.

use crate::id::DeviceId;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// Where a field stands, such as `answer/1.2.1/step`. The paths are listed in
/// `docs/file-format.md`.
pub type Path = String;

/// The stamp that decides which of two values of a field stands: the higher counter, then the
/// higher device id. Clocks never decide.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Stamp {
    /// Lamport counter: more than every counter that the writer had seen.
    pub n: u64,
    /// Who wrote.
    pub dev: DeviceId,
}

/// One value of a field. `null` is a value like any other: "emptied".
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Entry {
    /// The value.
    pub v: Value,
    /// Lamport counter of the stamp.
    pub n: u64,
    /// Device of the stamp.
    pub dev: DeviceId,
    /// When it was written, RFC 3339, by the device's clock: shown to people, decides nothing.
    pub at: String,
    /// Who wrote it, as the device's owner named themselves; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub by: String,
}

/// The fields of a dossier.
pub type Fields = BTreeMap<Path, Entry>;

impl Entry {
    /// The stamp.
    pub fn stamp(&self) -> Stamp {
        Stamp { n: self.n, dev: self.dev.clone() }
    }

    /// Whether `self` stands where both are at hand. Total: equal stamps with unlike values
    /// (a device restored from a copy) are decided by the values' own text.
    pub fn stands_over(&self, other: &Entry) -> bool {
        (self.n, &self.dev).cmp(&(other.n, &other.dev)).then_with(|| self.rank().cmp(&other.rank()))
            == core::cmp::Ordering::Greater
    }

    fn rank(&self) -> (String, &str, &str) {
        (self.v.to_string(), &self.at, &self.by)
    }
}

/// The highest counter of `fields`; the next writer takes one more.
pub fn highest(fields: &Fields) -> u64 {
    fields.values().map(|entry| entry.n).max().unwrap_or(0)
}
