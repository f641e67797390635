//! The upper level.

mod reform;
mod roll;
mod roll_standing;
mod roll_table;
