//! The page's tighter policy and what it costs a person: opening the page anew.

use crate::i18n::{k, t};
use bcd_app::services::Services;
use bcd_web::{page, policy};
use leptos::prelude::*;

/// Narrows the policy of the page to the drives that are connected now. If they cannot be read, the
/// disk has said so, and the page stays as it was.
pub async fn narrow(app: Services) {
    if !policy::is_narrow() && app.drives.read().await.is_ok() {
        policy::narrow(&app.drives.servers());
    }
}

/// Why the page must be opened anew, and the button that does it.
#[component]
pub fn Reopen(
    /// The reason.
    why: &'static str,
) -> impl IntoView {
    view! {
        <p>{why}</p>
        <p><button class="button button--main" on:click=|_| page::reload() data-testid="reopen">{t(k::DRIVE_REOPEN)}</button></p>
    }
    .into_any()
}
