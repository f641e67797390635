//! Sending: a dossier is frozen, numbered and stored; then its file is handed out.

use super::{Desk, Sent, lists_changed};
use crate::{
    platform::{Blob, clock, engine, files, image, port, prefs, seal, text},
    state::link::{Manner, NewFile},
    storage::{DbError, Op, Value, put_json, remote, tables},
};
use bcd_core::{
    command::{self, Command},
    dossier::{Dossier, Evidence, EvidenceKind},
    engine::{Request, Response},
    format::{
        envelope::Head,
        problem::{Code, Problem},
        share::{self, Shared},
    },
    id::{EvidenceId, FileHash, ItemId, RecordId},
    year::{self, proof, record::Kind},
};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// A file ready to be handed out.
#[derive(Clone)]
pub struct Outgoing {
    /// Its bytes, in the browser's memory.
    pub bytes: Blob,
    /// What kind of file it is.
    pub form: Form,
    /// Readable name without ending.
    pub name: String,
}

/// What kind of file goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A document of this app, as text.
    Text,
    /// The same with its photos, in a bundle (ZIP).
    Bundle,
    /// A calendar.
    Calendar,
    /// Either of the first two, sealed with a passphrase, in letters.
    Sealed,
}

impl Form {
    /// That of a document.
    pub const fn document(bundled: bool) -> Self {
        if bundled { Self::Bundle } else { Self::Text }
    }
}

impl Outgoing {
    /// Name and type for a download.
    pub fn download_name(&self) -> (String, &'static str) {
        let (ending, mime) = match self.form {
            Form::Text => ("json", "application/json"),
            Form::Bundle => ("zip", "application/zip"),
            Form::Calendar => ("ics", "text/calendar"),
            Form::Sealed => ("age.txt", "text/plain"),
        };
        (format!("{}.{ending}", self.name), mime)
    }

    /// Name and type for the share sheet. Chromium refuses `.json` and `.zip` there and takes
    /// `.txt`; the app knows its files by their content. A calendar is for other apps, which know
    /// theirs by the name.
    pub fn share_name(&self) -> (String, &'static str) {
        if matches!(self.form, Form::Calendar | Form::Sealed) {
            return self.download_name();
        }
        (format!("{}.txt", self.download_name().0), "text/plain")
    }
}

impl Outgoing {
    /// The same, sealed with a passphrase.
    ///
    /// # Errors
    /// A text for the error report.
    pub async fn sealed(&self, passphrase: &str) -> Result<Self, String> {
        let sealed = seal::seal_as_text(&self.bytes.to_vec(), passphrase).await?;
        let (bytes, name) = (Blob::from(sealed.as_slice()), self.name.clone());
        Ok(Self { bytes, form: Form::Sealed, name })
    }
}

/// Why something could not be sent.
#[derive(Clone, Debug, PartialEq)]
pub enum SendError {
    /// What the upper level's app would object to.
    Problems(Vec<Problem>),
    /// It could not be stored.
    Store(DbError),
    /// The engine failed; the text is for the error report.
    Engine(String),
}

/// Why a file was not taken as evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileFault {
    /// The browser cannot read or decode it.
    Unreadable,
    /// Too large to be kept here.
    TooLarge,
    /// Another dossier was opened while it was read.
    Elsewhere,
}

/// What became of a file that was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It is there as it should be.
    Well,
    /// A photo that this browser cannot open: kept as a file. Nobody could look at it or take the
    /// place out that a camera writes into it, so it stays in the unit.
    Undecoded,
}

/// What a new piece of evidence shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shows {
    /// An item of the checklist.
    Item(ItemId),
    /// A record of the year; it supports the record's items too.
    Record(Kind, RecordId),
    /// The Party committee's confirmation of the registration.
    Registration,
}

/// The most that a file other than a photo may have.
pub const FILE_MAX: f64 = 10.0 * 1024.0 * 1024.0;
/// The most that a photo may have which the browser cannot make small: phones take such of 20 MB,
/// and what was photographed on the spot cannot be had again.
const PHOTO_MAX: f64 = 30.0 * 1024.0 * 1024.0;

impl Desk {
    /// What would go up now.
    pub fn outgoing(&self) -> Shared {
        self.set.with(|set| self.dossier.with(|dossier| share::shared(dossier, set)))
    }

    /// Items changed since the last submission, and whether the unit's own lines were.
    /// `None` while nothing was sent.
    pub fn changed_since_sent(&self) -> Option<(Vec<String>, bool)> {
        let after = self.outgoing().fields;
        self.sent.with(|sent| sent.last().map(|last| share::changes(&last.shared, &after)))
    }

    /// Takes a photo or a file in as evidence. Photos are made small first.
    pub async fn add_file(&self, shows: Shows, file: files::File) -> Result<Taken, FileFault> {
        let here = self.id.get_untracked();
        let (evidence, stored, taken) = take_file(&file).await?;
        // Making a photo small takes time; it must not land in another dossier.
        if self.id.get_untracked() != here {
            return Err(FileFault::Elsewhere);
        }
        self.add_evidence(shows, evidence, vec![stored]);
        Ok(taken)
    }

    /// Adds a piece of evidence with what it shows, in one step; answers its id.
    pub fn add_evidence(
        &self,
        shows: Shows,
        mut evidence: Evidence,
        files: Vec<NewFile>,
    ) -> EvidenceId {
        self.catch_up();
        let id = EvidenceId(clock::new_id());
        let proves = match shows {
            Shows::Item(item) => {
                evidence.items.insert(item);
                None
            }
            Shows::Record(kind, record) => {
                let items = self.year.with_untracked(|year| {
                    self.set.with_untracked(|set| proof::items(year, kind, &record, set))
                });
                Some(year::command::Command::Prove(id.clone(), kind, record, items, true))
            }
            Shows::Registration => {
                let items = self.set.with_untracked(proof::registration_items);
                Some(year::command::Command::ProveRegistration(id.clone(), items, true))
            }
        };
        let sets = self.dossier.with_untracked(|dossier| {
            let add = Command::AddEvidence(id.clone(), Box::new(evidence));
            let mut sets = command::fields_of(add, dossier);
            if let Some(proves) = proves {
                sets.extend(self.year.with_untracked(|year| {
                    year::command::fields_of(proves, &dossier.fields, year)
                }));
            }
            sets
        });
        self.set_fields(sets, Manner { typing: false, files });
        id
    }

    /// The number that the next submission has.
    pub fn next_number(&self) -> u32 {
        self.sent.with(|all| next_number(all.last()))
    }

    /// Freezes the dossier as the next submission and stores it.
    ///
    /// # Errors
    /// [`SendError`]; then nothing was stored and no number was used.
    pub async fn freeze(&self) -> Result<Outgoing, SendError> {
        let Some(id) = self.id.get_untracked() else {
            return Err(SendError::Engine("no dossier is open".into()));
        };
        self.catch_up();
        let dossier = self.dossier.get_untracked();
        // From the disk, not from the list on the screen: a number must not be used twice.
        let last = self.sent_of(&id).await.map_err(SendError::Store)?.pop();
        let (files, blobs) = self.files_going_up(&dossier).await.map_err(SendError::Store)?;
        let seq = next_number(last.as_ref());
        let head = self.head(&dossier.unit.name, &dossier.cycle, seq, last.as_ref());
        let request = Request::Freeze {
            head: head.clone(),
            dossier: id.clone(),
            fields: dossier.fields.clone(),
            set: serde_json::from_str(&port::criteria()).unwrap_or_default(),
            before: last.map(|sent| sent.shared).unwrap_or_default(),
            files,
        };
        let (response, written) = engine::ask(&request, &blobs).await.map_err(SendError::Engine)?;
        let Response::Written { digest, bundled, shared, problems, .. } = response else {
            return Err(SendError::Engine("an unexpected answer".into()));
        };
        if !problems.is_empty() {
            return Err(SendError::Problems(problems));
        }
        let [document, file] = written.as_slice() else {
            return Err(SendError::Engine("an answer without bytes".into()));
        };
        let sent = Sent { seq, digest: digest.clone(), at: head.at, by: head.by, shared };
        let ops = vec![
            put_json(tables::SENT, sent.key(&id), &sent),
            Op::Put(tables::DOCUMENTS, digest, Value::Bytes(document.clone())),
        ];
        remote::write(ops).await.map_err(SendError::Store)?;
        if self.id.with_untracked(|now| now.as_ref() == Some(&id)) {
            self.sent.update(|list| list.push(sent));
        }
        lists_changed();
        Ok(outgoing_file(&dossier.unit.name, &dossier.cycle, file.clone(), bundled, seq))
    }

    /// The file of an earlier submission, made again from what was stored.
    ///
    /// # Errors
    /// [`SendError`].
    pub async fn file_of(&self, sent: &Sent) -> Result<Outgoing, SendError> {
        let stored = remote::bytes(tables::DOCUMENTS, &sent.digest).await;
        let document =
            stored.map_err(SendError::Store)?.ok_or(SendError::Store(DbError::Failed))?;
        let mut blobs = vec![document];
        let mut files = Vec::new();
        for hash in sent.files() {
            // What it names must be in it: nobody takes it without.
            let bytes = self.file(&hash).await.map_err(SendError::Store)?;
            let missing = || Problem::whole(Code::FileMissing, &[&hash]);
            let bytes = bytes.ok_or_else(|| SendError::Problems(vec![missing()]))?;
            files.push(hash.0);
            blobs.push(bytes);
        }
        let request = Request::Carry { files };
        let (response, written) = engine::ask(&request, &blobs).await.map_err(SendError::Engine)?;
        match (response, written.get(1)) {
            (Response::Written { bundled, .. }, Some(file)) => {
                let text = |path: &str| {
                    sent.shared.get(path).and_then(|v| v.as_str()).unwrap_or_default().to_owned()
                };
                let (unit, cycle) = (text("unit/name"), text("cycle"));
                Ok(outgoing_file(&unit, &cycle, file.clone(), bundled, sent.seq))
            }
            _ => Err(SendError::Engine("an unexpected answer".into())),
        }
    }

    async fn files_going_up(&self, dossier: &Dossier) -> Result<(Vec<String>, Vec<Blob>), DbError> {
        let going = self.set.with_untracked(|set| share::shared(dossier, set));
        let hashes = file_hashes(&going.fields);
        let (mut files, mut blobs) = (Vec::new(), Vec::new());
        for hash in hashes {
            // A file that is gone is not hidden: the engine then reports it as missing.
            if let Some(bytes) = self.file(&hash).await? {
                files.push(hash.0);
                blobs.push(bytes);
            }
        }
        Ok((files, blobs))
    }

    pub(super) fn head(&self, name: &str, cycle: &str, seq: u32, last: Option<&Sent>) -> Head {
        Head {
            id: clock::new_id(),
            unit: self.dossier.with_untracked(|d| d.unit.id.0.clone()),
            name: name.to_owned(),
            cycle: cycle.to_owned(),
            seq,
            parent: last.map(|sent| sent.digest.clone()),
            device: self.device.get_value().0,
            by: prefs::get(prefs::NAME).unwrap_or_default(),
            at: clock::now(),
            app: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }
}

fn outgoing_file(unit: &str, cycle: &str, bytes: Blob, bundled: bool, seq: u32) -> Outgoing {
    let name = format!("BCD_{}_{}_ban-gui-{seq}", slug(unit), slug(cycle));
    Outgoing { bytes, form: Form::document(bundled), name }
}

async fn take_file(file: &files::File) -> Result<(Evidence, NewFile, Taken), FileFault> {
    let image = file.type_().starts_with("image/") && file.type_() != "image/svg+xml";
    let small = if image { image::shrink(file).await } else { None };
    let photo = small.is_some();
    let (bytes, mime) = match small {
        Some(small) => (small, "image/jpeg".to_owned()),
        None if file.size() > if image { PHOTO_MAX } else { FILE_MAX } => {
            return Err(FileFault::TooLarge);
        }
        None => (files::read(file).await.ok_or(FileFault::Unreadable)?, file.type_()),
    };
    let taken = if image && !photo { Taken::Undecoded } else { Taken::Well };
    let asked = engine::ask(&Request::Hash, std::slice::from_ref(&bytes)).await;
    let Ok((Response::Hash(hash), _)) = asked else {
        return Err(FileFault::Unreadable);
    };
    let evidence = Evidence {
        kind: if photo { EvidenceKind::Photo } else { EvidenceKind::File },
        file: Some(hash.clone()),
        mime: mime.clone(),
        name: file.name(),
        size: u64::from(bytes.length()),
        private: taken == Taken::Undecoded,
        ..Evidence::default()
    };
    Ok((evidence, NewFile { hash: hash.0, mime, bytes }, taken))
}

pub(super) fn file_hashes(fields: &BTreeMap<String, serde_json::Value>) -> Vec<FileHash> {
    let files =
        fields.iter().filter(|(path, _)| path.starts_with("evidence/") && path.ends_with("/file"));
    let mut hashes: Vec<_> = files.filter_map(|(_, v)| v.as_str().map(FileHash::from)).collect();
    hashes.sort();
    hashes.dedup();
    hashes
}

/// A name for files: "Đoàn phường An Cư" → "doan-phuong-an-cu".
pub(super) fn slug(name: &str) -> String {
    let folded = text::fold(name);
    let words = folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let mut slug = String::new();
    for word in words {
        if slug.len() + word.len() > 48 {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(word);
    }
    slug
}

// Above the highest one a file is refused as it is made, with a message.
fn next_number(last: Option<&Sent>) -> u32 {
    last.map_or(0, |sent| sent.seq).saturating_add(1)
}
