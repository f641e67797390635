//! The shared drive: any folder that people already share, behind one trait, and the doing of
//! what [`bcd_core::sync`] plans.
//!
//! - [`drive`]: what a drive is, and what can go wrong with it; [`memory`]: one for tests.

pub mod drive;
pub mod memory;
