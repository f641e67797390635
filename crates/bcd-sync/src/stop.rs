//! Cancelling: one switch that every running operation checks.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    rc::Rc,
};

type StopHooks = BTreeMap<u64, Box<dyn Fn()>>;

/// The switch. All clones share its state; once stopped it stays stopped.
#[derive(Clone, Default)]
pub struct StopSwitch(Rc<StopInner>);

#[derive(Default)]
struct StopInner {
    stopped: Cell<bool>,
    next: Cell<u64>,
    heard: RefCell<StopHooks>,
}

impl StopSwitch {
    /// Stops everything that holds a clone.
    pub fn stop(&self) {
        self.0.stopped.set(true);
        // The hooks are taken out before they are called, because a call may drop its own hook,
        // which borrows the map again.
        let heard = std::mem::take(&mut *self.0.heard.borrow_mut());
        heard.values().for_each(|hear| hear());
    }

    /// Whether it was stopped.
    pub fn is_stopped(&self) -> bool {
        self.0.stopped.get()
    }

    /// Calls `hear` when the switch is stopped, unless the hook was dropped before.
    pub fn on_stop(&self, hear: Box<dyn Fn()>) -> Hook {
        let id = self.0.next.get();
        self.0.next.set(id + 1);
        self.0.heard.borrow_mut().insert(id, hear);
        Hook { stop: self.clone(), id }
    }
}

/// A call that is made when the switch is stopped; dropping it cancels the call.
pub struct Hook {
    stop: StopSwitch,
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
        let stop = StopSwitch::default();
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
