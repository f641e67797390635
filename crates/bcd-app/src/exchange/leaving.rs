//! Which photos may leave this browser with a submission of the unit, or with what an office says.
//!
//! A backup, a file or a review can name any photo by its hash, also one that is private here. So what such a
//! document names is no reason to hand it on: it leaves with a submission that a device of the unit froze, or
//! where the unit's own rule lets it go up today.

use super::{
    backup::own::{pins_of_own, signer_of},
    outgoing::file_hashes,
};
use crate::{
    core::Core,
    lists::SentLine,
    merging::load,
    store::{StoreError, tables},
    workspace::DossierLine,
};
use bcd_core::{
    criteria::CriteriaSet,
    dossier::Dossier,
    format::share,
    id::{DossierId, FileHash},
    signer::has_key,
};
use reactive_graph::prelude::*;
use std::collections::BTreeSet;

/// Photos on their way out.
#[derive(Clone, Copy)]
pub(crate) struct Leaving(pub Core);

impl Leaving {
    /// Whether a submission of a dossier of this browser may be handed on with what it names.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn may_go(&self, dossier: &DossierId, sent: &SentLine) -> Result<bool, StoreError> {
        let files: BTreeSet<FileHash> = sent.files().into_iter().collect();
        if files.is_empty() || self.is_frozen(dossier, sent).await? {
            return Ok(true);
        }
        Ok(self.staying(&files, Some(dossier)).await?.is_empty())
    }

    // Whether it was frozen in this browser, or by another device of the unit that a person let in.
    async fn is_frozen(&self, dossier: &DossierId, sent: &SentLine) -> Result<bool, StoreError> {
        let disk = self.0.disk();
        // A browser that keeps no key knows the last one that it froze.
        let last = disk.text(tables::META, &tables::number_of(dossier.as_str())).await?;
        let last = last.as_deref().and_then(|last| last.split_once('|'));
        if last.is_some_and(|(_, digest)| digest == sent.digest) {
            return Ok(true);
        }
        let line: Option<DossierLine> = disk.row(tables::DOSSIERS, dossier.as_str()).await?;
        let unit = line.map(|line| line.unit).unwrap_or_default();
        let pins = pins_of_own(self.0, &unit).await?;
        let signer = signer_of(&disk, &sent.digest).await?;
        Ok(has_key(&pins) && signer.identity(&unit, &pins).is_known())
    }

    /// Those of some photos that a dossier of this browser names anywhere, also in what was deleted or lost, and
    /// does not let go up today; and, where they go up from a dossier, those that this one does not.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn staying(
        &self,
        files: &BTreeSet<FileHash>,
        from: Option<&DossierId>,
    ) -> Result<BTreeSet<FileHash>, StoreError> {
        let disk = self.0.disk();
        let mut staying = BTreeSet::new();
        if files.is_empty() {
            return Ok(staying);
        }
        let mut found = from.is_none();
        for (_, line) in disk.rows::<DossierLine>(tables::DOSSIERS, "").await? {
            let state = load(&disk, &line.id).await?.state;
            let lost = state.lost.values().flatten();
            let named = state.fields.values().chain(lost).filter_map(|entry| entry.v.as_str());
            let named: BTreeSet<FileHash> =
                named.map(FileHash::from).filter(|hash| files.contains(hash)).collect();
            let is_from = from == Some(&line.id);
            found |= is_from;
            let asked = if is_from { files } else { &named };
            if asked.is_empty() {
                continue;
            }
            let set = self.set_of(&line.id).await?;
            let going = file_hashes(&share::shared(&Dossier::of(state.fields), &set).fields);
            staying.extend(asked.iter().filter(|hash| !going.contains(hash)).cloned());
        }
        Ok(if found { staying } else { files.clone() })
    }

    // The criteria set of a dossier: that of the pack that a person chose, or what ships with the app.
    async fn set_of(&self, dossier: &DossierId) -> Result<CriteriaSet, StoreError> {
        let work = self.0.work;
        if work.id.with_untracked(|open| open.as_ref() == Some(dossier)) {
            return Ok(work.set.with_untracked(|set| CriteriaSet::clone(set)));
        }
        let chosen = self.0.disk().text(tables::META, &tables::set_of(dossier.as_str())).await?;
        let chosen = chosen.as_deref().and_then(|chosen| chosen.split_once('\n'));
        let json = chosen.map_or_else(|| work.shipped_set(), |(_, set)| set.to_owned());
        // A set that cannot be read has no items, so that nothing goes.
        Ok(serde_json::from_str(&json).unwrap_or_default())
    }
}
