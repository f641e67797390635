//! The submissions of a drive as rows for programs that read tables.
//!
//! Where to start: [`row`] makes the rows of one file, [`drive`] goes through all files of a drive.
//! Every file is read by the app's own reader: what the app would refuse has no rows, but a line
//! that says why. What the columns mean: `docs/scale.md`.

pub mod drive;
pub mod row;
