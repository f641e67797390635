//! Stories of scoring, on a set small enough to reckon by heart (`support::small_set_value`).

use crate::support::{Story, default_set, small_set};
use bcd_core::{
    criteria::{CriteriaSet, Mode},
    dossier::Dossier,
    points::Points,
    scoring::{Blocker, score},
};

// Got, max and what blocks, in words: `gate 3.1 unmet`, `criterion 2 lacks 0.1`.
#[track_caller]
fn check(set: &CriteriaSet, dossier: &Dossier, got: &str, max: &str, blockers: &[&str]) {
    let score = score(set, dossier);
    assert_eq!(score.got.to_string(), got, "got");
    assert_eq!(score.max.to_string(), max, "max");
    let said: Vec<String> = score.blockers.iter().map(say).collect();
    assert_eq!(said, blockers);
}

fn say(blocker: &Blocker) -> String {
    match blocker {
        Blocker::GateOpen(item) => format!("gate {item} open"),
        Blocker::GateUnmet(item) => format!("gate {item} unmet"),
        Blocker::CriterionBelow { id, missing } => format!("criterion {id} lacks {missing}"),
        Blocker::TotalBelow { missing } => format!("total lacks {missing}"),
        Blocker::NaWithoutReason(item) => format!("no reason for {item}"),
        Blocker::NothingApplies { id } => format!("nothing of {id} applies"),
    }
}

fn best() -> Story {
    Story::opened()
        .step("1.1", "tot")
        .step("1.2", "co")
        .step("2.1", "10")
        .step("3.1", "tot")
        .step("3.2", "tot")
}

#[test]
fn nothing_answered_is_worth_nothing_and_everything_is_missing() {
    let dossier = Story::opened().dossier;
    check(
        &small_set(),
        &dossier,
        "0",
        "30",
        &[
            "gate 1.1 open",
            "gate 3.1 open",
            "criterion 1 lacks 7",
            "criterion 2 lacks 7",
            "criterion 3 lacks 7",
            "total lacks 24",
        ],
    );
    let score = score(&small_set(), &dossier);
    assert_eq!((score.unanswered, score.asked), (5, 5));
    assert_eq!(score.criteria.iter().map(|c| c.unanswered).collect::<Vec<_>>(), [2, 1, 2]);
}

#[test]
fn all_best_is_worth_everything_and_nothing_blocks() {
    check(&small_set(), &best().dossier, "30", "30", &[]);
    assert_eq!(score(&small_set(), &best().dossier).unanswered, 0);
}

#[test]
fn the_best_of_the_default_set_is_a_hundred() {
    let set = default_set();
    let mut story = Story::opened();
    for (_, item) in set.items() {
        story = story.step(item.id.as_str(), item.ladder[0].id.as_str());
    }
    check(&set, &story.dossier, "100", "100", &[]);
}

#[test]
fn one_gate_unmet_blocks_although_the_total_is_high() {
    check(&small_set(), &best().step("3.1", "gan").dossier, "29.75", "30", &["gate 3.1 unmet"]);
}

#[test]
fn a_set_without_gates_does_not_mind_them() {
    let mut set = small_set();
    set.rule.gates = false;
    check(&set, &best().step("3.1", "gan").dossier, "29.75", "30", &[]);
}

#[test]
fn a_gate_is_met_by_a_lower_step_too() {
    let dossier = best().step("1.1", "kha").dossier;
    check(&small_set(), &dossier, "28.5", "30", &[]);
    let gates = score(&small_set(), &dossier).gates;
    assert_eq!(gates, [("1.1".into(), true), ("3.1".into(), true)]);
}

#[test]
fn a_criterion_below_its_minimum_is_not_made_up_by_others() {
    let dossier = best().step("2.1", "6.9").dossier;
    check(&small_set(), &dossier, "26.9", "30", &["criterion 2 lacks 0.1"]);
}

#[test]
fn exactly_the_minimum_is_enough() {
    check(&small_set(), &best().step("2.1", "7").dossier, "27", "30", &[]);
}

#[test]
fn every_criterion_at_its_minimum_may_still_lack_in_total() {
    let mut set = small_set();
    set.rule.total_min_percent = 96;
    let dossier = best().step("1.1", "kha").dossier;
    check(&set, &dossier, "28.5", "30", &["total lacks 0.3"]);
}

#[test]
fn what_does_not_apply_counts_neither_as_reached_nor_as_reachable() {
    let dossier = best().na("3.2", "Chưa có chi đoàn trực thuộc").dossier;
    check(&small_set(), &dossier, "25", "25", &[]);
    let three = score(&small_set(), &dossier).criteria[2].clone();
    assert_eq!([three.got, three.max], [Points::whole(5); 2]);
    assert_eq!(three.need, Points(350));
}

#[test]
fn a_gate_that_does_not_apply_is_no_gate() {
    let dossier = best().na("3.1", "Chi bộ ghép, chưa có cấp uỷ riêng").dossier;
    check(&small_set(), &dossier, "25", "25", &[]);
    assert_eq!(score(&small_set(), &dossier).gates, [("1.1".into(), true)]);
}

#[test]
fn not_applying_without_a_reason_blocks() {
    for reason in ["", "  \n"] {
        let dossier = best().na("3.2", reason).dossier;
        check(&small_set(), &dossier, "25", "25", &["no reason for 3.2"]);
    }
}

#[test]
fn a_criterion_of_which_nothing_applies_blocks() {
    let dossier = best().na("2.1", "Không có").dossier;
    check(&small_set(), &dossier, "20", "20", &["nothing of 2 applies"]);
}

#[test]
fn choosing_a_step_ends_not_applying() {
    let dossier = best().na("3.2", "Không có").step("3.2", "0").dossier;
    check(&small_set(), &dossier, "25", "30", &["criterion 3 lacks 2"]);
}

#[test]
fn an_item_of_another_kind_of_unit_is_not_asked() {
    let answered = best().step("3.3", "tot").dossier;
    check(&small_set(), &answered, "30", "30", &[]);
    let school = Story::opened_as("school", Mode::Points).step("3.3", "tot").dossier;
    let score = score(&small_set(), &school);
    assert_eq!((score.asked, score.max, score.got), (6, Points::whole(33), Points::whole(3)));
}

#[test]
fn a_step_that_the_ladder_does_not_have_is_no_answer() {
    let dossier = best().step("2.1", "muc-la").dossier;
    let blockers = ["criterion 2 lacks 7", "total lacks 4"];
    check(&small_set(), &dossier, "20", "30", &blockers);
    assert_eq!(score(&small_set(), &dossier).unanswered, 1);
}

#[test]
fn in_pass_mode_met_counts_everything_and_unmet_nothing() {
    let story = Story::opened_as("commune", Mode::Pass);
    let all = ["1.1", "1.2", "2.1", "3.1", "3.2"].iter().fold(story, |s, item| s.met(item, true));
    check(&small_set(), &all.dossier, "30", "30", &[]);
    let unmet = all.clone().met("3.1", false).dossier;
    check(&small_set(), &unmet, "25", "30", &["gate 3.1 unmet", "criterion 3 lacks 2"]);
    // Steps are answers of the other mode.
    let mixed = all.step("3.1", "0").dossier;
    check(&small_set(), &mixed, "30", "30", &[]);
}

#[test]
fn a_modes_word_is_the_one_in_files() {
    for mode in Mode::ALL {
        assert_eq!(serde_json::to_value(mode).unwrap(), mode.as_str());
        assert_eq!(Mode::parse(mode.as_str()), Some(mode));
    }
    assert_eq!(Mode::parse("sao"), None);
}

#[test]
fn the_units_own_mode_goes_before_the_sets() {
    let mut set = small_set();
    set.rule.mode = Mode::Pass;
    check(&set, &best().dossier, "30", "30", &[]);
    let mut silent = best();
    silent.put("mode", serde_json::Value::Null);
    assert_eq!(score(&set, &silent.dossier).unanswered, 5);
}
