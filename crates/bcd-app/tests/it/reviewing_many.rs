//! Deciding on many units at once, on the use-cases: all of them or none.

use super::support::{Device, desk::Officer, device::UNIT, small_set};
use bcd_app::reviewing::{LookedAt, NotDone, NotOfAll, ToDecide};
use bcd_core::upper::case::{CaseState, Verdict, command::CaseFault};

// Two units whose submissions came and passed, or did not.
fn two_looked_at(passed: [bool; 2]) -> (Officer, [LookedAt; 2]) {
    let nam = Officer::new("nam");
    let units = [("h", UNIT), ("k", "don-vi-khac")].into_iter().zip(passed);
    let looked_at: Vec<LookedAt> = units
        .map(|((name, unit), passed)| {
            let device = Device::of_unit(name, unit, "Đoàn phường");
            let sent = device.freeze(&small_set());
            nam.device.take_by_hand(&device.document(&sent.digest));
            nam.device.browser.idle();
            nam.turns_to(unit);
            nam.opens();
            nam.says(Verdict::Agree, "").unwrap();
            let to = if passed { CaseState::Passed } else { CaseState::NotPassed };
            nam.steps(to, "").unwrap();
            nam.looks_at()
        })
        .collect();
    let [one, two] = &looked_at[..] else { panic!("{looked_at:?}") };
    (nam, [one.clone(), two.clone()])
}

fn to_decide(at: &LookedAt, recognised: bool, why: &str) -> ToDecide {
    ToDecide { at: at.clone(), recognised, why: why.to_owned() }
}

#[test]
fn many_are_decided_with_one_number_or_none_of_them_and_those_in_the_way_are_named() {
    let (nam, [one, two]) = two_looked_at([true, false]);
    let tab = nam.device.tab();
    let decide = |units: &[ToDecide], number: &str| {
        let could = tab.run(nam.desk.could_decide_all(units, number, "2026-12-01"));
        let done = tab.run(nam.desk.decide_all(units, number, "2026-12-01"));
        assert_eq!(could, done, "the preview says what will be");
        done
    };
    let state = |at: &LookedAt| {
        nam.turns_to(at.unit.as_str());
        (nam.opens().state, nam.line().state)
    };
    // One did not pass, so it cannot be recognised: the other is not decided on either.
    let both = [to_decide(&one, true, ""), to_decide(&two, true, "")];
    let no_way = CaseFault::NoWay { from: CaseState::NotPassed, to: CaseState::Recognised };
    assert_eq!(decide(&both, "12"), Err(NotOfAll(vec![(two.clone(), no_way.into())])));
    assert_eq!(state(&one), (CaseState::Passed, CaseState::Passed));
    let both = [to_decide(&one, true, ""), to_decide(&two, false, "")];
    assert_eq!(
        decide(&both, " "),
        Err(NotOfAll(vec![
            (one.clone(), CaseFault::NoNumber.into()),
            (two.clone(), CaseFault::NoNumber.into())
        ]))
    );
    assert_eq!(
        decide(&both, "12-QĐ/ĐTN"),
        Err(NotOfAll(vec![(two.clone(), CaseFault::NoReason.into())]))
    );
    let both = [to_decide(&one, true, ""), to_decide(&two, false, "Thiếu danh sách")];
    tab.run(nam.desk.decide_all(&both, "12-QĐ/ĐTN", "2026-12-01")).unwrap();
    assert_eq!(state(&one), (CaseState::Recognised, CaseState::Recognised));
    assert_eq!(nam.line().decided.unwrap().number, "12-QĐ/ĐTN");
    assert_eq!(state(&two), (CaseState::Declined, CaseState::Declined));
    assert_eq!(nam.opens().decided.unwrap().why, "Thiếu danh sách");
}

#[test]
fn a_decision_on_many_is_taken_back_to_where_each_came_from_with_why_and_nothing_is_skipped() {
    let (nam, [one, two]) = two_looked_at([true, false]);
    let tab = nam.device.tab();
    let all = [one.clone(), two.clone()];
    let units = [to_decide(&one, true, ""), to_decide(&two, false, "Thiếu")];
    tab.run(nam.desk.decide_all(&units, "12", "2026-12-01")).unwrap();
    let states = || {
        let of = |at: &LookedAt| {
            nam.turns_to(at.unit.as_str());
            nam.opens().state
        };
        [of(&one), of(&two)]
    };
    // Who was declined is not commended, and then neither is the other.
    assert_eq!(tab.run(nam.desk.commend_all(&all)).unwrap_err().0.len(), 1);
    assert_eq!(states(), [CaseState::Recognised, CaseState::Declined]);
    tab.run(nam.desk.commend_all(&all[..1])).unwrap();
    assert_eq!(states(), [CaseState::Commended, CaseState::Declined]);
    let no_reason = tab.run(nam.desk.take_back_all(&all, " "));
    assert!(
        no_reason.unwrap_err().0.iter().all(|(_, why)| *why == NotDone::from(CaseFault::NoReason))
    );
    // The commendation first; the decision is a step of its own.
    tab.run(nam.desk.take_back_all(&all, "Sai số quyết định")).unwrap();
    assert_eq!(states(), [CaseState::Recognised, CaseState::NotPassed]);
    tab.run(nam.desk.take_back_all(&all[..1], "Sai số quyết định")).unwrap();
    assert_eq!(states(), [CaseState::Passed, CaseState::NotPassed]);
    // What is not decided is not taken back further.
    assert_eq!(tab.run(nam.desk.take_back_all(&all, "Thử")).unwrap_err().0.len(), 2);
    nam.turns_to(one.unit.as_str());
    let case = nam.opens();
    assert_eq!((case.decided.clone(), case.contested().count()), (None, 0));
    let said = case.history.iter().filter(|it| it.value.why == "Sai số quyết định").count();
    assert_eq!(said, 2, "every step back says why, with who and when");
}

#[test]
fn a_submission_that_comes_before_the_yes_holds_the_whole_decision_back() {
    let (nam, [one, two]) = two_looked_at([true, true]);
    let units = [to_decide(&one, true, ""), to_decide(&two, true, "")];
    let stale = LookedAt { digest: "sha256:khac".to_owned(), ..one.clone() };
    let late = [to_decide(&stale, true, ""), units[1].clone()];
    let tab = nam.device.tab();
    let failed = tab.run(nam.desk.decide_all(&late, "12", "2026-12-01")).unwrap_err();
    assert_eq!(failed.0, vec![(stale, NotDone::from(CaseFault::NotReceived))]);
    nam.turns_to(two.unit.as_str());
    assert_eq!(nam.opens().decided, None);
    tab.run(nam.desk.decide_all(&units, "12", "2026-12-01")).unwrap();
    assert!(nam.opens().decided.is_some());
}
