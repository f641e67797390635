//! The body of a review (thẩm định): what an upper level says about one submission. It never
//! changes the submission. In this version it only confirms receipt.

use super::envelope::UnitRef;
use crate::{
    id::{SignerKey, UnitId},
    signer::Signer,
};
use serde::{Deserialize, Serialize};

/// How far the upper level is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum ReviewState {
    /// It has the submission (đã nhận).
    #[default]
    Received,
}

/// What an upper level says of a submission. The envelope names the unit that sent it, the cycle
/// and the number.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Review {
    /// Digest of the submission.
    pub submission: String,
    /// How far.
    pub state: ReviewState,
    /// The upper level. Its name may be empty if one person works for several.
    #[serde(default)]
    pub reviewer: UnitRef,
}

/// A review in a line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReviewLine {
    /// The unit that sent the submission.
    pub unit: UnitId,
    /// Digest of the submission.
    pub submission: String,
    /// Its number.
    pub seq: u32,
    /// How far.
    pub state: ReviewState,
    /// The upper level, by name.
    pub reviewer: String,
    /// Who wrote it; may be empty.
    pub by: String,
    /// When, RFC 3339, by the writer's clock.
    pub at: String,
    /// The id of the upper level; may be empty.
    #[serde(default)]
    pub reviewer_id: UnitId,
    /// Who signed it. Not in a backup: it would prove nothing there.
    #[serde(default, skip_serializing_if = "Signer::is_nobody")]
    pub signer: Signer,
}

impl ReviewLine {
    /// Its key in the database: one line per submission, upper level, person and device, so that what
    /// somebody else wrote takes the place of no other.
    pub fn key(&self) -> String {
        let key = self.signer.key.as_ref().map_or("", SignerKey::as_str);
        format!("{}|{}|{}|{key}", self.submission, self.reviewer, self.by)
    }
}
