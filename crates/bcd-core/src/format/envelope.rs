//! The envelope that every document has around its body.

use crate::{
    id::{DeviceId, SignerKey, UnitId},
    signer::{Introduction, Signer},
};
use serde::{Deserialize, Serialize};

/// What a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum DocumentKind {
    /// A dossier frozen and numbered (bản gửi).
    Submission,
    /// Everything of one browser (bản sao lưu).
    Backup,
    /// A device's state of a dossier; for the shared drive.
    Device,
    /// An upper level's answer (thẩm định).
    Review,
    /// What an upper level publishes (bộ hướng dẫn).
    Pack,
    /// What an office says of its units (tổng hợp).
    Rollup,
}

/// The envelope. `B` is the body of the kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Envelope<B> {
    /// Always `ba-chu-dong`.
    pub format: String,
    /// Version of the format: 1.
    pub version: u64,
    /// What it is.
    pub kind: DocumentKind,
    /// A UUID of this document.
    pub id: String,
    /// The unit that it is of.
    pub unit: UnitRef,
    /// The cycle (năm công tác); empty for a backup.
    #[serde(default)]
    pub cycle: String,
    /// Number of the submission: 1, 2, 3…; 0 for other kinds.
    #[serde(default)]
    pub seq: u32,
    /// Digest of the submission before; none for the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// Who wrote it, and on which device.
    pub writer: Writer,
    /// When, RFC 3339 with an offset.
    pub written_at: String,
    /// Version of the app that wrote it.
    pub app: String,
    /// What it says.
    pub body: B,
    /// `sha256:` and 64 hex digits, over the canonical bytes without `digest`, `signature` and
    /// `files`.
    pub digest: String,
    /// The signature of [`crate::signer::document`] by the writer's key, in hex digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<String>,
}

/// A unit by id and name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UnitRef {
    /// Its id.
    pub id: UnitId,
    /// Its name, for people.
    pub name: String,
}

/// Who wrote a document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Writer {
    /// The device.
    pub device: DeviceId,
    /// The person, as they named themselves; may be empty.
    #[serde(default)]
    pub name: String,
    /// The key with which the device signs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<SignerKey>,
    /// How the device came to be one of the unit's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub introductions: Vec<Introduction>,
}

impl Writer {
    /// Who signed the document.
    pub fn signer(&self) -> Signer {
        Signer { key: self.key.clone(), introductions: self.introductions.clone() }
    }
}

/// What the envelope says beside its body.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct EnvelopeHead {
    /// UUID of the document.
    pub id: String,
    /// Unit id.
    pub unit: String,
    /// Unit name.
    pub name: String,
    /// Cycle; empty for a backup.
    pub cycle: String,
    /// Submission number; 0 for other kinds.
    pub seq: u32,
    /// Digest of the submission before.
    pub parent: Option<String>,
    /// Device id of the writer.
    pub device: String,
    /// Name of the writer; may be empty.
    pub by: String,
    /// RFC 3339 time.
    pub at: String,
    /// Version of the app.
    pub app: String,
    /// The key by which the document is going to be signed.
    #[serde(default)]
    pub signer: Signer,
}
