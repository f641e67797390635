//! What a workspace asks of whoever keeps the data.

use crate::platform::Blob;
use bcd_core::{command, id::DossierId};

/// A file on its way to the disk.
#[derive(Clone)]
pub struct NewFile {
    /// Its content hash.
    pub hash: String,
    /// Its media type.
    pub mime: String,
    /// Its bytes.
    pub bytes: Blob,
}

/// What came with fields that are to be set.
pub struct Manner {
    /// They are letters of one text being typed: undone as one.
    pub typing: bool,
    /// New files that they name, saved in the same transaction.
    pub files: Vec<NewFile>,
}

/// Keeps the data: the kernel itself, or the desk's line to it.
pub trait Link {
    /// Sets fields of the open dossier.
    fn apply(&self, sets: Vec<command::Set>, with: Manner);
    /// Tells what was done elsewhere in the page and not told yet.
    fn catch_up(&self);
    /// Ends a run of typing.
    fn end_typing(&self);
    /// One step back.
    fn undo(&self);
    /// One step forward again.
    fn redo(&self);
    /// Tries again what could not be saved.
    fn retry_saving(&self);
    /// Opens a dossier of this browser.
    fn open(&self, id: DossierId);
    /// Says something; with undo where what was just done can be undone.
    fn say(&self, text: String, undo: bool);
}
