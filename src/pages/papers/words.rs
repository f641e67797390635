//! Words for documents and their sections.

use crate::i18n::{self, Key, k, t, tf};
use bcd_core::paper::build::drafts::DraftChoice;

/// The name of a document; of minutes with their day, of a joint programme with the other side.
pub fn title(which: &DraftChoice, about: Option<&str>) -> String {
    match which {
        DraftChoice::Plan => t(k::PAPERS_PLAN).to_owned(),
        DraftChoice::Quarter(quarter) => tf(k::PAPERS_QUARTER, &[("n", &quarter.number())]),
        DraftChoice::Month(month) => tf(k::PAPERS_MONTH, &[("n", month)]),
        DraftChoice::Registration => t(k::PAPERS_REGISTRATION).to_owned(),
        DraftChoice::SelfScore => t(k::PAPERS_SELF_SCORE).to_owned(),
        DraftChoice::Report => t(k::PAPERS_REPORT).to_owned(),
        DraftChoice::Projects => t(k::PAPERS_PROJECTS).to_owned(),
        DraftChoice::Training => t(k::PAPERS_TRAINING).to_owned(),
        DraftChoice::Intros => t(k::PAPERS_INTROS).to_owned(),
        DraftChoice::Joint(_) => match about.map(str::trim) {
            Some(partner) if !partner.is_empty() => {
                tf(k::PAPERS_JOINT_OF, &[("partner", &partner)])
            }
            _ => t(k::PAPERS_JOINT).to_owned(),
        },
        DraftChoice::Minutes(_) => match about {
            Some(date) if !date.is_empty() => {
                tf(k::PAPERS_MINUTES_OF, &[("date", &i18n::date(date))])
            }
            _ => t(k::PAPERS_MINUTES_ONE).to_owned(),
        },
    }
}

/// The name of a section.
pub fn section(id: &str) -> Key {
    match id {
        "grounds" => k::PAPERS_GROUNDS,
        "situation" => k::PAPERS_SITUATION,
        "aims" => k::PAPERS_AIMS,
        "theme" => k::PAPERS_THEME,
        "organisation" => k::PAPERS_ORGANISATION,
        "opening" => k::PAPERS_OPENING,
        "lines-1" => k::PAPERS_LINES_1,
        "lines-2" => k::PAPERS_LINES_2,
        "lines-3" => k::PAPERS_LINES_3,
        "limits" => k::PAPERS_LIMITS,
        "next" => k::PAPERS_NEXT,
        "guide" => k::PAPERS_GUIDE,
        "survey" => k::PAPERS_SURVEY,
        "plan" => k::PAPERS_PLAN_WORDS,
        "review" => k::PAPERS_REVIEW,
        _ => k::PAPERS_PROPOSALS,
    }
}
