//! Merging: changes from other devices become part of a dossier of this browser, whether it is open
//! or not, even while its person is typing.
//!
//! Nothing merges unasked, but what a device that a person let in writes to a drive that this
//! browser works with. What a person takes in is noted, so that all of it can be taken back.

mod consent;
mod forgotten;
mod intakes;
mod photos;
mod rows;

pub use self::{
    consent::{Consent, KnownDevice, Merge, NotMerged},
    intakes::{Intake, IntakeKind, TakenBack},
    rows::{Loaded, load},
};
pub(crate) use consent::taken;
use photos::Brought;
pub(crate) use photos::{keep_types, photo_ops};

use crate::{
    bytes::Bytes,
    core::Core,
    disk::Disk,
    news::News,
    packs,
    rows::read,
    signing::Signers,
    store::{Op, StoreError, tables},
};
use bcd_core::{
    engine::DeviceFile,
    field::{self, Entry, Path},
    format::problem::{Code, Problem},
    id::{DossierId, FileHash},
    merge::{
        Merged,
        conflict::{self, Decision},
        effect::{self, Effect},
    },
    sync::{
        plan::{Seen, SeenAs},
        take::{Answer, Asking, Standing, StateChange, TakeOutcome, take},
    },
};
pub(crate) use intakes::Occasion;
use reactive_graph::{prelude::*, signal::RwSignal};
use std::time::Duration;

// How often a merge is tried again because another tab, or this one, wrote the same fields
// meanwhile.
const TURNS: usize = 40;
const PAUSE: Duration = Duration::from_millis(50);

/// A photo or file that comes with a document: its hash, its media type, its bytes.
pub type Carried = (FileHash, String, Bytes);

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

    /// Merges a device file and stores the photos that it carries, if a person said yes or need not
    /// be asked.
    ///
    /// # Errors
    /// [`NotMerged`]; then nothing of it was written.
    pub async fn merge_device(
        &self,
        file: &DeviceFile,
        photos: &[Carried],
        consent: Consent,
    ) -> Result<Merge, NotMerged> {
        let (id, disk) = (&file.body.dossier, self.core.disk());
        // Also where a person once said yes to this very file: the dossier was deleted since.
        let on_drive = matches!(consent, Consent::OnDrive | Consent::Joined);
        if on_drive && forgotten::forgotten(&disk).await?.contains(id) {
            return Ok(Merge::Forgotten);
        }
        if on_drive && self.takes_this_ones_name(file).await? {
            self.become_another_device().await?;
            let problem = Problem::at(Code::AnothersName, "writer/device", &[]);
            return Err(NotMerged::Refused(problem));
        }
        let consent = match consent {
            Consent::Ask | Consent::OnDrive if approved(&disk).await?.contains(&file.digest) => {
                Consent::Given
            }
            other => other,
        };
        let (known, answer) = (self.is_known(file).await?, consent.answer());
        let is_known = known || consent == Consent::Joined;
        let standing = if is_known { Standing::Known } else { Standing::New };
        let device = self.core.work.device();
        let decide = |before: &Merged| take(before, &file.body.state, &device, standing, answer);
        let pack = packs::brought_by(self.core, file).await?;
        let brought = Brought::of(&disk, photos).await?;
        let introductions = self.new_introductions(file).await?;
        let occasion = Occasion::of_file(&self.core, file);
        let more = |before: &Merged, change: &StateChange| {
            // If nothing changes and nobody said yes, only what the dossier here lacks.
            let unasked = consent.is_none() && change.is_empty();
            let mut ops = if unasked { brought.lacking(before) } else { brought.ops() };
            if !unasked || packs::is_followed(&before.fields, file) {
                ops.extend(pack.clone());
            }
            if known || answer == Answer::Yes || consent == Consent::Joined {
                ops.extend(introductions.clone());
            }
            if answer == Answer::Yes || (!known && consent == Consent::Joined) {
                ops.extend(self.let_in(file, answer != Answer::Yes));
            }
            if answer == Answer::Yes {
                ops.extend(occasion.op(before, change));
                if before.fields.is_empty() {
                    ops.extend(packs::follow_of(file));
                }
            }
            ops
        };
        if consent.wants_again() {
            // Checked before the dossier is wanted again: a file that is refused changes nothing.
            if let TakeOutcome::Refused(problem) = decide(&load(&disk, id).await?.state) {
                return Err(NotMerged::Refused(problem));
            }
            self.want_again(id).await?;
        }
        let before = load(&disk, id).await?.state;
        let merge = match self.change_state(id, &more, &decide).await? {
            Changed::Asks(effect) => {
                let mismatch = !known && self.is_other_key(file).await?;
                return Ok(Merge::Asks(Asking { mismatch, ..Asking::of(file, known, effect) }));
            }
            Changed::Done(merge) => merge,
        };
        if consent == Consent::GivenKeeping {
            self.overwrite(id, &|state, decision| {
                effect::brought_back(&before.fields, state, decision)
            })
            .await?;
        }
        if answer == Answer::Yes {
            self.trim_intakes().await?;
        }
        Ok(merge)
    }

    /// Whether a person said yes to this very file.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(crate) async fn is_approved(&self, digest: &String) -> Result<bool, StoreError> {
        Ok(approved(&self.core.disk()).await?.contains(digest))
    }

    // By its key, which nobody else has, and not by its id, which anybody can write. A device that cannot
    // sign has nothing but its id, so it is asked about each time.
    async fn is_known(&self, file: &DeviceFile) -> Result<bool, StoreError> {
        let Some(key) = &file.signer.key else { return Ok(false) };
        Ok(Signers(self.core).devices(&file.unit).await?.contains(key))
    }

    // Whether a file says to be of this device, whose key did not sign it: somebody took the id, or a
    // profile was copied before it had a key. It may be written over: whoever made it has what it says.
    async fn takes_this_ones_name(&self, file: &DeviceFile) -> Result<bool, StoreError> {
        if file.device != self.core.work.device() {
            return Ok(false);
        }
        // If the key cannot be read now, the file waits for a person, as from a copied profile.
        let own = self.core.key().await.ok().flatten();
        Ok(own.is_some_and(|own| file.signer.key != Some(own)))
    }

    // Whether a device with its id is known by another key.
    async fn is_other_key(&self, file: &DeviceFile) -> Result<bool, StoreError> {
        let devices = Signers(self.core).known_devices(&file.unit).await?;
        let mut same = devices.iter().filter(|it| it.device == file.device);
        Ok(same.any(|it| it.key.is_some() && it.key != file.signer.key))
    }

    async fn new_introductions(&self, file: &DeviceFile) -> Result<Vec<Op>, StoreError> {
        let all = [&file.body.introductions[..], &file.signer.introductions].concat();
        self.core.new_introductions(&file.unit, &all, file.signer.key.as_ref()).await
    }

    // A file under this device's own id comes from a copy of this browser, or from somebody who took
    // the id. It is asked about each time.
    fn let_in(&self, file: &DeviceFile, joined: bool) -> Option<Op> {
        let known = KnownDevice {
            device: file.device.clone(),
            by: file.by.clone(),
            since: self.core.now(),
            key: file.signer.key.clone(),
            joined,
        };
        let other = file.device != self.core.work.device();
        known.op(&file.unit).filter(|_| other)
    }

    /// What a state that a person may choose to bring back would do.
    ///
    /// # Errors
    /// [`NotMerged`].
    pub async fn look_at(
        &self,
        id: &DossierId,
        theirs: &Merged,
        standing: Standing,
    ) -> Result<Effect, NotMerged> {
        let here = self.load(id).await?.state;
        taken(&here, theirs, &self.core.work.device(), standing, Answer::Ask)
    }

    /// Merges a state that a person chose to bring back. `more` is written along with it where the
    /// dossier is not here yet.
    pub(crate) async fn merge_state(
        &self,
        id: &DossierId,
        theirs: &Merged,
        standing: Standing,
        occasion: &Occasion,
        more: &[Op],
    ) -> Result<(), NotMerged> {
        let device = self.core.work.device();
        let decide = |before: &Merged| take(before, theirs, &device, standing, Answer::Yes);
        let more = |before: &Merged, change: &StateChange| {
            let is_new = before.fields.is_empty();
            let mut ops = if is_new { more.to_vec() } else { Vec::new() };
            ops.extend(occasion.op(before, change));
            ops
        };
        self.want_again(id).await?;
        self.change_state(id, &more, &decide).await?;
        Ok(self.trim_intakes().await?)
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
        self.overwrite(id, &|state, decision| {
            let entries = conflict::decided(state, path, value.clone(), decision, shown);
            entries.into_iter().map(|entry| (path.to_owned(), entry)).collect()
        })
        .await
    }

    /// Notes that a person has said yes to files of a drive, by their digests. The next sync reads
    /// them again and does not ask.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn approve(&self, digests: &[String]) -> Result<(), StoreError> {
        const MOST: usize = 500;
        let disk = self.core.disk();
        let held = |text: &str| read::<Seen>(text).is_some_and(|seen| seen.what == SeenAs::Held);
        let rows = disk.texts(tables::SEEN, "").await?.into_iter();
        let held = rows.filter(|(_, text)| held(text));
        let ops: Vec<Op> = held.map(|(key, _)| Op::Delete(tables::SEEN, key)).collect();
        disk.amend(APPROVED, &ops, |all: &mut Vec<String>| {
            all.extend_from_slice(digests);
            all.drain(..all.len().saturating_sub(MOST));
        })
        .await
    }

    async fn overwrite(&self, id: &DossierId, write: &Write<'_>) -> Result<(), NotMerged> {
        self.overwrite_with(id, &|_, _| Vec::new(), write).await
    }

    async fn overwrite_with(
        &self,
        id: &DossierId,
        more: &dyn Fn(&Merged, &StateChange) -> Vec<Op>,
        write: &Write<'_>,
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
        self.change_state(id, more, &decide).await.map(drop)
    }

    // Reads a dossier, lets `decide` compute the change, and writes it, with `more`, if nobody else
    // wrote in between.
    async fn change_state(
        &self,
        id: &DossierId,
        more: &dyn Fn(&Merged, &StateChange) -> Vec<Op>,
        decide: &dyn Fn(&Merged) -> TakeOutcome,
    ) -> Result<Changed, NotMerged> {
        let disk = self.core.disk();
        for _ in 0..TURNS {
            let loaded = load(&disk, id).await?;
            let change = match decide(&loaded.state) {
                TakeOutcome::Asks(effect) => return Ok(Changed::Asks(effect)),
                TakeOutcome::Refused(problem) => return Err(NotMerged::Refused(problem)),
                TakeOutcome::Nothing => StateChange::default(),
                TakeOutcome::Changed(change) => change,
            };
            let mut after = loaded.state.clone();
            after.fields.extend(change.fields.clone());
            let (expected, mut ops) = loaded.write_of(id, &change, &after);
            ops.extend(more(&loaded.state, &change));
            if ops.is_empty() {
                return Ok(Changed::Done(Merge::Done(0, 0)));
            }
            if disk.swap(tables::FIELDS, expected, ops).await? {
                self.tell_merged(id, &change);
                let conflicts = conflict::conflicts(&load(&disk, id).await?.state).len();
                self.changes.update(|count| *count += 1);
                return Ok(Changed::Done(Merge::Done(change.fields.len(), conflicts)));
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
        // The first dossier of a browser is opened.
        if work.id.with_untracked(Option::is_none) {
            work.open(id.clone());
        }
        if work.dossiers.with_untracked(|lines| lines.iter().all(|line| line.id != *id)) {
            work.lists_changed();
        }
    }
}

// The entries with which a person overwrites something in a state.
type Write<'a> = dyn Fn(&Merged, Decision) -> Vec<(Path, Entry)> + 'a;

// What became of a change.
enum Changed {
    Done(Merge),
    Asks(Effect),
}

const APPROVED: &str = "approved";

async fn approved(disk: &Disk) -> Result<Vec<String>, StoreError> {
    Ok(disk.row(tables::META, APPROVED).await?.unwrap_or_default())
}
