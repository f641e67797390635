//! The rows of a dossier: reading all of them, and the writes of a change.

use crate::{
    disk::{Disk, Expected},
    rows,
    store::{Op, StoreError, tables},
    workspace::DossierLine,
};
use bcd_core::{
    dossier::Dossier,
    field::{Entry, Path},
    id::DossierId,
    merge::Merged,
    sync::take::StateChange,
};
use std::collections::{BTreeMap, BTreeSet};

/// A dossier as it lies on the disk.
#[derive(Default)]
pub struct Loaded {
    /// Its state.
    pub state: Merged,
    /// Rows that this version cannot read.
    pub left_out: usize,
    // The texts of the rows as they were read; a write checks that they have not changed.
    texts: BTreeMap<Path, String>,
    // Those of them that this version cannot read.
    unread: BTreeSet<Path>,
    // Rows of the side list.
    lost: Vec<(String, Path, Entry)>,
}

/// A dossier of this browser.
///
/// # Errors
/// [`StoreError`].
pub async fn load(disk: &Disk, id: &DossierId) -> Result<Loaded, StoreError> {
    let prefix = tables::of_dossier(id.as_str());
    let mut loaded = Loaded::default();
    let mut state = Merged::default();
    for (key, text) in disk.texts(tables::FIELDS, &prefix).await? {
        let Some(path) = key.strip_prefix(&prefix) else { continue };
        match rows::read::<Entry>(&text) {
            Some(entry) => drop(state.fields.insert(path.to_owned(), entry)),
            None => {
                disk.note_unread(tables::FIELDS, &key);
                loaded.left_out += 1;
                loaded.unread.insert(path.to_owned());
            }
        }
        loaded.texts.insert(path.to_owned(), text);
    }
    for (key, text) in disk.texts(tables::LOST, &prefix).await? {
        let lost = rows::read::<Entry>(&text).and_then(|entry| {
            let path = rows::lost_of(&key, &entry)?.strip_prefix(&prefix)?.to_owned();
            Some((path, entry))
        });
        match lost {
            Some((path, entry)) => {
                state.lost.entry(path.clone()).or_default().push(entry.clone());
                loaded.lost.push((key, path, entry));
            }
            None => {
                disk.note_unread(tables::LOST, &key);
                loaded.left_out += 1;
            }
        }
    }
    // The side list may contain values that have been replaced since; merging removes them.
    loaded.state.merge(state);
    Ok(loaded)
}

impl Loaded {
    pub(super) fn write_of(
        &self,
        id: &DossierId,
        change: &StateChange,
        after: &Merged,
    ) -> (Expected, Vec<Op>) {
        let (expected, mut ops) = self.fields_write_of(id, change);
        if !change.fields.is_empty() {
            let line = DossierLine::of(id.clone(), &Dossier::of(after.fields.clone()));
            ops.push(rows::put(tables::DOSSIERS, id.0.clone(), &line));
        }
        (expected, ops)
    }

    /// The same without the row in the list of dossiers: for what is kept like one and is none.
    pub(crate) fn fields_write_of(
        &self,
        id: &DossierId,
        change: &StateChange,
    ) -> (Expected, Vec<Op>) {
        let (mut expected, mut ops) = (Vec::new(), Vec::new());
        for (path, entry) in &change.fields {
            let key = tables::field(id.as_str(), path);
            let text = self.texts.get(path).cloned();
            if let Some(text) = text.clone().filter(|_| self.unread.contains(path)) {
                // An unreadable row is copied to the side list before it is overwritten.
                ops.push(Op::text(tables::LOST, format!("{key}|0|unreadable"), text));
            }
            expected.push((key.clone(), text));
            ops.push(rows::put(tables::FIELDS, key, entry));
        }
        for (path, entry) in each(&change.kept) {
            ops.push(rows::put(
                tables::LOST,
                rows::lost_key(&tables::field(id.as_str(), path), entry),
                entry,
            ));
        }
        for (path, entry) in each(&change.dropped) {
            let rows = self.lost.iter().filter(|(_, at, lost)| at == path && lost == entry);
            ops.extend(rows.map(|(key, ..)| Op::Delete(tables::LOST, key.clone())));
        }
        (expected, ops)
    }
}

fn each(lists: &BTreeMap<Path, Vec<Entry>>) -> impl Iterator<Item = (&Path, &Entry)> {
    lists.iter().flat_map(|(path, list)| list.iter().map(move |entry| (path, entry)))
}
