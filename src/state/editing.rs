//! Editing: a command becomes fields, the fields become the dossier, and go to the disk.

use super::{
    saving::{Change, NewFile},
    workspace::Workspace,
};
use crate::platform::{clock, prefs};
use bcd_core::{
    command::{self, Command},
    field::{self, Entry},
};
use leptos::prelude::*;

/// Characters of one text that the interface takes; the file's own limit is higher.
pub const TEXT_MAX: u32 = 4_000;

impl Workspace {
    /// Does what the person wants.
    pub fn dispatch(&self, command: Command) {
        self.dispatch_with_files(command, Vec::new());
    }

    pub(super) fn dispatch_with_files(&self, command: Command, files: Vec<NewFile>) {
        let typing = matches!(
            command,
            Command::SetNote(..) | Command::EditEvidence(..) | Command::SetUnit(..)
        );
        let sets = self.dossier.with_untracked(|d| command::fields_of(command, d));
        if sets.is_empty() {
            return;
        }
        let inner = self.inner();
        self.dossier.with_untracked(|d| inner.history.borrow_mut().note(d, &sets, typing));
        self.apply(sets, files);
    }

    /// Ends a run of typing, so that undo takes it back as one.
    pub fn end_typing(&self) {
        self.inner().history.borrow_mut().close_text();
    }

    /// One step back.
    pub fn undo(&self) {
        let step = self.inner().history.borrow_mut().undo();
        if let Some(sets) = step {
            self.apply(sets, Vec::new());
        }
    }

    /// One step forward again.
    pub fn redo(&self) {
        let step = self.inner().history.borrow_mut().redo();
        if let Some(sets) = step {
            self.apply(sets, Vec::new());
        }
    }

    fn apply(&self, sets: Vec<command::Set>, files: Vec<NewFile>) {
        let inner = self.inner();
        let (at, by) = (clock::now(), prefs::get(prefs::NAME).unwrap_or_default());
        let dev = inner.device.borrow().clone();
        let mut changes = Vec::with_capacity(sets.len());
        self.dossier.update(|dossier| {
            let n = field::highest(&dossier.fields) + 1;
            for command::Set { path, value } in sets {
                let entry = Entry { v: value, n, dev: dev.clone(), at: at.clone(), by: by.clone() };
                let seen = dossier.fields.get(&path).cloned();
                dossier.put(path.clone(), entry.clone());
                changes.push((path, Change { entry, seen }));
            }
        });
        let history = inner.history.borrow();
        self.can.set((history.can_undo(), history.can_redo()));
        drop(history);
        self.save_changes(changes, files);
    }
}
