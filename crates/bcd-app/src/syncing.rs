//! Syncing: when it happens, and how it is reported. The sync itself is in `bcd-sync`; `side` gives
//! it access to this browser.

mod answers;
mod making;
mod own;
mod rollups;
mod sealing;
mod side;
mod unread;

pub use sealing::NotChanged;

use crate::{
    core::Core,
    drives::{DriveLine, Drives, Last, Wants, Way, seen_prefix},
    exchange::{backup::Backups, receiving::Receiving},
    lists::Copied,
    merging::{Merging, load},
    rows,
    store::{Op, StoreError, tables},
    workspace::DossierLine,
};
use bcd_core::{
    engine::DeviceFile,
    field::{self, Entry},
    id::{DossierId, UnitId},
    sync::{
        Roles, layout,
        plan::{Seen, SeenAs},
    },
};
use bcd_sync::{
    any::AnyDrive,
    drive::{Drive, DriveFault},
    local::Trouble,
    report::{Happened, Report},
    run::sync,
    stop::StopSwitch,
};
use reactive_graph::{
    owner::{LocalStorage, StoredValue},
    prelude::*,
    signal::RwSignal,
};
use side::Side;
use std::collections::{BTreeMap, BTreeSet};

/// A sync under way.
#[derive(Clone, Copy)]
pub struct RunningSync {
    /// Which drive; none = nothing runs.
    pub drive: RwSignal<Option<String>>,
    /// How far: (done, of).
    pub progress: RwSignal<(usize, usize)>,
    stop: StoredValue<StopSwitch, LocalStorage>,
}

impl RunningSync {
    fn new() -> Self {
        Self {
            drive: RwSignal::new(None),
            progress: RwSignal::new((0, 0)),
            stop: StoredValue::new_local(StopSwitch::default()),
        }
    }

    /// Stops the sync. What was done until then stays and is valid.
    pub fn cancel(&self) {
        self.stop.with_value(StopSwitch::stop);
    }
}

// The least time between two automatic syncs, in milliseconds, however often the page comes to the
// front.
const REST: f64 = 60_000.0;

// A picked folder with at most this many units counts as the unit's own; one with more is an upper
// level's.
const OWN_UNITS: usize = 3;

/// Syncing: brings this browser and its drives in step, and says what came of it.
#[derive(Clone, Copy)]
pub struct Syncing {
    core: Core,
    merging: Merging,
    receiving: Receiving,
    backups: Backups,
    drives: Drives,
    /// The sync that is under way.
    pub running: RunningSync,
    // When all drives were last asked, in milliseconds.
    asked: StoredValue<f64>,
}

impl Syncing {
    pub(crate) fn new(
        core: Core,
        merging: Merging,
        receiving: Receiving,
        backups: Backups,
        drives: Drives,
    ) -> Self {
        let (running, asked) = (RunningSync::new(), StoredValue::new(0.0));
        Self { core, merging, receiving, backups, drives, running, asked }
    }

    /// When the app opens: reads the list of drives and syncs those that can be used without asking
    /// the person.
    pub async fn begin(&self) {
        if self.drives.read().await.is_ok() {
            self.sync_all().await;
        }
    }

    /// The same when the page comes to the front again; with `afresh`, when it is back online.
    pub async fn again(&self, afresh: bool) {
        if afresh {
            self.asked.set_value(0.0);
        }
        self.sync_all().await;
    }

    // A drive that needs a password or a tap waits for the person.
    async fn sync_all(&self) {
        let now = self.core.host().clock.now_ms();
        if now - self.asked.get_value() <= REST {
            return;
        }
        self.asked.set_value(now);
        for line in self.drives.list.get_untracked() {
            if self.drives.wants(&line).await == Ok(Wants::Nothing) {
                self.sync(&line).await;
            }
        }
    }

    /// Syncs this browser with a drive. Does nothing while another tab syncs it.
    pub async fn sync(&self, line: &DriveLine) {
        let (syncing, line) = (*self, line.clone());
        let lock = self.core.tools().lock.clone();
        let work = async move {
            // Another tab may have changed the drive's line since this tab read it.
            match syncing.drives.stored(&line.id).await {
                Ok(Some(line)) => syncing.sync_one(line).await,
                Ok(None) => syncing.drives.hide(&line.id),
                // If the line cannot be read, the sync is tried with the one at hand; it reports a
                // failing storage itself.
                Err(_) => syncing.sync_one(line).await,
            }
        };
        lock.alone("bcd-sync", Box::pin(work)).await;
    }

    /// Makes the next sync read every file of a drive again, as if it had just been connected, and
    /// check every photo of this device: photos that somebody removed one by one are written again.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn recheck(&self, id: &str) -> Result<(), StoreError> {
        if let Some(line) = self.drives.stored(id).await? {
            self.drives.forget_seen(&line).await?;
            self.sync(&line).await;
        }
        Ok(())
    }

    /// Stops a sync of a drive that is being disconnected.
    pub fn stop_for(&self, line: &DriveLine) {
        if self.running.drive.get_untracked().as_ref() == Some(&line.id) {
            self.running.cancel();
        }
    }

    async fn sync_one(&self, line: DriveLine) {
        let running = self.running;
        if running.drive.get_untracked().is_some() {
            return;
        }
        let stop = StopSwitch::default();
        running.stop.set_value(stop.clone());
        running.progress.set((0, 0));
        running.drive.set(Some(line.id.clone()));
        let upto = self.counters().await;
        let report = match self.drives.open(&line, &stop).await {
            Ok(drive) => self.sync_with(&drive, &line, stop).await,
            // This tab's own affair, which the drive's card says: in the line on the disk it would
            // stand for tabs that reach the server.
            Err(DriveFault::NeedsReload) => return running.drive.set(None),
            Err(fault) => Report { fault: Some(fault), ..Report::default() },
        };
        // What was refused is asked for again.
        if report.fault == Some(DriveFault::Unauthorised) {
            self.drives.drop_secret(&line.password_key());
        }
        if let Some(Trouble::WrongPassphrase | Trouble::PassphraseChanged) = report.trouble {
            self.drives.drop_secret(&line.passphrase_key());
        }
        self.note_sync(line, report, upto).await;
        running.drive.set(None);
        self.read_on_drive().await;
    }

    /// Syncs this browser with an opened drive, and returns what happened.
    pub async fn sync_with(&self, drive: &AnyDrive, line: &DriveLine, stop: StopSwitch) -> Report {
        let side = Side { joins: self.joins(line).await, ..self.side(line.clone(), stop) };
        let report = sync(drive, &side, line.roles).await;
        if report.events.iter().any(|event| matches!(event.what, Happened::Took(_))) {
            self.receiving.finish();
        }
        report
    }

    fn side(&self, line: DriveLine, stop: StopSwitch) -> Side {
        let picked = self.drives.is_picked(&line.id);
        let began = self.core.host().clock.now_ms();
        Side { syncing: *self, line, stop, began, joins: BTreeSet::new(), picked }
    }

    // Units that the person joined and of which nothing is here yet: what lies on the drive of them
    // is what the person wants. From then on, new devices are asked about.
    async fn joins(&self, line: &DriveLine) -> BTreeSet<UnitId> {
        let mut joins = line.joined.clone();
        match self.core.disk().rows::<DossierLine>(tables::DOSSIERS, "").await {
            Ok(rows) => joins.retain(|unit| rows.iter().all(|(_, here)| here.unit != *unit)),
            // Then the person is asked about each file.
            Err(_) => joins.clear(),
        }
        joins
    }

    async fn note_sync(
        &self,
        line: DriveLine,
        report: Report,
        upto: Result<BTreeMap<DossierId, u64>, StoreError>,
    ) {
        let before = line.last.clone().unwrap_or_default();
        let (at, in_step) = (self.core.now(), report.is_in_step());
        let good = if in_step { Some(at.clone()) } else { before.good };
        let upto = upto.ok().filter(|_| in_step).unwrap_or(before.upto);
        // What is on a drive of the unit counts as a copy outside this browser.
        if in_step && line.roles.devices {
            let copied = Copied { at: at.clone(), upto: upto.clone(), ..Copied::default() };
            self.backups.note_copied(copied).await;
        }
        let last = Last { at, good, report: report.shortened(), upto };
        // Shown even if it cannot be stored: with a full storage, this is what the person must see.
        self.drives.list.update(|all| {
            if let Some(other) = all.iter_mut().find(|other| other.id == line.id) {
                other.note(last.clone());
            }
        });
        if self.drives.amend(&line.id, |line| line.note(last.clone())).await.is_err() {
            // The sync itself is done. Retrying the queued writes makes the failing storage
            // visible.
            self.core.work.retry_saving();
        }
    }

    // The highest counter of each dossier.
    async fn counters(&self) -> Result<BTreeMap<DossierId, u64>, StoreError> {
        let mut counters = BTreeMap::new();
        for line in self.core.work.dossiers.get_untracked() {
            let state = load(&self.core.disk(), &line.id).await?.state;
            counters.insert(line.id, field::highest(&state.fields));
        }
        Ok(counters)
    }

    /// Reads a picked folder once, as a read-only drive. Returns a line to show; `None` while
    /// another sync runs. For a folder that is no drive, the report is empty. A sealed one needs
    /// its passphrase.
    pub async fn read_picked(
        &self,
        drive: AnyDrive,
        passphrase: Option<String>,
    ) -> Option<DriveLine> {
        if self.running.drive.get_untracked().is_some() {
            return None;
        }
        let roles = Roles { devices: true, sends: false, collects: true };
        let mut line = DriveLine { roles, ..self.drives.new_line(String::new(), Way::Folder) };
        line.passphrase = passphrase.as_ref().map(|_| String::new());
        if let Some(passphrase) = passphrase {
            self.drives.keep_secret(line.passphrase_key(), passphrase);
        }
        self.drives.keep_picked(line.id.clone(), drive.clone());
        // A folder of few units is the unit's own. One of many is an upper level's, and the device
        // files of its units must not be taken in.
        if let Ok(folders) = drive.list(layout::UNITS).await
            && folders.len() <= OWN_UNITS
        {
            line.joined = folders.into_iter().map(|item| UnitId(item.name)).collect();
        }
        self.running.drive.set(Some(line.id.clone()));
        let mut report = self.sync_with(&drive, &line, StopSwitch::default()).await;
        // Not worth reporting: a picked folder is always read-only.
        report
            .events
            .retain(|event| !matches!(event.what, Happened::ReadOnly | Happened::Unanswered));
        // The folder will not be synced again, so what was seen of it is not kept.
        let seen = Op::DeletePrefix(tables::SEEN, seen_prefix(&line.id));
        let forgotten = self.core.disk().write(vec![seen]).await;
        self.running.drive.set(None);
        if forgotten.is_err() {
            self.core.work.retry_saving();
        }
        let at = self.core.now();
        line.last = Some(Last { at, good: None, report, upto: BTreeMap::new() });
        Some(line)
    }

    /// Updates the lists of own submissions that are on drives: on those where the upper level sees
    /// them, and on the unit's own.
    pub(crate) async fn read_on_drive(&self) {
        let (mut up, mut own) = (BTreeSet::new(), BTreeSet::new());
        for line in self.drives.list.get_untracked() {
            // A drive that is only for collecting may have thousands, all of other units.
            if !line.roles.sends && !line.roles.devices {
                continue;
            }
            let prefix = format!("{}{}/", seen_prefix(&line.id), layout::SUBMISSIONS);
            // If it cannot be read, these submissions are shown as waiting until the next sync.
            let Ok(rows) = self.core.disk().rows::<Seen>(tables::SEEN, &prefix).await else {
                continue;
            };
            let claimed = rows
                .iter()
                .filter(|(_, seen)| matches!(seen.what, SeenAs::Written | SeenAs::Taken))
                .filter_map(|(key, _)| layout::claimed(key.rsplit('/').next().unwrap_or_default()));
            let on = if line.roles.sends { &mut up } else { &mut own };
            on.extend(claimed.map(str::to_owned));
        }
        self.core.lists.handed_up.set(up);
        self.core.lists.on_own_drive.set(own);
    }

    /// The number of changes that this device made in a dossier since a counter.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn own_since(&self, id: &DossierId, upto: u64) -> Result<usize, StoreError> {
        let device = self.core.work.device();
        let state = load(&self.core.disk(), id).await?.state;
        let own = state.fields.values().filter(|entry| entry.dev == device && entry.n > upto);
        Ok(own.count())
    }

    /// The number of changes of the open dossier that wait for a drive; `None` if it was never
    /// fully synced with it. Follows signals.
    pub fn waiting(&self, line: &DriveLine) -> Option<usize> {
        let (work, last) = (self.core.work, line.last.as_ref()?);
        let upto = work.id.with(|id| id.as_ref().and_then(|id| last.upto.get(id)).copied())?;
        let device = work.device();
        let own = |entry: &&Entry| entry.dev == device && entry.n > upto;
        Some(work.dossier.with(|dossier| dossier.fields.values().filter(own).count()))
    }

    /// Reads a file again that waits for a person's decision.
    ///
    /// # Errors
    /// [`DriveFault`].
    pub async fn held_file(&self, line: &DriveLine, path: &str) -> Result<DeviceFile, DriveFault> {
        let stop = StopSwitch::default();
        let drive = self.drives.open(line, &stop).await?;
        self.side(line.clone(), stop).device_file(&drive, path).await
    }

    fn seen_op(line: &DriveLine, path: &str, seen: Option<&Seen>) -> Op {
        let key = format!("{}{path}", seen_prefix(&line.id));
        match seen {
            Some(seen) => rows::put(tables::SEEN, key, seen),
            None => Op::Delete(tables::SEEN, key),
        }
    }
}

/// What went wrong with the storage, for the sync.
fn trouble(error: StoreError) -> Trouble {
    if error == StoreError::Quota { Trouble::Full } else { Trouble::Storage }
}
