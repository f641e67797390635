//! The doing of a sync: dumb on purpose. What to read and write [`bcd_core::sync::plan`] says.
//!
//! First everything new is read and taken in, then what this device has to say is written. Each
//! step is on the disk before the next begins, so it can end anywhere: the next run goes on.

mod reading;
mod sealing;
mod writing;

use crate::{
    drive::{Drive, Fault},
    local::{Local, Trouble},
    report::{Event, Happened, Report},
};
use bcd_core::sync::{
    Roles, layout,
    plan::{self, Here, Listing, Memory, Seen, There, What},
};
use std::future::Future;

/// Requests under way at once.
pub const AT_ONCE: usize = 4;

/// Why a sync ends early.
enum Stop {
    Drive(Fault),
    Here(Trouble),
}

impl From<Trouble> for Stop {
    fn from(trouble: Trouble) -> Self {
        Self::Here(trouble)
    }
}

/// A sync under way.
struct Run<'a, D, L> {
    drive: &'a D,
    local: &'a L,
    roles: Roles,
    here: Here,
    memory: Memory,
    listing: Listing,
    listed: Vec<String>,
    done: usize,
    of: usize,
    events: Vec<Event>,
}

/// Brings this device and a drive in step.
pub async fn sync<D: Drive, L: Local>(drive: &D, local: &L, roles: Roles) -> Report {
    let mut report = Report::default();
    let mut run = Run {
        drive,
        local,
        roles,
        here: Here::default(),
        memory: Memory::new(),
        listing: Listing::new(),
        listed: Vec::new(),
        done: 0,
        of: 0,
        events: Vec::new(),
    };
    match run.all().await {
        Ok(()) => {}
        Err(Stop::Drive(fault)) => report.fault = Some(fault),
        Err(Stop::Here(trouble)) => report.trouble = Some(trouble),
    }
    report.events = run.events;
    report
}

impl<D: Drive, L: Local> Run<'_, D, L> {
    async fn all(&mut self) -> Result<(), Stop> {
        self.here = self.local.here().await?;
        self.memory = self.local.memory().await?;
        self.heed_sealing().await?;
        self.list_all().await?;
        self.forget_vanished().await?;
        self.say_what_is_unsettled();
        // Dossiers first: whether a submission is one's own, they say.
        self.read_new(|path| !plan::is_submission(path)).await?;
        self.read_new(plan::is_submission).await?;
        self.fetch_missing().await?;
        self.write_all().await
    }

    // Said in every run: until a person has looked, and until a file that is not good has changed.
    fn say_what_is_unsettled(&mut self) {
        for (path, loss) in plan::held(&self.listing, &self.memory) {
            self.say(&path, Happened::Held(loss));
        }
        for (path, why) in plan::refused(&self.listing, &self.memory) {
            let open = self.here.sealed && !plan::is_sealed(&path);
            let what = if open { Happened::NotSealed } else { Happened::Refused(why) };
            self.say(&path, what);
        }
    }

    async fn read_new(&mut self, which: impl Fn(&str) -> bool) -> Result<(), Stop> {
        let mut paths = plan::reads(self.roles, &self.listing, &self.memory, &self.here);
        paths.retain(|path| which(path));
        if paths.is_empty() {
            return Ok(());
        }
        self.expect(paths.len());
        self.read_all(paths).await?;
        self.here = self.local.here().await?;
        Ok(())
    }

    async fn list_all(&mut self) -> Result<(), Stop> {
        for folder in plan::folders(self.roles, &self.here) {
            let below = self.list(&folder).await?;
            if folder != layout::SUBMISSIONS || !self.listed.contains(&folder) {
                continue;
            }
            let there: Vec<String> =
                below.into_iter().map(|cycle| format!("{folder}/{cycle}")).collect();
            let mut once = plan::cycles(&self.memory);
            for cycle in there {
                self.list(&cycle).await?;
                once.remove(&cycle);
            }
            self.listed.extend(once);
        }
        Ok(())
    }

    // Notes the files of a folder; answers the folders in it.
    async fn list(&mut self, folder: &str) -> Result<Vec<String>, Stop> {
        self.go_on()?;
        let items = match self.drive.list(folder).await {
            Ok(items) => items,
            // Nobody has written there yet; or somebody has taken it away, and then nothing here
            // is taken away.
            Err(Fault::NotFound) => Vec::new(),
            Err(fault) => {
                self.failed(folder, fault)?;
                return Ok(Vec::new());
            }
        };
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

    async fn forget_vanished(&mut self) -> Result<(), Stop> {
        let vanished = plan::vanished(&self.listing, &self.memory, &self.listed, &self.here);
        // Whoever took files away or set them back may have done so with photos: each is looked for
        // again.
        let meddled = !vanished.is_empty() || plan::was_set_back(&self.listing, &self.memory);
        let photos = match meddled || self.is_photo_gone().await? {
            true => plan::photos_there(&self.memory, &self.here),
            false => Vec::new(),
        };
        let mut all = Vec::new();
        for path in vanished {
            self.say(&path, Happened::Vanished);
            all.push((path, None));
        }
        if self.roles.collects {
            let (submissions, receipts) =
                plan::laid_anew(&self.listing, &self.memory, &self.listed, &self.here);
            all.extend(receipts.into_iter().chain(submissions).map(|path| (path, None)));
        }
        let doubtful = Seen { what: What::Doubtful, ..Seen::default() };
        all.extend(photos.into_iter().map(|path| (path, Some(doubtful.clone()))));
        self.remember_all(all).await?;
        let known = plan::known_by_name(&self.listing, &self.memory, &self.here);
        self.remember_all(known.into_iter().map(|(path, seen)| (path, Some(seen))).collect()).await
    }

    async fn doubt(&mut self, path: &str) -> Result<(), Stop> {
        let seen = Seen { what: What::Doubtful, ..Seen::default() };
        self.remember(path, Some(seen)).await
    }

    // Their folders are not listed, which would cost more than all else.
    async fn is_photo_gone(&mut self) -> Result<bool, Stop> {
        let Some(path) = plan::photo_to_look_for(&self.memory, &self.here) else {
            return Ok(false);
        };
        self.go_on()?;
        match self.drive.find(&path).await {
            Ok(Some(_)) => {
                let seen = Seen { digest: path, ..Seen::default() };
                self.remember(layout::FILES, Some(seen)).await?;
                Ok(false)
            }
            Ok(None) | Err(Fault::NotFound) => Ok(true),
            Err(fault) => {
                self.failed(&path, fault)?;
                Ok(false)
            }
        }
    }

    fn go_on(&self) -> Result<(), Stop> {
        if self.local.is_cancelled() { Err(Stop::Drive(Fault::Cancelled)) } else { Ok(()) }
    }

    // A fault of one file is noted and the rest goes on; one of the drive ends it.
    fn failed(&mut self, path: &str, fault: Fault) -> Result<(), Stop> {
        if fault.is_of_drive() {
            return Err(Stop::Drive(fault));
        }
        self.say(path, Happened::Failed(fault));
        Ok(())
    }

    fn say(&mut self, path: &str, what: Happened) {
        self.events.push(Event { path: path.to_owned(), what });
    }

    async fn remember(&mut self, path: &str, seen: Option<Seen>) -> Result<(), Stop> {
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

    // There may be thousands: one transaction for all.
    async fn remember_all(&mut self, all: Vec<(String, Option<Seen>)>) -> Result<(), Stop> {
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

    fn expect(&mut self, more: usize) {
        self.of += more;
        self.local.progress(self.done, self.of);
    }

    fn step(&mut self) {
        self.done += 1;
        self.local.progress(self.done, self.of);
    }
}

/// Does a few things at once; the answers in order.
async fn together<T>(all: impl Iterator<Item = impl Future<Output = T>>) -> Vec<T> {
    futures_util::future::join_all(all).await
}
