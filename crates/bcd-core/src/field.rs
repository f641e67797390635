//! Fields: a dossier is a map from paths to stamped values.
//!
//! A field is one thing that a person can change independently: the step of an item, the title of a
//! piece of evidence. Storage, merge, undo and history all work on fields, so a new kind of data
//! needs only a new path. A path that this version does not know is kept and passed on.

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
    /// Lamport counter: greater than every counter that the writer had seen.
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
    /// What the writer had seen of this field: an object with the highest counter of each other
    /// device; null = nothing. It tells a value that replaced another one from a value that was
    /// written concurrently.
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

    /// Which of two values wins, the greater one. This is a total order: if stamps are equal but
    /// values differ (a device restored from a copy), the values' text decides.
    pub fn order(&self, other: &Entry) -> core::cmp::Ordering {
        (self.n, &self.dev).cmp(&(other.n, &other.dev)).then_with(|| self.rank().cmp(&other.rank()))
    }

    /// Whether `self` wins over `other`.
    pub fn stands_over(&self, other: &Entry) -> bool {
        self.order(other) == core::cmp::Ordering::Greater
    }

    fn rank(&self) -> (String, &str, &str, String) {
        (self.v.to_string(), &self.at, &self.by, self.over.to_string())
    }

    // The highest counter of `device` that this entry's writer had seen, or this entry's own; 0 =
    // none.
    fn knows(&self, device: &str) -> u64 {
        let own = if device == self.dev.as_str() { self.n } else { 0 };
        own.max(self.over.get(device).and_then(Value::as_u64).unwrap_or(0))
    }

    /// Whether the writer of `self` had seen `other`, so that `self` replaces it. If this holds in
    /// neither direction, the two values were written concurrently.
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

    // Everything that this entry had seen, and the entry itself, without one device. Built up
    // rather than removed from, because removing from a map makes the first chunk larger.
    fn all_seen(&self, but: &str) -> Value {
        let own = (self.dev.as_str(), self.n);
        let mut over = Map::new();
        for (device, n) in self.seen().chain([own]).filter(|(device, _)| *device != but) {
            over.insert(device.to_owned(), n.into());
        }
        over_of(over)
    }

    /// The [`Entry::over`] of the next value that `device` writes over this entry. It leaves out
    /// `device` itself, since a device always knows its own writes.
    pub fn seen_by(&self, device: &DeviceId) -> Value {
        self.all_seen(device.as_str())
    }

    /// The same value under a device id made for this value alone. Without it, the device's next
    /// write would replace this value, which nobody has decided on yet, because a device's write
    /// replaces all its earlier ones.
    pub fn pinned(&self) -> Entry {
        let dev = DeviceId(format!("{}~{}", self.dev, self.n));
        Entry { dev, over: self.all_seen(""), ..self.clone() }
    }
}

/// The [`Entry::over`] for what was seen. Nothing seen is null, so that equal entries have equal
/// JSON.
pub fn over_of(seen: Map<String, Value>) -> Value {
    if seen.is_empty() { Value::Null } else { Value::Object(seen) }
}

/// The highest counter of `fields`; the next write uses one more.
pub fn highest(fields: &Fields) -> u64 {
    fields.values().map(|entry| entry.n).max().unwrap_or(0)
}
