//! Fields to fill in.

use leptos::prelude::*;
use std::sync::atomic::{AtomicUsize, Ordering};

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
}

/// A text to fill in, with its label above.
#[component]
pub fn Field(
    /// What to fill in.
    label: &'static str,
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
    /// Name for tests.
    #[prop(optional, into)]
    test: Option<&'static str>,
) -> impl IntoView {
    let id = next_id();
    let note = format!("{id}-n");
    let described = (hint.is_some() || fault.is_some()).then(|| note.clone());
    let wrong = move || fault.is_some_and(|fault| fault.with(Option::is_some));
    let leave = move |_| {
        // A field that is taken away is left too, when what listened may be gone already.
        if let Some(leave) = on_leave {
            leave.try_run(());
        }
    };
    let input = move |event: &leptos::ev::Event| {
        on_input.try_run(event_target_value(event));
    };
    let max = max.to_string();
    let control = match kind {
        Kind::Lines => view! {
            <textarea
                id=id.clone()
                class="field__input"
                rows="3"
                maxlength=max
                data-testid=test
                aria-describedby=described
                aria-invalid=move || wrong().then_some("true")
                prop:value=value
                on:input=move |event| input(&event)
                on:blur=leave
            ></textarea>
        }
        .into_any(),
        Kind::Line | Kind::Date | Kind::Url => {
            let (type_, mode) = match kind {
                Kind::Date => ("date", None),
                // Not type=url: a half-typed address must stay as typed, not be blocked.
                Kind::Url => ("text", Some("url")),
                Kind::Line | Kind::Lines => ("text", None),
            };
            view! {
                <input
                    id=id.clone()
                    class="field__input"
                    type=type_
                    inputmode=mode
                    maxlength=max
                    autocomplete="off"
                    data-testid=test
                    aria-describedby=described
                    aria-invalid=move || wrong().then_some("true")
                    prop:value=value
                    on:input=move |event| input(&event)
                    on:blur=leave
                />
            }
            .into_any()
        }
    };
    view! {
        <div class="field">
            <label class="field__label" for=id>{label}</label>
            {control}
            <p class="field__note" id=note>
                {hint}
                {fault.map(|fault| view! { <span class="field__fault">{fault}</span> })}
            </p>
        </div>
    }
    .into_any()
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
    /// Name for tests.
    #[prop(optional, into)]
    test: Option<&'static str>,
) -> impl IntoView {
    let id = next_id();
    let options = options
        .into_iter()
        .map(|(key, text)| {
            let mine = key.clone();
            view! { <option value=key prop:selected=move || value.get() == mine>{text}</option> }
        })
        .collect_view();
    view! {
        <div class="field">
            <label class="field__label" for=id.clone()>{label}</label>
            <select
                id=id
                class="field__input"
                data-testid=test
                on:change=move |event| {
                    on_change.try_run(event_target_value(&event));
                }
            >
                {options}
            </select>
        </div>
    }
    .into_any()
}
