//! The desk chunk: the pages of an upper level. A unit's secretary never loads it.

use crate::pages::Page;
use leptos::prelude::*;

/// Draws a page of it.
pub fn draw(page: Page, inner: Memo<String>) -> AnyView {
    page.draw_desk(inner)
}
