//! Office (cơ quan nhận báo cáo): for whom a browser speaks as an upper level.
//!
//! It is chosen once for a browser, and not by opening a dossier: an officer receives for one body,
//! whatever dossier they look at.

use crate::{
    format::{check, envelope::UnitRef, limits},
    sample::desk,
};
use serde::{Deserialize, Serialize};

/// For whom a browser receives, answers and publishes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Office {
    /// The unit: one of this browser's own, or one that has no dossier here.
    pub unit: UnitRef,
    /// The body that signs, such as "BAN THƯỜNG VỤ"; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub signs: String,
}

/// What keeps an office from being chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfficeFault {
    /// Its name cannot be seen.
    NoName,
    /// A text has characters or markup that no file may have, or is too long.
    BadText,
    /// It has the id of the sample upper level's, which is none: nothing of that is kept or sent.
    Sample,
}

impl Office {
    /// The office with its texts trimmed.
    ///
    /// # Errors
    /// [`OfficeFault`].
    pub fn checked(mut self) -> Result<Self, OfficeFault> {
        for text in [&mut self.unit.name, &mut self.signs] {
            *text = text.trim().to_owned();
        }
        if self.unit.id == desk::office() {
            return Err(OfficeFault::Sample);
        }
        if !check::is_seen(&self.unit.name) || self.unit.id.as_str().is_empty() {
            return Err(OfficeFault::NoName);
        }
        let long = |text: &str| check::length_fault(text, limits::NAME_CHARS, "").is_some();
        let bad = |text: &str| check::text_fault(text, "").is_some() || long(text);
        if bad(&self.unit.name) || bad(&self.signs) {
            return Err(OfficeFault::BadText);
        }
        Ok(self)
    }
}
