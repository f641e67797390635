//! How far a backup is believed: for whom the device that made it may speak here.
//!
//! A backup may hold everything, so whoever could talk a person into taking theirs back would say everything. It
//! is believed whole where there is nothing yet, which is what a backup is for, and where this browser made it.
//! Otherwise it speaks for the units whose device signed it, and for those of which nothing is here. The dossiers
//! of others come as a file of a device that nobody let in would, and are taken back as one; the desk of an upper
//! level stays as it is.

use super::{
    Backups, Restored,
    own::{pins_of_own, signer_of},
};
use crate::{
    exchange::outgoing::file_hashes,
    lists::{Copied, sent_of},
    merging::NotMerged,
    office::Offices,
    packs,
    signing::Signers,
    store::{StoreError, tables},
    workspace::DossierLine,
};
use bcd_core::{
    dossier::{Dossier, SAMPLE},
    format::{
        limits,
        pack::PackLine,
        problem::{Code, Problem},
        rollup::RollupLine,
    },
    id::{DossierId, FileHash, SignerKey, UnitId},
    intake::Summary,
    merge::Merged,
    sample::desk,
    signer::{Identity, Role, Signer, has_key},
    sync::take::Standing,
    upper::case::{self, CaseId},
};
use reactive_graph::prelude::*;
use std::{borrow::Cow, collections::BTreeSet};

// What upper levels may have said in a backup that is not believed whole: as much as files by strangers may say of
// a unit, all together.
const ANSWER_BYTES: usize = 4 * 1024 * 1024;
// How many dossiers such a backup brings: those of a commune's units over some years.
const MOST_DOSSIERS: usize = 200;

/// For whom a backup speaks here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Voice {
    /// For all.
    whole: bool,
    /// For the desk of an upper level, with all that lies on it.
    desk: bool,
    /// Units for which it speaks, although something of them is here.
    signed: BTreeSet<UnitId>,
    /// Units and offices of which something is here.
    here: BTreeSet<UnitId>,
}

impl Voice {
    /// Whether it says everything that it has.
    pub const fn is_whole(&self) -> bool {
        self.whole
    }

    /// Whether what it calls a unit's own may be that. A dossier that names no unit is nobody's; and where units
    /// send to, a new one is rather a lower unit than one's own.
    pub fn speaks_for(&self, unit: &UnitId) -> bool {
        let is_new = self.desk && !unit.as_str().is_empty() && !self.here.contains(unit);
        self.whole || self.signed.contains(unit) || is_new
    }

    /// How its dossiers stand to what is here.
    pub fn standing(&self, unit: &UnitId) -> Standing {
        if self.speaks_for(unit) { Standing::Own } else { Standing::New }
    }

    /// Whether it speaks for the desk.
    pub const fn has_desk(&self) -> bool {
        self.whole || self.desk
    }
}

impl Restored {
    /// Whether it brings anything that lies on the desk of an upper level.
    pub(super) fn has_desk(&self) -> bool {
        let it = &self.found;
        let lists = [it.received.len(), it.rollups.len(), it.cases.len(), it.offices.len()];
        lists.iter().any(|count| *count > 0) || !it.drafts.is_empty() || !it.roll.fields.is_empty()
    }

    /// The same without what lies on the desk, and without photos and packs that nothing of the rest names.
    pub(super) fn without_desk(&self) -> Self {
        let mut it = self.clone();
        let states = self.found.dossiers.values();
        let followed: BTreeSet<String> =
            states.filter_map(|state| packs::followed_by(&state.fields)).collect();
        let found = &mut it.found;
        found.packs.retain(|(_, line)| followed.contains(&line.digest));
        found.received.clear();
        found.rollups.clear();
        found.cases.clear();
        found.offices.clear();
        found.signers.retain(|known| known.role == Role::Upper);
        found.drafts.clear();
        found.roll = Default::default();
        let named = it.named();
        it.carried.retain(|(hash, ..)| named.contains(hash));
        it
    }

    // Every file that it names.
    fn named(&self) -> BTreeSet<FileHash> {
        let it = &self.found;
        let states = it.dossiers.values();
        let entries = states.flat_map(|it| it.fields.values().chain(it.lost.values().flatten()));
        let texts = entries.filter_map(|entry| entry.v.as_str().map(FileHash::from));
        let sent = it
            .sent
            .iter()
            .flat_map(|(hash, _, shared)| file_hashes(shared).into_iter().chain([hash.clone()]));
        let packs = it.packs.iter().map(|(hash, _)| hash.clone());
        let said = it.reviews.iter().flat_map(|row| case::photos(&row.case));
        texts.chain(sent).chain(packs).chain(said).collect()
    }
}

impl Backups {
    /// Whether a backup may be somebody else's, so that it is not believed in everything: there is something here,
    /// this browser did not make it, and nobody compared the words of the device that did.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn is_strange(&self, backup: &Restored, compared: bool) -> Result<bool, StoreError> {
        Ok(!self.voice(backup, compared).await?.is_whole())
    }

    /// For whom a backup speaks; for all where a person `compared` the words of its device.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(crate) async fn voice(
        &self,
        backup: &Restored,
        compared: bool,
    ) -> Result<Voice, StoreError> {
        let signer = &backup.found.signer;
        let own = |copied: &Copied| copied.digests.contains(&backup.found.digest);
        // Where this browser's own key cannot be read, the backup counts as one of another device.
        let key = self.core.key().await.ok().flatten();
        let is_own = signer.key.is_some() && key == signer.key;
        let here = self.here().await?;
        let whole = (here.is_empty() && self.nothing_else().await?)
            || is_own
            || compared && signer.key.is_some()
            || self.core.lists.copied.with_untracked(own);
        if whole {
            return Ok(Voice { whole, ..Voice::default() });
        }
        let signed = self.signed(signer).await?;
        let desk = self.may_speak_for_desk(&signed).await?;
        Ok(Voice { whole, desk, signed, here })
    }

    // Whether nothing is here of what names no unit: a list of units, drafts.
    async fn nothing_else(&self) -> Result<bool, StoreError> {
        let disk = self.core.disk();
        for table in [tables::ROLL, tables::DRAFTS] {
            if !disk.texts(table, "").await?.is_empty() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    // Units and offices of which something is here. The sample is nobody's.
    async fn here(&self) -> Result<BTreeSet<UnitId>, StoreError> {
        let disk = self.core.disk();
        let mut here = BTreeSet::new();
        let lines = disk.rows::<DossierLine>(tables::DOSSIERS, "").await?;
        here.extend(lines.into_iter().filter(|(_, line)| !line.sample).map(|(_, line)| line.unit));
        let desk = self.desk_here().await?;
        if !desk.is_empty() {
            here.extend(Offices(self.core).known().await?.into_iter().map(|it| it.unit.id));
        }
        here.extend(desk);
        Ok(here)
    }

    // Those of which something lies on the desk. Who only chose an office has nothing there yet.
    async fn desk_here(&self) -> Result<BTreeSet<UnitId>, StoreError> {
        let (disk, mut here) = (self.core.disk(), BTreeSet::new());
        let received = disk.rows::<Summary>(tables::RECEIVED, "").await?;
        here.extend(received.into_iter().map(|(_, summary)| summary.unit));
        let cases = disk.texts(tables::CASES, "").await?;
        let cases = cases.into_iter().filter_map(|(key, _)| CaseId::of_key(&key));
        here.extend(cases.flat_map(|id| [id.office, id.unit]));
        let packs = disk.rows::<PackLine>(tables::PACKS, "").await?;
        here.extend(packs.into_iter().filter(|(_, it)| it.is_own()).map(|(_, line)| line.unit));
        let rollups = disk.rows::<RollupLine>(tables::ROLLUPS, "").await?;
        here.extend(rollups.into_iter().map(|(_, line)| line.office.id));
        here.retain(|unit| *unit != desk::office() && !desk::is_its(unit));
        Ok(here)
    }

    // The units and offices of this browser one of whose devices made the backup: one that a person let in here, or
    // that signed what is theirs here.
    async fn signed(&self, signer: &Signer) -> Result<BTreeSet<UnitId>, StoreError> {
        let mut signed = BTreeSet::new();
        let Some(key) = &signer.key else { return Ok(signed) };
        let wrote = self.wrote(key).await?;
        let own = Signers(self.core).own_units().await?.into_iter();
        let known = Offices(self.core).known().await?.into_iter().map(|office| office.unit.id);
        for unit in own.chain(known) {
            let pins = pins_of_own(self.core, &unit).await?;
            let identity = signer.identity(&unit, &pins);
            let is_its = identity != Identity::Rejected && wrote.contains(&unit);
            if is_its || identity == Identity::Confirmed && has_key(&pins) {
                signed.insert(unit);
            }
        }
        Ok(signed)
    }

    // In whose name a key signed what is their own here: submissions, packs, roll-ups.
    async fn wrote(&self, key: &SignerKey) -> Result<BTreeSet<UnitId>, StoreError> {
        let (disk, mut wrote) = (self.core.disk(), BTreeSet::new());
        for (_, line) in disk.rows::<DossierLine>(tables::DOSSIERS, "").await? {
            for sent in sent_of(&disk, &line.id).await? {
                if signer_of(&disk, &sent.digest).await?.key.as_ref() == Some(key) {
                    wrote.insert(line.unit.clone());
                }
            }
        }
        let is_its = |signer: &Signer| signer.key.as_ref() == Some(key);
        let packs = disk.rows::<PackLine>(tables::PACKS, "").await?;
        let packs = packs.into_iter().filter(|(_, it)| it.is_own() && is_its(&it.signer));
        wrote.extend(packs.map(|(_, line)| line.unit));
        let rollups = disk.rows::<RollupLine>(tables::ROLLUPS, "").await?;
        let rollups = rollups.into_iter().filter(|(_, it)| it.own && is_its(&it.signer));
        wrote.extend(rollups.map(|(_, line)| line.office.id));
        Ok(wrote)
    }

    // Whether a backup may say what lies on the desk: where nothing does yet, and where a device of the office
    // made it.
    async fn may_speak_for_desk(&self, signed: &BTreeSet<UnitId>) -> Result<bool, StoreError> {
        if let Some(office) = Offices(self.core).chosen().await? {
            return Ok(signed.contains(&office.unit.id));
        }
        if self.desk_here().await?.is_empty() && self.nothing_else().await? {
            return Ok(true);
        }
        let own = Signers(self.core).own_units().await?;
        Ok(!own.is_empty() && own.iter().all(|unit| signed.contains(unit)))
    }

    /// What of a backup is heard here, as `voice` says.
    ///
    /// # Errors
    /// [`NotMerged::Refused`]: it would bring so much that no backup of this browser had room for it.
    pub(super) async fn heard<'a>(
        &self,
        backup: &'a Restored,
        voice: &Voice,
    ) -> Result<Cow<'a, Restored>, NotMerged> {
        if voice.is_whole() {
            return Ok(Cow::Borrowed(backup));
        }
        let stored = self.core.disk().texts(tables::FIELDS, "").await?;
        let brought = serde_json::to_string(&backup.found.dossiers).unwrap_or_default();
        let all = stored.iter().map(|(_, text)| text).chain([&brought]);
        let (bytes, values) = all.fold((0, 0), |(bytes, values), text| {
            let marks = text.bytes().filter(|byte| b"{[,".contains(byte)).count();
            (bytes + text.len(), values + marks)
        });
        let states = backup.found.dossiers.values();
        let cost = states.map(|it| it.cost_with(&Merged::default())).fold(0, u64::saturating_add);
        if bytes > limits::BACKUP_JSON_BYTES / 2
            || values > limits::BACKUP_VALUES / 2
            || cost > limits::BACKUP_MERGE_COST / 4
        {
            let most = limits::BACKUP_JSON_BYTES >> 21;
            return Err(NotMerged::Refused(Problem::whole(Code::TooLarge, &[&most])));
        }
        if backup.found.dossiers.len() > MOST_DOSSIERS {
            return Err(NotMerged::Refused(Problem::whole(Code::TooMany, &[&MOST_DOSSIERS])));
        }
        let mut heard = if voice.has_desk() { backup.clone() } else { backup.without_desk() };
        // A sample that comes first would keep the real year of its name from beginning.
        let is_sample = |state: &Merged| state.values_of(SAMPLE).any(|value| *value == true);
        let here = self.core.disk().texts(tables::DOSSIERS, "").await?;
        let is_here = |id: &DossierId| here.iter().any(|(key, _)| key == id.as_str());
        heard.found.dossiers.retain(|id, state| is_here(id) || !is_sample(state));
        // Answers to other units than those of this browser, and more of them than a file may bring, are a
        // stranger's.
        let mut own = Signers(self.core).own_units().await?;
        let brought = heard.found.dossiers.values();
        let brought = brought.map(|state| Dossier::of(state.fields.clone()).unit.id);
        own.extend(brought.filter(|unit| voice.speaks_for(unit)));
        let mut room = ANSWER_BYTES;
        heard.found.reviews.retain(|row| {
            let size = serde_json::to_string(row).map_or(usize::MAX, |json| json.len());
            let takes = own.contains(&row.line.unit) && size <= room;
            room -= if takes { size } else { 0 };
            takes
        });
        Ok(Cow::Owned(heard))
    }
}
