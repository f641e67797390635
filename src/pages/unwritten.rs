//! What was typed and is not written yet. It stays in this tab, whatever is opened meanwhile, and who
//! closes the tab is asked.

use bcd_web::page;
use leptos::prelude::*;
use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
};

thread_local! {
    static TEXTS: RefCell<BTreeMap<String, String>> = const { RefCell::new(BTreeMap::new()) };
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// The text that is kept under a name.
pub fn get(about: &str) -> Option<String> {
    TEXTS.with_borrow(|all| all.get(about).cloned())
}

/// Keeps a text under a name until it is written.
pub fn keep(about: &str, text: &str) {
    // Who closes the tab is asked while there is one.
    if !GUARDED.replace(true) {
        page::guard_leaving(|| TEXTS.with_borrow(|all| !all.is_empty()));
    }
    TEXTS.with_borrow_mut(|all| drop(all.insert(about.to_owned(), text.to_owned())));
}

/// It was written, or is nothing.
pub fn forget(about: &str) {
    TEXTS.with_borrow_mut(|all| drop(all.remove(about)));
}

/// A text of a form, by what it is about: what was typed before is in it again. `usual` stands in it as
/// long as nobody typed.
pub fn text(about: &str, usual: &str) -> RwSignal<String> {
    let text = RwSignal::new(get(about).unwrap_or_else(|| usual.to_owned()));
    let (about, usual) = (about.to_owned(), usual.to_owned());
    Effect::new(move |_| {
        text.with(|now| match now.trim().is_empty() || *now == usual {
            true => forget(&about),
            false => keep(&about, now),
        });
    });
    text
}

/// The texts of a form were written: nothing of it is left.
pub fn written(texts: &[RwSignal<String>], about: &[String]) {
    about.iter().for_each(|about| forget(about));
    texts.iter().for_each(|text| drop(text.try_set(String::new())));
}

/// Whether something stands in such a text.
pub fn is_begun(about: &str) -> bool {
    get(about).is_some()
}
