//! What is kept in the browser: tables of documents and files, and when they count as saved.

mod memory;
pub mod remote;
mod store;
pub mod tables;

pub use crate::platform::idb::{DbError, Op, Value};
pub use store::Store;

/// A write of a value as JSON. Our own types always have one.
pub fn put_json(table: &'static str, key: String, value: &impl serde::Serialize) -> Op {
    Op::Put(table, key, Value::Text(serde_json::to_string(value).unwrap_or_default()))
}
