//! Submissions that are here, opened to be looked at.

use super::receiving::Receiving;
use crate::store::tables;
use bcd_core::{
    criteria::CriteriaSet,
    dossier::Dossier,
    engine::{Request, Response},
    field::{Entry, Path},
    format::share::Withheld,
    id::ItemId,
    intake::Summary,
};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A submission, received or one's own.
#[derive(Clone, Debug)]
pub struct OpenedSubmission {
    /// In short.
    pub summary: Summary,
    /// What it says, as fields.
    pub shared: BTreeMap<Path, Value>,
    /// The set that it answers.
    pub set: CriteriaSet,
    /// What stayed in the unit.
    pub withheld: Withheld,
    /// Items changed since the submission before.
    pub changed: BTreeSet<ItemId>,
}

impl OpenedSubmission {
    /// What it says, as a dossier.
    pub fn dossier(&self) -> Dossier {
        dossier_of(&self.shared)
    }
}

/// What a submission says, as a dossier.
pub fn dossier_of(shared: &BTreeMap<Path, Value>) -> Dossier {
    let entry =
        |(path, v): (&Path, &Value)| (path.clone(), Entry { v: v.clone(), ..Entry::default() });
    Dossier::of(shared.iter().map(entry).collect())
}

/// Why a submission cannot be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotOpened {
    /// It is not here.
    Gone,
    /// It is here, and cannot be read.
    Unread,
}

impl Receiving {
    /// Opens a submission, received or one's own.
    ///
    /// # Errors
    /// [`NotOpened`].
    pub async fn open_submission(&self, digest: &str) -> Result<OpenedSubmission, NotOpened> {
        let core = self.core;
        let document = core.disk().bytes(tables::DOCUMENTS, digest).await;
        let document = document.map_err(|_| NotOpened::Unread)?.ok_or(NotOpened::Gone)?;
        let answer = core.ask(&Request::Open, &[document]).await;
        let (response, _) = answer.map_err(|_| NotOpened::Unread)?;
        let Response::Opened { summary, fields, set, withheld, changed } = response else {
            return Err(NotOpened::Unread);
        };
        let set = serde_json::from_value(set).map_err(|_| NotOpened::Unread)?;
        let changed = changed.into_iter().map(ItemId).collect();
        Ok(OpenedSubmission { summary, shared: fields, set, withheld, changed })
    }
}
