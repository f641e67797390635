//! The store in IndexedDB, reopened when the browser closed the connection.

use crate::{
    device,
    idb::{self, Db},
};
use bcd_app::{
    host::Storage,
    store::{Decide, Rows, Store, StoreError, StoreFuture, StoreValue, tables},
};
use std::{cell::RefCell, rc::Rc};

/// The browser's database.
pub struct BrowserStorage;

impl Storage for BrowserStorage {
    fn open(&self) -> StoreFuture<'static, Rc<dyn Store>> {
        Box::pin(open_store(tables::NAME))
    }

    fn ask_to_keep(&self) {
        wasm_bindgen_futures::spawn_local(async {
            // The browser may refuse; the page that shows the storage state asks again.
            device::ask_to_persist().await;
        });
    }
}

/// Opens the store in a database of this name.
///
/// # Errors
/// [`StoreError`].
pub async fn open_store(name: &'static str) -> Result<Rc<dyn Store>, StoreError> {
    let store = IdbStore { name, db: Rc::default() };
    store.db().await?;
    Ok(Rc::new(store))
}

struct IdbStore {
    name: &'static str,
    db: Rc<RefCell<Option<Db>>>,
}

impl IdbStore {
    async fn db(&self) -> Result<Db, StoreError> {
        if let Some(db) = self.db.borrow().as_ref() {
            return Ok(db.clone());
        }
        let held = Rc::downgrade(&self.db);
        let on_lost = move || {
            if let Some(db) = held.upgrade() {
                db.take();
            }
        };
        let db = idb::open(self.name, tables::VERSION, tables::ALL, on_lost).await?;
        self.db.replace(Some(db.clone()));
        Ok(db)
    }

    // Drops a lost connection and says whether to try again. Browsers may close it without notice
    // (iOS does, under memory pressure), so an operation that fails for that reason is repeated
    // once on a new connection.
    fn lost(&self, error: StoreError) -> bool {
        let closed = error == StoreError::Closed;
        if closed {
            self.db.take();
        }
        closed
    }
}

impl Store for IdbStore {
    fn lasts(&self) -> bool {
        true
    }

    fn get<'a>(&'a self, table: &'static str, key: &'a str) -> StoreFuture<'a, Option<StoreValue>> {
        Box::pin(async move {
            match self.db().await?.get(table, key).await {
                Err(error) if self.lost(error.into()) => {
                    Ok(self.db().await?.get(table, key).await?)
                }
                outcome => Ok(outcome?),
            }
        })
    }

    fn range<'a>(&'a self, table: &'static str, prefix: &'a str) -> StoreFuture<'a, Rows> {
        Box::pin(async move {
            match self.db().await?.range(table, prefix).await {
                Err(error) if self.lost(error.into()) => {
                    Ok(self.db().await?.range(table, prefix).await?)
                }
                outcome => Ok(outcome?),
            }
        })
    }

    fn update<'a>(
        &'a self,
        table: &'static str,
        keys: Vec<String>,
        decide: Decide,
    ) -> StoreFuture<'a, ()> {
        Box::pin(async move {
            let again = decide.clone();
            match self.db().await?.update(tables::ALL, table, &keys, decide).await {
                Err(error) if self.lost(error.into()) => {
                    Ok(self.db().await?.update(tables::ALL, table, &keys, again).await?)
                }
                outcome => Ok(outcome?),
            }
        })
    }
}
