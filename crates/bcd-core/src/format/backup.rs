//! The body of a backup (bản sao lưu): everything of one browser, to go on elsewhere.

use super::review::ReviewRow;
use crate::{
    id::{DossierId, FileHash},
    merge::Merged,
    signer::KnownKey,
    upper::{case::StoredCase, office::Office},
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What a backup holds. Restoring merges; it never deletes and never overwrites by age.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Backup {
    /// Dossiers with all their fields and what lost in conflicts.
    #[serde(default)]
    pub dossiers: BTreeMap<DossierId, Merged>,
    /// The unit's own submissions, as files: whole documents by the hash of their bytes.
    #[serde(default)]
    pub sent: Vec<FileHash>,
    /// Submissions of lower units, likewise.
    #[serde(default)]
    pub received: Vec<FileHash>,
    /// Packs, likewise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub packs: Vec<FileHash>,
    /// Those of the packs that were published in this browser.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub published: BTreeSet<FileHash>,
    /// Roll-ups, likewise: the office's own, and those that came.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rollups: Vec<FileHash>,
    /// Those of the roll-ups that were made in this browser.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub rolled: BTreeSet<FileHash>,
    /// Drafts of packs, kept like dossiers: all their fields and what lost in conflicts, by their ids.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub drafts: BTreeMap<DossierId, Merged>,
    /// What upper levels said of the unit's own submissions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reviews: Vec<ReviewRow>,
    /// For whom this browser speaks as an upper level: the first now, the others before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub offices: Vec<Office>,
    /// What it says of its units.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cases: Vec<StoredCase>,
    /// Keys of lower units and of upper levels that were known, but for those that were rejected. Where
    /// they are taken back, they count as not compared yet: anybody can make a file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signers: Vec<KnownKey>,
    /// The office's list of units, with all its fields and what lost in conflicts. No other document
    /// has it: telephones are in it.
    #[serde(default, skip_serializing_if = "is_empty")]
    pub roll: Merged,
    /// Media types of the photos and files that dossiers and submissions name.
    #[serde(default)]
    pub files: BTreeMap<FileHash, String>,
}

fn is_empty(state: &Merged) -> bool {
    state.fields.is_empty() && state.lost.is_empty()
}
