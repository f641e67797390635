//! A field that is saved by itself, and keeps what was typed until that is done.

use crate::ui::{Field, Kind};
use bcd_web::page;
use leptos::prelude::*;
use std::time::Duration;

/// How long after the last key a text is saved, should the person not leave the field before: who
/// closes the page leaves none.
const REST: Duration = Duration::from_millis(800);

/// What was typed, and to be called with whether it was saved.
pub type Saving = (String, Callback<bool>);

/// A text to fill in. What is typed stays on the screen until it was saved, also where that fails.
#[component]
pub fn SavedField(
    /// What to fill in.
    label: &'static str,
    /// The text that is stored.
    #[prop(into)]
    value: Signal<String>,
    /// Called with what was typed.
    on_save: Callback<Saving>,
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
    let typed = RwSignal::new(None::<String>);
    let turn = StoredValue::new(0_u32);
    let shown = Signal::derive(move || typed.get().unwrap_or_else(|| value.get()));
    let save = move |left: bool| {
        let Some(text) = typed.try_get_untracked().flatten() else { return };
        let Some(stored) = value.try_get_untracked() else { return };
        // What is stored has no blanks at its ends. Who rests between two words is still typing, so
        // theirs stays on the screen.
        if stored == text.trim() {
            if left {
                typed.set(None);
            }
            return;
        }
        let sent = text.clone();
        let done = Callback::new(move |saved: bool| {
            // More may have been typed meanwhile.
            if saved && left && typed.try_get_untracked().flatten().as_ref() == Some(&sent) {
                typed.set(None);
            }
        });
        on_save.run((text, done));
    };
    // Who goes to another page by a key leaves no field either.
    on_cleanup(move || save(true));
    let input = Callback::new(move |text| {
        typed.set(Some(text));
        // A day that is half changed is none yet.
        if kind == Kind::Date {
            return;
        }
        let now = turn.get_value().wrapping_add(1);
        turn.set_value(now);
        page::later(REST, move || {
            if turn.try_get_value() == Some(now) {
                save(false);
            }
        });
    });
    view! {
        <Field kind label value=shown hint=hint.unwrap_or_default() max test
            on_input=input on_leave=Callback::new(move |()| save(true)) />
    }
    .into_any()
}
