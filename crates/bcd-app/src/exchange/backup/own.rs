//! What a backup calls one's own, and what of it is: submissions, versions of packs and of roll-ups.
//!
//! Numbers are given once, so whoever could lead them ahead, little by little, would use them up. What a device
//! signed that a person let in here is one's own. Of other devices it is, where the backup speaks for the unit
//! and nothing of the series is here yet, for that is what a backup is for; or where they signed what is one's
//! own here. Those lead no further than a backup may lack, however many backups come.

use super::{Backups, Restored, voice::Voice};
use crate::{
    core::Core,
    disk::Disk,
    exchange::outgoing::file_hashes,
    lists::sent_of,
    signing::Signers,
    store::{StoreError, tables},
    workspace::DossierLine,
};
use bcd_core::{
    dossier::Dossier,
    format::{envelope::Writer, limits},
    id::{DossierId, SignerKey, UnitId},
    intake::Summary,
    signer::{Pins, Signer, has_key},
};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// How many of a series a backup may lack: documents that could not be saved leave gaps.
const GAP: u32 = 20;

/// Something with a number.
#[derive(Clone, Debug)]
pub(crate) struct Numbered {
    /// What is numbered.
    pub series: String,
    /// Whose devices number it.
    pub unit: UnitId,
    /// Its number in the series.
    pub number: u32,
    /// Its digest.
    pub digest: String,
    /// Who signed it.
    pub signer: Signer,
    /// It names photos that are here and that its backup does not have: whoever made it may want to see them.
    pub lacks: bool,
}

/// What of a series is one's own.
#[derive(Default)]
struct Series {
    /// The highest number that was here before.
    last: u32,
    /// How many there are by now.
    count: u32,
    digests: BTreeSet<String>,
    keys: BTreeSet<SignerKey>,
}

impl Series {
    // Whether something follows on what is here, where a device that is `known` signed it or not, in a backup
    // that is `heard` for its unit or not.
    fn takes(&self, it: &Numbered, known: bool, heard: bool) -> bool {
        if self.digests.contains(&it.digest) {
            return true;
        }
        if known {
            return it.number <= self.last.saturating_add(limits::SUBMISSION_ROOM);
        }
        let signed_here = it.signer.key.as_ref().is_some_and(|key| self.keys.contains(key));
        let near = it.number <= self.count.saturating_add(GAP).min(limits::SUBMISSION_ROOM);
        near && heard && !it.lacks && (self.last == 0 || signed_here)
    }
}

/// Which of what a backup calls one's own is that, by digest. `here` is what is one's own already.
///
/// # Errors
/// [`StoreError`].
pub(crate) async fn ones_own(
    core: Core,
    here: &[Numbered],
    mut said: Vec<Numbered>,
    voice: &Voice,
) -> Result<BTreeSet<String>, StoreError> {
    let mut all = BTreeMap::<&str, Series>::new();
    for it in here {
        let series = all.entry(&it.series).or_default();
        series.last = it.number.max(series.last);
        series.count += 1;
        series.digests.insert(it.digest.clone());
        series.keys.extend(it.signer.key.clone());
    }
    let (mut pins, mut own) = (BTreeMap::<UnitId, Pins>::new(), BTreeSet::new());
    said.sort_by_key(|it| it.number);
    for it in &said {
        if !pins.contains_key(&it.unit) {
            pins.insert(it.unit.clone(), pins_of_own(core, &it.unit).await?);
        }
        let pins = &pins[&it.unit];
        let known = has_key(pins) && it.signer.identity(&it.unit, pins).is_known();
        let series = all.entry(&it.series).or_default();
        if series.takes(it, known, voice.speaks_for(&it.unit)) {
            series.count += u32::from(series.digests.insert(it.digest.clone()));
            own.insert(it.digest.clone());
        }
    }
    Ok(own)
}

/// The keys of the devices of a unit of this browser; of another unit none: a lower unit numbers nothing here.
///
/// # Errors
/// [`StoreError`].
pub(crate) async fn pins_of_own(core: Core, unit: &UnitId) -> Result<Pins, StoreError> {
    let signers = Signers(core);
    match signers.is_own(unit).await? {
        true => signers.pins_of_devices(unit).await,
        false => Ok(Pins::new()),
    }
}

// Who wrote a document that was stored, whose signature was good when it came.
#[derive(Deserialize)]
struct Written {
    writer: Writer,
}

/// Who signed a stored document; nobody if it is not there.
///
/// # Errors
/// [`StoreError`].
pub(crate) async fn signer_of(disk: &Disk, digest: &str) -> Result<Signer, StoreError> {
    let document = disk.bytes(tables::DOCUMENTS, digest).await?;
    let read = |bytes: Vec<u8>| serde_json::from_slice::<Written>(&bytes).ok();
    let written = document.and_then(|bytes| read(bytes.to_vec()));
    Ok(written.map(|it| it.writer.signer()).unwrap_or_default())
}

impl Backups {
    // The submissions of a backup that are the unit's own.
    pub(super) async fn own_submissions(
        &self,
        backup: &Restored,
        voice: &Voice,
    ) -> Result<BTreeSet<String>, StoreError> {
        let disk = self.core.disk();
        let lines = disk.rows::<DossierLine>(tables::DOSSIERS, "").await?;
        let mut units: BTreeMap<DossierId, UnitId> =
            lines.into_iter().map(|(_, line)| (line.id, line.unit)).collect();
        for (id, state) in &backup.found.dossiers {
            let unit = || Dossier::of(state.fields.clone()).unit.id;
            units.entry(id.clone()).or_insert_with(unit);
        }
        // Of another unit than the dossier it cannot be the unit's own.
        let is_its = |it: &Summary| units.get(&it.dossier).is_none_or(|unit| *unit == it.unit);
        let mut said = Vec::new();
        for (_, it, shared) in backup.found.sent.iter().filter(|(_, it, _)| is_its(it)) {
            let mut lacks = false;
            for hash in file_hashes(shared) {
                let here = disk.text(tables::FILE_TYPES, hash.as_str()).await?.is_some();
                lacks |= here && backup.bytes(&hash).is_none();
            }
            said.push(Numbered {
                series: it.dossier.0.clone(),
                unit: it.unit.clone(),
                number: it.seq,
                digest: it.digest.clone(),
                signer: it.signer.clone(),
                lacks,
            });
        }
        let series: BTreeMap<&str, &UnitId> =
            said.iter().map(|it| (it.series.as_str(), &it.unit)).collect();
        let mut here = Vec::new();
        for (series, unit) in series {
            for sent in sent_of(&disk, &DossierId::from(series)).await? {
                here.push(Numbered {
                    series: series.to_owned(),
                    unit: unit.clone(),
                    number: sent.seq,
                    signer: signer_of(&disk, &sent.digest).await?,
                    digest: sent.digest,
                    lacks: false,
                });
            }
        }
        ones_own(self.core, &here, said, voice).await
    }
}
