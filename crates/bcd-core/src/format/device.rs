//! The body of a device file (tệp của máy): all that one device knows of one dossier, for the
//! unit's other devices. Everything is in it, private notes too: it is for the unit alone.

use crate::{
    id::{DossierId, FileHash},
    merge::Merged,
    signer::Introduction,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// What a device knows of a dossier.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Device {
    /// The dossier.
    pub dossier: DossierId,
    /// Its fields, and what lost.
    #[serde(flatten)]
    pub state: Merged,
    /// Media types of the photos and files that it names, which may travel apart.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub files: BTreeMap<FileHash, String>,
    /// The pack that the dossier follows, as it was published: a whole document.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub pack: Value,
    /// Devices of the unit that this one, or one that it knows, introduced.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub introductions: Vec<Introduction>,
}
