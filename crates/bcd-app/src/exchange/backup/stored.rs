//! Documents and files as they are stored, for a backup.

use crate::{
    bytes::Bytes,
    core::Core,
    disk::Disk,
    packs,
    signing::Signers,
    store::{StoreError, tables},
};
use bcd_core::{
    format::{limits, pack::PackLine},
    id::{DossierId, FileHash, UnitId},
    intake::Summary,
    merge::Merged,
    sample::desk,
    signer::{Identity, Role},
    upper::case::{self, CaseLine, StoredCase},
};
use serde::Deserialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What a backup still has room for. What does not fit, or cannot be read, is left out and counted.
pub(super) struct Room {
    entries: usize,
    bytes: usize,
    /// How much was left out.
    pub left_out: usize,
}

impl Room {
    /// That of an empty one, beside its document.
    pub fn new() -> Self {
        Self {
            entries: limits::BACKUP_ENTRIES - 1,
            bytes: limits::BACKUP_BYTES - limits::BACKUP_JSON_BYTES,
            left_out: 0,
        }
    }

    /// Takes a file of so many bytes, if it fits; each takes its place in the list of a ZIP, too.
    pub fn takes(&mut self, size: usize) -> bool {
        const LISTED: usize = 300;
        let fits = self.entries > 0 && size + LISTED <= self.bytes;
        if fits {
            self.entries -= 1;
            self.bytes -= size + LISTED;
        } else {
            self.left_out += 1;
        }
        fits
    }

    /// Takes what is stored, if it is there and fits.
    pub fn bytes(&mut self, stored: Option<Bytes>) -> Option<Bytes> {
        match stored {
            Some(bytes) => self.takes(bytes.len()).then_some(bytes),
            None => {
                self.left_out += 1;
                None
            }
        }
    }

    // The document of a row that names its digest.
    async fn document(&mut self, disk: &Disk, line: &Value) -> Result<Option<Bytes>, StoreError> {
        let digest = line["digest"].as_str().unwrap_or_default();
        Ok(self.bytes(disk.bytes(tables::DOCUMENTS, digest).await?))
    }
}

/// What a backup holds beside its document, as far as there is room: what is the unit's and the office's own goes
/// first, then what is known, and what strangers sent last. Whoever floods this browser takes no room from the rest.
#[derive(Default)]
pub(super) struct Gathered {
    /// Own submissions.
    pub sent: Vec<Bytes>,
    /// Submissions that came.
    pub received: Vec<Bytes>,
    /// Packs, those that were published here first.
    pub packs: Vec<Bytes>,
    /// How many of them those are.
    pub published: usize,
    /// Roll-ups, those that were made here first.
    pub rollups: Vec<Bytes>,
    /// How many of them those are.
    pub rolled: usize,
    /// Hashes and media types of photos and files.
    pub files: Vec<(FileHash, String)>,
    /// Those photos and files.
    pub photos: Vec<Bytes>,
    /// How much was left out.
    pub left_out: usize,
}

/// What the browser itself says, in the document.
pub(super) struct Said<'a> {
    /// Its dossiers.
    pub dossiers: &'a BTreeMap<DossierId, Merged>,
    /// What its office says of its units.
    pub cases: &'a [StoredCase],
}

impl Said<'_> {
    // All that dossiers and cases name by a hash.
    fn named(&self) -> BTreeSet<String> {
        let states = self.dossiers.values();
        let entries = states.flat_map(|it| it.fields.values().chain(it.lost.values().flatten()));
        let texts = entries.filter_map(|entry| entry.v.as_str().map(str::to_owned));
        let of_cases = self.cases.iter().flat_map(|kept| case::photos(&kept.state));
        texts.chain(of_cases.map(|hash| hash.0)).collect()
    }

    // The packs that dossiers follow.
    fn followed(&self) -> BTreeSet<String> {
        self.dossiers.values().filter_map(|state| packs::followed_by(&state.fields)).collect()
    }

    // The units of which the office said something.
    fn worked(&self) -> BTreeSet<&UnitId> {
        let worked = |kept: &&StoredCase| CaseLine::of(&kept.id, &kept.state).worked;
        self.cases.iter().filter(worked).map(|kept| &kept.id.unit).collect()
    }
}

impl Gathered {
    /// Reads it.
    pub async fn of(core: Core, said: Said<'_>) -> Result<Self, StoreError> {
        let (disk, mut room, mut all) = (core.disk(), Room::new(), Self::default());
        let table = async |table: &'static str| disk.counted_rows::<Value>(table, "").await;
        let (sent, unread) = table(tables::SENT).await?;
        room.left_out += unread;
        for (_, line) in sent {
            all.sent.extend(room.document(&disk, &line).await?);
        }
        let (packs, unread) = disk.counted_rows::<PackLine>(tables::PACKS, "").await?;
        room.left_out += unread;
        let (own, foreign): (Vec<_>, Vec<_>) = packs.into_iter().partition(|(_, it)| it.is_own());
        let followed = said.followed();
        let (followed, foreign): (Vec<_>, Vec<_>) =
            foreign.into_iter().partition(|(_, line)| followed.contains(&line.digest));
        for (_, line) in own.iter().chain(&followed) {
            let found = room.bytes(disk.bytes(tables::DOCUMENTS, &line.digest).await?);
            all.published += usize::from(line.is_own() && found.is_some());
            all.packs.extend(found);
        }
        let (rollups, unread) = table(tables::ROLLUPS).await?;
        room.left_out += unread;
        let (own, others): (Vec<_>, Vec<_>) =
            rollups.into_iter().partition(|(_, line)| line["own"] == true);
        for (_, line) in &own {
            all.rollups.extend(room.document(&disk, line).await?);
        }
        all.rolled = all.rollups.len();
        let (named, types) = (said.named(), disk.texts(tables::FILE_TYPES, "").await?);
        let (named, unnamed): (Vec<_>, Vec<_>) =
            types.into_iter().partition(|(hash, _)| named.contains(hash));
        all.photos(&disk, &mut room, named).await?;
        let (received, unread) = table(tables::RECEIVED).await?;
        room.left_out += unread;
        let (known, unknown) = by_standing(core, received, &said.worked()).await?;
        for line in &known {
            all.received.extend(room.document(&disk, line).await?);
        }
        for (_, line) in &others {
            all.rollups.extend(room.document(&disk, line).await?);
        }
        for line in &unknown {
            all.received.extend(room.document(&disk, line).await?);
        }
        all.photos(&disk, &mut room, unnamed).await?;
        for (_, line) in &foreign {
            all.packs.extend(room.bytes(disk.bytes(tables::DOCUMENTS, &line.digest).await?));
        }
        all.left_out = room.left_out;
        Ok(all)
    }

    async fn photos(
        &mut self,
        disk: &Disk,
        room: &mut Room,
        some: Vec<(String, String)>,
    ) -> Result<(), StoreError> {
        for (hash, mime) in some {
            if let Some(bytes) = room.bytes(disk.bytes(tables::FILES, &hash).await?) {
                self.files.push((FileHash(hash), mime));
                self.photos.push(bytes);
            }
        }
        Ok(())
    }
}

// Submissions that came, apart: of units of which the office said something or whose words were compared; and
// the others, what is held apart at the end.
async fn by_standing(
    core: Core,
    received: Vec<(String, Value)>,
    worked: &BTreeSet<&UnitId>,
) -> Result<(Vec<Value>, Vec<Value>), StoreError> {
    let book = Signers(core).book(Role::Unit).await?;
    let (mut known, mut first, mut apart) = (Vec::new(), Vec::new(), Vec::new());
    for (_, line) in received {
        let Ok(it) = Summary::deserialize(&line) else {
            first.push(line);
            continue;
        };
        // The sample upper level is made anew wherever somebody wants it.
        if it.sample && desk::is_its(&it.unit) {
            continue;
        }
        if it.is_apart(&book) {
            apart.push(line);
        } else if worked.contains(&it.unit) || it.identity(&book) == Identity::Confirmed {
            known.push(line);
        } else {
            first.push(line);
        }
    }
    first.append(&mut apart);
    Ok((known, first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_province_has_room_with_its_photos_and_what_is_too_much_is_counted() {
        let mut room = Room::new();
        // 1,900 units hand up twice a year; three years are kept.
        assert!((0..1_900 * 2 * 3).all(|_| room.takes(44_000)));
        assert!((0..1_000).all(|_| room.takes(150_000)), "and photos");
        assert_eq!(room.left_out, 0);
        assert!(!room.takes(limits::BACKUP_BYTES) && !room.takes(limits::BACKUP_BYTES));
        assert_eq!(room.left_out, 2);
        let mut small = Room::new();
        assert!((1..limits::BACKUP_ENTRIES).all(|_| small.takes(1)));
        assert!(!small.takes(1));
    }
}
