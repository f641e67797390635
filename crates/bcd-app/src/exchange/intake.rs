//! Receives many files, one after the other, even if the person changes to another page. Files
//! picked meanwhile are added to the queue; results stay until the person closes the list.

use super::receiving::{IncomingSource, ReceiveOutcome, Received, Receiving};
use crate::{core::Core, merging::Merge};
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

// How many results are shown at once when there are many.
const AT_ONCE: usize = 25;

type Ended = Box<dyn FnOnce(Count)>;

#[derive(Default)]
struct Waiting {
    sources: RefCell<VecDeque<IncomingSource>>,
    ended: RefCell<Vec<Ended>>,
}

/// The queue of files to receive.
#[derive(Clone, Copy)]
pub struct Intake {
    core: Core,
    receiving: Receiving,
    /// What became of each file so far, each with its number. Shared, as the list is gone through for
    /// every batch.
    pub results: RwSignal<Vec<(usize, Rc<Received>)>, LocalStorage>,
    /// (done, of); `of` is 0 when nothing runs.
    pub progress: RwSignal<(usize, usize)>,
    waiting: StoredValue<Rc<Waiting>, LocalStorage>,
}

impl Intake {
    pub(crate) fn new(core: Core, receiving: Receiving) -> Self {
        Self {
            core,
            receiving,
            results: RwSignal::new_local(Vec::new()),
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

    /// Stops after the current file. What was taken in stays.
    pub fn cancel(&self) {
        self.waiting().sources.borrow_mut().clear();
    }

    /// Clears the list of results.
    pub fn close(&self) {
        self.results.set(Vec::new());
    }

    async fn run(&self) {
        let waiting = self.waiting();
        let mut count = Count::default();
        let mut fresh = Vec::new();
        loop {
            let next = waiting.sources.borrow_mut().pop_front();
            match next {
                None => break,
                Some(IncomingSource::File(file)) if file.size() > 0 => {
                    let mut inside = self.receiving.unpack(file).await;
                    if inside.len() == 1
                        && let Some(only) = inside.pop()
                    {
                        self.take_one(only, &mut count, &mut fresh).await;
                    } else {
                        self.progress.update(|(_, of)| *of += inside.len().saturating_sub(1));
                        let mut sources = waiting.sources.borrow_mut();
                        inside.into_iter().rev().for_each(|source| sources.push_front(source));
                    }
                }
                Some(other) => self.take_one(other, &mut count, &mut fresh).await,
            }
        }
        self.show(&mut fresh);
        self.progress.set((0, 0));
        // Updates lists and pages once, not for each of a thousand files.
        self.receiving.finish();
        let ended = waiting.ended.take();
        ended.into_iter().for_each(|ended| ended(count));
    }

    async fn take_one(&self, source: IncomingSource, count: &mut Count, fresh: &mut Vec<Received>) {
        let received = self.receiving.receive(source).await;
        *(if is_taken(&received.outcome) { &mut count.taken } else { &mut count.open }) += 1;
        fresh.push(received);
        // The first results are shown immediately. With thousands they are shown in batches, since
        // each update goes through the whole list.
        if fresh.len() >= AT_ONCE || self.results.with_untracked(|all| all.len() < AT_ONCE) {
            self.show(fresh);
        }
        self.progress.update(|(done, _)| *done += 1);
    }

    fn show(&self, fresh: &mut Vec<Received>) {
        self.results.update(|all| {
            for received in fresh.drain(..) {
                let number = all.last().map_or(0, |(number, _)| number + 1);
                all.push((number, Rc::new(received)));
            }
        });
    }
}

/// Whether a file was refused, or could not be read or stored.
pub fn is_bad(outcome: &ReceiveOutcome) -> bool {
    match outcome {
        ReceiveOutcome::Submission(..)
        | ReceiveOutcome::Own(_)
        | ReceiveOutcome::Device(..)
        | ReceiveOutcome::Review(_)
        | ReceiveOutcome::Pack(_)
        | ReceiveOutcome::Backup(_)
        | ReceiveOutcome::Sealed(_) => false,
        ReceiveOutcome::Bad(_)
        | ReceiveOutcome::Full
        | ReceiveOutcome::NotStored
        | ReceiveOutcome::Unreadable => true,
    }
}

// Whether it was taken in without needing an answer from the person.
fn is_taken(outcome: &ReceiveOutcome) -> bool {
    let waits = matches!(
        outcome,
        ReceiveOutcome::Backup(_)
            | ReceiveOutcome::Sealed(_)
            | ReceiveOutcome::Device(_, Merge::Held(_))
    );
    !waits && !is_bad(outcome)
}
