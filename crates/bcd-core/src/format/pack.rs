//! The body of a pack (bộ hướng dẫn): what an upper level publishes to its units. Immutable; a new
//! version replaces it.

pub mod difference;
pub mod guidance;
pub mod rules;

use crate::{
    criteria::CriteriaSet,
    id::{DeviceId, ItemId, UnitId},
    signer::Signer,
    text::Text,
    year::{deadline::DefaultDeadlines, template::Template},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What a pack holds. The envelope names who publishes it, the cycle that it is for (empty = any)
/// and, as `seq`, its version.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Pack {
    /// Stable id, the same in all versions.
    pub pack: String,
    /// Its name.
    pub title: Text,
    /// What is new, or why.
    #[serde(default)]
    pub note: Text,
    /// What units are assessed against.
    pub set: CriteriaSet,
    /// Until when what is due.
    pub deadlines: DefaultDeadlines,
    /// Ids of items that an earlier version had. They are never given to another item: answers of
    /// units still stand under them.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub retired: BTreeSet<ItemId>,
    /// How members are classed here, best first; none = as in the app.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub classes: Vec<ClassLabel>,
    /// Templates of plans and papers, beside those of the app.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub templates: Vec<Template>,
}

/// A class (mức xếp loại) of members, as an upper level calls it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClassLabel {
    /// The class in `annual/<branch>/class/<id>`.
    pub id: String,
    /// What it is called.
    pub label: Text,
}

/// A pack in a line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackLine {
    /// Digest of the document; its key.
    pub digest: String,
    /// Stable id.
    pub pack: String,
    /// 1, 2, 3…
    pub version: u32,
    /// Its name.
    pub title: Text,
    /// What is new.
    pub note: Text,
    /// Who published it.
    #[serde(default)]
    pub unit: UnitId,
    /// Who published it, by name.
    pub by: String,
    /// The device that wrote it.
    pub device: DeviceId,
    /// The cycle that it is for; empty = any.
    pub cycle: String,
    /// When, RFC 3339.
    pub at: String,
    /// How it came here. No file says this of itself.
    #[serde(default)]
    pub origin: PackOrigin,
    /// Who signed it.
    #[serde(default)]
    pub signer: Signer,
}

impl PackLine {
    /// Whether it is this unit's own, which counts for the next version: it was published here, or
    /// came back with the backup of who published it.
    pub fn is_own(&self) -> bool {
        self.origin != PackOrigin::Received
    }
}

/// How a pack came into this browser.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum PackOrigin {
    /// In a file.
    #[default]
    Received,
    /// It was published here.
    Published,
    /// It was published in the browser whose backup a person took back here.
    Restored,
}
