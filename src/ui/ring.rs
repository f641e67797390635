//! A share as a picture: a ring, a bar. The figures always stand beside it.

use crate::platform::el::{El, Handle, svg};
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

/// A bar; `need` marks the minimum, 0–100. [`BarHandle::fill`] fills it.
pub fn bar(need: u8) -> (El, BarHandle) {
    let fill = svg("rect").attr("class", "bar__fill").attr("height", "6");
    let rect = |class| svg("rect").attr("class", class).attr("height", "6");
    let handle = fill.handle();
    let bar = svg("svg")
        .attr("class", "bar")
        .attr("viewBox", "0 0 100 6")
        .attr("preserveAspectRatio", "none")
        .attr("aria-hidden", "true")
        .child(rect("bar__track").attr("width", "100"))
        .child(fill)
        .child(rect("bar__need").attr("width", "1").attr("x", &need.to_string()));
    let whole = bar.handle();
    (bar, BarHandle { whole, fill: handle })
}

/// Fills a bar.
pub struct BarHandle {
    whole: Handle,
    fill: Handle,
}

impl BarHandle {
    /// Fills it to `percent`, 0–100; `ok`: the minimum is reached.
    pub fn fill(&self, percent: u8, ok: bool) {
        self.whole.class("bar--ok", ok);
        self.fill.set("width", Some(&percent.to_string()));
    }
}
