//! Backup: everything of this browser in one file, and back again.

use super::outgoing::{Outgoing, OutgoingForm, SendError};
use crate::{
    bytes::Bytes,
    core::Core,
    disk::Disk,
    lists::{COPIED, Copied, SentLine},
    merging::{Carried, Merging, NotMerged, load},
    packs, rows,
    store::{Op, StoreError, tables},
};
use bcd_core::{
    engine::{GoodFile, Request, Response},
    field::{self, Path},
    format::{envelope::EnvelopeHead, pack::PackLine, review::ReviewLine},
    id::{DossierId, FileHash},
    intake::Summary,
    merge::Merged,
    sync::take::other_unit,
};
use chrono::DateTime;
use reactive_graph::prelude::*;
use std::collections::BTreeMap;

type SentInBackup = (FileHash, Summary, BTreeMap<Path, serde_json::Value>);

/// What a backup file holds, checked.
pub struct Restored {
    /// When it was made.
    pub at: String,
    dossiers: BTreeMap<DossierId, Merged>,
    sent: Vec<SentInBackup>,
    received: Vec<(FileHash, Summary)>,
    packs: Vec<(FileHash, PackLine)>,
    reviews: Vec<ReviewLine>,
    carried: Vec<Carried>,
}

impl Restored {
    /// The backup in what the engine found; `None` if it is something else.
    pub(crate) fn of(found: GoodFile, carried: Vec<Carried>) -> Option<Self> {
        let GoodFile::Backup { dossiers, sent, received, packs, reviews, at } = found else {
            return None;
        };
        Some(Self { at, dossiers, sent, received, packs, reviews, carried })
    }

    /// (dossiers, own submissions, received submissions).
    pub fn counts(&self) -> (usize, usize, usize) {
        (self.dossiers.len(), self.sent.len(), self.received.len())
    }

    // The write of a document: in a backup documents are files, here they have tables of their own.
    fn document(&self, hash: &FileHash, digest: &str) -> Option<Op> {
        Some(Op::bytes(tables::DOCUMENTS, digest, self.bytes(hash)?.clone()))
    }

    fn bytes(&self, hash: &FileHash) -> Option<&Bytes> {
        let found = self.carried.iter().find(|(carried, ..)| carried == hash);
        found.map(|(.., bytes)| bytes)
    }

    // The writes of everything but dossiers, which are merged.
    fn ops(&self) -> Vec<Op> {
        let mut ops = Vec::new();
        let documents: Vec<&FileHash> = self
            .sent
            .iter()
            .map(|(hash, ..)| hash)
            .chain(self.received.iter().map(|(hash, _)| hash))
            .chain(self.packs.iter().map(|(hash, _)| hash))
            .collect();
        for (hash, mime, bytes) in &self.carried {
            if !documents.contains(&hash) {
                ops.push(Op::bytes(tables::FILES, hash.0.clone(), bytes.clone()));
                ops.push(Op::text(tables::FILE_TYPES, hash.0.clone(), mime.clone()));
            }
        }
        for (hash, summary, shared) in &self.sent {
            let sent = SentLine {
                seq: summary.seq,
                digest: summary.digest.clone(),
                at: summary.at.clone(),
                by: summary.by.clone(),
                shared: shared.clone(),
            };
            ops.push(rows::put(tables::SENT, sent.key(&summary.dossier), &sent));
            ops.extend(self.document(hash, &sent.digest));
        }
        for (hash, summary) in &self.received {
            ops.push(rows::put(tables::RECEIVED, summary.digest.clone(), summary));
            ops.extend(self.document(hash, &summary.digest));
        }
        for (hash, line) in &self.packs {
            ops.push(rows::put(tables::PACKS, line.digest.clone(), line));
            ops.extend(self.bytes(hash).map_or(Vec::new(), |bytes| {
                let document = serde_json::from_slice(&bytes.to_vec()).unwrap_or_default();
                packs::set_ops_of(&line.digest, &document)
            }));
            ops.extend(self.document(hash, &line.digest));
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
        let left_out = &mut copied.left_out;
        let sent = documents(&disk, tables::SENT, left_out).await?;
        let received = documents(&disk, tables::RECEIVED, left_out).await?;
        let packs = documents(&disk, tables::PACKS, left_out).await?;
        let types = disk.texts(tables::FILE_TYPES, "").await?;
        // Rows that cannot be read are counted among what the backup lacks.
        let (reviews, left_out) = disk.counted_rows(tables::REVIEWS, "").await?;
        copied.left_out += left_out;
        let reviews = reviews.into_iter().map(|(_, line)| line).collect();
        let counts = (sent.len(), received.len(), packs.len());
        let mut blobs = [sent, received, packs].concat();
        let mut files = Vec::new();
        for (hash, mime) in types {
            match disk.bytes(tables::FILES, &hash).await? {
                Some(bytes) => {
                    files.push((FileHash(hash), mime));
                    blobs.push(bytes);
                }
                None => copied.left_out += 1,
            }
        }
        let unit = work.dossier.with_untracked(|dossier| dossier.unit.clone());
        let head = EnvelopeHead { unit: unit.id.0, name: unit.name.clone(), ..self.core.head() };
        copied.at = head.at.clone();
        let (sent, received, packs) = counts;
        let request = Request::Backup { head, dossiers, sent, received, packs, reviews, files };
        let (response, written) =
            self.core.ask(&request, &blobs).await.map_err(SendError::Engine)?;
        let (Response::Written { bundled, problems, .. }, Some(file)) = (response, written.get(1))
        else {
            return Err(SendError::strange());
        };
        if !problems.is_empty() {
            return Err(SendError::Problems(problems));
        }
        let day = copied.at.get(..10).unwrap_or_default().to_owned();
        let name = format!("BCD_sao-luu_{}_{day}", self.core.slug(&unit.name));
        Ok((Outgoing { bytes: file.clone(), form: OutgoingForm::document(bundled), name }, copied))
    }

    /// Notes that a copy left this browser.
    pub async fn note_copied(&self, copied: Copied) {
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

    /// Merges a backup into this browser. Nothing is deleted, and nothing is overwritten because it
    /// is older.
    ///
    /// # Errors
    /// [`NotMerged`]: where a dossier is here as another unit's, nothing of the backup is taken.
    /// Where the store fails, dossiers that were merged by then stay so, and the backup can be taken
    /// again.
    pub async fn restore(&self, backup: &Restored) -> Result<(), NotMerged> {
        for (id, theirs) in &backup.dossiers {
            let here = self.merging.load(id).await?.state;
            if let Some(problem) = other_unit(&here, theirs) {
                return Err(NotMerged::Refused(problem));
            }
        }
        for (id, theirs) in &backup.dossiers {
            self.merging.merge_state(id, theirs).await?;
        }
        let here = self.core.disk().rows::<ReviewLine>(tables::REVIEWS, "").await?;
        let mut ops = backup.ops();
        // A review that is here may be newer than the one in the backup.
        let new =
            backup.reviews.iter().filter(|line| !here.iter().any(|(key, _)| *key == line.key()));
        ops.extend(new.map(|line| rows::put(tables::REVIEWS, line.key(), line)));
        self.core.disk().write(ops).await?;
        let work = self.core.work;
        work.lists_changed();
        let first = backup.dossiers.keys().next().cloned();
        if let Some(id) = work.id.get_untracked().or(first) {
            work.open(id);
        }
        Ok(())
    }
}

async fn documents(
    disk: &Disk,
    table: &'static str,
    left_out: &mut usize,
) -> Result<Vec<Bytes>, StoreError> {
    let mut blobs = Vec::new();
    let (read, unread) = disk.counted_rows::<serde_json::Value>(table, "").await?;
    *left_out += unread;
    for (_, line) in read {
        let digest = line["digest"].as_str().unwrap_or_default();
        match disk.bytes(tables::DOCUMENTS, digest).await? {
            Some(bytes) => blobs.push(bytes),
            None => *left_out += 1,
        }
    }
    Ok(blobs)
}
