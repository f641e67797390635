//! What is here, as a sync needs it.

use super::{Syncing, answers::Photos, trouble};
use crate::{
    bytes::Bytes,
    drives::{DriveLine, seen_prefix},
    exchange::receiving::{Owner, ReceiveOutcome},
    merging::{Consent, Merge, load},
    received::ReceivedList,
    reviewing::{ReviewFate, first_op},
    store::{Op, tables},
    workspace::DossierLine,
};
use bcd_core::{
    engine::{Checked, DeviceFile, GoodFile},
    format::{
        device::files_of,
        limits,
        pack::{PackLine, PackOrigin},
        problem::{Code, Problem},
    },
    id::{DeviceId, FileHash, UnitId},
    intake::{Arrival, Summary},
    sync::{
        plan::{DossierHere, DriveMemory, Here, PackHere, Seen, SubmissionHere, Write},
        take::check_place,
    },
};
use bcd_sync::{
    drive::{Drive, DriveFault},
    local::{KnownWord, Local, MadeFile, StaysShut, Took, Trouble, Verdict},
    stop::StopSwitch,
};
use reactive_graph::{graph::untrack, prelude::*};
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};

// Milliseconds after which what this device has to say is written before more is read.
const LONG: f64 = 120_000.0;

/// This browser, beside one drive.
pub(super) struct Side {
    pub syncing: Syncing,
    pub line: DriveLine,
    pub stop: StopSwitch,
    /// When it began, in milliseconds since 1970.
    pub began: f64,
    /// Units that the person joined on this drive, and of which nothing is here yet.
    pub joins: BTreeSet<UnitId>,
    /// Whether it is a folder that is read once, which is no drive that this browser works with.
    pub picked: bool,
}

impl Side {
    /// A device file of the drive, for a person to look at.
    ///
    /// # Errors
    /// [`DriveFault`].
    pub async fn device_file(
        &self,
        drive: &impl Drive,
        path: &str,
    ) -> Result<DeviceFile, DriveFault> {
        self.open_key(drive).await?;
        let (bytes, _) = drive.read(path, limits::BUNDLE_BYTES).await?;
        let bytes =
            self.unseal(path, &bytes).await.map_err(|_| DriveFault::Other("seal".into()))?;
        let bytes = bytes.map_err(|_| DriveFault::Other("sealed".into()))?;
        let checked = self.syncing.core.check(bytes.into()).await;
        match checked.map_err(|_| DriveFault::Other("engine".into()))?.0.found {
            Some(GoodFile::Device(file)) => Ok(file),
            _ => Err(DriveFault::Changed),
        }
    }

    // Read from the disk: the lists on the screen do not yet show what this sync has taken in.
    pub(super) async fn rows<T: DeserializeOwned>(
        &self,
        table: &'static str,
    ) -> Result<Vec<T>, Trouble> {
        let rows = self.syncing.core.disk().rows(table, "").await.map_err(trouble)?;
        Ok(rows.into_iter().map(|(_, row)| row).collect())
    }

    pub(super) async fn dossiers(&self) -> Result<Vec<DossierLine>, Trouble> {
        let mut all: Vec<DossierLine> = self.rows(tables::DOSSIERS).await?;
        all.retain(|line| !line.sample);
        Ok(all)
    }

    fn received(&self, summary: &Summary) -> SubmissionHere {
        let (slug, files) = (self.syncing.core.slug(&summary.name), vec![]);
        let Summary { unit, cycle, seq, digest, .. } = summary.clone();
        SubmissionHere { unit, slug, cycle, seq, digest, files, stays: false }
    }

    // What the person has said of what this drive holds.
    fn consent(&self, found: &GoodFile) -> Consent {
        let joins = |file: &DeviceFile| self.joins.contains(&file.unit);
        match found {
            GoodFile::Device(_) if self.picked => Consent::Ask,
            GoodFile::Device(file) if joins(file) => Consent::Joined,
            _ => Consent::OnDrive,
        }
    }

    // What became of a good file.
    async fn took(&self, outcome: ReceiveOutcome) -> Result<Verdict, Trouble> {
        let syncing = &self.syncing;
        let took = match outcome {
            ReceiveOutcome::Submission(summary, arrival) => match arrival {
                Arrival::AlreadyHere => Took::Nothing,
                Arrival::New
                | Arrival::Newer
                | Arrival::Older
                | Arrival::Fork
                | Arrival::OtherUnit
                | Arrival::Apart => Took::Submission { unit: summary.name, seq: summary.seq },
            },
            ReceiveOutcome::Own(summary) => {
                Took::Submission { unit: summary.name, seq: summary.seq }
            }
            ReceiveOutcome::Device(file, merge) => {
                let (unit, by) = (file.name, file.by);
                return self.merged(&file.device, merge, unit, by, file.state).await;
            }
            // Of what lies on a drive, only device files wait.
            ReceiveOutcome::Waits(file) => {
                let asking = file.asking.clone().unwrap_or_default();
                if asking.device == syncing.core.work.device() {
                    syncing.merging.become_another_device().await.map_err(trouble)?;
                }
                return Ok(Verdict::Held(asking));
            }
            ReceiveOutcome::Review(file, fate) => {
                let line = file.row.line;
                match fate {
                    ReviewFate::Case(merge) => {
                        let (unit, by) = (file.name, line.by);
                        return self.merged(&file.device, merge, unit, by, String::new()).await;
                    }
                    ReviewFate::NotOurs => {
                        let problem = Problem::at(Code::NotItsPlace, "unit", &[&file.name]);
                        return Ok(Verdict::Refused(vec![problem]));
                    }
                    ReviewFate::Said | ReviewFate::Apart | ReviewFate::NoSubmission => {
                        let by = if line.reviewer.is_empty() { line.by } else { line.reviewer };
                        Took::Receipt { by, seq: line.seq }
                    }
                }
            }
            ReceiveOutcome::Pack(line) => Took::Pack { title: line.title.vi },
            ReceiveOutcome::Rollup(said) if said.is_new => Took::Rollup { office: said.office },
            ReceiveOutcome::Rollup(_) => Took::Nothing,
            ReceiveOutcome::Bad(problems) => return Ok(Verdict::Refused(problems)),
            // A file that is sealed twice, or a backup, does not belong on a drive.
            ReceiveOutcome::Backup(_) | ReceiveOutcome::Sealed(_) => {
                return Ok(Verdict::Refused(vec![]));
            }
            ReceiveOutcome::Full => return Err(Trouble::Full),
            ReceiveOutcome::NotStored => return Err(Trouble::Storage),
            ReceiveOutcome::Unreadable => return Err(Trouble::Engine),
        };
        Ok(Verdict::Taken(took, String::new()))
    }

    // What became of a state that merges: a device's file of a dossier, or what it says in a case.
    async fn merged(
        &self,
        device: &DeviceId,
        merge: Merge,
        unit: String,
        by: String,
        state: String,
    ) -> Result<Verdict, Trouble> {
        let syncing = &self.syncing;
        let ours = *device == syncing.core.work.device();
        // What this device never wrote, another one wrote under its id: a copy of this browser.
        if ours && (merge.is_news() || matches!(merge, Merge::Asks(_))) {
            syncing.merging.become_another_device().await.map_err(trouble)?;
        }
        let took = match merge {
            Merge::Done(0, _) | Merge::Forgotten => Took::Nothing,
            Merge::Done(fields, conflicts) => Took::Device { unit, by, fields, conflicts },
            Merge::Asks(asking) => return Ok(Verdict::Held(asking)),
        };
        Ok(Verdict::Taken(took, state))
    }
}

impl Local for Side {
    async fn here(&self) -> Result<Here, Trouble> {
        let core = self.syncing.core;
        let own = |line: DossierLine| DossierHere {
            dossier: line.id,
            unit: line.unit,
            slug: core.slug(&line.name),
            cycle: line.cycle,
        };
        let dossiers = self.dossiers().await?.into_iter();
        let dossiers = dossiers.filter(|line| !line.unit.as_str().is_empty());
        let device = core.work.device();
        let pack = |line: PackLine| PackHere {
            digest: line.digest,
            slug: core.slug(&line.by),
            version: line.version,
            own: line.origin == PackOrigin::Published,
        };
        ReceivedList(core).catch_up().await.map_err(trouble)?;
        ReceivedList(core).know_own().await.map_err(trouble)?;
        // What is held apart gets no answer, and no name of it keeps another file from being read.
        let received: Vec<Summary> = untrack(|| {
            let counts = |it: &&Summary| !it.sample && !core.lists.is_apart(it);
            core.lists.received.with(|all| all.iter().filter(counts).cloned().collect())
        });
        let office = self.office().await?;
        let cases = match &office {
            Some(office) if self.line.roles.collects => self.cases(office, &received).await?,
            Some(_) | None => Vec::new(),
        };
        let Photos { named, missing, first, room } = self.photos(&cases).await?;
        Ok(Here {
            dossiers: dossiers.map(own).collect(),
            joined: self.line.joined.clone(),
            sent: self.own_submissions().await?,
            received: received.iter().map(|it| self.received(it)).collect(),
            office: office.map(|office| office.unit.id),
            cases,
            packs: self.rows(tables::PACKS).await?.into_iter().map(pack).collect(),
            rollups: self.rollups().await?,
            named,
            missing,
            first,
            room,
            sealed: self.is_sealed(),
            key: self.mark(),
            device,
        })
    }

    async fn memory(&self) -> Result<DriveMemory, Trouble> {
        let prefix = seen_prefix(&self.line.id);
        // An unreadable row is ignored, so its file is read again.
        let rows = self.syncing.core.disk().rows::<Seen>(tables::SEEN, &prefix).await;
        let seen =
            |(key, seen): (String, Seen)| Some((key.strip_prefix(&prefix)?.to_owned(), seen));
        Ok(rows.map_err(trouble)?.into_iter().filter_map(seen).collect())
    }

    async fn remember(&self, path: &str, seen: Option<&Seen>) -> Result<(), Trouble> {
        let op = Syncing::seen_op(&self.line, path, seen);
        self.syncing.core.disk().write(vec![op]).await.map_err(trouble)
    }

    fn is_sealed(&self) -> bool {
        self.line.passphrase.is_some()
    }

    async fn unlock(&self, word: &[u8]) -> Result<bool, Trouble> {
        self.open_word(word).await
    }

    async fn known_word(&self) -> Result<KnownWord, Trouble> {
        // Asked for first, whatever else is wrong.
        self.passphrase()?;
        Ok(match &self.line.key {
            None => KnownWord::Never,
            Some(known) if known.word.is_empty() => KnownWord::Unopened,
            Some(known) => KnownWord::Copy(known.word.clone()),
        })
    }

    async fn new_word(&self) -> Result<Vec<u8>, Trouble> {
        self.make_word().await
    }

    async fn seal(&self, path: &str, bytes: &[u8]) -> Result<Vec<u8>, Trouble> {
        self.seal_file(path, bytes).await
    }

    async fn unseal(
        &self,
        path: &str,
        bytes: &[u8],
    ) -> Result<Result<Vec<u8>, StaysShut>, Trouble> {
        self.open_file_or_unread(path, bytes).await
    }

    async fn take(
        &self,
        path: &str,
        bytes: &[u8],
        photos: &BTreeMap<FileHash, Vec<u8>>,
    ) -> Result<Verdict, Trouble> {
        let receiving = self.syncing.receiving;
        let files = photos.keys().map(|hash| hash.0.clone()).collect();
        let mut blobs = vec![Bytes::from(bytes)];
        blobs.extend(photos.values().map(|bytes| Bytes::from(bytes.as_slice())));
        let checked = self.syncing.core.check_with(files, &blobs).await;
        let Ok((Checked { found, files, problems, needs }, blobs)) = checked else {
            return self.unread().await;
        };
        if !needs.is_empty() {
            return Ok(Verdict::Needs(needs));
        }
        let Some(found) = found else { return Ok(Verdict::Refused(problems)) };
        if let Err(problem) = check_place(path, &found) {
            return Ok(Verdict::Refused(vec![problem]));
        }
        // A person who opens an own submission by hand views it like an upper level. In a sync it
        // counts as known.
        if let GoodFile::Submission(summary) = &found
            && receiving.owner_of(summary).await.map_err(trouble)? == Owner::OwnKnown
        {
            return Ok(Verdict::Taken(Took::Nothing, String::new()));
        }
        let consent = self.consent(&found);
        self.took(receiving.take_found(found, files, blobs, consent).await).await
    }

    async fn make(&self, write: &Write, unless: Option<&str>) -> Result<MadeFile, Trouble> {
        self.make_file(write, unless).await
    }

    async fn says_same(&self, write: &Write, bytes: &[u8]) -> Result<bool, Trouble> {
        self.says_same_or_unread(write, bytes).await
    }

    async fn remember_all(&self, all: &[(String, Option<Seen>)]) -> Result<(), Trouble> {
        let op = |(path, seen): &(String, Option<Seen>)| {
            Syncing::seen_op(&self.line, path, seen.as_ref())
        };
        let ops = all.iter().map(op).collect();
        self.syncing.core.disk().write(ops).await.map_err(trouble)
    }

    async fn file(&self, hash: &FileHash) -> Result<Option<Vec<u8>>, Trouble> {
        let bytes = self.syncing.core.disk().bytes(tables::FILES, hash.as_str()).await;
        Ok(bytes.map_err(trouble)?.map(|bytes| bytes.to_vec()))
    }

    async fn is_file(&self, hash: &FileHash, bytes: &[u8]) -> Result<bool, Trouble> {
        let hasher = self.syncing.core.host().hasher;
        let found = hasher.hash(&Bytes::from(bytes)).await.map_err(|_| Trouble::Engine)?;
        Ok(found == *hash)
    }

    async fn keep(
        &self,
        hash: &FileHash,
        bytes: &[u8],
        room: Option<usize>,
    ) -> Result<(), Trouble> {
        let disk = self.syncing.core.disk();
        let mut mime = None;
        for line in self.dossiers().await? {
            let state = load(&disk, &line.id).await.map_err(trouble)?.state;
            mime = mime.or_else(|| files_of(&state).remove(hash));
        }
        let mime = mime.filter(|mime| !mime.is_empty());
        // What no dossier names, a visit does: a photo.
        let mime = mime.unwrap_or_else(|| "image/jpeg".to_owned());
        let mut ops = vec![
            Op::bytes(tables::FILES, hash.0.clone(), bytes.into()),
            Op::text(tables::FILE_TYPES, hash.0.clone(), mime),
        ];
        ops.extend(room.map(first_op));
        disk.write(ops).await.map_err(trouble)
    }

    fn is_cancelled(&self) -> bool {
        self.stop.is_stopped()
    }

    fn is_slow(&self) -> bool {
        self.syncing.core.host().clock.now_ms() - self.began > LONG
    }

    fn progress(&self, done: usize, of: usize) {
        self.syncing.running.progress.set((done, of));
    }
}
