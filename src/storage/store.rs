//! The store: the database, opened again when the browser took it away, or memory.

use super::{DbError, Op, Value, memory::Memory, tables};
use crate::platform::idb::{self, Db};
use std::{cell::RefCell, rc::Rc};

/// Where everything is kept. Clones share it.
#[derive(Clone)]
pub struct Store(Rc<Inner>);

/// What turns values that were read into writes; may be asked twice. One type for all, so that
/// there is one transaction in the code.
pub type Decide = Rc<dyn Fn(Vec<Option<Value>>) -> Vec<Op>>;

struct Inner {
    db: RefCell<Option<Db>>,
    memory: Option<Memory>,
}

impl Store {
    /// Opens the database.
    ///
    /// # Errors
    /// When there is none; then [`Store::in_memory`] lets the person go on.
    pub async fn open() -> Result<Self, DbError> {
        let store = Self(Rc::new(Inner { db: RefCell::default(), memory: None }));
        store.db().await?;
        Ok(store)
    }

    /// A store that lasts as long as the tab.
    pub fn in_memory() -> Self {
        Self(Rc::new(Inner { db: RefCell::default(), memory: Some(Memory::default()) }))
    }

    /// Whether it lasts only as long as the tab.
    pub fn is_memory(&self) -> bool {
        self.0.memory.is_some()
    }

    async fn db(&self) -> Result<Db, DbError> {
        if let Some(db) = self.0.db.borrow().as_ref() {
            return Ok(db.clone());
        }
        let inner = Rc::downgrade(&self.0);
        let on_lost = move || {
            if let Some(inner) = inner.upgrade() {
                inner.db.take();
            }
        };
        let db = idb::open(tables::NAME, tables::VERSION, tables::ALL, on_lost).await?;
        self.0.db.replace(Some(db.clone()));
        Ok(db)
    }

    // The browser may close the connection without a word (iOS does, under memory pressure);
    // what fails for that reason is done once more on a new one.
    fn lost(&self, error: DbError) -> bool {
        let closed = error == DbError::Closed;
        if closed {
            self.0.db.take();
        }
        closed
    }

    /// Keys and values whose key starts with `prefix`, in key order.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn range(
        &self,
        table: &'static str,
        prefix: &str,
    ) -> Result<Vec<(String, Value)>, DbError> {
        if let Some(memory) = &self.0.memory {
            return Ok(memory.range(table, prefix));
        }
        match self.db().await?.range(table, prefix).await {
            Err(error) if self.lost(error) => self.db().await?.range(table, prefix).await,
            outcome => outcome,
        }
    }

    /// Writes everything or nothing; done when it is on the disk.
    ///
    /// # Errors
    /// [`DbError`]; then nothing was written.
    pub async fn write(&self, ops: Vec<Op>) -> Result<(), DbError> {
        self.update(tables::META, Vec::new(), Rc::new(move |_| ops.clone())).await
    }

    /// Reads `keys`, lets `decide` turn the values into writes, and writes them: one transaction.
    ///
    /// # Errors
    /// [`DbError`]; then nothing was written.
    pub async fn update(
        &self,
        table: &'static str,
        keys: Vec<String>,
        decide: Decide,
    ) -> Result<(), DbError> {
        if let Some(memory) = &self.0.memory {
            let values = keys.iter().map(|key| memory.get(table, key)).collect();
            memory.write(decide(values));
            return Ok(());
        }
        let again = decide.clone();
        let outcome = self.db().await?.update(tables::ALL, table, &keys, decide).await;
        match outcome {
            Err(error) if self.lost(error) => {
                self.db().await?.update(tables::ALL, table, &keys, again).await
            }
            outcome => outcome,
        }
    }
}
