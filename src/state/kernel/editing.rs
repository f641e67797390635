//! Editing: fields get their stamps, become the dossier, and go to the disk.

use super::{Kernel, saving::Change};
use crate::{
    platform::{clock, prefs},
    state::{
        link::{Manner, NewFile},
        wire::Told,
    },
};
use bcd_core::{
    command,
    field::{self, Entry, Path},
    undo,
};
use leptos::prelude::*;

impl Kernel {
    /// Sets fields, so that it can be undone.
    pub(super) fn edit(&self, sets: Vec<command::Set>, with: Manner) {
        self.dossier.with_untracked(|d| self.0.history.borrow_mut().note(d, &sets, with.typing));
        self.apply_sets(sets, with.files);
    }

    /// Takes a step of the history, if there is one.
    pub(super) fn step(&self, step: Option<undo::Step>) {
        if let Some(step) = step {
            self.apply_sets(step.sets, Vec::new());
        }
    }

    /// Forgets what could be undone.
    pub(super) fn forget_history(&self) {
        self.0.history.take();
        self.set_can((false, false));
    }

    fn apply_sets(&self, sets: Vec<command::Set>, files: Vec<NewFile>) {
        let (at, by) = (clock::now(), prefs::get(prefs::NAME).unwrap_or_default());
        let dev = self.0.device.borrow().clone();
        let (mut changes, mut fields) = (Vec::with_capacity(sets.len()), Vec::new());
        self.dossier.with_untracked(|dossier| {
            let n = field::highest(&dossier.fields) + 1;
            for command::Set { path, value } in sets {
                let seen = dossier.fields.get(&path).cloned();
                let over = seen.as_ref().map(|seen| seen.seen_by(&dev)).unwrap_or_default();
                let (at, by) = (at.clone(), by.clone());
                let entry = Entry { v: value, n, dev: dev.clone(), at, by, over };
                fields.push((path.clone(), entry.clone()));
                changes.push((path, Change { entry, seen }));
            }
        });
        self.take(fields);
        let history = self.0.history.borrow();
        let can = (history.can_undo(), history.can_redo());
        drop(history);
        if self.can.get_untracked() != can {
            self.set_can(can);
        }
        self.save_changes(changes, files);
    }

    /// Puts fields into the open dossier, and tells the desk.
    pub(super) fn take(&self, fields: Vec<(Path, Entry)>) {
        if !fields.is_empty() {
            self.tell(&Told::Fields(fields.clone()));
            self.put(fields);
        }
    }
}
