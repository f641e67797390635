//! The browser. The only layer that may name it; no rule of the domain, no text for people.

pub mod clock;
pub mod desk_module;
pub mod device;
pub mod engine;
pub mod files;
pub mod idb;
pub mod image;
pub mod inbox;
pub mod lock;
pub mod page;
pub mod port;
pub mod prefs;
pub mod seal;
pub mod tabs;
pub mod text;
mod worker;
pub mod worker_update;

pub use port::Blob;
pub use wasm_bindgen_futures::spawn_local;
