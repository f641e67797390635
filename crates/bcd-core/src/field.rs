//! Fields: a dossier is a map from paths to stamped values.
//!
//! One field is one thing that a person can change on its own: the step of an item, the title of
//! a piece of evidence. Storage, merge, undo and history all work on fields, so a new kind of
//! thing in a dossier needs a new path and nothing else. A path that this version does not know
//! is kept and passed on.

use crate::id::DeviceId;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
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
    /// What the writer had seen of this field: other devices, each with its highest counter, as an
    /// object; null = none. So a value written over another is told from one written beside it.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    #[cfg_attr(feature = "schema", schemars(with = "BTreeMap<String, u64>"))]
    pub over: Value,
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

    fn rank(&self) -> (String, &str, &str, String) {
        (self.v.to_string(), &self.at, &self.by, self.over.to_string())
    }

    // The highest counter of a device that this entry knows of; 0 = none.
    fn knows(&self, device: &str) -> u64 {
        let own = if device == self.dev.as_str() { self.n } else { 0 };
        own.max(self.over.get(device).and_then(Value::as_u64).unwrap_or(0))
    }

    /// Whether `self` was written over `other`: its writer had seen all that `other` is, and more.
    /// Where neither was written over the other, they were written beside each other.
    pub fn is_over(&self, other: &Entry) -> bool {
        let all = |newer: &Entry, older: &Entry| {
            newer.knows(older.dev.as_str()) >= older.n
                && older.seen().all(|(device, n)| newer.knows(device) >= n)
        };
        all(self, other) && !all(other, self)
    }

    /// [`Entry::over`] by device.
    pub fn seen(&self) -> impl Iterator<Item = (&str, u64)> {
        let all = self.over.as_object().into_iter().flatten();
        all.map(|(device, n)| (device.as_str(), n.as_u64().unwrap_or(0)))
    }

    // What this entry had seen, and itself, without one device. Put together, not taken apart: a
    // map that things are taken out of weighs more in the first load.
    fn all_seen(&self, but: &str) -> Value {
        let own = (self.dev.as_str(), self.n);
        let mut over = Map::new();
        for (device, n) in self.seen().chain([own]).filter(|(device, _)| *device != but) {
            over.insert(device.to_owned(), n.into());
        }
        over_of(over)
    }

    /// What a device has seen that writes over this entry: its [`Entry::over`]. Its own writes it
    /// has always seen.
    pub fn seen_by(&self, device: &DeviceId) -> Value {
        self.all_seen(device.as_str())
    }

    /// The same value under a device of its own. A device's next write is over all that it wrote
    /// before; what it lost against another must not go with that unseen.
    pub fn pinned(&self) -> Entry {
        let dev = DeviceId(format!("{}~{}", self.dev, self.n));
        Entry { dev, over: self.all_seen(""), ..self.clone() }
    }
}

/// [`Entry::over`] of what was seen: nothing is null, so that equal entries are alike.
pub fn over_of(seen: Map<String, Value>) -> Value {
    if seen.is_empty() { Value::Null } else { Value::Object(seen) }
}

/// The highest counter of `fields`; the next writer takes one more.
pub fn highest(fields: &Fields) -> u64 {
    fields.values().map(|entry| entry.n).max().unwrap_or(0)
}
