//! Stories of the shared drive, with the real engine on both sides of it.

#![expect(clippy::unwrap_used, reason = "a test that meets nothing where something must be, fails")]

mod contract;
mod cost;
mod faults;
mod schedules;
mod sealing;
mod stories;
mod support;
mod vanished;
