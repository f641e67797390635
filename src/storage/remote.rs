//! The store as the desk reaches it: through the kernel, which holds the only connection.

use super::{DbError, Op, Value};
use crate::platform::{Blob, port};

/// A text under a key.
///
/// # Errors
/// [`DbError`].
pub async fn text(table: &'static str, key: &str) -> Result<Option<String>, DbError> {
    Ok(port::get(table, key).await?.and_then(text_of))
}

/// Bytes under a key.
///
/// # Errors
/// [`DbError`].
pub async fn bytes(table: &'static str, key: &str) -> Result<Option<Blob>, DbError> {
    Ok(match port::get(table, key).await? {
        Some(Value::Bytes(bytes)) => Some(bytes),
        Some(Value::Text(_)) | None => None,
    })
}

/// Keys and texts whose key starts with `prefix`.
///
/// # Errors
/// [`DbError`].
pub async fn texts(table: &'static str, prefix: &str) -> Result<Vec<(String, String)>, DbError> {
    let rows = port::range(table, prefix).await?;
    Ok(rows.into_iter().filter_map(|(key, value)| Some((key, text_of(value)?))).collect())
}

/// Writes everything or nothing; done when it is on the disk.
///
/// # Errors
/// [`DbError`]; then nothing was written.
pub async fn write(ops: Vec<Op>) -> Result<(), DbError> {
    port::write(super::tables::META, &ops).await
}

/// The same, if keys of a table still have the texts that were read there (none = no such key).
/// False if one has not; then nothing was written.
///
/// # Errors
/// [`DbError`]; then nothing was written.
pub async fn swap(
    table: &'static str,
    expected: &[(String, Option<String>)],
    ops: &[Op],
) -> Result<bool, DbError> {
    port::swap(table, expected, ops).await
}

fn text_of(value: Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text),
        Value::Bytes(_) => None,
    }
}
