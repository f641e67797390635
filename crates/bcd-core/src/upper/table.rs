//! The table units × items (bảng tổng hợp) of one cycle: what every unit sent and what was verified of
//! it, and what follows. Made from the lines of submissions and of the roll; no document is opened.
//!
//! - [`UnitYear`]: what goes in, [`join`] where it comes from; [`Table`]: rows, columns, cells.
//! - [`Filter`], [`Sort`]: which rows are shown in which order; [`View`]: both as text for an address.
//! - [`statistics`]: counts, each with the filter that gives the units behind it; [`compare`]: this
//!   cycle beside another one.

pub mod address;
mod columns;
pub mod compare;
pub mod filter;
pub mod hand_out;
mod input;
pub mod join;
mod level;
mod rows;
pub mod sort;
pub mod statistics;

pub use address::{Show, View};
pub use columns::{Column, CriterionColumn, MOST as MOST_COLUMNS};
pub use filter::{Filter, ItemIs};
pub use input::{CaseYear, Standing, UnitYear, VerifiedItem};
pub use level::Level;
pub use rows::{Cell, Row, SetUse, Table, VerifiedCell};
pub use sort::{Sort, SortBy};
