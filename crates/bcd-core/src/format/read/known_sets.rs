//! Criteria sets that were found good: of many submissions with one set, it is looked at once.

use crate::{criteria::CriteriaSet, format::canonical};
use serde_json::Value;

/// The sets that were found good while some files were read. Empty at first; what a file is said to be
/// is the same with it and without.
#[derive(Default)]
pub struct KnownSets(Vec<KnownSet>);

/// A set in which nothing is wrong.
pub(super) struct KnownSet {
    value: Value,
    /// Its canonical bytes.
    pub bytes: Vec<u8>,
    /// The set itself.
    pub set: CriteriaSet,
}

/// The most that are kept: the packs of a few upper levels.
const MOST: usize = 8;

impl KnownSets {
    /// The one that stands in a submission.
    pub(super) fn of(&self, document: &Value) -> Option<&KnownSet> {
        let set = &document["body"]["set"];
        let mut all = self.0.iter().filter(|_| document["kind"] == "submission");
        all.find(|known| known.value == *set)
    }

    /// Keeps the set of a document in which nothing is wrong.
    pub(super) fn keep(&mut self, document: &Value, set: &CriteriaSet) {
        let value = &document["body"]["set"];
        if self.0.len() < MOST
            && let Ok(bytes) = canonical::bytes(value)
        {
            self.0.push(KnownSet { value: value.clone(), bytes, set: set.clone() });
        }
    }
}
