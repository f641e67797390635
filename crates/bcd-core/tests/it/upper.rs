//! Stories of the upper level.

mod case;
mod case_laws;
mod officers;
mod reform;
mod roll;
mod roll_standing;
mod roll_table;
mod rollup;
mod rollup_bad;
pub mod rollup_desk;
mod rollup_large;
mod rollup_laws;
mod rollup_list;
mod verified;
