//! Receives many files, batch by batch, even if the person changes to another page. Files picked
//! meanwhile are added to the queue; results stay until the person closes the list.
//!
//! While the engine checks some batches, the one before them is stored. A person can stop between
//! two; what was stored stays, and the same files taken again are passed over quickly.

mod in_order;
mod results;

pub use results::{Group, Results, Row};

use super::receiving::{
    BATCH_BYTES, BATCH_FILES, IncomingSource, OpenedFile, ReceiveOutcome, Received, Receiving,
};
use crate::{core::Core, exchange::receiving::CheckedFile};
use futures_util::future::join;
use in_order::InOrder;
use reactive_graph::{
    owner::{LocalStorage, StoredValue},
    prelude::*,
    signal::RwSignal,
};
use std::{cell::RefCell, collections::VecDeque, rc::Rc};

/// How many files were taken in, how many were refused, and how many wait for an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Taken.
    pub taken: usize,
    /// Not taken, or waiting.
    pub open: usize,
}

type Ended = Box<dyn FnOnce(Count)>;

#[derive(Default)]
struct Waiting {
    sources: RefCell<VecDeque<IncomingSource>>,
    /// Parts of a file in which many were packed together.
    opened: RefCell<VecDeque<OpenedFile>>,
    ended: RefCell<Vec<Ended>>,
}

/// The queue of files to receive.
#[derive(Clone, Copy)]
pub struct Intake {
    core: Core,
    receiving: Receiving,
    /// What became of each file so far.
    pub results: RwSignal<Results, LocalStorage>,
    /// The last file that could not be stored although the person said yes; it still waits.
    pub failed: RwSignal<Option<usize>>,
    /// (done, of); `of` is 0 when nothing runs.
    pub progress: RwSignal<(usize, usize)>,
    waiting: StoredValue<Rc<Waiting>, LocalStorage>,
}

impl Intake {
    pub(crate) fn new(core: Core, receiving: Receiving) -> Self {
        Self {
            core,
            receiving,
            results: RwSignal::new_local(Results::default()),
            failed: RwSignal::new(None),
            progress: RwSignal::new((0, 0)),
            waiting: StoredValue::new_local(Rc::default()),
        }
    }

    fn waiting(&self) -> Rc<Waiting> {
        self.waiting.get_value()
    }

    /// Adds files to the queue; `ended` is called when the queue is empty.
    pub fn take(&self, sources: Vec<IncomingSource>, ended: impl FnOnce(Count) + 'static) {
        if sources.is_empty() {
            return;
        }
        let waiting = self.waiting();
        let runs = self.progress.get_untracked().1 > 0;
        self.progress.update(|(_, of)| *of += sources.len());
        waiting.sources.borrow_mut().extend(sources);
        waiting.ended.borrow_mut().push(Box::new(ended));
        if !runs {
            let intake = *self;
            self.core.host().spawn(async move { intake.run().await });
        }
    }

    /// Stops: of what is left, only the batches that are being checked are still stored. What was
    /// taken in stays.
    pub fn cancel(&self) {
        let waiting = self.waiting();
        let left = waiting.sources.take().len() + waiting.opened.take().len();
        self.progress.update(|(_, of)| *of = of.saturating_sub(left));
    }

    /// Clears the list of results.
    pub fn close(&self) {
        self.results.set(Results::default());
    }

    /// Takes in a file that waits, as the person said. `keeping`: without what it deletes or empties.
    pub async fn accept(&self, number: usize, keeping: bool) {
        let waiting = self.results.with_untracked(|all| {
            let received = all.waiting(number)?;
            match &received.outcome {
                ReceiveOutcome::Waits(file) => Some((received.name.clone(), Rc::clone(file))),
                _ => None,
            }
        });
        let Some((name, file)) = waiting else { return };
        let outcome = self.receiving.accept(&file, keeping).await;
        if matches!(outcome, ReceiveOutcome::Full | ReceiveOutcome::NotStored) {
            // It still waits, and can be tried again.
            self.failed.set(Some(number));
            return;
        }
        self.failed.set(None);
        self.results.update(|all| all.replace(number, Received { name, outcome, pushed: None }));
        self.receiving.finish();
    }

    /// Takes in all files that wait, but those that take much away: each of them is decided on its
    /// own.
    pub async fn accept_all(&self) {
        let waiting: Vec<usize> = self.results.with_untracked(|all| {
            let easy = all.rows(Group::Waits).filter(|(_, received)| is_easy(&received.outcome));
            easy.map(|(number, _)| *number).collect()
        });
        for number in waiting.into_iter().rev() {
            self.accept(number, false).await;
        }
    }

    async fn run(&self) {
        let waiting = self.waiting();
        let mut count = Count::default();
        // As many as the engine works on at once, and one more for when it is done with one.
        let lanes = self.core.tools().engine.lanes() + 1;
        let mut checking: InOrder<Vec<CheckedFile>> = InOrder::new();
        let mut checked: Option<Vec<CheckedFile>> = None;
        loop {
            let free = lanes.saturating_sub(checking.len());
            let store = async {
                if let Some(batch) = checked.take() {
                    self.store(batch, &mut count).await;
                }
            };
            let (batches, (next, ())) =
                join(self.batches(free, &waiting), join(checking.next(), store)).await;
            if batches.is_empty() && next.is_none() {
                break;
            }
            checked = next;
            for batch in batches {
                let receiving = self.receiving;
                checking.push(async move { receiving.check(batch).await });
            }
        }
        self.core.tools().engine.rest();
        self.progress.set((0, 0));
        // Updates lists and pages once, not for each of a thousand files.
        self.receiving.finish();
        let ended = waiting.ended.take();
        ended.into_iter().for_each(|ended| ended(count));
    }

    // The next files, read, in so many batches at most.
    async fn batches(&self, most: usize, waiting: &Waiting) -> Vec<Vec<OpenedFile>> {
        let mut batches = Vec::new();
        while batches.len() < most {
            if waiting.opened.borrow().is_empty() {
                self.open_some(waiting).await;
            }
            let mut opened = waiting.opened.borrow_mut();
            let (mut batch, mut bytes) = (Vec::new(), 0);
            while batch.len() < BATCH_FILES && bytes < BATCH_BYTES {
                let Some(file) = opened.pop_front() else { break };
                bytes += file.size();
                batch.push(file);
            }
            if batch.is_empty() {
                break;
            }
            batches.push(batch);
        }
        batches
    }

    // Reads as many files as a batch has; what several were packed into is taken apart.
    async fn open_some(&self, waiting: &Waiting) {
        let (mut opening, mut bytes) = (InOrder::new(), 0_usize);
        while opening.len() < BATCH_FILES && bytes < BATCH_BYTES {
            let Some(source) = waiting.sources.borrow_mut().pop_front() else { break };
            bytes = bytes.saturating_add(source.size());
            let receiving = self.receiving;
            opening.push(async move { receiving.open(source).await });
        }
        let before = opening.len();
        let mut opened = VecDeque::new();
        while let Some(parts) = opening.next().await {
            opened.extend(parts);
        }
        if opened.len() != before {
            self.progress.update(|(_, of)| *of = (*of + opened.len()).saturating_sub(before));
        }
        waiting.opened.borrow_mut().append(&mut opened);
    }

    async fn store(&self, batch: Vec<CheckedFile>, count: &mut Count) {
        let received = self.receiving.store_checked(batch).await;
        let stored = received.len();
        self.results.update(|all| {
            for one in received {
                let taken = Group::of(&one.outcome).is_taken();
                *(if taken { &mut count.taken } else { &mut count.open }) += 1;
                all.add(one);
            }
        });
        self.progress.update(|(done, _)| *done += stored);
    }
}

/// Whether it waits for a person, who may say yes without looking at it more closely.
pub fn is_easy(outcome: &ReceiveOutcome) -> bool {
    let ReceiveOutcome::Waits(file) = outcome else { return false };
    file.asking.as_ref().is_none_or(|asking| !asking.is_much())
}
