//! Parts of pages. They know no dossier: values come in, intent goes out.

mod field;
mod icon;
mod message;
mod ring;

pub use field::{Choice, Field, FieldSpec, Kind, choice};
pub use icon::{Icon, glyph, icon};
pub use message::{Notice, Tone, notice};
pub use ring::{BarHandle, Ring, bar};
