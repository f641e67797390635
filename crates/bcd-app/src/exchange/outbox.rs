//! The outbox: everything that waits to be handed on to one audience, as one file.

use super::{
    documents::Documents,
    outgoing::{Outgoing, OutgoingForm, SendError},
    sending::Sending,
};
use crate::{
    core::Core, lists::SentLine, office::Offices, received::ReceivedList, reviewing::note_received,
    store::tables,
};
use bcd_core::{
    engine::{Request, Response},
    format::{
        pack::{PackLine, PackOrigin},
        review::ReviewLine,
    },
    id::UnitId,
    intake::Summary,
};
use reactive_graph::{graph::untrack, prelude::*};
use std::collections::{BTreeMap, BTreeSet};

/// Who receives a file. Never two audiences at once: what is for the unit alone must not be in a
/// file that goes up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// The unit's other devices: all dossiers, whole.
    Devices,
    /// The upper level: submissions that it has not acknowledged.
    Upper,
    /// Lower units: what the office says of each, and what was published.
    Lower,
}

/// The outbox: what waits to be handed on by hand.
#[derive(Clone, Copy)]
pub struct Outbox(pub(crate) Core);

impl Outbox {
    /// How many files wait for an audience. Follows signals.
    pub fn waiting_for(&self, audience: Audience) -> usize {
        let (work, lists) = (self.0.work, self.0.lists);
        match audience {
            Audience::Devices => {
                work.dossiers.with(|lines| lines.iter().filter(|line| !line.sample).count())
            }
            Audience::Upper => self.unheard().len(),
            Audience::Lower => {
                let packs =
                    lists.packs.with(|all| all.iter().filter(|it| is_published(it)).count());
                packs + self.answered().len()
            }
        }
    }

    // Units and cycles that have an answer. Follows signals.
    fn answered(&self) -> BTreeSet<(UnitId, String)> {
        self.0.lists.received.with(|all| {
            let answered = all.iter().filter(|it| self.is_answered(it));
            answered.map(|it| (it.unit.clone(), it.cycle.clone())).collect()
        })
    }

    // What is held apart gets no answer.
    fn is_answered(&self, summary: &Summary) -> bool {
        !summary.sample && !self.0.lists.is_apart(summary)
    }

    // Submissions of the open dossier that no upper level has acknowledged; what somebody else says to have
    // is no receipt.
    fn unheard(&self) -> Vec<SentLine> {
        let lists = self.0.lists;
        let last = lists.sent.with(|all| all.last().cloned());
        let heard = |sent: &SentLine| {
            let of = |line: &&ReviewLine| line.submission == sent.digest;
            let known = |line: &ReviewLine| !lists.identity_of_review(line).is_apart();
            lists.reviews.with(|all| all.iter().filter(of).any(known))
        };
        last.into_iter().filter(|sent| !heard(sent)).collect()
    }

    /// Everything that waits for an audience, packed into one file; a single file is not packed.
    ///
    /// # Errors
    /// [`SendError`].
    pub async fn pack(&self, audience: Audience) -> Result<Outgoing, SendError> {
        let mut files: BTreeMap<String, Outgoing> = BTreeMap::new();
        match audience {
            Audience::Devices => {
                let lines = self.0.work.dossiers.get_untracked();
                for line in lines.into_iter().filter(|line| !line.sample) {
                    let file = Documents(self.0).device_file(&line).await?;
                    files.insert(format!("{}-{}", file.name, &line.id.0), file);
                }
            }
            Audience::Upper => {
                for sent in untrack(|| self.unheard()) {
                    let file = Sending(self.0).file_of(&sent).await?;
                    files.insert(file.name.clone(), file);
                }
            }
            Audience::Lower => files.extend(self.answers().await?),
        }
        if files.len() == 1
            && let Some((_, only)) = files.pop_first()
        {
            return Ok(only);
        }
        let (mut names, mut blobs) = (Vec::new(), Vec::new());
        for (name, file) in files {
            let ending = if file.form == OutgoingForm::Bundle { "zip" } else { "json" };
            names.push(format!("{name}.{ending}"));
            blobs.push(file.bytes);
        }
        let request = Request::PackSeveral { names };
        let (response, packed) = self.0.ask(&request, &blobs).await.map_err(SendError::Engine)?;
        let (Response::Packed, Some(bytes)) = (response, packed.into_iter().next()) else {
            return Err(SendError::strange());
        };
        let unit = self.0.work.dossier.with_untracked(|dossier| self.0.slug(&dossier.unit.name));
        let day = self.0.now().get(..10).unwrap_or_default().to_owned();
        Ok(Outgoing {
            bytes,
            form: OutgoingForm::Bundle,
            name: format!("BCD_{unit}_hop-thu_{day}"),
        })
    }

    // What the office says of its units, and packs that this device published.
    async fn answers(&self) -> Result<Vec<(String, Outgoing)>, SendError> {
        let lists = self.0.lists;
        let mut files = Vec::new();
        ReceivedList(self.0).loaded().await?;
        let answered = || {
            lists.received.with(|all| {
                all.iter().filter(|it| self.is_answered(it)).cloned().collect::<Vec<_>>()
            })
        };
        let answered: Vec<Summary> = untrack(answered);
        if !answered.is_empty() {
            let office = Offices(self.0).needed().await?.unit.id;
            let units = untrack(|| self.answered());
            for line in note_received(self.0, &office, &answered).await? {
                let of_unit = (line.unit.clone(), line.cycle.clone());
                if line.office == office && units.contains(&of_unit) {
                    let file = Documents(self.0).review_outgoing(&line.id()).await?;
                    files.push((format!("{}_{}", file.name, line.unit), file));
                }
            }
        }
        for line in lists.packs.get_untracked().into_iter().filter(is_published) {
            let stored = self.0.disk().bytes(tables::DOCUMENTS, &line.digest).await?;
            if let Some(bytes) = stored {
                let name =
                    format!("BCD_{}_huong-dan-{}", self.0.slug(&line.title.vi), line.version);
                files.push((name.clone(), Outgoing { bytes, form: OutgoingForm::Text, name }));
            }
        }
        Ok(files)
    }
}

// Whether a pack was published in this browser.
fn is_published(line: &PackLine) -> bool {
    line.origin == PackOrigin::Published
}
