//! Official documents: preview, print, files.

use super::Head;
use crate::i18n::{k, t};
use leptos::prelude::*;

/// The page.
#[component]
pub fn Papers(
    /// What is opened in it.
    inner: Memo<String>,
) -> impl IntoView {
    inner.track();
    view! { <Head title=t(k::PAPERS_TITLE) /> }.into_any()
}
