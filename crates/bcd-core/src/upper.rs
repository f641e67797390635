//! The upper level (cấp trên): what an office does that receives the submissions of other units.
//!
//! - [`case`]: what it says of one unit's one cycle: verdicts, steps, the decision.
//! - [`deciding`]: who of many is ready to be decided on, and the papers' list of them.
//! - [`office`]: for whom a browser speaks.
//! - [`pack_draft`]: a pack that it writes.
//! - [`roll`]: the list of units, that is, who should report; how each stands.
//! - [`rollup`]: what it says of all of them, for its own upper level.
//! - [`table`]: units × items, and what can be read from it.

pub mod case;
mod cells;
pub mod deciding;
pub mod office;
pub mod pack_draft;
pub mod roll;
pub mod rollup;
pub mod table;
