//! The first screens as the page brings them: plain HTML in which a person types and taps before
//! the program is there. It draws the same screen behind them and then takes their place: what was
//! typed, ticked and tapped is done once more on its own controls, with the focus, the caret and
//! the scrolling where they were. `tests/prerender.mjs` makes them and names the twin of each
//! control.

use crate::{document, page};
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::{
    Element, Event, EventInit, HtmlElement, HtmlInputElement, HtmlOptionElement, HtmlSelectElement,
};

/// The attribute that names the app's own control, as a selector.
const TWIN: &str = "data-twin";

/// How long the place on the screen is held. A row that comes near the screen gets its real height
/// when it is painted, and brings the next one near.
const FRAMES: u8 = 5;

/// Holds the screen that the person looks at, whatever the address says from now on. False where
/// none is shown. The page itself decides which one, by its address
/// (`xtask/src/finish/screen.js`).
pub fn hold() -> bool {
    let (shown, others): (Vec<Element>, Vec<Element>) =
        all("#shell > .early").into_iter().partition(is_visible);
    let Some(screen) = shown.first() else { return false };
    screen.set_class_name("early early--held");
    for other in others {
        other.remove();
    }
    true
}

/// Whether something was typed or chosen in a field of the screen that is shown.
pub fn is_filled_in() -> bool {
    controls().iter().any(|control| typed(control).is_some() && is_visible(control))
}

/// Says on these screens why the program cannot take over.
pub fn say(text: &str) {
    if let Some(place) = page::find("[data-failed]") {
        place.set_text_content(Some(text));
    }
}

/// Takes the place of what the page brought, as soon as no word is being composed in it and no
/// tap is under way. Nothing happens where that was done before.
pub fn take_over() {
    let Some(shell) = shell() else { return };
    if shell.get_attribute("data-busy").is_some_and(|busy| !busy.is_empty()) {
        return page::later(Duration::from_millis(50), take_over);
    }
    let done: Vec<Done> = controls().iter().filter_map(Done::of).collect();
    let focus = Focus::here();
    let anchor = Anchor::here();
    shell.remove();
    if let Some(app) = page::find("body > [hidden]") {
        app.remove_attribute("hidden").ok();
    }
    for one in &done {
        one.type_again();
    }
    // Before the taps: they may move it themselves.
    if let Some(focus) = focus {
        focus.set();
    }
    if let Some(anchor) = anchor {
        anchor.hold(FRAMES);
    }
    for one in &done {
        one.tap_again();
    }
}

fn shell() -> Option<Element> {
    document().get_element_by_id("shell")
}

fn controls() -> Vec<Element> {
    all(&format!("#shell [{TWIN}]"))
}

fn all(selector: &str) -> Vec<Element> {
    let Ok(found) = document().query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|index| found.get(index)?.dyn_into().ok()).collect()
}

fn is_visible(element: &Element) -> bool {
    element.get_client_rects().length() > 0
}

fn twin(control: &Element) -> Option<Element> {
    page::find(&format!("#shell ~ * {}", control.get_attribute(TWIN)?))
}

// The text or the choice of a field, if a person made it.
fn typed(control: &Element) -> Option<String> {
    if let Some(list) = control.dyn_ref::<HtmlSelectElement>() {
        let index = u32::try_from(list.selected_index()).ok()?;
        let option: HtmlOptionElement = list.get(index)?.dyn_into().ok()?;
        return (!option.default_selected()).then(|| list.value());
    }
    let field: &HtmlInputElement = control.dyn_ref()?;
    (field.type_() == "text" && field.value() != field.default_value()).then(|| field.value())
}

/// What a person did with one control.
enum Done {
    /// Typed or chose a text, here with the app's own field.
    Typed(Element, String),
    /// Ticked or tapped, here with the app's own control.
    Tapped(HtmlElement),
}

impl Done {
    // Visible last: asking it makes the browser lay out rows that are far off the screen.
    fn of(control: &Element) -> Option<Self> {
        let text = typed(control);
        let is_ticked = || control.dyn_ref().is_some_and(HtmlInputElement::checked);
        if (text.is_none() && !is_ticked()) || !is_visible(control) {
            return None;
        }
        let twin = twin(control)?;
        match text {
            Some(text) => Some(Self::Typed(twin, text)),
            None => twin.dyn_into().ok().map(Self::Tapped),
        }
    }

    fn type_again(&self) {
        let Self::Typed(field, text) = self else { return };
        page::set_value(field, text);
        // A list of the app may lack what one that is older had.
        if page::value(field) != *text {
            return;
        }
        let kind = if field.is_instance_of::<HtmlSelectElement>() { "change" } else { "input" };
        let options = EventInit::new();
        options.set_bubbles(true);
        if let Ok(event) = Event::new_with_event_init_dict(kind, &options) {
            // Whether the event was cancelled does not matter.
            field.dispatch_event(&event).ok();
        }
    }

    fn tap_again(&self) {
        if let Self::Tapped(control) = self {
            control.click();
        }
    }
}

/// Where the person was: a control of the app, and the caret in it.
struct Focus {
    control: HtmlElement,
    caret: Option<(u32, u32)>,
}

impl Focus {
    fn here() -> Option<Self> {
        let focused = document().active_element()?;
        let control = twin(&focused)?.dyn_into().ok()?;
        let caret = focused.dyn_ref::<HtmlInputElement>().and_then(|field| {
            // Not every kind of field has a caret.
            Some((field.selection_start().ok()??, field.selection_end().ok()??))
        });
        Some(Self { control, caret })
    }

    fn set(&self) {
        page::focus_without_scrolling(&self.control);
        let field: Option<&HtmlInputElement> = self.control.dyn_ref();
        if let (Some(field), Some((from, to))) = (field, self.caret) {
            // It has one: the same kind of field had.
            field.set_selection_range(from, to).ok();
        }
    }
}

/// The app's control that stands for the last one on the screen, and how far below the upper edge
/// that one stood. Rows that were never painted have an estimated height: keeping the distance that
/// the page is scrolled would show other rows. The last, as the first ones may stick to the edge.
struct Anchor {
    // Rows are drawn anew: what was found once may be gone in the next frame.
    twin: String,
    top: f64,
}

impl Anchor {
    fn here() -> Option<Self> {
        if page::scrolled() <= 0.0 {
            return None;
        }
        let height = page::height();
        let flows = |control: &Element| control.closest("nav").is_ok_and(|around| around.is_none());
        controls().into_iter().rev().filter(flows).find_map(|control| {
            // A tick is as good as nowhere; what is seen is the label around it.
            let seen = control.closest("label").ok().flatten();
            let top = seen.as_ref().unwrap_or(&control).get_bounding_client_rect().top();
            (top >= 0.0 && top < height && is_visible(&control)).then_some(())?;
            Some(Self { twin: control.get_attribute(TWIN)?, top })
        })
    }

    fn hold(self, frames: u8) {
        let Some(control) = page::find(&format!("body > * {}", self.twin)) else { return };
        // A tap may have opened something over it.
        if !is_visible(&control) {
            return;
        }
        let moved = control.get_bounding_client_rect().top() - self.top;
        if moved.abs() >= 1.0 {
            page::scroll_by_hand(page::scrolled() + moved);
        }
        if let Some(rest) = frames.checked_sub(1) {
            page::after_paint(move || self.hold(rest));
        }
    }
}
