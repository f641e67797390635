//! What a sync did, to be told to people.

use crate::{
    drive::Fault,
    local::{Took, Trouble},
};
use bcd_core::{format::problem::Problem, merge::loss::Loss};
use serde::{Deserialize, Serialize};

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Where on the drive.
    pub path: String,
    /// What.
    pub what: Happened,
}

/// What happened with a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Happened {
    /// It was read and taken in.
    Took(Took),
    /// It was written.
    Wrote,
    /// A photo or file came.
    Fetched,
    /// It is not good; the first problem.
    Refused(Option<Problem>),
    /// It waits for a person: it would take much away.
    Held(Loss),
    /// It is sealed with another passphrase.
    Sealed,
    /// It is not sealed, on a drive that seals everything.
    NotSealed,
    /// Photos that it names are not on the drive yet; it is read again the next time.
    Waits(usize),
    /// So many photos that dossiers name are neither here nor on the drive. No fault of this sync:
    /// whoever has them can send them.
    Missing(usize),
    /// A document of this device's cannot be written; the first problem.
    NotMade(Option<Problem>),
    /// The drive can only be read, and what this device changed or handed up is not on it.
    ReadOnly,
    /// The drive can only be read, so nobody below hears of what was received or published. Who chose
    /// such a drive to collect from knows.
    Unanswered,
    /// The drive refused, for this file.
    Failed(Fault),
    /// It was there and is not any more; it is written again.
    Vanished,
}

/// What a sync did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// What happened, in order.
    pub events: Vec<Event>,
    /// Why it ended early, if the drive was the reason.
    pub fault: Option<Fault>,
    /// Why it ended early, if this browser was the reason.
    pub trouble: Option<Trouble>,
}

impl Happened {
    /// Whether somebody should look at it, or do something about it.
    pub fn asks_for_somebody(&self) -> bool {
        match self {
            Self::Took(_)
            | Self::Wrote
            | Self::Fetched
            | Self::Missing(_)
            | Self::Waits(_)
            | Self::Unanswered
            | Self::Vanished => false,
            Self::Refused(_)
            | Self::Held(_)
            | Self::Sealed
            | Self::NotSealed
            | Self::NotMade(_)
            | Self::ReadOnly
            | Self::Failed(_) => true,
        }
    }
}

impl Report {
    /// Whether all that is here is there, and all that is good there is here: nothing failed,
    /// nothing waits. What is not good there is beside that: [`Self::refused`].
    pub fn is_in_step(&self) -> bool {
        self.fault.is_none()
            && self.trouble.is_none()
            && self.events.iter().all(|event| match event.what {
                Happened::Took(_)
                | Happened::Wrote
                | Happened::Fetched
                | Happened::Refused(_)
                | Happened::NotSealed
                | Happened::Missing(_)
                | Happened::Unanswered
                | Happened::Vanished => true,
                Happened::Held(_)
                | Happened::Sealed
                | Happened::Waits(_)
                | Happened::NotMade(_)
                | Happened::ReadOnly
                | Happened::Failed(_) => false,
            })
    }

    /// How many files lie there that are not good, or are not sealed as the others are.
    pub fn refused(&self) -> usize {
        let refused =
            |event: &&Event| matches!(event.what, Happened::Refused(_) | Happened::NotSealed);
        self.events.iter().filter(refused).count()
    }

    /// How many documents were written.
    pub fn wrote(&self) -> usize {
        self.events.iter().filter(|event| event.what == Happened::Wrote).count()
    }
}
