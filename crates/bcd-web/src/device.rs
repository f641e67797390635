//! What kind of browser this is, as far as that changes what a person should do first; and whether
//! the browser promised to keep the data.

use crate::window;
use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Where the app was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AppPlace {
    /// A browser that keeps what it stores, or the installed app.
    Fine,
    /// Safari on an iPhone or iPad, not from the home screen: the installed app has a storage
    /// of its own, and the browser may clear this one after a week.
    IosBrowser,
    /// The browser inside a chat or social app: its storage is separate or gets deleted.
    InApp,
}

/// Where the app was opened, as far as the browser says.
pub fn place() -> AppPlace {
    let navigator = window().navigator();
    let agent = navigator.user_agent().unwrap_or_default();
    const IN_APP: [&str; 10] = [
        "Zalo",
        "FBAN",
        "FBAV",
        "FB_IAB",
        "Instagram",
        "Line/",
        "Messenger",
        "Telegram",
        "TikTok",
        "MicroMessenger",
    ];
    if IN_APP.iter().any(|mark| agent.contains(mark)) {
        return AppPlace::InApp;
    }
    let touch_mac = agent.contains("Macintosh") && navigator.max_touch_points() > 1;
    let ios = touch_mac || ["iPhone", "iPad", "iPod"].iter().any(|mark| agent.contains(mark));
    let standalone = Reflect::get(&navigator, &"standalone".into()).is_ok_and(|v| v.is_truthy());
    if ios && !standalone { AppPlace::IosBrowser } else { AppPlace::Fine }
}

/// Asks the browser to keep the data; true if it promised.
pub async fn ask_to_persist() -> bool {
    let Some(storage) = storage() else { return false };
    match storage.persist() {
        Ok(promise) => JsFuture::from(promise).await.is_ok_and(|kept| kept.is_truthy()),
        Err(_) => false,
    }
}

/// Whether the browser has promised to keep the data.
pub async fn is_persisted() -> bool {
    let Some(storage) = storage() else { return false };
    match storage.persisted() {
        Ok(promise) => JsFuture::from(promise).await.is_ok_and(|kept| kept.is_truthy()),
        Err(_) => false,
    }
}

// Missing outside of secure contexts; `web-sys` would return `undefined` as if it were an object.
fn storage() -> Option<web_sys::StorageManager> {
    let value: JsValue = Reflect::get(&window().navigator(), &"storage".into()).ok()?;
    value.is_object().then(|| value.unchecked_into())
}
