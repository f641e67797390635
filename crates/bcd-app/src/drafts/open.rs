//! A draft that is being edited: what a page shows, and the way to the disk.

use super::{Drafts, stored};
use crate::{core::Core, queue::FieldChange, store::StoreError};
use bcd_core::{
    command,
    field::{self, Path},
    merge::{
        Merged,
        conflict::{Conflict, Decision, decided},
    },
    upper::pack_draft::{
        Draft,
        command::{DraftCommand, fields_of},
        undo::Changes,
    },
};
use reactive_graph::{
    owner::{LocalStorage, StoredValue},
    prelude::*,
    signal::RwSignal,
};
use serde_json::Value;
use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    rc::Rc,
};

// Changes of a draft by their paths.
type Batch = BTreeMap<Path, FieldChange>;

/// Whether what was done to a draft is safe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DraftSave {
    /// It is on the disk.
    Saved,
    /// A write is under way.
    Saving,
    /// The last write failed; what was done is written again with the next change.
    Failed(StoreError),
}

struct Inner {
    core: Core,
    id: String,
    waiting: RefCell<Batch>,
    changes: RefCell<Changes>,
    writing: Cell<bool>,
}

/// A draft that is being edited. Copy: it holds handles.
#[derive(Clone, Copy)]
pub struct OpenDraft {
    /// The draft, with what was just done to it.
    pub draft: RwSignal<Draft>,
    /// Whether it is safe.
    pub save: RwSignal<DraftSave>,
    /// Fields that two tabs wrote without knowing of each other.
    pub beside: RwSignal<Vec<Conflict>>,
    /// Whether something can be undone.
    pub can_undo: RwSignal<bool>,
    inner: StoredValue<Rc<Inner>, LocalStorage>,
}

impl Drafts {
    /// A draft as it lies on the disk, to be opened; `None`: there is none.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn read(&self, id: &str) -> Result<Option<StoredDraft>, StoreError> {
        let state = stored::read(self.0, id).await?.state;
        let there = !state.fields.is_empty();
        Ok(there.then(|| StoredDraft { core: self.0, id: id.to_owned(), state }))
    }
}

/// A draft that was read and is not open yet.
#[derive(Clone)]
pub struct StoredDraft {
    core: Core,
    id: String,
    state: Merged,
}

impl StoredDraft {
    /// The draft.
    pub fn draft(&self) -> Draft {
        Draft::of(self.state.fields.clone())
    }

    /// Opens it, for as long as the present owner of signals lives.
    pub fn open(self) -> OpenDraft {
        let Self { core, id, state } = self;
        let beside = stored::beside(&state);
        let inner = Inner {
            core,
            id,
            waiting: RefCell::default(),
            changes: RefCell::default(),
            writing: Cell::new(false),
        };
        OpenDraft {
            draft: RwSignal::new(Draft::of(state.fields)),
            save: RwSignal::new(DraftSave::Saved),
            beside: RwSignal::new(beside),
            can_undo: RwSignal::new(false),
            inner: StoredValue::new_local(Rc::new(inner)),
        }
    }
}

impl OpenDraft {
    /// Does what a person wants.
    pub fn does(&self, command: DraftCommand) {
        self.act(command, false);
    }

    /// The same while they type: undo takes back all of it at once.
    pub fn types(&self, command: DraftCommand) {
        self.act(command, true);
    }

    /// Ends typing, as when they leave the field.
    pub fn end_typing(&self) {
        if let Some(inner) = self.inner.try_get_value() {
            inner.changes.borrow_mut().close();
        }
    }

    fn act(&self, command: DraftCommand, typing: bool) {
        let (Some(inner), Some(draft)) =
            (self.inner.try_get_value(), self.draft.try_get_untracked())
        else {
            return;
        };
        let sets = fields_of(command, &draft);
        inner.changes.borrow_mut().note(&draft, &sets, typing);
        self.apply(&inner, &draft, sets);
    }

    /// Takes back the last change; how many of its fields were left alone, because another tab changed
    /// them since.
    pub fn undo(&self) -> usize {
        let (Some(inner), Some(draft)) =
            (self.inner.try_get_value(), self.draft.try_get_untracked())
        else {
            return 0;
        };
        let (sets, left) = inner.changes.borrow_mut().undo(&draft);
        self.apply(&inner, &draft, sets);
        left
    }

    fn apply(&self, inner: &Rc<Inner>, draft: &Draft, sets: Vec<command::Set>) {
        let n = field::highest(&draft.fields) + 1;
        let dev = inner.core.work.device();
        let mut after = draft.clone();
        for command::Set { path, value } in sets {
            let seen = draft.fields.get(&path).cloned();
            let over = seen.as_ref().map(|seen| seen.seen_by(&dev));
            let entry = stored::stamped(inner.core, n, value, over);
            after.fields.insert(path.clone(), entry.clone());
            let mut waiting = inner.waiting.borrow_mut();
            let seen = waiting.get(&path).map_or(seen, |first| first.seen.clone());
            waiting.insert(path, FieldChange { entry, seen });
        }
        self.draft.try_set(after);
        self.can_undo.try_set(inner.changes.borrow().can_undo());
        self.write_on();
    }

    /// Writes what waits, also what could not be written before.
    pub fn write_on(&self) {
        let Some(inner) = self.inner.try_get_value() else { return };
        if !inner.waiting.borrow().is_empty() && !inner.writing.replace(true) {
            self.save.try_set(DraftSave::Saving);
            let open = *self;
            // To its end, also if the person leaves the page.
            inner.core.host().spawn(async move { open.drain(inner).await });
        }
    }

    async fn drain(self, inner: Rc<Inner>) {
        let end = loop {
            let batch = inner.waiting.take();
            if batch.is_empty() {
                break DraftSave::Saved;
            }
            match stored::write(inner.core, &inner.id, &batch).await {
                Ok(state) => self.take(&inner, &state, &batch),
                Err(error) => {
                    // What was changed again meanwhile goes before.
                    let newer = inner.waiting.take();
                    let mut all = batch;
                    for (path, change) in newer {
                        let seen = all.get(&path).map_or(change.seen, |first| first.seen.clone());
                        all.insert(path, FieldChange { entry: change.entry, seen });
                    }
                    inner.waiting.replace(all);
                    break DraftSave::Failed(error);
                }
            }
        };
        inner.writing.set(false);
        self.save.try_set(end);
    }

    // Takes what is on the disk now, with what still waits over it.
    fn take(&self, inner: &Rc<Inner>, state: &Merged, written: &Batch) {
        let mut waiting = inner.waiting.borrow_mut();
        for (path, change) in waiting.iter_mut().filter(|(path, _)| written.contains_key(*path)) {
            // Typed on over what was just written: that is what was seen.
            change.seen = state.fields.get(path).cloned();
            let n = change.seen.as_ref().map_or(0, |seen| seen.n + 1);
            change.entry.n = change.entry.n.max(n);
        }
        let fields = stored::with_waiting(state, &waiting);
        drop(waiting);
        if self.draft.try_with_untracked(|draft| draft.fields != fields) == Some(true) {
            self.draft.try_set(Draft::of(fields));
        }
        let beside = stored::beside(state);
        if self.beside.try_with_untracked(|before| *before != beside) == Some(true) {
            self.beside.try_set(beside);
        }
    }

    /// Reads again what is on the disk, where another tab may have written.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn refresh(&self) -> Result<(), StoreError> {
        let Some(inner) = self.inner.try_get_value() else { return Ok(()) };
        let state = stored::read(inner.core, &inner.id).await?.state;
        self.take(&inner, &state, &Batch::new());
        Ok(())
    }

    /// Decides between values that two tabs wrote: this one stands from now on.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was written.
    pub async fn decide(&self, conflict: &Conflict, value: Value) -> Result<(), StoreError> {
        let Some(inner) = self.inner.try_get_value() else { return Ok(()) };
        let core = inner.core;
        let shown: Vec<Value> = conflict
            .others
            .iter()
            .chain([&conflict.standing])
            .map(|entry| entry.v.clone())
            .collect();
        let state = stored::change(core, &inner.id, &|before| {
            let decision = Decision {
                n: field::highest(&before.fields) + 1,
                dev: core.work.device(),
                at: core.now(),
                by: core.work.person(),
            };
            let mut after = before.clone();
            for entry in decided(before, &conflict.path, value.clone(), decision, &shown) {
                after.put(conflict.path.clone(), entry);
            }
            after
        })
        .await?;
        self.take(&inner, &state, &Batch::new());
        Ok(())
    }

    /// Whether something waits that is not on the disk.
    pub fn is_unsaved(&self) -> bool {
        self.inner
            .try_get_value()
            .is_some_and(|inner| inner.writing.get() || !inner.waiting.borrow().is_empty())
    }
}
