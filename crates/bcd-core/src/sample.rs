//! Made-up units: their names, what they do in a year, and how chance that is always the same decides it.
//! Tests make provinces of them; the app a sample upper level to play with.

pub mod chance;
pub mod desk;
pub mod names;
pub mod year;
