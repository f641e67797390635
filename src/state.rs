//! What the app knows, as signals, and everything that changes it.
//!
//! One side keeps the data: the kernel, in the first module. The other, the desk, in the module
//! that comes later, mirrors what is open and asks the kernel for everything that is to be kept.

pub mod desk;
pub mod kernel;
pub mod link;
pub mod wire;
pub mod workspace;

pub use crate::storage::DbError;
pub use workspace::{Phase, SaveState, Workspace};

/// Characters of one text that the interface takes; the file's own limit is higher.
pub const TEXT_MAX: u32 = 4_000;
