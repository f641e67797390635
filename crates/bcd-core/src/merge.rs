//! Merge: the fields of two devices become one, and what lost stays at hand.
//!
//! Per field the higher stamp stands ([`Entry::stands_over`]). A field that only one side has is
//! taken: absence is not deletion. What lost a real difference goes to the side list.

use crate::field::{Entry, Fields, Path};
use std::collections::BTreeMap;

/// Values that lost, by path, oldest stamp first, without repeats.
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

    /// Takes in the other side. Commutative, associative, idempotent.
    pub fn merge(&mut self, other: Merged) {
        for (path, entry) in other.fields {
            self.put(path, entry);
        }
        for (path, entries) in other.lost {
            for entry in entries {
                self.keep_lost(&path, entry);
            }
        }
        // A value that stands is not lost, whichever side listed it.
        let Merged { fields, lost } = self;
        lost.retain(|path, entries| {
            entries.retain(|entry| fields.get(path) != Some(entry));
            !entries.is_empty()
        });
    }

    /// Puts one entry; true if it now stands.
    pub fn put(&mut self, path: Path, entry: Entry) -> bool {
        let Some(mine) = self.fields.get(&path) else {
            self.fields.insert(path, entry);
            return true;
        };
        if *mine == entry {
            return false;
        }
        let stands = entry.stands_over(mine);
        let loser = if stands { self.fields.insert(path.clone(), entry) } else { Some(entry) };
        if let Some(loser) = loser {
            self.keep_lost(&path, loser);
        }
        stands
    }

    fn keep_lost(&mut self, path: &str, entry: Entry) {
        let list = self.lost.entry(path.to_owned()).or_default();
        if list.contains(&entry) {
            return;
        }
        let place = list.iter().position(|other| other.stands_over(&entry)).unwrap_or(list.len());
        list.insert(place, entry);
    }
}
