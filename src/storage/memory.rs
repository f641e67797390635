//! Tables in memory: for when the browser stores nothing (private mode) or its storage is full.
//! Work goes on and can be exported; nothing of it survives the tab, and the app says so.

use super::{Op, Value};
use std::{cell::RefCell, collections::BTreeMap};

/// The tables: values by table and key.
#[derive(Default)]
pub struct Memory(RefCell<BTreeMap<String, Value>>);

// Names of tables have no such character.
fn place(table: &str, key: &str) -> String {
    format!("{table}\n{key}")
}

impl Memory {
    /// The value under a key.
    pub fn get(&self, table: &'static str, key: &str) -> Option<Value> {
        self.0.borrow().get(&place(table, key)).cloned()
    }

    /// Keys and values whose key starts with `prefix`, in key order.
    pub fn range(&self, table: &'static str, prefix: &str) -> Vec<(String, Value)> {
        let (rows, start) = (self.0.borrow(), place(table, prefix));
        let cut = table.len() + 1;
        let from = rows.range(start.clone()..);
        from.take_while(|(place, _)| place.starts_with(&start))
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
                    for (key, _) in self.range(table, &prefix) {
                        self.0.borrow_mut().remove(&place(table, &key));
                    }
                }
            }
        }
    }
}
