//! Merging: what comes from elsewhere becomes part of a dossier of this browser, whether it is
//! open or not, and whatever its person types meanwhile.

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
    id::{DossierId, FileHash},
    merge::{
        Merged,
        conflict::{self, Decision},
        loss::{self, Loss},
    },
    sync::{
        layout,
        plan::{Seen, What},
        take::{Change, Taken, take},
    },
};
use reactive_graph::{prelude::*, signal::RwSignal};
use std::time::Duration;

// Another tab, or this one, may be writing the same fields: it is looked at again, this often.
const TURNS: usize = 40;
const PAUSE: Duration = Duration::from_millis(50);

/// A photo or file that comes with a document: its hash, its media type, its bytes.
pub type Carried = (FileHash, String, Bytes);

/// What became of a device file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Merge {
    /// It is in: fields that changed, and conflicts that there are now.
    Done(usize, usize),
    /// It would take much away.
    Held(Loss),
    /// The dossier was deleted in this browser, and is not wanted back.
    Forgotten,
}

impl Merge {
    /// Whether it said something that was not here.
    pub fn is_news(&self) -> bool {
        matches!(self, Self::Done(1.., _))
    }
}

/// Merging: takes other devices' states in, and ends conflicts as a person decides.
#[derive(Clone, Copy)]
pub struct Merging {
    pub(crate) core: Core,
    /// Counted up when conflicts may have come or gone.
    pub changes: RwSignal<u32>,
}

impl Merging {
    /// Another browser writes under this one's id: one was made from a copy of the other. From the
    /// next start on this one has an id of its own, before the two write over each other.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(crate) async fn become_another_device(&self) -> Result<(), StoreError> {
        let op = Op::text(tables::META, "device", self.core.new_id());
        self.core.disk().write(vec![op]).await
    }

    /// A dossier as it lies on the disk, with what lost conflicts.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn load(&self, id: &DossierId) -> Result<Loaded, StoreError> {
        load(&self.core.disk(), id).await
    }

    /// Takes a device file in, with the photos that it carries.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing of it was written.
    pub async fn merge_device(
        &self,
        file: &DeviceFile,
        photos: &[Carried],
    ) -> Result<Merge, StoreError> {
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
        // Whichever answer the person gives, its photos come with it; they lie by their content.
        if matches!(merge, Merge::Held(_)) && !photos.is_empty() {
            disk.write(photos).await?;
        }
        Ok(merge)
    }

    /// Merges a state that a person chose to bring back.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing of it was written.
    pub async fn merge_state(&self, id: &DossierId, theirs: &Merged) -> Result<(), StoreError> {
        let device = self.core.work.device();
        let merge = |before: &Merged| {
            let mut after = before.clone();
            after.merge(theirs.clone());
            after.pin(&device);
            Taken::Changed(Change::between(before, &after))
        };
        self.want_again(id).await?;
        self.change_state(id, Vec::new(), merge).await.map(drop)
    }

    /// Notes that a dossier is wanted, though it was deleted in this browser: drives are read for
    /// it again.
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

    /// Ends a conflict with a value; it stands over all that the person was `shown`. What came in
    /// meanwhile stays to be decided.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was written.
    pub async fn decide(
        &self,
        id: &DossierId,
        path: &str,
        value: serde_json::Value,
        shown: &[serde_json::Value],
    ) -> Result<(), StoreError> {
        self.overwrite(id, |state, decision| {
            let entries = conflict::decided(state, path, value.clone(), decision, shown);
            entries.into_iter().map(|entry| (path.to_owned(), entry)).collect()
        })
        .await
    }

    /// Takes a device file in, and brings back what it takes away.
    ///
    /// # Errors
    /// [`StoreError`]; what was written stays, and is good.
    pub async fn merge_and_keep(&self, file: &DeviceFile) -> Result<(), StoreError> {
        let before = load(&self.core.disk(), &file.body.dossier).await?.state;
        self.approve(&file.digest).await?;
        self.merge_device(file, &[]).await?;
        self.overwrite(&file.body.dossier, |state, decision| {
            loss::brought_back(&before.fields, state, decision)
        })
        .await
    }

    /// Notes that a person looked at what a file takes away. Drives read it again, and do not ask.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn approve(&self, digest: &str) -> Result<(), StoreError> {
        let disk = self.core.disk();
        let mut all = approved(&disk).await?;
        all.push(digest.to_owned());
        let mut ops = vec![put(tables::META, APPROVED, &all)];
        let held = |text: &str| read::<Seen>(text).is_some_and(|seen| seen.what == What::Held);
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
    ) -> Result<(), StoreError> {
        let decide = |before: &Merged| {
            let n = field::highest(&before.fields) + 1;
            let (dev, at, by) = (self.core.work.device(), self.core.now(), self.core.work.person());
            let mut after = before.clone();
            for (path, entry) in write(before, Decision { n, dev, at, by }) {
                after.put(path, entry);
            }
            Taken::Changed(Change::between(before, &after))
        };
        self.change_state(id, Vec::new(), decide).await.map(drop)
    }

    // Reads, lets `decide` say what changes, and writes it if nobody wrote in between.
    async fn change_state(
        &self,
        id: &DossierId,
        more: Vec<Op>,
        decide: impl Fn(&Merged) -> Taken,
    ) -> Result<Merge, StoreError> {
        let disk = self.core.disk();
        for _ in 0..TURNS {
            let loaded = load(&disk, id).await?;
            let change = match decide(&loaded.state) {
                Taken::Held(loss) => return Ok(Merge::Held(loss)),
                Taken::Nothing => Change::default(),
                Taken::Changed(change) => change,
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
        // Somebody's write neither ends nor fails; it is tried again by whoever asked.
        Err(StoreError::Failed)
    }

    // This tab and the others hear it in the same way.
    fn tell_merged(&self, id: &DossierId, change: &Change) {
        let work = self.core.work;
        let fields: Vec<(Path, Entry)> =
            change.fields.iter().map(|(path, entry)| (path.clone(), entry.clone())).collect();
        if !fields.is_empty() {
            let news = News::Saved(id.clone(), fields.clone());
            self.core.host().tabs.tell(&news.write());
            work.hear(id, fields);
        }
        // Another pack is another set of criteria: the dossier is opened anew with it. So is the
        // first one of a browser that had none.
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

/// Dossiers that were deleted in this browser and are not taken in from a drive again.
pub(crate) async fn forgotten(disk: &Disk) -> Result<Vec<DossierId>, StoreError> {
    Ok(disk.row(tables::META, FORGOTTEN).await?.unwrap_or_default())
}

/// The write that notes which dossiers are not wanted.
pub(crate) fn forgotten_op(all: &[DossierId]) -> Op {
    put(tables::META, FORGOTTEN, &all)
}

async fn approved(disk: &Disk) -> Result<Vec<String>, StoreError> {
    Ok(disk.row(tables::META, APPROVED).await?.unwrap_or_default())
}
