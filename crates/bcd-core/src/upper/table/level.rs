//! Levels: a step of any ladder as one of six words.

use crate::intake::{Mark, MarkState};

/// How far an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Met, with all its points (đạt đủ).
    Full,
    /// Met, with some of its points (đạt một phần).
    Part,
    /// Claimed as met, without evidence (thiếu minh chứng).
    Lacking,
    /// Not met (chưa đạt).
    Unmet,
    /// Not answered (chưa chấm).
    Open,
    /// Does not apply (không áp dụng).
    Na,
}

impl Level {
    /// All of them, the best first.
    pub const ALL: [Self; 6] =
        [Self::Full, Self::Part, Self::Lacking, Self::Unmet, Self::Open, Self::Na];

    /// Its word in addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Full => "du",
            Self::Part => "mot-phan",
            Self::Lacking => "thieu-minh-chung",
            Self::Unmet => "chua-dat",
            Self::Open => "chua-cham",
            Self::Na => "khong-ap-dung",
        }
    }

    /// From its word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.as_str() == word)
    }

    /// The level of a mark. What counts as met is the ladder's word, not the share of its points: a
    /// gate asks for it.
    pub fn of(mark: &Mark) -> Self {
        match mark.state {
            MarkState::Open => Self::Open,
            MarkState::Na => Self::Na,
            MarkState::Unmet => Self::Unmet,
            MarkState::Met if mark.lacking => Self::Lacking,
            MarkState::Met if mark.got >= mark.max => Self::Full,
            MarkState::Met => Self::Part,
        }
    }

    /// Whether the unit claims it as met.
    pub const fn is_met(self) -> bool {
        matches!(self, Self::Full | Self::Part | Self::Lacking)
    }

    /// Whether it counts in shares: what does not apply does not.
    pub const fn counts(self) -> bool {
        !matches!(self, Self::Na)
    }
}
