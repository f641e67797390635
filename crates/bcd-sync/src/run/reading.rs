//! Reading what is new on the drive.

use super::{AT_ONCE, EndedEarly, SyncRun, fetching::Fetched, together};
use crate::{
    drive::{Drive, DriveFault},
    local::{Local, StaysShut, Took, Verdict},
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
/// Photos that are asked for before anything is written: more than come in a day of a province.
const MOST_PHOTOS: usize = 20_000;
/// Bytes from which on a file may be the end of a phone that reads it.
const HEAVY: usize = 4 << 20;
/// How often the reading of a file is begun. Whoever closes the page in the middle ends it, too.
const MOST_TRIES: usize = 5;
/// How many files that wait for photos are looked after once this device has written: whoever lays tens of thousands
/// would make each sync last. All get their turn over several.
const MOST_LOOKS: usize = 200;

/// What was read so far, and what is put off until this device has written.
#[derive(Debug, Default)]
pub(super) struct Reads {
    /// Files that were taken in and said something new.
    pub took: usize,
    /// Photos that were asked for.
    pub photos: usize,
    ended: bool,
    writing: bool,
    put_off: Vec<String>,
    // Files that were found to lack photos.
    waits: usize,
}

impl<D: Drive, L: Local> SyncRun<'_, D, L> {
    pub(super) async fn read_all(&mut self, mut paths: Vec<String>) -> Result<(), EndedEarly> {
        if !self.reads.writing {
            paths.retain(|path| {
                let rev = self.listing.get(path).and_then(|there| there.rev.as_ref());
                let begun = plan::begun(path, rev, &self.memory) > 0;
                if begun {
                    self.reads.put_off.push(path.clone());
                }
                !begun
            });
        }
        let mut rest = paths.as_slice();
        while !rest.is_empty() {
            // A few files that take minutes each, or name photos without end, would keep everybody from
            // writing.
            if self.is_enough() {
                self.reads.put_off.extend_from_slice(rest);
                return Ok(());
            }
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

    fn is_enough(&self) -> bool {
        let reads = &self.reads;
        !reads.writing && (reads.ended || reads.photos > MOST_PHOTOS || self.local.is_slow())
    }

    /// Reads what was put off, until so many were found to wait for photos; the rest is left to the next sync,
    /// which knows those by then.
    pub(super) async fn read_put_off(&mut self) -> Result<(), EndedEarly> {
        self.reads.writing = true;
        let paths = std::mem::take(&mut self.reads.put_off);
        let (before, mut later) = (self.reads.waits, 0);
        for some in paths.chunks(AT_ONCE) {
            match self.reads.waits < before + MOST_LOOKS {
                true => self.read_all(some.to_vec()).await?,
                false => later += some.len(),
            }
        }
        if later > 0 {
            self.note_event("", Happened::Later(later));
        }
        Ok(())
    }

    /// Looks whether the photos have come for which files waited, by the first of each: one request. Of many, so
    /// many in each sync.
    pub(super) async fn take_waiting(
        &mut self,
        mut waiting: Vec<(String, usize, FileHash)>,
    ) -> Result<(), EndedEarly> {
        if waiting.len() > MOST_LOOKS {
            let turn = plan::turn(&waiting, &self.memory);
            waiting.rotate_left(turn);
            let last = waiting[MOST_LOOKS - 1].0.clone();
            let seen = Seen { digest: last, ..Seen::default() };
            self.remember(layout::SUBMISSIONS, Some(seen)).await?;
        }
        for (looks, (path, count, first)) in waiting.into_iter().enumerate() {
            self.fail_if_cancelled()?;
            if looks >= MOST_LOOKS {
                self.note_event(&path, Happened::Waits(count));
                continue;
            }
            match self.drive.find(&self.here.file(&first)).await {
                Ok(Some(_)) => self.read_all(vec![path]).await?,
                Ok(None) | Err(DriveFault::NotFound) => {
                    self.note_event(&path, Happened::Waits(count));
                }
                Err(fault) => self.note_failure(&path, fault)?,
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
        let before = self.memory.get(path).cloned();
        if is_heavy(&bytes) && !self.begin(path, &rev).await? {
            return Ok(());
        }
        let seen = match self.verdict(path, &bytes, &rev).await {
            Ok(Some(seen)) => seen,
            Ok(None) => return Ok(()),
            // It ends for another reason than this file.
            Err(why) => {
                self.remember(path, before).await?;
                return Err(why);
            }
        };
        self.remember(path, Some(seen)).await
    }

    // Notes that the reading of a heavy file begins. One at which this browser seems to have ended is put
    // off until this device has written, and left alone after some tries.
    async fn begin(&mut self, path: &str, rev: &Option<String>) -> Result<bool, EndedEarly> {
        let tries = plan::begun(path, rev.as_ref(), &self.memory);
        if tries > 0 && !self.reads.writing {
            self.reads.put_off.push(path.to_owned());
            return Ok(false);
        }
        if tries >= MOST_TRIES {
            let problem = Problem::whole(Code::EndsReading, &[]);
            self.note_event(path, Happened::Refused(Some(problem.clone())));
            self.remember(path, Some(Seen::refused(rev.clone(), Some(problem)))).await?;
            return Ok(false);
        }
        self.remember(path, Some(Seen::begun(rev.clone(), tries + 1))).await?;
        Ok(true)
    }

    // What becomes of a file, with the photos that it needs; `None`: it was put off, or is looked at again
    // whatever is remembered of it.
    async fn verdict(
        &mut self,
        path: &str,
        bytes: &[u8],
        rev: &Option<String>,
    ) -> Result<Option<Seen>, EndedEarly> {
        let rev = rev.clone();
        let mut verdict = self.local.take(path, bytes, &BTreeMap::new()).await?;
        if let Verdict::Needs(hashes) = &verdict {
            // Nothing else names photos that come with it; before a byte of them is asked for.
            if !plan::is_submission(path) {
                let problem = Problem::at(Code::NotItsPlace, path, &[&""]);
                self.note_event(path, Happened::Refused(Some(problem.clone())));
                return Ok(Some(Seen::refused(rev, Some(problem))));
            }
            if !is_heavy(bytes) && !self.begin(path, &rev).await? {
                return Ok(None);
            }
            let photos = match self.fetch_photos(hashes).await? {
                Fetched::All(photos) => photos,
                Fetched::Until(at) => {
                    self.reads.waits += 1;
                    let missing = hashes.len() - at;
                    self.note_event(path, Happened::Waits(missing));
                    return Ok(Some(Seen::waits(rev, missing, &hashes[at])));
                }
                Fetched::TooMuch => {
                    let megabytes = limits::BUNDLE_BYTES >> 20;
                    let problem = Problem::whole(Code::TooLarge, &[&megabytes]);
                    self.note_event(path, Happened::Refused(Some(problem.clone())));
                    return Ok(Some(Seen::refused(rev, Some(problem))));
                }
            };
            verdict = self.local.take(path, bytes, &photos).await?;
        }
        Ok(Some(match verdict {
            Verdict::Taken(took, digest) => {
                self.reads.took += usize::from(took != Took::Nothing);
                self.note_event(path, Happened::Took(took));
                Seen { rev, what: SeenAs::Taken, digest, ..Seen::default() }
            }
            Verdict::Refused(problems) => {
                let problem = problems.into_iter().next();
                // Whether the file can be taken in depends on what else is here, so it is reported
                // until that changes.
                let is = |code: Code| problem.as_ref().is_some_and(|p| p.code == code);
                self.reads.ended |= is(Code::EndsReading);
                self.note_event(path, Happened::Refused(problem.clone()));
                if is(Code::DuplicateUnit) {
                    self.remember(path, None).await?;
                    return Ok(None);
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
        }))
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
}

// A ZIP may be large only when it is unpacked. The page's part of the program cannot read one, so that its first
// two letters have to do.
fn is_heavy(bytes: &[u8]) -> bool {
    bytes.len() >= HEAVY || bytes.starts_with(b"PK")
}

// What is said of a file that stays shut, and the problem that is remembered of it.
pub(super) fn said_of(path: &str, shut: &StaysShut) -> (Happened, Option<Problem>) {
    let why = match shut {
        StaysShut::Another => return (Happened::Sealed, None),
        StaysShut::NotSealed => return (Happened::NotSealed, None),
        StaysShut::Elsewhere(said) => Some(Problem::at(Code::NotItsPlace, path, &[said])),
        StaysShut::TooMuch => Some(Problem::whole(Code::SealedTooHard, &[])),
        StaysShut::Broken => None,
    };
    (Happened::Refused(why.clone()), why)
}
