//! Lists of this browser: submissions that were sent and received, reviews of upper levels, packs,
//! and when the last copy was made.

use crate::{
    core::Core,
    disk::Disk,
    exchange::outgoing::file_hashes,
    received::Reading,
    signing::Signers,
    store::{StoreError, tables},
    workspace::Workspace,
};
use bcd_core::{
    field::Path,
    format::{pack::PackLine, review::ReviewLine},
    id::{DossierId, FileHash, UnitId},
    intake::{Index, Latest, Oddity, Summary},
    signer::{Identity, PinBook, Pins, Role},
};
use futures_util::future::{join, join4};
use reactive_graph::{owner::StoredValue, prelude::*, signal::RwSignal};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::collections::{BTreeMap, BTreeSet};

/// The key of the last copy in [`tables::META`].
pub(crate) const COPIED: &str = "copied";

/// An own submission in a line.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SentLine {
    /// Its number.
    pub seq: u32,
    /// Its digest.
    pub digest: String,
    /// When, RFC 3339.
    pub at: String,
    /// Who; may be empty.
    #[serde(default)]
    pub by: String,
    /// The shared fields as they were sent; later edits are compared with them.
    pub shared: BTreeMap<Path, serde_json::Value>,
}

impl SentLine {
    /// Its key in the table of a dossier's submissions.
    pub fn key(&self, dossier: &DossierId) -> String {
        format!("{}{:06}|{}", tables::of_dossier(dossier.as_str()), self.seq, self.digest)
    }

    /// Photos and files that it names, each once.
    pub fn files(&self) -> Vec<FileHash> {
        file_hashes(&self.shared)
    }
}

/// The last copy outside this browser.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Copied {
    /// When, RFC 3339; empty = never.
    pub at: String,
    /// The highest counter of each dossier at that time: changes with a higher counter came later.
    pub upto: BTreeMap<DossierId, u64>,
    /// Digests of the last copies, by which this browser knows its own again.
    #[serde(default)]
    pub digests: Vec<String>,
    /// Number of rows and files that the copy lacks because this version cannot read them.
    #[serde(skip)]
    pub left_out: usize,
}

/// The lists, as signals. Copy: it holds handles.
#[derive(Clone, Copy)]
pub struct Lists {
    /// Submissions of the open dossier, oldest first.
    pub sent: RwSignal<Vec<SentLine>>,
    /// Submissions of lower units, once [`crate::received::ReceivedList`] has read them.
    pub received: RwSignal<Index>,
    /// What upper levels said of own submissions.
    pub reviews: RwSignal<Vec<ReviewLine>>,
    /// Keys of units, and what was decided on them; read with the submissions.
    pub units: RwSignal<PinBook>,
    pub(crate) reading: StoredValue<Reading>,
    /// Keys of the upper levels of this browser's units.
    pub uppers: RwSignal<PinBook>,
    /// Packs of this browser.
    pub packs: RwSignal<Vec<PackLine>>,
    /// Own submissions that are on a drive where the upper level sees them, by the first digits of
    /// their digests.
    pub handed_up: RwSignal<BTreeSet<String>>,
    /// Own submissions that are only on a drive for the unit's own devices.
    pub on_own_drive: RwSignal<BTreeSet<String>>,
    /// The last copy outside this browser.
    pub copied: RwSignal<Copied>,
}

impl Lists {
    pub(crate) fn new() -> Self {
        Self {
            sent: RwSignal::default(),
            received: RwSignal::default(),
            reviews: RwSignal::default(),
            units: RwSignal::default(),
            reading: StoredValue::new(Reading::default()),
            uppers: RwSignal::default(),
            packs: RwSignal::default(),
            handed_up: RwSignal::default(),
            on_own_drive: RwSignal::default(),
            copied: RwSignal::default(),
        }
    }

    /// Reads the lists from the disk, but those of lower units, which may be thousands. A list that
    /// cannot be read keeps its previous value; the disk has already reported the failure.
    pub(crate) async fn read(&self, core: Core) {
        let (work, disk) = (core.work, core.disk());
        // At once: one after the other, each costs a slow phone another turn.
        join4(
            take_rows(&disk, self.reviews, tables::REVIEWS),
            take_rows(&disk, self.packs, tables::PACKS),
            join(self.read_copied(&disk), take_uppers(Signers(core), self.uppers)),
            self.read_sent(&disk, work),
        )
        .await;
    }

    /// Whether a received submission is held apart. Follows signals.
    pub fn is_apart(&self, summary: &Summary) -> bool {
        self.units.with(|book| summary.is_apart(book))
    }

    /// Received submissions that nobody signed, of units that sign what they write, without those that a
    /// person took all the same. Follows signals.
    pub fn unsigned(&self) -> Vec<Summary> {
        let missing = |it: &&Summary| self.identity(it) == Identity::Missing && self.is_apart(it);
        self.received.with(|all| all.iter().filter(missing).cloned().collect())
    }

    /// How far the writer of a received submission is known. Follows signals.
    pub fn identity(&self, summary: &Summary) -> Identity {
        self.units.with(|book| summary.identity(book))
    }

    /// The latest submission of each lower unit and cycle: of those alone that are samples, or of those that
    /// are none. Follows signals.
    pub fn latest(&self, samples: bool) -> Vec<Latest> {
        let mut all = self
            .units
            .with(|book| self.received.with(|all| all.latest(&|summary| summary.is_apart(book))));
        all.retain(|latest| latest.summary.sample == samples);
        all
    }

    /// What is odd about a received submission. Follows signals.
    pub fn oddities(&self, summary: &Summary) -> Vec<Oddity> {
        self.units.with(|book| {
            let apart = |summary: &Summary| summary.is_apart(book);
            self.received.with(|all| all.oddities(summary, &apart))
        })
    }

    /// How far the writer of a review is known to be the upper level of the unit that it answers.
    /// Follows signals.
    pub fn identity_of_review(&self, line: &ReviewLine) -> Identity {
        self.of_upper(&line.unit, |pins| line.signer.identity(&line.reviewer_id, pins))
    }

    /// The same of the publisher of a pack, for one of this browser's units. Follows signals.
    pub fn identity_of_pack(&self, line: &PackLine, unit: &UnitId) -> Identity {
        self.of_upper(unit, |pins| line.signer.identity(&line.unit, pins))
    }

    fn of_upper<T>(&self, unit: &UnitId, then: impl FnOnce(&Pins) -> T) -> T {
        self.uppers.with(|book| then(book.get(unit).unwrap_or(&Pins::new())))
    }

    async fn read_copied(&self, disk: &Disk) {
        if let Ok(copied) = disk.row(tables::META, COPIED).await {
            self.copied.set(copied.unwrap_or_default());
        }
    }

    async fn read_sent(&self, disk: &Disk, work: Workspace) {
        let Some(id) = work.id.get_untracked() else { return };
        if let Ok(sent) = sent_of(disk, &id).await
            // Another dossier may have been opened meanwhile.
            && work.id.with_untracked(|now| now.as_ref() == Some(&id))
        {
            self.sent.set(sent);
        }
    }
}

async fn take_uppers(signers: Signers, list: RwSignal<PinBook>) {
    if let Ok(book) = signers.rows_of_all(Role::Upper).await
        && list.with_untracked(|before| *before != book)
    {
        list.set(book);
    }
}

async fn take_rows<T: DeserializeOwned + PartialEq + Send + Sync + 'static>(
    disk: &Disk,
    list: RwSignal<Vec<T>>,
    table: &'static str,
) {
    if let Ok(rows) = disk.rows::<T>(table, "").await {
        let rows: Vec<T> = rows.into_iter().map(|(_, row)| row).collect();
        // Set only if something changed, so that pages are not redrawn after every reading.
        if list.with_untracked(|before| *before != rows) {
            list.set(rows);
        }
    }
}

/// Submissions of a dossier, oldest first, as they are on the disk.
///
/// # Errors
/// [`StoreError`]; also where a line cannot be read: without it, the next number would be wrong.
pub(crate) async fn sent_of(disk: &Disk, id: &DossierId) -> Result<Vec<SentLine>, StoreError> {
    let prefix = tables::of_dossier(id.as_str());
    let (rows, left_out) = disk.counted_rows(tables::SENT, &prefix).await?;
    if left_out > 0 {
        return Err(StoreError::Failed);
    }
    Ok(rows.into_iter().map(|(_, row)| row).collect())
}
