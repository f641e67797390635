//! The local side of a sync, on a device's disk, as the app does it.

use super::Device;
use bcd_core::{
    dossier::Dossier,
    engine::{Found, Request, Response, handle},
    format::{canonical, envelope::Head},
    id::{DossierId, FileHash, UnitId},
    merge::Merged,
    sync::plan::{Here, Memory, Own, Seen, Sent, Write},
};
use bcd_sync::local::{Local, Made, Out, Shut, Trouble, Verdict};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// The local side of one drive.
pub struct Side<'a> {
    pub device: &'a Device,
    pub drive: String,
}

impl Local for Side<'_> {
    async fn here(&self) -> Result<Here, Trouble> {
        let disk = self.device.disk.borrow();
        let slug = self.device.slug.borrow().clone();
        let own = |(id, state): (&DossierId, &Merged)| {
            let text = |path: &str| {
                let value = state.fields.get(path).and_then(|entry| entry.v.as_str());
                value.unwrap_or_default().to_owned()
            };
            let (unit, cycle) = (UnitId(text("unit/id")), text("cycle"));
            Own { dossier: id.clone(), unit, slug: slug.clone(), cycle }
        };
        let live = |state: &Merged| {
            let evidence = Dossier::of(state.fields.clone()).evidence.into_values();
            evidence.filter(|e| !e.deleted).filter_map(|e| e.file)
        };
        let named: BTreeSet<FileHash> = disk.dossiers.values().flat_map(live).collect();
        let missing = named.iter().filter(|hash| !disk.files.contains_key(*hash));
        let received = disk.received.values().map(|(summary, _)| Sent {
            unit: summary.unit.clone(),
            slug: "doan-an-cu".into(),
            cycle: summary.cycle.clone(),
            seq: summary.seq,
            digest: summary.digest.clone(),
            files: vec![],
        });
        Ok(Here {
            device: self.device.id.clone(),
            dossiers: disk.dossiers.iter().map(own).collect(),
            joined: self.device.joined.borrow().clone(),
            // By the name that the unit has now.
            sent: disk
                .sent
                .iter()
                .map(|(sent, _)| Sent { slug: slug.clone(), ..sent.clone() })
                .collect(),
            received: received.collect(),
            packs: disk.packs.values().map(|(pack, _)| pack.clone()).collect(),
            missing: missing.cloned().collect(),
            named,
            sealed: self.device.passphrase.borrow().is_some(),
        })
    }

    async fn memory(&self) -> Result<Memory, Trouble> {
        Ok(self.device.disk.borrow().memories.get(&self.drive).cloned().unwrap_or_default())
    }

    async fn remember(&self, path: &str, seen: Option<&Seen>) -> Result<(), Trouble> {
        self.device.use_room()?;
        let mut disk = self.device.disk.borrow_mut();
        let memory = disk.memories.entry(self.drive.clone()).or_default();
        match seen {
            Some(seen) => memory.insert(path.to_owned(), seen.clone()),
            None => memory.remove(path),
        };
        Ok(())
    }

    async fn seal(&self, bytes: &[u8]) -> Result<Vec<u8>, Trouble> {
        Ok(match &*self.device.passphrase.borrow() {
            Some(passphrase) => bcd_seal::seal(bytes, passphrase).unwrap(),
            None => bytes.to_vec(),
        })
    }

    async fn unseal(&self, bytes: &[u8]) -> Result<Result<Vec<u8>, Shut>, Trouble> {
        let sealed = bytes.starts_with(b"age-encryption.org/");
        Ok(match (&*self.device.passphrase.borrow(), sealed) {
            (Some(passphrase), true) => {
                bcd_seal::open(bytes, passphrase).map_err(|fault| match fault {
                    bcd_seal::Fault::WrongPassphrase => Shut::Another,
                    bcd_seal::Fault::Broken | bcd_seal::Fault::TooMuch => Shut::Broken,
                })
            }
            (Some(_), false) => Err(Shut::NotSealed),
            (None, true) => Err(Shut::Another),
            (None, false) => Ok(bytes.to_vec()),
        })
    }

    async fn take(
        &self,
        path: &str,
        bytes: &[u8],
        photos: &BTreeMap<FileHash, Vec<u8>>,
    ) -> Result<Verdict, Trouble> {
        self.device.take(path, bytes, photos).await
    }

    async fn make(&self, write: &Write, unless: Option<&str>) -> Result<Made, Trouble> {
        let disk = self.device.disk.borrow();
        let (request, files) = match write {
            Write::Device(own) => self.device.device_request(&disk, &own.dossier, unless),
            Write::Submission(sent) => {
                let all = &disk.sent;
                let document = all
                    .iter()
                    .find(|(it, _)| it.digest == sent.digest)
                    .map(|(_, bytes)| bytes.clone());
                let bytes = document.unwrap_or_default();
                let state = sent.digest.clone();
                return Ok(Made::Out(Out { bytes, state, files: sent.files.clone() }));
            }
            Write::Receipt(sent) => {
                let head = Head {
                    unit: sent.unit.0.clone(),
                    seq: sent.seq,
                    cycle: sent.cycle.clone(),
                    ..self.device.head(&Dossier::default())
                };
                let body = json!({ "submission": sent.digest, "state": "received" });
                (Request::Write { kind: "review".into(), head, body }, vec![])
            }
            Write::Pack(pack) => {
                let bytes = disk.packs[&pack.digest].1.clone();
                return Ok(Made::Out(Out { bytes, state: pack.digest.clone(), files: vec![] }));
            }
        };
        match handle(request, vec![]) {
            (Response::Unchanged, _) => Ok(Made::Same),
            (Response::Made { body, problems, .. }, mut blobs) if problems.is_empty() => {
                Ok(Made::Out(Out { bytes: blobs.remove(1), state: body, files }))
            }
            (Response::Made { problems, .. }, _) => Ok(Made::Bad(problems)),
            other => panic!("{other:?}"),
        }
    }

    async fn says_same(&self, write: &Write, bytes: &[u8]) -> Result<bool, Trouble> {
        let Write::Receipt(sent) = write else { return Ok(false) };
        match handle(Request::Check { files: vec![] }, vec![bytes.to_vec()]) {
            (Response::Checked { found: Some(Found::Review(line)), .. }, _) => {
                Ok(line.submission == sent.digest)
            }
            _ => Ok(false),
        }
    }

    async fn remember_all(&self, all: &[(String, Option<Seen>)]) -> Result<(), Trouble> {
        for (path, seen) in all {
            self.remember(path, seen.as_ref()).await?;
        }
        Ok(())
    }

    async fn file(&self, hash: &FileHash) -> Result<Option<Vec<u8>>, Trouble> {
        Ok(self.device.disk.borrow().files.get(hash).cloned())
    }

    async fn is_file(&self, hash: &FileHash, bytes: &[u8]) -> Result<bool, Trouble> {
        Ok(canonical::sha256(bytes) == hash.0)
    }

    async fn keep(&self, hash: &FileHash, bytes: &[u8]) -> Result<(), Trouble> {
        self.device.use_room()?;
        self.device.disk.borrow_mut().files.insert(hash.clone(), bytes.to_vec());
        Ok(())
    }

    fn is_cancelled(&self) -> bool {
        false
    }

    fn progress(&self, done: usize, of: usize) {
        assert!(done <= of, "{done} of {of}");
    }
}
