//! The state of a case: folded from its steps in the order of their stamps.
//!
//! A step says from where to where it leads. One that does not fit where the case stands (two officers
//! took one at the same time) changes nothing; it is kept, and shown as contested. Only a step back
//! undoes a step, and says why.

use super::Case;
use crate::{field::Entry, id::RecordId};
use serde::{Deserialize, Serialize};

/// Where a case stands.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum CaseState {
    /// The office has the submission (đã nhận).
    #[default]
    Received,
    /// It is being verified (đang thẩm định).
    Verifying,
    /// The unit is asked for more (yêu cầu bổ sung).
    Asked,
    /// The unit sent another submission since (đã bổ sung). No step leads here: it follows.
    Answered,
    /// It passed, and goes to the standing committee (đạt, trình Ban Thường vụ).
    Passed,
    /// It did not pass (chưa đạt).
    NotPassed,
    /// Recognised by a decision (công nhận).
    Recognised,
    /// Not recognised, by a decision (chưa công nhận).
    Declined,
    /// Proposed for commendation (đề nghị tuyên dương).
    Commended,
}

/// What kind of step leads from one state to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// On.
    On,
    /// On, by a decision with number and day.
    Decision,
    /// Back: it undoes a step, and has to say why.
    Back,
}

impl CaseState {
    /// All of them, in the order of a year.
    pub const ALL: [Self; 9] = [
        Self::Received,
        Self::Verifying,
        Self::Asked,
        Self::Answered,
        Self::Passed,
        Self::NotPassed,
        Self::Recognised,
        Self::Declined,
        Self::Commended,
    ];

    /// How a step leads to `to`; `None`: not from here.
    pub const fn way(self, to: Self) -> Option<Way> {
        use CaseState::{
            Answered, Asked, Commended, Declined, NotPassed, Passed, Received, Recognised,
            Verifying,
        };
        match (self, to) {
            (Received, Verifying)
            | (Verifying | Answered, Asked | Passed | NotPassed)
            | (Answered, Verifying)
            | (Recognised, Commended) => Some(Way::On),
            (Passed, Recognised | Declined) | (NotPassed, Declined) => Some(Way::Decision),
            (Verifying, Received)
            | (Asked | Passed | NotPassed, Verifying)
            | (Recognised, Passed)
            | (Declined, Passed | NotPassed)
            | (Commended, Recognised) => Some(Way::Back),
            _ => None,
        }
    }

    /// The states to which a step leads from here, with its kind.
    pub fn ways(self) -> Vec<(Self, Way)> {
        Self::ALL.into_iter().filter_map(|to| Some((to, self.way(to)?))).collect()
    }

    /// Whether items are still being verified: later, a verdict needs a step back first.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Received | Self::Verifying | Self::Asked | Self::Answered)
    }

    /// Whether a decision holds.
    pub const fn is_decided(self) -> bool {
        matches!(self, Self::Recognised | Self::Declined | Self::Commended)
    }

    // Whether the unit answered follows from what came, so one who asked may not know it yet.
    fn is_same_place(self, other: Self) -> bool {
        let place = |state| if state == Self::Answered { Self::Asked } else { state };
        place(self) == place(other)
    }
}

/// The value of `step/{id}` in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepValue {
    /// Where the case stood for who took it.
    pub from: CaseState,
    /// Where it leads.
    pub to: CaseState,
    /// Digest of the submission that was looked at.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub of: String,
    /// Why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// Number of the decision, such as "12-QĐ/ĐTN".
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub number: String,
    /// Its day, `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub date: String,
}

impl StepValue {
    /// How it leads; `None` where it lacks what its way asks for, or there is no such way.
    pub fn way(&self) -> Option<Way> {
        let way = self.from.way(self.to)?;
        let whole = match way {
            Way::On => true,
            Way::Decision => {
                let why = self.to == CaseState::Recognised || !self.why.trim().is_empty();
                why && !self.number.trim().is_empty() && crate::civil::parse(&self.date).is_some()
            }
            Way::Back => !self.why.trim().is_empty(),
        };
        whole.then_some(way)
    }
}

/// A step that somebody took.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StepTaken {
    /// Its record.
    pub id: RecordId,
    /// What it says.
    pub value: StepValue,
    /// Who, as they named themselves; may be empty.
    pub by: String,
    /// When, RFC 3339, by that device's clock.
    pub at: String,
    /// It did not fit where the case stood, so it changed nothing.
    pub contested: bool,
}

/// A decision that holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Recognised, or not.
    pub recognised: bool,
    /// Its number.
    pub number: String,
    /// Its day, `YYYY-MM-DD`.
    pub date: String,
    /// Why; of a recognition it may be empty.
    #[serde(default)]
    pub why: String,
    /// Digest of the submission on which it was made.
    #[serde(default)]
    pub of: String,
}

/// Takes the steps, in the order of their stamps, one after the other.
pub(super) fn fold(steps: Vec<(&str, &Entry, StepValue)>, case: &mut Case) {
    let (mut state, mut asked_of) = (CaseState::Received, String::new());
    // Steps on that were taken since the last step back.
    let mut taken: Vec<(CaseState, CaseState)> = Vec::new();
    for (id, entry, value) in steps {
        let way = value.way();
        let fits = value.from.is_same_place(state) && way.is_some();
        if fits {
            match way {
                Some(Way::Back) => taken.clear(),
                Some(Way::On | Way::Decision) | None => taken.push((value.from, value.to)),
            }
            state = value.to;
            if state == CaseState::Asked {
                asked_of.clone_from(&value.of);
            }
            case.decided = match state {
                CaseState::Recognised if value.from == CaseState::Commended => case.decided.take(),
                CaseState::Recognised | CaseState::Declined => Some(Decision {
                    recognised: state == CaseState::Recognised,
                    number: value.number.clone(),
                    date: value.date.clone(),
                    why: value.why.clone(),
                    of: value.of.clone(),
                }),
                CaseState::Commended => case.decided.take(),
                _ => None,
            };
        }
        // Two who began at the same time, or asked, took the same step: that is no contest. Two
        // decisions are.
        let again = way == Some(Way::On)
            && taken.iter().any(|(from, to)| from.is_same_place(value.from) && *to == value.to);
        case.history.push(StepTaken {
            id: RecordId::from(id),
            value,
            by: entry.by.clone(),
            at: entry.at.clone(),
            contested: !fits && !again,
        });
    }
    let latest = case.received.values().max().copied().unwrap_or(0);
    let answered = state == CaseState::Asked && latest > case.number(&asked_of);
    case.state = if answered { CaseState::Answered } else { state };
}
