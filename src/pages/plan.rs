//! The plan: tasks, their views, templates.

use super::Head;
use crate::i18n::{k, t};
use leptos::prelude::*;

/// The page.
#[component]
pub fn Plan(
    /// What is opened in it.
    inner: Memo<String>,
) -> impl IntoView {
    inner.track();
    view! { <Head title=t(k::PLAN_TITLE) /> }.into_any()
}
