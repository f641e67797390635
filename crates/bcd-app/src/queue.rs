//! The queue to the disk: the latest value of each changed field waits here, and a batch that is
//! being written stays here until it is on the disk.

use crate::{
    bytes::Bytes,
    rows,
    store::{StoreValue, tables},
};
use bcd_core::{
    field::{Entry, Path},
    id::DossierId,
};
use litemap::LiteMap;
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

/// Changes by the key of the field in its table.
pub(crate) type Batch = LiteMap<String, FieldChange>;

/// A file on its way to the disk.
#[derive(Clone, Debug)]
pub struct NewFile {
    /// Its content hash.
    pub hash: String,
    /// Its media type.
    pub mime: String,
    /// Its bytes.
    pub bytes: Bytes,
}

/// One field on its way.
#[derive(Clone)]
pub(crate) struct FieldChange {
    pub entry: Entry,
    /// The value that this tab last saw on the disk. If the disk has another one, another tab wrote
    /// meanwhile.
    pub seen: Option<Entry>,
}

/// Changes on their way to the disk.
#[derive(Default)]
pub(crate) struct Queue {
    pub waiting: RefCell<Batch>,
    pub files: RefCell<Vec<NewFile>>,
    /// Rows of changed dossiers, by id: a dossier appears in the list only if it has a row.
    pub dossiers: RefCell<Vec<(String, String)>>,
    /// A write is to come or under way.
    pub writing: Cell<bool>,
    /// It is under way.
    pub begun: Cell<bool>,
    /// The fields that are being written.
    pub in_flight: RefCell<Rc<Batch>>,
    /// Changes of the same fields that other tabs announced meanwhile; handled when the write is
    /// done.
    pub heard: RefCell<Vec<(DossierId, Path, Entry)>>,
}

impl Queue {
    /// Queues the change of a field. If a change of the same field waits already, its `seen` is
    /// kept, and the new value replaces its value.
    pub fn push(&self, key: String, change: FieldChange) {
        let mut waiting = self.waiting.borrow_mut();
        let seen = waiting.get(&key).map_or(change.seen, |first| first.seen.clone());
        waiting.insert(key, FieldChange { entry: change.entry, seen });
    }

    /// Puts the row of a dossier into the queue.
    pub fn push_dossier(&self, id: &DossierId, row: String) {
        let mut rows = self.dossiers.borrow_mut();
        rows.retain(|(other, _)| *other != id.0);
        rows.push((id.0.clone(), row));
    }

    /// Puts a batch that was not written back into the queue, except for fields with a newer value
    /// there.
    pub fn take_back(&self, batch: &Batch) {
        let mut waiting = self.waiting.borrow_mut();
        for (key, change) in batch {
            match waiting.get_mut(key) {
                Some(newer) => newer.seen = change.seen.clone(),
                None => {
                    waiting.insert(key.clone(), change.clone());
                }
            }
        }
    }

    /// The rows of a table that are not on the disk yet, as they will be there.
    pub fn unsaved(&self, table: &str) -> Vec<(String, StoreValue)> {
        let files = self.files.borrow();
        match table {
            tables::FIELDS => {
                // Both are needed: a write under way may still fail, and a waiting value replaces
                // it.
                let (flying, waiting) = (self.in_flight.borrow(), self.waiting.borrow());
                let flying = flying.iter().filter(|(key, _)| !waiting.contains_key(*key));
                let row = |(key, change): (&String, &FieldChange)| {
                    (key.clone(), StoreValue::Text(rows::write(&change.entry)))
                };
                flying.chain(waiting.iter()).map(row).collect()
            }
            tables::DOSSIERS => {
                let rows = self.dossiers.borrow();
                rows.iter().map(|(id, row)| (id.clone(), StoreValue::Text(row.clone()))).collect()
            }
            tables::FILES => files
                .iter()
                .map(|file| (file.hash.clone(), StoreValue::Bytes(file.bytes.clone())))
                .collect(),
            tables::FILE_TYPES => files
                .iter()
                .map(|file| (file.hash.clone(), StoreValue::Text(file.mime.clone())))
                .collect(),
            _ => Vec::new(),
        }
    }

    /// The same of one key.
    pub fn unsaved_at(&self, table: &str, key: &str) -> Option<StoreValue> {
        self.unsaved(table).into_iter().find(|(there, _)| there == key).map(|(_, value)| value)
    }

    /// Whether a dossier has fields that are not on the disk yet.
    pub fn has(&self, id: &DossierId) -> bool {
        let prefix = tables::of_dossier(id.as_str());
        let any = |batch: &Batch| batch.keys().any(|key| key.starts_with(&prefix));
        any(&self.waiting.borrow()) || any(&self.in_flight.borrow())
    }

    /// Whether a field waits.
    pub fn waits(&self, key: &str) -> bool {
        self.waiting.borrow().contains_key(key)
    }

    /// Whether a field is being written.
    pub fn flies(&self, key: &str) -> bool {
        self.in_flight.borrow().contains_key(key)
    }
}
