//! The desk's line to the kernel.

use crate::{
    platform::{Blob, port},
    state::{
        link::{Link, Manner, NewFile},
        wire::Ask,
        workspace::{Proposed, SaveState, Workspace},
    },
    storage::DbError,
};
use bcd_core::{command, id::DossierId};
use leptos::prelude::*;

/// Asks; whether the kernel got it.
pub(super) fn ask(ask: &Ask, blobs: &[Blob]) -> bool {
    serde_json::to_string(ask).is_ok_and(|json| port::ask(&json, blobs))
}

/// Says that lists on the disk have changed.
pub(super) fn lists_changed() {
    ask(&Ask::Lists, &[]);
}

/// Shows proposals in the checklist.
pub fn propose(all: Vec<Proposed>) {
    ask(&Ask::Propose(all), &[]);
}

/// Says that the person chose a language.
pub fn language_chosen(code: &str) {
    ask(&Ask::Lang(code.to_owned()), &[]);
}

/// The line of a workspace.
pub(super) struct Line(pub Workspace);

impl Line {
    // What did not arrive is not kept, and that must be seen.
    fn ask(&self, what: &Ask, blobs: &[Blob]) {
        if !ask(what, blobs) {
            self.0.save.set(SaveState::Failed(DbError::Unavailable));
        }
    }
}

impl Link for Line {
    fn catch_up(&self) {
        self.ask(&Ask::CatchUp, &[]);
    }

    fn apply(&self, sets: Vec<command::Set>, with: Manner) {
        let sets = sets.into_iter().map(|set| (set.path, set.value)).collect();
        let (mut files, mut blobs) = (Vec::new(), Vec::new());
        for NewFile { hash, mime, bytes } in with.files {
            files.push((hash, mime));
            blobs.push(bytes);
        }
        self.ask(&Ask::Apply { sets, typing: with.typing, files }, &blobs);
    }

    fn end_typing(&self) {
        self.ask(&Ask::EndTyping, &[]);
    }

    fn undo(&self) {
        self.ask(&Ask::Undo, &[]);
    }

    fn redo(&self) {
        self.ask(&Ask::Redo, &[]);
    }

    fn retry_saving(&self) {
        self.ask(&Ask::Retry, &[]);
    }

    fn open(&self, id: DossierId) {
        self.ask(&Ask::Open(id), &[]);
    }

    fn say(&self, text: String, undo: bool) {
        self.ask(&Ask::Say(text, undo), &[]);
    }
}
