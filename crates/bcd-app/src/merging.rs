//! Merging: changes from other devices become part of a dossier of this browser, whether it is open
//! or not, even while its person is typing.

mod rows;

pub use self::rows::{Loaded, load};

use crate::{
    bytes::Bytes,
    core::Core,
    disk::Disk,
    drives::seen_prefix,
    news::News,
    packs,
    rows::{put, read},
    store::{Op, StoreError, tables},
};
use bcd_core::{
    engine::DeviceFile,
    field::{self, Entry, Path},
    format::problem::Problem,
    id::{DossierId, FileHash},
    merge::{
        Merged,
        conflict::{self, Decision},
        loss::{self, Loss},
    },
    sync::{
        layout,
        plan::{Seen, SeenAs},
        take::{StateChange, TakeOutcome, other_unit, take},
    },
};
use reactive_graph::{prelude::*, signal::RwSignal};
use std::time::Duration;

// How often a merge is tried again because another tab, or this one, wrote the same fields
// meanwhile.
const TURNS: usize = 40;
const PAUSE: Duration = Duration::from_millis(50);

/// A photo or file that comes with a document: its hash, its media type, its bytes.
pub type Carried = (FileHash, String, Bytes);

/// What became of a device file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Merge {
    /// It was merged: the number of fields that changed, and of conflicts that there are now.
    Done(usize, usize),
    /// It would take much away.
    Held(Loss),
    /// The dossier was deleted in this browser and must not come back by itself.
    Forgotten,
}

/// Why nothing was merged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotMerged {
    /// It is of another unit than the dossier that is here.
    Refused(Problem),
    /// The store failed.
    Store(StoreError),
}

impl From<StoreError> for NotMerged {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl Merge {
    /// Whether the file contained anything new.
    pub fn is_news(&self) -> bool {
        matches!(self, Self::Done(1.., _))
    }
}

/// Merging: merges the states of other devices, and resolves conflicts as a person decides.
#[derive(Clone, Copy)]
pub struct Merging {
    pub(crate) core: Core,
    /// Increased whenever conflicts may have appeared or been resolved.
    pub changes: RwSignal<u32>,
}

impl Merging {
    /// Gives this browser a new device id, from the next start on. Needed when another browser uses
    /// the same id because one was made from a copy of the other: the two would overwrite each
    /// other's files.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(crate) async fn become_another_device(&self) -> Result<(), StoreError> {
        let op = Op::text(tables::META, "device", self.core.new_id());
        self.core.disk().write(vec![op]).await
    }

    /// A dossier as it is on the disk, with the values that lost conflicts.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn load(&self, id: &DossierId) -> Result<Loaded, StoreError> {
        load(&self.core.disk(), id).await
    }

    /// Merges a device file and stores the photos that it carries.
    ///
    /// # Errors
    /// [`NotMerged`]; then nothing of it was written.
    pub async fn merge_device(
        &self,
        file: &DeviceFile,
        photos: &[Carried],
    ) -> Result<Merge, NotMerged> {
        let (id, disk) = (&file.body.dossier, self.core.disk());
        if forgotten(&disk).await?.contains(id) {
            return Ok(Merge::Forgotten);
        }
        let approved = approved(&disk).await?.contains(&file.digest);
        let photos = photo_ops(photos);
        let mut ops = photos.clone();
        if let Some(pack) = &file.pack {
            ops.push(put(tables::PACKS, pack.digest.clone(), pack));
            let document = Bytes::from(file.body.pack.to_string().into_bytes());
            ops.push(Op::bytes(tables::DOCUMENTS, pack.digest.clone(), document));
            ops.extend(packs::set_ops_of(&pack.digest, &file.body.pack));
        }
        let device = self.core.work.device();
        let merge = |before: &Merged| take(before, &file.body, &device, approved);
        let merge = self.change_state(id, ops, merge).await?;
        // The photos are stored already now, whatever the person decides: they are stored by
        // content, so they replace nothing.
        if matches!(merge, Merge::Held(_)) && !photos.is_empty() {
            disk.write(photos).await?;
        }
        Ok(merge)
    }

    /// Merges a state that a person chose to bring back.
    ///
    /// # Errors
    /// [`NotMerged`]; then nothing of it was written.
    pub async fn merge_state(&self, id: &DossierId, theirs: &Merged) -> Result<(), NotMerged> {
        let device = self.core.work.device();
        let merge = |before: &Merged| {
            if let Some(problem) = other_unit(before, theirs) {
                return TakeOutcome::Refused(problem);
            }
            let mut after = before.clone();
            after.merge(theirs.clone());
            after.pin(&device);
            TakeOutcome::Changed(StateChange::between(before, &after))
        };
        self.want_again(id).await?;
        self.change_state(id, Vec::new(), merge).await.map(drop)
    }

    /// Notes that the person wants a dossier again that was deleted in this browser: syncs take it
    /// in again.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn want_again(&self, id: &DossierId) -> Result<(), StoreError> {
        let disk = self.core.disk();
        let mut all = forgotten(&disk).await?;
        let before = all.len();
        all.retain(|other| other != id);
        if all.len() == before {
            return Ok(());
        }
        let mut ops = vec![forgotten_op(&all)];
        for (drive, _) in disk.texts(tables::DRIVES, "").await? {
            let units = format!("{}{}/", seen_prefix(&drive), layout::UNITS);
            ops.push(Op::DeletePrefix(tables::SEEN, units));
        }
        disk.write(ops).await
    }

    /// Resolves a conflict with a value that replaces all values that the person was `shown`. A
    /// value that arrived meanwhile remains to be decided.
    ///
    /// # Errors
    /// [`NotMerged`]; then nothing was written.
    pub async fn decide(
        &self,
        id: &DossierId,
        path: &str,
        value: serde_json::Value,
        shown: &[serde_json::Value],
    ) -> Result<(), NotMerged> {
        self.overwrite(id, |state, decision| {
            let entries = conflict::decided(state, path, value.clone(), decision, shown);
            entries.into_iter().map(|entry| (path.to_owned(), entry)).collect()
        })
        .await
    }

    /// Merges a device file, and restores what it deleted.
    ///
    /// # Errors
    /// [`NotMerged`]; what was written stays, and is good.
    pub async fn merge_and_keep(&self, file: &DeviceFile) -> Result<(), NotMerged> {
        let before = load(&self.core.disk(), &file.body.dossier).await?.state;
        self.approve(&file.digest).await?;
        self.merge_device(file, &[]).await?;
        self.overwrite(&file.body.dossier, |state, decision| {
            loss::brought_back(&before.fields, state, decision)
        })
        .await
    }

    /// Notes that a person has approved what a file deletes. The next sync reads the file again and
    /// does not ask.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn approve(&self, digest: &str) -> Result<(), StoreError> {
        let disk = self.core.disk();
        let mut all = approved(&disk).await?;
        all.push(digest.to_owned());
        let mut ops = vec![put(tables::META, APPROVED, &all)];
        let held = |text: &str| read::<Seen>(text).is_some_and(|seen| seen.what == SeenAs::Held);
        let rows = disk.texts(tables::SEEN, "").await?.into_iter();
        ops.extend(
            rows.filter(|(_, text)| held(text)).map(|(key, _)| Op::Delete(tables::SEEN, key)),
        );
        disk.write(ops).await
    }

    async fn overwrite(
        &self,
        id: &DossierId,
        write: impl Fn(&Merged, Decision) -> Vec<(Path, Entry)>,
    ) -> Result<(), NotMerged> {
        let decide = |before: &Merged| {
            let n = field::highest(&before.fields) + 1;
            let (dev, at, by) = (self.core.work.device(), self.core.now(), self.core.work.person());
            let mut after = before.clone();
            for (path, entry) in write(before, Decision { n, dev, at, by }) {
                after.put(path, entry);
            }
            TakeOutcome::Changed(StateChange::between(before, &after))
        };
        self.change_state(id, Vec::new(), decide).await.map(drop)
    }

    // Reads a dossier, lets `decide` compute the change, and writes it if nobody else wrote in
    // between.
    async fn change_state(
        &self,
        id: &DossierId,
        more: Vec<Op>,
        decide: impl Fn(&Merged) -> TakeOutcome,
    ) -> Result<Merge, NotMerged> {
        let disk = self.core.disk();
        for _ in 0..TURNS {
            let loaded = load(&disk, id).await?;
            let change = match decide(&loaded.state) {
                TakeOutcome::Held(loss) => return Ok(Merge::Held(loss)),
                TakeOutcome::Refused(problem) => return Err(NotMerged::Refused(problem)),
                TakeOutcome::Nothing => StateChange::default(),
                TakeOutcome::Changed(change) => change,
            };
            let mut after = loaded.state.clone();
            after.fields.extend(change.fields.clone());
            let (expected, ops) = loaded.write_of(id, &change, &after);
            let ops: Vec<Op> = ops.into_iter().chain(more.iter().cloned()).collect();
            if ops.is_empty() {
                return Ok(Merge::Done(0, 0));
            }
            if disk.swap(tables::FIELDS, expected, ops).await? {
                self.tell_merged(id, &change);
                let conflicts = conflict::conflicts(&load(&disk, id).await?.state).len();
                self.changes.update(|count| *count += 1);
                return Ok(Merge::Done(change.fields.len(), conflicts));
            }
            self.core.host().turns.pause(PAUSE).await;
        }
        // Other writes kept interfering; the caller may try again.
        Err(StoreError::Failed.into())
    }

    // Notifies this tab and the others in the same way.
    fn tell_merged(&self, id: &DossierId, change: &StateChange) {
        let work = self.core.work;
        let fields: Vec<(Path, Entry)> =
            change.fields.iter().map(|(path, entry)| (path.clone(), entry.clone())).collect();
        if !fields.is_empty() {
            let news = News::Saved(id.clone(), fields.clone());
            self.core.host().tabs.tell(&news.write());
            work.hear(id, fields);
        }
        // With another pack the criteria are different, so the dossier is reopened. The same
        // applies to the first dossier of a browser.
        let other_pack = change.fields.contains_key(packs::FIELD);
        let now = work.id.get_untracked();
        if now.is_none() || (other_pack && now.as_ref() == Some(id)) {
            work.open(id.clone());
        }
        if work.dossiers.with_untracked(|lines| lines.iter().all(|line| line.id != *id)) {
            work.lists_changed();
        }
    }
}

/// Writes of photos and files with their media types.
pub(crate) fn photo_ops(photos: &[Carried]) -> Vec<Op> {
    let ops = |(hash, mime, bytes): &Carried| {
        [
            Op::bytes(tables::FILES, hash.0.clone(), bytes.clone()),
            Op::text(tables::FILE_TYPES, hash.0.clone(), mime.clone()),
        ]
    };
    photos.iter().flat_map(ops).collect()
}

const FORGOTTEN: &str = "forgotten";
const APPROVED: &str = "approved";

/// Dossiers that were deleted in this browser and must not come back from a drive.
pub(crate) async fn forgotten(disk: &Disk) -> Result<Vec<DossierId>, StoreError> {
    Ok(disk.row(tables::META, FORGOTTEN).await?.unwrap_or_default())
}

/// The write that stores the list of deleted dossiers.
pub(crate) fn forgotten_op(all: &[DossierId]) -> Op {
    put(tables::META, FORGOTTEN, &all)
}

async fn approved(disk: &Disk) -> Result<Vec<String>, StoreError> {
    Ok(disk.row(tables::META, APPROVED).await?.unwrap_or_default())
}
