//! Short messages: what was done, with undo, or what could not be.

use super::Workspace;
use reactive_graph::prelude::*;
use std::time::Duration;

/// How long a message stays on the screen: long enough to read and to reach for (WCAG 2.2.1 asks
/// for no less).
pub const MESSAGE_TIME: Duration = Duration::from_secs(8);

/// A short message on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// What it says.
    pub text: String,
    /// Whether it offers to undo what was just done.
    pub undo: bool,
}

impl Workspace {
    /// Says something.
    pub fn say(&self, text: impl Into<String>) {
        self.show_message(Message { text: text.into(), undo: false });
    }

    /// Says what was done, and offers to undo it.
    pub fn say_undoable(&self, text: impl Into<String>) {
        self.show_message(Message { text: text.into(), undo: true });
    }

    fn show_message(&self, message: Message) {
        let inner = self.inner();
        let number = inner.said.get() + 1;
        inner.said.set(number);
        self.message.set(Some(message));
        let (shown, turns) = (self.message, inner.host.turns.clone());
        let then = move || {
            if inner.said.get() == number {
                shown.set(None);
            }
        };
        turns.later(MESSAGE_TIME, Box::new(then));
    }
}
