//! Fields to fill in, and lists to pick from.

use bcd_web::page;
use leptos::prelude::*;
use std::{
    borrow::Cow,
    sync::atomic::{AtomicUsize, Ordering},
};

// Shows a text that follows signals, as a directive: `use:follow_value=text`. `prop:value` would
// write the text back with every keystroke.
fn follow_value(field: leptos::tachys::renderer::types::Element, text: Signal<String>) {
    // Runs once the element is drawn as a whole: a list must have its options first.
    Effect::new(move || page::set_value(&field, &text.get()));
}

static LAST: AtomicUsize = AtomicUsize::new(0);

// A label needs an id to point at; it means nothing beyond the page.
fn next_id() -> String {
    format!("f{}", LAST.fetch_add(1, Ordering::Relaxed))
}

/// What a field takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// One line.
    #[default]
    Line,
    /// Several lines.
    Lines,
    /// A day.
    Date,
    /// A web address.
    Url,
    /// A whole number.
    Number,
}

/// A text to fill in, with its label above.
#[component]
pub fn Field(
    /// What to fill in.
    #[prop(into)]
    label: Cow<'static, str>,
    /// The text.
    #[prop(into)]
    value: Signal<String>,
    /// Called with every keystroke.
    on_input: Callback<String>,
    /// Called when the person leaves the field.
    #[prop(optional)]
    on_leave: Option<Callback<()>>,
    /// What it takes.
    #[prop(optional)]
    kind: Kind,
    /// A sentence below.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is wrong, if anything.
    #[prop(optional, into)]
    fault: Option<Signal<Option<String>>>,
    /// Characters that it takes.
    #[prop(default = 4000)]
    max: u32,
    /// Its name, also for tests.
    #[prop(optional, into)]
    test: Option<&'static str>,
) -> impl IntoView {
    let id = next_id();
    let note = format!("{id}-n");
    let described = (hint.is_some() || fault.is_some()).then(|| note.clone());
    // A field that is taken away is left too, when what listened may be gone already.
    let input = move |event| {
        on_input.try_run(event_target_value(&event));
    };
    let leave = move |_| {
        if let Some(on_leave) = on_leave {
            on_leave.try_run(());
        }
    };
    let attributes = view! {
        <{..}
            id=id.clone()
            class="field__input"
            maxlength=max
            name=test
            data-testid=test
            aria-describedby=described
            aria-invalid=move || fault.and_then(|fault| fault.get()).map(|_| "true")
            on:input=input
            on:blur=leave
            use:follow_value=value
        />
    };
    let control = match kind {
        Kind::Lines => view! { <textarea rows="3" {..attributes}></textarea> }.into_any(),
        Kind::Date => view! { <input type="date" {..attributes} /> }.into_any(),
        Kind::Line | Kind::Url | Kind::Number => view! {
            <input type="text" inputmode=mode(kind) autocomplete="off" {..attributes} />
        }
        .into_any(),
    };
    let wrong = fault.map(|fault| {
        view! { <span class="field__fault">{move || fault.get().unwrap_or_default()}</span> }
    });
    view! {
        <div class="field">
            <label class="field__label" for=id>{label}</label>
            {control}
            <p class="field__note" id=note>{hint}{wrong}</p>
        </div>
    }
    .into_any()
}

// Not type=url or number: what is half typed must stay as typed, not be blocked.
fn mode(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Url => Some("url"),
        Kind::Number => Some("numeric"),
        Kind::Line | Kind::Lines | Kind::Date => None,
    }
}

/// One of a few, as a list to pick from.
#[component]
pub fn Choice(
    /// What to choose.
    label: &'static str,
    /// Value and text of each.
    options: Vec<(String, String)>,
    /// The chosen value.
    #[prop(into)]
    value: Signal<String>,
    /// Called with the new value.
    on_change: Callback<String>,
    /// Its name, also for tests.
    #[prop(optional, into)]
    test: Option<&'static str>,
) -> impl IntoView {
    let id = next_id();
    let options =
        options.into_iter().map(|(key, text)| view! { <option value=key>{text}</option> });
    let options = options.collect_view();
    let change = move |event| {
        on_change.try_run(event_target_value(&event));
    };
    view! {
        <div class="field">
            <label class="field__label" for=id.clone()>{label}</label>
            <select id=id class="field__input" name=test data-testid=test on:change=change use:follow_value=value>
                {options}
            </select>
        </div>
    }
    .into_any()
}
