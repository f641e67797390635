//! The outbox: what waits to be handed on, for one audience at a time, as one file.

use super::{
    Desk,
    sending::{Form, Outgoing, SendError, slug},
};
use crate::{
    platform::{clock, engine},
    storage::{remote, tables},
};
use bcd_core::{
    engine::{Request, Response},
    sync::layout,
};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// Who gets it. Never two at once: what is for the unit alone must not lie beside what goes up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// The unit's other devices: all dossiers, whole.
    Devices,
    /// The upper level: submissions that it has not said to have.
    Upper,
    /// Lower units: receipts, and what was published.
    Lower,
}

impl Desk {
    /// How many files wait for an audience.
    pub fn waiting_for(&self, audience: Audience) -> usize {
        match audience {
            Audience::Devices => {
                self.dossiers.with(|lines| lines.iter().filter(|line| !line.sample).count())
            }
            Audience::Upper => self.unheard().len(),
            Audience::Lower => {
                let device = self.device_id();
                let packs =
                    self.packs.with(|all| all.iter().filter(|line| line.device == device).count());
                packs + self.received.with(|all| all.iter().filter(|it| !it.sample).count())
            }
        }
    }

    // Submissions of the open dossier that nobody said to have; each holds all of the one before.
    fn unheard(&self) -> Vec<super::Sent> {
        let last = self.sent.with(|all| all.last().cloned());
        let heard = |sent: &super::Sent| {
            self.reviews.with(|all| all.iter().any(|line| line.submission == sent.digest))
        };
        last.into_iter().filter(|sent| !heard(sent)).collect()
    }

    /// Everything that waits for an audience, as one file; a single file as it is.
    ///
    /// # Errors
    /// [`SendError`].
    pub async fn outbox(&self, audience: Audience) -> Result<Outgoing, SendError> {
        self.catch_up();
        let mut files: BTreeMap<String, Outgoing> = BTreeMap::new();
        match audience {
            Audience::Devices => {
                let lines = self.dossiers.get_untracked();
                for line in lines.into_iter().filter(|line| !line.sample) {
                    let file = self.device_file(&line).await?;
                    files.insert(format!("{}-{}", file.name, &line.id.0), file);
                }
            }
            Audience::Upper => {
                for sent in untrack(|| self.unheard()) {
                    let file = self.file_of(&sent).await?;
                    files.insert(file.name.clone(), file);
                }
            }
            Audience::Lower => {
                for (name, file) in self.answers().await? {
                    files.insert(name, file);
                }
            }
        }
        if files.len() == 1
            && let Some((_, only)) = files.pop_first()
        {
            return Ok(only);
        }
        let (mut names, mut blobs) = (Vec::new(), Vec::new());
        for (name, file) in files {
            let ending = if file.form == Form::Bundle { "zip" } else { "json" };
            names.push(format!("{name}.{ending}"));
            blobs.push(file.bytes);
        }
        let request = Request::PackSeveral { names };
        let (response, packed) = engine::ask(&request, &blobs).await.map_err(SendError::Engine)?;
        let (Response::Packed, Some(bytes)) = (response, packed.into_iter().next()) else {
            return Err(SendError::Engine("an unexpected answer".into()));
        };
        let unit = self.dossier.with_untracked(|dossier| slug(&dossier.unit.name));
        let day = clock::now().get(..10).unwrap_or_default().to_owned();
        Ok(Outgoing { bytes, form: Form::Bundle, name: format!("BCD_{unit}_hop-thu_{day}") })
    }

    // Receipts for what was received, and packs that this device published.
    async fn answers(&self) -> Result<Vec<(String, Outgoing)>, SendError> {
        let mut files = Vec::new();
        for summary in self.received.get_untracked().into_iter().filter(|it| !it.sample) {
            let name = format!("BCD_{}_da-nhan-{}", slug(&summary.name), summary.seq);
            let bytes = self.receipt_file(&summary).await?;
            let key = format!("{name}_{}", layout::short(&summary.digest));
            files.push((key, Outgoing { bytes, form: Form::Text, name }));
        }
        let device = self.device_id();
        for line in self.packs.get_untracked().into_iter().filter(|line| line.device == device) {
            let stored = remote::bytes(tables::DOCUMENTS, &line.digest).await;
            if let Some(bytes) = stored.map_err(SendError::Store)? {
                let name = format!("BCD_{}_huong-dan-{}", slug(&line.title.vi), line.version);
                files.push((name.clone(), Outgoing { bytes, form: Form::Text, name }));
            }
        }
        Ok(files)
    }
}
