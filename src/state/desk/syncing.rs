//! Syncing: when, and what is said of it. The doing is in `bcd-sync`, what is here in `side`.

mod making;
mod side;

use super::{
    Copied, Desk,
    drives::{
        AnyDrive, DriveLine, Last, Wants, Way, drop_secret, keep_picked, keep_secret, seen_prefix,
    },
    merging,
};
use crate::{
    platform::{clock, lock, page, spawn_local},
    storage::{DbError, Op, remote, tables},
};
use bcd_core::{
    engine::DeviceFile,
    field::{self, Entry},
    id::{DossierId, UnitId},
    sync::{
        Roles, layout,
        plan::{Seen, What},
    },
};
use bcd_sync::{
    drive::{Drive, Fault},
    local::Trouble,
    picked::Picked,
    report::{Happened, Report},
    run::sync,
    stop::Stop,
};
use leptos::prelude::*;
use side::Side;
use std::collections::{BTreeMap, BTreeSet};

/// A sync under way.
#[derive(Clone, Copy)]
pub struct Running {
    /// Which drive; none = nothing runs.
    pub drive: RwSignal<Option<String>>,
    /// How far: (done, of).
    pub progress: RwSignal<(usize, usize)>,
    stop: StoredValue<Stop, LocalStorage>,
}

impl Running {
    /// Nothing runs.
    pub fn new() -> Self {
        Self {
            drive: RwSignal::new(None),
            progress: RwSignal::new((0, 0)),
            stop: StoredValue::new_local(Stop::default()),
        }
    }

    /// Stops it; what was done until then stays, and is good.
    pub fn cancel(&self) {
        self.stop.with_value(Stop::stop);
    }
}

// Coming to the front again and again asks the drive no more often than this.
const REST: f64 = 60_000.0;

const OWN_UNITS: usize = 3;

impl Desk {
    /// Syncs by itself: when the app opens, comes back online, or to the front.
    pub fn start_syncing(&self) {
        let desk = *self;
        let last = StoredValue::new(0.0_f64);
        let all = move || {
            if clock::now_ms() - last.get_value() > REST {
                last.set_value(clock::now_ms());
                spawn_local(async move { desk.sync_all().await });
            }
        };
        page::on_window("online", move |_| {
            last.set_value(0.0);
            all();
        });
        page::on_window("focus", move |_| all());
        spawn_local(async move {
            if desk.read_drives().await.is_ok() {
                all();
            }
        });
    }

    // Drives that ask the person for something wait for the person.
    async fn sync_all(&self) {
        for line in self.drives.get_untracked() {
            if line.wants().await == Ok(Wants::Nothing) {
                self.sync(&line).await;
            }
        }
    }

    /// Brings this browser and a drive in step. Nothing happens while another tab does it.
    pub async fn sync(&self, line: &DriveLine) {
        let desk = *self;
        let line = line.clone();
        lock::alone("bcd-sync", async move {
            // The list may be older than what another tab noted.
            match desk.stored_drive(&line.id).await {
                Ok(Some(line)) => desk.sync_one(line).await,
                Ok(None) => desk.drives.update(|all| all.retain(|other| other.id != line.id)),
                // What the storage cannot give now it may give to the sync, or that says so.
                Err(_) => desk.sync_one(line).await,
            }
        })
        .await;
    }

    /// Looks at every file of a drive again, as if it had just been connected, and for every photo
    /// of this device's: what somebody took away one by one is sent again.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn recheck(&self, id: &str) -> Result<(), DbError> {
        if let Some(line) = self.stored_drive(id).await? {
            self.forget_seen(&line).await?;
            self.sync(&line).await;
        }
        Ok(())
    }

    async fn sync_one(&self, line: DriveLine) {
        let running = self.running;
        if running.drive.get_untracked().is_some() {
            return;
        }
        let stop = Stop::default();
        running.stop.set_value(stop.clone());
        running.progress.set((0, 0));
        running.drive.set(Some(line.id.clone()));
        self.catch_up();
        let upto = self.counters().await;
        let report = match line.open(&stop).await {
            Ok(drive) => self.sync_with(&drive, &line, stop).await,
            Err(fault) => Report { fault: Some(fault), ..Report::default() },
        };
        // What was refused is asked for again.
        if report.fault == Some(Fault::Unauthorised) {
            drop_secret(&line.password_key());
        }
        if report.trouble == Some(Trouble::WrongPassphrase) {
            drop_secret(&line.passphrase_key());
        }
        self.note_sync(line, report, upto).await;
        running.drive.set(None);
        self.read_on_drive().await;
    }

    async fn sync_with(&self, drive: &AnyDrive, line: &DriveLine, stop: Stop) -> Report {
        let side = Side::new(*self, line.clone(), stop);
        sync(drive, &side, line.roles).await
    }

    async fn note_sync(
        &self,
        line: DriveLine,
        report: Report,
        upto: Result<BTreeMap<DossierId, u64>, DbError>,
    ) {
        let before = line.last.clone().unwrap_or_default();
        let (at, in_step) = (clock::now(), report.is_in_step());
        let good = if in_step { Some(at.clone()) } else { before.good };
        let upto = upto.ok().filter(|_| in_step).unwrap_or(before.upto);
        // What is on a drive of the unit is a copy outside this browser.
        if in_step && line.roles.devices {
            self.note_copied(Copied { at: at.clone(), upto: upto.clone(), left_out: 0 }).await;
        }
        let last = Last { at, good, report, upto };
        // On the screen in any case: where the storage is full, that is what is to be said.
        self.drives.update(|all| {
            if let Some(other) = all.iter_mut().find(|other| other.id == line.id) {
                other.last = Some(last.clone());
            }
        });
        if self.amend_drive(&line.id, |line| line.last = Some(last.clone())).await.is_err() {
            // The sync itself is done; that the storage fails is said by the kernel.
            self.retry_saving();
        }
    }

    // The highest counter of each dossier.
    async fn counters(&self) -> Result<BTreeMap<DossierId, u64>, DbError> {
        let mut counters = BTreeMap::new();
        for line in self.dossiers.get_untracked() {
            let state = merging::load(&line.id).await?.state;
            counters.insert(line.id, field::highest(&state.fields));
        }
        Ok(counters)
    }

    /// Reads a folder that a person picked, once: a drive as it is, which is only read. Answers a
    /// line to show; `None` while another sync runs. A folder that is no drive has nothing in it.
    /// A sealed one needs its passphrase.
    pub async fn read_picked(
        &self,
        picked: Picked,
        passphrase: Option<String>,
    ) -> Option<DriveLine> {
        if self.running.drive.get_untracked().is_some() {
            return None;
        }
        let way = Way::Folder;
        let roles = Roles { devices: true, sends: false, collects: true };
        let mut line = DriveLine { roles, ..self.new_drive(String::new(), way) };
        line.passphrase = passphrase.as_ref().map(|_| String::new());
        if let Some(passphrase) = passphrase {
            keep_secret(line.passphrase_key(), passphrase);
        }
        keep_picked(line.id.clone(), picked.clone());
        let drive = AnyDrive::Picked(picked);
        // A folder of few units is one's own; that of many is an upper level's, whose units' own
        // files are not for it to take in.
        if let Ok(folders) = drive.list(layout::UNITS).await
            && folders.len() <= OWN_UNITS
        {
            line.joined = folders.into_iter().map(|item| UnitId(item.name)).collect();
        }
        self.running.drive.set(Some(line.id.clone()));
        self.catch_up();
        let mut report = self.sync_with(&drive, &line, Stop::default()).await;
        // That is known of a folder that is picked to be read.
        report
            .events
            .retain(|event| !matches!(event.what, Happened::ReadOnly | Happened::Unanswered));
        // Nobody comes back to it: what was seen of it is not kept.
        let seen = Op::DeletePrefix(tables::SEEN, seen_prefix(&line.id));
        let forgotten = remote::write(vec![seen]).await;
        self.running.drive.set(None);
        if forgotten.is_err() {
            self.retry_saving();
        }
        let at = clock::now();
        line.last = Some(Last { at, good: None, report, upto: BTreeMap::new() });
        Some(line)
    }

    /// Looks up which own submissions are on drives: where they are handed up, and on the unit's own.
    pub(super) async fn read_on_drive(&self) {
        let (mut up, mut own) = (BTreeSet::new(), BTreeSet::new());
        for line in self.drives.get_untracked() {
            // Who only collects has thousands there, of others.
            if !line.roles.sends && !line.roles.devices {
                continue;
            }
            let prefix = format!("{}{}/", seen_prefix(&line.id), layout::SUBMISSIONS);
            // Shown as waiting then, which the next sync corrects.
            let Ok(rows) = remote::texts(tables::SEEN, &prefix).await else { continue };
            let good = |json: &str| {
                let seen = serde_json::from_str::<Seen>(json);
                seen.is_ok_and(|seen| matches!(seen.what, What::Written | What::Taken))
            };
            let claimed = rows
                .iter()
                .filter(|(_, json)| good(json))
                .filter_map(|(key, _)| layout::claimed(key.rsplit('/').next().unwrap_or_default()));
            let on = if line.roles.sends { &mut up } else { &mut own };
            on.extend(claimed.map(str::to_owned));
        }
        self.handed_up.set(up);
        self.on_own_drive.set(own);
    }

    /// Changes made here, in any dossier, since a counter.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn own_since(&self, id: &DossierId, upto: u64) -> Result<usize, DbError> {
        let device = self.device.get_value();
        let state = merging::load(id).await?.state;
        let own = state.fields.values().filter(|entry| entry.dev == device && entry.n > upto);
        Ok(own.count())
    }

    /// Changes made here, in the open dossier, that wait for a drive; none where it was never in step.
    pub fn waiting(&self, line: &DriveLine) -> Option<usize> {
        let last = line.last.as_ref()?;
        let upto = self.id.with(|id| id.as_ref().and_then(|id| last.upto.get(id)).copied())?;
        let device = self.device.get_value();
        let own = |entry: &&Entry| entry.dev == device && entry.n > upto;
        Some(self.dossier.with(|dossier| dossier.fields.values().filter(own).count()))
    }

    /// A file of a drive that waits for a person, read again.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn held_file(&self, line: &DriveLine, path: &str) -> Result<DeviceFile, Fault> {
        let drive = line.open(&Stop::default()).await?;
        Side::new(*self, line.clone(), Stop::default()).device_file(&drive, path).await
    }
}
