//! Backup: everything of this browser in one file, and back again.

use super::{
    Copied, Desk, Sent, lists_changed, merging, packs,
    sending::{Form, Outgoing, SendError, slug},
};
use crate::{
    platform::{Blob, clock, engine},
    storage::{DbError, Op, Value, put_json, remote, tables},
};
use bcd_core::{
    engine::{Found, Request, Response},
    field::{self, Path},
    format::pack::PackLine,
    id::{DossierId, FileHash},
    intake::Summary,
    merge::Merged,
};
use leptos::prelude::*;
use std::collections::BTreeMap;

type SentLine = (FileHash, Summary, BTreeMap<Path, serde_json::Value>);

/// What a backup file holds, checked.
pub struct Restored {
    /// When it was made.
    pub at: String,
    dossiers: BTreeMap<DossierId, Merged>,
    sent: Vec<SentLine>,
    received: Vec<(FileHash, Summary)>,
    packs: Vec<(FileHash, PackLine)>,
    // Bytes on the browser's side are bound to this thread.
    carried: send_wrapper::SendWrapper<Vec<((FileHash, String), Blob)>>,
}

impl Restored {
    /// From what the engine found; `None` if that is no backup.
    pub(super) fn of(found: Found, carried: Vec<((FileHash, String), Blob)>) -> Option<Self> {
        let Found::Backup { dossiers, sent, received, packs, at } = found else { return None };
        let carried = send_wrapper::SendWrapper::new(carried);
        Some(Self { at, dossiers, sent, received, packs, carried })
    }

    /// (dossiers, own submissions, received submissions).
    pub fn counts(&self) -> (usize, usize, usize) {
        (self.dossiers.len(), self.sent.len(), self.received.len())
    }
}

impl Desk {
    /// Makes the backup file. It counts as a copy once it was handed out: [`Self::note_copied`].
    ///
    /// # Errors
    /// [`SendError`].
    pub async fn make_backup(&self) -> Result<(Outgoing, Copied), SendError> {
        self.catch_up();
        let (mut dossiers, mut copied) = (BTreeMap::new(), Copied::default());
        for line in self.dossiers.get_untracked() {
            let loaded = merging::load(&line.id).await.map_err(SendError::Store)?;
            copied.left_out += loaded.left_out;
            copied.upto.insert(line.id.clone(), field::highest(&loaded.state.fields));
            dossiers.insert(line.id, loaded.state);
        }
        let left_out = &mut copied.left_out;
        let sent = documents(tables::SENT, left_out).await.map_err(SendError::Store)?;
        let received = documents(tables::RECEIVED, left_out).await.map_err(SendError::Store)?;
        let packs = documents(tables::PACKS, left_out).await.map_err(SendError::Store)?;
        let types = remote::texts(tables::FILE_TYPES, "").await.map_err(SendError::Store)?;
        let counts = (sent.len(), received.len(), packs.len());
        let mut blobs = [sent, received, packs].concat();
        let mut files = Vec::new();
        for (hash, mime) in types {
            match remote::bytes(tables::FILES, &hash).await.map_err(SendError::Store)? {
                Some(bytes) => {
                    files.push((FileHash(hash), mime));
                    blobs.push(bytes);
                }
                None => copied.left_out += 1,
            }
        }
        let name = self.dossier.with_untracked(|d| d.unit.name.clone());
        let head = self.head(&name, "", 0, None);
        copied.at = head.at.clone();
        let (sent, received, packs) = counts;
        let request = Request::Backup { head, dossiers, sent, received, packs, files };
        let (response, written) = engine::ask(&request, &blobs).await.map_err(SendError::Engine)?;
        let (Response::Written { bundled, problems, .. }, Some(file)) = (response, written.get(1))
        else {
            return Err(SendError::Engine("an unexpected answer".into()));
        };
        if !problems.is_empty() {
            return Err(SendError::Problems(problems));
        }
        let day = copied.at.get(..10).unwrap_or_default().to_owned();
        let name = format!("BCD_sao-luu_{}_{day}", slug(&name));
        Ok((Outgoing { bytes: file.clone(), form: Form::document(bundled), name }, copied))
    }

    /// Notes that a copy left this browser.
    pub async fn note_copied(&self, copied: Copied) {
        let op = put_json(tables::META, "copied".into(), &copied);
        match remote::write(vec![op]).await {
            Ok(()) => lists_changed(),
            // Unnoted, the app reminds too early: that is the safe side. The kernel tries its
            // own writes and says so if the storage fails.
            Err(_) => self.retry_saving(),
        }
        self.copied.set(copied);
    }

    /// Changes of the open dossier since the last copy, and days since then (none = never).
    pub fn since_copied(&self) -> (usize, Option<u32>) {
        self.copied.with(|copied| {
            let upto = self.id.with(|id| id.as_ref().and_then(|id| copied.upto.get(id)).copied());
            let changed = self
                .dossier
                .with(|d| d.fields.values().filter(|entry| entry.n > upto.unwrap_or(0)).count());
            (changed, clock::days_since(&copied.at))
        })
    }

    /// Merges a backup into this browser. Nothing here is deleted or overwritten by age.
    ///
    /// # Errors
    /// [`DbError`]; dossiers that were merged by then stay so, and the backup can be taken again.
    pub async fn restore(&self, backup: &Restored) -> Result<(), DbError> {
        for (id, theirs) in &backup.dossiers {
            self.merge_state(id, theirs).await?;
        }
        let mut ops = Vec::new();
        let documents: Vec<&FileHash> = backup
            .sent
            .iter()
            .map(|(hash, ..)| hash)
            .chain(backup.received.iter().map(|(hash, _)| hash))
            .chain(backup.packs.iter().map(|(hash, _)| hash))
            .collect();
        for ((hash, mime), bytes) in backup.carried.iter() {
            if documents.contains(&hash) {
                continue;
            }
            ops.push(Op::Put(tables::FILES, hash.0.clone(), Value::Bytes(bytes.clone())));
            ops.push(Op::Put(tables::FILE_TYPES, hash.0.clone(), Value::Text(mime.clone())));
        }
        for (hash, summary, shared) in &backup.sent {
            let sent = Sent {
                seq: summary.seq,
                digest: summary.digest.clone(),
                at: summary.at.clone(),
                by: summary.by.clone(),
                shared: shared.clone(),
            };
            ops.push(put_json(tables::SENT, sent.key(&summary.dossier), &sent));
            ops.extend(backup.document(hash, &sent.digest));
        }
        for (hash, summary) in &backup.received {
            ops.push(put_json(tables::RECEIVED, summary.digest.clone(), summary));
            ops.extend(backup.document(hash, &summary.digest));
        }
        for (hash, line) in &backup.packs {
            ops.push(put_json(tables::PACKS, line.digest.clone(), line));
            ops.extend(backup.bytes(hash).map_or(Vec::new(), |bytes| {
                let document = serde_json::from_slice(&bytes.to_vec()).unwrap_or_default();
                packs::set_ops_of(&line.digest, &document)
            }));
            ops.extend(backup.document(hash, &line.digest));
        }
        remote::write(ops).await?;
        lists_changed();
        let first = backup.dossiers.keys().next().cloned();
        if let Some(id) = self.id.get_untracked().or(first) {
            self.open(id);
        }
        Ok(())
    }
}

impl Restored {
    // Documents travel as files; here they have a table of their own.
    fn document(&self, hash: &FileHash, digest: &str) -> Option<Op> {
        Some(Op::Put(tables::DOCUMENTS, digest.to_owned(), Value::Bytes(self.bytes(hash)?.clone())))
    }

    fn bytes(&self, hash: &FileHash) -> Option<&Blob> {
        let found = self.carried.iter().find(|((carried, _), _)| carried == hash);
        found.map(|(_, bytes)| bytes)
    }
}

async fn documents(table: &'static str, left_out: &mut usize) -> Result<Vec<Blob>, DbError> {
    let mut blobs = Vec::new();
    for (_, json) in remote::texts(table, "").await? {
        let line: serde_json::Value = serde_json::from_str(&json).unwrap_or_default();
        let digest = line["digest"].as_str().unwrap_or_default();
        match remote::bytes(tables::DOCUMENTS, digest).await? {
            Some(bytes) => blobs.push(bytes),
            None => *left_out += 1,
        }
    }
    Ok(blobs)
}
