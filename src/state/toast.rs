//! Short messages at the edge of the screen, read out politely.

use crate::platform::clock;
use leptos::prelude::*;

/// A message.
#[derive(Clone, Debug, PartialEq)]
pub struct Toast {
    /// What it says.
    pub text: String,
    /// Whether it offers to undo what was just done.
    pub undo: bool,
    id: f64,
}

/// The message on the screen; a new one replaces it.
#[derive(Clone, Copy)]
pub struct Toasts(pub RwSignal<Option<Toast>>);

impl Toasts {
    /// None yet.
    pub fn new() -> Self {
        Self(RwSignal::new(None))
    }

    /// Says something.
    pub fn say(&self, text: impl Into<String>) {
        self.show(text.into(), false);
    }

    /// Says what was done, and offers to undo it.
    pub fn say_undoable(&self, text: impl Into<String>) {
        self.show(text.into(), true);
    }

    fn show(&self, text: String, undo: bool) {
        let (toasts, id) = (self.0, clock::now_ms());
        toasts.set(Some(Toast { text, undo, id }));
        let hide = move || {
            if toasts.with_untracked(|t| t.as_ref().is_some_and(|t| t.id == id)) {
                toasts.set(None);
            }
        };
        // Long enough to read and reach for (WCAG 2.2.1 wants at least that).
        set_timeout(hide, std::time::Duration::from_secs(8));
    }
}
