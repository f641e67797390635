//! Stories of verifying: the score with the officer's verdicts, and what is looked at first.

use super::case::{FIRST, Officer, SECOND};
use crate::support::{Story, document, small_set};
use bcd_core::{
    id::ItemId,
    upper::case::{
        CaseState, Mark, Verdict,
        doubt::{Doubt, Look, doubtless, doubts},
        verified::{Stale, Verified, stale, verified},
    },
};
use std::collections::{BTreeMap, BTreeSet};

fn unit() -> Story {
    Story::opened()
        .step("1.1", "tot")
        .step("1.2", "co")
        .step("2.1", "7")
        .step("3.1", "gan")
        .step("3.2", "0")
        .evidence("kh", document("Kế hoạch", &["1.1", "1.2"]))
}

fn officer() -> Officer {
    let mut nam = Officer::new("nam");
    nam.gets(FIRST, 1);
    nam.steps(CaseState::Verifying, "").unwrap();
    nam
}

fn verified_by(unit: &Story, nam: &Officer, stale: &Stale) -> Verified {
    verified(&small_set(), &unit.dossier, &nam.case(), stale)
}

#[test]
fn both_scores_stand_beside_each_other() {
    let (unit, mut nam) = (unit(), officer());
    nam.says("1.1", Verdict::Agree, "").unwrap();
    nam.says("2.1", Verdict::Set(Mark::Step("6.9".into())), "Thiếu kế hoạch tháng").unwrap();
    nam.says("3.1", Verdict::Set(Mark::Step("tot".into())), "Đã xem sổ").unwrap();
    nam.says("3.2", Verdict::Ask, "Gửi thêm ảnh").unwrap();
    let found = verified_by(&unit, &nam, &Stale::new());
    assert_eq!(
        (found.own.got.to_string(), found.verified.got.to_string()),
        ("21.75".to_owned(), "21.9".to_owned())
    );
    assert_eq!((found.agreed, found.set, found.asked, found.open), (1, 2, 1, 1));
    let gate = |score: &bcd_core::scoring::Score| {
        score.gates.iter().any(|(item, met)| item.as_str() == "3.1" && *met)
    };
    assert!(!gate(&found.own) && gate(&found.verified), "the rule is that of scoring");
}

#[test]
fn an_item_said_not_to_apply_can_be_scored_after_all() {
    let unit = unit().na("3.2", "Không có chi đoàn");
    let mut nam = officer();
    assert_eq!(verified_by(&unit, &nam, &Stale::new()).verified.max.to_string(), "25");
    nam.says("3.2", Verdict::Set(Mark::Step("0".into())), "Đơn vị có 2 chi đoàn").unwrap();
    assert_eq!(verified_by(&unit, &nam, &Stale::new()).verified.max.to_string(), "30");
}

#[test]
fn what_is_in_doubt_comes_first_with_its_reasons() {
    let (unit, nam) = (unit(), officer());
    let last_year = Story::opened().step("2.1", "6.9").step("1.1", "tot");
    let case = nam.case();
    let changed = BTreeSet::from([ItemId::from("1.2")]);
    let (set, stale) = (small_set(), Stale::new());
    let look = Look {
        set: &set,
        dossier: &unit.dossier,
        changed: &changed,
        last_year: Some(&last_year.dossier),
        case: &case,
        stale: &stale,
    };
    let found = verified(&set, &unit.dossier, &case, &stale);
    let doubts = doubts(&look, &found);
    let doubts: Vec<(&str, &[Doubt])> =
        doubts.iter().map(|(item, doubts)| (item.as_str(), doubts.as_slice())).collect();
    assert_eq!(
        doubts,
        [
            ("2.1", [Doubt::NoEvidence, Doubt::MoreThanLastYear].as_slice()),
            ("1.2", &[Doubt::Changed]),
            ("1.1", &[Doubt::Gate]),
        ]
    );
    let rest: Vec<String> = doubtless(&look, &found).into_iter().map(|item| item.0).collect();
    assert_eq!(rest, ["3.1", "3.2"]);
}

#[test]
fn of_the_next_submission_only_what_is_new_is_looked_at_again() {
    let mut nam = officer();
    let before = unit();
    for item in ["1.1", "1.2", "3.2"] {
        nam.says(item, Verdict::Agree, "").unwrap();
    }
    nam.says("2.1", Verdict::Ask, "Gửi kế hoạch tháng").unwrap();
    nam.steps(CaseState::Asked, "").unwrap();
    let after =
        before.clone().step("1.1", "kha").evidence("th", document("Kế hoạch tháng", &["2.1"]));
    nam.gets(SECOND, 2);
    let case = nam.case();
    let all = [(FIRST, &before), (SECOND, &after)];
    let shared: BTreeMap<_, _> =
        all.into_iter().map(|(digest, unit)| (digest.to_owned(), unit.values())).collect();
    let again = stale(&case, SECOND, &shared);
    assert_eq!(again, Stale::from(["1.1", "2.1"].map(ItemId::from)));

    let found = verified(&small_set(), &after.dossier, &case, &again);
    assert_eq!((found.agreed, found.open), (2, 3));
    let (set, changed) = (small_set(), again.clone());
    let look = Look {
        set: &set,
        dossier: &after.dossier,
        changed: &changed,
        last_year: None,
        case: &case,
        stale: &again,
    };
    let first = doubts(&look, &found);
    assert_eq!((first[0].0.as_str(), first[0].1[0]), ("2.1", Doubt::Answered));
    assert_eq!((first[1].0.as_str(), first[1].1[0]), ("1.1", Doubt::Stale));

    // Where the first one is not here, nobody can tell what changed.
    let here = BTreeMap::from([(SECOND.to_owned(), after.values())]);
    assert_eq!(stale(&case, SECOND, &here).len(), 4);
}
