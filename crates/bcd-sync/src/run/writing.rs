//! Writing what this device has to say.

use super::{AT_ONCE, EndedEarly, SyncRun, sealing::put, together};
use crate::{
    drive::{Drive, DriveFault, Expect, FoundFile, Rev},
    local::{Local, MadeFile, Out},
    report::Happened,
};
use bcd_core::{
    format::limits,
    id::FileHash,
    sync::plan::{self, Seen, SeenAs, Write},
};

// Two writers of the same path are rare: another browser with the same device id, or a sync
// program. After this many attempts we leave it to the next sync.
const TURNS: usize = 3;

// What is on the drive where another content was expected.
enum FoundInstead {
    // What was to be written.
    Ours,
    // Another content, or nothing: the file is written again.
    Another,
    // It could not be read.
    Unseen,
}

impl<D: Drive, L: Local> SyncRun<'_, D, L> {
    pub(super) async fn write_all(&mut self) -> Result<(), EndedEarly> {
        if !self.drive.abilities().write {
            return self.note_waiting().await;
        }
        self.look_for_latest().await?;
        let writes = plan::writes(self.roles, &self.listing, &self.memory, &self.here);
        self.expect_more(writes.len());
        for write in writes {
            self.fail_if_cancelled()?;
            self.write(&write).await?;
            self.count_done();
        }
        let photos = plan::photos(self.roles, &self.listing, &self.here);
        self.upload(&photos).await?;
        self.seal_photos().await?;
        // Determined anew in every sync, so that a file whose removal failed is removed the next
        // time.
        for path in plan::stale(&self.listing, &self.memory, &self.here) {
            self.remove(&path).await?;
        }
        Ok(())
    }

    // For a read-only drive: reports whether this device would have something to write.
    async fn note_waiting(&mut self) -> Result<(), EndedEarly> {
        for write in plan::writes(self.roles, &self.listing, &self.memory, &self.here) {
            let seen = self.memory.get(&write.path(&self.here)).filter(|seen| seen.is_good());
            let unless = seen.map(|seen| seen.digest.clone()).filter(|digest| !digest.is_empty());
            if !matches!(self.local.make(&write, unless.as_deref()).await?, MadeFile::Out(_)) {
                continue;
            }
            let what = match write {
                Write::Device(_) | Write::Submission(_) | Write::Rollup(_) => Happened::ReadOnly,
                Write::Review(_) | Write::Case(_) | Write::Pack(_) => Happened::Unanswered,
            };
            self.note_event("", what);
            break;
        }
        Ok(())
    }

    // Photos that were written before the drive was sealed are written again in sealed form before
    // the unsealed ones are removed.
    async fn seal_photos(&mut self) -> Result<(), EndedEarly> {
        for (old, hash) in plan::photos_unsealed(&self.memory, &self.here) {
            let Some(bytes) = self.local.file(&hash).await? else { continue };
            // Read it back to check: an existing file may be sealed with another key.
            if self.fetch(&hash).await?.is_none() {
                let path = self.here.file(&hash);
                let sealed = self.local.seal(&path, &bytes).await?;
                match self.drive.write(&path, &sealed, &Expect::Anything).await {
                    Ok(_) => {
                        let seen = Seen { what: SeenAs::Written, ..Seen::default() };
                        self.remember(&path, Some(seen)).await?;
                    }
                    Err(fault) => {
                        self.note_failure(&path, fault)?;
                        continue;
                    }
                }
            }
            self.remove(&old).await?;
        }
        Ok(())
    }

    async fn remove(&mut self, path: &str) -> Result<(), EndedEarly> {
        match self.drive.remove(path).await {
            Ok(()) | Err(DriveFault::NotFound) => self.remember(path, None).await,
            Err(fault) => self.note_failure(path, fault),
        }
    }

    // A device that only sends does not list the folders of submissions and roll-ups, which may have
    // thousands. It only looks up whether its latest ones are still there.
    async fn look_for_latest(&mut self) -> Result<(), EndedEarly> {
        if !self.roles.sends || self.roles.collects {
            return Ok(());
        }
        let mut latest = std::collections::BTreeMap::new();
        for sent in self.here.sent.iter().filter(|_| !self.roles.devices) {
            let write = Write::Submission(sent.clone());
            latest.insert((false, sent.unit.clone(), sent.cycle.clone()), write);
        }
        for rollup in self.here.rollups.iter().filter(|it| it.own) {
            let write = Write::Rollup(rollup.clone());
            latest.insert((true, rollup.office.clone(), rollup.cycle.clone()), write);
        }
        for write in latest.into_values() {
            let path = plan::lies_at(&write, &self.listing, &self.memory, &self.here);
            let Some(path) = path else { continue };
            match self.drive.find(&path).await {
                Ok(Some(_)) => {}
                Ok(None) => self.note_gone(&write, &path).await?,
                Err(fault) => self.note_failure(&path, fault)?,
            }
        }
        Ok(())
    }

    // Whoever removed it may have removed what came with it, too.
    async fn note_gone(&mut self, write: &Write, path: &str) -> Result<(), EndedEarly> {
        if let Write::Submission(sent) = write {
            for hash in &sent.files {
                self.mark_doubtful(&self.here.file(hash)).await?;
            }
        }
        if matches!(write, Write::Rollup(_)) {
            let all = self.memory.keys().filter(|path| plan::is_rollup(path));
            let all = all.map(|path| (path.clone(), None)).collect();
            self.remember_all(all).await?;
        }
        self.remember(path, None).await?;
        self.note_event(path, Happened::Vanished);
        Ok(())
    }

    async fn write(&mut self, write: &Write) -> Result<(), EndedEarly> {
        let path = plan::place(write, &self.listing, &self.memory, &self.here);
        // A document that never changes is looked up before it is overwritten: the file there may
        // be intact.
        let mut looked = matches!(write, Write::Device(_) | Write::Case(_));
        // The folders of reviews are the units' and are not listed: what this device saw there last is
        // expected to be there still.
        if let (Write::Review(_), false) = (write, self.listing.contains_key(&path))
            && let Some(seen) = self.memory.get(&path).filter(|seen| seen.is_good())
            && seen.rev.is_some()
        {
            let there = plan::There { rev: seen.rev.clone(), size: None };
            self.listing.insert(path.clone(), there);
            looked = true;
        }
        for _ in 0..TURNS {
            let there = self.listing.get(&path).cloned();
            let seen = self.memory.get(&path).cloned();
            let as_seen = there.is_some()
                && there.as_ref().map(|there| &there.rev) == seen.as_ref().map(|seen| &seen.rev);
            // This holds also if another browser with the same device id has written it.
            let unless = seen.filter(|seen| as_seen && !seen.digest.is_empty());
            let made = self.local.make(write, unless.as_ref().map(|seen| seen.digest.as_str()));
            let out = match made.await? {
                MadeFile::Out(out) => out,
                MadeFile::Same | MadeFile::Gone => return Ok(()),
                MadeFile::Bad(problems) => {
                    self.note_event(&path, Happened::NotMade(problems.into_iter().next()));
                    return Ok(());
                }
            };
            if !self.upload(&out.files).await? {
                return Ok(());
            }
            if there.is_some() && !looked {
                match self.look_at(&path, write, &out).await? {
                    FoundInstead::Ours | FoundInstead::Unseen => return Ok(()),
                    FoundInstead::Another => {}
                }
            }
            let there = self.listing.get(&path).cloned();
            let expect = match there {
                None => Expect::Absent,
                Some(there) => there.rev.map_or(Expect::Anything, |rev| Expect::Rev(Rev(rev))),
            };
            let bytes = self.local.seal(&path, &out.bytes).await?;
            match put(self.drive, self.here.sealed, &path, &bytes, &expect).await? {
                Ok(rev) => return self.note_written(&path, out, rev).await,
                Err(DriveFault::Changed) => {
                    looked = true;
                    match self.look_at(&path, write, &out).await? {
                        FoundInstead::Ours | FoundInstead::Unseen => return Ok(()),
                        FoundInstead::Another => {}
                    }
                }
                Err(fault) => return self.note_failure(&path, fault),
            }
        }
        self.note_failure(&path, DriveFault::Changed)
    }

    async fn note_written(
        &mut self,
        path: &str,
        out: Out,
        rev: Option<Rev>,
    ) -> Result<(), EndedEarly> {
        self.note_event(path, Happened::Wrote);
        let rev = rev.map(|rev| rev.0);
        let size = None;
        self.listing.insert(path.to_owned(), plan::There { rev: rev.clone(), size });
        let seen = Seen { rev, what: SeenAs::Written, digest: out.state, ..Seen::default() };
        self.remember(path, Some(seen)).await
    }

    // Handles a file that is not as expected. A document that never changes may come from an
    // earlier sync whose end this device did not see. A device file is read and taken in first.
    async fn look_at(
        &mut self,
        path: &str,
        write: &Write,
        out: &Out,
    ) -> Result<FoundInstead, EndedEarly> {
        let (bytes, rev) = match self.drive.read(path, limits::BUNDLE_BYTES).await {
            Ok(read) => read,
            Err(DriveFault::NotFound) => {
                self.listing.remove(path);
                return Ok(FoundInstead::Another);
            }
            Err(fault) => {
                self.note_failure(path, fault)?;
                return Ok(FoundInstead::Unseen);
            }
        };
        let rev = rev.map(|rev| rev.0);
        let there = plan::There { rev: rev.clone(), size: None };
        self.listing.insert(path.to_owned(), there);
        // The same content sealed twice gives two different files, so the unsealed bytes are
        // compared.
        let there = self.local.unseal(path, &bytes).await?.unwrap_or_default();
        if there == out.bytes || self.local.says_same(write, &there).await? {
            let (what, digest) = (SeenAs::Written, out.state.clone());
            let seen = Seen { rev, what, digest, ..Seen::default() };
            self.remember(path, Some(seen)).await?;
            return Ok(FoundInstead::Ours);
        }
        if matches!(write, Write::Device(_) | Write::Case(_)) {
            self.take(path, &bytes, rev).await?;
        }
        Ok(FoundInstead::Another)
    }

    // Uploads photos before the document that names them. Returns false if one could not be sent:
    // then the document waits.
    async fn upload(&mut self, hashes: &[FileHash]) -> Result<bool, EndedEarly> {
        let known =
            |hash: &&FileHash| self.memory.get(&self.here.file(hash)).is_some_and(Seen::is_good);
        let new: Vec<FileHash> = hashes.iter().filter(|hash| !known(hash)).cloned().collect();
        self.expect_more(new.len());
        let mut all = true;
        for some in new.chunks(AT_ONCE) {
            self.fail_if_cancelled()?;
            let (drive, local, sealed) = (self.drive, self.local, self.here.sealed);
            let paths: Vec<String> = some.iter().map(|hash| self.here.file(hash)).collect();
            let sent = some
                .iter()
                .zip(&paths)
                .map(|(hash, path)| upload_one(drive, local, sealed, hash, path));
            for (path, sent) in paths.iter().zip(together(sent).await) {
                match sent? {
                    Ok(Some(what)) => {
                        self.remember(path, Some(Seen { what, ..Seen::default() })).await?;
                    }
                    // Not in this browser: its evidence came from a device that has not sent the
                    // photo yet.
                    Ok(None) => {}
                    Err(fault) => {
                        self.note_failure(path, fault)?;
                        all = false;
                    }
                }
                self.count_done();
            }
        }
        Ok(all)
    }
}

async fn upload_one<D: Drive, L: Local>(
    drive: &D,
    local: &L,
    sealed: bool,
    hash: &FileHash,
    path: &str,
) -> Result<Result<Option<SeenAs>, DriveFault>, EndedEarly> {
    let Some(bytes) = local.file(hash).await? else { return Ok(Ok(None)) };
    let bytes = local.seal(path, &bytes).await?;
    // Look it up before uploading, because that is cheaper. If the size differs, the upload was cut
    // short; the name is the hash, so it says what the content must be.
    let whole = |found: &FoundFile| found.size.is_none_or(|size| size == bytes.len() as u64);
    let expect = match drive.find(path).await {
        Ok(Some(found)) if whole(&found) => return Ok(Ok(Some(SeenAs::Taken))),
        Ok(Some(_)) => Expect::Anything,
        Ok(None) => Expect::Absent,
        Err(fault) => return Ok(Err(fault)),
    };
    match put(drive, sealed, path, &bytes, &expect).await? {
        Ok(_) => Ok(Ok(Some(SeenAs::Written))),
        // Another device may have sent it in the meantime; check whether it is complete.
        Err(DriveFault::Changed) => match drive.find(path).await {
            Ok(Some(found)) if whole(&found) => Ok(Ok(Some(SeenAs::Taken))),
            Ok(_) => Ok(Err(DriveFault::Changed)),
            Err(fault) => Ok(Err(fault)),
        },
        Err(fault) => Ok(Err(fault)),
    }
}
