//! Roll-up (tổng hợp): what an office says of all its units in one cycle, from rows and from the
//! roll-ups of lower offices, to any depth.
//!
//! - [`totals`]: counts that add up, whichever way the units are put together.
//! - [`row`]: a unit's row from what is known here.
//! - [`make`]: rows and parts into one roll-up; what a person has to decide first.
//! - [`beside`]: units that sent and are not on the list.
//! - [`hand_out`]: a roll-up as a table for a spreadsheet.
//! - [`tree`]: the way down from a number to the unit, and what is odd on it.

pub mod beside;
pub mod hand_out;
pub mod make;
pub mod row;
pub mod totals;
pub mod tree;
