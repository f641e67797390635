//! What taking a file in does to a dossier, determined before it is merged, and the guard against
//! losing much at once.
//!
//! Deletions are explicit and spread like any other change. One that deletes a large part of a year
//! is more likely an accident or malice than intended, so a person has to approve it. The same holds
//! for a device that nobody here knows yet and that overwrites a large part.

use super::{Merged, conflict::Decision};
use crate::{
    field::{Entry, Fields, Path},
    format::share::is_nothing,
};
use serde_json::Value;
use std::collections::BTreeSet;

/// What taking a file in does to the dossier that is here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Effect {
    /// Texts and answers that are new.
    pub added: usize,
    /// Texts and answers that get another value.
    pub changed: usize,
    /// Texts and answers that would be emptied.
    pub emptied: usize,
    /// Of how many.
    pub values: usize,
    /// Records and pieces of evidence that would be deleted.
    pub deleted: usize,
    /// Of how many.
    pub records: usize,
}

// A loss is held back if it is at least this many things, and at least this share of all.
const LEAST: usize = 10;
const PERCENT: usize = 30;

impl Effect {
    /// This and another one together.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self {
            added: self.added + other.added,
            changed: self.changed + other.changed,
            emptied: self.emptied + other.emptied,
            values: self.values + other.values,
            deleted: self.deleted + other.deleted,
            records: self.records + other.records,
        }
    }

    /// Whether it takes so much away that a person should look first. What a device overwrites that
    /// nobody here knew before (`known` is false) is lost, too.
    pub const fn is_much(&self, known: bool) -> bool {
        let overwritten = if known { 0 } else { self.changed };
        much(self.deleted, self.records) || much(self.emptied + overwritten, self.values)
    }
}

const fn much(gone: usize, of: usize) -> bool {
    gone >= LEAST && gone * 100 >= of * PERCENT
}

/// What a merge does.
pub fn effect(before: &Fields, after: &Merged) -> Effect {
    let (there, left) = (live(before), live(&after.fields));
    // That a record is deleted is counted as such, and not its fields again.
    let value = |fields: &'_ Fields, path: &str| {
        let entry = fields.get(path).filter(|_| !path.ends_with("/deleted"));
        entry.map(|entry| entry.v.clone()).filter(|value| !is_nothing(value))
    };
    let mut effect = Effect {
        deleted: there.difference(&left).count(),
        records: there.len(),
        ..Effect::default()
    };
    for path in after.fields.keys() {
        match (value(before, path), value(&after.fields, path)) {
            (None, Some(_)) => effect.added += 1,
            (Some(_), None) => effect.emptied += 1,
            (Some(old), Some(new)) => effect.changed += usize::from(old != new),
            (None, None) => {}
        }
    }
    effect.values = before.keys().filter(|path| value(before, path).is_some()).count();
    effect
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

/// What a file brought into a dossier, kept so that all of it can be taken back days later.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Brought {
    /// The values that came to stand.
    pub after: Fields,
    /// Those that stood before in the same fields; a field that is missing was not there.
    pub before: Fields,
    /// Records that were not there, as `kind/id`. One that was there may have got new fields.
    pub new: BTreeSet<String>,
}

impl Brought {
    /// What a merge brings that sets these fields.
    pub fn of(before: &Fields, after: Fields) -> Self {
        let there: BTreeSet<_> = before.keys().filter_map(|path| record(path)).collect();
        let new = live(&after).into_iter().filter(|id| !there.contains(id));
        let new = new.map(|(kind, id)| format!("{kind}/{id}")).collect();
        let stood = after.keys().filter_map(|path| Some((path.clone(), before.get(path)?.clone())));
        Self { before: stood.collect(), new, after }
    }

    /// The entries that put everything back as it stood before. A field that somebody wrote since
    /// is left alone, and so is a record that came if somebody wrote in it since; their number comes
    /// second. Records that came are deleted, not emptied, so that they too can be brought back.
    pub fn taken_back(&self, now: &Merged, decision: Decision) -> (Vec<(Path, Entry)>, usize) {
        let of = |path: &str| record(path).map(|(kind, id)| format!("{kind}/{id}"));
        let is_new = |path: &str| of(path).is_some_and(|id| self.new.contains(&id));
        let written_since =
            now.fields.iter().filter(|(path, it)| self.after.get(*path) != Some(it));
        let worked_in: BTreeSet<String> = written_since.filter_map(|(path, _)| of(path)).collect();
        let (mut entries, mut left_alone) = (Vec::new(), 0);
        let mut write = |path: String, value: Value| {
            let over = now.fields.get(&path).map(|entry| entry.seen_by(&decision.dev));
            let Decision { n, dev, at, by } = decision.clone();
            entries
                .push((path, Entry { v: value, n, dev, at, by, over: over.unwrap_or_default() }));
        };
        let mut deleted = BTreeSet::new();
        for (path, brought) in &self.after {
            let stands = now.fields.get(path).is_some_and(|entry| entry == brought);
            match self.before.get(path) {
                _ if !stands => left_alone += 1,
                Some(before) if before.v == brought.v => {}
                Some(before) => write(path.clone(), before.v.clone()),
                None if is_new(path) => deleted.extend(of(path)),
                None if is_nothing(&brought.v) => {}
                None => write(path.clone(), Value::Null),
            }
        }
        for id in deleted {
            if worked_in.contains(&id) {
                left_alone += 1;
            } else {
                write(format!("{id}/deleted"), Value::Bool(true));
            }
        }
        (entries, left_alone)
    }
}

// The kind and id of the record whose field a path is: `task/{id}`, `evidence/{id}`, of a list of
// units `unit/{id}`. A dossier's own `unit/name` has no third part.
fn record(path: &str) -> Option<(&str, &str)> {
    let mut parts = path.splitn(3, '/');
    match (parts.next(), parts.next(), parts.next()) {
        (Some("answer" | "quarter" | "annual" | "registration"), ..) => None,
        (Some(kind), Some(id), Some(_)) => Some((kind, id)),
        _ => None,
    }
}

// Records that are not deleted.
fn live(fields: &Fields) -> BTreeSet<(&str, &str)> {
    let mut live = BTreeSet::new();
    for path in fields.keys() {
        let Some((kind, id)) = record(path) else { continue };
        let deleted = fields.get(&format!("{kind}/{id}/deleted"));
        if deleted.is_none_or(|entry| entry.v != Value::Bool(true)) {
            live.insert((kind, id));
        }
    }
    live
}
