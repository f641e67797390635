//! A share as a picture: a ring, a bar. The figures always stand beside it.

use leptos::prelude::*;

/// A ring filled to `percent`; `need` marks the minimum.
#[component]
pub fn Ring(
    /// How full, 0–100.
    #[prop(into)]
    percent: Signal<u8>,
    /// Where the minimum is, 0–100.
    need: u8,
    /// Whether the minimum is reached.
    #[prop(into)]
    ok: Signal<bool>,
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
                stroke-dasharray=move || format!("{} 100", percent.get())
                transform="rotate(-90 18 18)"
            ></circle>
            <line class="ring__need" x1="31.5" y1="18" x2="35.8" y2="18" transform=turn></line>
        </svg>
    }
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
    view! {
        <svg class="bar" class:bar--ok=ok viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
            <rect class="bar__track" width="100" height="6"></rect>
            <rect class="bar__fill" width=move || percent.get().to_string() height="6"></rect>
            <rect class="bar__need" x=need.to_string() width="1" height="6"></rect>
        </svg>
    }
}
