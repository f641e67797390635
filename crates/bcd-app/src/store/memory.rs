//! Tables in memory: for when the browser stores nothing (private mode) or its storage is full,
//! and for tests. Nothing of it survives the tab, and the app says so.

use super::{Decide, Op, Rows, Store, StoreFuture, StoreValue};
use std::{cell::RefCell, collections::BTreeMap, future::ready};

/// The tables: values by table and key.
#[derive(Default)]
pub struct MemoryStore(RefCell<BTreeMap<String, StoreValue>>);

// Names of tables have no such character.
fn place(table: &str, key: &str) -> String {
    format!("{table}\n{key}")
}

impl MemoryStore {
    /// The value under a key.
    pub fn value(&self, table: &str, key: &str) -> Option<StoreValue> {
        self.0.borrow().get(&place(table, key)).cloned()
    }

    /// Keys and values whose key starts with `prefix`, in key order.
    pub fn rows(&self, table: &str, prefix: &str) -> Rows {
        let (rows, start) = (self.0.borrow(), place(table, prefix));
        let cut = table.len() + 1;
        rows.range(start.clone()..)
            .take_while(|(place, _)| place.starts_with(&start))
            .map(|(place, value)| (place[cut..].to_owned(), value.clone()))
            .collect()
    }

    /// Writes.
    pub fn write(&self, ops: Vec<Op>) {
        for op in ops {
            match op {
                Op::Put(table, key, value) => {
                    self.0.borrow_mut().insert(place(table, &key), value);
                }
                Op::Delete(table, key) => {
                    self.0.borrow_mut().remove(&place(table, &key));
                }
                Op::DeletePrefix(table, prefix) => {
                    for (key, _) in self.rows(table, &prefix) {
                        self.0.borrow_mut().remove(&place(table, &key));
                    }
                }
            }
        }
    }
}

impl Store for MemoryStore {
    fn lasts(&self) -> bool {
        false
    }

    fn get<'a>(&'a self, table: &'static str, key: &'a str) -> StoreFuture<'a, Option<StoreValue>> {
        Box::pin(ready(Ok(self.value(table, key))))
    }

    fn range<'a>(&'a self, table: &'static str, prefix: &'a str) -> StoreFuture<'a, Rows> {
        Box::pin(ready(Ok(self.rows(table, prefix))))
    }

    fn update<'a>(
        &'a self,
        table: &'static str,
        keys: Vec<String>,
        decide: Decide,
    ) -> StoreFuture<'a, ()> {
        self.write(decide(keys.iter().map(|key| self.value(table, key)).collect()));
        Box::pin(ready(Ok(())))
    }
}
