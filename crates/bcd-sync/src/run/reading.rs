//! Reading what is new on the drive.

use super::{AT_ONCE, Run, Stop, together};
use crate::{
    drive::{Drive, Fault},
    local::{Local, Verdict},
    report::Happened,
};
use bcd_core::{
    format::limits,
    id::FileHash,
    sync::plan::{Seen, What},
};
use std::collections::BTreeMap;

impl<D: Drive, L: Local> Run<'_, D, L> {
    pub(super) async fn read_all(&mut self, paths: Vec<String>) -> Result<(), Stop> {
        for some in paths.chunks(AT_ONCE) {
            self.go_on()?;
            let drive = self.drive;
            let read = some.iter().map(|path| drive.read(path, limits::BUNDLE_BYTES));
            for (path, read) in some.iter().zip(together(read).await) {
                match read {
                    Ok((bytes, rev)) => {
                        let rev = rev
                            .map(|rev| rev.0)
                            .or_else(|| self.listing.get(path).and_then(|there| there.rev.clone()));
                        self.take(path, &bytes, rev).await?;
                    }
                    // Gone since it was listed: nothing follows from that.
                    Err(Fault::NotFound) => {}
                    Err(fault) => self.failed(path, fault)?,
                }
                self.step();
            }
        }
        Ok(())
    }

    /// Takes a file in, with the photos that it needs.
    pub(super) async fn take(
        &mut self,
        path: &str,
        bytes: &[u8],
        rev: Option<String>,
    ) -> Result<(), Stop> {
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
        let (mut digest, mut held) = (String::new(), None);
        let what = match verdict {
            Verdict::Taken(took, state) => {
                self.say(path, Happened::Took(took));
                digest = state;
                What::Taken
            }
            Verdict::Refused(problems) => {
                self.say(path, Happened::Refused(problems.into_iter().next()));
                What::Refused
            }
            // Asked for once more: it is not good with what it asked for.
            Verdict::Needs(_) => {
                self.say(path, Happened::Refused(None));
                What::Refused
            }
            Verdict::Held(loss) => {
                self.say(path, Happened::Held(loss));
                held = Some(loss);
                What::Held
            }
            Verdict::NotSealed => {
                self.say(path, Happened::NotSealed);
                What::Refused
            }
            Verdict::Sealed => {
                self.say(path, Happened::Sealed);
                return Ok(());
            }
        };
        self.remember(path, Some(Seen { rev, what, digest, held })).await
    }

    // The photos of a document, from here or from the drive.
    async fn photos(&mut self, hashes: &[FileHash]) -> Result<BTreeMap<FileHash, Vec<u8>>, Stop> {
        let mut photos = BTreeMap::new();
        for hash in hashes {
            if let Some(bytes) = self.fetch(hash).await? {
                photos.insert(hash.clone(), bytes);
            }
        }
        Ok(photos)
    }

    // Reads a photo; `None` where it is not on the drive, or is not what its name says.
    async fn fetch(&mut self, hash: &FileHash) -> Result<Option<Vec<u8>>, Stop> {
        self.go_on()?;
        let path = self.here.file(hash);
        match self.drive.read(&path, limits::JSON_BYTES).await {
            Ok((bytes, _)) => Ok(self.local.open(hash, &bytes).await?),
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
        for hash in missing {
            if let Some(bytes) = self.fetch(&hash).await? {
                self.local.keep(&hash, &bytes).await?;
                let path = self.here.file(&hash);
                self.say(&path, Happened::Fetched);
                self.remember(&path, Some(Seen::default())).await?;
            }
            self.step();
        }
        Ok(())
    }
}
