//! What verdicts, doubts, states and faults are called.

use crate::{
    i18n::{self, Key, k, lang, t, tf},
    pages::answers::state_word,
};
use bcd_core::{
    criteria::{Item, Mode},
    scoring::Worth,
    upper::case::{CaseState, Mark, Verdict, command::CaseFault, doubt::Doubt, state::Way},
};

/// The class that colours it.
pub const fn state_class(state: CaseState) -> &'static str {
    match state {
        CaseState::Recognised | CaseState::Commended | CaseState::Passed => "state state--ok",
        CaseState::Declined | CaseState::NotPassed => "state state--bad",
        CaseState::Asked => "state state--lacking",
        CaseState::Received | CaseState::Verifying | CaseState::Answered => "state state--open",
    }
}

/// What the button of a step says.
pub const fn step(to: CaseState, way: Way) -> Key {
    let back = matches!(way, Way::Back);
    match to {
        CaseState::Received => k::VERIFY_TO_RECEIVED,
        CaseState::Verifying if back => k::VERIFY_TO_VERIFYING_BACK,
        CaseState::Verifying => k::VERIFY_TO_VERIFYING,
        CaseState::Asked | CaseState::Answered => k::VERIFY_TO_ASKED,
        CaseState::Passed if back => k::VERIFY_TO_PASSED_BACK,
        CaseState::Passed => k::VERIFY_TO_PASSED,
        CaseState::NotPassed if back => k::VERIFY_TO_NOT_PASSED_BACK,
        CaseState::NotPassed => k::VERIFY_TO_NOT_PASSED,
        CaseState::Recognised if back => k::VERIFY_TO_RECOGNISED_BACK,
        CaseState::Recognised => k::VERIFY_TO_RECOGNISED,
        CaseState::Declined => k::VERIFY_TO_DECLINED,
        CaseState::Commended => k::VERIFY_TO_COMMENDED,
    }
}

/// Why an item is in doubt.
pub const fn doubt(doubt: Doubt) -> Key {
    match doubt {
        Doubt::Answered => k::VERIFY_DOUBT_ANSWERED,
        Doubt::Stale => k::VERIFY_DOUBT_STALE,
        Doubt::NoEvidence => k::VERIFY_DOUBT_NO_EVIDENCE,
        Doubt::MoreThanLastYear => k::VERIFY_DOUBT_MORE_THAN_LAST_YEAR,
        Doubt::Changed => k::VERIFY_DOUBT_CHANGED,
        Doubt::Gate => k::VERIFY_DOUBT_GATE,
        Doubt::LargeClaim => k::VERIFY_DOUBT_LARGE_CLAIM,
        Doubt::NotApplying => k::VERIFY_DOUBT_NOT_APPLYING,
    }
}

/// What was said of an item, with its class; `None`: nothing that holds.
pub fn verdict(item: &Item, said: Option<&Verdict>, stale: bool) -> (String, &'static str) {
    match said {
        _ if stale => (t(k::VERIFY_VERDICT_STALE).to_owned(), "state state--lacking"),
        None => (t(k::VERIFY_VERDICT_OPEN).to_owned(), "state state--open"),
        Some(Verdict::Agree) => (t(k::VERIFY_VERDICT_AGREE).to_owned(), "state state--ok"),
        Some(Verdict::Ask) => (t(k::VERIFY_VERDICT_ASK).to_owned(), "state state--lacking"),
        Some(Verdict::Set(mark)) => {
            (tf(k::VERIFY_VERDICT_SET, &[("step", &mark_words(item, mark))]), "state state--bad")
        }
    }
}

/// What an item is set to, in words.
pub fn mark_words(item: &Item, mark: &Mark) -> String {
    match mark {
        Mark::Met(true) => t(k::CHECKLIST_MET).to_owned(),
        Mark::Met(false) => t(k::CHECKLIST_UNMET).to_owned(),
        Mark::Step(step) => item.step(step.as_str()).map_or_else(String::new, |step| {
            format!("{} – {}", i18n::points(step.points), step.label.get(lang()))
        }),
    }
}

/// What an answer is worth, in a few characters.
pub fn worth(item: &Item, worth: Worth, mode: Mode) -> String {
    match (worth, mode) {
        (Worth::Open, _) => "–".to_owned(),
        (Worth::Na, _) => t(k::CHECKLIST_STATE_NA).to_owned(),
        (Worth::Given(_, met), Mode::Pass) => {
            t(if met { k::CHECKLIST_MET } else { k::CHECKLIST_UNMET }).to_owned()
        }
        (Worth::Given(points, _), Mode::Points) => {
            tf(k::VERIFY_OF, &[("got", &i18n::points(points)), ("max", &i18n::points(item.max()))])
        }
    }
}

/// Why something was not done.
pub fn fault(fault: &CaseFault) -> String {
    match fault {
        CaseFault::NotReceived => t(k::VERIFY_FAULT_NOTHING).to_owned(),
        CaseFault::NewerCame => t(k::VERIFY_FAULT_NEWER).to_owned(),
        CaseFault::NoReason => t(k::VERIFY_WHY_MISSING).to_owned(),
        CaseFault::NoNumber => t(k::VERIFY_FAULT_NUMBER).to_owned(),
        CaseFault::BadDay => t(k::VERIFY_FAULT_DAY).to_owned(),
        CaseFault::NoWay { from, .. } => {
            tf(k::VERIFY_FAULT_WAY, &[("from", &t(state_word(*from)))])
        }
        CaseFault::Closed(at) => tf(k::VERIFY_FAULT_CLOSED, &[("state", &t(state_word(*at)))]),
        CaseFault::BadText => t(k::VERIFY_FAULT_TEXT).to_owned(),
        CaseFault::TooManyPhotos => t(k::VERIFY_FAULT_PHOTOS).to_owned(),
    }
}
