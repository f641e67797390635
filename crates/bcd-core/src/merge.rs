//! Merge: combines the fields of two devices, and keeps the values that lost.
//!
//! Of all known values of a field, those are kept that no other value has replaced
//! ([`Entry::is_over`]). The one with the highest stamp stands ([`Entry::stands_over`]). The others
//! were written concurrently, by people who did not know of each other; they stay on the side list
//! until somebody decides. A field that only one side has is taken over: a missing field is not a
//! deleted one.

pub mod conflict;
pub mod effect;

use crate::field::{Entry, Fields, Path};
use crate::id::DeviceId;
use std::collections::BTreeMap;

/// Values that lost, by path, oldest stamp first, without duplicates.
pub type Lost = BTreeMap<Path, Vec<Entry>>;

/// A dossier's fields with what lost so far.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Merged {
    /// What stands.
    pub fields: Fields,
    /// What lost.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub lost: Lost,
}

impl Merged {
    /// Fields that nothing has lost against yet.
    pub fn of(fields: Fields) -> Self {
        Self { fields, lost: Lost::new() }
    }

    /// All values of a field: the standing one, and those that lost against it.
    pub fn values_of(&self, path: &str) -> impl Iterator<Item = &serde_json::Value> {
        let lost = self.lost.get(path).into_iter().flatten();
        self.fields.get(path).into_iter().chain(lost).map(|entry| &entry.v)
    }

    /// Merges the other side into this one. Commutative, associative, idempotent.
    pub fn merge(&mut self, other: Merged) {
        for (path, entry) in other.fields {
            self.put(path, entry);
        }
        // The own side list is merged again too: it may come from a file and contain values that no
        // merge would have kept.
        for (path, entries) in std::mem::take(&mut self.lost).into_iter().chain(other.lost) {
            for entry in entries {
                self.put(path.clone(), entry);
            }
        }
    }

    /// Puts one entry; returns true if the standing value changed to it.
    pub fn put(&mut self, path: Path, entry: Entry) -> bool {
        if self.fields.get(&path) == Some(&entry) && !self.lost.contains_key(&path) {
            return false;
        }
        let before = self.fields.get(&path) == Some(&entry);
        let lost = self.lost.remove(&path).unwrap_or_default();
        let mut all: Vec<Entry> = self.fields.remove(&path).into_iter().chain(lost).collect();
        if !all.contains(&entry) && !all.iter().any(|other| other.is_over(&entry)) {
            all.retain(|other| !entry.is_over(other));
            all.push(entry.clone());
        }
        all.sort_by(|a, b| a.stands_over(b).cmp(&b.stands_over(a)));
        let Some(standing) = all.pop() else { return false };
        let stands = !before && standing == entry;
        self.fields.insert(path.clone(), standing);
        if !all.is_empty() {
            self.lost.insert(path, all);
        }
        stands
    }

    /// Pins the values of `device` that lost ([`Entry::pinned`]). A device does so when it merges
    /// files, before its person writes again.
    pub fn pin(&mut self, device: &DeviceId) {
        let own = self.lost.iter().flat_map(|(path, list)| {
            let own = list.iter().filter(|entry| entry.dev == *device);
            own.map(move |entry| (path.clone(), entry.pinned()))
        });
        for (path, entry) in own.collect::<Vec<_>>() {
            self.put(path, entry);
        }
    }
}
