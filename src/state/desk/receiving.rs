//! Receiving: files from anywhere are read, checked, and only then stored.

use super::{
    Desk, Sent,
    backup::Restored,
    lists_changed,
    merging::{self, Merging},
};
use crate::{
    platform::{Blob, engine, files, seal},
    state::workspace::DossierLine,
    storage::{DbError, Op, Value, put_json, remote, tables},
};
use bcd_core::{
    command,
    engine::{DeviceFile, Found, Request, Response},
    format::{
        limits,
        pack::PackLine,
        problem::{Code, Problem},
        review::ReviewLine,
    },
    id::{DossierId, FileHash, RecordId},
    intake::{self, Arrival, Summary},
    year::{command::Command, handed::NotTaken},
};
use leptos::prelude::*;
use std::sync::Arc;

/// What came in.
pub enum Source {
    /// A file.
    File(files::File),
    /// Pasted text, with a name for the list.
    Text(String, String),
    /// Bytes that are here already, with a name for the list.
    Bytes(String, Blob),
}

/// What became of one file.
#[derive(Clone)]
pub enum Outcome {
    /// A submission, stored or not according to the arrival.
    Submission(Box<Summary>, Arrival),
    /// A submission of this browser's own unit, handed up from another device or from here.
    Own(Box<Summary>),
    /// A device file, and what became of it.
    Device(Box<DeviceFile>, Merging),
    /// An upper level's answer.
    Review(ReviewLine),
    /// A pack; following it is the person's decision.
    Pack(PackLine),
    /// A backup; restoring it is the person's decision.
    Backup(Arc<Restored>),
    /// Not stored, and why.
    Bad(Vec<Problem>),
    /// Sealed with a passphrase, which is asked for. Bytes on the browser's side are bound to this
    /// thread.
    Sealed(send_wrapper::SendWrapper<Blob>),
    /// Good, but the storage here is full.
    Full,
    /// Good, but it could not be stored.
    NotStored,
    /// The browser could not read it, or the engine failed.
    Unreadable,
}

impl Outcome {
    fn not_stored(error: DbError) -> Self {
        if error == DbError::Quota { Self::Full } else { Self::NotStored }
    }
}

/// A line of the result list.
#[derive(Clone)]
pub struct Line {
    /// The file's name.
    pub name: String,
    /// What became of it.
    pub outcome: Outcome,
}

impl Desk {
    /// The files in one file: itself, or several that were packed together.
    pub async fn opened(&self, file: files::File) -> Vec<Source> {
        if !files::is_zip(&file).await {
            return vec![Source::File(file)];
        }
        // What cannot be read is taken in as it is, and its line says what is wrong.
        let Ok(bytes) = read_bounded(&file).await else { return vec![Source::File(file)] };
        match engine::ask(&Request::UnpackSeveral, &[bytes]).await {
            Ok((Response::Several(names), blobs)) if !names.is_empty() => {
                names.into_iter().zip(blobs).map(|(name, b)| Source::Bytes(name, b)).collect()
            }
            _ => vec![Source::File(file)],
        }
    }

    /// Reads, checks and stores one file.
    pub async fn receive(&self, source: Source) -> Line {
        let (name, bytes) = match source {
            Source::Text(name, text) => (name, Ok(Blob::from(text.as_bytes()))),
            Source::Bytes(name, bytes) => (name, Ok(bytes)),
            Source::File(file) => (file.name(), read_bounded(&file).await),
        };
        let outcome = match bytes {
            Ok(bytes) => self.take_in(bytes).await,
            Err(outcome) => outcome,
        };
        Line { name, outcome }
    }

    async fn take_in(&self, bytes: Blob) -> Outcome {
        if seal::is_sealed(&bytes.slice(0, 64).to_vec()) {
            return Outcome::Sealed(send_wrapper::SendWrapper::new(bytes));
        }
        let request = Request::Check { files: vec![] };
        let Ok((response, blobs)) = engine::ask(&request, &[bytes]).await else {
            return Outcome::Unreadable;
        };
        let Response::Checked { found, files, problems, .. } = response else {
            return Outcome::Unreadable;
        };
        let Some(found) = found else { return Outcome::Bad(problems) };
        if let Found::Device(file) = &found
            // Who takes a file in by hand wants it, whatever was deleted here before.
            && self.wanted(&file.body.dossier).await.is_err()
        {
            return Outcome::NotStored;
        }
        self.take_found(found, files, blobs).await
    }

    /// Stores what was found good, wherever it came from.
    pub(super) async fn take_found(
        &self,
        found: Found,
        files: Vec<(FileHash, String)>,
        blobs: Vec<Blob>,
    ) -> Outcome {
        let mut blobs = blobs.into_iter();
        let Some(document) = blobs.next() else { return Outcome::Unreadable };
        let carried = files.into_iter().zip(blobs);
        match found {
            Found::Submission(summary) => {
                let photos = carried.map(|((hash, mime), bytes)| (hash, mime, bytes)).collect();
                self.keep(summary, document, photos).await
            }
            Found::Device(file) => {
                let photos: Vec<_> =
                    carried.map(|((hash, mime), bytes)| (hash, mime, bytes)).collect();
                let merged = async {
                    let merging = self.merge_device(&file, &photos).await?;
                    // Also where an earlier attempt ended half way.
                    if matches!(merging, Merging::Done(..)) {
                        self.claim_own(&file.body.dossier).await?;
                    }
                    Ok(merging)
                };
                match merged.await {
                    Ok(merging) => {
                        lists_changed();
                        Outcome::Device(Box::new(file), merging)
                    }
                    Err(error) => Outcome::not_stored(error),
                }
            }
            Found::Review(line) => {
                let key = format!("{}|{}|{}", line.submission, line.reviewer, line.by);
                self.put_line(put_json(tables::REVIEWS, key, &line), None, Outcome::Review(line))
                    .await
            }
            Found::Pack(line) => {
                let op = put_json(tables::PACKS, line.digest.clone(), &line);
                let document = (line.digest.clone(), document);
                self.put_line(op, Some(document), Outcome::Pack(line)).await
            }
            backup @ Found::Backup { .. } => match Restored::of(backup, carried.collect()) {
                Some(backup) => Outcome::Backup(Arc::new(backup)),
                None => Outcome::Unreadable,
            },
        }
    }

    async fn put_line(&self, op: Op, document: Option<(String, Blob)>, done: Outcome) -> Outcome {
        let document =
            document.map(|(digest, bytes)| Op::Put(tables::DOCUMENTS, digest, Value::Bytes(bytes)));
        match remote::write([Some(op), document].into_iter().flatten().collect()).await {
            Ok(()) => {
                lists_changed();
                done
            }
            Err(error) => Outcome::not_stored(error),
        }
    }

    async fn keep(
        &self,
        summary: Summary,
        document: Blob,
        photos: Vec<(FileHash, String, Blob)>,
    ) -> Outcome {
        let digest = summary.digest.clone();
        let mut ops = merging::photo_ops(&photos);
        ops.push(Op::Put(tables::DOCUMENTS, digest.clone(), Value::Bytes(document.clone())));
        // What another device of the unit handed up is one of the unit's own. What this one did is
        // looked at as the upper level sees it.
        match self.is_own(&summary).await {
            Ok(Some(false)) => return self.keep_own(summary, document, ops).await,
            Ok(_) => {}
            Err(error) => return Outcome::not_stored(error),
        }
        let arrival = self.received.with_untracked(|here| intake::classify(&summary, here));
        if !arrival.is_kept() {
            return match arrival {
                Arrival::Refused(problem) => Outcome::Bad(vec![problem]),
                other => Outcome::Submission(Box::new(summary), other),
            };
        }
        ops.push(put_json(tables::RECEIVED, digest, &summary));
        if let Err(error) = remote::write(ops).await {
            return Outcome::not_stored(error);
        }
        self.received.update(|list| list.push(summary.clone()));
        lists_changed();
        Outcome::Submission(Box::new(summary), arrival)
    }

    /// Whether a submission is among those that a dossier of this browser handed up; `None` if it is
    /// of no dossier of this browser. From the disk: the dossier may have come a moment ago.
    ///
    /// # Errors
    /// [`DbError`].
    pub(super) async fn is_own(&self, summary: &Summary) -> Result<Option<bool>, DbError> {
        let line = remote::text(tables::DOSSIERS, summary.dossier.as_str()).await?;
        let line = line.and_then(|json| serde_json::from_str::<DossierLine>(&json).ok());
        // Ids can be read in file names; a dossier of another unit is none of this one's.
        if line.is_none_or(|line| line.unit != summary.unit || line.sample != summary.sample) {
            return Ok(None);
        }
        let sent = self.sent_of(&summary.dossier).await?;
        Ok(Some(sent.iter().any(|sent| sent.digest == summary.digest)))
    }

    async fn keep_own(&self, summary: Summary, document: Blob, mut ops: Vec<Op>) -> Outcome {
        let opened = engine::ask(&Request::Open, &[document]).await;
        let Ok((Response::Opened { fields: shared, .. }, _)) = opened else {
            return Outcome::Unreadable;
        };
        let (seq, digest) = (summary.seq, summary.digest.clone());
        let sent = Sent { seq, digest, at: summary.at.clone(), by: summary.by.clone(), shared };
        // It may have come before its dossier, as that of another unit.
        ops.push(Op::Delete(tables::RECEIVED, sent.digest.clone()));
        ops.push(put_json(tables::SENT, sent.key(&summary.dossier), &sent));
        if let Err(error) = remote::write(ops).await {
            return Outcome::not_stored(error);
        }
        lists_changed();
        Outcome::Own(Box::new(summary))
    }

    /// Submissions that came before their dossier become the unit's own: their numbers are taken.
    ///
    /// # Errors
    /// [`DbError`]; what was done until then stays.
    pub(super) async fn claim_own(&self, dossier: &DossierId) -> Result<(), DbError> {
        for (_, json) in remote::texts(tables::RECEIVED, "").await? {
            let Ok(summary) = serde_json::from_str::<Summary>(&json) else { continue };
            if summary.dossier != *dossier || self.is_own(&summary).await? != Some(false) {
                continue;
            }
            let document = remote::bytes(tables::DOCUMENTS, &summary.digest).await?;
            let Some(document) = document else { continue };
            match self.keep_own(summary, document, Vec::new()).await {
                Outcome::Full => return Err(DbError::Quota),
                Outcome::NotStored | Outcome::Unreadable => return Err(DbError::Failed),
                _ => {}
            }
        }
        Ok(())
    }

    /// Takes what a branch handed up into the year: its figures, meetings and introductions as
    /// counts. `None`: the document or the engine could not be had.
    pub async fn take_branch(
        &self,
        digest: &str,
        branch: RecordId,
    ) -> Option<Result<(), NotTaken>> {
        let document = remote::bytes(tables::DOCUMENTS, digest).await.ok().flatten()?;
        let fields = self.dossier.with_untracked(|dossier| dossier.fields.clone());
        let here = self.id.get_untracked();
        let request = Request::TakeIn { fields, branch: Some(branch) };
        let (response, _) = engine::ask(&request, &[document]).await.ok()?;
        let Response::TakenIn(taken) = response else { return None };
        // Another dossier may have been opened meanwhile.
        if self.id.get_untracked() != here {
            return None;
        }
        Some(taken.map(|fields| {
            let set = |(path, value)| command::Set { path, value };
            self.change(Command::SetFields(fields.into_iter().map(set).collect()));
        }))
    }

    /// Opens a received or own submission to look at.
    pub async fn open_document(&self, digest: &str) -> Option<Response> {
        let document = remote::bytes(tables::DOCUMENTS, digest).await.ok().flatten()?;
        engine::ask(&Request::Open, &[document]).await.ok().map(|(response, _)| response)
    }
}

// The size is known before a byte is read; a hostile gigabyte never enters memory.
async fn read_bounded(file: &files::File) -> Result<Blob, Outcome> {
    let limit = if files::is_zip(file).await { limits::BUNDLE_BYTES } else { limits::JSON_BYTES };
    if file.size() > limit as f64 {
        let megabytes = limit / (1024 * 1024);
        return Err(Outcome::Bad(vec![Problem::whole(Code::TooLarge, &[&megabytes])]));
    }
    files::read(file).await.ok_or(Outcome::Unreadable)
}
