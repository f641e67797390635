//! What doubts, lacks and failures of decisions are called.

use crate::{
    i18n::{k, t, tf},
    pages::{answers::state_word, verify::not_done},
};
use bcd_app::reviewing::{LookedAt, NotOfAll};
use bcd_core::upper::deciding::{Candidate, DecisionDoubt, Lack};

/// Why a person should look first.
pub fn doubt(doubt: DecisionDoubt) -> String {
    match doubt {
        DecisionDoubt::Gates(n) => tf(k::DECIDE_DOUBT_GATES, &[("n", &n)]),
        DecisionDoubt::Below(n) => tf(k::DECIDE_DOUBT_BELOW, &[("n", &n)]),
        DecisionDoubt::Unsettled(n) => tf(k::DECIDE_DOUBT_UNSETTLED, &[("n", &n)]),
        DecisionDoubt::Forks(n) => tf(k::DECIDE_DOUBT_FORKS, &[("n", &n)]),
        DecisionDoubt::Apart(n) => tf(k::DECIDE_DOUBT_APART, &[("n", &n)]),
        DecisionDoubt::Unconfirmed => t(k::DECIDE_DOUBT_UNCONFIRMED).to_owned(),
        DecisionDoubt::DecidedOnOlder => t(k::DECIDE_DOUBT_OLDER).to_owned(),
    }
}

/// All doubts about a unit in a line; empty without any.
pub fn doubts(candidate: &Candidate) -> String {
    candidate.doubts.iter().map(|it| doubt(*it)).collect::<Vec<_>>().join(" · ")
}

/// What is missing before a decision.
pub fn lack(lack: Lack) -> String {
    match lack {
        Lack::Nothing => t(k::DECIDE_LACK_NOTHING).to_owned(),
        Lack::NotVerified(state) => {
            tf(k::DECIDE_LACK_NOT_VERIFIED, &[("state", &t(state_word(state)))])
        }
        Lack::NewerCame => t(k::DECIDE_LACK_NEWER).to_owned(),
    }
}

/// How many units are named for one reason.
const NAMED: usize = 5;

/// Why it cannot be done, each reason with the units that it is said of; names by what is known of them.
pub fn failed(not: &NotOfAll, name: impl Fn(&LookedAt) -> String) -> Vec<String> {
    let mut reasons: Vec<(String, Vec<String>)> = Vec::new();
    for (at, why) in &not.0 {
        let (why, name) = (not_done(why), name(at));
        match reasons.iter_mut().find(|(known, _)| *known == why) {
            Some((_, names)) => names.push(name),
            None => reasons.push((why, vec![name])),
        }
    }
    let line = |(why, names): (String, Vec<String>)| {
        let mut said = names.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
        if names.len() > NAMED {
            said = tf(k::DECIDE_AND_MORE, &[("names", &said), ("n", &(names.len() - NAMED))]);
        }
        tf(k::DECIDE_FAILED_LINE, &[("name", &said), ("why", &why)])
    };
    reasons.into_iter().map(line).collect()
}
