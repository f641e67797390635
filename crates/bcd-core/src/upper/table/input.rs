//! What the table is made of: a line for each unit that should report, or did.

use super::Level;
use crate::{
    id::{RecordId, UnitId},
    intake::Summary,
    points::Points,
    signer::IdentityWord,
    upper::case::{CaseState, VerdictWord},
};
use std::collections::BTreeMap;

/// Where a unit stands in a cycle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Nothing came that counts (chưa gửi).
    #[default]
    Missing,
    /// A submission is here; where its case stands.
    Sent(CaseState),
}

impl Standing {
    /// All of them, in the order of a year.
    pub const ALL: [Self; CaseState::ALL.len() + 1] = {
        let mut all = [Self::Missing; CaseState::ALL.len() + 1];
        let mut at = 0;
        while at < CaseState::ALL.len() {
            all[at + 1] = Self::Sent(CaseState::ALL[at]);
            at += 1;
        }
        all
    };

    /// Its place in [`Self::ALL`].
    pub const fn place(self) -> usize {
        match self {
            Self::Missing => 0,
            // They are declared in the order of their own list.
            Self::Sent(state) => state as usize + 1,
        }
    }

    /// Its word in addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Missing => "chua-gui",
            Self::Sent(CaseState::Received) => "da-nhan",
            Self::Sent(CaseState::Verifying) => "dang-tham-dinh",
            Self::Sent(CaseState::Asked) => "yeu-cau-bo-sung",
            Self::Sent(CaseState::Answered) => "da-bo-sung",
            Self::Sent(CaseState::Passed) => "dat",
            Self::Sent(CaseState::NotPassed) => "chua-dat",
            Self::Sent(CaseState::Recognised) => "cong-nhan",
            Self::Sent(CaseState::Declined) => "chua-cong-nhan",
            Self::Sent(CaseState::Commended) => "tuyen-duong",
        }
    }

    /// From its word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| standing.as_str() == word)
    }

    /// Whether the unit is recognised.
    pub const fn is_recognised(self) -> bool {
        matches!(self, Self::Sent(CaseState::Recognised | CaseState::Commended))
    }
}

/// An item as verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VerifiedItem {
    /// What was said.
    pub said: VerdictWord,
    /// What it is set to: the level and the points. `None` where it stays as the unit has it.
    pub set: Option<(Level, Points)>,
}

/// What the office says of a unit's year, as far as the table needs it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseYear {
    /// Where it stands.
    pub standing: Standing,
    /// Items of which something was said.
    pub verified: BTreeMap<String, VerifiedItem>,
    /// Digest of the submission last looked at; empty = none was.
    pub seen: String,
}

/// A unit in a cycle.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UnitYear {
    /// Its line in the roll, if it has one.
    pub roll: Option<RecordId>,
    /// Its id, if it is known.
    pub unit: Option<UnitId>,
    /// Its name.
    pub name: String,
    /// Its kind; may be empty.
    pub kind: String,
    /// Its cluster; may be empty.
    pub cluster: String,
    /// The officer in charge; may be empty.
    pub officer: String,
    /// Its latest submission that is not held apart.
    pub latest: Option<Summary>,
    /// How many others have that one's number.
    pub forks: usize,
    /// How many are held apart.
    pub apart: usize,
    /// How far the writer is known.
    pub known: Option<IdentityWord>,
    /// What the office says of it.
    pub case: Option<CaseYear>,
    /// So many days late: it was sent, or is still missing. 0 = on time, or there is no deadline.
    pub days_late: u32,
    /// Recognised in so many cycles on end, this one included.
    pub recognised: u32,
}
