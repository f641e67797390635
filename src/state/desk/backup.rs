//! Backup: everything of this browser in one file, and back again.

use super::{
    Copied, Desk, Sent, lists_changed,
    sending::{Form, Outgoing, SendError, slug},
};
use crate::{
    platform::{Blob, clock, engine},
    state::workspace::DossierLine,
    storage::{DbError, Op, Value, put_json, remote, tables},
};
use bcd_core::{
    dossier::Dossier,
    engine::{Request, Response},
    field::{self, Entry, Fields, Path},
    id::{DossierId, FileHash},
    intake::Summary,
    merge::{Lost, Merged},
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
    // Bytes on the browser's side are bound to this thread.
    carried: send_wrapper::SendWrapper<Vec<((FileHash, String), Blob)>>,
}

impl Restored {
    pub(super) fn new(
        dossiers: BTreeMap<DossierId, Merged>,
        sent: Vec<SentLine>,
        received: Vec<(FileHash, Summary)>,
        at: String,
        carried: Vec<((FileHash, String), Blob)>,
    ) -> Self {
        Self { at, dossiers, sent, received, carried: send_wrapper::SendWrapper::new(carried) }
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
            let merged = load(&line.id, &mut copied.left_out).await.map_err(SendError::Store)?;
            copied.upto.insert(line.id.clone(), field::highest(&merged.fields));
            dossiers.insert(line.id, merged);
        }
        let left_out = &mut copied.left_out;
        let sent = documents(tables::SENT, left_out).await.map_err(SendError::Store)?;
        let received = documents(tables::RECEIVED, left_out).await.map_err(SendError::Store)?;
        let types = remote::texts(tables::FILE_TYPES, "").await.map_err(SendError::Store)?;
        let (counts, mut blobs) = ((sent.len(), received.len()), [sent, received].concat());
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
        let (sent, received) = counts;
        let request = Request::Backup { head, dossiers, sent, received, files };
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
    /// [`DbError`]; then nothing was written.
    pub async fn restore(&self, backup: &Restored) -> Result<(), DbError> {
        let mut ops = Vec::new();
        for (id, theirs) in &backup.dossiers {
            let mut merged = load(id, &mut 0).await?;
            merged.merge(theirs.clone());
            merge_ops(id, &merged, &mut ops);
        }
        let documents: Vec<&FileHash> = backup
            .sent
            .iter()
            .map(|(hash, ..)| hash)
            .chain(backup.received.iter().map(|(hash, _)| hash))
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
            let prefix = tables::of_dossier(summary.dossier.as_str());
            let key = format!("{prefix}{:06}|{}", sent.seq, sent.digest);
            ops.push(put_json(tables::SENT, key, &sent));
            ops.extend(backup.document(hash, &sent.digest));
        }
        for (hash, summary) in &backup.received {
            ops.push(put_json(tables::RECEIVED, summary.digest.clone(), summary));
            ops.extend(backup.document(hash, &summary.digest));
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
        let (_, bytes) = self.carried.iter().find(|((carried, _), _)| carried == hash)?;
        Some(Op::Put(tables::DOCUMENTS, digest.to_owned(), Value::Bytes(bytes.clone())))
    }
}

fn merge_ops(id: &DossierId, merged: &Merged, ops: &mut Vec<Op>) {
    let dossier = Dossier::of(merged.fields.clone());
    let line = DossierLine {
        id: id.clone(),
        unit: dossier.unit.id,
        name: dossier.unit.name,
        cycle: dossier.cycle,
        sample: dossier.sample,
    };
    ops.push(put_json(tables::DOSSIERS, id.0.clone(), &line));
    for (path, entry) in &merged.fields {
        ops.push(put_json(tables::FIELDS, tables::field(id.as_str(), path), entry));
    }
    for (path, entry) in merged.lost.iter().flat_map(|(p, list)| list.iter().map(move |e| (p, e))) {
        let key = format!("{}|{}|{}", tables::field(id.as_str(), path), entry.n, entry.dev);
        ops.push(put_json(tables::LOST, key, entry));
    }
}

/// The fields of a dossier of this browser; what cannot be read is counted in `left_out`.
pub(super) async fn fields(id: &DossierId, left_out: &mut usize) -> Result<Fields, DbError> {
    let prefix = tables::of_dossier(id.as_str());
    let mut fields = Fields::new();
    for (key, json) in remote::texts(tables::FIELDS, &prefix).await? {
        match (key.strip_prefix(&prefix), serde_json::from_str::<Entry>(&json)) {
            (Some(path), Ok(entry)) => {
                fields.insert(path.to_owned(), entry);
            }
            _ => *left_out += 1,
        }
    }
    Ok(fields)
}

async fn load(id: &DossierId, left_out: &mut usize) -> Result<Merged, DbError> {
    let prefix = tables::of_dossier(id.as_str());
    let mut lost = Lost::new();
    for (key, json) in remote::texts(tables::LOST, &prefix).await? {
        let path = key.strip_prefix(&prefix).and_then(|rest| rest.split('|').next());
        match (path, serde_json::from_str::<Entry>(&json)) {
            (Some(path), Ok(entry)) => lost.entry(path.to_owned()).or_default().push(entry),
            _ => *left_out += 1,
        }
    }
    Ok(Merged { fields: fields(id, left_out).await?, lost })
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
