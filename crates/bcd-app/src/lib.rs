//! The use-cases of Ba Chủ Động: what a person can do, over small traits instead of a browser.
//!
//! # Where to start
//!
//! - [`workspace`]: the open dossier as signals, and the one way to change it; [`evidence`]: photos,
//!   files and words that show what was done. The first page carries these.
//! - [`services`]: everything else, each for one thing: [`planning`], [`exchange`] (sending,
//!   receiving, backups, the outbox), [`merging`], [`office`], [`reviewing`], [`rolling`], [`packs`], [`signing`], [`drives`], [`syncing`].
//! - [`host`], [`tools`], [`store`]: what the use-cases ask of where they run.

pub mod bytes;
mod core;
pub mod disk;
pub mod drafts;
pub mod drives;
pub mod evidence;
pub mod exchange;
pub mod host;
pub mod lists;
pub mod merging;
pub mod news;
pub mod office;
pub mod packs;
pub mod planning;
mod queue;
pub mod received;
pub mod refreshing;
pub mod reviewing;
pub mod roll;
pub mod rolling;
pub mod rows;
pub mod sample_desk;
pub mod services;
pub mod signing;
pub mod store;
pub mod syncing;
pub mod tasks;
pub mod tools;
pub mod workspace;

pub use queue::NewFile;
