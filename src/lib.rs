//! The app: a thin view over `bcd_core`, and the browser behind `platform`.
//!
//! # Where to start
//!
//! - [`route`]: the pages and their addresses; [`i18n`]: every text.
//! - `app` and `desk`: the two modules that share a page; `state` says what lies between them.
//! - `state::workspace`: the open dossier, and the one way to change it.
//! - `storage`: what is kept in the browser, and when it counts as saved.
//! - `pages`: one folder a page.

pub mod i18n;
pub mod route;

#[cfg(target_arch = "wasm32")]
pub mod app;
#[cfg(target_arch = "wasm32")]
pub mod desk;
#[cfg(target_arch = "wasm32")]
mod language;
#[cfg(target_arch = "wasm32")]
mod pages;
#[cfg(target_arch = "wasm32")]
mod platform;
#[cfg(target_arch = "wasm32")]
mod state;
#[cfg(target_arch = "wasm32")]
mod storage;
#[cfg(target_arch = "wasm32")]
mod ui;
