//! What an officer is about to say of an item and did not write yet. It stays in this tab, whatever is
//! opened meanwhile, and who closes the tab is asked.

use bcd_core::{id::ItemId, upper::case::Mark};
use bcd_web::page;
use leptos::prelude::*;
use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
};

/// A step or a question that still lacks its reason.
#[derive(Clone, Debug, PartialEq)]
pub enum Draft {
    /// To be set so.
    Set(Mark),
    /// To be asked about.
    Ask,
}

// By the submission's digest and the item, with the reason so far.
type Drafts = BTreeMap<(String, ItemId), (Draft, String)>;

thread_local! {
    static DRAFTS: RefCell<Drafts> = const { RefCell::new(BTreeMap::new()) };
    static GUARDED: Cell<bool> = const { Cell::new(false) };
    static TEXTS: RefCell<BTreeMap<String, String>> = const { RefCell::new(BTreeMap::new()) };
}

/// What was half said of an item.
pub fn of(digest: &str, item: &ItemId) -> Option<(Draft, String)> {
    let key = (digest.to_owned(), item.clone());
    DRAFTS.with_borrow(|all| all.get(&key).cloned())
}

/// Keeps it, or forgets it.
pub fn keep(digest: &str, item: &ItemId, draft: Option<(Draft, String)>) {
    let key = (digest.to_owned(), item.clone());
    guard();
    DRAFTS.with_borrow_mut(|all| match draft {
        Some(draft) => drop(all.insert(key, draft)),
        None => drop(all.remove(&key)),
    });
}

// Who closes the tab is asked while something is half written.
fn guard() {
    if !GUARDED.replace(true) {
        let has_reason = |(_, why): &(Draft, String)| !why.trim().is_empty();
        page::guard_leaving(move || {
            DRAFTS.with_borrow(|all| all.values().any(has_reason))
                || TEXTS.with_borrow(|all| all.values().any(|text| !text.trim().is_empty()))
        });
    }
}

/// A text of a form that is not written yet, by what it is about: what was typed before is in it again.
pub fn text(about: String) -> RwSignal<String> {
    guard();
    let text = RwSignal::new(TEXTS.with_borrow(|all| all.get(&about).cloned().unwrap_or_default()));
    Effect::new(move |_| {
        let now = text.get();
        TEXTS.with_borrow_mut(|all| drop(all.insert(about.clone(), now)));
    });
    text
}

/// The texts of a form were written.
pub fn written(texts: &[RwSignal<String>], about: &[String]) {
    TEXTS.with_borrow_mut(|all| about.iter().for_each(|about| drop(all.remove(about))));
    texts.iter().for_each(|text| drop(text.try_set(String::new())));
}

/// Whether something stands in such a text.
pub fn is_begun(about: &str) -> bool {
    TEXTS.with_borrow(|all| all.get(about).is_some_and(|text| !text.trim().is_empty()))
}
