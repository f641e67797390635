//! What a backup is made of, and what is found in one.

use super::NotTaken;
use crate::{
    field::Path,
    format::{envelope::EnvelopeHead, pack::PackLine, review::ReviewRow},
    id::{DossierId, FileHash},
    intake::Summary,
    merge::Merged,
    signer::{KnownKey, Signer},
    upper::{case::StoredCase, office::Office},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// The parts of a backup. What a browser has none of may be left out.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct BackupRequest {
    /// The envelope.
    pub head: EnvelopeHead,
    /// Dossiers.
    pub dossiers: BTreeMap<DossierId, Merged>,
    /// How many of the blobs are own submissions.
    pub sent: usize,
    /// How many of the blobs are received submissions.
    pub received: usize,
    /// How many of the blobs are packs.
    pub packs: usize,
    /// How many of the packs, from the first, were published in this browser.
    pub published: usize,
    /// How many of the blobs are roll-ups.
    pub rollups: usize,
    /// How many of the roll-ups, from the first, were made in this browser.
    pub rolled: usize,
    /// Drafts of packs.
    pub drafts: BTreeMap<DossierId, Merged>,
    /// What upper levels said of the own submissions.
    pub reviews: Vec<ReviewRow>,
    /// For whom this browser speaks as an upper level: the first now, the others before.
    pub offices: Vec<Office>,
    /// What it says of its units.
    pub cases: Vec<StoredCase>,
    /// Keys that are known.
    pub signers: Vec<KnownKey>,
    /// The list of units.
    pub roll: Merged,
    /// Hash and media type of the blobs after those.
    pub files: Vec<(FileHash, String)>,
}

/// What a good backup holds. Its documents are named by the hashes of their bytes.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct FoundBackup {
    /// Dossiers to merge.
    pub dossiers: BTreeMap<DossierId, Merged>,
    /// Own submissions: line and shared fields.
    pub sent: Vec<(FileHash, Summary, BTreeMap<Path, Value>)>,
    /// Received submissions.
    pub received: Vec<(FileHash, Summary)>,
    /// Packs.
    pub packs: Vec<(FileHash, PackLine)>,
    /// Roll-ups, as in [`GoodFile::Rollup`](super::GoodFile::Rollup); those are `own` that were made in
    /// that browser.
    pub rollups: Vec<(FileHash, Value)>,
    /// Drafts of packs to merge.
    pub drafts: BTreeMap<DossierId, Merged>,
    /// What upper levels said of the own submissions.
    pub reviews: Vec<ReviewRow>,
    /// For whom the browser spoke as an upper level: the first last.
    pub offices: Vec<Office>,
    /// What it said of its units.
    pub cases: Vec<StoredCase>,
    /// Keys that were known.
    pub signers: Vec<KnownKey>,
    /// The list of units.
    pub roll: Merged,
    /// Documents in it that are not good, and are not taken back.
    pub bad: NotTaken,
    /// When it was made.
    pub at: String,
    /// Its digest.
    pub digest: String,
    /// The device that made it.
    pub signer: Signer,
}
