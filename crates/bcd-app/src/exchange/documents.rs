//! Documents that this device writes: its own state of a dossier, and receipts.

use super::outgoing::{Outgoing, OutgoingForm, SendError};
use crate::{
    bytes::Bytes,
    core::Core,
    merging::load,
    packs,
    store::{StoreError, tables},
    workspace::DossierLine,
};
use bcd_core::{
    dossier::Dossier,
    engine::{Request, Response},
    format::{device::Device, envelope::EnvelopeHead},
    id::FileHash,
    intake::Summary,
    merge::Merged,
    sync::plan::SubmissionHere,
};
use reactive_graph::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Photos and files that a dossier names, with their media types; not those of deleted evidence.
pub(crate) fn files_of(state: &Merged) -> BTreeMap<FileHash, String> {
    let dossier = Dossier::of(state.fields.clone());
    let live = dossier.evidence.into_iter().filter(|(_, evidence)| !evidence.deleted);
    live.filter_map(|(_, evidence)| Some((evidence.file?, evidence.mime))).collect()
}

/// Documents that this device writes.
#[derive(Clone, Copy)]
pub(crate) struct Documents(pub Core);

impl Documents {
    /// The envelope of a document about a dossier.
    ///
    /// # Errors
    /// [`SendError`].
    pub async fn head_of(&self, line: &DossierLine) -> Result<EnvelopeHead, SendError> {
        Ok(EnvelopeHead {
            name: line.name.clone(),
            cycle: line.cycle.clone(),
            ..self.0.signed_head(&line.unit).await?
        })
    }

    // The pack that a dossier follows, as it was published.
    async fn pack_of(&self, state: &Merged) -> Result<Value, StoreError> {
        let Some(digest) = packs::followed_by(&state.fields) else { return Ok(Value::Null) };
        let document = self.0.disk().bytes(tables::DOCUMENTS, &digest).await?;
        let pack = document.and_then(|bytes| serde_json::from_slice(&bytes.to_vec()).ok());
        Ok(pack.unwrap_or_default())
    }

    /// What this device knows of a dossier.
    ///
    /// # Errors
    /// [`SendError`].
    pub async fn device_body(&self, line: &DossierLine) -> Result<Device, SendError> {
        let state = load(&self.0.disk(), &line.id).await?.state;
        let (files, pack) = (files_of(&state), self.pack_of(&state).await?);
        let introductions = self.0.introduce(&line.unit).await?;
        Ok(Device { dossier: line.id.clone(), state, files, pack, introductions })
    }

    /// A dossier's file for another device of the unit, with its photos in it.
    pub async fn device_file(&self, line: &DossierLine) -> Result<Outgoing, SendError> {
        let body = self.device_body(line).await?;
        let (mut carried, mut blobs) = (Vec::new(), Vec::new());
        for hash in body.files.keys() {
            // A photo that is not here is left out: the other device gets it from the device that
            // has it.
            if let Some(bytes) = self.0.disk().bytes(tables::FILES, hash.as_str()).await? {
                carried.push(hash.0.clone());
                blobs.push(bytes);
            }
        }
        let head = self.head_of(line).await?;
        let day = head.at.get(..10).unwrap_or_default().to_owned();
        let request = Request::Device { head, body, carried, unless: None };
        let (bundled, bytes) = self.make_file(&request, &blobs).await?;
        let (unit, cycle) = (self.0.slug(&line.name), self.0.slug(&line.cycle));
        let name = format!("BCD_{unit}_{cycle}_may_{day}");
        Ok(Outgoing { bytes, form: OutgoingForm::document(bundled), name })
    }

    /// The request for the file that says that a submission was received.
    ///
    /// # Errors
    /// [`SendError`].
    pub async fn receipt(&self, sent: &SubmissionHere) -> Result<Request, SendError> {
        // A sample unit must not sign; the person's own name is in the receipt anyway.
        let (id, name) = self.0.work.dossier.with_untracked(|d| match d.sample {
            true => Default::default(),
            false => (d.unit.id.clone(), d.unit.name.clone()),
        });
        // Signed for the upper level, whose devices know each other; addressed to the unit.
        let head = EnvelopeHead {
            unit: sent.unit.0.clone(),
            cycle: sent.cycle.clone(),
            seq: sent.seq,
            ..self.0.signed_head(&id).await?
        };
        let body = json!({
            "submission": sent.digest, "state": "received",
            "reviewer": { "id": id, "name": name },
        });
        Ok(Request::Write { kind: "review".into(), head, body })
    }

    /// That file.
    pub async fn receipt_file(&self, summary: &Summary) -> Result<Bytes, SendError> {
        let sent = SubmissionHere {
            unit: summary.unit.clone(),
            cycle: summary.cycle.clone(),
            seq: summary.seq,
            digest: summary.digest.clone(),
            ..SubmissionHere::default()
        };
        Ok(self.make_file(&self.receipt(&sent).await?, &[]).await?.1)
    }

    // Whether the file is a bundle, and the file.
    async fn make_file(
        &self,
        request: &Request,
        blobs: &[Bytes],
    ) -> Result<(bool, Bytes), SendError> {
        match self.0.make(request, blobs).await.map_err(SendError::Engine)? {
            (Response::Made { problems, .. }, _) if !problems.is_empty() => {
                Err(SendError::Problems(problems))
            }
            (Response::Made { bundled, .. }, written) => match written.into_iter().nth(1) {
                Some(bytes) => Ok((bundled, bytes)),
                None => Err(SendError::strange()),
            },
            _ => Err(SendError::strange()),
        }
    }
}
