//! Editing: changed fields get their stamps, are put into the dossier, and are saved.

use super::{DossierLine, Typing, Workspace};
use crate::{
    queue::{FieldChange, NewFile},
    store::{StoreError, tables},
};
use bcd_core::{
    command,
    dossier::Dossier,
    field::{self, Entry, Path},
    id::DossierId,
    undo::UndoStep,
};
use reactive_graph::prelude::*;

/// Stamped fields, each with the previous value.
type Stamped = Vec<(Path, FieldChange)>;

impl Workspace {
    /// Sets fields of the open dossier, so that it can be undone.
    pub(super) fn edit(&self, sets: Vec<command::Set>, files: Vec<NewFile>, typing: bool) {
        if sets.is_empty() && files.is_empty() {
            return;
        }
        let inner = self.inner();
        if typing && let [set] = sets.as_slice() {
            self.type_in(&set.path);
        }
        self.dossier.with_untracked(|d| inner.history.borrow_mut().note(d, &sets, typing));
        self.apply(sets, files);
    }

    /// Sets fields of a dossier that may not be the open one: a photo, for example, takes time and
    /// goes where it was picked. `make` computes the fields from the current state of that dossier.
    ///
    /// # Errors
    /// [`StoreError`] where that dossier could not be read or was deleted meanwhile; then nothing
    /// was set.
    pub async fn edit_in(
        &self,
        id: &DossierId,
        files: Vec<NewFile>,
        make: impl Fn(&Dossier) -> Vec<command::Set>,
    ) -> Result<(), StoreError> {
        let is_open = || self.id.with_untracked(|now| now.as_ref() == Some(id));
        if !is_open() {
            let fields = self.read(id).await?;
            if fields.is_empty() {
                // Half of it would come back.
                return Err(StoreError::Failed);
            }
            let dossier = Dossier::of(fields);
            // It may have been opened while it was read.
            if !is_open() {
                let changes = self.stamped(&dossier, make(&dossier));
                let mut after = dossier;
                for (path, change) in &changes {
                    after.put(path.clone(), change.entry.clone());
                }
                let line = DossierLine::of(id.clone(), &after);
                self.save_changes(Some(line), changes, files);
                return Ok(());
            }
        }
        let sets = self.dossier.with_untracked(make);
        self.edit(sets, files, false);
        Ok(())
    }

    /// Undoes one step. Returns how many fields were left alone because somebody else changed them
    /// since.
    pub fn undo(&self) -> usize {
        let inner = self.inner();
        let step = self.dossier.with_untracked(|d| inner.history.borrow_mut().undo(&d.fields));
        self.step(step)
    }

    /// Redoes one step. Returns how many fields were left alone, like [`Workspace::undo`].
    pub fn redo(&self) -> usize {
        let inner = self.inner();
        let step = self.dossier.with_untracked(|d| inner.history.borrow_mut().redo(&d.fields));
        self.step(step)
    }

    // Fields that somebody else changed since are left alone.
    fn step(&self, step: Option<UndoStep>) -> usize {
        let Some(step) = step else { return 0 };
        self.apply(step.sets, Vec::new());
        step.left_alone
    }

    /// Forgets what could be undone.
    pub(super) fn forget_history(&self) {
        let inner = self.inner();
        inner.history.take();
        inner.typing.take();
        self.can.set((false, false));
    }

    fn apply(&self, sets: Vec<command::Set>, files: Vec<NewFile>) {
        let changes = self.dossier.with_untracked(|dossier| self.stamped(dossier, sets));
        let fields = changes.iter().map(|(path, change)| (path.clone(), change.entry.clone()));
        self.put(fields.collect());
        let can = {
            let inner = self.inner();
            let history = inner.history.borrow();
            (history.can_undo(), history.can_redo())
        };
        if self.can.get_untracked() != can {
            self.can.set(can);
        }
        let line = self.line().filter(|_| !changes.is_empty());
        self.save_changes(line, changes, files);
    }

    fn stamped(&self, dossier: &Dossier, sets: Vec<command::Set>) -> Stamped {
        let inner = self.inner();
        let (at, by, dev) = (inner.host.clock.now(), self.person(), self.device());
        let n = field::highest(&dossier.fields) + 1;
        let stamp = |command::Set { path, value }| {
            let seen = dossier.fields.get(&path).cloned();
            let over = seen.as_ref().map(|seen| seen.seen_by(&dev)).unwrap_or_default();
            let (dev, at, by) = (dev.clone(), at.clone(), by.clone());
            (path, FieldChange { entry: Entry { v: value, n, dev, at, by, over }, seen })
        };
        sets.into_iter().map(stamp).collect()
    }

    /// The open dossier in a line.
    pub(super) fn line(&self) -> Option<DossierLine> {
        let id = self.id.get_untracked()?;
        Some(self.dossier.with_untracked(|dossier| DossierLine::of(id, dossier)))
    }

    // --- Typing ---

    fn type_in(&self, path: &str) {
        let inner = self.inner();
        let goes_on = inner.typing.borrow().as_ref().is_some_and(|typing| typing.path == path);
        if !goes_on {
            self.take_what_came();
            inner.typing.replace(Some(Typing { path: path.to_owned(), came: None }));
        }
    }

    /// Ends typing, for example when the person leaves the field: undo then reverts all of it at
    /// once, and a change that arrived meanwhile is applied if it is newer.
    pub fn end_typing(&self) {
        self.inner().history.borrow_mut().close_text();
        self.take_what_came();
    }

    fn take_what_came(&self) {
        let Some(typing) = self.inner().typing.take() else { return };
        if let Some(came) = typing.came {
            self.take_newer(vec![(typing.path, came)]);
        }
    }

    // A change that arrives for the field being typed in waits until the person leaves it.
    // Otherwise the text would be replaced in the middle of a word, and the mixture saved.
    fn is_held(&self, path: &str, entry: &Entry) -> bool {
        let inner = self.inner();
        let mut typing = inner.typing.borrow_mut();
        let Some(typing) = typing.as_mut().filter(|typing| typing.path == path) else {
            return false;
        };
        if typing.came.as_ref().is_none_or(|came| entry.stands_over(came)) {
            typing.came = Some(entry.clone());
        }
        true
    }

    /// Applies fields from elsewhere if they replace the values here.
    pub(super) fn take_newer(&self, fields: Vec<(Path, Entry)>) {
        let stands = |(path, entry): &(Path, Entry)| {
            self.dossier
                .with_untracked(|d| d.fields.get(path).is_none_or(|mine| entry.stands_over(mine)))
        };
        let newer = fields.into_iter().filter(stands);
        self.put(newer.filter(|(path, entry)| !self.is_held(path, entry)).collect());
    }

    /// The key of a field of the open dossier in its table.
    pub(super) fn key_of(id: &DossierId, path: &str) -> String {
        tables::field(id.as_str(), path)
    }
}
