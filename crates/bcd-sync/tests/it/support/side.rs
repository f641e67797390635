//! The local side of a sync, on a device's disk, as the app does it.

use super::Device;
use bcd_core::{
    dossier::Dossier,
    engine::{Request, Response, handle},
    format::{canonical, envelope::Head},
    id::{DossierId, FileHash, UnitId},
    merge::Merged,
    sync::plan::{Here, Memory, Own, Seen, Sent, Write},
};
use bcd_sync::local::{Local, Out, Trouble, Verdict};
use serde_json::json;
use std::collections::BTreeMap;

/// The local side of one drive.
pub struct Side<'a> {
    pub device: &'a Device,
    pub drive: String,
}

impl Local for Side<'_> {
    async fn here(&self) -> Result<Here, Trouble> {
        let disk = self.device.disk.borrow();
        let own = |(id, state): (&DossierId, &Merged)| {
            let text = |path: &str| {
                let value = state.fields.get(path).and_then(|entry| entry.v.as_str());
                value.unwrap_or_default().to_owned()
            };
            let (unit, cycle) = (UnitId(text("unit/id")), text("cycle"));
            let slug = self.device.slug.borrow().clone();
            Own { dossier: id.clone(), unit, slug, cycle }
        };
        let named = disk.dossiers.values().flat_map(|state| {
            Dossier::of(state.fields.clone()).evidence.into_values().filter_map(|e| e.file)
        });
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
            sent: disk.sent.iter().map(|(sent, _)| sent.clone()).collect(),
            received: received.collect(),
            packs: disk.packs.values().map(|(pack, _)| pack.clone()).collect(),
            missing: named.filter(|hash| !disk.files.contains_key(hash)).collect(),
            sealed: false,
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

    async fn take(
        &self,
        path: &str,
        bytes: &[u8],
        photos: &BTreeMap<FileHash, Vec<u8>>,
    ) -> Result<Verdict, Trouble> {
        self.device.take(path, bytes, photos).await
    }

    async fn make(&self, write: &Write, unless: Option<&str>) -> Result<Option<Out>, Trouble> {
        let disk = self.device.disk.borrow();
        let (request, files) = match write {
            Write::Device(own) => self.device.device_request(&disk, &own.dossier, unless),
            Write::Submission(sent) => {
                let all = &disk.sent;
                let document =
                    all.iter().find(|(it, _)| it == sent).map(|(_, bytes)| bytes.clone());
                let (bytes, state) = (document.unwrap_or_default(), sent.digest.clone());
                return Ok(Some(Out { bytes, state, files: sent.files.clone() }));
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
                return Ok(Some(Out { bytes, state: pack.digest.clone(), files: vec![] }));
            }
        };
        match handle(request, vec![]) {
            (Response::Unchanged, _) => Ok(None),
            (Response::Made { body, problems, .. }, mut blobs) if problems.is_empty() => {
                Ok(Some(Out { bytes: blobs.remove(1), state: body, files }))
            }
            other => panic!("{other:?}"),
        }
    }

    async fn file(&self, hash: &FileHash) -> Result<Option<Vec<u8>>, Trouble> {
        Ok(self.device.disk.borrow().files.get(hash).cloned())
    }

    async fn open(&self, hash: &FileHash, bytes: &[u8]) -> Result<Option<Vec<u8>>, Trouble> {
        Ok((canonical::sha256(bytes) == hash.0).then(|| bytes.to_vec()))
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
