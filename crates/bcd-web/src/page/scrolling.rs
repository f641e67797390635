//! A part of the page that scrolls by itself, such as a large table; and addresses that change without
//! anything being opened.

use super::find;
use crate::window;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, ScrollIntoViewOptions, ScrollLogicalPosition};

/// How far the element of a scroll event is scrolled, and how much of it shows, in pixels.
pub fn scrolled_in(event: &Event) -> Option<(f64, f64)> {
    let element: Element = event.target()?.dyn_into().ok()?;
    Some((f64::from(element.scroll_top()), f64::from(element.client_height())))
}

/// How much of the first element that fits shows, in pixels.
pub fn shown_of(selector: &str) -> Option<f64> {
    find(selector).map(|element| f64::from(element.client_height()))
}

/// Scrolls the first element that fits to a place, in pixels from its top.
pub fn scroll_inside(selector: &str, top: f64) {
    if let Some(element) = find(selector) {
        element.set_scroll_top(top as i32);
    }
}

/// Scrolls as little as needed for the element with this id to show, whatever it stands in.
pub fn show_nearest(id: &str) {
    let Some(element) = super::document().get_element_by_id(id) else { return };
    let how = ScrollIntoViewOptions::new();
    how.set_block(ScrollLogicalPosition::Nearest);
    how.set_inline(ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&how);
}

/// Puts another address in place of the present one. Nothing is opened by it, and no step is added to the
/// history.
pub fn rewrite(href: &str) {
    // Refused only where a page does so hundreds of times a second; the next one says more.
    if let Ok(history) = window().history() {
        history.replace_state_with_url(&JsValue::NULL, "", Some(href)).ok();
    }
}
