//! The body of a device file (tệp của máy): all that one device knows of one dossier, for the
//! unit's other devices. Everything is in it, private notes too: it is for the unit alone.

use crate::{
    dossier::Dossier,
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

/// Photos and files that a dossier names, with their media types; not those of deleted evidence.
pub fn files_of(state: &Merged) -> BTreeMap<FileHash, String> {
    let dossier = Dossier::of(state.fields.clone());
    let live = dossier.evidence.into_iter().filter(|(_, evidence)| !evidence.deleted);
    live.filter_map(|(_, evidence)| Some((evidence.file?, evidence.mime))).collect()
}

/// Bytes that a state takes in the body of its device file, with the media types of what it names.
pub fn size(state: &Merged) -> usize {
    let bytes = |json: serde_json::Result<Vec<u8>>| json.map_or(usize::MAX, |json| json.len());
    bytes(serde_json::to_vec(state)).saturating_add(bytes(serde_json::to_vec(&files_of(state))))
}
