//! Other tabs of the same app: what one saved, the others hear.

use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{BroadcastChannel, MessageEvent};

const NAME: &str = "bcd";

thread_local! {
    static CHANNEL: RefCell<Option<BroadcastChannel>> = const { RefCell::new(None) };
}

/// Listens to the other tabs.
pub fn listen(mut hear: impl FnMut(String) + 'static) {
    // A browser without it has no second tab to hear from that we could reach.
    let Ok(channel) = BroadcastChannel::new(NAME) else { return };
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        if let Some(text) = event.data().as_string() {
            hear(text);
        }
    });
    channel.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    CHANNEL.set(Some(channel));
}

/// Tells all tabs, this one's first module included: for a module that does not listen itself.
pub fn tell_all(text: &str) -> bool {
    CHANNEL.with_borrow_mut(|channel| {
        if channel.is_none() {
            *channel = BroadcastChannel::new(NAME).ok();
        }
    });
    tell(text)
}

/// Tells the other tabs. They read the database anyway when they open; a message that cannot be
/// sent only means that they see it later.
pub fn tell(text: &str) -> bool {
    CHANNEL.with_borrow(|channel| {
        channel.as_ref().is_some_and(|c| c.post_message(&JsValue::from_str(text)).is_ok())
    })
}
