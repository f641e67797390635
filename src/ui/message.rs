//! Notices that stand in the page.

use super::icon::{Icon, glyph};
use crate::platform::{
    ElView,
    el::{El, el},
};
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

impl Tone {
    // Class and role. `Warn` and `Bad` are read out at once.
    const fn manner(self) -> (&'static str, Option<&'static str>) {
        match self {
            Self::Info => ("notice", None),
            Self::Warn => ("notice notice--warn", Some("status")),
            Self::Bad => ("notice notice--bad", Some("alert")),
        }
    }
}

/// A notice around what it says, with what to do.
pub fn notice(tone: Tone, test: Option<&str>, says: Vec<El>) -> El {
    let (class, role) = tone.manner();
    el("div")
        .class(class)
        .attr_opt("role", role)
        .attr_opt("data-testid", test)
        .child_opt((tone != Tone::Info).then(|| glyph(Icon::Warn)))
        .child(el("div").class("notice__text").children(says))
}

/// The same, for `view!`.
#[component]
pub fn Notice(
    /// How grave.
    tone: Tone,
    /// What it says, with what to do.
    children: Children,
    /// Name for tests.
    #[prop(optional, into)]
    test: Option<&'static str>,
) -> impl IntoView {
    let (class, role) = tone.manner();
    let mark = (tone != Tone::Info).then(|| ElView::from(glyph(Icon::Warn)));
    view! {
        <div class=class role=role data-testid=test>
            {mark}
            <div class="notice__text">{children()}</div>
        </div>
    }
}
