//! Photos and files that come with what is merged.

use super::Carried;
use crate::{
    disk::Disk,
    store::{Op, StoreError, tables},
};
use bcd_core::{format::device::files_of, merge::Merged};

/// Writes of photos and files with their media types.
pub(crate) fn photo_ops(photos: &[Carried]) -> Vec<Op> {
    photos.iter().flat_map(ops).collect()
}

fn ops((hash, mime, bytes): &Carried) -> [Op; 2] {
    [
        Op::bytes(tables::FILES, hash.0.clone(), bytes.clone()),
        Op::text(tables::FILE_TYPES, hash.0.clone(), mime.clone()),
    ]
}

/// What a device file brings of them.
pub(super) struct Brought {
    photos: Vec<Carried>,
    here: Vec<bool>,
}

impl Brought {
    pub async fn of(disk: &Disk, photos: &[Carried]) -> Result<Self, StoreError> {
        let mut photos = photos.to_vec();
        let here = keep_types(disk, &mut photos).await?;
        Ok(Self { photos, here })
    }

    /// Writes of all.
    pub fn ops(&self) -> Vec<Op> {
        photo_ops(&self.photos)
    }

    /// Writes of those that a dossier names and that are not here yet.
    pub fn lacking(&self, state: &Merged) -> Vec<Op> {
        let named = files_of(state);
        let both = self.photos.iter().zip(&self.here);
        let lacks = both.filter(|(photo, here)| !**here && named.contains_key(&photo.0));
        lacks.flat_map(|(photo, _)| ops(photo)).collect()
    }
}

/// Gives what is here already the media type under which it is known here, which no file changes. Which of
/// them are.
///
/// # Errors
/// [`StoreError`].
pub(crate) async fn keep_types(
    disk: &Disk,
    photos: &mut [Carried],
) -> Result<Vec<bool>, StoreError> {
    let mut known = Vec::new();
    for (hash, mime, _) in photos {
        let there = disk.text(tables::FILE_TYPES, hash.as_str()).await?;
        known.push(there.is_some());
        *mime = there.unwrap_or_else(|| std::mem::take(mime));
    }
    Ok(known)
}
