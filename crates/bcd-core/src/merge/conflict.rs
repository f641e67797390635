//! Conflicts (thay đổi trùng nhau): values of one field that people wrote concurrently.

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
    /// The other values, latest stamp first, without duplicates and without the standing value.
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
    /// Counter: greater than every counter that the device has seen.
    pub n: u64,
    /// The device.
    pub dev: DeviceId,
    /// When, RFC 3339.
    pub at: String,
    /// The person, as they named themselves; may be empty.
    pub by: String,
}

/// The entries that resolve a conflict, to be put in this order. First, the deciding device's own
/// values that it did not show, pinned. Then the chosen value, which replaces every value that was
/// `shown`. Values that arrived since stay in conflict with it. Empty if the field does not exist.
pub fn decided(
    state: &Merged,
    path: &str,
    value: Value,
    decision: Decision,
    shown: &[Value],
) -> Vec<Entry> {
    let Some(standing) = state.fields.get(path) else { return Vec::new() };
    let lost = state.lost.get(path).into_iter().flatten();
    let (seen, unseen): (Vec<_>, Vec<_>) =
        lost.chain([standing]).partition(|entry| shown.contains(&entry.v));
    let mut over = Map::new();
    for entry in seen {
        let own = (entry.dev.as_str(), entry.n);
        for (device, n) in entry.seen().chain([own]).filter(|(d, _)| *d != decision.dev.as_str()) {
            let known = over.get(device).and_then(Value::as_u64).unwrap_or(0);
            over.insert(device.to_owned(), known.max(n).into());
        }
    }
    // A device's write replaces all its earlier ones, and another tab may have written one that was
    // not shown; so those are pinned first.
    let own = unseen.into_iter().filter(|entry| entry.dev == decision.dev);
    let mut entries: Vec<Entry> = own.map(Entry::pinned).collect();
    let Decision { n, dev, at, by } = decision;
    entries.push(Entry { v: value, n, dev, at, by, over: over_of(over) });
    entries
}
