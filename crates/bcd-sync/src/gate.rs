//! A gate that lets a few through at once.

use std::{
    cell::RefCell,
    future::{Future, poll_fn},
    rc::Rc,
    task::{Poll, Waker},
};

/// The gate. Clones are the same one.
#[derive(Clone)]
pub struct Gate(Rc<RefCell<GateInner>>);

struct GateInner {
    free: usize,
    waiting: Vec<Waker>,
}

impl Gate {
    /// A gate for so many at once.
    pub fn new(free: usize) -> Self {
        Self(Rc::new(RefCell::new(GateInner { free, waiting: Vec::new() })))
    }

    /// Waits for a place.
    pub async fn enter(&self) -> Pass {
        poll_fn(|context| {
            let mut inner = self.0.borrow_mut();
            if inner.free > 0 {
                inner.free -= 1;
                return Poll::Ready(());
            }
            inner.waiting.push(context.waker().clone());
            Poll::Pending
        })
        .await;
        Pass(self.clone())
    }
}

/// A place behind the gate; dropping it frees the place.
pub struct Pass(Gate);

impl Drop for Pass {
    fn drop(&mut self) {
        let mut inner = self.0.0.borrow_mut();
        inner.free += 1;
        // Wakes everybody: if only one were woken and its future had been dropped, nobody would use
        // the free place.
        let waiting = std::mem::take(&mut inner.waiting);
        drop(inner);
        waiting.into_iter().for_each(Waker::wake);
    }
}

/// Runs futures concurrently until all are done; the results keep the order of the futures.
pub async fn all<T>(futures: impl IntoIterator<Item = impl Future<Output = T>>) -> Vec<T> {
    let mut running: Vec<_> = futures.into_iter().map(|f| (Box::pin(f), None)).collect();
    poll_fn(|context| {
        let mut waiting = false;
        for (future, done) in running.iter_mut().filter(|(_, done)| done.is_none()) {
            match future.as_mut().poll(context) {
                Poll::Ready(value) => *done = Some(value),
                Poll::Pending => waiting = true,
            }
        }
        if waiting { Poll::Pending } else { Poll::Ready(()) }
    })
    .await;
    running.into_iter().filter_map(|(_, done)| done).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{pin::pin, task::Context};

    #[test]
    fn the_third_waits_until_one_leaves() {
        let gate = Gate::new(2);
        let mut context = Context::from_waker(Waker::noop());
        let mut enter = || match pin!(gate.enter()).poll(&mut context) {
            Poll::Ready(pass) => Some(pass),
            Poll::Pending => None,
        };
        let first = enter();
        let second = enter();
        assert!(first.is_some() && second.is_some());
        assert!(enter().is_none());
        drop(first);
        assert!(enter().is_some());
        drop(second);
    }
}
