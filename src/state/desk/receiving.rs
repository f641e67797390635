//! Receiving: files from anywhere are read, checked, and only then stored.

use super::{Desk, backup::Restored, lists_changed};
use crate::{
    platform::{Blob, engine, files},
    storage::{Op, Value, put_json, remote, tables},
};
use bcd_core::{
    command,
    engine::{Found, Request, Response},
    format::{
        limits,
        problem::{Code, Problem},
    },
    id::{FileHash, RecordId},
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
}

/// What became of one file.
#[derive(Clone)]
pub enum Outcome {
    /// A submission, stored or not according to the arrival.
    Submission(Box<Summary>, Arrival),
    /// A backup; restoring it is the person's decision.
    Backup(Arc<Restored>),
    /// Not stored, and why.
    Bad(Vec<Problem>),
    /// Good, but it could not be stored.
    NotStored,
    /// The browser could not read it, or the engine failed.
    Unreadable,
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
    /// Reads, checks and stores one file.
    pub async fn receive(&self, source: Source) -> Line {
        let (name, bytes) = match source {
            Source::Text(name, text) => (name, Ok(Blob::from(text.as_bytes()))),
            Source::File(file) => (file.name(), read_bounded(&file).await),
        };
        let outcome = match bytes {
            Ok(bytes) => self.take_in(bytes).await,
            Err(outcome) => outcome,
        };
        Line { name, outcome }
    }

    async fn take_in(&self, bytes: Blob) -> Outcome {
        let Ok((response, blobs)) = engine::ask(&Request::Check { files: vec![] }, &[bytes]).await
        else {
            return Outcome::Unreadable;
        };
        let Response::Checked { found, files, problems } = response else {
            return Outcome::Unreadable;
        };
        let Some(found) = found else { return Outcome::Bad(problems) };
        match found {
            Found::Submission(summary) => self.keep(summary, &files, &blobs).await,
            Found::Backup { dossiers, sent, received, at } => {
                let carried = files.into_iter().zip(blobs.into_iter().skip(1)).collect();
                Outcome::Backup(Arc::new(Restored::new(dossiers, sent, received, at, carried)))
            }
        }
    }

    async fn keep(
        &self,
        summary: Summary,
        files: &[(FileHash, String)],
        blobs: &[Blob],
    ) -> Outcome {
        let arrival = self.received.with_untracked(|here| intake::classify(&summary, here));
        if !arrival.is_kept() {
            return match arrival {
                Arrival::Refused(problem) => Outcome::Bad(vec![problem]),
                other => Outcome::Submission(Box::new(summary), other),
            };
        }
        let Some(document) = blobs.first() else { return Outcome::Unreadable };
        let digest = summary.digest.clone();
        let mut ops = vec![
            put_json(tables::RECEIVED, digest.clone(), &summary),
            Op::Put(tables::DOCUMENTS, digest, Value::Bytes(document.clone())),
        ];
        for ((hash, mime), bytes) in files.iter().zip(&blobs[1..]) {
            ops.push(Op::Put(tables::FILES, hash.0.clone(), Value::Bytes(bytes.clone())));
            ops.push(Op::Put(tables::FILE_TYPES, hash.0.clone(), Value::Text(mime.clone())));
        }
        if remote::write(ops).await.is_err() {
            return Outcome::NotStored;
        }
        self.received.update(|list| list.push(summary.clone()));
        lists_changed();
        Outcome::Submission(Box::new(summary), arrival)
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
