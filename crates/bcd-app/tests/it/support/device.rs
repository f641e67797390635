//! A device: a browser with a person in front of its tab.

use super::{
    Flaky,
    place::Picked,
    tab::{Browser, Tab},
};
use bcd_app::{
    drives::{DriveLine, Way},
    evidence::Shows,
    exchange::{
        backup::Consented,
        outbox::Audience,
        receiving::{IncomingSource, ReceiveOutcome, WaitingFile},
    },
    host::{Settings, settings},
    lists::SentLine,
    merging::{NotMerged, load},
    store::{Op, StoreValue as Stored, tables},
};
use bcd_core::{
    command::{Set, fields_of_new},
    criteria::Mode,
    dossier::Unit,
    format::review::ReviewLine,
    id::{DeviceId, DossierId, FileHash, ItemId, UnitId},
    intake::Summary,
    merge::{
        Merged,
        conflict::{Conflict, conflicts},
    },
    sync::Roles,
};
use bcd_sync::report::{Happened, Report, SyncEvent};
use reactive_graph::prelude::*;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
    ops::Deref,
    rc::Rc,
};

/// The unit of the stories.
pub const UNIT: &str = "7d1f6a52-0c1e-4f0b-9b39-5f0f6f7f0a01";
/// Its dossier: a unit's year is the same dossier on every device.
pub const DOSSIER: &str = "7d1f6a52-0c1e-4f0b-9b39-5f0f6f7f0a01-2026";

/// A device. Clones are the same one.
#[derive(Clone)]
pub struct Device(Rc<Inner>);

pub struct Inner {
    pub id: DeviceId,
    pub browser: Rc<Browser>,
    tab: RefCell<Rc<Tab>>,
    /// Dossiers are read from drives although none of their unit are here.
    pub joined: RefCell<BTreeSet<UnitId>>,
    /// What seals all that goes to drives.
    pub passphrase: RefCell<Option<String>>,
}

impl Deref for Device {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl Device {
    /// A device in which nothing is stored.
    pub fn new(id: &str) -> Self {
        let browser = Browser::new(id);
        let id = DeviceId(format!("{id}-0000-0000"));
        browser.shelf.lay(tables::META, "device", id.as_str());
        browser.notes.set(settings::NAME, &id.0[..1]);
        let tab = RefCell::new(Tab::open(&browser));
        let (joined, passphrase) = (RefCell::default(), RefCell::default());
        Self(Rc::new(Inner { id, browser, tab, joined, passphrase }))
    }

    /// A device with the unit's dossier.
    pub fn opened(id: &str) -> Self {
        Self::of_unit(id, UNIT, "Đoàn phường An Cư")
    }

    /// A device with the dossier of another unit.
    pub fn of_unit(id: &str, unit: &str, name: &str) -> Self {
        let device = Self::new(id);
        device.begin(unit, name, "2026");
        device
    }

    /// A dossier is begun on this device, and is open then; its id.
    pub fn begin(&self, unit: &str, name: &str, cycle: &str) -> DossierId {
        let unit = Unit {
            id: UnitId::from(unit),
            name: name.into(),
            kind: "commune".into(),
            ..Unit::default()
        };
        let (tab, fields) = (self.tab(), fields_of_new(unit, cycle.into(), Mode::Points, false));
        tab.act(|| tab.work.create_of(fields));
        tab.work.id.get_untracked().unwrap()
    }

    /// The next year of the unit is begun, and open then; its id.
    pub fn begin_next_year(&self) -> DossierId {
        self.begin(UNIT, "Đoàn phường An Cư", "2027")
    }

    /// A device of the same unit, that has nothing yet.
    pub fn joining(id: &str) -> Self {
        let device = Self::new(id);
        device.joined.borrow_mut().insert(UnitId::from(UNIT));
        device
    }

    /// The tab that the person looks at.
    pub fn tab(&self) -> Rc<Tab> {
        self.tab.borrow().clone()
    }

    /// The tab is killed, and the app opened again.
    pub fn restart(&self) {
        // First the old one goes: nobody tells the new one of what it was doing.
        self.tab.replace(Tab::new(&self.browser));
        self.tab().begin();
        self.browser.idle();
    }

    /// A computer to which the profile of this browser was copied: all that is stored, and the key.
    /// What it makes from now on has ids of its own, by `id`.
    pub fn copied(&self, id: &str) -> Self {
        let browser = Browser::new(id);
        let rows = |table: &&'static str| self.browser.shelf.memory.rows(table, "");
        let copy = |table: &'static str| move |(key, value)| Op::Put(table, key, value);
        let all = tables::ALL.iter().flat_map(|table| rows(table).into_iter().map(copy(table)));
        browser.shelf.memory.write(all.collect());
        browser.signer.replace(self.browser.signer.borrow().clone());
        browser.notes.copy(&self.browser.notes);
        let tab = RefCell::new(Tab::open(&browser));
        let joined = RefCell::new(self.joined.borrow().clone());
        let passphrase = RefCell::new(self.passphrase.borrow().clone());
        Self(Rc::new(Inner { id: self.id.clone(), browser, tab, joined, passphrase }))
    }

    /// Writes to the disk that still succeed.
    pub fn room(&self) -> &Cell<usize> {
        &self.browser.shelf.room
    }

    /// Sets its clock, which decides nothing.
    pub fn set_year(&self, year: i32) {
        self.browser.clock.0.set(year);
    }

    /// A person writes a field.
    pub fn write(&self, dossier: &str, path: &str, value: Value) {
        let (tab, id) = (self.tab(), DossierId::from(dossier));
        let set = |_: &_| vec![Set { path: path.to_owned(), value: value.clone() }];
        tab.run(tab.work.edit_in(&id, Vec::new(), set)).unwrap();
    }

    /// A photo as evidence of an item, under an id that the test knows.
    pub fn photo(&self, id: &str, bytes: &[u8]) -> FileHash {
        let tab = self.tab();
        self.browser.ids.next.replace(Some(id.to_owned()));
        let (dossier, shows) = (DossierId::from(DOSSIER), Shows::Item(ItemId::from("1.2.1")));
        let picked = Picked::new("anh.jpg", "image/jpeg", bytes);
        tab.run(tab.evidence.take_file(&dossier, &shows, &picked)).unwrap();
        let value = self.value(&format!("evidence/{id}/file"));
        FileHash::from(value.as_str().unwrap())
    }

    /// The dossier as it is on the disk, which is how it is on the screen.
    pub fn state(&self) -> Merged {
        let (tab, id) = (self.tab(), DossierId::from(DOSSIER));
        let state = tab.run(load(&tab.work.disk(), &id)).unwrap().state;
        if tab.work.id.get_untracked() == Some(id) {
            tab.work.dossier.with_untracked(|screen| assert_eq!(screen.fields, state.fields));
        }
        state
    }

    /// What the person sees in a field.
    pub fn value(&self, path: &str) -> Value {
        let work = self.tab().work;
        let open = work.id.with_untracked(|id| id.as_ref().is_some_and(|id| id.0 == DOSSIER));
        if open { work.dossier.with_untracked(|dossier| dossier.value(path)) } else { Value::Null }
    }

    pub fn conflicts(&self) -> Vec<Conflict> {
        conflicts(&self.state())
    }

    /// The person decides a conflict, of which they see all values.
    pub fn decide(&self, path: &str, value: Value) {
        let seen = self.conflicts().into_iter().filter(|conflict| conflict.path == path);
        let seen = seen.flat_map(|conflict| conflict.others.into_iter().chain([conflict.standing]));
        let shown: Vec<Value> = seen.map(|entry| entry.v).collect();
        self.decide_of(path, value, &shown);
    }

    /// The person decides on a page that shows these values, whatever there is by now.
    pub fn decide_of(&self, path: &str, value: Value, shown: &[Value]) {
        let (tab, id) = (self.tab(), DossierId::from(DOSSIER));
        tab.run(tab.services().merging.decide(&id, path, value, shown)).unwrap();
    }

    /// The file of all dossiers, to be handed on by hand, with their photos inside.
    pub fn file_by_hand(&self) -> Vec<u8> {
        let tab = self.tab();
        tab.run(tab.services().outbox.pack(Audience::Devices)).unwrap().bytes.to_vec()
    }

    /// A backup of everything that is here.
    pub fn backup(&self) -> Vec<u8> {
        let tab = self.tab();
        tab.run(tab.services().backups.make()).unwrap().0.bytes.to_vec()
    }

    /// A backup is taken back.
    pub fn restore(&self, file: &[u8]) {
        self.restore_with(file, Consented { speak: true, compared: false }).unwrap();
    }

    /// The same by a person who compared the words of the device that made it.
    pub fn restore_compared(&self, file: &[u8]) {
        self.restore_with(file, Consented { speak: true, compared: true }).unwrap();
    }

    /// A backup is taken back; what this person says of it.
    pub fn restore_with(&self, file: &[u8], consent: Consented) -> Result<(), NotMerged> {
        let ReceiveOutcome::Backup(backup) = self.open_by_hand(file) else { panic!("no backup") };
        let tab = self.tab();
        tab.run(tab.services().backups.restore(&backup, &consent))
    }

    /// A file comes by hand; what the person sees of it.
    pub fn open_by_hand(&self, file: &[u8]) -> ReceiveOutcome {
        let (tab, file) = (self.tab(), IncomingSource::Bytes("tep".to_owned(), file.into()));
        let receiving = tab.services().receiving;
        let outcome = tab.run(receiving.receive(file)).outcome;
        tab.act(|| receiving.finish());
        outcome
    }

    /// Takes a file in that came by hand: where it waits, the person says yes.
    pub fn take_by_hand(&self, file: &[u8]) -> ReceiveOutcome {
        match self.open_by_hand(file) {
            ReceiveOutcome::Waits(file) => self.accept(&file),
            other => other,
        }
    }

    /// The person says yes to a file that waits.
    pub fn accept(&self, file: &WaitingFile) -> ReceiveOutcome {
        let tab = self.tab();
        let receiving = tab.services().receiving;
        let outcome = tab.run(receiving.accept(file, false));
        tab.act(|| receiving.finish());
        outcome
    }

    /// Freezes the dossier by a set of criteria.
    pub fn freeze(&self, set: &Value) -> SentLine {
        let (tab, set) = (self.tab(), set.to_string());
        if tab.work.criteria() != set {
            assert!(tab.act(|| tab.work.take_set(&set)));
        }
        tab.run(tab.services().sending.freeze()).unwrap();
        self.sent().pop().unwrap()
    }

    // --- What is on the disk ---

    pub fn rows<T: DeserializeOwned>(&self, table: &'static str) -> Vec<T> {
        let tab = self.tab();
        let rows = tab.run(tab.work.disk().rows(table, "")).unwrap();
        rows.into_iter().map(|(_, row)| row).collect()
    }

    fn bytes(&self, table: &'static str) -> BTreeMap<String, Vec<u8>> {
        let rows = self.browser.shelf.memory.rows(table, "").into_iter();
        rows.map(|(key, value)| (key, Stored::bytes(value).unwrap().to_vec())).collect()
    }

    pub fn sent(&self) -> Vec<SentLine> {
        self.rows(tables::SENT)
    }

    pub fn received(&self) -> Vec<Summary> {
        self.rows(tables::RECEIVED)
    }

    /// Own submissions that an upper level says to have.
    pub fn receipts(&self) -> BTreeSet<String> {
        let lines: Vec<ReviewLine> = self.rows(tables::REVIEWS);
        lines.into_iter().map(|line| line.submission).collect()
    }

    /// Photos and files.
    pub fn files(&self) -> BTreeMap<FileHash, Vec<u8>> {
        self.bytes(tables::FILES).into_iter().map(|(key, file)| (FileHash(key), file)).collect()
    }

    /// A document, by its digest.
    pub fn document(&self, digest: &str) -> Vec<u8> {
        self.bytes(tables::DOCUMENTS).remove(digest).unwrap()
    }

    // --- Drives ---

    /// The line of a drive that is connected for these roles.
    pub fn line(&self, drive: &Flaky, roles: Roles) -> DriveLine {
        if roles.collects {
            self.speaks();
        }
        let (tab, id) = (self.tab(), drive.name.clone());
        let drives = tab.services().drives;
        self.browser.drives.0.borrow_mut().insert(id.clone(), drive.clone());
        let stored = tab.run(drives.stored(&id)).unwrap();
        let new = || DriveLine { id: id.clone(), ..drives.new_line(id.clone(), Way::Folder) };
        let mut line = stored.clone().unwrap_or_else(new);
        line.roles = roles;
        line.joined = self.joined.borrow().clone();
        // A drive that was found to be sealed stays one.
        line.passphrase = self.passphrase.borrow().clone().or(line.passphrase);
        line.read_only = !drive.abilities.write;
        if stored.as_ref() != Some(&line) {
            tab.run(drives.keep(line.clone())).unwrap();
        }
        line
    }

    /// Syncs, and lets in new devices that take nothing much away, to the end, or to where the tab is
    /// killed.
    pub fn sync(&self, drive: &Flaky, roles: Roles) -> Report {
        self.try_sync(drive, roles).unwrap_or_default()
    }

    /// The same; `None` if the tab was killed. Then the app is opened again.
    pub fn try_sync(&self, drive: &Flaky, roles: Roles) -> Option<Report> {
        let first = self.try_sync_only(drive, roles)?;
        let easy = |event: &SyncEvent| match &event.what {
            Happened::Held(asking) if !asking.is_much() => Some(asking.digest.clone()),
            _ => None,
        };
        let digests: Vec<String> = first.events.iter().filter_map(easy).collect();
        if digests.is_empty() {
            return Some(first);
        }
        self.approve(&digests);
        let mut report = self.try_sync_only(drive, roles)?;
        let before = first.events.into_iter();
        let before = before.filter(|it| easy(it).is_none() && !report.events.contains(it));
        report.events = before.collect::<Vec<_>>().into_iter().chain(report.events).collect();
        Some(report)
    }

    /// The person says yes to files of a drive, by their digests.
    pub fn approve(&self, digests: &[String]) {
        let tab = self.tab();
        tab.run(tab.services().merging.approve(digests)).unwrap();
    }

    /// Syncs; who is new waits. `None` if the tab was killed.
    pub fn try_sync_only(&self, drive: &Flaky, roles: Roles) -> Option<Report> {
        let (tab, line) = (self.tab(), self.line(drive, roles));
        let services = tab.services();
        if tab.try_run(services.syncing.sync(&line)).is_none() {
            drop(tab);
            self.restart();
            return None;
        }
        let last = services.drives.list.with_untracked(|all| {
            let line = all.iter().find(|line| line.id == drive.name);
            line.and_then(|line| line.last.clone())
        });
        Some(last.unwrap().report)
    }

    /// The person wants every file of a drive looked at again.
    pub fn look_again(&self, drive: &Flaky) {
        let tab = self.tab();
        let drives = tab.services().drives;
        if let Some(line) = tab.run(drives.stored(&drive.name)).unwrap() {
            tab.run(drives.forget_seen(&line)).unwrap();
        }
    }

    /// What was seen of drives is no longer known, as where a killed tab did not note it.
    pub fn forget_drives(&self) {
        self.browser.shelf.memory.write(vec![Op::DeletePrefix(tables::SEEN, String::new())]);
    }
}
