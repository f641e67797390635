//! Tables in memory: for when the browser stores nothing (private mode) or its storage is full.
//! Work goes on and can be exported; nothing of it survives the tab, and the app says so.

use super::{Op, Value};
use std::{cell::RefCell, collections::BTreeMap};

/// The tables.
#[derive(Default)]
pub struct Memory(RefCell<BTreeMap<(&'static str, String), Value>>);

impl Memory {
    /// The value under a key.
    pub fn get(&self, table: &'static str, key: &str) -> Option<Value> {
        self.0.borrow().get(&(table, key.to_owned())).cloned()
    }

    /// Keys and values whose key starts with `prefix`, in key order.
    pub fn range(&self, table: &'static str, prefix: &str) -> Vec<(String, Value)> {
        let rows = self.0.borrow();
        let from = rows.range((table, prefix.to_owned())..);
        from.take_while(|((t, key), _)| *t == table && key.starts_with(prefix))
            .map(|((_, key), value)| (key.clone(), value.clone()))
            .collect()
    }

    /// Writes.
    pub fn write(&self, ops: Vec<Op>) {
        let mut rows = self.0.borrow_mut();
        for op in ops {
            match op {
                Op::Put(table, key, value) => {
                    rows.insert((table, key), value);
                }
                Op::Delete(table, key) => {
                    rows.remove(&(table, key));
                }
                Op::DeletePrefix(table, prefix) => {
                    rows.retain(|(t, key), _| *t != table || !key.starts_with(&prefix));
                }
            }
        }
    }
}
