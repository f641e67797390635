//! The workspace: the open dossier as signals, and the one way to change it. One per module.

use super::link::{Link, Manner, NewFile};
use crate::storage::DbError;
use bcd_core::{
    command::{self, Choice, Command},
    criteria::{CriteriaSet, Mode},
    dossier::Dossier,
    field::{Entry, Fields, Path},
    id::{DossierId, ItemId, StepId, UnitId},
    scoring::{self, Score},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::{rc::Rc, sync::Arc};

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
    /// What is stored could not be read.
    Storage,
}

/// Whether what was done is safe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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

/// What the app proposes for an item, by what was noted through the year. It touches no answer:
/// a person accepts it, or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposed {
    /// The item.
    pub item: ItemId,
    /// The step of its ladder.
    pub step: StepId,
    /// Whether that step counts as met.
    pub met: bool,
    /// The working, in words.
    pub words: String,
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
    /// Rows of the disk that this version cannot read.
    pub unread: RwSignal<usize>,
    /// Dossiers of this browser.
    pub dossiers: RwSignal<Vec<DossierLine>>,
    /// What can be undone: (undo, redo).
    pub can: RwSignal<(bool, bool)>,
    proposed: StoredValue<Vec<Proposed>>,
    // One bell per item: a tap on one of them must not draw all the others.
    bells: StoredValue<Vec<(ItemId, ArcTrigger)>>,
    link: StoredValue<Option<Rc<dyn Link>>, LocalStorage>,
}

impl Workspace {
    /// An empty workspace without a link; [`Self::connect`] gives it one.
    pub fn new() -> Self {
        let dossier = RwSignal::new(Dossier::default());
        let set = RwSignal::new(Arc::new(CriteriaSet::default()));
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
            unread: RwSignal::new(0),
            dossiers: RwSignal::default(),
            can: RwSignal::new((false, false)),
            proposed: StoredValue::default(),
            bells: StoredValue::default(),
            link: StoredValue::new_local(None),
        }
    }

    /// Says who keeps the data.
    pub fn connect(&self, link: Rc<dyn Link>) {
        self.link.set_value(Some(link));
    }

    /// Takes a criteria set; false if it is none.
    pub fn take_set(&self, json: &str) -> bool {
        let Ok(set) = serde_json::from_str::<CriteriaSet>(json) else { return false };
        let bells = set.items().map(|(_, item)| (item.id.clone(), ArcTrigger::new()));
        self.bells.set_value(bells.collect());
        self.set.set(Arc::new(set));
        true
    }

    // Asked outside of any reactive reading: what it does must not be tracked by who asks.
    fn linked(&self, ask: impl FnOnce(&dyn Link)) {
        if let Some(link) = self.link.get_value() {
            untrack(|| ask(&*link));
        }
    }

    /// Says something of an item, as the person tapped.
    pub fn choose(&self, choice: Choice) {
        self.catch_up();
        let sets = self.dossier.with_untracked(|d| command::fields_of_choice(choice, d));
        self.set_fields(sets, Manner { typing: false, files: Vec::new() });
    }

    /// Does what the person wants.
    pub fn dispatch(&self, command: Command) {
        self.dispatch_with_files(command, Vec::new());
    }

    /// Does what the person wants, with new files.
    pub fn dispatch_with_files(&self, command: Command, files: Vec<NewFile>) {
        self.catch_up();
        let typing = matches!(
            command,
            Command::SetNote(..) | Command::EditEvidence(..) | Command::SetUnit(..)
        );
        let sets = self.dossier.with_untracked(|d| command::fields_of(command, d));
        self.set_fields(sets, Manner { typing, files });
    }

    /// Sets fields of the open dossier.
    pub fn set_fields(&self, sets: Vec<command::Set>, with: Manner) {
        if !sets.is_empty() {
            self.linked(|link| link.apply(sets, with));
        }
    }

    /// Ends a run of typing, so that undo takes it back as one.
    pub fn end_typing(&self) {
        self.linked(|link| link.end_typing());
    }

    /// One step back.
    pub fn undo(&self) {
        self.linked(|link| link.undo());
    }

    /// One step forward again.
    pub fn redo(&self) {
        self.linked(|link| link.redo());
    }

    /// Tries again what could not be saved.
    pub fn retry_saving(&self) {
        self.linked(|link| link.retry_saving());
    }

    /// Opens a dossier of this browser.
    pub fn open(&self, id: DossierId) {
        self.linked(|link| link.open(id));
    }

    /// Says something.
    pub fn say(&self, text: impl Into<String>) {
        let text = text.into();
        self.linked(|link| link.say(text, false));
    }

    /// Says what was done, and offers to undo it.
    pub fn say_undoable(&self, text: impl Into<String>) {
        let text = text.into();
        self.linked(|link| link.say(text, true));
    }

    /// Hears what was done elsewhere in the page and not heard yet.
    pub fn catch_up(&self) {
        self.linked(|link| link.catch_up());
    }

    /// Whether what was done since the app was opened is not all on the disk.
    pub fn is_unsaved(&self) -> bool {
        self.catch_up();
        match self.save.get_untracked() {
            SaveState::Saved => false,
            SaveState::Saving | SaveState::Failed(_) => true,
            // Nothing can be saved; leaving loses whatever is not empty.
            SaveState::MemoryOnly => self.id.with_untracked(Option::is_some),
        }
    }

    /// Follows one item: its answer and its evidence.
    pub fn follow(&self, item: &ItemId) {
        self.bells.with_value(|bells| {
            if let Some((_, bell)) = bells.iter().find(|(id, _)| id == item) {
                bell.track();
            }
        });
    }

    /// What is proposed for an item.
    pub fn proposed(&self, item: &ItemId) -> Option<Proposed> {
        self.proposed.with_value(|all| all.iter().find(|one| one.item == *item).cloned())
    }

    /// Takes what is proposed now.
    pub(super) fn propose(&self, all: Vec<Proposed>) {
        if self.proposed.with_value(|before| *before != all) {
            self.proposed.set_value(all);
            self.ring(|_| true);
        }
    }

    /// Takes another dossier, or none.
    pub(super) fn show(&self, id: Option<DossierId>, fields: Fields) {
        self.dossier.set(Dossier::of(fields));
        if self.id.with_untracked(|now| *now != id) {
            self.id.set(id);
        }
        self.ring(|_| true);
    }

    /// Takes fields of the open dossier as they are now.
    pub(super) fn put(&self, fields: Vec<(Path, Entry)>) {
        if fields.is_empty() {
            return;
        }
        // Evidence may support any item; an answer is its own item's.
        let all = fields.iter().any(|(path, _)| path.starts_with("evidence/"));
        let answered: Vec<String> = fields
            .iter()
            .filter_map(|(path, _)| Some(path.strip_prefix("answer/")?.split('/').next()?.into()))
            .collect();
        self.dossier.update(|d| fields.into_iter().for_each(|(path, entry)| d.put(path, entry)));
        self.ring(|item| all || answered.iter().any(|id| id == item.as_str()));
    }

    fn ring(&self, whose: impl Fn(&ItemId) -> bool) {
        self.bells.with_value(|bells| {
            for (_, bell) in bells.iter().filter(|(item, _)| whose(item)) {
                bell.notify();
            }
        });
    }
}
