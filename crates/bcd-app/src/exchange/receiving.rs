//! Receiving: files from anywhere are read, checked, and only then stored.

mod batch;
mod judging;
mod outcome;
mod owner;
mod submissions;

pub(in crate::exchange) use batch::CheckedFile;
pub use batch::{BATCH_BYTES, BATCH_FILES, OpenedFile};
pub use outcome::{IncomingSource, Pushed, ReceiveOutcome, Received, RollupSaid, WaitingFile};
pub(crate) use owner::Owner;

use super::backup::Restored;
use crate::{
    bytes::Bytes,
    core::Core,
    merging::{Carried, Consent, Merge, Merging, NotMerged, keep_types},
    packs,
    received::ReceivedList,
    reviewing::ReviewFate,
    rolling,
    store::{Op, tables},
    tools::Unsealed,
};
use bcd_core::{
    command,
    engine::{DeviceFile, GoodFile, Request, Response},
    id::{FileHash, RecordId},
    year::{command::YearCommand, handed::CountsNotTaken},
};
use reactive_graph::prelude::*;
use std::rc::Rc;
use submissions::Arriving;

/// Receiving: receives files of any kind and says what became of each.
#[derive(Clone, Copy)]
pub struct Receiving {
    pub(crate) core: Core,
    pub(crate) merging: Merging,
}

impl Receiving {
    /// Takes in a file that waited for a person, who said yes; with `keeping`, without what it
    /// deletes or empties.
    pub async fn accept(&self, file: &WaitingFile, keeping: bool) -> ReceiveOutcome {
        let consent = if keeping { Consent::GivenKeeping } else { Consent::Given };
        let (document, carried) = (file.document.clone(), file.carried.clone());
        self.store_found(file.found.clone(), document, carried, consent).await
    }

    /// Updates the lists on the screen, here and in other tabs.
    pub fn finish(&self) {
        // What was received was stored without a word to the pages, batch by batch.
        ReceivedList(self.core).shown();
        self.core.work.lists_changed();
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
        mut carried: Vec<Carried>,
        consent: Consent,
    ) -> ReceiveOutcome {
        if let Err(error) = keep_types(&self.core.disk(), &mut carried).await {
            return ReceiveOutcome::not_stored(error);
        }
        match found {
            GoodFile::Submission(summary) => {
                let all = vec![Arriving { summary, document, photos: carried }];
                let stored = self.store_submissions(all, consent).await;
                stored.into_iter().next().unwrap_or(ReceiveOutcome::NotStored)
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
            GoodFile::Pack(line) => match packs::taken_ops(self.core, &line, document).await {
                Ok(ops) => self.store(ops, ReceiveOutcome::Pack(line)).await,
                Err(NotMerged::Refused(problem)) => ReceiveOutcome::Bad(vec![problem]),
                Err(NotMerged::Store(error)) => ReceiveOutcome::not_stored(error),
            },
            GoodFile::Rollup(line) => {
                match rolling::keep(self.core, &line, document, consent).await {
                    Ok(is_new) => {
                        ReceiveOutcome::Rollup(RollupSaid { is_new, ..RollupSaid::of(&line) })
                    }
                    Err(NotMerged::Refused(problem)) => ReceiveOutcome::Bad(vec![problem]),
                    Err(NotMerged::Store(error)) => ReceiveOutcome::not_stored(error),
                }
            }
            GoodFile::Backup(found) => {
                ReceiveOutcome::Backup(Rc::new(Restored::of(*found, carried)))
            }
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
}

// The document and what it carries.
fn apart(files: Vec<(FileHash, String)>, blobs: Vec<Bytes>) -> Option<(Bytes, Vec<Carried>)> {
    let mut blobs = blobs.into_iter();
    let document = blobs.next()?;
    let carried = files.into_iter().zip(blobs).map(|((hash, mime), b)| (hash, mime, b));
    Some((document, carried.collect()))
}
