//! A draft that is being edited: what a page shows, and the way to the disk.

use super::{Drafts, kept_under, stored};
use crate::{core::Core, queue::FieldChange, store::StoreError};
use bcd_core::{
    command, field,
    id::ItemId,
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
    collections::BTreeSet,
    rc::Rc,
};

struct Inner {
    core: Core,
    id: String,
    changes: RefCell<Changes>,
    // How often it was changed here: what was read before a change is too old to be shown.
    turn: Cell<u64>,
}

/// A draft that is being edited. Copy: it holds handles.
#[derive(Clone, Copy)]
pub struct OpenDraft {
    /// The draft, with what was just done to it.
    pub draft: RwSignal<Draft>,
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
        let inner = Inner { core, id, changes: RefCell::default(), turn: Cell::new(0) };
        OpenDraft {
            draft: RwSignal::new(Draft::of(state.fields)),
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

    // Into the queue in which the changes of dossiers wait: what cannot be written stays there, on the
    // screen and in the next backup, wherever the person goes.
    fn apply(&self, inner: &Rc<Inner>, draft: &Draft, sets: Vec<command::Set>) {
        let n = field::highest(&draft.fields) + 1;
        let dev = inner.core.work.device();
        let (mut after, mut changes) = (draft.clone(), Vec::new());
        for command::Set { path, value } in sets {
            let seen = draft.fields.get(&path).cloned();
            let over = seen.as_ref().map(|seen| seen.seen_by(&dev));
            let entry = stored::stamped(inner.core, n, value, over);
            after.fields.insert(path.clone(), entry.clone());
            changes.push((path, FieldChange { entry, seen }));
        }
        inner.turn.set(inner.turn.get() + 1);
        self.draft.try_set(after);
        self.can_undo.try_set(inner.changes.borrow().can_undo());
        inner.core.work.save_fields(&kept_under(&inner.id), changes);
    }

    fn take(&self, state: Merged) {
        let beside = stored::beside(&state);
        if self.draft.try_with_untracked(|draft| draft.fields != state.fields) == Some(true) {
            self.draft.try_update(|draft| draft.fields = state.fields);
        }
        if self.beside.try_with_untracked(|before| *before != beside) == Some(true) {
            self.beside.try_set(beside);
        }
    }

    /// Ids of items that published versions had: they are not given again.
    pub fn knows(&self, given: BTreeSet<ItemId>) {
        if self.draft.try_with_untracked(|draft| draft.given != given) == Some(true) {
            self.draft.try_update(|draft| draft.given = given);
        }
    }

    /// Reads again what is kept, where another tab may have written.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn refresh(&self) -> Result<(), StoreError> {
        let Some(inner) = self.inner.try_get_value() else { return Ok(()) };
        loop {
            let turn = inner.turn.get();
            let state = stored::read(inner.core, &inner.id).await?.state;
            if inner.turn.get() == turn {
                self.take(state);
                return Ok(());
            }
        }
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
        stored::change(core, &inner.id, &|before| {
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
        self.refresh().await
    }

    /// Whether something waits that is not on the disk.
    pub fn is_unsaved(&self) -> bool {
        let has = |inner: Rc<Inner>| inner.core.disk().queue().has(&kept_under(&inner.id));
        self.inner.try_get_value().is_some_and(has)
    }
}
