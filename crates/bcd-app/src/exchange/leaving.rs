//! Which photos may leave this browser with a submission of the unit, or with what an office says.
//!
//! A backup, a file or a review can name any photo by its hash, also one that is private here. So what such a
//! document names is no reason to hand it on: a photo that a dossier of the unit names leaves with a submission that
//! a device of the unit froze, unless another unit here keeps it for itself; or where the unit's own rule lets it go
//! up today.

mod cases;

pub(crate) use cases::added;

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
    format::{review::rules::is_hash, share},
    id::{DossierId, FileHash, UnitId},
    signer::has_key,
};
use reactive_graph::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Photos on their way out.
#[derive(Clone, Copy)]
pub(crate) struct Leaving(pub Core);

/// What the dossiers of this browser name by a hash: for each dossier, and whether it lets that go up today.
pub(crate) struct Named(Vec<(DossierLine, BTreeMap<FileHash, bool>)>);

impl Named {
    // Those of some photos that a dossier of this browser names anywhere and does not let go up today; and, where
    // they go up from a dossier, those that this one does not.
    fn staying(&self, files: &BTreeSet<FileHash>, from: Option<&DossierId>) -> BTreeSet<FileHash> {
        let mut staying = BTreeSet::new();
        for (line, named) in &self.0 {
            let is_from = from == Some(&line.id);
            let stays = |hash: &&FileHash| match named.get(*hash) {
                Some(goes) => !goes,
                None => is_from,
            };
            staying.extend(files.iter().filter(stays).cloned());
        }
        let found = from.is_none_or(|from| self.0.iter().any(|(line, _)| line.id == *from));
        if found { staying } else { files.clone() }
    }

    // Whether a submission that a device of the unit froze leads these photos out: they are the unit's, and no other
    // unit here keeps them for itself.
    fn frees(&self, files: &BTreeSet<FileHash>, unit: &UnitId) -> bool {
        files.iter().all(|hash| {
            let naming = self.0.iter().filter_map(|(line, named)| Some((line, named.get(hash)?)));
            let (own, others): (Vec<_>, Vec<_>) = naming.partition(|(line, _)| line.unit == *unit);
            !own.is_empty() && others.into_iter().all(|(_, goes)| *goes)
        })
    }

    // The units whose dossiers name a photo.
    fn units(&self, hash: &FileHash) -> impl Iterator<Item = &UnitId> {
        self.0.iter().filter(move |(_, named)| named.contains_key(hash)).map(|(line, _)| &line.unit)
    }
}

impl Leaving {
    /// Whether a submission of a dossier of this browser may be handed on with what it names. What dossiers name is
    /// read where it is needed first, and kept in `named` for the next one.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn may_go(
        &self,
        dossier: &DossierId,
        sent: &SentLine,
        named: &mut Option<Named>,
    ) -> Result<bool, StoreError> {
        let files: BTreeSet<FileHash> = sent.files().into_iter().collect();
        if files.is_empty() {
            return Ok(true);
        }
        let line: Option<DossierLine> =
            self.0.disk().row(tables::DOSSIERS, dossier.as_str()).await?;
        let unit = line.map(|line| line.unit).unwrap_or_default();
        let is_frozen = self.is_frozen(dossier, &unit, sent).await?;
        let named = match named {
            Some(named) => named,
            none => none.insert(self.named().await?),
        };
        Ok(is_frozen && named.frees(&files, &unit)
            || named.staying(&files, Some(dossier)).is_empty())
    }

    // Whether it was frozen in this browser, or by another device of the unit that a person let in.
    async fn is_frozen(
        &self,
        dossier: &DossierId,
        unit: &UnitId,
        sent: &SentLine,
    ) -> Result<bool, StoreError> {
        let disk = self.0.disk();
        // A browser that keeps no key knows the last one that it froze.
        let last = disk.text(tables::META, &tables::number_of(dossier.as_str())).await?;
        let last = last.as_deref().and_then(|last| last.split_once('|'));
        if last.is_some_and(|(_, digest)| digest == sent.digest) {
            return Ok(true);
        }
        let pins = pins_of_own(self.0, unit).await?;
        let signer = signer_of(&disk, &sent.digest).await?;
        Ok(has_key(&pins) && signer.identity(unit, &pins).is_known())
    }

    // What dossiers name anywhere, also in what was deleted or lost.
    async fn named(&self) -> Result<Named, StoreError> {
        let (disk, mut all) = (self.0.disk(), Vec::new());
        for (_, line) in disk.rows::<DossierLine>(tables::DOSSIERS, "").await? {
            let state = load(&disk, &line.id).await?.state;
            let lost = state.lost.values().flatten();
            let texts = state.fields.values().chain(lost).filter_map(|entry| entry.v.as_str());
            let mut named: BTreeMap<FileHash, bool> =
                texts.filter(|text| is_hash(text)).map(|hash| (hash.into(), false)).collect();
            if !named.is_empty() {
                let set = self.set_of(&line.id).await?;
                let going = file_hashes(&share::shared(&Dossier::of(state.fields), &set).fields);
                named.extend(going.into_iter().map(|hash| (hash, true)));
            }
            all.push((line, named));
        }
        Ok(Named(all))
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
