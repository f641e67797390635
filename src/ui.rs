//! Parts of pages that do not depend on a dossier: they take values and report what the person
//! wants.

mod field;
mod icon;
mod message;
mod ring;

/// The most characters that a long text may have.
pub const TEXT_MAX: u32 = 4_000;

pub use field::{Choice, Field, Kind};
pub use icon::{Icon, icon};
pub use message::{Notice, Tone};
pub use ring::{Bar, Ring};
