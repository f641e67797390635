//! Official documents as files: DOCX for people to edit, XLSX for their tables; calendars.
//!
//! A pure library with a thin worker around it (`main.rs`): the same document gives the same
//! bytes, so nothing here asks a clock. What a document says and how it is laid out is
//! [`bcd_core::paper`].

pub mod calendar;
pub mod docx;
pub mod work;
pub mod xlsx;

pub use calendar::calendar;
pub use docx::docx;
pub use xlsx::xlsx;

use core::fmt;

/// Why a file could not be made. For error reports, not for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PaperError {
    /// The DOCX writer's words.
    Docx(String),
    /// The XLSX writer's words.
    Xlsx(String),
    /// The document has no table.
    NoTable,
}

impl fmt::Display for PaperError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Docx(why) => write!(f, "docx: {why}"),
            Self::Xlsx(why) => write!(f, "xlsx: {why}"),
            Self::NoTable => f.write_str("the document has no table"),
        }
    }
}

impl core::error::Error for PaperError {}

/// The time that a file bears when its document does not say when it was made.
const NO_TIME: &str = "2000-01-01T00:00:00Z";

/// `made_at` in UTC, as both formats want it.
fn utc(made_at: &str) -> String {
    chrono::DateTime::parse_from_rfc3339(made_at).map_or_else(
        |_| NO_TIME.to_owned(),
        |at| at.to_utc().format("%Y-%m-%dT%H:%M:%SZ").to_string(),
    )
}
