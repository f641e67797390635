//! The browser. The only layer that may name it; no rule of the domain, no text for people.

pub mod clock;
pub mod device;
pub mod engine;
pub mod files;
pub mod idb;
pub mod image;
pub mod inbox;
pub mod page;
pub mod prefs;
pub mod tabs;
pub mod text;
pub mod worker_update;

pub use wasm_bindgen_futures::spawn_local;
