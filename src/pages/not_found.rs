//! An address that leads nowhere.

use super::Page;
use crate::i18n::{k, t};
use leptos::prelude::*;

/// Says so, and leads home.
pub fn view(_inner: Memo<String>) -> AnyView {
    view! {
        <h1>{t(k::FRAME_NOT_FOUND)}</h1>
        <p>{t(k::FRAME_NOT_FOUND_TEXT)}</p>
        <a class="button" href=Page::Home.href()>{t(k::FRAME_HOME)}</a>
    }
    .into_any()
}
