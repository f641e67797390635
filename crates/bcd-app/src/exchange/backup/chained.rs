//! Which submissions of a backup are the unit's own.

use super::{Backups, Restored};
use crate::{
    exchange::receiving::is_within_room,
    lists::sent_of,
    store::{StoreError, tables},
    workspace::DossierLine,
};
use bcd_core::{
    dossier::Dossier,
    id::{DossierId, UnitId},
    intake::Summary,
};
use std::collections::{BTreeMap, BTreeSet};

/// How many submissions in a row a backup may lack.
const GAP: u32 = 20;

impl Backups {
    // The submissions of a backup that continue the unit's own numbers: each is the first, follows on one
    // that is known or is close to one, and none leads far ahead.
    pub(super) async fn chained<'a>(
        &self,
        backup: &'a Restored,
    ) -> Result<BTreeSet<&'a str>, StoreError> {
        let disk = self.core.disk();
        let lines = disk.rows::<DossierLine>(tables::DOSSIERS, "").await?;
        let mut units: BTreeMap<DossierId, UnitId> =
            lines.into_iter().map(|(_, line)| (line.id, line.unit)).collect();
        for (id, state) in &backup.dossiers {
            let unit = || Dossier::of(state.fields.clone()).unit.id;
            units.entry(id.clone()).or_insert_with(unit);
        }
        // Of another unit than the dossier it cannot be the unit's own.
        let is_its = |it: &Summary| units.get(&it.dossier).is_none_or(|unit| *unit == it.unit);
        let all = backup.sent.iter().map(|(_, summary, _)| summary);
        let mut all: Vec<&Summary> = all.filter(|it| is_its(it)).collect();
        all.sort_by_key(|summary| summary.seq);
        let (mut own, mut here) = (BTreeSet::new(), BTreeMap::new());
        let mut highest = BTreeMap::new();
        for summary in all {
            if !here.contains_key(&summary.dossier) {
                here.insert(summary.dossier.clone(), sent_of(&disk, &summary.dossier).await?);
            }
            let known = here.get(&summary.dossier).map(Vec::as_slice).unwrap_or_default();
            let follows = summary.parent.as_ref().is_none_or(|parent| {
                own.contains(parent.as_str()) || known.iter().any(|it| it.digest == *parent)
            });
            let begins = summary.seq == 1 || summary.parent.is_some();
            let continues = follows && begins && is_within_room(summary.seq, known.last());
            // One whose document could not be saved leaves a gap; the numbers after it are used, too.
            let last = known.last().map_or(0, |sent| sent.seq);
            let last = highest.entry(&summary.dossier).or_insert(last);
            let near = summary.seq <= last.saturating_add(GAP);
            if continues || near || known.iter().any(|it| it.digest == summary.digest) {
                *last = summary.seq.max(*last);
                own.insert(summary.digest.as_str());
            }
        }
        Ok(own)
    }
}
