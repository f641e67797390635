//! Documents and files as they are stored, for a backup.

use crate::{
    bytes::Bytes,
    disk::Disk,
    store::{StoreError, tables},
};
use bcd_core::{format::limits, id::UnitId, sample::desk};

/// What a backup still has room for. What does not fit, or cannot be read, is left out and counted.
pub(super) struct Room {
    entries: usize,
    bytes: usize,
    /// How much was left out.
    pub left_out: usize,
}

impl Room {
    /// That of an empty one, beside its document.
    pub fn new() -> Self {
        Self {
            entries: limits::BACKUP_ENTRIES - 1,
            bytes: limits::BACKUP_BYTES - limits::BACKUP_JSON_BYTES,
            left_out: 0,
        }
    }

    /// Takes a file of so many bytes, if it fits; each takes its place in the list of a ZIP, too.
    pub fn takes(&mut self, size: usize) -> bool {
        const LISTED: usize = 300;
        let fits = self.entries > 0 && size + LISTED <= self.bytes;
        if fits {
            self.entries -= 1;
            self.bytes -= size + LISTED;
        } else {
            self.left_out += 1;
        }
        fits
    }

    /// Takes what is stored, if it is there and fits.
    pub fn bytes(&mut self, stored: Option<Bytes>) -> Option<Bytes> {
        match stored {
            Some(bytes) => self.takes(bytes.len()).then_some(bytes),
            None => {
                self.left_out += 1;
                None
            }
        }
    }

    /// The documents of the rows of a table.
    pub async fn documents(
        &mut self,
        disk: &Disk,
        table: &'static str,
    ) -> Result<Vec<Bytes>, StoreError> {
        let mut blobs = Vec::new();
        let (read, unread) = disk.counted_rows::<serde_json::Value>(table, "").await?;
        self.left_out += unread;
        for (_, line) in read {
            // The sample upper level is made anew wherever somebody wants it.
            let unit = line["unit"].as_str().unwrap_or_default();
            if line["sample"] == true && desk::is_its(&UnitId::from(unit)) {
                continue;
            }
            let digest = line["digest"].as_str().unwrap_or_default();
            blobs.extend(self.bytes(disk.bytes(tables::DOCUMENTS, digest).await?));
        }
        Ok(blobs)
    }

    /// The documents of roll-ups: those that were made here, or the others.
    pub async fn rollups(&mut self, disk: &Disk, own: bool) -> Result<Vec<Bytes>, StoreError> {
        let mut blobs = Vec::new();
        let (read, unread) = disk.counted_rows::<serde_json::Value>(tables::ROLLUPS, "").await?;
        self.left_out += if own { unread } else { 0 };
        for (digest, line) in read {
            if (line["own"] == true) == own {
                blobs.extend(self.bytes(disk.bytes(tables::DOCUMENTS, &digest).await?));
            }
        }
        Ok(blobs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_province_has_room_with_its_photos_and_what_is_too_much_is_counted() {
        let mut room = Room::new();
        // 1,900 units hand up twice a year; three years are kept.
        assert!((0..1_900 * 2 * 3).all(|_| room.takes(44_000)));
        assert!((0..1_000).all(|_| room.takes(150_000)), "and photos");
        assert_eq!(room.left_out, 0);
        assert!(!room.takes(limits::BACKUP_BYTES) && !room.takes(limits::BACKUP_BYTES));
        assert_eq!(room.left_out, 2);
        let mut small = Room::new();
        assert!((1..limits::BACKUP_ENTRIES).all(|_| small.takes(1)));
        assert!(!small.takes(1));
    }
}
