//! Merging: what comes from elsewhere becomes part of a dossier of this browser, whether it is
//! open or not, and whatever its person types meanwhile.

mod rows;

pub use rows::{fields, load};

use super::{Desk, drives::seen_prefix, lists_changed, packs};
use crate::{
    platform::{Blob, clock, page, prefs, tabs},
    state::kernel::News,
    storage::{DbError, Op, Value, put_json, remote, tables},
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
use leptos::prelude::*;
use std::time::Duration;

// Another tab, or this one, may be writing the same fields: it is looked at again, this often.
const TURNS: usize = 40;
const PAUSE: Duration = Duration::from_millis(50);

/// What became of a device file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Merging {
    /// It is in: fields that changed, and conflicts that there are now.
    Done(usize, usize),
    /// It would take much away.
    Held(Loss),
    /// The dossier was deleted in this browser, and is not wanted back.
    Forgotten,
}

impl Merging {
    /// Whether it said something that was not here.
    pub fn is_news(&self) -> bool {
        matches!(self, Self::Done(1.., _))
    }
}

impl Desk {
    /// Another browser writes under this one's id: one was made from a copy of the other. From the
    /// next start on this one has an id of its own, before the two write over each other.
    ///
    /// # Errors
    /// [`DbError`].
    pub(super) async fn become_another_device(&self) -> Result<(), DbError> {
        let id = Value::Text(clock::new_id());
        remote::write(vec![Op::Put(tables::META, "device".to_owned(), id)]).await
    }

    /// Takes a device file in, with the photos that it carries.
    ///
    /// # Errors
    /// [`DbError`]; then nothing of it was written.
    pub async fn merge_device(
        &self,
        file: &DeviceFile,
        photos: &[(FileHash, String, Blob)],
    ) -> Result<Merging, DbError> {
        let id = &file.body.dossier;
        if forgotten().await?.contains(id) {
            return Ok(Merging::Forgotten);
        }
        let approved = approved().await?.contains(&file.digest);
        let photos = photo_ops(photos);
        let mut ops = photos.clone();
        if let Some(pack) = &file.pack {
            ops.push(put_json(tables::PACKS, pack.digest.clone(), pack));
            let document = Blob::from(file.body.pack.to_string().as_bytes());
            ops.push(Op::Put(tables::DOCUMENTS, pack.digest.clone(), Value::Bytes(document)));
            ops.extend(packs::set_ops_of(&pack.digest, &file.body.pack));
        }
        let device = self.device.get_value();
        let merge = |before: &Merged| take(before, &file.body, &device, approved);
        let merging = self.change_state(id, ops, merge).await?;
        // Whichever answer the person gives, its photos come with it; they lie by their content.
        if matches!(merging, Merging::Held(_)) && !photos.is_empty() {
            remote::write(photos).await?;
        }
        Ok(merging)
    }

    /// Merges a state that a person chose to bring back.
    ///
    /// # Errors
    /// [`DbError`]; then nothing of it was written.
    pub async fn merge_state(&self, id: &DossierId, theirs: &Merged) -> Result<(), DbError> {
        let device = self.device.get_value();
        let merge = |before: &Merged| {
            let mut after = before.clone();
            after.merge(theirs.clone());
            after.pin(&device);
            Taken::Changed(Change::between(before, &after))
        };
        self.wanted(id).await?;
        self.change_state(id, Vec::new(), merge).await.map(drop)
    }

    /// Notes that a dossier is wanted, though it was deleted in this browser: drives are read for
    /// it again.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn wanted(&self, id: &DossierId) -> Result<(), DbError> {
        let mut all = forgotten().await?;
        let before = all.len();
        all.retain(|other| other != id);
        if all.len() == before {
            return Ok(());
        }
        let mut ops = vec![forgotten_op(&all)];
        for line in self.drives.get_untracked() {
            let units = format!("{}{}/", seen_prefix(&line.id), layout::UNITS);
            ops.push(Op::DeletePrefix(tables::SEEN, units));
        }
        remote::write(ops).await
    }

    /// Ends a conflict with a value; it stands over all that the person was `shown`. What came in
    /// meanwhile stays to be decided.
    ///
    /// # Errors
    /// [`DbError`]; then nothing was written.
    pub async fn decide(
        &self,
        id: &DossierId,
        path: &str,
        value: serde_json::Value,
        shown: &[serde_json::Value],
    ) -> Result<(), DbError> {
        self.overwrite(id, |state, decision| {
            let entries = conflict::decided(state, path, value.clone(), decision, shown);
            entries.into_iter().map(|entry| (path.to_owned(), entry)).collect()
        })
        .await
    }

    /// Takes a device file in, and brings back what it takes away.
    ///
    /// # Errors
    /// [`DbError`]; what was written stays, and is good.
    pub async fn merge_and_keep(&self, file: &DeviceFile) -> Result<(), DbError> {
        let before = load(&file.body.dossier).await?.state;
        approve(&file.digest).await?;
        self.merge_device(file, &[]).await?;
        self.overwrite(&file.body.dossier, |state, decision| {
            loss::brought_back(&before.fields, state, decision)
        })
        .await
    }

    async fn overwrite(
        &self,
        id: &DossierId,
        write: impl Fn(&Merged, Decision) -> Vec<(Path, Entry)>,
    ) -> Result<(), DbError> {
        let decide = |before: &Merged| {
            let n = field::highest(&before.fields) + 1;
            let (dev, at) = (self.device.get_value(), clock::now());
            let by = prefs::get(prefs::NAME).unwrap_or_default();
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
    ) -> Result<Merging, DbError> {
        for _ in 0..TURNS {
            let loaded = load(id).await?;
            let change = match decide(&loaded.state) {
                Taken::Held(loss) => return Ok(Merging::Held(loss)),
                Taken::Nothing => Change::default(),
                Taken::Changed(change) => change,
            };
            let mut after = loaded.state.clone();
            after.fields.extend(change.fields.clone());
            let (expected, ops) = loaded.write_of(id, &change, &after);
            let ops: Vec<Op> = ops.into_iter().chain(more.iter().cloned()).collect();
            if ops.is_empty() {
                return Ok(Merging::Done(0, 0));
            }
            if remote::swap(tables::FIELDS, &expected, &ops).await? {
                self.tell_merged(id, &change);
                let conflicts = conflict::conflicts(&load(id).await?.state).len();
                self.conflicts_changed();
                return Ok(Merging::Done(change.fields.len(), conflicts));
            }
            page::pause(PAUSE).await;
        }
        // Somebody's write neither ends nor fails; it is tried again by whoever asked.
        Err(DbError::Failed)
    }

    // This page's first module and the other tabs hear it as they hear of each other.
    fn tell_merged(&self, id: &DossierId, change: &Change) {
        let fields: Vec<(Path, Entry)> =
            change.fields.iter().map(|(path, entry)| (path.clone(), entry.clone())).collect();
        if !fields.is_empty() {
            tabs::tell_all(&News::Saved(id.clone(), fields).write());
        }
        // Another pack is another set of criteria: the dossier is opened anew with it. So is the
        // first one of a browser that had none.
        let other_pack = change.fields.contains_key(packs::FIELD);
        let now = self.id.get_untracked();
        if now.is_none() || (other_pack && now.as_ref() == Some(id)) {
            self.open(id.clone());
        }
        if self.dossiers.with_untracked(|lines| lines.iter().all(|line| line.id != *id)) {
            lists_changed();
        }
    }
}

/// Writes of photos and files with their media types.
pub fn photo_ops(photos: &[(FileHash, String, Blob)]) -> Vec<Op> {
    let ops = |(hash, mime, bytes): &(FileHash, String, Blob)| {
        [
            Op::Put(tables::FILES, hash.0.clone(), Value::Bytes(bytes.clone())),
            Op::Put(tables::FILE_TYPES, hash.0.clone(), Value::Text(mime.clone())),
        ]
    };
    photos.iter().flat_map(ops).collect()
}

const FORGOTTEN: &str = "forgotten";
const APPROVED: &str = "approved";

async fn words<T: serde::de::DeserializeOwned>(key: &str) -> Result<Vec<T>, DbError> {
    let json = remote::text(tables::META, key).await?;
    Ok(json.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default())
}

/// Dossiers that were deleted in this browser and are not taken in from a drive again.
///
/// # Errors
/// [`DbError`].
pub async fn forgotten() -> Result<Vec<DossierId>, DbError> {
    words(FORGOTTEN).await
}

/// The write that notes which dossiers are not wanted.
pub fn forgotten_op(all: &[DossierId]) -> Op {
    put_json(tables::META, FORGOTTEN.to_owned(), &all)
}

async fn approved() -> Result<Vec<String>, DbError> {
    words(APPROVED).await
}

/// Notes that a person looked at what a file takes away. Drives read it again, and do not ask.
///
/// # Errors
/// [`DbError`].
pub async fn approve(digest: &str) -> Result<(), DbError> {
    let mut all = approved().await?;
    all.push(digest.to_owned());
    let mut ops = vec![put_json(tables::META, APPROVED.to_owned(), &all)];
    let held =
        |json: &str| serde_json::from_str::<Seen>(json).is_ok_and(|seen| seen.what == What::Held);
    let rows = remote::texts(tables::SEEN, "").await?.into_iter();
    ops.extend(rows.filter(|(_, json)| held(json)).map(|(key, _)| Op::Delete(tables::SEEN, key)));
    remote::write(ops).await
}
