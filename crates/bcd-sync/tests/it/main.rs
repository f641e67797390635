//! Stories of the shared drive, with the real engine on both sides of it.

mod contract;
mod cost;
mod faults;
mod schedules;
mod stories;
mod support;
