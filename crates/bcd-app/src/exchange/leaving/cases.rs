//! Which photos may go to a unit with what its office says of it: its own, and those of visits to it. One that
//! another unit sent, or that was taken at another unit, does not, whoever wrote its hash into the case.

use super::{Leaving, Named};
use crate::{
    received::ReceivedList,
    reviewing, rows,
    store::{Op, StoreError, tables},
};
use bcd_core::{
    id::{FileHash, UnitId},
    intake::Summary,
    upper::case::CaseId,
};
use reactive_graph::prelude::*;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// The key, in [`tables::META`], that notes that a person of this browser added a photo to a visit of a case.
pub(crate) fn added(id: &CaseId, photo: &FileHash) -> String {
    format!("photo|{photo}|{}", id.key())
}

/// Which units brought some photos here.
struct Brought {
    /// By what they sent, or by a visit to them.
    by: BTreeMap<FileHash, BTreeSet<UnitId>>,
    /// By what is known to be theirs: what they sent, or their dossiers here.
    own: BTreeMap<FileHash, BTreeSet<UnitId>>,
}

impl Brought {
    fn goes_to(&self, unit: &UnitId, photo: &FileHash) -> bool {
        let has = |units: &BTreeMap<FileHash, BTreeSet<UnitId>>| {
            units.get(photo).is_some_and(|units| units.contains(unit))
        };
        let of_others = self.by.get(photo).is_some_and(|units| units.iter().any(|it| it != unit));
        !of_others || has(&self.own)
    }
}

impl Leaving {
    /// Of the photos that each of some cases names, those that may go to its unit.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn of_cases(
        &self,
        cases: &[(CaseId, BTreeSet<FileHash>)],
    ) -> Result<Vec<BTreeSet<FileHash>>, StoreError> {
        let all: BTreeSet<FileHash> = cases.iter().flat_map(|(_, it)| it).cloned().collect();
        if all.is_empty() {
            return Ok(vec![BTreeSet::new(); cases.len()]);
        }
        let named = self.named().await?;
        let staying = named.staying(&all, None);
        let (brought, disk) = (self.brought(&all, &named).await?, self.0.disk());
        let mut going = Vec::new();
        for (id, photos) in cases {
            let mut goes = BTreeSet::new();
            for photo in photos.difference(&staying) {
                // One photo may show a visit to several units.
                if brought.goes_to(&id.unit, photo)
                    || disk.text(tables::META, &added(id, photo)).await?.is_some()
                {
                    goes.insert(photo.clone());
                }
            }
            going.push(goes);
        }
        Ok(going)
    }

    async fn brought(
        &self,
        photos: &BTreeSet<FileHash>,
        named: &Named,
    ) -> Result<Brought, StoreError> {
        let mut all = Brought { by: BTreeMap::new(), own: BTreeMap::new() };
        for photo in photos {
            all.own.insert(photo.clone(), named.units(photo).cloned().collect());
        }
        for line in reviewing::lines(&self.0.disk()).await? {
            for photo in line.photos.iter().filter(|photo| photos.contains(*photo)) {
                all.by.entry(photo.clone()).or_default().insert(line.unit.clone());
            }
        }
        ReceivedList(self.0).loaded().await?;
        let lists = self.0.lists;
        let received: Vec<(Summary, bool)> = lists.received.with_untracked(|received| {
            lists.units.with_untracked(|book| {
                let with = received.iter().filter(|it| it.evidence > 0);
                with.map(|it| (it.clone(), it.is_apart(book))).collect()
            })
        });
        let names = self.names_of(received.iter().map(|(it, _)| it.digest.as_str())).await?;
        for (Summary { unit, digest, .. }, apart) in &received {
            let of_it = names.get(digest).into_iter().flatten();
            for photo in of_it.filter(|photo| photos.contains(*photo)) {
                all.by.entry(photo.clone()).or_default().insert(unit.clone());
                if !apart {
                    all.own.entry(photo.clone()).or_default().insert(unit.clone());
                }
            }
        }
        Ok(all)
    }

    // The photos and files that submissions name. Each is looked into once, and what it names is kept in a row.
    async fn names_of(
        &self,
        digests: impl Iterator<Item = &str>,
    ) -> Result<BTreeMap<String, Vec<FileHash>>, StoreError> {
        const AT_ONCE: usize = 100;
        let disk = self.0.disk();
        let rows = disk.rows::<Vec<FileHash>>(tables::NAMED, "").await?;
        let mut known: BTreeMap<String, Vec<FileHash>> = rows.into_iter().collect();
        let new: Vec<&str> = digests.filter(|digest| !known.contains_key(*digest)).collect();
        for some in new.chunks(AT_ONCE) {
            let mut ops: Vec<Op> = Vec::new();
            for digest in some {
                let Some(document) = disk.bytes(tables::DOCUMENTS, digest).await? else { continue };
                // One that cannot be read was never taken in.
                let read = serde_json::from_slice::<Submitted>(&document.to_vec());
                let lines = read.map(|it| it.body.evidence).unwrap_or_default();
                let files: Vec<FileHash> = lines.into_values().filter_map(|it| it.file).collect();
                ops.push(rows::put(tables::NAMED, (*digest).to_owned(), &files));
                known.insert((*digest).to_owned(), files);
            }
            disk.write(ops).await?;
        }
        Ok(known)
    }
}

// Of a submission, what it names.
#[derive(Deserialize)]
struct Submitted {
    body: Body,
}

#[derive(Deserialize)]
struct Body {
    #[serde(default)]
    evidence: BTreeMap<String, Piece>,
}

#[derive(Deserialize)]
struct Piece {
    #[serde(default)]
    file: Option<FileHash>,
}
