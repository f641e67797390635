//! Stories of the upper level.

mod case;
mod case_laws;
mod reform;
mod roll;
mod roll_standing;
mod roll_table;
mod verified;
