//! Figures and targets, quarter by quarter.

use super::Head;
use crate::i18n::{k, t};
use leptos::prelude::*;

/// The page.
#[component]
pub fn Figures(
    /// What is opened in it.
    inner: Memo<String>,
) -> impl IntoView {
    inner.track();
    view! { <Head title=t(k::FIGURES_TITLE) /> }.into_any()
}
