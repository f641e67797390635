//! The keyboard of the page: j and k go through the items, a agrees, c asks, a digit sets the step of
//! that value.

use super::desk::Desk;
use bcd_web::page;
use leptos::{ev, prelude::*};

/// What a key asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Go so many items on.
    Go(isize),
    /// Agree.
    Agree,
    /// Ask for more.
    Ask,
    /// Choose the step of this value.
    Step(String),
}

/// The wish of a key, as browsers name it.
pub fn wish(key: &str) -> Option<Wish> {
    match key {
        "j" | "J" => Some(Wish::Go(1)),
        "k" | "K" => Some(Wish::Go(-1)),
        "a" | "A" => Some(Wish::Agree),
        "c" | "C" => Some(Wish::Ask),
        digit if digit.len() == 1 && digit.as_bytes()[0].is_ascii_digit() => {
            Some(Wish::Step(digit.to_owned()))
        }
        _ => None,
    }
}

/// Listens as long as the page is drawn. Keys of an open item are its own affair: they come by
/// [`Desk::wish`].
pub fn listen(desk: Desk) {
    let heard = move |event: ev::KeyboardEvent| {
        if event.ctrl_key()
            || event.alt_key()
            || event.meta_key()
            // Held down, it would agree to what nobody saw.
            || event.repeat()
            || page::is_typing()
        {
            return;
        }
        let Some(wish) = wish(&event.key()) else { return };
        event.prevent_default();
        match wish {
            Wish::Go(by) => {
                if let Some(item) = desk.beside(by) {
                    page::go(&desk.address(Some(&item)));
                }
            }
            // With no item open it would wait for the next one.
            other if desk.current.with_untracked(Option::is_some) => desk.wish.set(Some(other)),
            _ => {}
        }
    };
    let handle = window_event_listener(ev::keydown, heard);
    on_cleanup(move || handle.remove());
}
