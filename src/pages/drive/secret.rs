//! A field for a password.

use leptos::prelude::*;

/// A password: not shown, not completed from elsewhere unless the browser's own keeper does it.
#[component]
pub fn Secret(
    /// What to fill in.
    label: &'static str,
    /// The text.
    value: RwSignal<String>,
    /// A sentence below.
    #[prop(optional)]
    hint: Option<&'static str>,
    /// Whether it is a new one.
    #[prop(optional)]
    new: bool,
    /// Name for tests.
    test: &'static str,
) -> impl IntoView {
    let id = format!("secret-{test}");
    let note = format!("{id}-n");
    view! {
        <div class="field">
            <label class="field__label" for=id.clone()>{label}</label>
            <input
                id=id
                class="field__input"
                type="password"
                autocomplete=if new { "new-password" } else { "current-password" }
                maxlength="200"
                data-testid=test
                aria-describedby=hint.map(|_| note.clone())
                prop:value=value
                on:input=move |event| value.set(event_target_value(&event))
            />
            {hint.map(|hint| view! { <p class="field__note" id=note.clone()>{hint}</p> })}
        </div>
    }
    .into_any()
}

/// A box to tick, with a sentence below.
#[component]
pub fn Tick(
    /// What it says.
    label: &'static str,
    /// A sentence below.
    #[prop(optional)]
    text: Option<&'static str>,
    /// Whether it is ticked.
    value: RwSignal<bool>,
    /// Name for tests.
    test: &'static str,
) -> impl IntoView {
    view! {
        <label class="tick">
            <input
                type="checkbox"
                prop:checked=value
                data-testid=test
                on:change=move |event| value.set(event_target_checked(&event))
            />
            <span>
                <b>{label}</b>
                {text.map(|text| view! { <span class="tick__text">{text}</span> })}
            </span>
        </label>
    }
    .into_any()
}
