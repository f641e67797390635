//! Carries out a sync. It decides nothing: [`bcd_core::sync::plan`] says what to read and write.
//!
//! First everything new is read and taken in, then this device's own documents are written. Each
//! step is on the disk before the next one begins, so a sync can be interrupted at any point and
//! the next one continues.

mod fetching;
mod reading;
mod sealing;
mod writing;

use crate::{
    drive::{Drive, DriveFault},
    local::{Local, Trouble},
    report::{Happened, Report, SyncEvent},
};
use bcd_core::sync::{
    Roles, layout,
    plan::{self, DriveMemory, Here, Listing, Seen, SeenAs, There},
};
use std::future::Future;

/// Requests under way at once.
pub const AT_ONCE: usize = 4;

/// Why a sync ends early.
enum EndedEarly {
    Drive(DriveFault),
    Here(Trouble),
}

impl From<Trouble> for EndedEarly {
    fn from(trouble: Trouble) -> Self {
        Self::Here(trouble)
    }
}

/// A sync under way.
struct SyncRun<'a, D, L> {
    drive: &'a D,
    local: &'a L,
    roles: Roles,
    here: Here,
    memory: DriveMemory,
    listing: Listing,
    listed: Vec<String>,
    done: usize,
    of: usize,
    reads: reading::Reads,
    events: Vec<SyncEvent>,
}

/// Brings this device and a drive in step.
pub async fn sync<D: Drive, L: Local>(drive: &D, local: &L, roles: Roles) -> Report {
    let mut report = Report::default();
    let mut run = SyncRun {
        drive,
        local,
        roles,
        here: Here::default(),
        memory: DriveMemory::new(),
        listing: Listing::new(),
        listed: Vec::new(),
        done: 0,
        of: 0,
        reads: reading::Reads::default(),
        events: Vec::new(),
    };
    match run.read_and_write_all().await {
        Ok(()) => {}
        Err(EndedEarly::Drive(fault)) => report.fault = Some(fault),
        Err(EndedEarly::Here(trouble)) => report.trouble = Some(trouble),
    }
    report.events = run.events;
    report
}

impl<D: Drive, L: Local> SyncRun<'_, D, L> {
    async fn read_and_write_all(&mut self) -> Result<(), EndedEarly> {
        self.heed_sealing().await?;
        // Only now is it known with which key the drive is sealed.
        self.here = self.local.here().await?;
        self.memory = self.local.memory().await?;
        self.list_all().await?;
        self.forget_vanished().await?;
        self.note_unsettled();
        let waiting = plan::waiting(&self.listing, &self.memory);
        // Dossiers first: they tell whether a submission is the unit's own.
        self.read_new(|path| !plan::is_submission(path)).await?;
        self.read_new(plan::is_submission).await?;
        let took = self.reads.took;
        self.write_all().await?;
        // Last: whatever is missing or slow, and however much of it, what this device has to say is there.
        self.read_put_off().await?;
        self.take_waiting(waiting).await?;
        if self.reads.took > took {
            self.here = self.local.here().await?;
            self.write_all().await?;
        }
        self.fetch_missing().await
    }

    // Reported in every sync until a person has decided, or until an invalid file has changed.
    fn note_unsettled(&mut self) {
        for (path, asking) in plan::held(&self.listing, &self.memory) {
            self.note_event(&path, Happened::Held(asking));
        }
        for (path, why) in plan::refused(&self.listing, &self.memory) {
            let open = self.here.sealed && !plan::is_sealed(&path);
            let what = if open { Happened::NotSealed } else { Happened::Refused(why) };
            self.note_event(&path, what);
        }
        for path in plan::shut(&self.listing, &self.memory, &self.here) {
            self.note_event(&path, Happened::Sealed);
        }
    }

    async fn read_new(&mut self, which: impl Fn(&str) -> bool) -> Result<(), EndedEarly> {
        let mut paths = plan::reads(self.roles, &self.listing, &self.memory, &self.here);
        paths.retain(|path| which(path));
        if paths.is_empty() {
            return Ok(());
        }
        self.expect_more(paths.len());
        self.read_all(paths).await?;
        self.here = self.local.here().await?;
        Ok(())
    }

    async fn list_all(&mut self) -> Result<(), EndedEarly> {
        for folder in plan::folders(self.roles, &self.here) {
            let below = self.list(&folder).await?;
            if !plan::BY_CYCLE.contains(&folder.as_str()) || !self.listed.contains(&folder) {
                continue;
            }
            let mut there: Vec<String> =
                below.into_iter().map(|cycle| format!("{folder}/{cycle}")).collect();
            let mut once = plan::cycles(&self.memory, &folder);
            let left_out = plan::leave_out_cycles(&mut there, &once);
            if !left_out.is_empty() {
                self.note_failure(&folder, DriveFault::TooMany)?;
            }
            for cycle in left_out {
                once.remove(&cycle);
            }
            for cycle in there {
                self.list(&cycle).await?;
                once.remove(&cycle);
            }
            self.listed.extend(once);
        }
        Ok(())
    }

    // Adds the files of a folder to the listing; returns its subfolders.
    async fn list(&mut self, folder: &str) -> Result<Vec<String>, EndedEarly> {
        self.fail_if_cancelled()?;
        let items = match self.drive.list(folder).await {
            Ok(items) => items,
            // Either nobody has written there yet, or somebody has removed the folder. Neither
            // deletes anything here.
            Err(DriveFault::NotFound) => Vec::new(),
            Err(fault) => {
                self.note_failure(folder, fault)?;
                return Ok(Vec::new());
            }
        };
        // Not listed, so that nothing counts as gone.
        if self.listing.len() + items.len() > plan::MOST_LISTED {
            self.note_failure(folder, DriveFault::TooMany)?;
            return Ok(Vec::new());
        }
        self.heed_names(&items)?;
        self.listed.push(folder.to_owned());
        let mut folders = Vec::new();
        for item in items {
            if item.folder {
                folders.push(item.name);
                continue;
            }
            let there = There { rev: item.rev.map(|rev| rev.0), size: item.size };
            self.listing.insert(format!("{folder}/{}", item.name), there);
        }
        Ok(folders)
    }

    async fn forget_vanished(&mut self) -> Result<(), EndedEarly> {
        let vanished = plan::vanished(&self.listing, &self.memory, &self.listed, &self.here);
        // Whoever removed or restored files may have done the same to photos, so we check again
        // whether each photo is there.
        let meddled = !vanished.is_empty() || plan::was_set_back(&self.listing, &self.memory);
        let photos = match meddled || self.look_for_one_photo().await? {
            true => plan::photos_there(&self.memory, &self.here),
            false => Vec::new(),
        };
        let mut all = Vec::new();
        for path in vanished {
            self.note_event(&path, Happened::Vanished);
            all.push((path, None));
        }
        if self.roles.collects {
            let (submissions, receipts) =
                plan::laid_anew(&self.listing, &self.memory, &self.listed, &self.here);
            all.extend(receipts.into_iter().chain(submissions).map(|path| (path, None)));
        }
        let doubtful = Seen { what: SeenAs::Doubtful, ..Seen::default() };
        all.extend(photos.into_iter().map(|path| (path, Some(doubtful.clone()))));
        self.remember_all(all).await?;
        let known = plan::known_by_name(&self.listing, &self.memory, &self.here);
        self.remember_all(known.into_iter().map(|(path, seen)| (path, Some(seen))).collect()).await
    }

    async fn mark_doubtful(&mut self, path: &str) -> Result<(), EndedEarly> {
        let seen = Seen { what: SeenAs::Doubtful, ..Seen::default() };
        self.remember(path, Some(seen)).await
    }

    // Photo folders are not listed, since that would cost more than the rest of the sync; one photo
    // is looked up instead.
    async fn look_for_one_photo(&mut self) -> Result<bool, EndedEarly> {
        let Some(path) = plan::photo_to_look_for(&self.memory, &self.here) else {
            return Ok(false);
        };
        self.fail_if_cancelled()?;
        match self.drive.find(&path).await {
            Ok(Some(_)) => {
                let seen = Seen { digest: path, ..Seen::default() };
                self.remember(layout::FILES, Some(seen)).await?;
                Ok(false)
            }
            Ok(None) | Err(DriveFault::NotFound) => Ok(true),
            Err(fault) => {
                self.note_failure(&path, fault)?;
                Ok(false)
            }
        }
    }

    fn fail_if_cancelled(&self) -> Result<(), EndedEarly> {
        if self.local.is_cancelled() {
            Err(EndedEarly::Drive(DriveFault::Cancelled))
        } else {
            Ok(())
        }
    }

    // A fault of one file is recorded and the sync continues; a fault of the whole drive ends it.
    fn note_failure(&mut self, path: &str, fault: DriveFault) -> Result<(), EndedEarly> {
        if fault.is_of_drive() {
            return Err(EndedEarly::Drive(fault));
        }
        self.note_event(path, Happened::Failed(fault));
        Ok(())
    }

    fn note_event(&mut self, path: &str, what: Happened) {
        self.events.push(SyncEvent { path: path.to_owned(), what });
    }

    async fn remember(&mut self, path: &str, seen: Option<Seen>) -> Result<(), EndedEarly> {
        if self.memory.get(path) == seen.as_ref() {
            return Ok(());
        }
        self.local.remember(path, seen.as_ref()).await?;
        match seen {
            Some(seen) => self.memory.insert(path.to_owned(), seen),
            None => self.memory.remove(path),
        };
        Ok(())
    }

    // One transaction for all, since there may be thousands.
    async fn remember_all(&mut self, all: Vec<(String, Option<Seen>)>) -> Result<(), EndedEarly> {
        if all.is_empty() {
            return Ok(());
        }
        self.local.remember_all(&all).await?;
        for (path, seen) in all {
            match seen {
                Some(seen) => self.memory.insert(path, seen),
                None => self.memory.remove(&path),
            };
        }
        Ok(())
    }

    fn expect_more(&mut self, more: usize) {
        self.of += more;
        self.local.progress(self.done, self.of);
    }

    fn count_done(&mut self) {
        self.done += 1;
        self.local.progress(self.done, self.of);
    }
}

/// Runs a few futures at once; the results keep their order.
async fn together<T>(all: impl Iterator<Item = impl Future<Output = T>>) -> Vec<T> {
    futures_util::future::join_all(all).await
}
