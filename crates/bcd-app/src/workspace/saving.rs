//! Saving: every change is written at once; "saved" is shown when it is on the disk.
//!
//! Only one write runs at a time. Changes meanwhile are queued, the latest value of each field, and
//! written next.

use super::{DossierLine, Workspace};
use crate::{
    disk::SaveState,
    news::News,
    queue::{Batch, FieldChange, NewFile},
    rows,
    store::{Op, StoreError, StoreValue, tables},
};
use bcd_core::{
    field::{Entry, Path},
    id::DossierId,
};
use reactive_graph::prelude::*;
use std::{cell::RefCell, rc::Rc};

/// Fields as they are on the disk now, by their keys in the table.
type Stored = Vec<(String, Entry)>;

impl Workspace {
    /// Queues changes of a dossier, with its row and new files.
    pub(super) fn save_changes(
        &self,
        line: Option<DossierLine>,
        changes: Vec<(Path, FieldChange)>,
        files: Vec<NewFile>,
    ) {
        let inner = self.inner();
        let queue = inner.disk.queue();
        queue.files.borrow_mut().extend(files);
        if let Some(line) = line {
            queue.push_dossier(&line.id, rows::write(&line));
            self.queue_fields(&line.id, changes);
        }
        self.write_soon();
    }

    /// Queues changes of what is kept like a dossier and stands in no list of dossiers.
    pub(crate) fn save_fields(&self, id: &DossierId, changes: Vec<(Path, FieldChange)>) {
        self.queue_fields(id, changes);
        self.write_soon();
    }

    fn queue_fields(&self, id: &DossierId, changes: Vec<(Path, FieldChange)>) {
        let inner = self.inner();
        for (path, change) in changes {
            inner.disk.queue().push(Self::key_of(id, &path), change);
        }
    }

    fn write_soon(&self) {
        let inner = self.inner();
        if !inner.disk.queue().writing.replace(true) {
            self.save.set(SaveState::Saving);
            let workspace = *self;
            // The screen is painted first; the write starts right after.
            inner.host.turns.behind_paint(Box::new(move || workspace.start_writing()));
        }
    }

    /// Tries again what could not be saved, and starts at once what was to be written next.
    pub fn retry_saving(&self) {
        self.save_changes(None, Vec::new(), Vec::new());
        self.start_writing();
    }

    fn start_writing(&self) {
        let inner = self.inner();
        let queue = inner.disk.queue();
        if queue.writing.get() && !queue.begun.replace(true) {
            let workspace = *self;
            inner.host.spawn(async move { workspace.drain().await });
        }
    }

    async fn drain(&self) {
        let inner = self.inner();
        let queue = inner.disk.queue();
        let state = loop {
            let batch = Rc::new(queue.waiting.take());
            let (files, dossiers) = (queue.files.borrow().clone(), queue.dossiers.borrow().clone());
            if batch.is_empty() && files.is_empty() && dossiers.is_empty() {
                let lasts = inner.disk.store().lasts();
                break if lasts { SaveState::Saved } else { SaveState::MemoryOnly };
            }
            queue.in_flight.replace(batch.clone());
            let written = self.write(&batch, &files, &dossiers).await;
            queue.in_flight.take();
            match written {
                Ok(stored) => {
                    queue.files.borrow_mut().drain(..files.len());
                    queue.dossiers.borrow_mut().retain(|row| !dossiers.contains(row));
                    self.take_stamps(&stored);
                    self.tell_tabs(&stored);
                    self.hear_again();
                    self.ask_to_keep();
                }
                Err(error) => {
                    queue.take_back(&batch);
                    self.hear_again();
                    break SaveState::Failed(error);
                }
            }
        };
        queue.writing.set(false);
        queue.begun.set(false);
        self.save.set(state);
    }

    async fn write(
        &self,
        batch: &Rc<Batch>,
        files: &[NewFile],
        dossiers: &[(String, String)],
    ) -> Result<Stored, StoreError> {
        let keys = batch.keys().cloned().collect();
        let mut first = Vec::new();
        for file in files {
            first.push(Op::bytes(tables::FILES, file.hash.clone(), file.bytes.clone()));
            first.push(Op::text(tables::FILE_TYPES, file.hash.clone(), file.mime.clone()));
        }
        for (id, row) in dossiers {
            first.push(Op::text(tables::DOSSIERS, id.clone(), row.clone()));
        }
        let (batch, stored) = (batch.clone(), Rc::new(RefCell::new(Stored::new())));
        let result = stored.clone();
        let decide = move |there: Vec<Option<StoreValue>>| {
            let mut ops = first.clone();
            result.borrow_mut().clear();
            for ((key, change), there) in batch.iter().zip(there) {
                let entry = settle(key, change, there, &mut ops);
                result.borrow_mut().push((key.clone(), entry));
            }
            ops
        };
        let store = self.disk().store();
        store.update(tables::FIELDS, keys, Rc::new(decide)).await?;
        Ok(stored.take())
    }

    // Asked after the first real save, because before that the person has no reason to agree.
    fn ask_to_keep(&self) {
        let inner = self.inner();
        if inner.disk.store().lasts() && !inner.asked_to_keep.replace(true) {
            inner.host.storage.ask_to_keep();
        }
    }

    /// Takes over the stamps that were written. A field that was changed again since waits for its
    /// own write.
    fn take_stamps(&self, stored: &Stored) {
        let inner = self.inner();
        let queue = inner.disk.queue();
        let mine = self.id.get_untracked().map(|id| tables::of_dossier(id.as_str()));
        let mut moved = Vec::new();
        for (key, entry) in stored {
            if let Some(next) = queue.waiting.borrow_mut().get_mut(key) {
                next.seen = Some(entry.clone());
                next.entry.n = next.entry.n.max(entry.n + 1);
            } else if let Some(path) =
                mine.as_ref().and_then(|mine| key.strip_prefix(mine.as_str()))
                && self.dossier.with_untracked(|d| d.fields.get(path) != Some(entry))
            {
                moved.push((path.to_owned(), entry.clone()));
            }
        }
        self.put(moved);
    }

    fn tell_tabs(&self, stored: &Stored) {
        let tabs = self.inner().host.tabs.clone();
        let mut rest = stored.as_slice();
        // Keys are in order, so the fields of a dossier stand together.
        while let Some((id, _)) = rest.first().and_then(|(key, _)| key.split_once('|')) {
            let prefix = tables::of_dossier(id);
            let fields: Vec<(Path, Entry)> = rest
                .iter()
                .map_while(|(key, entry)| {
                    Some((key.strip_prefix(&prefix)?.to_owned(), entry.clone()))
                })
                .collect();
            rest = &rest[fields.len()..];
            tabs.tell(&News::Saved(DossierId::from(id), fields).write());
        }
    }

    // Handles the changes that other tabs announced for fields while these were being written.
    fn hear_again(&self) {
        let heard = self.disk().queue().heard.take();
        for (id, path, entry) in heard {
            self.hear(&id, vec![(path, entry)]);
        }
    }
}

/// Decides between a change and the value on the disk. If another tab wrote meanwhile, the later
/// write wins and the other value goes to the side list.
fn settle(key: &str, change: &FieldChange, there: Option<StoreValue>, ops: &mut Vec<Op>) -> Entry {
    let mut entry = change.entry.clone();
    let there: Option<Entry> = there.and_then(|value| {
        let read = value.clone().text().and_then(|text| rows::read(&text));
        if read.is_none() {
            // An unreadable value is copied to the side list before it is overwritten.
            ops.push(Op::Put(tables::LOST, format!("{key}|0|unreadable"), value));
        }
        read
    });
    if let Some(other) = there {
        // The counter must exceed also what was merged in since the stamp was made.
        entry.n = entry.n.max(other.n + 1);
        if Some(&other) != change.seen.as_ref() && other.v != entry.v {
            // Another tab has the same device id, so this device's next write would silently
            // replace its value; pinning keeps it.
            let other = if other.dev == entry.dev { other.pinned() } else { other };
            ops.push(rows::put(tables::LOST, rows::lost_key(key, &other), &other));
        }
    }
    ops.push(rows::put(tables::FIELDS, key.to_owned(), &entry));
    entry
}
