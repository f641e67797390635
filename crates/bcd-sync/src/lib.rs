//! The shared drive: any folder that people already share, behind one trait; and the sync, which
//! carries out what [`bcd_core::sync`] plans.
//!
//! - [`drive`]: what a drive is, and what can go wrong with it; [`any`]: one of any kind;
//!   [`contract`]: what holds for all.
//! - [`memory`]: one for tests; [`webdav`]: a server; `folder`, `picked`: folders of the device,
//!   whose `handles` are `kept` in the browser.
//! - [`probe`]: "test the connection"; [`stop`]: cancelling.
//! - [`local`]: what the other side, the browser, gives and takes.
//! - [`run`]: brings the two in step; [`report`]: what it did.

pub mod any;
pub mod contract;
pub mod drive;
pub mod gate;
pub mod local;
pub mod memory;
pub mod names;
pub mod probe;
pub mod report;
pub mod run;
pub mod stop;
pub mod webdav;

#[cfg(target_arch = "wasm32")]
pub mod browser;
#[cfg(target_arch = "wasm32")]
pub mod folder;
#[cfg(target_arch = "wasm32")]
pub mod handles;
#[cfg(target_arch = "wasm32")]
pub mod kept;
#[cfg(target_arch = "wasm32")]
pub mod picked;
