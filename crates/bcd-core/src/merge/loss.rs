//! The guard against deleting much at once: what a file would delete, determined before it is
//! merged.
//!
//! Deletions are explicit and spread like any other change. One that deletes a large part of a year
//! is more likely an accident or malice than intended, so a person has to approve it.

use super::{Merged, conflict::Decision};
use crate::{
    field::{Entry, Fields, Path},
    format::share::is_nothing,
};
use serde_json::Value;
use std::collections::BTreeSet;

/// What taking a file in would take away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Loss {
    /// Records and pieces of evidence that would be deleted.
    pub deleted: usize,
    /// Of how many.
    pub records: usize,
    /// Texts and answers that would be emptied.
    pub emptied: usize,
    /// Of how many.
    pub values: usize,
}

// A deletion is held back if it is at least this many things, and at least this share of all.
const LEAST: usize = 10;
const PERCENT: usize = 30;

impl Loss {
    /// Whether a person should look first.
    pub const fn is_much(&self) -> bool {
        much(self.deleted, self.records) || much(self.emptied, self.values)
    }
}

const fn much(gone: usize, of: usize) -> bool {
    gone >= LEAST && gone * 100 >= of * PERCENT
}

/// What would be missing after the merge.
pub fn loss(before: &Fields, after: &Merged) -> Loss {
    let (there, left) = (live(before), live(&after.fields));
    let full =
        |fields: &Fields, path: &str| fields.get(path).is_some_and(|entry| !is_nothing(&entry.v));
    // The fields of a deleted record are not counted again.
    let values: Vec<_> =
        before.keys().filter(|path| full(before, path) && !path.ends_with("/deleted")).collect();
    Loss {
        deleted: there.difference(&left).count(),
        records: there.len(),
        emptied: values.iter().filter(|path| !full(&after.fields, path)).count(),
        values: values.len(),
    }
}

/// The entries that restore everything that was deleted: the earlier values, which replace the
/// deletions and nothing else. Other conflicts remain to be decided.
pub fn brought_back(before: &Fields, now: &Merged, decision: Decision) -> Vec<(Path, Entry)> {
    let write = |path: &Path, value: Value| {
        let over = now.fields.get(path)?.seen_by(&decision.dev);
        let Decision { n, dev, at, by } = decision.clone();
        Some((path.clone(), Entry { v: value, n, dev, at, by, over }))
    };
    let back = |(path, entry): (&Path, &Entry)| {
        let there = now.fields.get(path).map(|entry| &entry.v);
        let deleted = path.ends_with("/deleted") && there == Some(&Value::Bool(true));
        let emptied = !is_nothing(&entry.v) && there.is_some_and(is_nothing);
        let back = (deleted && entry.v != Value::Bool(true)) || emptied;
        write(path, entry.v.clone()).filter(|_| back)
    };
    let deleted_since = now.fields.iter().filter(|(path, entry)| {
        path.ends_with("/deleted") && entry.v == Value::Bool(true) && !before.contains_key(*path)
    });
    let undeleted = deleted_since.filter_map(|(path, _)| write(path, Value::Bool(false)));
    before.iter().filter_map(back).chain(undeleted).collect()
}

// Things with an id that are not deleted: `task/{id}`, `evidence/{id}`…
fn live(fields: &Fields) -> BTreeSet<(&str, &str)> {
    let id = |path: &'_ str| {
        let mut parts = path.splitn(3, '/');
        match (parts.next(), parts.next(), parts.next()) {
            (Some("unit" | "answer" | "quarter" | "annual" | "registration"), ..) => None,
            (Some(kind), Some(id), Some(_)) => Some((kind.len(), id.len())),
            _ => None,
        }
    };
    let mut live = BTreeSet::new();
    for path in fields.keys() {
        let Some((kind, id)) = id(path) else { continue };
        let deleted = format!("{}/deleted", &path[..=kind + id]);
        if fields.get(&deleted).is_none_or(|entry| entry.v != serde_json::Value::Bool(true)) {
            live.insert((&path[..kind], &path[kind + 1..=kind + id]));
        }
    }
    live
}
