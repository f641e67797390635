//! Notes what happened, on the spot.

use super::Head;
use crate::i18n::{k, t};
use leptos::prelude::*;

/// The page.
#[component]
pub fn Note(
    /// What is opened in it.
    inner: Memo<String>,
) -> impl IntoView {
    inner.track();
    view! { <Head title=t(k::NOTE_TITLE) /> }.into_any()
}
