//! The making of documents as messages, for the worker that makes them.

use super::build::Draft;
use serde::{Deserialize, Serialize};

/// What the page asks for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PaperJob {
    /// The document, or what it is made of.
    pub draft: Draft,
    /// As what.
    pub output: Output,
}

/// What a document becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Output {
    /// The print preview.
    Html,
    /// A file for Word and LibreOffice.
    Docx,
    /// Its tables for Excel and LibreOffice.
    Xlsx,
    /// Its first table as plain text.
    Csv,
}

/// What the worker answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MadePaper {
    /// The print preview, for `style/paper.css`.
    Html(String),
    /// A file. Blobs: its bytes.
    File {
        /// A name that people can read and every system takes.
        name: String,
        /// Its media type.
        mime: String,
    },
    /// It could not be done; a text for the error report, not for people.
    Failed(String),
}
