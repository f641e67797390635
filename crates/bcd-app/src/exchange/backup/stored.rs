//! Documents as they are stored, for a backup.

use crate::{
    bytes::Bytes,
    disk::Disk,
    store::{StoreError, tables},
};

/// The documents of the rows of a table; rows and documents that cannot be read are counted.
pub(super) async fn documents(
    disk: &Disk,
    table: &'static str,
    left_out: &mut usize,
) -> Result<Vec<Bytes>, StoreError> {
    let mut blobs = Vec::new();
    let (read, unread) = disk.counted_rows::<serde_json::Value>(table, "").await?;
    *left_out += unread;
    for (_, line) in read {
        let digest = line["digest"].as_str().unwrap_or_default();
        match disk.bytes(tables::DOCUMENTS, digest).await? {
            Some(bytes) => blobs.push(bytes),
            None => *left_out += 1,
        }
    }
    Ok(blobs)
}
