//! A browser's storage: tables in memory that outlive the tab, fill up, fail, and are slow.

use super::stage::Gate;
use bcd_app::store::{
    Decide, Op, Rows, Store, StoreError, StoreFuture, StoreValue, memory::MemoryStore,
};
use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    rc::Rc,
};

/// The tables. All tabs of a browser share them.
pub struct Shelf {
    pub memory: MemoryStore,
    /// Writes that still succeed.
    pub room: Cell<usize>,
    /// What every write ends with.
    pub refuses: Cell<Option<StoreError>>,
    /// What every read ends with.
    pub unreadable: Cell<Option<StoreError>>,
    /// Rows that were read, and written.
    pub touched: Cell<(usize, usize)>,
    /// Rows that were read, by table.
    pub rows_read: RefCell<BTreeMap<&'static str, usize>>,
    /// Reads, and transactions that wrote.
    pub asked: Cell<(usize, usize)>,
    /// A transaction with more writes than this finds no room.
    pub widest: Cell<usize>,
}

impl Default for Shelf {
    fn default() -> Self {
        Self {
            memory: MemoryStore::default(),
            room: Cell::new(usize::MAX),
            refuses: Cell::new(None),
            unreadable: Cell::new(None),
            touched: Cell::new((0, 0)),
            rows_read: RefCell::default(),
            asked: Cell::new((0, 0)),
            widest: Cell::new(usize::MAX),
        }
    }
}

impl Shelf {
    fn count(&self, read: usize, written: usize) {
        let (before, after) = self.touched.get();
        self.touched.set((before + read, after + written));
    }

    fn read<T>(&self, table: &'static str, value: T, rows: usize) -> Result<T, StoreError> {
        self.count(rows, 0);
        *self.rows_read.borrow_mut().entry(table).or_default() += rows;
        self.asked.update(|(reads, writes)| (reads + 1, writes));
        self.unreadable.get().map_or(Ok(value), Err)
    }

    fn write(
        &self,
        table: &'static str,
        keys: &[String],
        decide: &Decide,
    ) -> Result<(), StoreError> {
        let ops = decide(keys.iter().map(|key| self.memory.value(table, key)).collect());
        self.count(keys.len(), ops.len());
        if let Some(error) = self.refuses.get() {
            return Err(error);
        }
        // What writes nothing needs no room.
        if !ops.is_empty() {
            self.asked.update(|(reads, writes)| (reads, writes + 1));
            if ops.len() > self.widest.get() {
                return Err(StoreError::Quota);
            }
            let left = self.room.get().checked_sub(1).ok_or(StoreError::Quota)?;
            self.room.set(left);
        }
        self.memory.write(ops);
        Ok(())
    }

    /// Lays a row there, as another version of the app may have.
    pub fn lay(&self, table: &'static str, key: &str, text: &str) {
        self.memory.write(vec![Op::text(table, key, text)]);
    }
}

/// The way of one tab to its storage.
#[derive(Default)]
pub struct Gates {
    /// Behind each read, before the tab hears what was found.
    pub found: Gate,
    /// In front of each write.
    pub writes: Gate,
    /// Behind each write, before the tab hears of it.
    pub answers: Gate,
}

/// The tables, as one tab knows them.
pub struct Seen {
    pub shelf: Rc<Shelf>,
    pub gates: Rc<Gates>,
}

impl Store for Seen {
    fn lasts(&self) -> bool {
        true
    }

    fn get<'a>(&'a self, table: &'static str, key: &'a str) -> StoreFuture<'a, Option<StoreValue>> {
        Box::pin(async move {
            let found = self.shelf.read(table, self.shelf.memory.value(table, key), 1);
            self.gates.found.pass().await;
            found
        })
    }

    fn range<'a>(&'a self, table: &'static str, prefix: &'a str) -> StoreFuture<'a, Rows> {
        Box::pin(async move {
            let rows = self.shelf.memory.rows(table, prefix);
            let count = rows.len();
            let found = self.shelf.read(table, rows, count);
            self.gates.found.pass().await;
            found
        })
    }

    fn update<'a>(
        &'a self,
        table: &'static str,
        keys: Vec<String>,
        decide: Decide,
    ) -> StoreFuture<'a, ()> {
        Box::pin(async move {
            self.gates.writes.pass().await;
            let done = self.shelf.write(table, &keys, &decide);
            self.gates.answers.pass().await;
            done
        })
    }
}
