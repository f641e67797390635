//! Fetching photos and files, which lie apart from what names them.

use super::{EndedEarly, SyncRun, reading::said_of};
use crate::{
    drive::{Drive, DriveFault},
    local::Local,
    report::Happened,
};
use bcd_core::{
    format::limits,
    id::FileHash,
    sync::{
        layout,
        plan::{self, Seen},
    },
};
use std::collections::BTreeMap;

// What became of the photos of a document.
pub(super) enum Fetched {
    All(BTreeMap<FileHash, Vec<u8>>),
    /// From this one on they are not all there.
    Until(usize),
    TooMuch,
}

impl<D: Drive, L: Local> SyncRun<'_, D, L> {
    // Reads the photos of a document from the drive; stops at the first one that is not there yet. Together
    // they may be no more than a bundle.
    pub(super) async fn fetch_photos(
        &mut self,
        hashes: &[FileHash],
    ) -> Result<Fetched, EndedEarly> {
        let (mut photos, mut room) = (BTreeMap::new(), limits::BUNDLE_BYTES);
        for (at, hash) in hashes.iter().enumerate() {
            self.reads.photos += 1;
            let Some(bytes) = self.fetch(hash).await? else { return Ok(Fetched::Until(at)) };
            let Some(rest) = room.checked_sub(bytes.len()) else { return Ok(Fetched::TooMuch) };
            room = rest;
            photos.insert(hash.clone(), bytes);
        }
        Ok(Fetched::All(photos))
    }

    // Reads a photo; `None` if it is not on the drive, or if its content does not match the hash in
    // its name.
    pub(super) async fn fetch(&mut self, hash: &FileHash) -> Result<Option<Vec<u8>>, EndedEarly> {
        self.fetch_up_to(hash, limits::JSON_BYTES).await
    }

    // The same of one of at most so many bytes; a larger one is as good as none.
    async fn fetch_up_to(
        &mut self,
        hash: &FileHash,
        most: usize,
    ) -> Result<Option<Vec<u8>>, EndedEarly> {
        self.fail_if_cancelled()?;
        let path = self.here.file(hash);
        match self.drive.read(&path, most).await {
            Ok((bytes, _)) => {
                let bytes = match self.local.unseal(&path, &bytes).await? {
                    Ok(bytes) => bytes,
                    Err(shut) => {
                        self.note_event(&path, said_of(&path, &shut).0);
                        return Ok(None);
                    }
                };
                Ok(self.local.is_file(hash, &bytes).await?.then_some(bytes))
            }
            Err(DriveFault::NotFound) => Ok(None),
            Err(DriveFault::TooLarge) if most < limits::JSON_BYTES => Ok(None),
            Err(fault) => {
                self.note_failure(&path, fault)?;
                Ok(None)
            }
        }
    }

    /// Reads the photos that dossiers and cases name and that are not here. Every sync looks for each missing
    /// one, because the device that has it may send it at any time. Of whoever came first, small ones are read as
    /// long as there is room.
    pub(super) async fn fetch_missing(&mut self) -> Result<(), EndedEarly> {
        let missing: Vec<FileHash> = self.here.missing.iter().cloned().collect();
        let first: Vec<FileHash> = self.here.first.iter().cloned().collect();
        self.expect_more(missing.len() + first.len());
        let mut still = 0;
        let known = missing.into_iter().map(|hash| (hash, false));
        for (hash, is_first) in known.chain(first.into_iter().map(|hash| (hash, true))) {
            let most = if is_first { plan::FIRST_PHOTO } else { limits::JSON_BYTES };
            let fits = !is_first || self.here.room >= most;
            let found = if fits { self.fetch_up_to(&hash, most).await? } else { None };
            match found {
                Some(bytes) => {
                    if is_first {
                        self.here.room = self.here.room.saturating_sub(bytes.len());
                    }
                    let room = is_first.then_some(self.here.room);
                    self.local.keep(&hash, &bytes, room).await?;
                    let path = self.here.file(&hash);
                    self.note_event(&path, Happened::Fetched);
                    self.remember(&path, Some(Seen::default())).await?;
                }
                None => still += 1,
            }
            self.count_done();
        }
        if still > 0 {
            self.note_event(layout::FILES, Happened::Missing(still));
        }
        Ok(())
    }
}
