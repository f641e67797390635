//! The disk: the store together with the writes that are still queued. A reader sees a change as
//! soon as the person has made it.

use crate::{
    bytes::Bytes,
    queue::Queue,
    rows,
    store::{Op, Rows, Store, StoreError, StoreValue, memory::MemoryStore, tables},
};
use reactive_graph::{prelude::*, signal::RwSignal};
use serde::{Serialize, de::DeserializeOwned};
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

/// Whether what was done is safe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaveState {
    /// Everything that was done is on the disk.
    Saved,
    /// A write is under way.
    Saving,
    /// The last write failed. The changes are in memory and are written again with the next write.
    Failed(StoreError),
    /// Nothing can be stored here: everything lives as long as the tab.
    MemoryOnly,
}

/// The rows on which the decision to write was based: each key with the text that was read; `None`
/// = there was no such key.
pub type Expected = Vec<(String, Option<String>)>;

/// The disk. Clones are the same one.
#[derive(Clone)]
pub struct Disk(Rc<DiskInner>);

struct DiskInner {
    store: RefCell<Rc<dyn Store>>,
    queue: Queue,
    save: RwSignal<SaveState>,
    unread: RwSignal<Vec<String>>,
}

impl Disk {
    /// A disk in memory, until [`Self::use_store`] gives it a store that lasts.
    pub fn new(save: RwSignal<SaveState>, unread: RwSignal<Vec<String>>) -> Self {
        let store = RefCell::new(Rc::new(MemoryStore::default()) as Rc<dyn Store>);
        Self(Rc::new(DiskInner { store, queue: Queue::default(), save, unread }))
    }

    pub(crate) fn use_store(&self, store: Rc<dyn Store>) {
        self.0.store.replace(store);
    }

    pub(crate) fn store(&self) -> Rc<dyn Store> {
        self.0.store.borrow().clone()
    }

    pub(crate) fn queue(&self) -> &Queue {
        &self.0.queue
    }

    // Reports a failing storage once, here for all reads, because a reader may have to continue
    // without the value.
    fn note_failure<T>(&self, answer: Result<T, StoreError>) -> Result<T, StoreError> {
        answer.inspect_err(|error| self.0.save.set(SaveState::Failed(*error)))
    }

    /// The value under a key.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn value(
        &self,
        table: &'static str,
        key: &str,
    ) -> Result<Option<StoreValue>, StoreError> {
        if let Some(value) = self.0.queue.unsaved_at(table, key) {
            return Ok(Some(value));
        }
        let store = self.store();
        self.note_failure(store.get(table, key).await)
    }

    /// The text under a key.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn text(&self, table: &'static str, key: &str) -> Result<Option<String>, StoreError> {
        Ok(self.value(table, key).await?.and_then(StoreValue::text))
    }

    /// The bytes under a key.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn bytes(&self, table: &'static str, key: &str) -> Result<Option<Bytes>, StoreError> {
        Ok(self.value(table, key).await?.and_then(StoreValue::bytes))
    }

    /// Keys and values whose key starts with `prefix`, in key order.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn values(&self, table: &'static str, prefix: &str) -> Result<Rows, StoreError> {
        let store = self.store();
        let mut rows = self.note_failure(store.range(table, prefix).await)?;
        // Few wait, and each goes to its place: a sort is code that only this would need.
        for (key, value) in self.0.queue.unsaved(table) {
            match rows.binary_search_by(|(there, _)| there.cmp(&key)) {
                Ok(at) => rows[at].1 = value,
                Err(at) if key.starts_with(prefix) => rows.insert(at, (key, value)),
                Err(_) => {}
            }
        }
        Ok(rows)
    }

    /// Keys and texts whose key starts with `prefix`.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn texts(
        &self,
        table: &'static str,
        prefix: &str,
    ) -> Result<Vec<(String, String)>, StoreError> {
        let rows = self.values(table, prefix).await?;
        Ok(rows.into_iter().filter_map(|(key, value)| Some((key, value.text()?))).collect())
    }

    /// The row under a key.
    ///
    /// # Errors
    /// [`StoreError`]; [`StoreError::Failed`] also where the row cannot be read: taken for absent,
    /// it would be written over.
    pub async fn row<T: DeserializeOwned>(
        &self,
        table: &'static str,
        key: &str,
    ) -> Result<Option<T>, StoreError> {
        let text = self.text(table, key).await?;
        text.map(|text| self.read_row(table, key, &text)).transpose()
    }

    /// A row from its text.
    ///
    /// # Errors
    /// [`StoreError::Failed`] where it cannot be read; that is told of.
    pub(crate) fn read_row<T: DeserializeOwned>(
        &self,
        table: &'static str,
        key: &str,
        text: &str,
    ) -> Result<T, StoreError> {
        rows::read(text).ok_or_else(|| {
            self.note_unread(table, key);
            StoreError::Failed
        })
    }

    /// Keys and rows whose key starts with `prefix`. Rows that cannot be read are left out and
    /// reported.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn rows<T: DeserializeOwned>(
        &self,
        table: &'static str,
        prefix: &str,
    ) -> Result<Vec<(String, T)>, StoreError> {
        Ok(self.read_rows(table, self.texts(table, prefix).await?).0)
    }

    /// The same, with how many were left out.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn counted_rows<T: DeserializeOwned>(
        &self,
        table: &'static str,
        prefix: &str,
    ) -> Result<(Vec<(String, T)>, usize), StoreError> {
        Ok(self.read_rows(table, self.texts(table, prefix).await?))
    }

    fn read_rows<T: DeserializeOwned>(
        &self,
        table: &'static str,
        texts: Vec<(String, String)>,
    ) -> (Vec<(String, T)>, usize) {
        let (all, mut read) = (texts.len(), Vec::new());
        for (key, text) in texts {
            match rows::read(&text) {
                Some(row) => read.push((key, row)),
                None => self.note_unread(table, &key),
            }
        }
        let left_out = all - read.len();
        (read, left_out)
    }

    /// Reports a row that this version cannot read. It stays on the disk unchanged.
    pub fn note_unread(&self, table: &str, key: &str) {
        let row = format!("{table}/{key}");
        if !self.0.unread.with_untracked(|all| all.contains(&row)) {
            self.0.unread.update(|all| all.push(row));
        }
    }

    /// Takes back [`Self::note_unread`]: the row was made anew.
    pub fn note_read(&self, table: &str, key: &str) {
        let row = format!("{table}/{key}");
        if self.0.unread.with_untracked(|all| all.contains(&row)) {
            self.0.unread.update(|all| all.retain(|it| *it != row));
        }
    }

    /// Writes everything or nothing; returns when it is on the disk.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was written.
    pub async fn write(&self, ops: Vec<Op>) -> Result<(), StoreError> {
        self.swap(tables::META, Vec::new(), ops).await.map(drop)
    }

    /// The same, but only if the expected rows have not changed. Returns false if one has; then
    /// nothing was written.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was written.
    pub async fn swap(
        &self,
        table: &'static str,
        expected: Expected,
        ops: Vec<Op>,
    ) -> Result<bool, StoreError> {
        let (keys, texts): (Vec<String>, Vec<Option<String>>) = expected.into_iter().unzip();
        let same = Rc::new(Cell::new(false));
        let found = same.clone();
        let decide = move |there: Vec<Option<StoreValue>>| {
            let there = there.into_iter().map(|value| value?.text());
            found.set(there.eq(texts.iter().cloned()));
            if found.get() { ops.clone() } else { Vec::new() }
        };
        let store = self.store();
        store.update(table, keys, Rc::new(decide)).await?;
        Ok(same.get())
    }
    /// Changes a row of [`tables::META`] by what is in it, with other writes; anew where another tab
    /// wrote it meanwhile, so that what both say stays.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was written.
    pub async fn amend<T: DeserializeOwned + Serialize + Default>(
        &self,
        key: &str,
        ops: &[Op],
        change: impl Fn(&mut T),
    ) -> Result<(), StoreError> {
        loop {
            let before = self.text(tables::META, key).await?;
            let read = before.as_deref().map(|text| self.read_row(tables::META, key, text));
            let mut row = read.transpose()?.unwrap_or_default();
            change(&mut row);
            let ops = [ops, &[rows::put(tables::META, key, &row)]].concat();
            if self.swap(tables::META, vec![(key.to_owned(), before)], ops).await? {
                return Ok(());
            }
        }
    }
}
