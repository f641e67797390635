//! The workspace: the open dossier as signals, and the one way to change it.
//!
//! A tap goes in one direction: a page calls [`Workspace::choose`] or [`Workspace::dispatch`];
//! `editing` stamps the fields and puts them into the dossier, from which everything on the screen
//! follows; `saving` takes them to the disk and says when they are there.

mod editing;
mod messages;
mod opening;
mod saving;

pub use messages::{MESSAGE_TIME, Message};
pub use opening::{NewDossier, Opening};

use crate::{
    disk::{Disk, SaveState},
    host::Host,
    queue::NewFile,
};
use bcd_core::{
    command::{self, Choice, Command},
    criteria::{CriteriaSet, Item, Mode},
    dossier::{Answer, Dossier},
    field::{Entry, Fields, Path},
    id::{DeviceId, DossierId, ItemId, StepId, UnitId},
    points::Points,
    scoring::{self, Score},
    undo::History,
};
use reactive_graph::{
    computed::Memo,
    owner::{LocalStorage, StoredValue},
    prelude::*,
    signal::{ArcTrigger, RwSignal},
};
use serde::{Deserialize, Serialize};
use std::{
    cell::{Cell, RefCell},
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
    /// It cannot start.
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

impl DossierLine {
    /// The line of a dossier.
    pub fn of(id: DossierId, dossier: &Dossier) -> Self {
        Self {
            id,
            unit: dossier.unit.id.clone(),
            name: dossier.unit.name.clone(),
            cycle: dossier.cycle.clone(),
            sample: dossier.sample,
        }
    }
}

/// What the app proposes for an item, based on the year's records. It never changes an answer: the
/// person accepts it or not.
#[derive(Clone, Debug, PartialEq, Eq)]
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

impl Proposed {
    // That an item without an answer is worth nothing so far goes without saying.
    fn adds_to(&self, answer: &Answer, item: &Item, mode: Mode) -> bool {
        let is_worth =
            || item.step(self.step.as_str()).is_some_and(|s| s.points > Points::default());
        match mode {
            _ if answer.na => false,
            Mode::Points => answer.step.as_ref().map_or_else(is_worth, |step| *step != self.step),
            Mode::Pass => answer.met.unwrap_or(false) != self.met,
        }
    }
}

/// What happened to the open dossier, for listeners that signals are not enough for.
pub enum WorkspaceEvent<'a> {
    /// Another dossier is open, or none.
    Opened,
    /// Fields of the open dossier have changed.
    Changed(&'a [(Path, Entry)]),
    /// Lists on the disk may have changed.
    Lists,
}

type Listener = Rc<dyn Fn(&WorkspaceEvent<'_>)>;

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
    /// The pack that it is of, by digest, as a person of this browser chose; `None` = the set that
    /// ships with the app.
    pub pack: RwSignal<Option<String>>,
    /// How items are answered.
    pub mode: Memo<Mode>,
    /// The score.
    pub score: Memo<Score>,
    /// Whether everything is safe.
    pub save: RwSignal<SaveState>,
    /// Rows of the disk that this version cannot read, as table and key.
    pub unread: RwSignal<Vec<String>>,
    /// Dossiers of this browser.
    pub dossiers: RwSignal<Vec<DossierLine>>,
    /// What can be undone: (undo, redo).
    pub can: RwSignal<(bool, bool)>,
    /// The message on the screen; a new one replaces it.
    pub message: RwSignal<Option<Message>>,
    inner: StoredValue<Rc<WorkspaceInner>, LocalStorage>,
}

struct WorkspaceInner {
    host: Host,
    disk: Disk,
    device: RefCell<DeviceId>,
    history: RefCell<History>,
    /// The field that a person is typing in, until they leave it.
    typing: RefCell<Option<Typing>>,
    /// Messages said so far.
    said: Cell<u32>,
    asked_to_keep: Cell<bool>,
    /// The JSON of the criteria set that ships with the app, and of the one in use.
    shipped: RefCell<String>,
    criteria: RefCell<String>,
    proposed: RefCell<Vec<Proposed>>,
    // One trigger per item, so that a change of one item does not redraw all others.
    bells: RefCell<Vec<(ItemId, ArcTrigger)>>,
    listeners: RefCell<Vec<Listener>>,
    opening: Opening,
}

/// A text that is being typed.
struct Typing {
    path: Path,
    /// A change of this field that came meanwhile from another tab or device.
    came: Option<Entry>,
}

impl Workspace {
    /// An empty workspace; [`Self::start`] opens what is stored. It lives as long as the reactive
    /// owner that it is made under.
    pub fn new(host: Host) -> Self {
        let dossier = RwSignal::new(Dossier::default());
        let set = RwSignal::new(Arc::new(CriteriaSet::default()));
        let (save, unread) = (RwSignal::new(SaveState::Saved), RwSignal::default());
        let inner = WorkspaceInner {
            disk: Disk::new(save, unread),
            // Used until the stored id has been read, and if there is none.
            device: RefCell::new(DeviceId(host.ids.new_id())),
            host,
            history: RefCell::default(),
            typing: RefCell::default(),
            said: Cell::new(0),
            asked_to_keep: Cell::new(false),
            shipped: RefCell::default(),
            criteria: RefCell::default(),
            proposed: RefCell::default(),
            bells: RefCell::default(),
            listeners: RefCell::default(),
            opening: Opening::default(),
        };
        Self {
            phase: RwSignal::new(Phase::Opening),
            id: RwSignal::new(None),
            dossier,
            set,
            pack: RwSignal::new(None),
            mode: Memo::new(move |_| {
                set.with(|set| dossier.with(|dossier| scoring::mode_of(set, dossier)))
            }),
            score: Memo::new(move |_| {
                set.with(|set| dossier.with(|dossier| scoring::score(set, dossier)))
            }),
            save,
            unread,
            dossiers: RwSignal::default(),
            can: RwSignal::new((false, false)),
            message: RwSignal::new(None),
            inner: StoredValue::new_local(Rc::new(inner)),
        }
    }

    fn inner(&self) -> Rc<WorkspaceInner> {
        self.inner.get_value()
    }

    /// Where the app runs.
    pub fn host(&self) -> Host {
        self.inner().host.clone()
    }

    /// The disk.
    pub fn disk(&self) -> Disk {
        self.inner().disk.clone()
    }

    /// This browser among a unit's devices.
    pub fn device(&self) -> DeviceId {
        self.inner().device.borrow().clone()
    }

    /// A new id for a record of the year, a piece of evidence, a document.
    pub fn new_id(&self) -> String {
        self.inner().host.ids.new_id()
    }

    /// Now as RFC 3339 with the device's own offset.
    pub fn now(&self) -> String {
        self.inner().host.clock.now()
    }

    /// The name that the person gave themselves; may be empty.
    pub fn person(&self) -> String {
        self.inner().host.settings.get(crate::host::settings::NAME).unwrap_or_default()
    }

    /// The criteria set in use, as it came.
    pub fn criteria(&self) -> String {
        self.inner().criteria.borrow().clone()
    }

    /// Calls `listener` for every event of the open dossier from now on.
    pub fn listen(&self, listener: impl Fn(&WorkspaceEvent<'_>) + 'static) {
        self.inner().listeners.borrow_mut().push(Rc::new(listener));
    }

    fn tell(&self, event: &WorkspaceEvent<'_>) {
        let listeners = self.inner().listeners.borrow().clone();
        for listener in listeners {
            listener(event);
        }
    }

    /// Answers an item as the person tapped.
    pub fn choose(&self, choice: Choice) {
        let sets = self.dossier.with_untracked(|d| command::fields_of_choice(choice, d));
        self.set_fields(sets);
    }

    /// Does what the person wants.
    pub fn dispatch(&self, command: Command) {
        let typing = matches!(
            command,
            Command::SetNote(..) | Command::EditEvidence(..) | Command::SetUnit(..)
        );
        let sets = self.dossier.with_untracked(|d| command::fields_of(command, d));
        if typing { self.type_into(sets) } else { self.set_fields(sets) }
    }

    /// Sets fields of the open dossier.
    pub fn set_fields(&self, sets: Vec<command::Set>) {
        self.edit(sets, Vec::new(), false);
    }

    /// Sets fields of the open dossier that name new files, and stores those files with them.
    pub fn set_with_files(&self, sets: Vec<command::Set>, files: Vec<NewFile>) {
        self.edit(sets, files, false);
    }

    /// Sets a text that is being typed. All changes until [`Self::end_typing`] are undone together.
    pub fn type_into(&self, sets: Vec<command::Set>) {
        self.edit(sets, Vec::new(), true);
    }

    /// Whether any change is not on the disk yet.
    pub fn is_unsaved(&self) -> bool {
        match self.save.get_untracked() {
            SaveState::Saved => false,
            SaveState::Saving | SaveState::Failed(_) => true,
            // Nothing can be saved, so leaving the page loses the open dossier, if there is one.
            SaveState::MemoryOnly => self.id.with_untracked(Option::is_some),
        }
    }

    /// Subscribes to the answer and the evidence of one item.
    pub fn follow(&self, item: &ItemId) {
        let inner = self.inner();
        let bells = inner.bells.borrow();
        if let Some((_, bell)) = bells.iter().find(|(id, _)| id == item) {
            bell.track();
        }
    }

    /// What is proposed for an item of the dossier and its answer does not say yet.
    pub fn proposed(&self, item: &Item, dossier: &Dossier, mode: Mode) -> Option<Proposed> {
        let inner = self.inner();
        let proposed = inner.proposed.borrow().iter().find(|one| one.item == item.id).cloned();
        let answer = || dossier.answer(item.id.as_str());
        proposed.filter(|proposed| proposed.adds_to(&answer(), item, mode))
    }

    /// Takes what is proposed now.
    pub fn propose(&self, all: Vec<Proposed>) {
        let inner = self.inner();
        if *inner.proposed.borrow() != all {
            inner.proposed.replace(all);
            self.ring(|_| true);
        }
    }

    /// Takes a criteria set; false if it is none.
    pub fn take_set(&self, json: &str) -> bool {
        let Ok(set) = serde_json::from_str::<CriteriaSet>(json) else { return false };
        let inner = self.inner();
        let bells = set.items().map(|(_, item)| (item.id.clone(), ArcTrigger::new()));
        inner.bells.replace(bells.collect());
        inner.criteria.replace(json.to_owned());
        self.set.set(Arc::new(set));
        true
    }

    // Takes another dossier, or none.
    fn show(&self, id: Option<DossierId>, fields: Fields) {
        self.dossier.set(Dossier::of(fields));
        if self.id.with_untracked(|now| *now != id) {
            self.id.set(id);
        }
        self.ring(|_| true);
        self.tell(&WorkspaceEvent::Opened);
    }

    // Puts changed fields into the open dossier and notifies whoever shows them.
    fn put(&self, fields: Vec<(Path, Entry)>) {
        if fields.is_empty() {
            return;
        }
        self.tell(&WorkspaceEvent::Changed(&fields));
        // A change of evidence may affect any item; a change of an answer affects only its own.
        let all = fields.iter().any(|(path, _)| path.starts_with("evidence/"));
        let answered: Vec<String> = fields
            .iter()
            .filter_map(|(path, _)| Some(path.strip_prefix("answer/")?.split('/').next()?.into()))
            .collect();
        self.dossier.update(|d| fields.into_iter().for_each(|(path, entry)| d.put(path, entry)));
        self.ring(|item| all || answered.iter().any(|id| id == item.as_str()));
    }

    fn ring(&self, whose: impl Fn(&ItemId) -> bool) {
        let inner = self.inner();
        let bells = inner.bells.borrow();
        for (_, bell) in bells.iter().filter(|(item, _)| whose(item)) {
            bell.notify();
        }
    }
}
