//! Prefill (điền sẵn): what the app does by itself for an item, as words of the criteria set.

use super::{CriteriaSet, Item};
use serde::{Deserialize, Serialize};

/// What the app does for an item from what was noted through the year: the proposal that it
/// makes, the records whose evidence supports the item, whether forms offer the item first.
/// `docs/file-format.md` lists the words with the steps that they propose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Prefill {
    /// Quarters with a summary of what members think.
    Opinions,
    /// Branches with a complete member list.
    MemberLists,
    /// Quarters whose member list was confirmed in time.
    Confirmations,
    /// Member files with this year's remark.
    Remarks,
    /// Members rated.
    Ratings,
    /// New members with complete papers.
    Admissions,
    /// Members that signed up for the training programme and were assessed.
    Training,
    /// Cases (moves, growing out, discipline) handled by the rules.
    Cases,
    /// Reviews of hardship.
    Hardship,
    /// Rounds of spreading policies.
    Policies,
    /// The year's plan: issued early, and taken to every branch. That paper supports the item.
    AnnualPlan,
    /// Months with a planned task, its day and who leads it.
    PeriodPlans,
    /// Tasks done by their day.
    Tasks,
    /// Tasks that serve the item, done and with evidence; for ladders of three steps.
    Activity,
    /// Youth projects of the unit, youth tasks of branches.
    Projects,
    /// Branch meetings; their photos support the item.
    Meetings,
    /// Introductions (1+1); their photos support the item.
    Introductions,
    /// Evidence of a pairing supports the item; nothing is proposed.
    Pairings,
    /// Evidence of a model supports the item; nothing is proposed.
    Models,
    /// The Party committee's confirmation of the registration supports the item; nothing is
    /// proposed.
    Registration,
    /// Reports to the Party committee and work with it.
    PartyReports,
    /// Evidence of a course supports the item; nothing is proposed.
    Courses,
    /// Joint programmes signed; evidence of them supports the item.
    JointProgrammes,
    /// Meetings and small tasks often serve the item, so their forms offer it first.
    Often,
}

impl Prefill {
    /// All words.
    pub const ALL: [Self; 24] = [
        Self::Opinions,
        Self::MemberLists,
        Self::Confirmations,
        Self::Remarks,
        Self::Ratings,
        Self::Admissions,
        Self::Training,
        Self::Cases,
        Self::Hardship,
        Self::Policies,
        Self::AnnualPlan,
        Self::PeriodPlans,
        Self::Tasks,
        Self::Activity,
        Self::Projects,
        Self::Meetings,
        Self::Introductions,
        Self::Pairings,
        Self::Models,
        Self::Registration,
        Self::PartyReports,
        Self::Courses,
        Self::JointProgrammes,
        Self::Often,
    ];

    /// As written in files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Opinions => "opinions",
            Self::MemberLists => "member-lists",
            Self::Confirmations => "confirmations",
            Self::Remarks => "remarks",
            Self::Ratings => "ratings",
            Self::Admissions => "admissions",
            Self::Training => "training",
            Self::Cases => "cases",
            Self::Hardship => "hardship",
            Self::Policies => "policies",
            Self::AnnualPlan => "annual-plan",
            Self::PeriodPlans => "period-plans",
            Self::Tasks => "tasks",
            Self::Activity => "activity",
            Self::Projects => "projects",
            Self::Meetings => "meetings",
            Self::Introductions => "introductions",
            Self::Pairings => "pairings",
            Self::Models => "models",
            Self::Registration => "registration",
            Self::PartyReports => "party-reports",
            Self::Courses => "courses",
            Self::JointProgrammes => "joint-programmes",
            Self::Often => "often",
        }
    }

    /// From its word in files.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.as_str() == word)
    }

    /// The steps that it proposes, by their ids; an item whose ladder lacks one gets no proposal
    /// where that one would be it. `None`: it proposes by their place, in ladders of three steps
    /// ([`Self::Activity`]). Empty: it proposes nothing.
    pub const fn steps(self) -> Option<&'static [&'static str]> {
        Some(match self {
            Self::Opinions | Self::Confirmations | Self::Remarks => &["4", "3", "2", "0"],
            Self::MemberLists => &["4", "2", "0"],
            Self::Ratings | Self::Admissions | Self::Training | Self::PeriodPlans => {
                &["3", "2", "0"]
            }
            Self::Cases => &["2", "1", "0"],
            Self::Hardship => &["3", "2"],
            Self::Policies | Self::PartyReports => &["3", "2", "1"],
            Self::AnnualPlan => &["5", "3"],
            Self::Tasks => &["5", "4", "3", "1", "0"],
            Self::Activity => return None,
            Self::Projects => &["4", "3", "0"],
            Self::Meetings => &["5", "4", "3", "0"],
            Self::Introductions => &["3", "2", "1", "0"],
            Self::JointProgrammes => &["4", "2"],
            Self::Pairings | Self::Models | Self::Registration | Self::Courses | Self::Often => &[],
        })
    }
}

/// The words of an item, as they were written. Words that this version does not know are kept, but
/// do nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct PrefillWords(pub String);

impl PrefillWords {
    /// The words that this version knows, as they were written.
    pub fn known(&self) -> impl Iterator<Item = Prefill> {
        self.0.split_whitespace().filter_map(Prefill::parse)
    }

    /// Whether this word is among them.
    pub fn has(&self, word: Prefill) -> bool {
        self.known().any(|known| known == word)
    }
}

impl CriteriaSet {
    /// The items with this word, in the set's order.
    pub fn items_prefilled_by(&self, word: Prefill) -> impl Iterator<Item = &Item> {
        self.items().map(|(_, item)| item).filter(move |item| item.prefill.has(word))
    }
}
