//! The app: a thin view over the use-cases of `bcd_app`.
//!
//! # Where to start
//!
//! - [`pages`]: the table of pages, and a folder for each; [`route`]: their addresses.
//! - `app`: starts everything, and the frame around every page; `late`, `rare` and `desk`: what comes
//!   with the chunks of these names.
//! - `ui`: parts of pages that know no dossier; [`i18n`]: every text.

pub mod i18n;
pub mod pages;
pub mod route;

#[cfg(target_arch = "wasm32")]
pub mod app;
#[cfg(target_arch = "wasm32")]
mod desk;
#[cfg(target_arch = "wasm32")]
mod language;
#[cfg(target_arch = "wasm32")]
mod late;
#[cfg(target_arch = "wasm32")]
mod rare;
#[cfg(target_arch = "wasm32")]
mod shell;
#[cfg(target_arch = "wasm32")]
mod ui;
