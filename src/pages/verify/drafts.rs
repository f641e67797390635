//! What an officer is about to say of an item and did not write yet. It stays in this tab, whatever is
//! opened meanwhile, and who closes the tab is asked.

use bcd_core::{id::ItemId, upper::case::Mark};
use bcd_web::page;
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
        page::guard_leaving(move || DRAFTS.with_borrow(|all| all.values().any(has_reason)));
    }
}
