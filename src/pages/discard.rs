//! Removing what came: asked for with one button, done with another.

use crate::{
    i18n::{k, t},
    shell::services,
};
use bcd_app::store::StoreError;
use bcd_web::spawn_local;
use leptos::prelude::*;
use std::{pin::Pin, rc::Rc};

/// Removes it, and does what follows: the buttons may be gone by then.
pub type Discarding = Rc<dyn Fn() -> Pin<Box<dyn Future<Output = Result<(), StoreError>>>>>;

/// The two buttons: a double tap removes nothing.
#[component]
pub fn Discard(
    /// What the first says.
    #[prop(into)]
    label: Signal<String>,
    /// What to know before the second; empty for nothing.
    #[prop(into, optional)]
    first: Signal<String>,
    /// Removes it.
    discard: Discarding,
    /// Other ways out, before them.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let app = services();
    let (sure, busy) = (RwSignal::new(false), RwSignal::new(false));
    let discard = StoredValue::new_local(discard);
    let act = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let discarding = discard.with_value(|discard| discard());
        spawn_local(async move {
            let done = discarding.await;
            busy.try_set(false);
            match done {
                Ok(()) => {
                    sure.try_set(false);
                    app.work.say(t(k::KEYS_DISCARDED));
                }
                Err(_) => app.work.say(t(k::KEYS_FAILED)),
            }
        });
    };
    let warning = move || {
        let first = first.get();
        (sure.get() && !first.is_empty()).then(|| view! { <p>{first}</p> })
    };
    let first_says = move || if sure.get() { t(k::DRIVE_CANCEL).to_owned() } else { label.get() };
    view! {
        {warning}
        <p class="row">
            {children.map(|children| children())}
            <button class="button button--quiet" on:click=move |_| sure.update(|sure| *sure = !*sure) data-testid="discard">
                {first_says}
            </button>
            {move || sure.get().then(|| view! {
                <button class="button" disabled=busy on:click=act data-testid="discard-sure">{t(k::KEYS_DISCARD_SURE)}</button>
            })}
        </p>
    }
    .into_any()
}
