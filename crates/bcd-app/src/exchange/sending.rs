//! Sending: a dossier is frozen, numbered and stored; then its file is handed out.

use super::{
    leaving::Leaving,
    outgoing::{Outgoing, OutgoingForm, SendError, file_hashes},
};
use crate::{
    bytes::Bytes,
    core::Core,
    lists::{SentLine, sent_of},
    queue::NewFile,
    rows,
    store::{Op, StoreError, tables},
};
use bcd_core::{
    command::Set,
    content,
    dossier::Dossier,
    engine::{Request, Response},
    format::{
        envelope::EnvelopeHead,
        problem::{Code, Problem},
        share::{self, Shared},
    },
    id::DossierId,
};
use reactive_graph::{graph::untrack, prelude::*};
use serde_json::Value;
use std::collections::BTreeMap;

// If two tabs freeze at the same moment, the later one takes the next number. It tries no more
// often than this.
const TURNS: usize = 10;

// What is frozen.
struct Tapped {
    id: DossierId,
    dossier: Dossier,
    going: Shared,
    criteria: String,
    warned: bool,
}

/// Sending: freezes the open dossier as a numbered submission, and makes its file.
#[derive(Clone, Copy)]
pub struct Sending(pub(crate) Core);

impl Sending {
    /// What would go up now. Follows signals.
    pub fn outgoing(&self) -> Shared {
        let work = self.0.work;
        work.set.with(|set| work.dossier.with(|dossier| share::shared(dossier, set)))
    }

    /// Items changed since the last submission, and whether the unit's own lines were.
    /// `None` while nothing was sent. Follows signals.
    pub fn changed_since_sent(&self) -> Option<(Vec<String>, bool)> {
        let after = self.outgoing().fields;
        self.0.lists.sent.with(|sent| sent.last().map(|last| share::changes(&last.shared, &after)))
    }

    /// The number of the next submission, as far as this tab knows. Follows signals.
    pub fn next_number(&self) -> u32 {
        self.0.lists.sent.with(|all| next_number(all.last()))
    }

    /// Submissions of a dossier of this browser, oldest first.
    ///
    /// # Errors
    /// [`StoreError`]; also where one cannot be read.
    pub async fn sent_of(&self, dossier: &DossierId) -> Result<Vec<SentLine>, StoreError> {
        sent_of(&self.0.disk(), dossier).await
    }

    /// What goes up now and did not with the last submission; `None` while nothing was sent.
    /// Follows signals.
    pub fn newly_up(&self) -> Option<Vec<String>> {
        let after = self.outgoing().fields;
        self.0.lists.sent.with(|sent| sent.last().map(|last| share::newly_up(&last.shared, &after)))
    }

    /// Freezes the open dossier as the next submission and stores it.
    ///
    /// # Errors
    /// [`SendError`]; then nothing was stored and no number was used. Pictures that bear traces of
    /// place and time are among them, and files that may: the latter go with
    /// [`Self::freeze_warned`].
    pub async fn freeze(&self) -> Result<Outgoing, SendError> {
        self.freeze_as(false).await
    }

    /// The same after the person was warned of files that may hold place and time.
    ///
    /// # Errors
    /// [`SendError`].
    pub async fn freeze_warned(&self) -> Result<Outgoing, SendError> {
        self.freeze_as(true).await
    }

    /// Leaves the traces of place, time and device out of the pictures that would go up now: each is
    /// kept anew, and all evidence that showed the old one shows the new one.
    ///
    /// # Errors
    /// [`SendError`]; then nothing was changed.
    pub async fn leave_out_traces(&self) -> Result<(), SendError> {
        let work = self.0.work;
        let Some(id) = work.id.get_untracked() else { return Ok(()) };
        let going = untrack(|| self.outgoing());
        let (hashes, blobs) = self.files_going_up(&going).await?;
        let (mut files, mut instead) = (Vec::new(), BTreeMap::new());
        for (hash, bytes) in hashes.into_iter().zip(blobs) {
            let asked = self.0.ask(&Request::WithoutTraces, &[bytes]).await;
            let (response, made) = asked.map_err(SendError::Engine)?;
            let Response::WithoutTraces(clean) = response else {
                return Err(SendError::strange());
            };
            if let (Some(clean), Some(bytes)) = (clean, made.into_iter().next()) {
                instead.insert(hash, (clean.0.clone(), bytes.len()));
                let mime = content::media_type(&bytes.to_vec()).to_owned();
                files.push(NewFile { hash: clean.0, mime, bytes });
            }
        }
        let sets = |dossier: &Dossier| {
            let pieces = dossier.evidence.iter().filter_map(|(id, piece)| {
                let (hash, size) = instead.get(piece.file.as_ref()?.as_str())?;
                let set = |field: &str, value: Value| Set {
                    path: format!("evidence/{id}/{field}"),
                    value,
                };
                Some([set("file", hash.as_str().into()), set("size", (*size).into())])
            });
            pieces.flatten().collect()
        };
        Ok(work.edit_in(&id, files, sets).await?)
    }

    async fn freeze_as(&self, warned: bool) -> Result<Outgoing, SendError> {
        let work = self.0.work;
        let Some(id) = work.id.get_untracked() else {
            return Err(SendError::Engine("no dossier is open".into()));
        };
        // Captured at the moment of the tap: what is typed while the engine works goes into the
        // next submission, and another dossier may be opened meanwhile.
        let tapped = Tapped {
            dossier: work.dossier.get_untracked(),
            going: work.set.with_untracked(|set| {
                work.dossier.with_untracked(|dossier| share::shared(dossier, set))
            }),
            criteria: work.criteria(),
            id,
            warned,
        };
        for _ in 0..TURNS {
            if let Some(made) = self.try_freeze(&tapped).await? {
                work.lists_changed();
                return Ok(made);
            }
        }
        Err(SendError::Store(StoreError::Failed))
    }

    // `None`: another tab took the number meanwhile.
    async fn try_freeze(&self, tapped: &Tapped) -> Result<Option<Outgoing>, SendError> {
        let Tapped { id, dossier, going, criteria, warned } = tapped;
        let (work, disk) = (self.0.work, self.0.disk());
        // Read from the disk rather than from the list on the screen, because a number must never
        // be used twice.
        let counter = tables::number_of(id.as_str());
        let taken = disk.text(tables::META, &counter).await?;
        let last = sent_of(&disk, id).await?.pop();
        let seq = next_number(last.as_ref());
        let (files, blobs) = self.files_going_up(going).await?;
        let head = EnvelopeHead {
            name: dossier.unit.name.clone(),
            cycle: dossier.cycle.clone(),
            seq,
            parent: last.as_ref().map(|sent| sent.digest.clone()),
            ..self.0.signed_head(&dossier.unit.id).await?
        };
        let request = Request::Freeze {
            head: head.clone(),
            dossier: id.clone(),
            fields: dossier.fields.clone(),
            set: serde_json::from_str(criteria).unwrap_or_default(),
            before: last.map(|sent| sent.shared).unwrap_or_default(),
            files,
            warned: *warned,
        };
        let (response, written) = self.0.make(&request, &blobs).await.map_err(SendError::Engine)?;
        let Response::Written { digest, bundled, shared, problems, .. } = response else {
            return Err(SendError::strange());
        };
        if !problems.is_empty() {
            return Err(SendError::Problems(problems));
        }
        let [document, file] = written.as_slice() else { return Err(SendError::strange()) };
        let sent = SentLine { seq, digest: digest.clone(), at: head.at, by: head.by, shared };
        let ops = vec![
            rows::put(tables::SENT, sent.key(id), &sent),
            Op::bytes(tables::DOCUMENTS, digest.clone(), document.clone()),
            // The digest makes the value different each time, so that another tab that read the old
            // value notices the change.
            Op::text(tables::META, counter.clone(), format!("{seq}|{digest}")),
        ];
        if !disk.swap(tables::META, vec![(counter, taken)], ops).await? {
            return Ok(None);
        }
        if work.id.with_untracked(|now| now.as_ref() == Some(id)) {
            self.0.lists.sent.update(|list| list.push(sent));
        }
        Ok(Some(self.file(&dossier.unit.name, &dossier.cycle, file.clone(), bundled, seq)))
    }

    /// The file of an earlier submission of the open dossier, made again from what was stored; not where it
    /// names photos that stay in the unit by now, and no device of the unit froze it so.
    ///
    /// # Errors
    /// [`SendError`].
    pub async fn file_of(&self, sent: &SentLine) -> Result<Outgoing, SendError> {
        let disk = self.0.disk();
        let dossier = self.0.work.id.get_untracked().unwrap_or_default();
        if !Leaving(self.0).may_go(&dossier, sent, &mut None).await? {
            return Err(SendError::Problems(vec![Problem::whole(Code::PhotoStays, &[&sent.seq])]));
        }
        let stored = disk.bytes(tables::DOCUMENTS, &sent.digest).await?;
        let mut blobs = vec![stored.ok_or(SendError::Store(StoreError::Failed))?];
        let mut files = Vec::new();
        for hash in sent.files() {
            // All files that it names must be in it; receivers refuse it otherwise.
            let bytes = disk.bytes(tables::FILES, hash.as_str()).await?;
            let missing = || Problem::whole(Code::FileMissing, &[&hash]);
            let bytes = bytes.ok_or_else(|| SendError::Problems(vec![missing()]))?;
            files.push(hash.0);
            blobs.push(bytes);
        }
        let request = Request::Carry { signature: None, files };
        let (response, written) = self.0.ask(&request, &blobs).await.map_err(SendError::Engine)?;
        match (response, written.get(1)) {
            (Response::Written { bundled, .. }, Some(file)) => {
                let text = |path: &str| {
                    sent.shared.get(path).and_then(|v| v.as_str()).unwrap_or_default().to_owned()
                };
                let (unit, cycle) = (text("unit/name"), text("cycle"));
                Ok(self.file(&unit, &cycle, file.clone(), bundled, sent.seq))
            }
            _ => Err(SendError::strange()),
        }
    }

    async fn files_going_up(
        &self,
        going: &Shared,
    ) -> Result<(Vec<String>, Vec<Bytes>), StoreError> {
        let disk = self.0.disk();
        let (mut files, mut blobs) = (Vec::new(), Vec::new());
        for hash in file_hashes(&going.fields) {
            // A missing file is not left out silently: the engine reports it.
            if let Some(bytes) = disk.bytes(tables::FILES, hash.as_str()).await? {
                files.push(hash.0);
                blobs.push(bytes);
            }
        }
        Ok((files, blobs))
    }

    fn file(&self, unit: &str, cycle: &str, bytes: Bytes, bundled: bool, seq: u32) -> Outgoing {
        let name = format!("BCD_{}_{}_ban-gui-{seq}", self.0.slug(unit), self.0.slug(cycle));
        Outgoing { bytes, form: OutgoingForm::document(bundled), name }
    }

    /// A file sealed with a passphrase.
    ///
    /// # Errors
    /// A text for the error report.
    pub async fn seal(&self, file: &Outgoing, passphrase: &str) -> Result<Outgoing, String> {
        let sealer = self.0.tools().sealer.clone();
        let sealed = sealer.seal_as_text(&file.bytes.to_vec(), passphrase).await?;
        Ok(Outgoing { bytes: sealed.into(), form: OutgoingForm::Sealed, name: file.name.clone() })
    }
}

// If the number exceeds the limit, the engine refuses the file with a message.
fn next_number(last: Option<&SentLine>) -> u32 {
    last.map_or(0, |sent| sent.seq).saturating_add(1)
}
