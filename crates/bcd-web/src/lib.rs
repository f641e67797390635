//! The browser: the only crate, beside the drives of `bcd-sync`, that uses its API. It implements
//! the traits of the use-cases ([`host`], [`tools`]), and offers pages what they need: the page,
//! files, the inbox, updates. It contains no rule of the domain and no text for people.

#![cfg(target_arch = "wasm32")]

mod bytes;
mod clock;
pub mod device;
mod doors;
mod dropped;
pub mod early;
mod engine;
pub mod files;
mod hash;
mod idb;
mod image;
pub mod inbox;
mod lock;
pub mod page;
pub mod policy;
pub mod prefs;
mod seal;
mod signer;
mod store;
mod tabs;
pub mod text;
mod tools;
pub mod trusted;
mod turns;
mod worker;
pub mod worker_update;

pub use bytes::{from_js, to_js};
pub use store::open_store;
pub use tools::{rare_tools, tools};
pub use wasm_bindgen_futures::spawn_local;

use bcd_app::host::Host;
use std::rc::Rc;

/// The browser, as the use-cases ask for it.
pub fn host() -> Host {
    Host {
        clock: Rc::new(clock::BrowserClock),
        ids: Rc::new(clock::BrowserIds),
        settings: Rc::new(prefs::BrowserSettings),
        tabs: Rc::new(tabs::BrowserTabs),
        turns: Rc::new(turns::BrowserTurns),
        storage: Rc::new(store::BrowserStorage),
        hasher: Rc::new(hash::BrowserHasher),
    }
}

/// The window; the app runs in no other place.
pub fn window() -> web_sys::Window {
    wasm_bindgen::JsCast::unchecked_into(js_sys::global())
}

/// The page's document. A window has one as long as it runs code.
pub fn document() -> web_sys::Document {
    wasm_bindgen::JsCast::unchecked_into(
        js_sys::Reflect::get(&window(), &"document".into()).unwrap_or_default(),
    )
}
