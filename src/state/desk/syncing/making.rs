//! Files that go to a drive, or by hand to another device of the unit.

use super::{
    super::{
        Desk, merging, packs,
        sending::{Form, Outgoing, SendError, slug},
    },
    side::{Side, trouble},
};
use crate::{
    platform::{Blob, clock, engine, prefs},
    state::workspace::DossierLine,
    storage::{DbError, remote, tables},
};
use bcd_core::{
    dossier::Dossier,
    engine::{Request, Response},
    format::{device::Device, envelope::Head},
    id::{DossierId, FileHash},
    intake::Summary,
    merge::Merged,
    sync::plan::{Sent, Write},
};
use bcd_sync::local::{Made, Out, Trouble};
use leptos::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Photos and files that a dossier names, with their media types; not those of deleted evidence.
pub fn files_of(state: &Merged) -> BTreeMap<FileHash, String> {
    let dossier = Dossier::of(state.fields.clone());
    let live = dossier.evidence.into_values().filter(|evidence| !evidence.deleted);
    live.filter_map(|evidence| Some((evidence.file?, evidence.mime))).collect()
}

impl Desk {
    fn head_of(&self, line: &DossierLine) -> Head {
        Head {
            id: clock::new_id(),
            unit: line.unit.0.clone(),
            name: line.name.clone(),
            cycle: line.cycle.clone(),
            seq: 0,
            parent: None,
            device: self.device.get_value().0,
            by: prefs::get(prefs::NAME).unwrap_or_default(),
            at: clock::now(),
            app: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }

    // The pack that a dossier follows, as it was published.
    async fn pack_of(&self, state: &Merged) -> Result<Value, DbError> {
        let digest = state.fields.get(packs::FIELD).and_then(|entry| entry.v.as_str());
        let Some(digest) = digest.filter(|digest| !digest.is_empty()) else {
            return Ok(Value::Null);
        };
        let document = remote::bytes(tables::DOCUMENTS, digest).await?;
        let pack = document.and_then(|bytes| serde_json::from_slice(&bytes.to_vec()).ok());
        Ok(pack.unwrap_or_default())
    }

    async fn device_body(&self, id: &DossierId) -> Result<Device, DbError> {
        let state = merging::load(id).await?.state;
        let (files, pack) = (files_of(&state), self.pack_of(&state).await?);
        Ok(Device { dossier: id.clone(), state, files, pack })
    }

    /// A dossier's file for another device of the unit, with its photos in it.
    ///
    /// # Errors
    /// [`SendError`].
    pub async fn device_file(&self, line: &DossierLine) -> Result<Outgoing, SendError> {
        let body = self.device_body(&line.id).await.map_err(SendError::Store)?;
        let (mut carried, mut blobs) = (Vec::new(), Vec::new());
        for hash in body.files.keys() {
            // What is not here yet the other device gets from where it is.
            if let Some(bytes) = self.file(hash).await.map_err(SendError::Store)? {
                carried.push(hash.0.clone());
                blobs.push(bytes);
            }
        }
        let head = self.head_of(line);
        let day = head.at.get(..10).unwrap_or_default().to_owned();
        let request = Request::Device { head, body, carried, unless: None };
        match engine::ask(&request, &blobs).await.map_err(SendError::Engine)? {
            (Response::Made { problems, .. }, _) if !problems.is_empty() => {
                Err(SendError::Problems(problems))
            }
            (Response::Made { bundled, .. }, written) if written.len() == 2 => Ok(Outgoing {
                bytes: written[1].clone(),
                form: Form::document(bundled),
                name: format!("BCD_{}_{}_may_{day}", slug(&line.name), slug(&line.cycle)),
            }),
            _ => Err(SendError::Engine("an unexpected answer".into())),
        }
    }
}

impl Desk {
    /// The file that says that a submission was received.
    ///
    /// # Errors
    /// [`SendError`].
    pub async fn receipt_file(&self, summary: &Summary) -> Result<Blob, SendError> {
        let sent = Sent {
            unit: summary.unit.clone(),
            cycle: summary.cycle.clone(),
            seq: summary.seq,
            digest: summary.digest.clone(),
            ..Sent::default()
        };
        let made = engine::ask(&receipt(*self, &sent), &[]).await.map_err(SendError::Engine)?;
        match made {
            (Response::Made { problems, .. }, mut written) if problems.is_empty() => {
                written.pop().ok_or_else(|| SendError::Engine("an answer without bytes".into()))
            }
            (Response::Made { problems, .. }, _) => Err(SendError::Problems(problems)),
            _ => Err(SendError::Engine("an unexpected answer".into())),
        }
    }
}

fn receipt(desk: Desk, sent: &Sent) -> Request {
    // A sample is nobody; the person's own name stands beside it anyway.
    let reviewer = desk.dossier.with_untracked(|d| match d.sample {
        true => Default::default(),
        false => (d.unit.id.0.clone(), d.unit.name.clone()),
    });
    let line = DossierLine {
        unit: sent.unit.clone(),
        cycle: sent.cycle.clone(),
        ..DossierLine::default()
    };
    let head = Head { seq: sent.seq, ..desk.head_of(&line) };
    let body = json!({
        "submission": sent.digest, "state": "received",
        "reviewer": { "id": reviewer.0, "name": reviewer.1 },
    });
    Request::Write { kind: "review".into(), head, body }
}

impl Side {
    pub(super) async fn make_file(
        &self,
        write: &Write,
        unless: Option<&str>,
    ) -> Result<Made, Trouble> {
        let (request, files) = match write {
            Write::Device(own) => {
                let line = super::side::line_of(&own.dossier).await?;
                // Deleted since the sync began: then there is nothing to say of it.
                let Some(line) = line else { return Ok(Made::Gone) };
                let body = self.desk.device_body(&own.dossier).await.map_err(trouble)?;
                let files = body.files.keys().cloned().collect();
                let (head, unless) = (self.desk.head_of(&line), unless.map(str::to_owned));
                (Request::Device { head, body, carried: vec![], unless }, files)
            }
            Write::Submission(sent) => return self.stored(&sent.digest, sent.files.clone()).await,
            Write::Pack(pack) => return self.stored(&pack.digest, vec![]).await,
            Write::Receipt(sent) => (receipt(self.desk, sent), vec![]),
        };
        match engine::ask(&request, &[]).await {
            Ok((Response::Unchanged, _)) => Ok(Made::Same),
            Ok((Response::Made { problems, .. }, _)) if !problems.is_empty() => {
                Ok(Made::Bad(problems))
            }
            Ok((Response::Made { body, .. }, written)) => {
                let bytes = written.get(1).map(Blob::to_vec).ok_or(Trouble::Engine)?;
                Ok(Made::Out(Out { bytes, state: body, files }))
            }
            _ => Err(Trouble::Engine),
        }
    }

    async fn stored(&self, digest: &str, files: Vec<FileHash>) -> Result<Made, Trouble> {
        let bytes = remote::bytes(tables::DOCUMENTS, digest).await.map_err(trouble)?;
        // A line without its document says nothing that could be sent.
        let Some(bytes) = bytes else { return Ok(Made::Gone) };
        Ok(Made::Out(Out { bytes: bytes.to_vec(), state: digest.to_owned(), files }))
    }
}
