//! The second module of the app: fetched and started when asked for.

use js_sys::{Function, Promise, Reflect};
use leptos::prelude::window;
use std::cell::Cell;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

thread_local! {
    static TRIES: Cell<u32> = const { Cell::new(0) };
}

/// Loads it; false where that failed, and may be tried again.
pub async fn load() -> bool {
    let Some(mut url) = super::page::meta("bcd-desk") else { return false };
    // A browser remembers that a module failed; another address is another module.
    let tries = TRIES.replace(TRIES.get() + 1);
    if tries > 0 {
        url = format!("{url}?{tries}");
    }
    // `import()` is syntax, not a function; the boot script lends it.
    let import = Reflect::get(&window(), &"bcdImport".into()).unwrap_or_default();
    let Some(import) = import.dyn_ref::<Function>() else { return false };
    let Ok(promise) = import.call1(&JsValue::NULL, &url.into()) else { return false };
    JsFuture::from(promise.unchecked_into::<Promise>()).await.is_ok()
}
