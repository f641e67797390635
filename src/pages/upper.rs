//! The upper level's desk: what is made of what the units sent.

pub mod csv;
pub mod decide;
pub mod rollup;
pub mod table;
