//! The upper level (cấp trên): what a body does that receives the submissions of other units.
//!
//! - [`roll`]: the list of units, that is, who should report; how each stands.

pub mod roll;
