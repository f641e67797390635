//! What is kept in the browser: tables of documents and files, and when they count as saved.

mod memory;
mod store;
pub mod tables;

pub use crate::platform::idb::{DbError, Op, Value};
pub use store::Store;
