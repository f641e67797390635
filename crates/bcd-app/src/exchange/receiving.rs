//! Receiving: files from anywhere are read, checked, and only then stored.

use super::backup::Restored;
use crate::{
    bytes::Bytes,
    core::Core,
    host::PickedFile,
    lists::{Sent, sent_of},
    merging::{Carried, Merge, Merging, photo_ops},
    rows,
    store::{Op, StoreError, tables},
    tools::{Opened, is_sealed},
    workspace::DossierLine,
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
use reactive_graph::prelude::*;
use std::rc::Rc;

/// What came in.
pub enum Source {
    /// A file.
    File(Box<dyn PickedFile>),
    /// Pasted text, with a name for the list.
    Text(String, String),
    /// Bytes that are here already, with a name for the list.
    Bytes(String, Bytes),
}

/// What became of one file.
#[derive(Clone)]
pub enum Outcome {
    /// A submission, stored or not according to the arrival.
    Submission(Box<Summary>, Arrival),
    /// A submission of this browser's own unit, handed up from another device or from here.
    Own(Box<Summary>),
    /// A device file, and what became of it.
    Device(Box<DeviceFile>, Merge),
    /// An upper level's answer.
    Review(ReviewLine),
    /// A pack; following it is the person's decision.
    Pack(PackLine),
    /// A backup; restoring it is the person's decision.
    Backup(Rc<Restored>),
    /// Not stored, and why.
    Bad(Vec<Problem>),
    /// Sealed with a passphrase, which is asked for.
    Sealed(Bytes),
    /// Good, but the storage here is full.
    Full,
    /// Good, but it could not be stored.
    NotStored,
    /// It could not be read, or the engine failed.
    Unreadable,
}

impl Outcome {
    fn not_stored(error: StoreError) -> Self {
        if error == StoreError::Quota { Self::Full } else { Self::NotStored }
    }
}

/// A file that was received, and what became of it.
#[derive(Clone)]
pub struct Received {
    /// The file's name.
    pub name: String,
    /// What became of it.
    pub outcome: Outcome,
}

/// Whose a submission is, in this browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    /// Another unit's: no dossier of this browser is its own.
    Another,
    /// Of a dossier of this browser, handed up by another device.
    OwnElsewhere,
    /// Of a dossier of this browser, and known here.
    OwnKnown,
}

/// Receiving: takes files in, whatever they are, and says what became of each.
#[derive(Clone, Copy)]
pub struct Receiving {
    pub(crate) core: Core,
    pub(crate) merging: Merging,
}

impl Receiving {
    /// The files in one file: itself, or several that were packed together.
    pub async fn unpacked(&self, file: Box<dyn PickedFile>) -> Vec<Source> {
        if !is_zip(&*file).await {
            return vec![Source::File(file)];
        }
        // What cannot be read is taken in as it is, and its row says what is wrong.
        let Ok(bytes) = read_bounded(&*file).await else { return vec![Source::File(file)] };
        match self.core.ask(&Request::UnpackSeveral, &[bytes]).await {
            Ok((Response::Several(names), blobs)) if !names.is_empty() => {
                names.into_iter().zip(blobs).map(|(name, b)| Source::Bytes(name, b)).collect()
            }
            _ => vec![Source::File(file)],
        }
    }

    /// Reads, checks and stores one file. The lists on the screen follow with
    /// [`Self::finish`], once after many.
    pub async fn receive(&self, source: Source) -> Received {
        let (name, bytes) = match source {
            Source::Text(name, text) => (name, Ok(Bytes::from(text.into_bytes()))),
            Source::Bytes(name, bytes) => (name, Ok(bytes)),
            Source::File(file) => (file.name(), read_bounded(&*file).await),
        };
        let outcome = match bytes {
            Ok(bytes) => self.take_in(bytes).await,
            Err(outcome) => outcome,
        };
        Received { name, outcome }
    }

    /// Shows what was received, here and in other tabs.
    pub fn finish(&self) {
        self.core.work.lists_changed();
    }

    async fn take_in(&self, bytes: Bytes) -> Outcome {
        if is_sealed(&bytes.head(64)) {
            return Outcome::Sealed(bytes);
        }
        let request = Request::Check { files: vec![] };
        let Ok((response, blobs)) = self.core.ask(&request, &[bytes]).await else {
            return Outcome::Unreadable;
        };
        let Response::Checked { found, files, problems, .. } = response else {
            return Outcome::Unreadable;
        };
        let Some(found) = found else { return Outcome::Bad(problems) };
        if let Found::Device(file) = &found
            // Who takes a file in by hand wants it, whatever was deleted here before.
            && self.merging.want_again(&file.body.dossier).await.is_err()
        {
            return Outcome::NotStored;
        }
        self.take_found(found, files, blobs).await
    }

    /// Stores what was found good, wherever it came from.
    pub(crate) async fn take_found(
        &self,
        found: Found,
        files: Vec<(FileHash, String)>,
        blobs: Vec<Bytes>,
    ) -> Outcome {
        let mut blobs = blobs.into_iter();
        let Some(document) = blobs.next() else { return Outcome::Unreadable };
        let carried: Vec<Carried> =
            files.into_iter().zip(blobs).map(|((hash, mime), b)| (hash, mime, b)).collect();
        match found {
            Found::Submission(summary) => self.keep(summary, document, carried).await,
            Found::Device(file) => match self.take_device(&file, &carried).await {
                Ok(merge) => Outcome::Device(Box::new(file), merge),
                Err(error) => Outcome::not_stored(error),
            },
            Found::Review(line) => {
                let ops = vec![rows::put(tables::REVIEWS, line.key(), &line)];
                self.put(ops, Outcome::Review(line)).await
            }
            Found::Pack(line) => {
                let digest = line.digest.clone();
                let ops = vec![
                    rows::put(tables::PACKS, digest.clone(), &line),
                    Op::bytes(tables::DOCUMENTS, digest, document),
                ];
                self.put(ops, Outcome::Pack(line)).await
            }
            backup @ Found::Backup { .. } => match Restored::of(backup, carried) {
                Some(backup) => Outcome::Backup(Rc::new(backup)),
                None => Outcome::Unreadable,
            },
        }
    }

    async fn take_device(
        &self,
        file: &DeviceFile,
        photos: &[Carried],
    ) -> Result<Merge, StoreError> {
        let merge = self.merging.merge_device(file, photos).await?;
        // Also where an earlier attempt ended half way.
        if matches!(merge, Merge::Done(..)) {
            self.claim_own(&file.body.dossier).await?;
        }
        Ok(merge)
    }

    async fn put(&self, ops: Vec<Op>, done: Outcome) -> Outcome {
        match self.core.disk().write(ops).await {
            Ok(()) => done,
            Err(error) => Outcome::not_stored(error),
        }
    }

    async fn keep(&self, summary: Summary, document: Bytes, photos: Vec<Carried>) -> Outcome {
        let digest = summary.digest.clone();
        let mut ops = photo_ops(&photos);
        ops.push(Op::bytes(tables::DOCUMENTS, digest.clone(), document.clone()));
        match self.owner_of(&summary).await {
            // What another device of the unit handed up is one of the unit's own.
            Ok(Owner::OwnElsewhere) => return self.keep_own(summary, document, ops).await,
            // What this one did is looked at as the upper level sees it.
            Ok(Owner::OwnKnown | Owner::Another) => {}
            Err(error) => return Outcome::not_stored(error),
        }
        let received = self.core.lists.received;
        let arrival = received.with_untracked(|here| intake::classify(&summary, here));
        if !arrival.is_kept() {
            return match arrival {
                Arrival::Refused(problem) => Outcome::Bad(vec![problem]),
                other => Outcome::Submission(Box::new(summary), other),
            };
        }
        ops.push(rows::put(tables::RECEIVED, digest, &summary));
        if let Err(error) = self.core.disk().write(ops).await {
            return Outcome::not_stored(error);
        }
        // Without a word to the pages: they follow once, after the last of many.
        received.update_untracked(|list| list.push(summary.clone()));
        Outcome::Submission(Box::new(summary), arrival)
    }

    /// Whose a submission is. From the disk: its dossier may have come a moment ago.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(crate) async fn owner_of(&self, summary: &Summary) -> Result<Owner, StoreError> {
        let disk = self.core.disk();
        let line: Option<DossierLine> =
            disk.row(tables::DOSSIERS, summary.dossier.as_str()).await?;
        // Ids can be read in file names; a dossier of another unit is none of this one's.
        if line.is_none_or(|line| line.unit != summary.unit || line.sample != summary.sample) {
            return Ok(Owner::Another);
        }
        let sent = sent_of(&disk, &summary.dossier).await?;
        let known = sent.iter().any(|sent| sent.digest == summary.digest);
        Ok(if known { Owner::OwnKnown } else { Owner::OwnElsewhere })
    }

    async fn keep_own(&self, summary: Summary, document: Bytes, mut ops: Vec<Op>) -> Outcome {
        let opened = self.core.ask(&Request::Open, &[document]).await;
        let Ok((Response::Opened { fields: shared, .. }, _)) = opened else {
            return Outcome::Unreadable;
        };
        let (seq, digest) = (summary.seq, summary.digest.clone());
        let sent = Sent { seq, digest, at: summary.at.clone(), by: summary.by.clone(), shared };
        // It may have come before its dossier, as that of another unit.
        ops.push(Op::Delete(tables::RECEIVED, sent.digest.clone()));
        ops.push(rows::put(tables::SENT, sent.key(&summary.dossier), &sent));
        self.put(ops, Outcome::Own(Box::new(summary))).await
    }

    /// Submissions that came before their dossier become the unit's own: their numbers are taken.
    ///
    /// # Errors
    /// [`StoreError`]; what was done until then stays.
    pub(crate) async fn claim_own(&self, dossier: &DossierId) -> Result<(), StoreError> {
        let disk = self.core.disk();
        for (_, summary) in disk.rows::<Summary>(tables::RECEIVED, "").await? {
            if summary.dossier != *dossier || self.owner_of(&summary).await? != Owner::OwnElsewhere
            {
                continue;
            }
            let document = disk.bytes(tables::DOCUMENTS, &summary.digest).await?;
            let Some(document) = document else { continue };
            match self.keep_own(summary, document, Vec::new()).await {
                Outcome::Full => return Err(StoreError::Quota),
                Outcome::NotStored | Outcome::Unreadable => return Err(StoreError::Failed),
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
        let work = self.core.work;
        // Before anything is awaited: another dossier may be opened meanwhile.
        let here = work.id.get_untracked()?;
        let fields = work.dossier.with_untracked(|dossier| dossier.fields.clone());
        let document = self.core.disk().bytes(tables::DOCUMENTS, digest).await.ok().flatten()?;
        let request = Request::TakeIn { fields, branch: Some(branch) };
        let (response, _) = self.core.ask(&request, &[document]).await.ok()?;
        let Response::TakenIn(taken) = response else { return None };
        let fields = match taken {
            Ok(fields) => fields,
            Err(why) => return Some(Err(why)),
        };
        // Into the year that it was asked for, whichever is open by now.
        let make = |dossier: &bcd_core::dossier::Dossier| {
            let sets = fields.iter().cloned();
            let sets = sets.map(|(path, value)| command::Set { path, value }).collect();
            let year = bcd_core::year::Year::of(&dossier.fields);
            bcd_core::year::command::fields_of(Command::SetFields(sets), &dossier.fields, &year)
        };
        work.edit_in(&here, Vec::new(), make).await.ok()?;
        Some(Ok(()))
    }

    /// Opens a file that is sealed with a passphrase: its bytes; `None` where the passphrase is
    /// another one, or the file is broken.
    pub async fn unseal(&self, bytes: &Bytes, passphrase: &str) -> Option<Bytes> {
        let sealer = self.core.tools().sealer.clone();
        match sealer.open(&bytes.to_vec(), passphrase).await {
            Ok(Opened::Bytes(bytes)) => Some(bytes.into()),
            Ok(Opened::WrongPassphrase | Opened::Broken) | Err(_) => None,
        }
    }

    /// Opens a received or own submission to look at.
    pub async fn open_document(&self, digest: &str) -> Option<Response> {
        let document = self.core.disk().bytes(tables::DOCUMENTS, digest).await.ok().flatten()?;
        self.core.ask(&Request::Open, &[document]).await.ok().map(|(response, _)| response)
    }
}

/// Whether a file begins like a ZIP. Read before the whole, to know which limit holds.
async fn is_zip(file: &dyn PickedFile) -> bool {
    file.head(2).await.is_some_and(|head| head == b"PK")
}

// The size is known before a byte is read; a hostile gigabyte never enters memory.
async fn read_bounded(file: &dyn PickedFile) -> Result<Bytes, Outcome> {
    let limit = if is_zip(file).await { limits::BUNDLE_BYTES } else { limits::JSON_BYTES };
    if file.size() > limit as u64 {
        let megabytes = limit / (1024 * 1024);
        return Err(Outcome::Bad(vec![Problem::whole(Code::TooLarge, &[&megabytes])]));
    }
    file.read().await.ok_or(Outcome::Unreadable)
}
