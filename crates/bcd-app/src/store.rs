//! The store: tables of texts and bytes, and when they count as written. What holds for every
//! store is tested by one suite, on memory and on a real browser's database.

pub mod contract;
pub mod memory;
pub mod tables;

use crate::bytes::Bytes;
use futures_util::future::LocalBoxFuture;
use serde::{Deserialize, Serialize};
use std::rc::Rc;

/// Why the store could not do something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StoreError {
    /// There is no storage here, or it may not be used (some private modes).
    Unavailable,
    /// The storage is full.
    Quota,
    /// The connection is gone; opening again may help.
    Closed,
    /// A newer version of the app has changed the database.
    Newer,
    /// Anything else.
    Failed,
}

/// A value of a table.
#[derive(Clone, Debug)]
pub enum StoreValue {
    /// Text, such as JSON.
    Text(String),
    /// Bytes.
    Bytes(Bytes),
}

impl StoreValue {
    /// The text, if it is one.
    pub fn text(self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text),
            Self::Bytes(_) => None,
        }
    }

    /// The bytes, if it is some.
    pub fn bytes(self) -> Option<Bytes> {
        match self {
            Self::Text(_) => None,
            Self::Bytes(bytes) => Some(bytes),
        }
    }
}

/// Keys and values, in the order of the keys.
pub type Rows = Vec<(String, StoreValue)>;

/// One write.
#[derive(Clone, Debug)]
pub enum Op {
    /// Puts a value under a key of a table.
    Put(&'static str, String, StoreValue),
    /// Deletes a key of a table.
    Delete(&'static str, String),
    /// Deletes every key that starts with a text.
    DeletePrefix(&'static str, String),
}

impl Op {
    /// A write of a text.
    pub fn text(table: &'static str, key: impl Into<String>, text: impl Into<String>) -> Self {
        Self::Put(table, key.into(), StoreValue::Text(text.into()))
    }

    /// A write of bytes.
    pub fn bytes(table: &'static str, key: impl Into<String>, bytes: Bytes) -> Self {
        Self::Put(table, key.into(), StoreValue::Bytes(bytes))
    }

    /// The key that it puts or deletes.
    pub fn key(&self) -> Option<&String> {
        match self {
            Self::Put(_, key, _) | Self::Delete(_, key) => Some(key),
            Self::DeletePrefix(..) => None,
        }
    }

    /// Its table.
    pub fn table(&self) -> &'static str {
        match self {
            Self::Put(table, ..) | Self::Delete(table, _) | Self::DeletePrefix(table, _) => table,
        }
    }
}

/// Computes writes from the values that were read. It may be called twice, so it must have no side
/// effects.
pub type Decide = Rc<dyn Fn(Vec<Option<StoreValue>>) -> Vec<Op>>;

/// What a store answers, later.
pub type StoreFuture<'a, T> = LocalBoxFuture<'a, Result<T, StoreError>>;

/// Persistent tables. Transactions never interleave, neither in this tab nor with those of other
/// tabs.
pub trait Store {
    /// Whether what is written outlives the tab.
    fn lasts(&self) -> bool;

    /// The value under a key.
    fn get<'a>(&'a self, table: &'static str, key: &'a str) -> StoreFuture<'a, Option<StoreValue>>;

    /// Keys and values whose key starts with `prefix`, in key order.
    fn range<'a>(&'a self, table: &'static str, prefix: &'a str) -> StoreFuture<'a, Rows>;

    /// Reads `keys` of a table, lets `decide` compute writes to any table, and writes them: one
    /// transaction, all or nothing. Done when it is on the disk.
    fn update<'a>(
        &'a self,
        table: &'static str,
        keys: Vec<String>,
        decide: Decide,
    ) -> StoreFuture<'a, ()>;
}
