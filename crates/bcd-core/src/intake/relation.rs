//! How a submission can relate to others, in words.

use super::Summary;

/// What a good file is, beside what is here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// The first of its unit and cycle.
    New,
    /// A later number than any here.
    Newer,
    /// The same document is here.
    AlreadyHere,
    /// An earlier number than the latest here; kept as history.
    Older,
    /// The same number with different content, made on two devices that did not know of each other.
    /// Both are kept.
    Fork,
    /// Its dossier is here as another unit's. Kept, for a person to decide: whichever came first may be
    /// the wrong one.
    OtherUnit,
    /// Not signed by a device that is known to be the unit's. Kept apart until a person decides.
    Apart,
}

impl Arrival {
    /// Whether it is to be stored.
    pub fn is_kept(self) -> bool {
        self != Self::AlreadyHere
    }
}

/// Says which submissions are held apart: those of which nobody knows that the unit wrote them.
pub type Apart<'a> = &'a dyn Fn(&Summary) -> bool;

/// Something about a submission that a person has to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Oddity {
    /// Numbers before it are not here: it is the first after this one, 0 for none.
    Gap(u32),
    /// It follows another submission than the one with the number before it.
    OtherParent,
    /// So many others have its number.
    SameNumber(usize),
    /// Its dossier is here as that of a unit with this name; of several, the one with the lowest
    /// digest.
    OtherUnit(String),
}

/// The latest submission of a unit in a cycle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Latest {
    /// The submission; of several with one number, the one that was written last.
    pub summary: Summary,
    /// How many others have its number; if there are any, the unit has to say which one counts.
    pub forks: usize,
    /// How many of the unit and cycle are held apart.
    pub apart: usize,
}
