//! What a sync did, to be told to people.

use crate::{
    drive::DriveFault,
    local::{Took, Trouble},
};
use bcd_core::{
    format::problem::{Code, Problem},
    sync::take::Asking,
};
use serde::{Deserialize, Serialize};
use std::mem::{Discriminant, discriminant};

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncEvent {
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
    /// It waits until a person says yes.
    Held(Asking),
    /// It is sealed, and not with the drive's key.
    Sealed,
    /// It is not sealed, on a drive that seals everything.
    NotSealed,
    /// Photos that it names are not on the drive yet; it is read again the next time.
    Waits(usize),
    /// So many files were left to the next sync, after many that wait for photos.
    Later(usize),
    /// This many photos that dossiers name are neither here nor on the drive. That is no fault of
    /// this sync: the device that has them may send them later.
    Missing(usize),
    /// A document of this device cannot be written; the first problem.
    NotMade(Option<Problem>),
    /// The drive is read-only, so the changes or submissions of this device are not on it.
    ReadOnly,
    /// The drive is read-only, so lower units see neither receipts nor packs. Whoever chose a
    /// read-only drive for collecting expects this.
    Unanswered,
    /// The drive refused, for this file.
    Failed(DriveFault),
    /// It has vanished from the drive and is written again.
    Vanished,
    /// The word of the sealed drive was missing or damaged; this browser has put its copy there.
    WordPutBack,
}

/// What a sync did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// What happened, in order.
    pub events: Vec<SyncEvent>,
    /// How many more things happened than are kept here.
    #[serde(default)]
    pub more: usize,
    /// How many of those were files that are invalid, or not sealed with the drive's key.
    #[serde(default)]
    pub more_refused: usize,
    /// Why it ended early, if the drive was the reason.
    pub fault: Option<DriveFault>,
    /// Why it ended early, if this browser was the reason.
    pub trouble: Option<Trouble>,
}

impl Happened {
    /// Whether a person should look at it, or do something about it.
    pub fn asks_for_somebody(&self) -> bool {
        match self {
            Self::Took(_)
            | Self::Wrote
            | Self::Fetched
            | Self::Missing(_)
            | Self::Waits(_)
            | Self::Later(_)
            | Self::Unanswered
            | Self::Vanished => false,
            Self::Refused(_)
            | Self::Held(_)
            | Self::Sealed
            | Self::NotSealed
            | Self::NotMade(_)
            | Self::ReadOnly
            | Self::WordPutBack
            | Self::Failed(_) => true,
        }
    }
}

/// The most events of one kind that are kept of a sync. They are read at every start, and a drive may hold any
/// number of files.
const MOST_OF_A_KIND: usize = 200;

impl Report {
    /// As it is kept.
    #[must_use]
    pub fn shortened(self) -> Self {
        let all = self.events.len();
        let mut kinds: Vec<(Discriminant<Happened>, Option<Code>, usize)> = Vec::new();
        let fits = |event: &SyncEvent| {
            let code = match &event.what {
                Happened::Refused(why) | Happened::NotMade(why) => why.as_ref().map(|it| it.code),
                _ => None,
            };
            let kind = discriminant(&event.what);
            let Some(known) = kinds.iter_mut().find(|it| (it.0, it.1) == (kind, code)) else {
                kinds.push((kind, code, 1));
                return true;
            };
            known.2 += 1;
            known.2 <= MOST_OF_A_KIND
        };
        let refused = self.refused_count();
        let events: Vec<SyncEvent> = self.events.into_iter().filter(fits).collect();
        let mut kept = Self { more: self.more + all - events.len(), events, ..self };
        kept.more_refused += refused - kept.refused_count();
        kept
    }

    /// Whether this browser and the drive have the same content: nothing failed, nothing waits.
    /// Invalid files on the drive do not count here; see [`Self::refused`].
    pub fn is_in_step(&self) -> bool {
        self.fault.is_none()
            && self.trouble.is_none()
            && self.events.iter().all(|event| match event.what {
                Happened::Took(_)
                | Happened::Wrote
                | Happened::Fetched
                | Happened::Refused(_)
                | Happened::Sealed
                | Happened::NotSealed
                | Happened::Missing(_)
                | Happened::Unanswered
                | Happened::Vanished
                | Happened::WordPutBack => true,
                Happened::Held(_)
                | Happened::Waits(_)
                | Happened::Later(_)
                | Happened::NotMade(_)
                | Happened::ReadOnly
                | Happened::Failed(_) => false,
            })
    }

    /// How many files on the drive are invalid, or not sealed with the drive's key.
    pub fn refused_count(&self) -> usize {
        let refused = |event: &&SyncEvent| {
            matches!(event.what, Happened::Refused(_) | Happened::NotSealed | Happened::Sealed)
        };
        self.more_refused + self.events.iter().filter(refused).count()
    }

    /// How many documents were written.
    pub fn written_count(&self) -> usize {
        self.events.iter().filter(|event| event.what == Happened::Wrote).count()
    }
}
