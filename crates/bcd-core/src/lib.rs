//! The domain of Ba Chủ Động, with nothing of a browser in it.
//!
//! # Where to start
//!
//! - [`criteria`]: what a unit is assessed against; [`scoring`]: what its answers are worth.
//! - [`dossier`]: one unit × one cycle, as a map of fields; [`command`]: the only way to change it.
//! - [`year`]: plan, meetings, branches and figures of the same dossier, and what follows from them.
//! - [`merge`]: how two devices' fields become one.
//! - [`content`]: what a file is by its bytes, how one of somebody else is saved, and what traces a
//!   picture bears.
//! - [`mod@format`]: the JSON file that leaves the browser, written and read.
//! - [`intake`]: what an incoming file means beside those already here.
//! - [`sync`]: keeping in step with a shared drive: where things lie, what to read and write.
//! - [`engine`]: the same work as messages, for the worker.
//! - [`upper`]: the upper level's side: the office that receives, what it says of a unit's year.
//! - [`signer`]: who signed a document, and how far that is known to be the unit's own device.
//! - [`sample`]: made-up units, the same ones every time, to play with and to test with.
//! - [`paper`]: official documents, and their layout.
//!
//! # What this crate does not do
//!
//! No I/O, no clock, no random source, no locale: time, ids and people come in as arguments.
//! Texts for people are made elsewhere, from the enums of this crate.

pub mod civil;
pub mod command;
pub mod content;
pub mod criteria;
pub mod dossier;
pub mod engine;
pub mod field;
pub mod format;
pub mod id;
pub mod intake;
pub mod merge;
pub mod paper;
pub mod points;
pub mod sample;
pub mod scoring;
pub mod signer;
pub mod sync;
pub mod text;
pub mod undo;
pub mod upper;
pub mod year;
