//! Reading what is new on the drive.

use super::{AT_ONCE, EndedEarly, SyncRun, together};
use crate::{
    drive::{Drive, DriveFault},
    local::{Local, StaysShut, Verdict},
    report::Happened,
};
use bcd_core::{
    format::{
        limits,
        problem::{Code, Problem},
    },
    id::FileHash,
    sync::{
        layout,
        plan::{self, Seen, SeenAs},
    },
};
use std::collections::BTreeMap;

/// The most bytes of files that are read at once, so that phones do not run out of memory.
const BYTES_AT_ONCE: usize = 16 << 20;
/// The size that is assumed for a file if the drive does not state it.
const UNSAID: usize = 1 << 20;

impl<D: Drive, L: Local> SyncRun<'_, D, L> {
    pub(super) async fn read_all(&mut self, paths: Vec<String>) -> Result<(), EndedEarly> {
        let mut rest = paths.as_slice();
        while !rest.is_empty() {
            let some = rest.split_off(..self.batch(rest)).unwrap_or_default();
            self.fail_if_cancelled()?;
            let (drive, listing) = (self.drive, &self.listing);
            let read = some.iter().map(async |path| {
                let most = plan::most_bytes(path);
                // Known before a byte is asked for.
                match listing.get(path).and_then(|there| there.size) {
                    Some(size) if size > most as u64 => Err(DriveFault::TooLarge),
                    _ => drive.read(path, most).await,
                }
            });
            for (path, read) in some.iter().zip(together(read).await) {
                let listed = || self.listing.get(path).and_then(|there| there.rev.clone());
                match read {
                    Ok((bytes, rev)) => {
                        let rev = rev.map(|rev| rev.0).or_else(listed);
                        self.take(path, &bytes, rev).await?;
                    }
                    // It was removed after it was listed; a missing file deletes nothing here.
                    Err(DriveFault::NotFound) => {}
                    // For us, not for the drive.
                    Err(DriveFault::TooLarge) if self.is_large(path) => {
                        let rev = listed();
                        let megabytes = plan::most_bytes(path) >> 20;
                        let problem = Problem::whole(Code::TooLarge, &[&megabytes]);
                        self.note_event(path, Happened::Refused(Some(problem.clone())));
                        self.remember(path, Some(Seen::refused(rev, Some(problem)))).await?;
                    }
                    Err(fault) => self.note_failure(path, fault)?,
                }
                self.count_done();
            }
        }
        Ok(())
    }

    fn is_large(&self, path: &str) -> bool {
        let size = self.listing.get(path).and_then(|there| there.size);
        size.is_none_or(|size| size > plan::most_bytes(path) as u64)
    }

    // How many of the next files are read at once: several small ones, or one large one.
    fn batch(&self, paths: &[String]) -> usize {
        let size = |path: &String| {
            let said = self.listing.get(path).and_then(|there| there.size);
            said.and_then(|size| usize::try_from(size).ok()).unwrap_or(UNSAID)
        };
        let mut sum = 0;
        let fits = |path: &&String| {
            sum += size(path);
            sum <= BYTES_AT_ONCE
        };
        paths.iter().take(AT_ONCE).take_while(fits).count().max(1)
    }

    /// Takes a file in, with the photos that it needs.
    pub(super) async fn take(
        &mut self,
        path: &str,
        bytes: &[u8],
        rev: Option<String>,
    ) -> Result<(), EndedEarly> {
        let bytes = match self.local.unseal(path, bytes).await? {
            Ok(bytes) => bytes,
            Err(shut) => return self.note_unopened(path, shut, rev).await,
        };
        let bytes = &bytes;
        let mut verdict = self.local.take(path, bytes, &BTreeMap::new()).await?;
        if let Verdict::Needs(hashes) = &verdict {
            let photos = self.fetch_photos(hashes).await?;
            let missing = hashes.len() - photos.len();
            if missing > 0 {
                // Not remembered, so the next sync reads it again: its photos are still on their
                // way.
                self.note_event(path, Happened::Waits(missing));
                return Ok(());
            }
            verdict = self.local.take(path, bytes, &photos).await?;
        }
        let seen = match verdict {
            Verdict::Taken(took, digest) => {
                self.note_event(path, Happened::Took(took));
                Seen { rev, what: SeenAs::Taken, digest, ..Seen::default() }
            }
            Verdict::Refused(problems) => {
                let problem = problems.into_iter().next();
                // Whether the file can be taken in depends on what else is here, so it is reported
                // until that changes.
                let waits = problem.as_ref().is_some_and(|p| p.code == Code::DuplicateUnit);
                self.note_event(path, Happened::Refused(problem.clone()));
                if waits {
                    return Ok(());
                }
                Seen::refused(rev, problem)
            }
            // It asks for the same files again although it got them, so it is invalid.
            Verdict::Needs(_) => {
                self.note_event(path, Happened::Refused(None));
                Seen::refused(rev, None)
            }
            Verdict::Held(asking) => {
                self.note_event(path, Happened::Held(asking.clone()));
                Seen { rev, what: SeenAs::Held, held: Some(asking), ..Seen::default() }
            }
        };
        self.remember(path, Some(seen)).await
    }

    async fn note_unopened(
        &mut self,
        path: &str,
        shut: StaysShut,
        rev: Option<String>,
    ) -> Result<(), EndedEarly> {
        let (what, why) = said_of(path, &shut);
        self.note_event(path, what);
        let seen = match shut {
            StaysShut::Another => Seen::shut(rev, &self.here.key),
            StaysShut::NotSealed
            | StaysShut::Elsewhere(_)
            | StaysShut::TooMuch
            | StaysShut::Broken => Seen::refused(rev, why),
        };
        self.remember(path, Some(seen)).await
    }

    // Reads the photos of a document from the drive; stops at the first one that is not there yet.
    async fn fetch_photos(
        &mut self,
        hashes: &[FileHash],
    ) -> Result<BTreeMap<FileHash, Vec<u8>>, EndedEarly> {
        let mut photos = BTreeMap::new();
        for hash in hashes {
            let Some(bytes) = self.fetch(hash).await? else { break };
            photos.insert(hash.clone(), bytes);
        }
        Ok(photos)
    }

    // Reads a photo; `None` if it is not on the drive, or if its content does not match the hash in
    // its name.
    pub(super) async fn fetch(&mut self, hash: &FileHash) -> Result<Option<Vec<u8>>, EndedEarly> {
        self.fail_if_cancelled()?;
        let path = self.here.file(hash);
        match self.drive.read(&path, limits::JSON_BYTES).await {
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
            Err(fault) => {
                self.note_failure(&path, fault)?;
                Ok(None)
            }
        }
    }

    /// Reads the photos that dossiers and cases name and that are not here. Every sync looks for each missing
    /// one, because the device that has it may send it at any time.
    pub(super) async fn fetch_missing(&mut self) -> Result<(), EndedEarly> {
        let missing: Vec<FileHash> = self.here.missing.iter().cloned().collect();
        self.expect_more(missing.len());
        let mut still = 0;
        for hash in missing {
            match self.fetch(&hash).await? {
                Some(bytes) => {
                    self.local.keep(&hash, &bytes).await?;
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

// What is said of a file that stays shut, and the problem that is remembered of it.
fn said_of(path: &str, shut: &StaysShut) -> (Happened, Option<Problem>) {
    let why = match shut {
        StaysShut::Another => return (Happened::Sealed, None),
        StaysShut::NotSealed => return (Happened::NotSealed, None),
        StaysShut::Elsewhere(said) => Some(Problem::at(Code::NotItsPlace, path, &[said])),
        StaysShut::TooMuch => Some(Problem::whole(Code::SealedTooHard, &[])),
        StaysShut::Broken => None,
    };
    (Happened::Refused(why.clone()), why)
}
