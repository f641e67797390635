//! Other tabs of the same app: what one saved, the others hear.

use bcd_app::host::Tabs;
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{BroadcastChannel, MessageEvent};

const NAME: &str = "bcd";

thread_local! {
    static CHANNEL: RefCell<Option<BroadcastChannel>> = const { RefCell::new(None) };
}

/// The tabs of this browser.
pub struct BrowserTabs;

impl Tabs for BrowserTabs {
    fn tell(&self, text: &str) {
        CHANNEL.with_borrow(|channel| {
            if let Some(channel) = channel {
                // If a message cannot be sent, the other tabs only see the change later.
                channel.post_message(&JsValue::from_str(text)).ok();
            }
        });
    }

    fn listen(&self, mut hear: Box<dyn FnMut(String)>) {
        // Without `BroadcastChannel` there is no way to reach other tabs.
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
}
