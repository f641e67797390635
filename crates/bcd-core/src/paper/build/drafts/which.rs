//! Which documents there are, and their words in addresses.

use crate::{id::RecordId, year::cycle::Quarter};

/// A document that the app makes from a dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DraftChoice {
    /// The plan of the year.
    Plan,
    /// The plan of a quarter.
    Quarter(Quarter),
    /// The plan of a month of the cycle, 1–12.
    Month(u8),
    /// The registration.
    Registration,
    /// The self-score table.
    SelfScore,
    /// The result report.
    Report,
    /// The plan of youth projects.
    Projects,
    /// The member training programme.
    Training,
    /// The policy 1+1.
    Intros,
    /// The minutes of a meeting.
    Minutes(RecordId),
    /// A joint programme.
    Joint(RecordId),
}

impl DraftChoice {
    /// Its word in addresses, and the id of its record.
    pub fn id(&self) -> String {
        match self {
            Self::Plan => "ke-hoach".to_owned(),
            Self::Quarter(quarter) => format!("quy-{}", quarter.number()),
            Self::Month(month) => format!("thang-{month}"),
            Self::Registration => "dang-ky".to_owned(),
            Self::SelfScore => "tu-cham".to_owned(),
            Self::Report => "bao-cao".to_owned(),
            Self::Projects => "cong-trinh".to_owned(),
            Self::Training => "ren-luyen".to_owned(),
            Self::Intros => "mot-cong-mot".to_owned(),
            Self::Joint(id) => format!("phoi-hop-{id}"),
            Self::Minutes(id) => format!("bien-ban-{id}"),
        }
    }

    /// From its word.
    pub fn parse(word: &str) -> Option<Self> {
        if let Some(rest) = word.strip_prefix("quy-") {
            let quarter = Quarter::ALL.into_iter().find(|q| q.number().to_string() == rest);
            return quarter.map(Self::Quarter);
        }
        if let Some(rest) = word.strip_prefix("thang-") {
            let month = rest.parse::<u8>().ok().filter(|month| (1..=12).contains(month));
            return month.map(Self::Month);
        }
        if let Some(id) = word.strip_prefix("phoi-hop-") {
            return Some(Self::Joint(RecordId::from(id)));
        }
        match word {
            "ke-hoach" => Some(Self::Plan),
            "dang-ky" => Some(Self::Registration),
            "tu-cham" => Some(Self::SelfScore),
            "bao-cao" => Some(Self::Report),
            "cong-trinh" => Some(Self::Projects),
            "ren-luyen" => Some(Self::Training),
            "mot-cong-mot" => Some(Self::Intros),
            _ => Some(Self::Minutes(RecordId::from(word.strip_prefix("bien-ban-")?))),
        }
    }

    /// Sections that a person writes, by their id in the paper's record.
    pub const fn sections(&self) -> &'static [&'static str] {
        match self {
            Self::Plan | Self::Quarter(_) | Self::Month(_) => {
                &["grounds", "situation", "aims", "theme", "organisation"]
            }
            Self::Report => {
                &["opening", "lines-1", "lines-2", "lines-3", "limits", "next", "proposals"]
            }
            Self::Projects | Self::Joint(_) => &["grounds", "aims", "organisation"],
            Self::Training => &["guide"],
            Self::Intros => &["survey", "plan", "review"],
            Self::Registration | Self::SelfScore | Self::Minutes(_) => &[],
        }
    }
}
