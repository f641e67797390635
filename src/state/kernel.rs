//! The kernel: keeps the data. It owns the store, the queue to the disk, the history and the
//! other tabs' news; there is one per page, in the first module.

mod editing;
mod opening;
mod saving;
mod serving;

pub use opening::NewDossier;
pub use saving::News;

use super::{
    link::{Link, Manner},
    wire::Told,
    workspace::{SaveState, Workspace},
};
use crate::{
    platform::{page, port, spawn_local},
    storage::Store,
};
use bcd_core::{
    command,
    id::{DeviceId, DossierId},
    undo::History,
};
use leptos::prelude::*;
use saving::Queue;
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::Duration,
};

/// A short message on the screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Toast {
    /// What it says.
    pub text: String,
    /// Whether it offers to undo what was just done.
    pub undo: bool,
}

/// What the kernel hands to the page's frame.
#[derive(Clone, Copy)]
pub struct Screen {
    /// The message on the screen; a new one replaces it.
    pub toast: RwSignal<Option<Toast>>,
    /// The language that the person chose elsewhere.
    pub lang: RwSignal<Option<String>>,
}

/// Keeps the data.
#[derive(Clone)]
pub struct Kernel(Rc<Inner>);

struct Inner {
    workspace: Workspace,
    screen: Screen,
    store: RefCell<Store>,
    device: RefCell<DeviceId>,
    history: RefCell<History>,
    queue: Queue,
    asked_to_persist: Cell<bool>,
    said: Cell<u32>,
    /// The criteria set that ships with the app.
    shipped: RefCell<String>,
    desk_here: Cell<bool>,
    desk_asks: Cell<bool>,
    news: RefCell<Vec<String>>,
}

impl std::ops::Deref for Kernel {
    type Target = Workspace;
    fn deref(&self) -> &Workspace {
        &self.0.workspace
    }
}

impl Kernel {
    /// A kernel for `workspace`, with nothing in it yet; [`Kernel::start`] opens what is stored.
    pub fn new(workspace: Workspace, screen: Screen) -> Self {
        let kernel = Self(Rc::new(Inner {
            workspace,
            screen,
            store: RefCell::new(Store::in_memory()),
            device: RefCell::default(),
            history: RefCell::default(),
            queue: Queue::default(),
            asked_to_persist: Cell::new(false),
            said: Cell::new(0),
            shipped: RefCell::default(),
            desk_here: Cell::new(false),
            desk_asks: Cell::new(false),
            news: RefCell::default(),
        }));
        workspace.connect(Rc::new(kernel.clone()));
        port::open(&kernel);
        kernel
    }

    fn store(&self) -> Store {
        self.0.store.borrow().clone()
    }

    fn set_saved(&self, state: SaveState) {
        self.save.set(state);
        self.tell(&Told::Save(state));
    }

    fn set_can(&self, can: (bool, bool)) {
        self.can.set(can);
        self.tell(&Told::Can(can.0, can.1));
    }

    // Tells the desk, once there is one. What the desk asked for it hears before the answer
    // returns; of what was done elsewhere it hears behind the paint, which must not wait for it.
    fn tell(&self, told: &Told) {
        if !self.0.desk_here.get() {
            return;
        }
        let Ok(json) = serde_json::to_string(told) else { return };
        let news = &self.0.news;
        news.borrow_mut().push(json);
        if self.0.desk_asks.get() {
            self.tell_news();
        } else if news.borrow().len() == 1 {
            let kernel = self.clone();
            page::behind_paint(move || kernel.tell_news());
        }
    }

    fn tell_news(&self) {
        for json in self.0.news.take() {
            port::tell(&json);
        }
    }
}

impl Link for Kernel {
    fn apply(&self, sets: Vec<command::Set>, with: Manner) {
        self.edit(sets, with);
    }

    // What is done here is done at once.
    fn catch_up(&self) {}

    fn end_typing(&self) {
        self.0.history.borrow_mut().close_text();
    }

    fn undo(&self) {
        let step = self.dossier.with_untracked(|d| self.0.history.borrow_mut().undo(&d.fields));
        self.step(step);
    }

    fn redo(&self) {
        let step = self.dossier.with_untracked(|d| self.0.history.borrow_mut().redo(&d.fields));
        self.step(step);
    }

    fn retry_saving(&self) {
        self.save_now();
    }

    fn open(&self, id: DossierId) {
        let kernel = self.clone();
        spawn_local(async move { kernel.switch_to(id).await });
    }

    fn say(&self, text: String, undo: bool) {
        let (toast, number) = (self.0.screen.toast, self.0.said.get() + 1);
        self.0.said.set(number);
        toast.set(Some(Toast { text, undo }));
        let inner = self.0.clone();
        // Long enough to read and reach for (WCAG 2.2.1 wants at least that).
        page::later(Duration::from_secs(8), move || {
            if inner.said.get() == number {
                toast.set(None);
            }
        });
    }
}
