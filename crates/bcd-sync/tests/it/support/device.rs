//! A device: a browser's disk, and the local side of a sync on it, as the app does it.

use super::{Flaky, run, side::Side};
use bcd_core::{
    command::{Set, fields_of_new},
    criteria::Mode,
    dossier::{Dossier, Unit},
    engine::{Found, Request, Response, handle},
    field::{Entry, highest},
    format::{canonical, device, envelope::Head, problem::Problem},
    id::{DeviceId, DossierId, FileHash, UnitId},
    intake::{Summary, classify},
    merge::{
        Merged,
        conflict::{Conflict, Decision, conflicts, decided},
    },
    sync::{
        Roles,
        plan::{Memory, Pack, Sent, afresh},
        take::{Taken, take},
    },
};
use bcd_sync::{
    local::{Took, Trouble, Verdict},
    report::Report,
    run::sync,
};
use serde_json::{Value, json};
use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

/// What is on the disk.
#[derive(Default)]
pub struct Disk {
    pub dossiers: BTreeMap<DossierId, Merged>,
    pub files: BTreeMap<FileHash, Vec<u8>>,
    pub sent: Vec<(Sent, Vec<u8>)>,
    pub received: BTreeMap<String, (Summary, Vec<u8>)>,
    pub receipts: BTreeSet<String>,
    pub packs: BTreeMap<String, (Pack, Vec<u8>)>,
    pub memories: BTreeMap<String, Memory>,
    pub approved: bool,
}

/// A device. Clones share its disk.
#[derive(Clone)]
pub struct Device {
    pub id: DeviceId,
    pub disk: Rc<RefCell<Disk>>,
    /// Its clock, which decides nothing.
    pub year: Cell<i32>,
    /// Writes to the disk that still succeed.
    pub room: Rc<Cell<usize>>,
    /// The unit's name, as it stands in file names.
    pub slug: Rc<RefCell<String>>,
    /// Dossiers are read from drives although none of their unit is here.
    pub joined: Rc<RefCell<BTreeSet<UnitId>>>,
    /// What seals all that goes to drives.
    pub passphrase: Rc<RefCell<Option<String>>>,
}

pub const UNIT: &str = "7d1f6a52-0c1e-4f0b-9b39-5f0f6f7f0a01";
pub const DOSSIER: &str = "9a6a2d1e-5f4b-4a7c-8d3e-2b1c0f9e8d7c";

impl Device {
    pub fn new(id: &str) -> Self {
        Self {
            id: DeviceId(format!("{id}-0000-0000")),
            disk: Rc::default(),
            year: Cell::new(2026),
            room: Rc::new(Cell::new(usize::MAX)),
            slug: Rc::new(RefCell::new("doan-an-cu".to_owned())),
            joined: Rc::default(),
            passphrase: Rc::default(),
        }
    }

    /// A device with the unit's dossier.
    pub fn opened(id: &str) -> Self {
        let device = Self::new(id);
        let unit = Unit {
            id: UnitId::from(UNIT),
            name: "Đoàn phường An Cư".into(),
            kind: "commune".into(),
            ..Unit::default()
        };
        for Set { path, value } in fields_of_new(unit, "2026".into(), Mode::Points, false) {
            device.write(DOSSIER, &path, value);
        }
        device
    }

    /// A device of the same unit, that has nothing yet.
    pub fn joining(id: &str) -> Self {
        let device = Self::new(id);
        device.joined.borrow_mut().insert(UnitId::from(UNIT));
        device
    }

    pub fn at(&self) -> String {
        format!("{}-11-22T20:15:00+07:00", self.year.get())
    }

    /// A person writes a field.
    pub fn write(&self, dossier: &str, path: &str, v: Value) {
        let mut disk = self.disk.borrow_mut();
        let state = disk.dossiers.entry(DossierId::from(dossier)).or_default();
        let over = state.fields.get(path).map(|seen| seen.seen_by(&self.id)).unwrap_or_default();
        let n = highest(&state.fields) + 1;
        let by = self.id.0[..1].to_owned();
        let entry = Entry { v, n, dev: self.id.clone(), at: self.at(), by, over };
        state.put(path.to_owned(), entry);
    }

    /// A photo as evidence of an item.
    pub fn photo(&self, id: &str, bytes: &[u8]) -> FileHash {
        let hash = FileHash(canonical::sha256(bytes));
        self.disk.borrow_mut().files.insert(hash.clone(), bytes.to_vec());
        self.write(DOSSIER, &format!("evidence/{id}/kind"), json!("photo"));
        self.write(DOSSIER, &format!("evidence/{id}/mime"), json!("image/png"));
        self.write(DOSSIER, &format!("evidence/{id}/file"), json!(hash));
        self.write(DOSSIER, &format!("evidence/{id}/for/1.2.1"), json!(true));
        hash
    }

    pub fn state(&self) -> Merged {
        self.disk.borrow().dossiers.get(DOSSIER).cloned().unwrap_or_default()
    }

    pub fn value(&self, path: &str) -> Value {
        self.state().fields.get(path).map(|entry| entry.v.clone()).unwrap_or_default()
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
        let mut disk = self.disk.borrow_mut();
        let state = disk.dossiers.entry(DossierId::from(DOSSIER)).or_default();
        let n = highest(&state.fields) + 1;
        let decision = Decision { n, dev: self.id.clone(), at: self.at(), by: String::new() };
        for entry in decided(state, path, value, decision, shown) {
            state.put(path.to_owned(), entry);
        }
    }

    pub fn head(&self, dossier: &Dossier) -> Head {
        Head {
            id: "0b8a6f1e-6a9f-4f7e-8f56-2f4a3a1c9d11".into(),
            unit: dossier.unit.id.0.clone(),
            name: dossier.unit.name.clone(),
            cycle: dossier.cycle.clone(),
            seq: 0,
            parent: None,
            device: self.id.0.clone(),
            by: self.id.0[..1].to_owned(),
            at: self.at(),
            app: "0.1.0".into(),
        }
    }

    /// The file of a dossier, to be handed on by hand, with its photos inside.
    pub fn file_by_hand(&self) -> Vec<u8> {
        let disk = self.disk.borrow();
        let (request, _) = self.device_request(&disk, &DossierId::from(DOSSIER), None);
        let (_, mut blobs) = handle(request, vec![]);
        blobs.remove(1)
    }

    /// Takes a file in that came by hand.
    pub fn take_by_hand(&self, file: &[u8]) -> Verdict {
        run(self.take("", file, &BTreeMap::new())).unwrap().unwrap()
    }

    /// Freezes the dossier and notes it as sent.
    pub fn freeze(&self, set: &Value) {
        let (dossier, seq, before) = {
            let disk = self.disk.borrow();
            let dossier = Dossier::of(disk.dossiers[DOSSIER].fields.clone());
            (dossier, disk.sent.len() as u32 + 1, disk.files.clone())
        };
        let parent = self.disk.borrow().sent.last().map(|(sent, _)| sent.digest.clone());
        let head = Head { seq, parent, ..self.head(&dossier) };
        let (names, blobs): (Vec<_>, Vec<_>) =
            before.into_iter().map(|(hash, bytes)| (hash.0, bytes)).unzip();
        let request = Request::Freeze {
            head,
            dossier: DossierId::from(DOSSIER),
            fields: dossier.fields.clone(),
            set: set.clone(),
            before: BTreeMap::new(),
            files: names,
        };
        let (response, blobs) = handle(request, blobs);
        let Response::Written { digest, shared, problems, .. } = response else {
            panic!("{response:?}")
        };
        assert_eq!(problems, []);
        let files = shared.iter().filter(|(path, _)| path.ends_with("/file"));
        let files = files.filter_map(|(_, v)| v.as_str().map(FileHash::from)).collect();
        let (unit, cycle) = (dossier.unit.id, dossier.cycle);
        let slug = self.slug.borrow().clone();
        let sent = Sent { unit, slug, cycle, seq, digest, files };
        self.disk.borrow_mut().sent.push((sent, blobs[0].clone()));
    }

    /// Syncs to the end, or to where the tab is killed.
    pub fn sync(&self, drive: &Flaky, roles: Roles) -> Report {
        self.try_sync(drive, roles).unwrap_or_default()
    }

    pub fn try_sync(&self, drive: &Flaky, roles: Roles) -> Option<Report> {
        run(sync(drive, &Side { device: self, drive: drive.name.clone() }, roles))
    }

    /// The person wants every file of a drive looked at again.
    pub fn look_again(&self, drive: &Flaky) {
        let sealed = self.passphrase.borrow().is_some();
        let mut disk = self.disk.borrow_mut();
        let memory = disk.memories.entry(drive.name.clone()).or_default();
        for (path, seen) in afresh(memory, sealed) {
            match seen {
                Some(seen) => memory.insert(path, seen),
                None => memory.remove(&path),
            };
        }
    }

    pub fn device_request(
        &self,
        disk: &Disk,
        id: &DossierId,
        unless: Option<&str>,
    ) -> (Request, Vec<FileHash>) {
        let state = disk.dossiers.get(id).cloned().unwrap_or_default();
        let dossier = Dossier::of(state.fields.clone());
        let named = dossier
            .evidence
            .values()
            .filter_map(|e| Some((e.file.clone()?, e.mime.clone())).filter(|_| !e.deleted));
        let files: BTreeMap<_, _> = named.collect();
        let hashes = files.keys().cloned().collect();
        let body = device::Device { dossier: id.clone(), state, files, pack: Value::Null };
        let head = self.head(&dossier);
        let unless = unless.map(str::to_owned);
        (Request::Device { head, body, carried: vec![], unless }, hashes)
    }

    pub async fn take(
        &self,
        path: &str,
        bytes: &[u8],
        photos: &BTreeMap<FileHash, Vec<u8>>,
    ) -> Result<Verdict, Trouble> {
        let files = photos.keys().map(|hash| hash.0.clone()).collect();
        let blobs = std::iter::once(bytes.to_vec()).chain(photos.values().cloned()).collect();
        let (response, blobs) = handle(Request::Check { files }, blobs);
        let Response::Checked { found, problems, needs, files: carried } = response else {
            return Err(Trouble::Engine);
        };
        if !needs.is_empty() {
            return Ok(Verdict::Needs(needs));
        }
        let Some(found) = found else { return Ok(Verdict::Refused(problems)) };
        if let Err(problem) = bcd_core::sync::take::is_in_place(path, &found) {
            return Ok(Verdict::Refused(vec![problem]));
        }
        self.use_room()?;
        let mut disk = self.disk.borrow_mut();
        for ((hash, _), bytes) in carried.iter().zip(&blobs[1..]) {
            disk.files.insert(hash.clone(), bytes.clone());
        }
        Ok(match found {
            Found::Device(file) => {
                let approved = disk.approved;
                let state = disk.dossiers.entry(file.body.dossier.clone()).or_default();
                match take(state, &file.body, &self.id, approved) {
                    Taken::Nothing => Verdict::Taken(Took::Nothing, file.state),
                    Taken::Held(loss) => Verdict::Held(loss),
                    Taken::Changed(change) => {
                        let before = conflicts(state).len();
                        let fields = change.fields.len();
                        state.fields.extend(change.fields);
                        for (path, kept) in change.kept {
                            state.lost.entry(path).or_default().extend(kept);
                        }
                        for (path, dropped) in change.dropped {
                            let list = state.lost.entry(path.clone()).or_default();
                            list.retain(|entry| !dropped.contains(entry));
                            if list.is_empty() {
                                state.lost.remove(&path);
                            }
                        }
                        for list in state.lost.values_mut() {
                            list.sort_by(|a, b| a.stands_over(b).cmp(&b.stands_over(a)));
                        }
                        let conflicts = conflicts(state).len().saturating_sub(before);
                        let (unit, by) = (file.name, file.by);
                        Verdict::Taken(Took::Device { unit, by, fields, conflicts }, file.state)
                    }
                }
            }
            Found::Submission(summary)
                if disk.dossiers.get(&summary.dossier).is_some_and(|state| {
                    state.fields.get("unit/id").map(|e| &e.v) == Some(&json!(summary.unit))
                }) =>
            {
                let (unit, cycle, seq) = (summary.unit, summary.cycle, summary.seq);
                if disk.sent.iter().all(|(sent, _)| sent.digest != summary.digest) {
                    let (digest, files) = (summary.digest, vec![]);
                    let sent = Sent { unit, slug: String::new(), cycle, seq, digest, files };
                    disk.sent.push((sent, blobs[0].clone()));
                }
                Verdict::Taken(Took::Submission { unit: summary.name, seq }, String::new())
            }
            Found::Submission(summary) => {
                let here: Vec<Summary> =
                    disk.received.values().map(|(summary, _)| summary.clone()).collect();
                let arrival = classify(&summary, &here);
                let (unit, seq) = (summary.name.clone(), summary.seq);
                if arrival.is_kept() {
                    disk.received.insert(summary.digest.clone(), (summary, blobs[0].clone()));
                    Verdict::Taken(Took::Submission { unit, seq }, String::new())
                } else {
                    Verdict::Taken(Took::Nothing, String::new())
                }
            }
            Found::Review(line) => {
                disk.receipts.insert(line.submission);
                Verdict::Taken(Took::Receipt { by: line.reviewer, seq: line.seq }, String::new())
            }
            Found::Pack(line) => {
                let pack = Pack {
                    digest: line.digest.clone(),
                    slug: String::new(),
                    version: line.version,
                    own: false,
                };
                disk.packs.insert(line.digest, (pack, blobs[0].clone()));
                Verdict::Taken(Took::Pack { title: line.title.vi }, String::new())
            }
            Found::Backup { .. } => Verdict::Refused(Vec::<Problem>::new()),
        })
    }

    pub fn use_room(&self) -> Result<(), Trouble> {
        match self.room.get().checked_sub(1) {
            Some(left) => self.room.set(left),
            None => return Err(Trouble::Full),
        }
        Ok(())
    }
}
