//! Conflicts (thay đổi trùng nhau): values of one field that people wrote beside each other.

use super::Merged;
use crate::{
    field::{Entry, Path, over_of},
    id::DeviceId,
};
use serde_json::{Map, Value};

/// A field with more than one value.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflict {
    /// Which field.
    pub path: Path,
    /// The value that stands.
    pub standing: Entry,
    /// Other values, the latest stamp first, each once, none like the one that stands.
    pub others: Vec<Entry>,
}

/// The conflicts that somebody has to decide, in the order of their paths.
pub fn conflicts(state: &Merged) -> Vec<Conflict> {
    let conflict = |(path, list): (&Path, &Vec<Entry>)| {
        let standing = state.fields.get(path)?.clone();
        let mut others: Vec<Entry> = Vec::new();
        for entry in list.iter().rev() {
            if entry.v != standing.v && others.iter().all(|other| other.v != entry.v) {
                others.push(entry.clone());
            }
        }
        (!others.is_empty()).then(|| Conflict { path: path.clone(), standing, others })
    };
    state.lost.iter().filter_map(conflict).collect()
}

/// Who decides, and when.
#[derive(Clone, Debug)]
pub struct Decision {
    /// Counter: more than every one that the device has seen.
    pub n: u64,
    /// The device.
    pub dev: DeviceId,
    /// When, RFC 3339.
    pub at: String,
    /// The person, as they named themselves; may be empty.
    pub by: String,
}

/// The entry that ends a conflict with the value that was chosen: it is over every value of the
/// field. `None` where the field is not there.
pub fn decided(state: &Merged, path: &str, value: Value, decision: Decision) -> Option<Entry> {
    let standing = state.fields.get(path)?;
    let lost = state.lost.get(path).into_iter().flatten();
    let mut over = Map::new();
    for entry in lost.chain([standing]) {
        let own = (entry.dev.as_str(), entry.n);
        for (device, n) in entry.seen().chain([own]).filter(|(d, _)| *d != decision.dev.as_str()) {
            let known = over.get(device).and_then(Value::as_u64).unwrap_or(0);
            over.insert(device.to_owned(), known.max(n).into());
        }
    }
    let Decision { n, dev, at, by } = decision;
    Some(Entry { v: value, n, dev, at, by, over: over_of(over) })
}
