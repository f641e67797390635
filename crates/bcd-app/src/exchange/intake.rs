//! Receives many files, batch by batch, even if the person changes to another page. Files picked
//! meanwhile are added to the queue; results stay until the person closes the list.
//!
//! While the engine checks some batches, the one before them is stored. A person can stop between
//! two; what was stored stays, and the same files taken again are passed over quickly.
//!
//! A ZIP of some kilobytes may be hundreds of megabytes unpacked. So they are taken apart one after the
//! other, and none while much is open already.

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
use std::{
    cell::{Cell, RefCell},
    collections::{BTreeSet, VecDeque},
    rc::Rc,
};

/// How many files were taken in, how many were refused, and how many wait for an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Taken.
    pub taken: usize,
    /// Not taken, or waiting.
    pub open: usize,
}

/// With so many bytes, unpacked, being checked or stored, nothing more is opened.
const MUCH_OPEN: usize = 16 * BATCH_BYTES;

type Ended = Box<dyn FnOnce(Count)>;

#[derive(Default)]
struct Waiting {
    sources: RefCell<VecDeque<IncomingSource>>,
    /// Read, and not taken apart yet.
    read: RefCell<VecDeque<OpenedFile>>,
    /// Parts of a file in which many were packed together, and other files.
    opened: RefCell<VecDeque<OpenedFile>>,
    ended: RefCell<Vec<Ended>>,
    runs: Cell<bool>,
}

impl Waiting {
    fn is_empty(&self) -> bool {
        self.sources.borrow().is_empty()
            && self.read.borrow().is_empty()
            && self.opened.borrow().is_empty()
    }
}

/// The queue of files to receive.
#[derive(Clone, Copy)]
pub struct Intake {
    core: Core,
    receiving: Receiving,
    /// What became of each file so far.
    pub results: RwSignal<Results, LocalStorage>,
    /// Files that are being stored because the person said yes.
    pub accepting: RwSignal<BTreeSet<usize>>,
    /// Files that could not be stored although the person said yes; they still wait.
    pub failed: RwSignal<BTreeSet<usize>>,
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
            accepting: RwSignal::default(),
            failed: RwSignal::default(),
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
        self.progress.update(|(_, of)| *of += sources.len());
        waiting.sources.borrow_mut().extend(sources);
        waiting.ended.borrow_mut().push(Box::new(ended));
        if !waiting.runs.replace(true) {
            let intake = *self;
            self.core.host().spawn(async move { intake.run().await });
        }
    }

    /// Stops: of what is left, only the batches that are being checked are still stored, and what was
    /// pushed here goes on, since nobody could pick it again. What was taken in stays.
    pub fn cancel(&self) {
        let waiting = self.waiting();
        let mut left = 0;
        let mut sources = waiting.sources.borrow_mut();
        left += sources.len();
        sources.retain(|source| matches!(source, IncomingSource::Pushed(_)));
        left -= sources.len();
        for files in [&waiting.read, &waiting.opened] {
            let mut files = files.borrow_mut();
            left += files.len();
            files.retain(OpenedFile::is_pushed);
            left -= files.len();
        }
        self.progress.update(|(_, of)| *of = of.saturating_sub(left));
    }

    /// Clears the list of results.
    pub fn close(&self) {
        self.failed.set(BTreeSet::new());
        self.results.update(Results::clear);
    }

    /// Takes a file that waits out of the list: it was dealt with otherwise.
    pub fn drop_one(&self, number: usize) {
        self.results.update(|all| drop(all.take(number)));
    }

    /// Takes in a file that waits, as the person said. `keeping`: without what it deletes or empties.
    pub async fn accept(&self, number: usize, keeping: bool) {
        let waiting = self.results.with_untracked(|all| all.waiting(number).cloned());
        if let Some(received) = waiting.filter(|_| self.begins(number)) {
            self.accept_one(number, &received, keeping).await;
        }
    }

    /// Takes in all files that wait, but those that take much away: each of them is decided on its
    /// own.
    pub async fn accept_all(&self) {
        let waiting: Vec<Row> = self.results.with_untracked(|all| {
            let easy = all.rows(Group::Waits).filter(|(_, one)| is_easy(&one.outcome));
            easy.filter(|(number, _)| self.begins(*number)).cloned().collect()
        });
        for (number, received) in waiting.into_iter().rev() {
            self.accept_one(number, &received, false).await;
        }
    }

    // False: a tap before this one has begun it.
    fn begins(&self, number: usize) -> bool {
        self.accepting.try_update(|all| all.insert(number)) == Some(true)
    }

    // The list may be closed meanwhile, and another one begun.
    async fn accept_one(&self, number: usize, received: &Received, keeping: bool) {
        let outcome = match &received.outcome {
            ReceiveOutcome::Waits(file) => Some(self.receiving.accept(file, keeping).await),
            _ => None,
        };
        self.accepting.update(|all| {
            all.remove(&number);
        });
        let Some(outcome) = outcome else { return };
        let stored = !matches!(outcome, ReceiveOutcome::Full | ReceiveOutcome::NotStored);
        let in_list = self.results.with_untracked(|all| all.waiting(number).is_some());
        if !stored && in_list {
            // It still waits, and can be tried again.
            self.failed.update(|all| {
                all.insert(number);
            });
            return;
        }
        self.failed.update(|all| {
            all.remove(&number);
        });
        let done = Received { outcome, ..received.clone() }.released();
        // What became of a file whose list was closed is said only where it was not taken in.
        if in_list || !Group::of(&done.outcome).is_taken() {
            self.results.update(|all| {
                drop(all.take(number));
                all.put(number, done);
            });
        }
        self.receiving.finish();
    }

    async fn run(&self) {
        let waiting = self.waiting();
        let mut count = Count::default();
        // As many as the engine works on at once, and one more for when it is done with one.
        let lanes = self.core.tools().engine.lanes() + 1;
        let mut checking: InOrder<Vec<CheckedFile>> = InOrder::new();
        let mut checked: Option<Vec<CheckedFile>> = None;
        // The bytes of the batches that are being checked, behind those of the one that is stored.
        let mut open: VecDeque<usize> = VecDeque::new();
        loop {
            let free = lanes.saturating_sub(checking.len());
            let (stored, bytes) = (usize::from(checked.is_some()), open.iter().sum());
            let store = async {
                if let Some(batch) = checked.take() {
                    self.store(batch, &mut count).await;
                }
            };
            let (batches, (next, ())) =
                join(self.batches(free, bytes, &waiting), join(checking.next(), store)).await;
            open.drain(..stored);
            // Files may have been picked while the last ones were being stored.
            if batches.is_empty() && next.is_none() && waiting.is_empty() {
                break;
            }
            checked = next;
            for batch in batches {
                let receiving = self.receiving;
                open.push_back(bytes_of(&batch));
                checking.push(async move { receiving.check(batch).await });
            }
        }
        self.core.tools().engine.rest();
        waiting.runs.set(false);
        self.progress.set((0, 0));
        // Updates lists and pages once, not for each of a thousand files.
        self.receiving.finish();
        let ended = waiting.ended.take();
        ended.into_iter().for_each(|ended| ended(count));
    }

    // The next files, read, in so many batches at most, beside so many bytes that are open.
    async fn batches(
        &self,
        most: usize,
        mut open: usize,
        waiting: &Waiting,
    ) -> Vec<Vec<OpenedFile>> {
        let mut batches = Vec::new();
        while batches.len() < most && open < MUCH_OPEN {
            if waiting.opened.borrow().is_empty() {
                self.open_some(waiting).await;
            }
            let mut opened = waiting.opened.borrow_mut();
            let (mut batch, mut bytes) = (Vec::new(), 0);
            while batch.len() < BATCH_FILES && bytes < BATCH_BYTES {
                let Some(file) = opened.pop_front() else { break };
                bytes = file.size().saturating_add(bytes);
                batch.push(file);
            }
            if batch.is_empty() {
                break;
            }
            open = open.saturating_add(bytes);
            batches.push(batch);
        }
        batches
    }

    // Takes the next files apart in which several were packed, until a batch is full.
    async fn open_some(&self, waiting: &Waiting) {
        if waiting.read.borrow().is_empty() {
            self.read_some(waiting).await;
        }
        let (mut files, mut bytes) = (0, 0_usize);
        while files < BATCH_FILES && bytes < BATCH_BYTES {
            let Some(file) = waiting.read.borrow_mut().pop_front() else { break };
            let parts = self.receiving.take_apart(file).await;
            if parts.len() != 1 {
                self.progress.update(|(_, of)| *of = (*of + parts.len()).saturating_sub(1));
            }
            files += parts.len();
            bytes = bytes.saturating_add(bytes_of(&parts));
            waiting.opened.borrow_mut().extend(parts);
        }
    }

    // Reads as many files as a batch has.
    async fn read_some(&self, waiting: &Waiting) {
        let (mut reading, mut bytes) = (InOrder::new(), 0_usize);
        while reading.len() < BATCH_FILES && bytes < BATCH_BYTES {
            let Some(source) = waiting.sources.borrow_mut().pop_front() else { break };
            bytes = bytes.saturating_add(source.size());
            let receiving = self.receiving;
            reading.push(async move { receiving.read(source).await });
        }
        while let Some(file) = reading.next().await {
            waiting.read.borrow_mut().push_back(file);
        }
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

fn bytes_of(files: &[OpenedFile]) -> usize {
    files.iter().map(OpenedFile::size).fold(0, usize::saturating_add)
}

/// Whether it waits for a person, who may say yes without looking at it more closely.
pub fn is_easy(outcome: &ReceiveOutcome) -> bool {
    let ReceiveOutcome::Waits(file) = outcome else { return false };
    file.asking.as_ref().is_none_or(|asking| !asking.is_much())
}
