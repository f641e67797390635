//! Elements made by hand: a thin layer over the DOM, driven by Leptos' signals.
//!
//! The first module draws with this alone: every call is one short, untyped function, where a
//! typed view costs code for each shape of it (`docs/decisions/0007-two-modules.md`). An [`El`]
//! is a view like any other, so `view!` can hold one.

use leptos::prelude::{RenderEffect, document};
use std::{borrow::Cow, cell::RefCell, rc::Rc};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, HtmlInputElement, Node};

/// What happened.
pub use web_sys::Event;

/// Words to show: fixed, or made up for the occasion.
pub type Words = Cow<'static, str>;

type Listener = Closure<dyn FnMut(Event)>;

// What must live as long as the element.
enum Kept {
    Effect(#[allow(dead_code, reason = "lives by being kept")] RenderEffect<()>),
    Listener(#[allow(dead_code, reason = "lives by being kept")] Listener),
    Hole(#[allow(dead_code, reason = "lives by being kept")] Hole),
}

/// An element with what belongs to it; taking it away takes its listeners and effects away.
pub struct El {
    node: Element,
    kept: Vec<Kept>,
}

/// A new HTML element.
pub fn el(tag: &str) -> El {
    // Names of elements are ours, so this cannot fail.
    let node = document().create_element(tag).unwrap_or_else(|_| body_like());
    El { node, kept: Vec::new() }
}

/// A new SVG element.
pub fn svg(tag: &str) -> El {
    let made = document().create_element_ns(Some("http://www.w3.org/2000/svg"), tag);
    El { node: made.unwrap_or_else(|_| body_like()), kept: Vec::new() }
}

fn body_like() -> Element {
    leptos::tachys::dom::body().into()
}

impl El {
    /// Adds classes.
    pub fn class(self, class: &str) -> Self {
        self.attr("class", class)
    }

    /// Sets an attribute.
    pub fn attr(self, name: &str, value: &str) -> Self {
        set_attr(&self.node, name, Some(value));
        self
    }

    /// Sets an attribute where there is a value.
    pub fn attr_opt(self, name: &str, value: Option<&str>) -> Self {
        set_attr(&self.node, name, value);
        self
    }

    /// Appends text.
    pub fn text(self, text: &str) -> Self {
        let node = document().create_text_node(text);
        append(&self.node, &node);
        self
    }

    /// Appends an element.
    pub fn child(mut self, child: El) -> Self {
        append(&self.node, &child.node);
        // Its listeners live on with the parent's.
        self.kept.extend(child.kept);
        self
    }

    /// Appends an element where there is one.
    pub fn child_opt(self, child: Option<El>) -> Self {
        match child {
            Some(child) => self.child(child),
            None => self,
        }
    }

    /// Appends elements.
    pub fn children(mut self, children: impl IntoIterator<Item = El>) -> Self {
        for child in children {
            self = self.child(child);
        }
        self
    }

    /// Calls `heard` on every event of a kind.
    pub fn on(self, kind: &str, heard: impl FnMut(Event) + 'static) -> Self {
        self.listen(kind, Box::new(heard))
    }

    fn listen(mut self, kind: &str, heard: Box<dyn FnMut(Event)>) -> Self {
        let listener = Closure::wrap(heard);
        self.node.add_event_listener_with_callback(kind, listener.as_ref().unchecked_ref()).ok();
        self.kept.push(Kept::Listener(listener));
        self
    }

    /// Runs `draw` now, and again when a signal that it read has changed.
    pub fn watch(self, draw: impl FnMut() + 'static) -> Self {
        self.watch_boxed(Box::new(draw))
    }

    fn watch_boxed(mut self, mut draw: Box<dyn FnMut()>) -> Self {
        self.kept.push(Kept::Effect(RenderEffect::new(move |_| draw())));
        self
    }

    /// Appends text that follows signals.
    pub fn text_by(self, words: impl Fn() -> Words + 'static) -> Self {
        let node = document().create_text_node("");
        append(&self.node, &node);
        self.watch_boxed(Box::new(move || node.set_data(&words())))
    }

    /// An attribute that follows signals; `None` takes it away.
    pub fn attr_by(self, name: &'static str, value: impl Fn() -> Option<Words> + 'static) -> Self {
        let node = self.handle();
        self.watch_boxed(Box::new(move || node.set(name, value().as_deref())))
    }

    /// The value of a field, following signals. What the person is typing is left alone.
    pub fn value_by(self, value: impl Fn() -> Words + 'static) -> Self {
        let node = self.handle();
        self.watch_boxed(Box::new(move || node.value(&value())))
    }

    /// Children that follow signals: drawn anew, in their own place.
    pub fn part(mut self, draw: impl Fn() -> Vec<El> + 'static) -> Self {
        let hole = self.hole();
        self.kept.push(Kept::Hole(hole.clone()));
        self.watch_boxed(Box::new(move || hole.fill(draw())))
    }

    /// A place for children that come and go.
    pub fn hole(&mut self) -> Hole {
        let end = document().create_comment("");
        append(&self.node, &end);
        Hole { end: end.into(), filled: Rc::default() }
    }

    /// The element itself.
    pub(super) fn node(&self) -> &Element {
        &self.node
    }

    /// A handle on the element, to change it later.
    pub fn handle(&self) -> Handle {
        Handle(self.node.clone())
    }

    /// Puts it into the page as the last child of what `selector` finds, for good.
    pub fn mount(self, selector: &str) {
        if let Some(parent) = document().query_selector(selector).ok().flatten() {
            append(&parent, &self.node);
        }
        // The page is its owner now.
        std::mem::forget(self.kept);
    }
}

/// Where children come and go, before a mark in the element.
#[derive(Clone)]
pub struct Hole {
    end: Node,
    filled: Rc<RefCell<Vec<El>>>,
}

impl Hole {
    /// Takes what is there away and puts `children` in its place.
    pub fn fill(&self, children: Vec<El>) {
        let before = self.filled.take();
        for old in &before {
            old.node.remove();
        }
        if let Some(parent) = self.end.parent_node() {
            for child in &children {
                parent.insert_before(&child.node, Some(&self.end)).ok();
            }
        }
        self.filled.replace(children);
    }
}

/// A handle on an element.
#[derive(Clone)]
pub struct Handle(Element);

impl Handle {
    /// Sets an attribute, or takes it away.
    pub fn set(&self, name: &str, value: Option<&str>) {
        set_attr(&self.0, name, value);
    }

    /// Puts a class on or takes it off.
    pub fn class(&self, name: &str, on: bool) {
        self.0.class_list().toggle_with_force(name, on).ok();
    }

    /// Replaces all text. Left alone where it is the same: a change costs a layout, and a live
    /// region would say it again.
    pub fn text(&self, text: &str) {
        if self.0.text_content().as_deref() != Some(text) {
            self.0.set_text_content(Some(text));
        }
    }

    /// Shows or hides.
    pub fn hide(&self, hidden: bool) {
        set_attr(&self.0, "hidden", hidden.then_some(""));
    }

    /// The value of a field; left alone where it is the same, so that the caret stays.
    pub fn value(&self, value: &str) {
        // Text areas and lists have a `value` like inputs.
        let field: &HtmlInputElement = self.0.unchecked_ref();
        if field.value() != value {
            field.set_value(value);
        }
    }
}

/// What a field holds, of an event on it.
pub fn value_of(event: &Event) -> String {
    target(event).map(|field| field.value()).unwrap_or_default()
}

fn target(event: &Event) -> Option<HtmlInputElement> {
    event.target().map(JsCast::unchecked_into)
}

/// An attribute of the nearest element around an event that has it.
pub fn nearest(event: &Event, name: &str) -> Option<String> {
    let from: Element = event.target()?.dyn_into().ok()?;
    from.closest(&format!("[{name}]")).ok()??.get_attribute(name)
}

/// The key of a keyboard event.
pub fn key_of(event: &Event) -> String {
    event.unchecked_ref::<web_sys::KeyboardEvent>().key()
}

fn append(parent: &Node, child: &Node) {
    // Fails only for a child that holds its parent, which nothing here can make.
    parent.append_child(child).ok();
}

fn set_attr(node: &Element, name: &str, value: Option<&str>) {
    // Names of attributes are ours, so neither fails.
    match value {
        Some(value) => node.set_attribute(name, value).ok(),
        None => node.remove_attribute(name).ok(),
    };
}
