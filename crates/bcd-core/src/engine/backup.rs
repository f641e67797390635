//! What a backup is made of.

use crate::{
    format::{envelope::EnvelopeHead, review::ReviewRow},
    id::{DossierId, FileHash},
    merge::Merged,
    signer::KnownKey,
    upper::{case::StoredCase, office::Office},
};
use serde::{Deserialize, Serialize};
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
