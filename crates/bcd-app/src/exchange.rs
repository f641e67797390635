//! Exchange: what goes out of this browser and what comes in, as files.

pub mod backup;
pub(crate) mod documents;
pub mod intake;
pub(crate) mod leaving;
pub mod opening;
pub mod outbox;
pub mod outgoing;
pub mod receiving;
pub mod sending;
