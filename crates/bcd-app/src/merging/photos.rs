//! Photos and files that come with what is merged.

use super::Carried;
use crate::store::{Op, tables};

/// Writes of photos and files with their media types.
pub(crate) fn photo_ops(photos: &[Carried]) -> Vec<Op> {
    let ops = |(hash, mime, bytes): &Carried| {
        [
            Op::bytes(tables::FILES, hash.0.clone(), bytes.clone()),
            Op::text(tables::FILE_TYPES, hash.0.clone(), mime.clone()),
        ]
    };
    photos.iter().flat_map(ops).collect()
}
