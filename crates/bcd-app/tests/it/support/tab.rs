//! A browser, and its tabs: each the use-cases themselves, on the storage of the browser.

use super::{
    bench::{Cards, Drives, InProcess, NoPress, OneAtATime, Plain, Seal, Wax},
    place::{Bus, Calendar, Notes, Numbers, Seat, Sha, Shelves},
    shelf::{Gates, Shelf},
    stage::{Gate, OnStage, Stage},
};
use bcd_app::{
    evidence::EvidenceBook,
    host::Host,
    services::Services,
    store::StoreError,
    tools::{RareTools, Signer, Tools},
    workspace::Workspace,
};
use bcd_core::{command::Set, intake::Summary};
use reactive_graph::{owner::Owner, prelude::*};
use serde_json::Value;
use std::{
    cell::{Cell, RefCell},
    future::{Future, ready},
    pin::pin,
    rc::{Rc, Weak},
    task::{Context, Poll, Waker},
};

/// A browser: what its tabs share.
pub struct Browser {
    pub shelf: Rc<Shelf>,
    pub bus: Rc<Bus>,
    pub notes: Rc<Notes>,
    pub clock: Rc<Calendar>,
    pub ids: Rc<Numbers>,
    pub drives: Rc<Drives>,
    /// A test may give it another one, or none that works.
    pub signer: RefCell<Rc<dyn Signer>>,
    lock: Rc<OneAtATime>,
    tabs: RefCell<Vec<Weak<Tab>>>,
    opened: Cell<usize>,
    /// Words of sealed drives that were tried, and sealed files of drives.
    pub words: Rc<Cell<usize>>,
    pub opened_files: Rc<Cell<usize>>,
    /// What opening its storage ends with.
    pub no_storage: Cell<Option<StoreError>>,
}

impl Browser {
    /// A browser in which nothing was stored. `name` makes its ids its own.
    pub fn new(name: &str) -> Rc<Self> {
        let ids = Numbers { of: name.to_owned(), last: Cell::new(0), next: RefCell::new(None) };
        Rc::new(Self {
            shelf: Rc::default(),
            bus: Rc::default(),
            notes: Rc::default(),
            clock: Rc::new(Calendar(Cell::new(2026))),
            ids: Rc::new(ids),
            drives: Rc::default(),
            signer: RefCell::new(Rc::new(Seal::of(name))),
            lock: Rc::default(),
            tabs: RefCell::default(),
            opened: Cell::new(0),
            words: Rc::default(),
            opened_files: Rc::default(),
            no_storage: Cell::new(None),
        })
    }

    /// One look at all that waits in any tab. True if something went on.
    pub fn round(&self) -> bool {
        let tabs: Vec<Rc<Tab>> = self.tabs.borrow().iter().filter_map(Weak::upgrade).collect();
        tabs.iter().fold(false, |any, tab| tab.round() | any)
    }

    /// Lets everything run until nothing moves any more.
    pub fn idle(&self) {
        while self.round() {}
    }
}

/// A tab. Dropped, it is killed: what it was doing ends there.
pub struct Tab {
    number: usize,
    browser: Rc<Browser>,
    owner: Owner,
    pub stage: Rc<Stage>,
    pub gates: Rc<Gates>,
    /// In front of the engine.
    pub engine: Rc<Gate>,
    /// Questions that the engine still answers.
    pub answers: Rc<Cell<usize>>,
    /// Files at which the engine ends begin so.
    pub ends_at: Rc<RefCell<Option<Vec<u8>>>>,
    /// What other tabs tell comes later.
    pub deaf: Cell<bool>,
    pub work: Workspace,
    pub evidence: EvidenceBook,
    services: Rc<Cell<Option<Services>>>,
}

impl Tab {
    /// A tab in which everything is open and at rest.
    pub fn open(browser: &Rc<Browser>) -> Rc<Self> {
        let tab = Self::new(browser);
        tab.begin();
        browser.idle();
        tab
    }

    /// A tab that has not begun yet.
    pub fn new(browser: &Rc<Browser>) -> Rc<Self> {
        let number = browser.opened.get() + 1;
        browser.opened.set(number);
        let (stage, gates): (Rc<Stage>, Rc<Gates>) = (Rc::default(), Rc::default());
        let (bus, shelf) = (browser.bus.clone(), browser.shelf.clone());
        let refuses = browser.no_storage.get();
        let host = Host {
            clock: browser.clock.clone(),
            ids: browser.ids.clone(),
            settings: browser.notes.clone(),
            tabs: Rc::new(Seat { bus, tab: number, stage: stage.clone() }),
            turns: Rc::new(OnStage(stage.clone())),
            storage: Rc::new(Shelves { shelf, gates: gates.clone(), refuses }),
            hasher: Rc::new(Sha),
        };
        let owner = Owner::new();
        let work = owner.with(|| Workspace::new(host));
        let tab = Rc::new(Self {
            number,
            browser: browser.clone(),
            owner,
            stage,
            gates,
            engine: Rc::default(),
            answers: Rc::new(Cell::new(usize::MAX)),
            ends_at: Rc::default(),
            deaf: Cell::new(false),
            evidence: EvidenceBook::new(work),
            work,
            services: Rc::default(),
        });
        browser.tabs.borrow_mut().retain(|tab| tab.strong_count() > 0);
        browser.tabs.borrow_mut().push(Rc::downgrade(&tab));
        tab
    }

    /// What it has of the platform.
    pub fn tools(&self) -> Tools {
        Tools {
            engine: Rc::new(InProcess {
                gate: self.engine.clone(),
                left: self.answers.clone(),
                ends_at: self.ends_at.clone(),
            }),
            calendars: Rc::new(NoPress),
            sealer: Rc::new(Wax {
                words: self.browser.words.clone(),
                files: self.browser.opened_files.clone(),
            }),
            signer: self.browser.signer.borrow().clone(),
            codes: Rc::new(Cards),
            lock: self.browser.lock.clone(),
            folding: Rc::new(Plain),
        }
    }

    /// Begins to open what is stored.
    pub fn begin(&self) {
        let (work, evidence, tools) = (self.work, self.evidence, self.tools());
        let slot = self.services.clone();
        let rare = RareTools { press: Rc::new(NoPress), doors: self.browser.drives.clone() };
        work.host().spawn(async move {
            work.start(ready(Some(super::small_set().to_string()))).await;
            let services = Services::new(work, evidence, tools);
            services.start().await;
            services.bring(rare);
            // What cannot be read is told of by whoever reads it next.
            services.drives.read().await.ok();
            slot.set(Some(services));
        });
    }

    /// The person writes a field of the open dossier.
    pub fn write(&self, path: &str, value: &str) {
        let set = Set { path: path.to_owned(), value: value.into() };
        self.act(|| self.work.set_fields(vec![set]));
    }

    /// What the person sees in a field of the open dossier.
    pub fn value(&self, path: &str) -> Value {
        self.work.dossier.with_untracked(|dossier| dossier.value(path))
    }

    /// The services of a tab that is open.
    pub fn services(&self) -> Services {
        self.services.get().unwrap()
    }

    /// The received submissions, as this tab shows them.
    pub fn received(&self) -> Vec<Summary> {
        let services = self.services();
        self.run(services.received.loaded()).unwrap();
        services.lists.received.with_untracked(|all| all.iter().cloned().collect())
    }

    fn round(&self) -> bool {
        self.owner.with(|| {
            let heard = !self.deaf.get() && self.browser.bus.deliver(self.number);
            heard | self.stage.round()
        })
    }

    /// Does something, and nothing that follows from it yet.
    pub fn at_once<T>(&self, act: impl FnOnce() -> T) -> T {
        self.owner.with(act)
    }

    /// Does something, and what follows from it.
    pub fn act<T>(&self, act: impl FnOnce() -> T) -> T {
        let done = self.at_once(act);
        self.browser.idle();
        done
    }

    /// Runs to the end; `None` if it waits for what never comes.
    pub fn try_run<T>(&self, future: impl Future<Output = T>) -> Option<T> {
        let mut future = pin!(future);
        let mut context = Context::from_waker(Waker::noop());
        loop {
            if let Poll::Ready(done) = self.owner.with(|| future.as_mut().poll(&mut context)) {
                self.browser.idle();
                return Some(done);
            }
            if !self.browser.round() {
                return None;
            }
        }
    }

    /// Runs to the end.
    #[track_caller]
    pub fn run<T>(&self, future: impl Future<Output = T>) -> T {
        self.try_run(future).unwrap()
    }

    /// Begins something that goes on beside what the test does; what comes of it.
    pub fn start<T: 'static>(
        &self,
        future: impl Future<Output = T> + 'static,
    ) -> Rc<RefCell<Option<T>>> {
        let result: Rc<RefCell<Option<T>>> = Rc::default();
        let slot = result.clone();
        self.work.host().spawn(async move {
            let done = future.await;
            slot.replace(Some(done));
        });
        self.browser.idle();
        result
    }
}

impl Drop for Tab {
    fn drop(&mut self) {
        self.browser.bus.leave(self.number);
        self.stage.clear();
        self.owner.cleanup();
    }
}
