//! Stories of the domain, and the hostile files.

#![expect(clippy::unwrap_used, reason = "a test that meets nothing where something must be, fails")]

mod backup_room;
mod support;

mod commands;
mod commands_undo;
mod default_set;
mod docs;
mod fixtures;
mod format_roundtrip;
mod fuzz;
mod handing;
mod hostile;
mod hostile_body;
mod hostile_bundle;
mod hostile_device;
mod hostile_lines;
mod hostile_numbers;
mod hostile_review;
mod hostile_texts;
mod intake;
mod intake_batch;
mod intake_index;
mod introductions;
mod merge;
mod merge_conflicts;
mod other_set;
mod pack_draft;
mod paper;
mod province;
mod schema;
mod scoring;
mod scoring_laws;
mod share;
mod share_home;
mod share_markers;
mod signing;
mod table;
mod traces;
mod typing;
mod upper;
mod year;
