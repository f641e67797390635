//! What an officer is about to say of an item and did not write yet. It stays in this tab, whatever is
//! opened meanwhile, and who closes the tab is asked.

use bcd_core::{id::ItemId, upper::case::Mark};
use bcd_web::page;
use std::{cell::RefCell, collections::BTreeMap};

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
    static DRAFTS: RefCell<Option<Drafts>> = const { RefCell::new(None) };
}

/// What was half said of an item.
pub fn of(digest: &str, item: &ItemId) -> Option<(Draft, String)> {
    let key = (digest.to_owned(), item.clone());
    DRAFTS.with_borrow(|all| all.as_ref()?.get(&key).cloned())
}

/// Keeps it, or forgets it.
pub fn keep(digest: &str, item: &ItemId, draft: Option<(Draft, String)>) {
    let key = (digest.to_owned(), item.clone());
    let is_first = DRAFTS.with_borrow_mut(|all| {
        let is_first = all.is_none();
        let all = all.get_or_insert_default();
        match draft {
            Some(draft) => drop(all.insert(key, draft)),
            None => drop(all.remove(&key)),
        }
        is_first
    });
    if is_first {
        let has_reason = |(_, why): &(Draft, String)| !why.trim().is_empty();
        page::guard_leaving(move || {
            DRAFTS.with_borrow(|all| all.iter().flat_map(BTreeMap::values).any(has_reason))
        });
    }
}
