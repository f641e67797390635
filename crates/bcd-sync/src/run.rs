//! The doing of a sync: dumb on purpose. What to read and write [`bcd_core::sync::plan`] says.
//!
//! First everything new is read and taken in, then what this device has to say is written. Each
//! step is on the disk before the next begins, so it can end anywhere: the next run goes on.

mod reading;
mod writing;

use crate::{
    drive::{Drive, Fault},
    local::{Local, Trouble},
    report::{Event, Happened, Report},
};
use bcd_core::sync::{
    Roles, layout,
    plan::{self, Here, Listing, Memory, Seen, There},
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
        self.list_all().await?;
        self.forget_vanished().await?;
        // Said in every run until a person has looked.
        for (path, loss) in plan::held(&self.listing, &self.memory) {
            self.say(&path, Happened::Held(loss));
        }
        let paths = plan::reads(self.roles, &self.listing, &self.memory, &self.here);
        let changed = !paths.is_empty();
        self.expect(paths.len());
        self.read_all(paths).await?;
        if changed {
            self.here = self.local.here().await?;
        }
        self.fetch_missing().await?;
        self.write_all().await
    }

    async fn list_all(&mut self) -> Result<(), Stop> {
        for folder in plan::folders(self.roles, &self.here) {
            if folder == layout::SUBMISSIONS {
                for cycle in self.list(&folder).await? {
                    self.list(&format!("{folder}/{cycle}")).await?;
                }
            } else {
                self.list(&folder).await?;
            }
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
        let vanished = plan::vanished(&self.listing, &self.memory, &self.listed);
        if vanished.is_empty() {
            return Ok(());
        }
        // Whoever took these away may have taken the photos too: each is looked for again.
        let photos = format!("{}/", layout::FILES);
        let photos: Vec<String> =
            self.memory.keys().filter(|path| path.starts_with(&photos)).cloned().collect();
        for path in vanished {
            self.remember(&path, None).await?;
            self.say(&path, Happened::Vanished);
        }
        for path in photos {
            self.remember(&path, None).await?;
        }
        Ok(())
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
