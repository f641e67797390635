//! Saving: every change goes to the disk at once; "saved" is said when it is there.
//!
//! One write is under way at a time. What changes meanwhile waits, the last value of each field,
//! and goes with the next one.

use super::workspace::{Inner, SaveState, Workspace};
use crate::{
    platform::{device, spawn_local, tabs},
    storage::{Op, Value, tables},
};
use bcd_core::{
    field::{Entry, Path},
    id::DossierId,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

/// Changes on their way to the disk.
#[derive(Default)]
pub(super) struct Queue {
    waiting: RefCell<BTreeMap<(DossierId, Path), Change>>,
    files: RefCell<Vec<NewFile>>,
    writing: Cell<bool>,
    /// Fields in the write that is under way.
    in_flight: RefCell<BTreeSet<(DossierId, Path)>>,
    /// What other tabs said of those meanwhile; looked at when the write is done.
    heard: RefCell<Vec<(DossierId, Path, Entry)>>,
}

/// One field on its way.
#[derive(Clone)]
pub(super) struct Change {
    pub entry: Entry,
    /// What this tab saw there before; something else there means another tab wrote meanwhile.
    pub seen: Option<Entry>,
}

/// A file on its way.
#[derive(Clone)]
pub(super) struct NewFile {
    pub hash: String,
    pub mime: String,
    pub bytes: Vec<u8>,
}

/// What one tab tells the others.
#[derive(Serialize, Deserialize)]
pub(super) enum News {
    /// Fields of a dossier were saved.
    Saved(DossierId, BTreeMap<Path, Entry>),
    /// A list (dossiers, sent, received) has changed.
    Lists,
}

impl Queue {
    /// A file that is not on the disk yet.
    pub fn file(&self, hash: &str) -> Option<Vec<u8>> {
        self.files.borrow().iter().find(|file| file.hash == hash).map(|file| file.bytes.clone())
    }

    /// Hash and media type of the files that are not on the disk yet.
    pub fn unsaved_files(&self) -> Vec<(String, String)> {
        let files = self.files.borrow();
        files.iter().map(|file| (file.hash.clone(), file.mime.clone())).collect()
    }

    /// Fields of a dossier that are not on the disk yet.
    pub fn unsaved(&self, id: &DossierId) -> Vec<(Path, Entry)> {
        let waiting = self.waiting.borrow();
        let mine = waiting.iter().filter(|((dossier, _), _)| dossier == id);
        mine.map(|((_, path), change)| (path.clone(), change.entry.clone())).collect()
    }
}

impl Workspace {
    /// Puts changes of the open dossier on their way to the disk.
    pub(super) fn save_changes(&self, changes: Vec<(Path, Change)>, files: Vec<NewFile>) {
        let (Some(id), inner) = (self.id.get_untracked(), self.inner()) else { return };
        inner.queue.files.borrow_mut().extend(files);
        for (path, change) in changes {
            let mut waiting = inner.queue.waiting.borrow_mut();
            let key = (id.clone(), path);
            // Of several changes, the first knows what was on the disk, the last what is to be.
            let seen = waiting.get(&key).map_or(change.seen, |first| first.seen.clone());
            waiting.insert(key, Change { entry: change.entry, seen });
        }
        if !inner.queue.writing.replace(true) {
            self.save.set(SaveState::Saving);
            spawn_local(drain(*self));
        }
    }

    /// Tries again what could not be saved.
    pub fn retry_saving(&self) {
        self.save_changes(Vec::new(), Vec::new());
    }
}

async fn drain(workspace: Workspace) {
    let inner = workspace.inner();
    let state = loop {
        let batch = inner.queue.waiting.take();
        let files = inner.queue.files.borrow().clone();
        if batch.is_empty() && files.is_empty() {
            let memory = inner.store.borrow().is_memory();
            break if memory { SaveState::MemoryOnly } else { SaveState::Saved };
        }
        inner.queue.in_flight.replace(batch.keys().cloned().collect());
        let written = write(&inner, &workspace, &batch, &files).await;
        inner.queue.in_flight.take();
        match written {
            Ok(stored) => {
                inner.queue.files.borrow_mut().drain(..files.len());
                workspace.take_stamps(&stored);
                workspace.tell(&stored);
                workspace.hear_again();
                ask_to_persist(&inner);
            }
            Err(error) => {
                // Back into the queue, except where a newer value waits already.
                let mut waiting = inner.queue.waiting.borrow_mut();
                for (key, change) in batch {
                    waiting
                        .entry(key)
                        .and_modify(|newer| newer.seen = change.seen.clone())
                        .or_insert(change);
                }
                drop(waiting);
                workspace.hear_again();
                break SaveState::Failed(error);
            }
        }
    };
    inner.queue.writing.set(false);
    workspace.save.set(state);
}

type Batch = BTreeMap<(DossierId, Path), Change>;
type Stored = Vec<(DossierId, Path, Entry)>;

async fn write(
    inner: &Rc<Inner>,
    workspace: &Workspace,
    batch: &Batch,
    files: &[NewFile],
) -> Result<Stored, crate::storage::DbError> {
    let keys = batch.keys().map(|(id, path)| tables::field(id.as_str(), path)).collect();
    let mut first = Vec::new();
    for file in files {
        first.push(Op::Put(tables::FILES, file.hash.clone(), Value::Bytes(file.bytes.clone())));
        first.push(Op::Put(tables::FILE_TYPES, file.hash.clone(), Value::Text(file.mime.clone())));
    }
    first.extend(workspace.line_op());
    let (batch, stored) = (batch.clone(), Rc::new(RefCell::new(Stored::new())));
    let result = stored.clone();
    let decide = move |there: Vec<Option<Value>>| {
        let mut ops = first.clone();
        result.borrow_mut().clear();
        for (((id, path), change), there) in batch.iter().zip(there) {
            let entry = settle(id, path, change, there, &mut ops);
            result.borrow_mut().push((id.clone(), path.clone(), entry));
        }
        ops
    };
    let store = inner.store.borrow().clone();
    store.update(tables::FIELDS, keys, decide).await?;
    Ok(stored.take())
}

/// Puts one field over what is on the disk. Where another tab wrote meanwhile, the later hand
/// wins, and the other value goes to the side list.
fn settle(
    id: &DossierId,
    path: &str,
    change: &Change,
    there: Option<Value>,
    ops: &mut Vec<Op>,
) -> Entry {
    let mut entry = change.entry.clone();
    let there: Option<Entry> = match there {
        Some(Value::Text(json)) => serde_json::from_str(&json).ok(),
        Some(Value::Bytes(_)) | None => None,
    };
    if let Some(other) = there.filter(|other| Some(other) != change.seen.as_ref()) {
        entry.n = entry.n.max(other.n + 1);
        if other.v != entry.v {
            let key = format!("{}|{}|{}", tables::field(id.as_str(), path), other.n, other.dev);
            ops.push(put_json(tables::LOST, key, &other));
        }
    }
    ops.push(put_json(tables::FIELDS, tables::field(id.as_str(), path), &entry));
    entry
}

/// A write of a value as JSON. Our own types always have one.
pub(super) fn put_json(table: &'static str, key: String, value: &impl Serialize) -> Op {
    Op::Put(table, key, Value::Text(serde_json::to_string(value).unwrap_or_default()))
}

// Asked after the first real save: earlier, the person has no reason to say yes.
fn ask_to_persist(inner: &Rc<Inner>) {
    if !inner.asked_to_persist.replace(true) && !inner.store.borrow().is_memory() {
        spawn_local(async {
            device::ask_to_persist().await;
        });
    }
}

impl Workspace {
    /// What the disk has now. A field that was changed again since waits for its own write.
    fn take_stamps(&self, stored: &Stored) {
        let (current, inner) = (self.id.get_untracked(), self.inner());
        let mut moved = Vec::new();
        for (id, path, entry) in stored {
            let key = (id.clone(), path.clone());
            if let Some(next) = inner.queue.waiting.borrow_mut().get_mut(&key) {
                next.seen = Some(entry.clone());
                next.entry.n = next.entry.n.max(entry.n + 1);
            } else if current.as_ref() == Some(id)
                && self.dossier.with_untracked(|d| d.fields.get(path) != Some(entry))
            {
                moved.push((path.clone(), entry.clone()));
            }
        }
        if !moved.is_empty() {
            self.dossier.update(|d| moved.into_iter().for_each(|(path, entry)| d.put(path, entry)));
        }
    }

    fn tell(&self, stored: &Stored) {
        let mut by_dossier: BTreeMap<DossierId, BTreeMap<Path, Entry>> = BTreeMap::new();
        for (id, path, entry) in stored {
            by_dossier.entry(id.clone()).or_default().insert(path.clone(), entry.clone());
        }
        for (id, fields) in by_dossier {
            tell(&News::Saved(id, fields));
        }
    }

    /// Takes in what another tab saved.
    pub(super) fn hear(&self, id: &DossierId, fields: BTreeMap<Path, Entry>) {
        let inner = self.inner();
        let mut newer = Vec::new();
        for (path, entry) in fields {
            let key = (id.clone(), path.clone());
            if inner.queue.in_flight.borrow().contains(&key) {
                inner.queue.heard.borrow_mut().push((id.clone(), path, entry));
            } else if self.id.get_untracked().as_ref() == Some(id)
                // A change of ours on its way meets the other on the disk; see `settle`.
                && !inner.queue.waiting.borrow().contains_key(&key)
                && self.dossier.with_untracked(|d| {
                    d.fields.get(&path).is_none_or(|mine| entry.stands_over(mine))
                })
            {
                newer.push((path, entry));
            }
        }
        if !newer.is_empty() {
            self.dossier.update(|d| newer.into_iter().for_each(|(path, entry)| d.put(path, entry)));
        }
    }

    // What was said of fields while they were being written.
    fn hear_again(&self) {
        for (id, path, entry) in self.inner().queue.heard.take() {
            self.hear(&id, [(path, entry)].into());
        }
    }
}

/// Tells the other tabs.
pub(super) fn tell(news: &News) {
    if let Ok(json) = serde_json::to_string(news) {
        tabs::tell(&json);
    }
}
