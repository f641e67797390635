//! Backup: everything of this browser in one file, and back again.

mod looking;
pub(crate) mod own;
mod stored;
pub(crate) mod voice;

pub use looking::{DecidedInBackup, Line, Look, Part};

use super::outgoing::{Outgoing, OutgoingForm, SendError};
use crate::{
    bytes::Bytes,
    core::Core,
    drafts,
    lists::{COPIED, Copied, SentLine},
    merging::{Carried, Intake, IntakeKind, Merging, NotMerged, Occasion, load},
    packs,
    received::write_beside,
    reviewing, roll, rolling, rows,
    signing::Signers,
    store::{Op, tables},
};
use bcd_core::{
    dossier::Dossier,
    engine::{BackupRequest, FoundBackup, Request, Response},
    field,
    format::{
        envelope::EnvelopeHead,
        pack::{PackLine, PackOrigin},
    },
    id::{DossierId, FileHash, SignerKey},
    merge::Merged,
    signer::Signer,
    upper::office::Office,
};
use chrono::DateTime;
use reactive_graph::prelude::*;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use stored::{Gathered, Said};
use voice::Voice;

/// What a person said of a backup before it is taken back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Consented {
    /// This browser is to speak for the backup's office from then on, where nobody chose one here.
    pub speak: bool,
    /// They compared the words of the device that made it with those on that device.
    pub compared: bool,
}

// How many of one's own copies are known again.
const COPIES: usize = 100;
// How many submissions that say to be the unit's own wait for a person, of a backup by somebody else.
const MOST_WAITING: usize = 20;

/// What a backup file holds, checked.
#[derive(Clone)]
pub struct Restored {
    found: FoundBackup,
    carried: Vec<Carried>,
}

impl Restored {
    /// A backup as the engine found it, with the files in it.
    pub(crate) const fn of(found: FoundBackup, carried: Vec<Carried>) -> Self {
        Self { found, carried }
    }

    /// When it was made.
    pub fn at(&self) -> &str {
        &self.found.at
    }

    /// The device that signed it.
    pub const fn signer(&self) -> Option<&SignerKey> {
        self.found.signer.key.as_ref()
    }

    /// (dossiers, own submissions, received submissions).
    pub fn counts(&self) -> (usize, usize, usize) {
        (self.found.dossiers.len(), self.found.sent.len(), self.found.received.len())
    }

    /// For whom the browser spoke that made it.
    pub fn office(&self) -> Option<&Office> {
        self.found.offices.first()
    }

    // The write of a document: in a backup documents are files, here they have tables of their own.
    fn document(&self, hash: &FileHash, digest: &str) -> Option<Op> {
        Some(Op::bytes(tables::DOCUMENTS, digest, self.bytes(hash)?.clone()))
    }

    // The writes with which a dossier that is new here follows the pack that its state names.
    fn follow_ops(&self, id: &DossierId, state: &Merged) -> Vec<Op> {
        let digest = packs::followed_by(&state.fields).unwrap_or_default();
        let pack = self.found.packs.iter().find(|(_, line)| line.digest == digest);
        let document = pack.and_then(|(hash, _)| self.bytes(hash));
        let document = document.and_then(|bytes| serde_json::from_slice(&bytes.to_vec()).ok());
        document.map_or(Vec::new(), |document| packs::follow_document(id, &digest, &document))
    }

    /// Its roll-ups, each with its line and its document.
    pub(crate) fn rollups(&self) -> impl Iterator<Item = (&Value, &Bytes)> {
        self.found.rollups.iter().filter_map(|(hash, line)| Some((line, self.bytes(hash)?)))
    }

    fn bytes(&self, hash: &FileHash) -> Option<&Bytes> {
        let found = self.carried.iter().find(|(carried, ..)| carried == hash);
        found.map(|(.., bytes)| bytes)
    }

    // The writes of everything but dossiers, which are merged, and packs. Of its own submissions those in
    // `own` are the unit's; the others wait for a person, like any that only say so.
    fn ops(&self, own: &BTreeSet<String>, voice: &Voice) -> Vec<Op> {
        let (mut ops, mut waiting) = (Vec::new(), 0);
        let documents: Vec<&FileHash> = self
            .found
            .sent
            .iter()
            .map(|(hash, ..)| hash)
            .chain(self.found.received.iter().map(|(hash, _)| hash))
            .chain(self.found.packs.iter().map(|(hash, _)| hash))
            .chain(self.found.rollups.iter().map(|(hash, _)| hash))
            .collect();
        for (hash, mime, bytes) in &self.carried {
            if !documents.contains(&hash) {
                ops.push(Op::bytes(tables::FILES, hash.0.clone(), bytes.clone()));
                ops.push(Op::text(tables::FILE_TYPES, hash.0.clone(), mime.clone()));
            }
        }
        for (hash, summary, shared) in &self.found.sent {
            let sent = SentLine {
                seq: summary.seq,
                digest: summary.digest.clone(),
                at: summary.at.clone(),
                by: summary.by.clone(),
                shared: shared.clone(),
            };
            let is_own = own.contains(&summary.digest);
            waiting += usize::from(!is_own);
            if waiting > MOST_WAITING && !voice.is_whole() && !is_own {
                continue;
            }
            ops.push(match is_own {
                true => rows::put(tables::SENT, sent.key(&summary.dossier), &sent),
                false => rows::put(tables::RECEIVED, summary.digest.clone(), summary),
            });
            ops.extend(self.document(hash, &sent.digest));
        }
        for (hash, summary) in &self.found.received {
            ops.push(rows::put(tables::RECEIVED, summary.digest.clone(), summary));
            ops.extend(self.document(hash, &summary.digest));
        }
        ops
    }
}

/// Backups: everything of this browser as one file, and what has changed since the last.
#[derive(Clone, Copy)]
pub struct Backups {
    pub(crate) core: Core,
    pub(crate) merging: Merging,
}

impl Backups {
    /// Makes the backup file. It counts as a copy only once it was handed out; see
    /// [`Self::note_copied`].
    ///
    /// # Errors
    /// [`SendError`].
    pub async fn make(&self) -> Result<(Outgoing, Copied), SendError> {
        let (work, disk) = (self.core.work, self.core.disk());
        let (mut dossiers, mut copied) = (BTreeMap::new(), Copied::default());
        // Read by key, because the fields of a dossier can be backed up even if its row cannot be
        // read.
        for (id, _) in disk.texts(tables::DOSSIERS, "").await? {
            let id = DossierId(id);
            let loaded = load(&disk, &id).await?;
            copied.left_out += loaded.left_out;
            copied.upto.insert(id.clone(), field::highest(&loaded.state.fields));
            dossiers.insert(id, loaded.state);
        }
        let drafts = drafts::stored::all(self.core, &mut copied.left_out).await?;
        // Rows that cannot be read are counted among what the backup lacks.
        let reviews = reviewing::said(&disk, &mut copied.left_out).await?;
        let (cases, offices) = reviewing::kept(self.core, &mut copied.left_out).await?;
        let signers = Signers(self.core).known(&mut copied.left_out).await?;
        let roll = roll::table::load(&disk, roll::table::Which::Real).await?;
        copied.left_out += roll.unread.len();
        let said = Said { dossiers: &dossiers, cases: &cases };
        let all = Gathered::of(self.core, said).await?;
        copied.left_out += all.left_out;
        let unit = work.dossier.with_untracked(|dossier| dossier.unit.clone());
        let head = match self.core.signed_head(&unit.id).await {
            Ok(head) => EnvelopeHead { name: unit.name.clone(), ..head },
            // A backup may be the only way out: without a key it is made all the same, and is somebody else's
            // wherever it comes.
            Err(_) => EnvelopeHead { unit: unit.id.0, name: unit.name.clone(), ..self.core.head() },
        };
        copied.at = head.at.clone();
        let mut request = Request::Backup(Box::new(BackupRequest {
            head,
            dossiers,
            sent: all.sent.len(),
            received: all.received.len(),
            packs: all.packs.len(),
            published: all.published,
            rollups: all.rollups.len(),
            rolled: all.rolled,
            drafts,
            reviews,
            offices,
            cases,
            signers,
            roll: roll.state,
            files: all.files,
        }));
        let blobs = [all.sent, all.received, all.packs, all.rollups, all.photos].concat();
        let made = match self.core.make(&request, &blobs).await {
            Err(_) => {
                // So it is where the key is there and does not sign.
                if let Request::Backup(parts) = &mut request {
                    parts.head.signer = Signer::default();
                }
                self.core.ask(&request, &blobs).await
            }
            made => made,
        };
        let (response, written) = made.map_err(SendError::Engine)?;
        let (Response::Written { digest, bundled, problems, left_out, .. }, Some(file)) =
            (response, written.get(1))
        else {
            return Err(SendError::strange());
        };
        copied.left_out += left_out;
        copied.digests = vec![digest];
        if !problems.is_empty() {
            return Err(SendError::Problems(problems));
        }
        let day = copied.at.get(..10).unwrap_or_default().to_owned();
        let name = format!("BCD_sao-luu_{}_{day}", self.core.slug(&unit.name));
        Ok((Outgoing { bytes: file.clone(), form: OutgoingForm::document(bundled), name }, copied))
    }

    /// Notes that a copy left this browser.
    pub async fn note_copied(&self, mut copied: Copied) {
        let mut digests = self.core.lists.copied.with_untracked(|last| last.digests.clone());
        digests.append(&mut copied.digests);
        digests.drain(..digests.len().saturating_sub(COPIES));
        copied.digests = digests;
        let op = rows::put(tables::META, COPIED, &copied);
        match self.core.disk().write(vec![op]).await {
            Ok(()) => self.core.work.lists_changed(),
            // If the copy is not recorded, the app reminds too early, which is safe. Retrying the
            // queued writes makes a failing storage visible.
            Err(_) => self.core.work.retry_saving(),
        }
        self.core.lists.copied.set(copied);
    }

    /// Changes of the open dossier since the last copy, and days since then (none = never).
    /// Follows signals.
    pub fn since_copied(&self) -> (usize, Option<u32>) {
        let work = self.core.work;
        self.core.lists.copied.with(|copied| {
            let upto = work.id.with(|id| id.as_ref().and_then(|id| copied.upto.get(id)).copied());
            let changed = work
                .dossier
                .with(|d| d.fields.values().filter(|entry| entry.n > upto.unwrap_or(0)).count());
            (changed, self.days_since(&copied.at))
        })
    }

    // Whole days since an RFC 3339 time, never negative; none if it is none.
    fn days_since(&self, time: &str) -> Option<u32> {
        const DAY: f64 = 86_400_000.0;
        let then = DateTime::parse_from_rfc3339(time).ok()?.timestamp_millis() as f64;
        Some(((self.core.host().clock.now_ms() - then) / DAY).max(0.0) as u32)
    }

    /// Merges a backup into this browser, as far as it is believed here ([`Self::is_strange`]). Nothing is
    /// deleted, and nothing is overwritten because it is older. What it brings into dossiers and into the list
    /// of units can be taken back, each as a whole ([`Merging::take_back`], [`crate::roll::Rolls::undo`]); of
    /// cases nothing gets lost, and each says what it did.
    ///
    /// # Errors
    /// [`NotMerged`]: where one of its dossiers cannot be merged, nothing of the backup is taken.
    /// Where the store fails, dossiers that were merged by then stay so, and the backup can be taken
    /// again.
    pub async fn restore(&self, backup: &Restored, consent: &Consented) -> Result<(), NotMerged> {
        self.look(backup, consent.compared).await?;
        let voice = self.voice(backup, consent.compared).await?;
        let backup = &*self.heard(backup, &voice).await?;
        let packs = self.pack_ops(backup, &voice).await?;
        let intake = Intake {
            id: self.core.new_id(),
            at: self.core.now(),
            kind: IntakeKind::Backup,
            written: backup.found.at.clone(),
            ..Intake::default()
        };
        for (id, theirs) in &backup.found.dossiers {
            let dossier = Dossier::of(theirs.fields.clone());
            let (name, cycle) = (dossier.unit.name, dossier.cycle);
            let standing = voice.standing(&dossier.unit.id);
            let intake = Intake { name, cycle, ..intake.clone() };
            let occasion = Occasion { intake, dossier: id.clone() };
            let follow = backup.follow_ops(id, theirs);
            self.merging.merge_state(id, theirs, standing, &occasion, &follow).await?;
        }
        let disk = self.core.disk();
        let received = disk.texts(tables::RECEIVED, "").await?.into_iter();
        let received: BTreeSet<String> = received.map(|(key, _)| key).collect();
        let mut ops = backup.ops(&self.own_submissions(backup, &voice).await?, &voice);
        // What is here stays as a person settled it.
        ops.retain(|op| {
            op.table() != tables::RECEIVED || op.key().is_none_or(|key| !received.contains(key))
        });
        ops.extend(Signers(self.core).restored(&backup.found.signers).await?);
        ops.extend(packs);
        ops.extend(rolling::restored::ops(self.core, backup, &voice).await?);
        // Where nothing of the list of submissions changes, nobody has to read it again.
        match ops.iter().any(|op| [tables::RECEIVED, tables::SIGNERS].contains(&op.table())) {
            true => write_beside(&disk, &ops).await?,
            false => disk.write(ops).await?,
        }
        drafts::stored::restore(self.core, &backup.found.drafts).await?;
        roll::restore(self.core, &backup.found.roll).await?;
        let offices = (&backup.found.offices[..], consent.speak);
        reviewing::restore(self.core, &backup.found.reviews, offices, &backup.found.cases).await?;
        let work = self.core.work;
        work.lists_changed();
        let first = backup.found.dossiers.keys().next().cloned();
        if let Some(id) = work.id.get_untracked().or(first) {
            work.open(id);
        }
        Ok(())
    }

    // The writes of the packs of a backup. What is not the office's own is like one that somebody sent.
    async fn pack_ops(&self, backup: &Restored, voice: &Voice) -> Result<Vec<Op>, NotMerged> {
        let lines = backup.found.packs.iter().map(|(_, line)| line);
        let own = packs::own_versions(self.core, lines, voice).await?;
        let mut ops = Vec::new();
        for (hash, line) in &backup.found.packs {
            let Some(document) = backup.bytes(hash).cloned() else { continue };
            let origin = match own.contains(&line.digest) {
                true => line.origin,
                false => PackOrigin::Received,
            };
            let line = PackLine { origin, ..line.clone() };
            ops.extend(match voice.has_desk() {
                true => packs::new_ops(self.core, &line, document).await?,
                // Where strangers filled the places for packs, the dossier has its copy all the same.
                false => match packs::taken_ops(self.core, &line, document).await {
                    Err(NotMerged::Refused(_)) => Vec::new(),
                    taken => taken?,
                },
            });
        }
        Ok(ops)
    }
}
