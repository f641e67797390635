//! A field that is saved when the person leaves it.

use crate::ui::{Field, Kind};
use leptos::prelude::*;

/// A text to fill in. What is typed stays until it is left; then it is saved, if it differs.
#[component]
pub fn SavedField(
    /// What to fill in.
    label: &'static str,
    /// The text that is stored.
    #[prop(into)]
    value: Signal<String>,
    /// Called with what was typed.
    on_save: Callback<String>,
    /// What it takes.
    #[prop(optional)]
    kind: Kind,
    /// A sentence below.
    #[prop(optional, into)]
    hint: Option<String>,
    /// Its name, for tests.
    test: &'static str,
) -> impl IntoView {
    let typed = RwSignal::new(None::<String>);
    let shown = Signal::derive(move || typed.get().unwrap_or_else(|| value.get()));
    let leave = Callback::new(move |()| {
        let Some(text) = typed.try_get_untracked().flatten() else { return };
        typed.set(None);
        if value.try_get_untracked().is_some_and(|stored| stored != text) {
            on_save.run(text);
        }
    });
    view! {
        <Field kind label value=shown hint=hint.unwrap_or_default() max=300 test
            on_input=Callback::new(move |text| typed.set(Some(text))) on_leave=leave />
    }
    .into_any()
}
