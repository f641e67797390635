//! The page itself: address, title, language, theme, focus, leaving.

pub mod picture;
pub mod scrolling;

use crate::{document, window};
use std::{cell::Cell, future::Future, rc::Rc, time::Duration};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement, HtmlMetaElement};

/// The address behind `#`.
pub fn hash() -> String {
    window().location().hash().unwrap_or_default()
}

/// The page's own address.
pub fn address() -> String {
    window().location().href().unwrap_or_default()
}

/// The page's origin: scheme, host and port.
pub fn origin() -> String {
    window().location().origin().unwrap_or_default()
}

/// Whether the person is in a field of text or a list to pick from: keys are its own then.
pub fn is_typing() -> bool {
    let focused = document().active_element();
    focused.is_some_and(|it| match &*it.tag_name() {
        "TEXTAREA" | "SELECT" => true,
        // Nobody types into a box to tick.
        "INPUT" => !matches!(it.get_attribute("type").as_deref(), Some("checkbox" | "radio")),
        _ => false,
    })
}

/// Goes to an address, as a new step of the history.
pub fn go(href: &str) {
    window().location().set_hash(href).ok();
}

/// Goes to an address in place of the present one.
pub fn replace(href: &str) {
    window().location().replace(href).ok();
}

/// Calls `heard` on every event of a kind on the window, for as long as the page lives.
pub fn on_window(kind: &str, heard: impl FnMut(Event) + 'static) {
    let heard = Closure::<dyn FnMut(Event)>::new(heard);
    window().add_event_listener_with_callback(kind, heard.as_ref().unchecked_ref()).ok();
    heard.forget();
}

/// Calls `then` whenever the page is hidden: on a phone often the last thing it hears.
pub fn on_hidden(then: impl Fn() + 'static) {
    let heard = Closure::<dyn FnMut()>::new(move || {
        if document().hidden() {
            then();
        }
    });
    let kind = "visibilitychange";
    document().add_event_listener_with_callback(kind, heard.as_ref().unchecked_ref()).ok();
    heard.forget();
}

/// Asks before the page is left, while `unsaved` says so.
pub fn guard_leaving(unsaved: impl Fn() -> bool + 'static) {
    on_window("beforeunload", move |event| {
        if unsaved() {
            event.prevent_default();
            // Chromium before 119 asks only if this is set.
            js_sys::Reflect::set(&event, &"returnValue".into(), &JsValue::TRUE).ok();
        }
    });
}

/// The content of `<meta name="…">`.
pub fn meta(name: &str) -> Option<String> {
    let element = document().query_selector(&format!("meta[name=\"{name}\"]")).ok().flatten()?;
    Some(element.dyn_into::<HtmlMetaElement>().ok()?.content())
}

/// Adds a policy that holds beside those that are there, until the page is loaded anew, under an id.
pub(crate) fn add_policy(id: &str, policy: &str) {
    let (Ok(meta), Some(head)) = (document().create_element("meta"), document().head()) else {
        return;
    };
    for (attribute, value) in
        [("id", id), ("http-equiv", "Content-Security-Policy"), ("content", policy)]
    {
        // Names of attributes are ours, so this cannot fail.
        meta.set_attribute(attribute, value).ok();
    }
    // A head takes a meta.
    head.append_child(&meta).ok();
}

/// Sets the title and the language of the page.
pub fn describe(title: &str, lang: &str) {
    document().set_title(title);
    if let Some(root) = document().document_element() {
        root.set_attribute("lang", lang).ok();
    }
}

/// Sets the theme, or leaves it to the system.
pub fn set_theme(theme: Option<&str>) {
    if let Some(root) = document().document_element() {
        match theme {
            Some(theme) => root.set_attribute("data-theme", theme).ok(),
            None => root.remove_attribute("data-theme").ok(),
        };
    }
}

/// Sets the value of a field; it is left alone where it is the same, so that the caret stays. Text areas and
/// lists have a `value` like inputs.
pub fn set_value(field: &Element, value: &str) {
    let field: &HtmlInputElement = field.unchecked_ref();
    if field.value() != value {
        field.set_value(value);
    }
}

/// What stands in a field.
pub(crate) fn value(field: &Element) -> String {
    let field: &HtmlInputElement = field.unchecked_ref();
    field.value()
}

/// An attribute of the nearest element around an event that has it.
pub fn nearest(event: &Event, name: &str) -> Option<String> {
    let from: Element = event.target()?.dyn_into().ok()?;
    from.closest(&format!("[{name}]")).ok()??.get_attribute(name)
}

/// Moves the focus to the first element that fits, once it is drawn. Nothing scrolls: it is what
/// the person looks at already.
pub fn focus_soon(selector: &'static str) {
    unless_moved_on(move || {
        if let Some(element) = find(selector) {
            focus_without_scrolling(&element);
        }
    });
}

/// Calls `then`, which moves the focus, after the next paint; not where a person has moved it
/// meanwhile. A busy phone paints late, and what is typed by then would go into another field.
pub fn unless_moved_on(then: impl FnOnce() + 'static) {
    let before = document().active_element();
    after_paint(move || {
        let now = document().active_element();
        // Where the element that had it is gone, the body has it.
        let nowhere = now.as_ref().is_none_or(|element| element.tag_name() == "BODY");
        if nowhere || now == before {
            then();
        }
    });
}

/// Moves the focus to an element, and scrolls nothing.
pub(crate) fn focus_without_scrolling(element: &Element) {
    let options = js_sys::Object::new();
    // On an object of our own this cannot fail.
    js_sys::Reflect::set(&options, &"preventScroll".into(), &JsValue::TRUE).ok();
    let focus = js_sys::Reflect::get(element, &"focus".into()).unwrap_or_default();
    if let Some(focus) = focus.dyn_ref::<js_sys::Function>() {
        focus.call1(element, &options).ok();
    }
}

/// Moves the focus to the element that fits `selector`.
pub fn focus(selector: &str) {
    if let Some(element) = find(selector).and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
        element.focus().ok();
    }
}

/// Loads the stylesheet that `<meta name="…">` names, once.
pub fn load_style(name: &str) {
    // Whoever waits for it calls `style`.
    add_style(name);
}

/// The same, for who waits until it is there: it is asked for at once, waited for by who awaits.
/// False where it did not come; the next call tries again.
pub fn style(name: &str) -> impl Future<Output = bool> + use<> {
    let coming = add_style(name).map(|link| {
        let loaded = js_sys::Promise::new(&mut |resolve, reject| {
            link.set_onload(Some(&resolve));
            link.set_onerror(Some(&reject));
        });
        (link, JsFuture::from(loaded))
    });
    async move {
        let Some((link, loaded)) = coming else { return true };
        let came = loaded.await.is_ok();
        if !came {
            link.remove();
        }
        came
    }
}

// The element that loads a stylesheet; none where it is in the page already, or not known.
fn add_style(name: &str) -> Option<HtmlElement> {
    let id = format!("style-{name}");
    let (url, head) = (meta(name)?, document().head()?);
    if has_id(&id) {
        return None;
    }
    let link: HtmlElement = document().create_element("link").ok()?.dyn_into().ok()?;
    for (attribute, value) in [("id", id.as_str()), ("rel", "stylesheet"), ("href", &url)] {
        // Names of attributes are ours, so this cannot fail.
        link.set_attribute(attribute, value).ok();
    }
    head.append_child(&link).ok()?;
    Some(link)
}

/// Opens the browser's print dialog.
pub fn print() {
    // A browser that prints nothing says so itself.
    window().print().ok();
}

/// Whether an element has this id.
pub fn has_id(id: &str) -> bool {
    document().get_element_by_id(id).is_some()
}

/// How far the window is scrolled, in pixels.
pub fn scrolled() -> f64 {
    window().scroll_y().unwrap_or_default()
}

/// How much of the page the window shows, in pixels.
pub(crate) fn height() -> f64 {
    window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default()
}

/// Scrolls the window to a place noted before.
pub fn scroll_by_hand(y: f64) {
    window().scroll_to_with_x_and_y(0.0, y);
}

/// Scrolls to the element that fits `selector`.
pub fn scroll_to(selector: &str) {
    if let Some(element) = find(selector) {
        element.scroll_into_view();
    }
}

pub(crate) fn find(selector: &str) -> Option<Element> {
    document().query_selector(selector).ok().flatten()
}

/// Calls `then` in the next animation frame.
pub fn after_paint(then: impl FnOnce() + 'static) {
    let then = Closure::once_into_js(then);
    window().request_animation_frame(then.unchecked_ref()).ok();
}

/// Loads the page anew.
pub fn reload() {
    window().location().reload().ok();
}

/// Whether the screen has room for two panes.
pub fn is_wide() -> bool {
    window().match_media("(min-width: 60rem)").ok().flatten().is_some_and(|query| query.matches())
}

/// The text of one of the app's own files. It is asked for at once, waited for by who awaits.
pub fn fetch_text(url: &str) -> impl Future<Output = Option<String>> + use<> {
    let asked = JsFuture::from(window().fetch_with_str(url));
    async move {
        let response: web_sys::Response = asked.await.ok()?.dyn_into().ok()?;
        if !response.ok() {
            return None;
        }
        JsFuture::from(response.text().ok()?).await.ok()?.as_string()
    }
}

/// Calls `then` after some time.
pub fn later(after: Duration, then: impl FnOnce() + 'static) {
    let then = Closure::once_into_js(then);
    let after = i32::try_from(after.as_millis()).unwrap_or(i32::MAX);
    let window = window();
    window.set_timeout_with_callback_and_timeout_and_arguments_0(then.unchecked_ref(), after).ok();
}

/// Calls `then` right behind the next paint; soon in any case, as a hidden page paints nothing.
pub fn behind_paint(then: impl FnOnce() + 'static) {
    if document().hidden() {
        return then();
    }
    let then = Rc::new(Cell::new(Some(then)));
    let anyway = then.clone();
    let painted = move || {
        if let Some(then) = then.take() {
            then();
        }
    };
    after_paint(move || later(Duration::ZERO, painted));
    later(Duration::from_millis(100), move || {
        if let Some(then) = anyway.take() {
            then();
        }
    });
}

/// Waits.
pub async fn pause(time: Duration) {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        later(time, move || {
            resolve.call0(&wasm_bindgen::JsValue::NULL).ok();
        });
    });
    // It is never refused.
    wasm_bindgen_futures::JsFuture::from(promise).await.ok();
}
