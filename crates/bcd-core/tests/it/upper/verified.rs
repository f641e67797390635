//! Stories of verifying: the score with the officer's verdicts, and what is looked at first.

use super::case::{FIRST, Officer, SECOND};
use crate::support::{Story, document, small_set};
use bcd_core::{
    criteria::CriteriaSet,
    id::ItemId,
    intake::{Marks, Summary, marks},
    points::Points,
    scoring::mode_of,
    upper::case::{
        CaseState, Mark, Verdict,
        doubt::{Doubt, Look, doubtless, doubts},
        verified::{Stale, Verified, stale, verified},
    },
};
use serde_json::json;
use std::collections::BTreeSet;

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
    let set = small_set();
    let (first, second) = (sent(FIRST, &before, &set), sent(SECOND, &after, &set));
    let looked_at = again(&nam, &[&first, &second]);
    assert_eq!(looked_at, Stale::from(["1.1", "2.1"].map(ItemId::from)));

    let found = verified(&set, &after.dossier, &case, &looked_at);
    assert_eq!((found.agreed, found.open), (2, 3));
    let changed = looked_at.clone();
    let look = Look {
        set: &set,
        dossier: &after.dossier,
        changed: &changed,
        last_year: None,
        case: &case,
        stale: &looked_at,
    };
    let first = doubts(&look, &found);
    assert_eq!((first[0].0.as_str(), first[0].1[0]), ("2.1", Doubt::Answered));
    assert_eq!((first[1].0.as_str(), first[1].1[0]), ("1.1", Doubt::Stale));

    // Where the first one is not here, nobody can tell what changed.
    assert_eq!(again(&nam, &[&second]).len(), 4);
}

// The submission of a unit that answered `set`, in short.
fn sent(digest: &str, unit: &Story, set: &CriteriaSet) -> Summary {
    let (mode, changed) = (mode_of(set, &unit.dossier), BTreeSet::new());
    let marks = marks::marks(set, mode, &unit.dossier, &changed, &marks::prints(&unit.values()));
    Summary {
        digest: digest.to_owned(),
        marks: Marks::of(&marks),
        form: marks::FORM,
        ..Summary::default()
    }
}

// What has to be looked at again in the last of these submissions.
fn again(officer: &Officer, here: &[&Summary]) -> Stale {
    let of = |digest: &str| here.iter().find(|it| it.digest == digest).copied();
    stale(&officer.case(), here.last().unwrap(), &of)
}

#[test]
fn a_verdict_is_given_again_where_the_same_step_is_worth_something_else() {
    let (unit, mut nam) = (unit(), officer());
    for item in ["1.1", "1.2", "2.1"] {
        nam.says(item, Verdict::Agree, "").unwrap();
    }
    nam.gets(SECOND, 2);
    let (before, mut after) = (small_set(), small_set());
    // The pack of the office has a new version, by which the step that the unit chose counts less.
    after.criteria[0].groups[0].items[0].ladder[0].points = Points::parse("5").unwrap();
    let first = sent(FIRST, &unit, &before);
    let second = sent(SECOND, &unit, &after);
    assert_eq!(again(&nam, &[&first, &second]), Stale::from([ItemId::from("1.1")]));

    // Told met or not met, the items count otherwise than by the steps that were agreed to.
    let mut passes = unit.clone().met("1.1", true);
    let first = sent(FIRST, &passes, &before);
    passes.put("mode", json!("pass"));
    let second = sent(SECOND, &passes, &before);
    let looked_at = again(&nam, &[&first, &second]);
    assert_eq!(looked_at, Stale::from(["1.2", "2.1"].map(ItemId::from)), "1.1 has all its points");
}
