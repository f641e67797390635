//! How much a file may hold: a backup is everything of one browser, and may be larger than what is sent.

use super::limits;
use serde::Deserialize;
use std::{
    borrow::Cow,
    io::{Read, Seek},
};
use zip::ZipArchive;

/// What a bundle may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BundleRoom {
    /// Entries.
    pub entries: usize,
    /// Bytes of all of them, unpacked.
    pub bytes: usize,
    /// Bytes of its document.
    pub document: usize,
}

const PLAIN: BundleRoom = BundleRoom {
    entries: limits::BUNDLE_ENTRIES,
    bytes: limits::BUNDLE_BYTES,
    document: limits::JSON_BYTES,
};

impl BundleRoom {
    /// The room of a ZIP of so many bytes with a document of this name. A backup has more of it, but what
    /// is more is not packed tighter: a small file never grows beyond what any bundle may.
    pub fn of<R: Read + Seek>(zip: &mut ZipArchive<R>, packed: usize, document: &str) -> Self {
        let room = limits::BUNDLE_BYTES.max(packed.saturating_add(limits::BACKUP_JSON_BYTES));
        let backup = Self {
            entries: limits::BACKUP_ENTRIES,
            bytes: room.min(limits::BACKUP_BYTES),
            document: limits::BACKUP_JSON_BYTES,
        };
        let Ok(entry) = zip.by_name(document) else { return PLAIN };
        let size = usize::try_from(entry.size()).unwrap_or(usize::MAX);
        drop(entry);
        // Only where it matters, since the document is read a second time: what is beside it is no larger
        // than it is packed.
        let small = packed.saturating_add(size) <= PLAIN.bytes && size <= PLAIN.document;
        if small && zip.len() <= PLAIN.entries {
            return PLAIN;
        }
        let Ok(entry) = zip.by_name(document) else { return PLAIN };
        let mut json = Vec::new();
        let read = entry.take(backup.document as u64 + 1).read_to_end(&mut json);
        if read.is_ok() && is_backup(&json) { backup } else { PLAIN }
    }
}

/// Bytes that a document may have.
pub fn of_document(json: &[u8]) -> usize {
    let large = json.len() > limits::JSON_BYTES && is_backup(json);
    if large { limits::BACKUP_JSON_BYTES } else { limits::JSON_BYTES }
}

/// Whether a document says to be a backup. What it holds is passed over, without memory for it.
pub fn is_backup(json: &[u8]) -> bool {
    #[derive(Deserialize)]
    struct Kind<'a> {
        #[serde(borrow)]
        kind: Cow<'a, str>,
    }
    json.len() <= limits::BACKUP_JSON_BYTES
        && serde_json::from_slice::<Kind<'_>>(json).is_ok_and(|it| it.kind == "backup")
}
