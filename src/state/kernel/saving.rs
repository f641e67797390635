//! Saving: every change goes to the disk at once; "saved" is said when it is there.
//!
//! One write is under way at a time. What changes meanwhile waits, the last value of each field,
//! and goes with the next one.

use super::Kernel;
use crate::{
    platform::{device, page, spawn_local, tabs},
    state::{link::NewFile, workspace::SaveState},
    storage::{DbError, Op, Value, put_json, tables},
};
use bcd_core::{
    field::{Entry, Path},
    id::DossierId,
};
use leptos::prelude::*;
use serde::Serialize;
use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    rc::Rc,
};

/// Changes by the key of their field in the table.
type Batch = BTreeMap<String, Change>;
/// Fields as they are on the disk now, by the same keys.
type Stored = Vec<(String, Entry)>;

/// Changes on their way to the disk.
#[derive(Default)]
pub(super) struct Queue {
    waiting: RefCell<Batch>,
    files: RefCell<Vec<NewFile>>,
    /// Lines of the dossiers that changed, by id: without its line, a dossier is in no list.
    lines: RefCell<Vec<(String, String)>>,
    /// A write is to come or under way.
    writing: Cell<bool>,
    /// It is under way.
    begun: Cell<bool>,
    /// The write that is under way.
    in_flight: RefCell<Rc<Batch>>,
    /// What other tabs said of its fields meanwhile; looked at when the write is done.
    heard: RefCell<Vec<(DossierId, Path, Entry)>>,
}

/// One field on its way.
#[derive(Clone)]
pub(super) struct Change {
    pub entry: Entry,
    /// What this tab saw there before; something else there means another tab wrote meanwhile.
    pub seen: Option<Entry>,
}

/// What one tab tells the others.
pub enum News {
    /// Fields of a dossier were saved.
    Saved(DossierId, Vec<(Path, Entry)>),
    /// A list (dossiers, sent, received) has changed.
    Lists,
}

impl News {
    // `"lists"`, or the dossier and its fields, path and entry by turns. Fields are texts in the
    // text, as they are on the disk: one reader of entries is enough for the first load.
    /// Its text.
    pub fn write(&self) -> String {
        match self {
            Self::Saved(id, fields) => {
                let mut words = vec![id.0.clone()];
                for (path, entry) in fields {
                    words.extend([path.clone(), json(entry)]);
                }
                json(&words)
            }
            Self::Lists => json(&["lists"]),
        }
    }

    /// Reads what another tab told. `None`: a tab of another version speaks of things that this
    /// one does not know.
    pub fn read(text: &str) -> Option<Self> {
        let words: Vec<String> = serde_json::from_str(text).ok()?;
        let (first, fields) = words.split_first()?;
        if first == "lists" {
            return Some(Self::Lists);
        }
        let field = |pair: &[String]| match pair {
            [path, entry] => Some((path.clone(), serde_json::from_str(entry).ok()?)),
            _ => None,
        };
        let fields = fields.chunks(2).map(field).collect::<Option<_>>()?;
        Some(Self::Saved(DossierId(first.clone()), fields))
    }
}

impl Queue {
    /// What of a table is not on the disk yet, as it will be there.
    pub fn unsaved(&self, table: &str) -> Vec<(String, Value)> {
        let files = self.files.borrow();
        match table {
            tables::FIELDS => {
                // A write that is under way may still fail; what came after it stands over it.
                let (flying, waiting) = (self.in_flight.borrow(), self.waiting.borrow());
                let flying = flying.iter().filter(|(key, _)| !waiting.contains_key(*key));
                let row = |(key, change): (&String, &Change)| {
                    (key.clone(), Value::Text(json(&change.entry)))
                };
                flying.chain(waiting.iter()).map(row).collect()
            }
            tables::DOSSIERS => {
                let lines = self.lines.borrow();
                lines.iter().map(|(id, line)| (id.clone(), Value::Text(line.clone()))).collect()
            }
            tables::FILES => files
                .iter()
                .map(|file| (file.hash.clone(), Value::Bytes(file.bytes.clone())))
                .collect(),
            tables::FILE_TYPES => files
                .iter()
                .map(|file| (file.hash.clone(), Value::Text(file.mime.clone())))
                .collect(),
            _ => Vec::new(),
        }
    }

    /// Whether a dossier has fields that are not on the disk yet.
    pub fn has(&self, id: &DossierId) -> bool {
        let prefix = tables::of_dossier(id.as_str());
        let any = |batch: &Batch| batch.keys().any(|key| key.starts_with(&prefix));
        any(&self.waiting.borrow()) || any(&self.in_flight.borrow())
    }
}

impl Kernel {
    /// Puts changes of the open dossier on their way to the disk.
    pub(super) fn save_changes(&self, changes: Vec<(Path, Change)>, files: Vec<NewFile>) {
        let queue = &self.0.queue;
        queue.files.borrow_mut().extend(files);
        let open = self.line();
        if let Some(line) = open.as_ref().filter(|_| !changes.is_empty()) {
            let mut lines = queue.lines.borrow_mut();
            lines.retain(|(id, _)| *id != line.id.0);
            lines.push((line.id.0.clone(), json(line)));
        }
        let open = open.map(|line| line.id);
        for (path, change) in changes {
            // Fields belong to an open dossier; without one there is nothing to change.
            let Some(id) = &open else { break };
            let mut waiting = queue.waiting.borrow_mut();
            let key = tables::field(id.as_str(), &path);
            // Of several changes, the first knows what was on the disk, the last what is to be.
            let seen = waiting.get(&key).map_or(change.seen, |first| first.seen.clone());
            waiting.insert(key, Change { entry: change.entry, seen });
        }
        if !queue.writing.replace(true) {
            self.set_saved(SaveState::Saving);
            let kernel = self.clone();
            // The answer is painted first; the write starts right behind it.
            page::behind_paint(move || kernel.start_writing());
        }
    }

    /// Tries again what could not be saved, and starts at once what was to be written next.
    pub(super) fn save_now(&self) {
        self.save_changes(Vec::new(), Vec::new());
        self.start_writing();
    }

    fn start_writing(&self) {
        let queue = &self.0.queue;
        if queue.writing.get() && !queue.begun.replace(true) {
            spawn_local(drain(self.clone()));
        }
    }
}

async fn drain(kernel: Kernel) {
    let queue = &kernel.0.queue;
    let state = loop {
        let batch = Rc::new(queue.waiting.take());
        let (files, lines) = (queue.files.borrow().clone(), queue.lines.borrow().clone());
        if batch.is_empty() && files.is_empty() {
            let memory = kernel.store().is_memory();
            break if memory { SaveState::MemoryOnly } else { SaveState::Saved };
        }
        queue.in_flight.replace(batch.clone());
        let written = write(&kernel, &batch, &files, &lines).await;
        queue.in_flight.take();
        match written {
            Ok(stored) => {
                queue.files.borrow_mut().drain(..files.len());
                queue.lines.borrow_mut().retain(|line| !lines.contains(line));
                kernel.take_stamps(&stored);
                kernel.tell_tabs(&stored);
                kernel.hear_again();
                kernel.ask_to_persist();
            }
            Err(error) => {
                // Back into the queue, except where a newer value waits already.
                let mut waiting = queue.waiting.borrow_mut();
                for (key, change) in batch.iter() {
                    match waiting.get_mut(key) {
                        Some(newer) => newer.seen = change.seen.clone(),
                        None => {
                            waiting.insert(key.clone(), change.clone());
                        }
                    }
                }
                drop(waiting);
                kernel.hear_again();
                break SaveState::Failed(error);
            }
        }
    };
    queue.writing.set(false);
    queue.begun.set(false);
    kernel.set_saved(state);
}

async fn write(
    kernel: &Kernel,
    batch: &Rc<Batch>,
    files: &[NewFile],
    lines: &[(String, String)],
) -> Result<Stored, DbError> {
    let keys = batch.keys().cloned().collect();
    let mut first = Vec::new();
    for file in files {
        first.push(Op::Put(tables::FILES, file.hash.clone(), Value::Bytes(file.bytes.clone())));
        first.push(Op::Put(tables::FILE_TYPES, file.hash.clone(), Value::Text(file.mime.clone())));
    }
    for (id, line) in lines {
        first.push(Op::Put(tables::DOSSIERS, id.clone(), Value::Text(line.clone())));
    }
    let (batch, stored) = (batch.clone(), Rc::new(RefCell::new(Stored::new())));
    let result = stored.clone();
    let decide = move |there: Vec<Option<Value>>| {
        let mut ops = first.clone();
        result.borrow_mut().clear();
        for ((key, change), there) in batch.iter().zip(there) {
            let entry = settle(key, change, there, &mut ops);
            result.borrow_mut().push((key.clone(), entry));
        }
        ops
    };
    kernel.store().update(tables::FIELDS, keys, Rc::new(decide)).await?;
    Ok(stored.take())
}

/// Puts one field over what is on the disk. Where another tab wrote meanwhile, the later hand
/// wins, and the other value goes to the side list.
fn settle(key: &str, change: &Change, there: Option<Value>, ops: &mut Vec<Op>) -> Entry {
    let mut entry = change.entry.clone();
    let there: Option<Entry> = there.and_then(|value| {
        let read = match &value {
            Value::Text(json) => serde_json::from_str(json).ok(),
            Value::Bytes(_) => None,
        };
        if read.is_none() {
            // What cannot be read is not written over without a trace.
            ops.push(Op::Put(tables::LOST, format!("{key}|0|unreadable"), value));
        }
        read
    });
    if let Some(other) = there.filter(|other| Some(other) != change.seen.as_ref()) {
        entry.n = entry.n.max(other.n + 1);
        if other.v != entry.v {
            // Another tab is the same device, whose next write would be over it.
            let other = if other.dev == entry.dev { other.pinned() } else { other };
            let lost = format!("{key}|{}|{}", other.n, other.dev);
            ops.push(put_json(tables::LOST, lost, &other));
        }
    }
    ops.push(put_json(tables::FIELDS, key.to_owned(), &entry));
    entry
}

fn json(value: &impl Serialize) -> String {
    // Our own types always have one.
    serde_json::to_string(value).unwrap_or_default()
}

impl Kernel {
    // Asked after the first real save: earlier, the person has no reason to say yes.
    fn ask_to_persist(&self) {
        if !self.0.asked_to_persist.replace(true) && !self.store().is_memory() {
            spawn_local(async {
                device::ask_to_persist().await;
            });
        }
    }

    /// What the disk has now. A field that was changed again since waits for its own write.
    fn take_stamps(&self, stored: &Stored) {
        let queue = &self.0.queue;
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
        self.take(moved);
    }

    fn tell_tabs(&self, stored: &Stored) {
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
            tell(&News::Saved(DossierId::from(id), fields));
        }
    }

    /// Takes in what another tab saved.
    pub(super) fn hear(&self, id: &DossierId, fields: Vec<(Path, Entry)>) {
        let queue = &self.0.queue;
        let open = self.id.with_untracked(|now| now.as_ref() == Some(id));
        let mut newer = Vec::new();
        for (path, entry) in fields {
            let key = tables::field(id.as_str(), &path);
            if queue.in_flight.borrow().contains_key(&key) {
                queue.heard.borrow_mut().push((id.clone(), path, entry));
            } else if open
                // A change of ours on its way meets the other on the disk; see `settle`.
                && !queue.waiting.borrow().contains_key(&key)
                && self.dossier.with_untracked(|d| {
                    d.fields.get(&path).is_none_or(|mine| entry.stands_over(mine))
                })
            {
                newer.push((path, entry));
            }
        }
        self.take(newer);
    }

    // What was said of fields while they were being written.
    fn hear_again(&self) {
        for (id, path, entry) in self.0.queue.heard.take() {
            self.hear(&id, vec![(path, entry)]);
        }
    }
}

/// Tells the other tabs.
pub(super) fn tell(news: &News) {
    tabs::tell(&news.write());
}
