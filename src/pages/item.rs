//! An opened item: its evidence, notes, "không áp dụng", sources.

mod evidence;
mod evidence_add;
mod panel;

pub use evidence::{StoredPhoto, kind_icon, kind_word};
pub use evidence_add::AddFiles;
pub use panel::item;
