//! The file that leaves the browser: one JSON envelope, the same bytes for the same state.
//!
//! `docs/file-format.md` explains every field. A document is kept as the JSON value that was
//! read, so what this version does not know survives; the typed structs are views of it.
//!
//! Reading (`read`) never fails as a whole: it returns what could be read and a list of problems.

pub mod backup;
#[cfg(feature = "files")]
pub mod bundle;
#[cfg(feature = "files")]
pub mod canonical;
pub mod check;
pub mod device;
pub mod envelope;
pub mod limits;
#[cfg(feature = "files")]
mod metered;
pub mod pack;
pub mod parts;
pub mod problem;
#[cfg(feature = "files")]
pub mod read;
pub mod review;
pub mod rollup;
#[cfg(feature = "files")]
mod room;
pub mod share;
#[cfg(feature = "files")]
pub mod signing;
pub mod submission;
#[cfg(feature = "files")]
pub mod write;
pub mod year;

/// The name of the format, by which a file is recognised whatever it is called.
pub const FORMAT: &str = "ba-chu-dong";
/// The version that this app writes.
pub const VERSION: u64 = 1;
