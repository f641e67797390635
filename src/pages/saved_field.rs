//! A field that is saved by itself, and keeps what was typed until that is done.

use super::unwritten;
use crate::ui::{Field, Kind};
use bcd_web::{page, spawn_local};
use leptos::prelude::*;
use std::{
    cell::{Cell, RefCell},
    future::Future,
    pin::Pin,
    rc::Rc,
    time::Duration,
};

/// How long after the last key a text is saved, should the person not leave the field before: who
/// closes the page leaves none.
const REST: Duration = Duration::from_millis(800);

/// Saves a text; says whether that was done, and what went wrong otherwise. It may run after its page
/// is gone, so it holds nothing of the page.
pub type Save = Rc<dyn Fn(String) -> Pin<Box<dyn Future<Output = bool>>>>;

// What goes on in a field. It outlives the page: a save may end after it.
struct Typing {
    about: String,
    typed: RwSignal<Option<String>>,
    value: Signal<String>,
    save: Save,
    /// The same as `typed`, and there still when the page is gone.
    now: RefCell<Option<String>>,
    /// What was saved last: who went on elsewhere and comes back changes nothing.
    written: RefCell<Option<String>>,
    busy: Cell<bool>,
    left: Cell<bool>,
}

impl Typing {
    fn type_in(&self, text: String) {
        unwritten::keep(&self.about, &text);
        self.now.replace(Some(text.clone()));
        self.written.replace(None);
        self.left.set(false);
        self.typed.set(Some(text));
    }

    // The text is stored: what others write is shown again, unless the person is still in the field.
    fn settle(&self) {
        unwritten::forget(&self.about);
        if self.left.get() {
            self.now.replace(None);
            self.typed.try_set(None);
        }
    }

    fn flush(self: &Rc<Self>, left: bool) {
        if left {
            self.left.set(true);
        }
        let Some(text) = self.now.borrow().clone() else { return };
        // One at a time, so that the last text is the last to be written.
        if self.busy.get() {
            return;
        }
        // What is stored has no blanks at its ends. Who rests between two words is still typing, so
        // theirs stays on the screen.
        let is_stored = self.value.try_get_untracked().is_some_and(|it| it == text.trim());
        if is_stored || self.written.borrow().as_ref() == Some(&text) {
            return self.settle();
        }
        self.busy.set(true);
        let typing = self.clone();
        spawn_local(async move {
            let saved = (typing.save)(text.clone()).await;
            typing.busy.set(false);
            if saved {
                typing.written.replace(Some(text.clone()));
            }
            let same = typing.now.borrow().as_ref() == Some(&text);
            match (saved, same) {
                (true, true) => typing.settle(),
                // More was typed meanwhile; who is in the field still will rest, or leave it.
                (_, false) if typing.left.get() => typing.flush(true),
                (false, true) | (_, false) => {}
            }
        });
    }
}

/// A text to fill in. What is typed stays on the screen until it was saved, also where that fails.
#[component]
pub fn SavedField(
    /// What to fill in.
    label: &'static str,
    /// The text that is stored.
    #[prop(into)]
    value: Signal<String>,
    /// Saves what was typed.
    save: Save,
    /// What it is: no two fields have one name.
    about: String,
    /// What it takes.
    #[prop(optional)]
    kind: Kind,
    /// A sentence below.
    #[prop(optional, into)]
    hint: Option<String>,
    /// Characters that it takes.
    #[prop(default = 300)]
    max: u32,
    /// Its name, for tests.
    test: &'static str,
) -> impl IntoView {
    // What could not be saved when the page was left stands in it again.
    let before = unwritten::get(&about);
    let typing = Rc::new(Typing {
        about,
        typed: RwSignal::new(before.clone()),
        value,
        save,
        now: RefCell::new(before),
        written: RefCell::default(),
        busy: Cell::default(),
        left: Cell::default(),
    });
    let typed = typing.typed;
    let typing = StoredValue::new_local(typing);
    let turn = StoredValue::new(0_u32);
    let shown = Signal::derive(move || typed.get().unwrap_or_else(|| value.get()));
    // Who goes to another page by a key leaves no field either.
    on_cleanup(move || {
        typing.try_with_value(|typing| typing.flush(true));
    });
    let input = Callback::new(move |text| {
        typing.with_value(|typing| typing.type_in(text));
        // A day that is half changed is none yet.
        if kind == Kind::Date {
            return;
        }
        let now = turn.get_value().wrapping_add(1);
        turn.set_value(now);
        page::later(REST, move || {
            if turn.try_get_value() == Some(now) {
                typing.try_with_value(|typing| typing.flush(false));
            }
        });
    });
    let leave = Callback::new(move |()| typing.with_value(|typing| typing.flush(true)));
    view! {
        <Field kind label value=shown hint=hint.unwrap_or_default() max test
            on_input=input on_leave=leave />
    }
    .into_any()
}
