//! Stories of people and their devices, told by the use-cases themselves: on a storage in memory,
//! with the real engine, and drives that fail on demand.

#![expect(clippy::unwrap_used, reason = "a test that meets nothing where something must be, fails")]

mod arriving;
mod backup_order;
mod backups;
mod backups_own;
mod backups_strange;
mod consent;
mod contract;
mod cost;
mod crossing;
mod crowded;
mod device_key;
mod drafts;
mod drive_key;
mod faults;
mod first_photos;
mod guidance;
mod hostile;
mod leaving;
mod lower_units;
mod many_files;
mod people;
mod photos;
mod proposals;
mod province_year;
mod refreshing;
mod reviewing;
mod reviewing_files;
mod reviewing_hostile;
mod reviewing_many;
mod roll;
mod roll_hostile;
mod rolling;
mod rolling_drive;
mod rolling_kept;
mod rolling_room;
mod rolling_unknown;
mod sample_desk;
mod sample_hostile;
mod saving;
mod schedules;
mod sealing;
mod signing;
mod signing_own;
mod slow_drive;
mod stories;
mod strangers;
mod support;
mod tabs;
mod vanished;
mod visit_photos;
