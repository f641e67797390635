//! Documents that this device writes: its own state of a dossier, and what its office says of a unit.

use super::{
    leaving::Leaving,
    outgoing::{Outgoing, OutgoingForm, SendError},
};
use crate::{
    bytes::Bytes,
    core::Core,
    merging::load,
    office::Offices,
    packs, reviewing,
    store::{StoreError, tables},
    workspace::DossierLine,
};
use bcd_core::{
    engine::{Request, Response},
    format::{
        device::{Device, files_of},
        envelope::EnvelopeHead,
        limits,
        review::Review,
    },
    id::FileHash,
    intake::Summary,
    merge::Merged,
    upper::case::{self, Case, CaseId},
};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

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

    // The pack that a dossier follows, as it was published. One that is too large would keep the file from being
    // read; the unit's other devices take it as its own file.
    async fn pack_of(&self, state: &Merged) -> Result<Value, StoreError> {
        let Some(digest) = packs::followed_by(&state.fields) else { return Ok(Value::Null) };
        let document = self.0.disk().bytes(tables::DOCUMENTS, &digest).await?;
        let document = document.filter(|bytes| bytes.len() <= limits::CARRIED_PACK);
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

    /// The request for the file of a case, and the photos that go with it.
    ///
    /// # Errors
    /// [`SendError`]; [`SendError::NoOffice`] where the case is not of the office that this browser speaks
    /// for, or no submission came.
    pub async fn review(&self, id: &CaseId) -> Result<(Request, Vec<FileHash>), SendError> {
        let office = Offices(self.0).needed().await?;
        let state = reviewing::load(&self.0.disk(), id).await?;
        let case = Case::of(&state.fields);
        let (true, Some(latest)) = (office.unit.id == id.office, case.latest()) else {
            return Err(SendError::NoOffice);
        };
        let summary: Option<Summary> = self.0.disk().row(tables::RECEIVED, latest).await?;
        // Devices of one office know each other; the unit takes one for the other then.
        let introductions = self.0.introduce(&id.office).await?;
        let head = EnvelopeHead {
            unit: id.unit.0.clone(),
            name: summary.map(|summary| summary.name).unwrap_or_default(),
            cycle: id.cycle.clone(),
            seq: case.number(latest),
            ..self.0.signed_head(&id.office).await?
        };
        let mut files = BTreeMap::new();
        for hash in case::photos(&state) {
            let mime = self.0.disk().text(tables::FILE_TYPES, hash.as_str()).await?;
            files.insert(hash, mime.unwrap_or_default());
        }
        // Whoever wrote into the case may have named one that is this browser's own, or another unit's.
        let all: BTreeSet<FileHash> = files.keys().cloned().collect();
        let going = Leaving(self.0).of_cases(&[(id.clone(), all)]).await?;
        let photos = going.into_iter().flatten().collect();
        let body = Review {
            submission: latest.to_owned(),
            state: case.state,
            reviewer: office.unit,
            signs: office.signs,
            case: state,
            files,
            introductions,
        };
        let body = serde_json::to_value(body).map_err(|e| SendError::Engine(e.to_string()))?;
        let (carried, unless) = (vec![], None);
        Ok((Request::Write { kind: "review".into(), head, body, carried, unless }, photos))
    }

    /// That file, with the photos in it that are here, and whether it is a bundle.
    ///
    /// # Errors
    /// [`SendError`].
    pub async fn review_file(&self, id: &CaseId) -> Result<(bool, Bytes), SendError> {
        let (mut request, photos) = self.review(id).await?;
        let mut blobs = Vec::new();
        if let Request::Write { carried, .. } = &mut request {
            for hash in photos {
                if let Some(bytes) = self.0.disk().bytes(tables::FILES, hash.as_str()).await? {
                    carried.push(hash.0);
                    blobs.push(bytes);
                }
            }
        }
        self.make_file(&request, &blobs).await
    }

    /// The same, to be handed out.
    ///
    /// # Errors
    /// [`SendError`].
    pub async fn review_outgoing(&self, id: &CaseId) -> Result<Outgoing, SendError> {
        let (bundled, bytes) = self.review_file(id).await?;
        let state = reviewing::load(&self.0.disk(), id).await?;
        let case = Case::of(&state.fields);
        let digest = case.latest().unwrap_or_default();
        let summary: Option<Summary> = self.0.disk().row(tables::RECEIVED, digest).await?;
        let unit = self.0.slug(&summary.map(|it| it.name).unwrap_or_default());
        let name = format!("BCD_{unit}_tham-dinh-{}", case.number(digest));
        Ok(Outgoing { bytes, form: OutgoingForm::document(bundled), name })
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
