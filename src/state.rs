//! What the app knows, as signals, and everything that changes it.

pub mod backup;
pub mod editing;
pub mod opening;
pub mod receiving;
pub mod saving;
pub mod sending;
pub mod toast;
pub mod workspace;

pub use crate::storage::DbError;
pub use workspace::{Phase, SaveState, Workspace};
