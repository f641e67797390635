//! Cancelling: one switch that everything in flight looks at.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    rc::Rc,
};

type Heard = BTreeMap<u64, Box<dyn Fn()>>;

/// The switch. Clones are the same one; once off it stays off.
#[derive(Clone, Default)]
pub struct Stop(Rc<Inner>);

#[derive(Default)]
struct Inner {
    stopped: Cell<bool>,
    next: Cell<u64>,
    heard: RefCell<Heard>,
}

impl Stop {
    /// Stops everything that holds a clone.
    pub fn stop(&self) {
        self.0.stopped.set(true);
        // Taken out first: what is called may let go of its hook.
        let heard = std::mem::take(&mut *self.0.heard.borrow_mut());
        heard.values().for_each(|hear| hear());
    }

    /// Whether it was stopped.
    pub fn is_stopped(&self) -> bool {
        self.0.stopped.get()
    }

    /// Calls `hear` when it is stopped, as long as the hook lives.
    pub fn on_stop(&self, hear: Box<dyn Fn()>) -> Hook {
        let id = self.0.next.get();
        self.0.next.set(id + 1);
        self.0.heard.borrow_mut().insert(id, hear);
        Hook { stop: self.clone(), id }
    }
}

/// A call that waits for the switch; dropped, it is not called any more.
pub struct Hook {
    stop: Stop,
    id: u64,
}

impl Drop for Hook {
    fn drop(&mut self) {
        self.stop.0.heard.borrow_mut().remove(&self.id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hooks_are_called_once_and_only_while_they_live() {
        let stop = Stop::default();
        let count = Rc::new(Cell::new(0));
        let hook = || {
            let count = count.clone();
            stop.on_stop(Box::new(move || count.set(count.get() + 1)))
        };
        let (kept, dropped) = (hook(), hook());
        drop(dropped);
        stop.clone().stop();
        stop.stop();
        assert!(stop.is_stopped());
        assert_eq!(count.get(), 1);
        drop(kept);
    }
}
