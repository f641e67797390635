//! The body of a review (thẩm định): what an upper level says of one unit's one cycle, as the stamped
//! fields of its [`crate::upper::case`]. It never changes a submission. That one was received is its
//! first state.

pub mod rules;

use super::envelope::UnitRef;
use crate::{
    id::{DeviceId, FileHash, UnitId},
    merge::Merged,
    signer::{Introduction, Signer},
    upper::case::{CaseId, CaseState},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What an upper level says of a unit's year. The envelope names the unit, the cycle, and the number of
/// the submission that it speaks about.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Review {
    /// Digest of the latest submission that came.
    pub submission: String,
    /// Where the case stands. It follows from the fields; the reader folds it again.
    pub state: CaseState,
    /// The office.
    pub reviewer: UnitRef,
    /// The body that signs, such as "BAN THƯỜNG VỤ"; may be missing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub signs: String,
    /// What is said, and what lost.
    #[serde(flatten)]
    pub case: Merged,
    /// Media types of the photos that its visits name, which may travel apart.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub files: BTreeMap<FileHash, String>,
    /// Devices of the office that this one, or one that it knows, introduced.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub introductions: Vec<Introduction>,
}

/// A review in a line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReviewLine {
    /// The unit that sent the submission.
    pub unit: UnitId,
    /// The cycle.
    pub cycle: String,
    /// Digest of the latest submission that came.
    pub submission: String,
    /// Its number.
    pub seq: u32,
    /// Where the case stands.
    pub state: CaseState,
    /// The upper level, by name.
    pub reviewer: String,
    /// Who wrote it; may be empty.
    pub by: String,
    /// When, RFC 3339, by the writer's clock.
    pub at: String,
    /// The id of the upper level.
    #[serde(default)]
    pub reviewer_id: UnitId,
    /// How many items the unit is asked about.
    #[serde(default)]
    pub asked: u32,
    /// Who signed it. Not in a backup: it would prove nothing there.
    #[serde(default, skip_serializing_if = "Signer::is_nobody")]
    pub signer: Signer,
}

impl ReviewLine {
    /// Its key in the database: one row for each unit, cycle, upper level and device, so that what
    /// somebody else wrote takes the place of no other. What nobody signed stands under the name of its
    /// writer, which anybody chooses; the mark before it begins no key.
    pub fn key(&self) -> String {
        let by = || format!("~{}", self.by);
        let key = self.signer.key.as_ref().map_or_else(by, |key| key.as_str().to_owned());
        format!("{}|{key}", self.case_id().key())
    }

    /// Which case it is of.
    pub fn case_id(&self) -> CaseId {
        CaseId {
            office: self.reviewer_id.clone(),
            unit: self.unit.clone(),
            cycle: self.cycle.clone(),
        }
    }
}

/// What one device of an upper level said of a unit's cycle, as the unit keeps it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReviewRow {
    /// In a line.
    pub line: ReviewLine,
    /// What is said, and what lost.
    pub case: Merged,
}

/// A review, read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ReviewFile {
    /// What it says, with its line.
    pub row: ReviewRow,
    /// The body that signs; may be empty.
    #[serde(default)]
    pub signs: String,
    /// The unit's name, as the office knows it; may be empty.
    pub name: String,
    /// Its digest.
    pub digest: String,
    /// Digest of the body alone, as in [`crate::engine::Response::Made`].
    pub state: String,
    /// The device that wrote it.
    pub device: DeviceId,
    /// Media types of the photos that it names.
    pub files: BTreeMap<FileHash, String>,
    /// Introductions of the office's devices.
    #[serde(default)]
    pub introductions: Vec<Introduction>,
}
