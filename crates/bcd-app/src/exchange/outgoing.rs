//! Files that are ready to be handed out, and why one could not be made.

use crate::{bytes::Bytes, store::StoreError};
use bcd_core::{format::problem::Problem, id::FileHash};
use std::collections::BTreeMap;

/// A file ready to be handed out.
#[derive(Clone, Debug)]
pub struct Outgoing {
    /// Its bytes.
    pub bytes: Bytes,
    /// What kind of file it is.
    pub form: OutgoingForm,
    /// Readable name without ending.
    pub name: String,
}

/// What kind of file goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutgoingForm {
    /// A document of this app, as text.
    Text,
    /// The same with its photos, in a bundle (ZIP).
    Bundle,
    /// A calendar.
    Calendar,
    /// A JSON file or a bundle, sealed with a passphrase, as text.
    Sealed,
}

impl OutgoingForm {
    /// That of a document.
    pub const fn document(bundled: bool) -> Self {
        if bundled { Self::Bundle } else { Self::Text }
    }
}

impl Outgoing {
    /// Name and type for a download.
    pub fn download_name(&self) -> (String, &'static str) {
        let (ending, mime) = match self.form {
            OutgoingForm::Text => ("json", "application/json"),
            OutgoingForm::Bundle => ("zip", "application/zip"),
            OutgoingForm::Calendar => ("ics", "text/calendar"),
            OutgoingForm::Sealed => ("age.txt", "text/plain"),
        };
        (format!("{}.{ending}", self.name), mime)
    }

    /// Name and type for the share sheet. Chromium refuses `.json` and `.zip` there but allows
    /// `.txt`; this app recognises its files by content. A calendar keeps its name, because other
    /// apps recognise it by that.
    pub fn share_name(&self) -> (String, &'static str) {
        if matches!(self.form, OutgoingForm::Calendar | OutgoingForm::Sealed) {
            return self.download_name();
        }
        (format!("{}.txt", self.download_name().0), "text/plain")
    }
}

/// Why something could not be sent.
#[derive(Clone, Debug, PartialEq)]
pub enum SendError {
    /// What the receiving app would refuse.
    Problems(Vec<Problem>),
    /// It could not be read or stored.
    Store(StoreError),
    /// Nobody chose yet for whom this browser speaks as an upper level.
    NoOffice,
    /// It would be made of the sample upper level, of which nothing leaves this browser.
    Sample,
    /// The engine failed; the text is for the error report.
    Engine(String),
}

impl From<StoreError> for SendError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl SendError {
    /// The engine returned an unexpected kind of response.
    pub(crate) fn strange() -> Self {
        Self::Engine("an unexpected answer".to_owned())
    }
}

/// Photos and files that shared fields name, each once.
pub(crate) fn file_hashes(fields: &BTreeMap<String, serde_json::Value>) -> Vec<FileHash> {
    let files =
        fields.iter().filter(|(path, _)| path.starts_with("evidence/") && path.ends_with("/file"));
    let mut hashes: Vec<_> = files.filter_map(|(_, v)| v.as_str().map(FileHash::from)).collect();
    hashes.sort();
    hashes.dedup();
    hashes
}
