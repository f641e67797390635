//! Notices that stand in the page.

use super::icon::{Icon, icon};
use leptos::prelude::*;

/// How grave a notice is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Good to know.
    Info,
    /// Needs the person.
    Warn,
    /// Something failed.
    Bad,
}

/// A notice around what it says, with what to do.
#[component]
pub fn Notice(
    /// How grave. `Warn` and `Bad` are read out at once.
    tone: Tone,
    /// What it says, with what to do.
    children: Children,
    /// Name for tests.
    #[prop(optional, into)]
    test: Option<&'static str>,
) -> impl IntoView {
    let (class, role) = match tone {
        Tone::Info => ("notice", None),
        Tone::Warn => ("notice notice--warn", Some("status")),
        Tone::Bad => ("notice notice--bad", Some("alert")),
    };
    view! {
        <div class=class role=role data-testid=test>
            {(tone != Tone::Info).then(|| icon(Icon::Warn))}
            <div class="notice__text">{children()}</div>
        </div>
    }
    .into_any()
}
