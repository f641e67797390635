//! What an incoming submission means beside those already here.

mod marks;

use crate::support::{Story, check_taken, freeze_with, head, small_set_value};
use bcd_core::{
    format::bundle::Files,
    id::UnitId,
    intake::{Apart, Arrival, Index, Latest, Oddity, Summary},
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

fn index(here: &[Summary]) -> Index {
    here.iter().cloned().collect()
}

fn classify(arriving: &Summary, here: &[Summary], apart: Apart<'_>) -> Arrival {
    index(here).classify(arriving, apart)
}

fn latest(here: &[Summary], apart: Apart<'_>) -> Vec<Latest> {
    index(here).latest(apart)
}

#[track_caller]
fn check(arriving: &Summary, here: &[Summary], expect: Arrival) {
    // In whatever order the others came.
    let backwards: Vec<_> = here.iter().rev().cloned().collect();
    assert_eq!(classify(arriving, here, &|_| false), expect);
    assert_eq!(classify(arriving, &backwards, &|_| false), expect);
    assert_eq!(expect.is_kept(), expect != Arrival::AlreadyHere);
}

#[test]
fn the_first_of_its_unit_and_year_is_new() {
    let one = arrival("a", "2026", 1, "x");
    check(&one, &[], Arrival::New);
    check(&one, &[arrival("b", "2026", 1, "y"), arrival("a", "2025", 3, "z")], Arrival::New);
    // Earlier numbers may never have come: sent on paper, or lost.
    check(&arrival("a", "2026", 3, "x"), &[], Arrival::New);
}

#[test]
fn a_later_number_is_newer_and_an_earlier_one_older() {
    let here =
        [arrival("a", "2026", 2, "x"), arrival("a", "2026", 4, "y"), arrival("a", "2025", 9, "z")];
    check(&arrival("a", "2026", 5, "n"), &here, Arrival::Newer);
    check(&arrival("a", "2026", 9, "n"), &here, Arrival::Newer);
    check(&arrival("a", "2026", 3, "n"), &here, Arrival::Older);
    check(&arrival("a", "2026", 1, "n"), &here, Arrival::Older);
}

#[test]
fn the_same_document_is_already_here_whatever_else_is() {
    let here = [arrival("a", "2026", 2, "x"), arrival("a", "2026", 4, "y")];
    check(&here[0], &here, Arrival::AlreadyHere);
    check(&here[1], &here, Arrival::AlreadyHere);
}

#[test]
fn the_same_number_with_other_content_is_a_fork() {
    let here = [arrival("a", "2026", 2, "x"), arrival("a", "2026", 4, "y")];
    check(&arrival("a", "2026", 4, "n"), &here, Arrival::Fork);
    check(&arrival("a", "2026", 2, "n"), &here, Arrival::Fork);
}

#[test]
fn a_renamed_unit_keeps_its_history_in_the_same_year_and_the_next() {
    let old = arrival("a", "2026", 1, "x");
    let named = |seq, cycle, digest| Summary {
        name: "Đoàn phường mới".to_owned(),
        ..arrival("a", cycle, seq, digest)
    };
    // Renamed in mid-year, with or without the number between.
    let chained = Summary { parent: Some("x".to_owned()), ..named(2, "2026", "y") };
    check(&chained, std::slice::from_ref(&old), Arrival::Newer);
    check(&old, std::slice::from_ref(&chained), Arrival::Older);
    check(&named(3, "2026", "z"), std::slice::from_ref(&old), Arrival::Newer);
    // The first of the next year names none before it.
    let here = [old, chained];
    check(&named(1, "2027", "n"), &here, Arrival::New);
    check(&named(2, "2026", "n"), &here, Arrival::Fork);
}

#[test]
fn a_dossier_that_is_here_under_another_unit_id_is_kept_for_a_person_to_decide() {
    let of = |unit: &str, dossier: &str, digest: &str| Summary {
        dossier: dossier.into(),
        ..arrival(unit, "2026", 1, digest)
    };
    let here = [of("a", "d1", "x")];
    let chained = Summary { parent: Some("x".to_owned()), ..of("b", "d2", "y") };
    for other in [of("b", "d1", "y"), chained.clone()] {
        check(&other, &here, Arrival::OtherUnit);
        // Whichever came first: both say of the other that its dossier is theirs.
        let both = [here[0].clone(), other.clone()];
        for (one, name) in [(&other, "Đoàn xã a"), (&here[0], "Đoàn xã b")] {
            assert_eq!(odd(one, &both), [Oddity::OtherUnit(name.to_owned())]);
        }
    }
    check(&here[0], &[chained], Arrival::OtherUnit);
    // Units may have one name, and a unit has a dossier per year.
    check(&Summary { name: "Đoàn xã a".to_owned(), ..of("b", "d2", "y") }, &here, Arrival::New);
    check(&of("a", "d2", "y"), &here, Arrival::Fork);
}

fn odd(summary: &Summary, here: &[Summary]) -> Vec<Oddity> {
    index(here).oddities(summary, &|_| false)
}

#[test]
fn numbers_that_jump_and_a_parent_that_is_not_here_are_said_until_a_person_settles_them() {
    let of = |seq: u32, digest: &str, parent: Option<&str>| Summary {
        parent: parent.map(str::to_owned),
        ..arrival("a", "2026", seq, digest)
    };
    let (one, two) = (of(1, "x", None), of(2, "y", Some("x")));
    let nine = of(9, "z", Some("?"));
    let here = [one.clone(), two.clone(), nine.clone()];
    assert_eq!(odd(&one, &here), []);
    assert_eq!(odd(&two, &here), []);
    assert_eq!(odd(&nine, &here), [Oddity::Gap(2)]);
    assert_eq!(odd(&nine, std::slice::from_ref(&nine)), [Oddity::Gap(0)]);
    let other = of(2, "w", Some("?"));
    let both = [one.clone(), two, other.clone()];
    assert_eq!(odd(&other, &both), [Oddity::OtherParent, Oddity::SameNumber(1)]);
    let settled = Summary { settled: true, ..other };
    assert_eq!(odd(&settled, &both), []);
    // The numbers of other units and years are their own.
    let others = [arrival("b", "2026", 1, "p"), arrival("a", "2025", 1, "q"), one.clone()];
    assert_eq!(odd(&one, &others), []);
}

#[test]
fn what_is_held_apart_has_no_say_on_what_is_known() {
    let here = [arrival("a", "2026", 2, "x"), arrival("a", "2026", 9_999, "forged")];
    let apart = |it: &Summary| it.digest.starts_with("forged");
    let next = arrival("a", "2026", 3, "y");
    assert_eq!(classify(&next, &here, &apart), Arrival::Newer);
    assert_eq!(classify(&arrival("a", "2026", 4, "forged too"), &here, &apart), Arrival::Apart);
    let all = [here.to_vec(), vec![next.clone()]].concat();
    let list = latest(&all, &apart);
    assert_eq!(list.len(), 1);
    assert_eq!((&list[0].summary, list[0].forks, list[0].apart), (&next, 0, 1));
    // Nor does a forged one that names the dossier keep the unit's own out.
    let named = |unit: &str, digest: &str| Summary {
        dossier: "d1".into(),
        ..arrival(unit, "2026", 1, digest)
    };
    let first = [named("b", "forged")];
    assert_eq!(classify(&named("a", "x"), &first, &apart), Arrival::New);
    // Where nothing else came of a unit, what is held apart is at least seen.
    assert_eq!(latest(&first, &apart)[0].summary.digest, "forged");
}

#[test]
fn files_are_classified_by_what_they_say() {
    let sent = |story: &Story, seq, parent: Option<String>| {
        let head = bcd_core::format::envelope::EnvelopeHead { seq, parent, ..head(&story.dossier) };
        let before = BTreeMap::new();
        let sent = freeze_with(head, &story.dossier, &small_set_value(), &before, &Files::new());
        check_taken(&sent.file)
    };
    let story = Story::opened().step("1.1", "kha");
    let first = sent(&story, 1, None);
    let second = sent(&story.clone().step("2.1", "7"), 2, Some(first.digest.clone()));
    let fork = sent(&story.clone().step("2.1", "10"), 2, Some(first.digest.clone()));
    assert_eq!(second.parent.as_ref(), Some(&first.digest));
    check(&first, &[], Arrival::New);
    check(&second, std::slice::from_ref(&first), Arrival::Newer);
    check(&first, std::slice::from_ref(&second), Arrival::Older);
    check(&fork, &[first.clone(), second.clone()], Arrival::Fork);
    check(&second, &[first, second.clone(), fork], Arrival::AlreadyHere);
}

#[test]
fn two_submissions_of_one_number_are_seen_in_the_list_of_units_until_a_later_one_comes() {
    let [one, two] = ["x", "y"].map(|digest| arrival("a", "2026", 2, digest));
    let others =
        [arrival("a", "2026", 1, "o"), arrival("a", "2025", 2, "p"), arrival("b", "2026", 2, "q")];
    let mut here = [vec![one.clone(), two.clone()], others.to_vec()].concat();
    for turn in 0..here.len() {
        here.rotate_left(turn);
        let list: Vec<_> =
            latest(&here, &|_| false).into_iter().map(|it| (it.summary.digest, it.forks)).collect();
        let expect = [("p", 0), ("y", 1), ("q", 0)].map(|(digest, n)| (digest.to_owned(), n));
        assert_eq!(list, expect);
        assert_eq!(index(&here).forks_of(&one).collect::<Vec<_>>(), [&two]);
        assert_eq!(index(&here).forks_of(&others[0]).count(), 0);
    }
    here.insert(0, arrival("a", "2026", 3, "z"));
    assert!(latest(&here, &|_| false).iter().all(|it| it.forks == 0));
}
