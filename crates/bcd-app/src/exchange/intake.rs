//! Receives many files, one after the other, even if the person changes to another page. Files
//! picked meanwhile are added to the queue; results stay until the person closes the list.

use super::receiving::{IncomingSource, ReceiveOutcome, Received, Receiving};
use crate::core::Core;
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
            results: RwSignal::new_local(Vec::new()),
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

    /// Stops after the current file. What was taken in stays.
    pub fn cancel(&self) {
        self.waiting().sources.borrow_mut().clear();
    }

    /// Clears the list of results.
    pub fn close(&self) {
        self.results.set(Vec::new());
    }

    /// Takes in a file that waits, as the person said. `keeping`: without what it deletes or empties.
    pub async fn accept(&self, number: usize, keeping: bool) {
        let waiting = self.results.with_untracked(|all| {
            let found = all.iter().find(|(other, _)| *other == number);
            found.and_then(|(_, received)| match &received.outcome {
                ReceiveOutcome::Waits(file) => Some((received.name.clone(), Rc::clone(file))),
                _ => None,
            })
        });
        let Some((name, file)) = waiting else { return };
        let outcome = self.receiving.accept(&file, keeping).await;
        if matches!(outcome, ReceiveOutcome::Full | ReceiveOutcome::NotStored) {
            // It still waits, and can be tried again.
            self.failed.set(Some(number));
            return;
        }
        self.failed.set(None);
        let received = Rc::new(Received { name, outcome, pushed: None });
        self.results.update(|all| {
            if let Some(row) = all.iter_mut().find(|(other, _)| *other == number) {
                row.1 = received;
            }
        });
        self.receiving.finish();
    }

    /// Takes in all files that wait, but those that take much away: each of them is decided on its
    /// own.
    pub async fn accept_all(&self) {
        let waiting: Vec<usize> = self.results.with_untracked(|all| {
            let easy = all.iter().filter(|(_, received)| is_easy(&received.outcome));
            easy.map(|(number, _)| *number).collect()
        });
        for number in waiting {
            self.accept(number, false).await;
        }
    }

    async fn run(&self) {
        let waiting = self.waiting();
        let mut count = Count::default();
        let mut fresh = Vec::new();
        loop {
            let next = waiting.sources.borrow_mut().pop_front();
            match next {
                None => break,
                Some(source) => {
                    let mut inside = self.receiving.unpack(source).await;
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
        | ReceiveOutcome::Waits(_)
        | ReceiveOutcome::Review(..)
        | ReceiveOutcome::Pack(_)
        | ReceiveOutcome::Backup(_)
        | ReceiveOutcome::Sealed(_) => false,
        ReceiveOutcome::Bad(_)
        | ReceiveOutcome::Full
        | ReceiveOutcome::NotStored
        | ReceiveOutcome::Unreadable => true,
    }
}

/// Whether it waits for a person, who may say yes without looking at it more closely.
pub fn is_easy(outcome: &ReceiveOutcome) -> bool {
    let ReceiveOutcome::Waits(file) = outcome else { return false };
    file.asking.as_ref().is_none_or(|asking| !asking.is_much())
}

/// Whether it was taken in and needs no answer of the person.
pub fn is_taken(outcome: &ReceiveOutcome) -> bool {
    let waits = matches!(
        outcome,
        ReceiveOutcome::Backup(_) | ReceiveOutcome::Sealed(_) | ReceiveOutcome::Waits(_)
    );
    !waits && !is_bad(outcome)
}
