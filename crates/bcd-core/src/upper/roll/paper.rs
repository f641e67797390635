//! What an office writes into the papers of recognition: once for all of them, or for those of a cycle.
//! Kept with the list of units, so that the office's backups have it.

use super::Roll;
use crate::command::Set;

/// A text of these papers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PaperText {
    /// The body over the office, at the head.
    Upper,
    /// Where papers are signed.
    Place,
    /// The office's symbol: "ĐTN".
    Symbol,
    /// The office of who signs (chức vụ).
    Office,
    /// Who signs.
    Signer,
    /// Who receives them, a line each.
    Receivers,
    /// What they rest on, a line each.
    Grounds,
    /// Who signs for whom: `standing` or `committee`; empty = as the office says of itself.
    Body,
    /// Number of the proposal.
    ProposalNumber,
    /// Its day.
    ProposalDate,
    /// Number of the minutes.
    MinutesNumber,
    /// The day of the meeting.
    MeetingDay,
    /// Where it was.
    MeetingPlace,
    /// Who chaired it.
    Chair,
    /// Who wrote it down.
    Clerk,
    /// Who was there, a line each.
    People,
    /// What was said, a line each.
    Said,
    /// Number of the proposal to commend.
    CommendationNumber,
    /// Its day.
    CommendationDate,
}

impl PaperText {
    /// All of them.
    pub const ALL: [Self; 19] = [
        Self::Upper,
        Self::Place,
        Self::Symbol,
        Self::Office,
        Self::Signer,
        Self::Receivers,
        Self::Grounds,
        Self::Body,
        Self::ProposalNumber,
        Self::ProposalDate,
        Self::MinutesNumber,
        Self::MeetingDay,
        Self::MeetingPlace,
        Self::Chair,
        Self::Clerk,
        Self::People,
        Self::Said,
        Self::CommendationNumber,
        Self::CommendationDate,
    ];

    /// Its word in paths.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Upper => "upper",
            Self::Place => "place",
            Self::Symbol => "symbol",
            Self::Office => "office",
            Self::Signer => "signer",
            Self::Receivers => "receivers",
            Self::Grounds => "grounds",
            Self::Body => "body",
            Self::ProposalNumber => "proposal-number",
            Self::ProposalDate => "proposal-date",
            Self::MinutesNumber => "minutes-number",
            Self::MeetingDay => "meeting-day",
            Self::MeetingPlace => "meeting-place",
            Self::Chair => "chair",
            Self::Clerk => "clerk",
            Self::People => "people",
            Self::Said => "said",
            Self::CommendationNumber => "commendation-number",
            Self::CommendationDate => "commendation-date",
        }
    }

    /// Whether it is the same for the papers of every cycle.
    pub const fn is_of_all(self) -> bool {
        matches!(
            self,
            Self::Upper
                | Self::Place
                | Self::Symbol
                | Self::Office
                | Self::Signer
                | Self::Receivers
        )
    }

    // Of which cycle it is kept; empty = of all.
    fn cycle_of(self, cycle: &str) -> &str {
        if self.is_of_all() { "" } else { cycle }
    }
}

impl Roll {
    /// A text of the papers of a cycle; empty where nobody wrote one.
    pub fn paper(&self, text: PaperText, cycle: &str) -> &str {
        let key = (text, text.cycle_of(cycle).to_owned());
        self.papers.get(&key).map_or("", String::as_str)
    }

    // Of a path `paper/{text}/{cycle}`; a word that this version does not know stays in the fields.
    pub(super) fn read_paper(&mut self, word: &str, cycle: &str, value: &serde_json::Value) {
        let Some(text) = PaperText::ALL.into_iter().find(|text| text.as_str() == word) else {
            return;
        };
        let key = (text, cycle.to_owned());
        match value.as_str() {
            Some(value) if !value.is_empty() => drop(self.papers.insert(key, value.to_owned())),
            _ => drop(self.papers.remove(&key)),
        }
    }
}

/// Writes a text of the papers of a cycle.
pub fn write_paper(text: PaperText, cycle: &str, value: &str) -> Set {
    let path = match text.cycle_of(cycle) {
        "" => format!("paper/{}", text.as_str()),
        cycle => format!("paper/{}/{cycle}", text.as_str()),
    };
    Set { path, value: value.trim().into() }
}
