//! The branches of the unit.

use super::Head;
use crate::i18n::{k, t};
use leptos::prelude::*;

/// The page.
#[component]
pub fn Branches(
    /// What is opened in it.
    inner: Memo<String>,
) -> impl IntoView {
    inner.track();
    view! { <Head title=t(k::BRANCHES_TITLE) /> }.into_any()
}
