//! What the desk and the kernel say to each other through the port, as JSON.

use super::workspace::{DossierLine, SaveState};
use bcd_core::{
    field::{Entry, Fields, Path},
    id::{DeviceId, DossierId},
};
use serde::{Deserialize, Serialize};

/// What the desk asks.
#[derive(Serialize, Deserialize)]
pub enum Ask {
    /// The desk is here and listens.
    Hello,
    /// Set fields; hash and media type of the files that come along as bytes.
    Apply {
        /// Fields and their values.
        sets: Vec<(Path, serde_json::Value)>,
        /// Letters of one text.
        typing: bool,
        /// Hash and media type of each blob.
        files: Vec<(String, String)>,
    },
    /// A run of typing has ended.
    EndTyping,
    /// One step back.
    Undo,
    /// One step forward again.
    Redo,
    /// Try again what could not be saved.
    Retry,
    /// Open a dossier.
    Open(DossierId),
    /// Make a dossier of these fields, and open it.
    Create(Vec<(Path, serde_json::Value)>),
    /// Say something; with undo.
    Say(String, bool),
    /// The person chose a language.
    Lang(String),
    /// Lists on the disk have changed.
    Lists,
}

/// What the kernel tells the desk.
#[derive(Serialize, Deserialize)]
pub enum Told {
    /// The criteria set lies at the port; this is the browser's device id. Comes first.
    Begin(DeviceId),
    /// A dossier is open, or none. Everything of it.
    Opened(Option<DossierId>, Fields),
    /// Fields of the open dossier as they are now.
    Fields(Vec<(Path, Entry)>),
    /// Dossiers of this browser.
    Dossiers(Vec<DossierLine>),
    /// Lists on the disk have changed.
    Lists,
    /// Whether everything is safe.
    Save(SaveState),
    /// What can be undone: (undo, redo).
    Can(bool, bool),
    /// Everything was told; from now on changes.
    Ready,
}
