//! What of a drive becomes rows, and what is left out and said.

#![expect(clippy::unwrap_used, reason = "a test that meets nothing where something must be, fails")]

mod drive;

#[path = "../../../bcd-core/examples/support/province.rs"]
mod province;
