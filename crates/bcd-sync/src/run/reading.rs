//! Reading what is new on the drive.

use super::{AT_ONCE, Run, Stop, together};
use crate::{
    drive::{Drive, Fault},
    local::{Local, Shut, Verdict},
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
        plan::{self, Seen, What},
    },
};
use std::collections::BTreeMap;

/// Bytes of files that are read at once, so that a phone has the memory for them.
const BYTES_AT_ONCE: usize = 16 << 20;
/// What a file counts whose size the drive does not say.
const UNSAID: usize = 1 << 20;

impl<D: Drive, L: Local> Run<'_, D, L> {
    pub(super) async fn read_all(&mut self, paths: Vec<String>) -> Result<(), Stop> {
        let mut rest = paths.as_slice();
        while !rest.is_empty() {
            let some = rest.split_off(..self.batch(rest)).unwrap_or_default();
            self.go_on()?;
            let (drive, listing) = (self.drive, &self.listing);
            let read = some.iter().map(async |path| {
                let most = plan::most_bytes(path);
                // Known before a byte is asked for.
                match listing.get(path).and_then(|there| there.size) {
                    Some(size) if size > most as u64 => Err(Fault::TooLarge),
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
                    // Gone since it was listed: nothing follows from that.
                    Err(Fault::NotFound) => {}
                    // For us, not for the drive.
                    Err(Fault::TooLarge) if self.is_large(path) => {
                        let rev = listed();
                        let megabytes = plan::most_bytes(path) >> 20;
                        let problem = Problem::whole(Code::TooLarge, &[&megabytes]);
                        self.say(path, Happened::Refused(Some(problem.clone())));
                        self.remember(path, Some(Seen::refused(rev, Some(problem)))).await?;
                    }
                    Err(fault) => self.failed(path, fault)?,
                }
                self.step();
            }
        }
        Ok(())
    }

    fn is_large(&self, path: &str) -> bool {
        let size = self.listing.get(path).and_then(|there| there.size);
        size.is_none_or(|size| size > plan::most_bytes(path) as u64)
    }

    // How many of the next files are read at once: small ones a few, a large one alone.
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
    ) -> Result<(), Stop> {
        let bytes = match self.local.unseal(bytes).await? {
            Ok(bytes) => bytes,
            Err(shut) => return self.stays_shut(path, shut, rev).await,
        };
        let bytes = &bytes;
        let mut verdict = self.local.take(path, bytes, &BTreeMap::new()).await?;
        if let Verdict::Needs(hashes) = &verdict {
            let photos = self.photos(hashes).await?;
            let missing = hashes.len() - photos.len();
            if missing > 0 {
                // Not remembered, so it is read again: the rest of it is on its way.
                self.say(path, Happened::Waits(missing));
                return Ok(());
            }
            verdict = self.local.take(path, bytes, &photos).await?;
        }
        let seen = match verdict {
            Verdict::Taken(took, digest) => {
                self.say(path, Happened::Took(took));
                Seen { rev, what: What::Taken, digest, ..Seen::default() }
            }
            Verdict::Refused(problems) => {
                let problem = problems.into_iter().next();
                // It depends on what else is here, and is said until that is settled.
                let waits = problem.as_ref().is_some_and(|p| p.code == Code::DuplicateUnit);
                self.say(path, Happened::Refused(problem.clone()));
                if waits {
                    return Ok(());
                }
                Seen::refused(rev, problem)
            }
            // Asked for once more: it is not good with what it asked for.
            Verdict::Needs(_) => {
                self.say(path, Happened::Refused(None));
                Seen::refused(rev, None)
            }
            Verdict::Held(loss) => {
                self.say(path, Happened::Held(loss));
                Seen { rev, what: What::Held, held: Some(loss), ..Seen::default() }
            }
        };
        self.remember(path, Some(seen)).await
    }

    async fn stays_shut(
        &mut self,
        path: &str,
        shut: Shut,
        rev: Option<String>,
    ) -> Result<(), Stop> {
        self.say(
            path,
            match shut {
                Shut::Another => Happened::Sealed,
                Shut::NotSealed => Happened::NotSealed,
                Shut::Broken => Happened::Refused(None),
            },
        );
        match shut {
            // Not remembered, so it is tried each time: the passphrase may be another one then.
            Shut::Another => Ok(()),
            Shut::NotSealed | Shut::Broken => {
                self.remember(path, Some(Seen::refused(rev, None))).await
            }
        }
    }

    // The photos of a document from the drive, up to the first one that is not there yet.
    async fn photos(&mut self, hashes: &[FileHash]) -> Result<BTreeMap<FileHash, Vec<u8>>, Stop> {
        let mut photos = BTreeMap::new();
        for hash in hashes {
            let Some(bytes) = self.fetch(hash).await? else { break };
            photos.insert(hash.clone(), bytes);
        }
        Ok(photos)
    }

    // Reads a photo; `None` where it is not on the drive, or is not what its name says.
    pub(super) async fn fetch(&mut self, hash: &FileHash) -> Result<Option<Vec<u8>>, Stop> {
        self.go_on()?;
        let path = self.here.file(hash);
        match self.drive.read(&path, limits::JSON_BYTES).await {
            Ok((bytes, _)) => {
                let Ok(bytes) = self.local.unseal(&bytes).await? else { return Ok(None) };
                Ok(self.local.is_file(hash, &bytes).await?.then_some(bytes))
            }
            Err(Fault::NotFound) => Ok(None),
            Err(fault) => {
                self.failed(&path, fault)?;
                Ok(None)
            }
        }
    }

    /// Photos that dossiers name and that are not here. Each is asked for in every run until it
    /// is here: the device that has it may send it at any time.
    pub(super) async fn fetch_missing(&mut self) -> Result<(), Stop> {
        if !self.roles.devices {
            return Ok(());
        }
        let missing: Vec<FileHash> = self.here.missing.iter().cloned().collect();
        self.expect(missing.len());
        let mut still = 0;
        for hash in missing {
            match self.fetch(&hash).await? {
                Some(bytes) => {
                    self.local.keep(&hash, &bytes).await?;
                    let path = self.here.file(&hash);
                    self.say(&path, Happened::Fetched);
                    self.remember(&path, Some(Seen::default())).await?;
                }
                None => still += 1,
            }
            self.step();
        }
        if still > 0 {
            self.say(layout::FILES, Happened::Missing(still));
        }
        Ok(())
    }
}
