//! The upper level's desk: what is made of what the units sent.

pub mod rollup;
pub mod table;
