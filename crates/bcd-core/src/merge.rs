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
use std::collections::{BTreeMap, BTreeSet};

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

    /// The state as a merge makes it: one in a file need not be such a one.
    #[must_use]
    pub fn settled(self) -> Self {
        let mut settled = Self::default();
        settled.merge(self);
        settled
    }

    /// How many fields it has once it is settled: a value that lost against nothing becomes one.
    pub fn count(&self) -> usize {
        let alone = self
            .lost
            .iter()
            .filter(|(path, list)| !list.is_empty() && !self.fields.contains_key(*path));
        self.fields.len() + alone.count()
    }

    /// What merging another state into this one costs at most: for each field with several values, how many
    /// there are in both times all that they say to have seen.
    pub fn cost_with(&self, other: &Self) -> u64 {
        let paths: BTreeSet<&Path> = self.lost.keys().chain(other.lost.keys()).collect();
        let cost = |path: &Path| {
            let mut cost = (0_u64, 0_u64);
            for state in [self, other] {
                let lost = state.lost.get(path).into_iter().flatten();
                for entry in state.fields.get(path).into_iter().chain(lost) {
                    cost = (cost.0 + 1, cost.1 + 1 + entry.seen().count() as u64);
                }
            }
            cost.0.saturating_mul(cost.1)
        };
        paths.into_iter().map(cost).fold(0, u64::saturating_add)
    }

    /// All values of a field: the standing one, and those that lost against it.
    pub fn values_of(&self, path: &str) -> impl Iterator<Item = &serde_json::Value> {
        let lost = self.lost.get(path).into_iter().flatten();
        self.fields.get(path).into_iter().chain(lost).map(|entry| &entry.v)
    }

    /// Merges the other side into this one. Commutative, associative, idempotent.
    pub fn merge(&mut self, other: Merged) {
        // All values of a field are settled at once: one by one, a long list would be sorted anew
        // for each of its values. The own side list is settled again too: it may come from a file
        // and contain values that no merge would have kept.
        let mut all = std::mem::take(&mut self.lost);
        for (path, entries) in other.lost {
            all.entry(path).or_default().extend(entries);
        }
        for (path, entry) in other.fields {
            if all.contains_key(&path) || self.fields.get(&path) != Some(&entry) {
                all.entry(path).or_default().push(entry);
            }
        }
        for (path, entries) in all {
            self.settle(path, entries);
        }
    }

    /// Puts one entry; returns true if the standing value changed to it.
    pub fn put(&mut self, path: Path, entry: Entry) -> bool {
        let before = self.fields.get(&path) == Some(&entry);
        if before && !self.lost.contains_key(&path) {
            return false;
        }
        self.settle(path.clone(), vec![entry.clone()]);
        !before && self.fields.get(&path) == Some(&entry)
    }

    // Finds what stands and what lost among the values here and `more`: those that no other value
    // has replaced, each once. As "replaced" is a strict partial order, it does not matter in how
    // many steps they come.
    fn settle(&mut self, path: Path, more: Vec<Entry>) {
        let lost = self.lost.remove(&path).unwrap_or_default();
        let mut all: Vec<Entry> =
            self.fields.remove(&path).into_iter().chain(lost).chain(more).collect();
        all.sort_by(Entry::order);
        all.dedup();
        let left: Vec<bool> =
            all.iter().map(|entry| !all.iter().any(|other| other.is_over(entry))).collect();
        let mut left = left.into_iter();
        all.retain(|_| left.next() == Some(true));
        let Some(standing) = all.pop() else { return };
        if !all.is_empty() {
            self.lost.insert(path.clone(), all);
        }
        self.fields.insert(path, standing);
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
