//! When work is done: to its end, step by step, or not until a test says so.

use bcd_app::host::Turns;
use futures_util::future::LocalBoxFuture;
use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    future::{Future, poll_fn},
    rc::Rc,
    task::{Context, Poll, Waker},
    time::Duration,
};

type Work = LocalBoxFuture<'static, ()>;
type Then = Box<dyn FnOnce()>;

/// The work of one tab. By default all of it runs to its end whenever a test does something.
#[derive(Default)]
pub struct Stage {
    painted: RefCell<VecDeque<Then>>,
    work: RefCell<Vec<Work>>,
    timers: RefCell<Vec<(Duration, Then)>>,
    moved: Cell<bool>,
    /// Nothing is painted, so that what is to come behind it does not.
    pub holds_paint: Cell<bool>,
}

impl Stage {
    /// Notes that something may go on now.
    pub fn wake(&self) {
        self.moved.set(true);
    }

    /// One look at everything that waits. True if something went on.
    pub fn round(&self) -> bool {
        let before = self.moved.take();
        while !self.holds_paint.get()
            && let Some(then) = self.take_painted()
        {
            self.wake();
            then();
        }
        // Work that is begun meanwhile comes behind.
        let work = self.work.take();
        for mut one in work {
            match one.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
                Poll::Ready(()) => self.wake(),
                Poll::Pending => self.work.borrow_mut().push(one),
            }
        }
        before | self.moved.take()
    }

    fn take_painted(&self) -> Option<Then> {
        self.painted.borrow_mut().pop_front()
    }

    /// Lets the timers ring that are set for no more than this.
    pub fn pass(&self, time: Duration) {
        let (due, rest) = self.timers.take().into_iter().partition(|(at, _)| *at <= time);
        self.timers.replace(rest);
        due.into_iter().for_each(|(_, then): (Duration, Then)| then());
    }

    /// Lets the first of them ring.
    pub fn pass_first(&self, time: Duration) {
        let at = self.timers.borrow().iter().position(|(at, _)| *at <= time);
        if let Some(at) = at {
            let (_, then) = self.timers.borrow_mut().remove(at);
            then();
        }
    }

    /// Forgets everything, as when the tab is killed.
    pub fn clear(&self) {
        self.painted.take();
        self.work.take();
        self.timers.take();
    }
}

/// The stage, as the use-cases know it.
pub struct OnStage(pub Rc<Stage>);

impl Turns for OnStage {
    fn behind_paint(&self, then: Then) {
        self.0.painted.borrow_mut().push_back(then);
        self.0.wake();
    }

    fn later(&self, after: Duration, then: Then) {
        self.0.timers.borrow_mut().push((after, then));
    }

    fn spawn(&self, work: Work) {
        self.0.work.borrow_mut().push(work);
        self.0.wake();
    }

    fn pause(&self, _: Duration) -> LocalBoxFuture<'static, ()> {
        let stage = self.0.clone();
        let mut waited = false;
        Box::pin(poll_fn(move |_| {
            if std::mem::replace(&mut waited, true) {
                return Poll::Ready(());
            }
            // Everything else has a turn first.
            stage.wake();
            Poll::Pending
        }))
    }
}

/// A gate: open, or closed until a test lets some through.
#[derive(Default)]
pub struct Gate {
    closed: Cell<bool>,
    let_in: Cell<usize>,
    /// How many came to it.
    pub came: Cell<usize>,
}

impl Gate {
    /// Closes it.
    pub fn close(&self) {
        self.closed.set(true);
        self.let_in.set(0);
    }

    /// Opens it.
    pub fn open(&self) {
        self.closed.set(false);
    }

    /// Lets one through.
    pub fn let_one_in(&self) {
        self.let_in.set(self.let_in.get() + 1);
    }

    /// Waits in front of it.
    pub fn pass(&self) -> impl Future<Output = ()> {
        self.came.set(self.came.get() + 1);
        poll_fn(|_| {
            if !self.closed.get() {
                return Poll::Ready(());
            }
            let left = self.let_in.get().checked_sub(1);
            left.map_or(Poll::Pending, |left| {
                self.let_in.set(left);
                Poll::Ready(())
            })
        })
    }
}
