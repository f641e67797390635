//! What an incoming submission means beside those already here.

use crate::support::{Story, check_taken, freeze_with, head, small_set_value};
use bcd_core::{
    format::{bundle::Files, problem::Code},
    id::UnitId,
    intake::{Arrival, Summary, classify},
};
use std::collections::BTreeMap;

fn arrival(unit: &str, cycle: &str, seq: u32, digest: &str) -> Summary {
    Summary {
        unit: UnitId::from(unit),
        name: format!("Đoàn xã {unit}"),
        cycle: cycle.to_owned(),
        seq,
        digest: digest.to_owned(),
        ..Summary::default()
    }
}

#[track_caller]
fn check(arriving: &Summary, here: &[Summary], expect: &Arrival) {
    // In whatever order the others came.
    let backwards: Vec<_> = here.iter().rev().cloned().collect();
    assert_eq!(classify(arriving, here), *expect);
    assert_eq!(classify(arriving, &backwards), *expect);
    assert_eq!(
        expect.is_kept(),
        matches!(expect, Arrival::New | Arrival::Newer | Arrival::Older | Arrival::Fork)
    );
}

#[test]
fn the_first_of_its_unit_and_year_is_new() {
    let one = arrival("a", "2026", 1, "x");
    check(&one, &[], &Arrival::New);
    check(&one, &[arrival("b", "2026", 1, "y"), arrival("a", "2025", 3, "z")], &Arrival::New);
    // Earlier numbers may never have come: sent on paper, or lost.
    check(&arrival("a", "2026", 3, "x"), &[], &Arrival::New);
}

#[test]
fn a_later_number_is_newer_and_an_earlier_one_older() {
    let here =
        [arrival("a", "2026", 2, "x"), arrival("a", "2026", 4, "y"), arrival("a", "2025", 9, "z")];
    check(&arrival("a", "2026", 5, "n"), &here, &Arrival::Newer);
    check(&arrival("a", "2026", 9, "n"), &here, &Arrival::Newer);
    check(&arrival("a", "2026", 3, "n"), &here, &Arrival::Older);
    check(&arrival("a", "2026", 1, "n"), &here, &Arrival::Older);
}

#[test]
fn the_same_document_is_already_here_whatever_else_is() {
    let here = [arrival("a", "2026", 2, "x"), arrival("a", "2026", 4, "y")];
    check(&here[0], &here, &Arrival::AlreadyHere);
    check(&here[1], &here, &Arrival::AlreadyHere);
}

#[test]
fn the_same_number_with_other_content_is_a_fork() {
    let here = [arrival("a", "2026", 2, "x"), arrival("a", "2026", 4, "y")];
    check(&arrival("a", "2026", 4, "n"), &here, &Arrival::Fork);
    check(&arrival("a", "2026", 2, "n"), &here, &Arrival::Fork);
}

#[test]
fn the_same_unit_id_under_another_name_is_refused() {
    let here = [arrival("a", "2026", 1, "x")];
    let other =
        Summary { name: "Đoàn xã Tân Lộc".to_owned(), ..arrival("a", "2026", 2, "y") };
    let Arrival::Refused(problem) = classify(&other, &here) else { panic!("taken") };
    assert_eq!((problem.code, problem.place.as_str()), (Code::DuplicateUnit, "unit"));
    assert_eq!(problem.args, ["Đoàn xã a", "Đoàn xã Tân Lộc"]);
    check(&other, &here, &Arrival::Refused(problem));
    // Blanks around are no other name; the name of another unit is no matter.
    let blanks = Summary { name: " Đoàn xã a ".to_owned(), ..other.clone() };
    check(&blanks, &here, &Arrival::Newer);
    check(&Summary { unit: UnitId::from("b"), ..other }, &here, &Arrival::New);
}

#[test]
fn a_unit_that_was_renamed_is_known_by_the_chain_of_its_submissions() {
    let old = arrival("a", "2026", 1, "x");
    let renamed = Summary {
        name: "Đoàn phường mới".to_owned(),
        parent: Some("x".to_owned()),
        ..arrival("a", "2026", 2, "y")
    };
    check(&renamed, std::slice::from_ref(&old), &Arrival::Newer);
    check(&old, &[renamed], &Arrival::Older);
}

#[test]
fn files_are_classified_by_what_they_say() {
    let sent = |story: &Story, seq, parent: Option<String>| {
        let head = bcd_core::format::envelope::Head { seq, parent, ..head(&story.dossier) };
        let before = BTreeMap::new();
        let sent = freeze_with(head, &story.dossier, &small_set_value(), &before, &Files::new());
        check_taken(&sent.file)
    };
    let story = Story::opened().step("1.1", "kha");
    let first = sent(&story, 1, None);
    let second = sent(&story.clone().step("2.1", "7"), 2, Some(first.digest.clone()));
    let fork = sent(&story.clone().step("2.1", "10"), 2, Some(first.digest.clone()));
    assert_eq!(second.parent.as_ref(), Some(&first.digest));
    check(&first, &[], &Arrival::New);
    check(&second, std::slice::from_ref(&first), &Arrival::Newer);
    check(&first, std::slice::from_ref(&second), &Arrival::Older);
    check(&fork, &[first.clone(), second.clone()], &Arrival::Fork);
    check(&second, &[first, second.clone(), fork], &Arrival::AlreadyHere);
}
