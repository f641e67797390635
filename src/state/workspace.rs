//! The workspace: the open dossier and the lists beside it. One per page, in the context.

use super::{saving::Queue, toast::Toasts};
use crate::storage::{DbError, Store};
use bcd_core::{
    criteria::{CriteriaSet, Mode},
    dossier::Dossier,
    field::Path,
    id::{DeviceId, DossierId, UnitId},
    intake::Summary,
    scoring::{self, Score},
    undo::History,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    rc::Rc,
    sync::Arc,
};

/// How far the app is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Reading what is stored.
    Opening,
    /// Everything is there.
    Ready,
    /// The criteria could not be loaded, or a newer version has changed the storage.
    Failed(Failure),
}

/// Why the app cannot start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The criteria set did not arrive.
    NoCriteria,
    /// The database belongs to a newer version of the app.
    Newer,
}

/// Whether what was done is safe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaveState {
    /// Everything that was done is on the disk.
    Saved,
    /// A write is under way.
    Saving,
    /// The last write failed; the changes are in memory and are tried again with the next one.
    Failed(DbError),
    /// This browser stores nothing: everything lives as long as the tab.
    MemoryOnly,
}

/// A dossier in a line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DossierLine {
    /// Its id.
    pub id: DossierId,
    /// The unit's id: the same in every year.
    #[serde(default)]
    pub unit: UnitId,
    /// The unit's name.
    pub name: String,
    /// The cycle.
    pub cycle: String,
    /// A sample.
    #[serde(default)]
    pub sample: bool,
}

/// An own submission in a line.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Sent {
    /// Its number.
    pub seq: u32,
    /// Its digest.
    pub digest: String,
    /// When, RFC 3339.
    pub at: String,
    /// Who; may be empty.
    #[serde(default)]
    pub by: String,
    /// The fields that went up: what later edits are compared with.
    pub shared: BTreeMap<Path, serde_json::Value>,
}

/// The last copy outside this browser.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Copied {
    /// When, RFC 3339; empty = never.
    pub at: String,
    /// The highest counter then, by dossier: what is above it was changed since.
    pub upto: BTreeMap<DossierId, u64>,
}

/// The workspace. Copy: it holds handles.
#[derive(Clone, Copy)]
pub struct Workspace {
    /// How far the app is.
    pub phase: RwSignal<Phase>,
    /// The open dossier's id.
    pub id: RwSignal<Option<DossierId>>,
    /// The open dossier.
    pub dossier: RwSignal<Dossier>,
    /// The criteria set.
    pub set: RwSignal<Arc<CriteriaSet>>,
    /// How items are answered.
    pub mode: Memo<Mode>,
    /// The score.
    pub score: Memo<Score>,
    /// Whether everything is safe.
    pub save: RwSignal<SaveState>,
    /// Dossiers of this browser.
    pub dossiers: RwSignal<Vec<DossierLine>>,
    /// Submissions of the open dossier, oldest first.
    pub sent: RwSignal<Vec<Sent>>,
    /// Submissions of lower units.
    pub received: RwSignal<Vec<Summary>>,
    /// The last copy outside this browser.
    pub copied: RwSignal<Copied>,
    /// What can be undone: (undo, redo).
    pub can: RwSignal<(bool, bool)>,
    /// Short messages.
    pub toasts: Toasts,
    pub(super) inner: StoredValue<Rc<Inner>, LocalStorage>,
}

/// What is not drawn.
pub(super) struct Inner {
    pub store: RefCell<Store>,
    pub device: RefCell<DeviceId>,
    pub set_json: RefCell<serde_json::Value>,
    pub history: RefCell<History>,
    pub queue: Queue,
    pub asked_to_persist: Cell<bool>,
}

impl Workspace {
    /// An empty workspace; [`super::opening::open`] fills it.
    pub fn new() -> Self {
        let dossier = RwSignal::new(Dossier::default());
        let set = RwSignal::new(Arc::new(CriteriaSet::default()));
        let inner = Inner {
            store: RefCell::new(Store::in_memory()),
            device: RefCell::default(),
            set_json: RefCell::default(),
            history: RefCell::default(),
            queue: Queue::default(),
            asked_to_persist: Cell::new(false),
        };
        Self {
            phase: RwSignal::new(Phase::Opening),
            id: RwSignal::new(None),
            dossier,
            set,
            mode: Memo::new(move |_| {
                set.with(|set| dossier.with(|dossier| scoring::mode_of(set, dossier)))
            }),
            score: Memo::new(move |_| {
                set.with(|set| dossier.with(|dossier| scoring::score(set, dossier)))
            }),
            save: RwSignal::new(SaveState::Saved),
            dossiers: RwSignal::default(),
            sent: RwSignal::default(),
            received: RwSignal::default(),
            copied: RwSignal::default(),
            can: RwSignal::new((false, false)),
            toasts: Toasts::new(),
            inner: StoredValue::new_local(Rc::new(inner)),
        }
    }

    /// The workspace of this page.
    pub fn here() -> Self {
        expect_context()
    }

    pub(super) fn inner(&self) -> Rc<Inner> {
        self.inner.get_value()
    }

    pub(super) fn store(&self) -> Store {
        self.inner().store.borrow().clone()
    }

    /// Whether what was done since the app was opened is not all on the disk.
    pub fn is_unsaved(&self) -> bool {
        match self.save.get_untracked() {
            SaveState::Saved => false,
            SaveState::Saving | SaveState::Failed(_) => true,
            // Nothing can be saved; leaving loses whatever is not empty.
            SaveState::MemoryOnly => self.id.with_untracked(Option::is_some),
        }
    }
}
