//! Receiving: files from anywhere are read, checked, and only then stored.

mod outcome;
mod submissions;

pub use outcome::{IncomingSource, Pushed, ReceiveOutcome, Received, WaitingFile};
pub(crate) use submissions::{Owner, is_within_room};

use super::backup::Restored;
use crate::{
    bytes::Bytes,
    core::Core,
    host::PickedFile,
    merging::{Carried, Consent, Merge, Merging, NotMerged},
    packs,
    reviewing::ReviewFate,
    store::{Op, tables},
    tools::{Unsealed, is_sealed},
};
use bcd_core::{
    command,
    engine::{DeviceFile, GoodFile, Request, Response},
    format::{
        limits,
        problem::{Code, Problem},
    },
    id::{FileHash, RecordId},
    year::{command::YearCommand, handed::CountsNotTaken},
};
use reactive_graph::prelude::*;
use std::rc::Rc;

/// Receiving: receives files of any kind and says what became of each.
#[derive(Clone, Copy)]
pub struct Receiving {
    pub(crate) core: Core,
    pub(crate) merging: Merging,
}

impl Receiving {
    /// Unpacks a file in which several were packed together; any other is returned as it is.
    pub async fn unpack(&self, source: IncomingSource) -> Vec<IncomingSource> {
        let parts = match &source {
            IncomingSource::File(file) => self.parts(&**file).await,
            IncomingSource::Pushed(pushed) => self.parts(&*pushed.0).await,
            _ => None,
        };
        match (parts, source) {
            (Some(parts), IncomingSource::Pushed(pushed)) => parts
                .map(|(name, bytes)| IncomingSource::PushedPart(name, bytes, Rc::clone(&pushed)))
                .collect(),
            (Some(parts), _) => {
                parts.map(|(name, bytes)| IncomingSource::Bytes(name, bytes)).collect()
            }
            (None, source) => vec![source],
        }
    }

    // An unreadable file has no parts: its own result says what is wrong.
    async fn parts(
        &self,
        file: &dyn PickedFile,
    ) -> Option<impl Iterator<Item = (String, Bytes)> + use<>> {
        if file.size() == 0 || !is_zip(file).await {
            return None;
        }
        let bytes = read_bounded(file).await.ok()?;
        match self.core.ask(&Request::UnpackSeveral, &[bytes]).await {
            Ok((Response::Several(names), blobs)) if !names.is_empty() => {
                Some(names.into_iter().zip(blobs))
            }
            _ => None,
        }
    }

    /// Reads and checks one file, and stores it unless a person has to decide first. After one or
    /// many files, [`Self::finish`] updates the lists on the screen.
    pub async fn receive(&self, source: IncomingSource) -> Received {
        let (name, bytes, pushed) = match source {
            IncomingSource::Text(name, text) => (name, Ok(Bytes::from(text.into_bytes())), None),
            IncomingSource::Bytes(name, bytes) => (name, Ok(bytes), None),
            IncomingSource::File(file) => (file.name(), read_bounded(&*file).await, None),
            IncomingSource::PushedPart(name, bytes, pushed) => (name, Ok(bytes), Some(pushed)),
            IncomingSource::Pushed(pushed) => {
                (pushed.0.name(), read_bounded(&*pushed.0).await, Some(pushed))
            }
        };
        let outcome = match bytes {
            Ok(bytes) => self.take_in(bytes, pushed.is_some()).await,
            Err(outcome) => outcome,
        };
        let waits = |outcome: &ReceiveOutcome| {
            use ReceiveOutcome::{Backup, Sealed, Waits};
            matches!(outcome, Waits(_) | Sealed(_) | Backup(_))
        };
        let pushed = pushed.filter(|_| waits(&outcome));
        Received { name, outcome, pushed }
    }

    /// Takes in a file that waited for a person, who said yes; with `keeping`, without what it
    /// deletes or empties.
    pub async fn accept(&self, file: &WaitingFile, keeping: bool) -> ReceiveOutcome {
        let consent = if keeping { Consent::GivenKeeping } else { Consent::Given };
        let (document, carried) = (file.document.clone(), file.carried.clone());
        self.store_found(file.found.clone(), document, carried, consent).await
    }

    /// Updates the lists on the screen, here and in other tabs.
    pub fn finish(&self) {
        // Keys were pinned without a word to the pages, file by file.
        self.core.lists.units.update(|_| {});
        self.core.work.lists_changed();
    }

    async fn take_in(&self, bytes: Bytes, pushed: bool) -> ReceiveOutcome {
        if is_sealed(&bytes.head(64)) {
            return ReceiveOutcome::Sealed(bytes);
        }
        let request = Request::Check { files: vec![] };
        let Ok((response, blobs)) = self.core.ask(&request, &[bytes]).await else {
            return ReceiveOutcome::Unreadable;
        };
        let Response::Checked { found, files, problems, .. } = response else {
            return ReceiveOutcome::Unreadable;
        };
        let Some(found) = found else { return ReceiveOutcome::Bad(problems) };
        let Some((document, carried)) = apart(files, blobs) else {
            return ReceiveOutcome::Unreadable;
        };
        if pushed && !matches!(found, GoodFile::Device(_) | GoodFile::Backup { .. }) {
            let file = WaitingFile { found, asking: None, document, carried };
            return ReceiveOutcome::Waits(Rc::new(file));
        }
        self.store_found(found, document, carried, Consent::Ask).await
    }

    /// Takes in a valid file of a drive.
    pub(crate) async fn take_found(
        &self,
        found: GoodFile,
        files: Vec<(FileHash, String)>,
        blobs: Vec<Bytes>,
        consent: Consent,
    ) -> ReceiveOutcome {
        match apart(files, blobs) {
            Some((document, carried)) => self.store_found(found, document, carried, consent).await,
            None => ReceiveOutcome::Unreadable,
        }
    }

    async fn store_found(
        &self,
        found: GoodFile,
        document: Bytes,
        carried: Vec<Carried>,
        consent: Consent,
    ) -> ReceiveOutcome {
        match found {
            GoodFile::Submission(summary) => {
                self.store_submission(summary, document, carried, consent).await
            }
            GoodFile::Device(file) => match self.take_device(&file, &carried, consent).await {
                Ok(Merge::Asks(asking)) => ReceiveOutcome::Waits(Rc::new(WaitingFile {
                    found: GoodFile::Device(file),
                    asking: Some(asking),
                    document,
                    carried,
                })),
                Ok(merge) => ReceiveOutcome::Device(Box::new(file), merge),
                Err(NotMerged::Refused(problem)) => ReceiveOutcome::Bad(vec![problem]),
                Err(NotMerged::Store(error)) => ReceiveOutcome::not_stored(error),
            },
            GoodFile::Review(file) => {
                match self.merging.take_review(&file, &carried, consent).await {
                    Ok(ReviewFate::Case(Merge::Asks(asking))) => {
                        ReceiveOutcome::Waits(Rc::new(WaitingFile {
                            found: GoodFile::Review(file),
                            asking: Some(asking),
                            document,
                            carried,
                        }))
                    }
                    Ok(fate) => ReceiveOutcome::Review(file, fate),
                    Err(NotMerged::Refused(problem)) => ReceiveOutcome::Bad(vec![problem]),
                    Err(NotMerged::Store(error)) => ReceiveOutcome::not_stored(error),
                }
            }
            GoodFile::Pack(line) => {
                match packs::new_ops(&self.core.disk(), &line, document).await {
                    Ok(ops) => self.store(ops, ReceiveOutcome::Pack(line)).await,
                    Err(error) => ReceiveOutcome::not_stored(error),
                }
            }
            backup @ GoodFile::Backup { .. } => match Restored::of(backup, carried) {
                Some(backup) => ReceiveOutcome::Backup(Rc::new(backup)),
                None => ReceiveOutcome::Unreadable,
            },
        }
    }

    async fn take_device(
        &self,
        file: &DeviceFile,
        photos: &[Carried],
        consent: Consent,
    ) -> Result<Merge, NotMerged> {
        let merge = self.merging.merge_device(file, photos, consent).await?;
        // Done also when nothing changed, because an earlier attempt may have stopped before this.
        if matches!(merge, Merge::Done(..)) {
            self.claim_own(&file.body.dossier).await?;
        }
        Ok(merge)
    }

    async fn store(&self, ops: Vec<Op>, done: ReceiveOutcome) -> ReceiveOutcome {
        match self.core.disk().write(ops).await {
            Ok(()) => done,
            Err(error) => ReceiveOutcome::not_stored(error),
        }
    }

    /// Takes the counts of a branch's submission into the year: figures, meetings and
    /// introductions. `None`: the document could not be read or the engine failed.
    pub async fn take_branch(
        &self,
        digest: &str,
        branch: RecordId,
    ) -> Option<Result<(), CountsNotTaken>> {
        let work = self.core.work;
        // Read before the first `await`, because another dossier may be opened meanwhile.
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
        // The counts go into the dossier that was open when the person asked, even if another one
        // is open now.
        let make = |dossier: &bcd_core::dossier::Dossier| {
            let sets = fields.iter().cloned();
            let sets = sets.map(|(path, value)| command::Set { path, value }).collect();
            let year = bcd_core::year::Year::of(&dossier.fields);
            bcd_core::year::command::fields_of(YearCommand::SetFields(sets), &dossier.fields, &year)
        };
        work.edit_in(&here, Vec::new(), make).await.ok()?;
        Some(Ok(()))
    }

    /// Opens a sealed file and returns its bytes; `None` if the passphrase is wrong or the file is
    /// damaged.
    pub async fn unseal(&self, bytes: &Bytes, passphrase: &str) -> Option<Bytes> {
        let sealer = self.core.tools().sealer.clone();
        match sealer.open(&bytes.to_vec(), passphrase).await {
            Ok(Unsealed::Bytes(bytes)) => Some(bytes.into()),
            Ok(Unsealed::WrongPassphrase | Unsealed::Broken) | Err(_) => None,
        }
    }

    /// Opens a received or own submission for viewing.
    pub async fn open_document(&self, digest: &str) -> Option<Response> {
        let document = self.core.disk().bytes(tables::DOCUMENTS, digest).await.ok().flatten()?;
        self.core.ask(&Request::Open, &[document]).await.ok().map(|(response, _)| response)
    }
}

// The document and what it carries.
fn apart(files: Vec<(FileHash, String)>, blobs: Vec<Bytes>) -> Option<(Bytes, Vec<Carried>)> {
    let mut blobs = blobs.into_iter();
    let document = blobs.next()?;
    let carried = files.into_iter().zip(blobs).map(|((hash, mime), b)| (hash, mime, b));
    Some((document, carried.collect()))
}

/// Whether a file begins like a ZIP. Checked before reading the whole file, since the size limit
/// depends on it.
async fn is_zip(file: &dyn PickedFile) -> bool {
    file.head(2).await.is_some_and(|head| head == b"PK")
}

// The size is checked before reading, so that a hostile gigabyte never gets into memory.
async fn read_bounded(file: &dyn PickedFile) -> Result<Bytes, ReceiveOutcome> {
    let limit = if is_zip(file).await { limits::BUNDLE_BYTES } else { limits::JSON_BYTES };
    if file.size() > limit as u64 {
        let megabytes = limit / (1024 * 1024);
        return Err(ReceiveOutcome::Bad(vec![Problem::whole(Code::TooLarge, &[&megabytes])]));
    }
    file.read().await.ok_or(ReceiveOutcome::Unreadable)
}
