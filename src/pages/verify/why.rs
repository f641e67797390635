//! The form that asks why a step is taken.

use crate::{
    i18n::{k, t},
    ui::{Field, Kind},
};
use leptos::prelude::*;

/// Asks why, with what else a step needs above it, before the step is taken.
#[component]
pub fn WhyForm(
    /// What to fill in.
    label: &'static str,
    /// The reason, as it is typed.
    why: RwSignal<String>,
    /// A sentence below it.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What the button says that takes the step.
    yes: &'static str,
    /// Takes it.
    on_yes: Callback<()>,
    /// Leaves the form.
    on_no: Callback<()>,
    /// Whether it is being taken.
    busy: RwSignal<bool>,
    /// The names of the reason and of the button, for tests.
    tests: [&'static str; 2],
    /// What else is filled in, above it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let [of_why, of_yes] = tests;
    let take = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        on_yes.run(());
    };
    view! {
        <form class="stack" on:submit=take>
            {children.map(|children| children())}
            <Field label value=why kind=Kind::Lines nostrip:hint=hint
                on_input=Callback::new(move |text| why.set(text)) test=of_why />
            <p class="row">
                <button class="button button--main" disabled=busy data-testid=of_yes>{yes}</button>
                <button type="button" class="button button--quiet" on:click=move |_| on_no.run(())>{t(k::VERIFY_STEP_NO)}</button>
            </p>
        </form>
    }
    .into_any()
}
