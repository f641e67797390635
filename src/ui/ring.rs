//! A share as a picture: a ring, a bar. The figures always stand beside it.

use leptos::prelude::*;

/// A ring filled to `percent`; `need` marks the minimum.
#[component]
pub fn Ring(
    /// How full, 0–100.
    percent: u8,
    /// Where the minimum is, 0–100.
    need: u8,
    /// Whether the minimum is reached.
    ok: bool,
) -> impl IntoView {
    // Circumference of 100, so that per cent are lengths.
    const RADIUS: &str = "15.9155";
    let turn = format!("rotate({} 18 18)", f64::from(need) * 3.6 - 90.0);
    view! {
        <svg class="ring" class:ring--ok=ok viewBox="0 0 36 36" aria-hidden="true">
            <circle class="ring__track" cx="18" cy="18" r=RADIUS></circle>
            <circle
                class="ring__fill"
                cx="18"
                cy="18"
                r=RADIUS
                stroke-dasharray=format!("{percent} 100")
                transform="rotate(-90 18 18)"
            ></circle>
            <line class="ring__need" x1="31.5" y1="18" x2="35.8" y2="18" transform=turn></line>
        </svg>
    }
    .into_any()
}

/// A bar filled to `percent`; `need` marks the minimum.
#[component]
pub fn Bar(
    /// How full, 0–100.
    #[prop(into)]
    percent: Signal<u8>,
    /// Where the minimum is, 0–100.
    need: u8,
    /// Whether the minimum is reached.
    #[prop(into)]
    ok: Signal<bool>,
) -> impl IntoView {
    let width = Signal::derive(move || percent.get().to_string());
    view! {
        <svg
            class="bar"
            class:bar--ok=ok
            viewBox="0 0 100 6"
            preserveAspectRatio="none"
            aria-hidden="true"
        >
            <rect class="bar__track" height="6" width="100"></rect>
            <rect class="bar__fill" height="6" width=width></rect>
            <rect class="bar__need" height="6" width="1" x=need></rect>
        </svg>
    }
    .into_any()
}
