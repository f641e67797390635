//! The shared drive: any folder that people already share, behind one trait, and the doing of
//! what [`bcd_core::sync`] plans.
//!
//! - [`drive`]: what a drive is, and what can go wrong with it; [`memory`]: one for tests.
//! - [`local`]: what the other side, the browser, gives and takes.
//! - [`run`]: brings the two in step; [`report`]: what it did.

pub mod drive;
pub mod local;
pub mod memory;
pub mod report;
pub mod run;
