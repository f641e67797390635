//! What the desk and the kernel say to each other through the port, as JSON.

use super::workspace::{DossierLine, Proposed, SaveState};
use bcd_core::{
    field::{Entry, Fields, Path},
    id::{DeviceId, DossierId, ItemId, StepId},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What the desk asks. Read by hand ([`Ask::read`]): the first module carries the reading, and
/// what is derived weighs several times as much.
#[derive(Serialize)]
pub enum Ask {
    /// The desk is here and listens.
    Hello,
    /// Set fields; hash and media type of the files that come along as bytes.
    Apply {
        /// Fields and their values.
        sets: Vec<(Path, Value)>,
        /// Letters of one text.
        typing: bool,
        /// Hash and media type of each blob.
        files: Vec<(String, String)>,
    },
    /// Tell me what I have not heard yet.
    CatchUp,
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
    Create(Vec<(Path, Value)>),
    /// Say something; with undo.
    Say(String, bool),
    /// The person chose a language.
    Lang(String),
    /// Lists on the disk have changed.
    Lists,
    /// What the year proposes for items of the open dossier.
    Propose(Vec<Proposed>),
}

impl Ask {
    /// Reads what the desk wrote; `None` for anything else.
    pub fn read(json: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(json).ok()?;
        if let Some(word) = value.as_str() {
            return Some(match word {
                "Hello" => Self::Hello,
                "CatchUp" => Self::CatchUp,
                "EndTyping" => Self::EndTyping,
                "Undo" => Self::Undo,
                "Redo" => Self::Redo,
                "Retry" => Self::Retry,
                "Lists" => Self::Lists,
                _ => return None,
            });
        }
        let (name, inner) = value.as_object()?.iter().next()?;
        Some(match name.as_str() {
            "Apply" => Self::Apply {
                sets: fields(&inner["sets"])?,
                typing: inner["typing"].as_bool()?,
                files: each(&inner["files"], |file| Some((text(&file[0])?, text(&file[1])?)))?,
            },
            "Open" => Self::Open(DossierId(text(inner)?)),
            "Create" => Self::Create(fields(inner)?),
            "Say" => Self::Say(text(&inner[0])?, inner[1].as_bool()?),
            "Lang" => Self::Lang(text(inner)?),
            "Propose" => Self::Propose(each(inner, |one| {
                Some(Proposed {
                    item: ItemId(text(&one["item"])?),
                    step: StepId(text(&one["step"])?),
                    met: one["met"].as_bool()?,
                    words: text(&one["words"])?,
                })
            })?),
            _ => return None,
        })
    }
}

fn fields(list: &Value) -> Option<Vec<(Path, Value)>> {
    each(list, |set| Some((text(&set[0])?, set[1].clone())))
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn each<T>(list: &Value, read: impl Fn(&Value) -> Option<T>) -> Option<Vec<T>> {
    list.as_array()?.iter().map(read).collect()
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
