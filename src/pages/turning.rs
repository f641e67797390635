//! Turning the pages of a long list, of which one is drawn at a time.

use crate::i18n::{k, t, tf};
use leptos::prelude::*;

/// The way back and on; nothing where all fits on one page.
#[component]
pub fn Turning(
    /// The page that is drawn, from 0.
    #[prop(into)]
    at: Signal<usize>,
    /// How many there are.
    #[prop(into)]
    pages: Signal<usize>,
    /// Draws another one.
    turn: Callback<usize>,
) -> impl IntoView {
    move || {
        let (here, of) = (at.get(), pages.get());
        (of > 1).then(|| view! {
            <nav class="row" data-testid="turn">
                <button class="button" disabled={here == 0} on:click=move |_| turn.run(here.saturating_sub(1)) data-testid="turn-back">{t(k::ROLL_MORE_PREV)}</button>
                <span>{tf(k::ROLL_MORE_PAGE, &[("n", &(here + 1)), ("of", &of)])}</span>
                <button class="button" disabled={here + 1 >= of} on:click=move |_| turn.run(here + 1) data-testid="turn-on">{t(k::ROLL_MORE_NEXT)}</button>
            </nav>
        })
    }
}
