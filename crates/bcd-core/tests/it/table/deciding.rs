//! Who of many is ready to be decided on, what the others lack, and how the papers list them.

use super::{all, sent, silent, table, unit};
use crate::support::Story;
use bcd_core::{
    id::UnitId,
    intake::Summary,
    signer::IdentityWord,
    upper::{
        case::{CaseLine, CaseState, Decision},
        deciding::{Candidate, Decidable, DecisionDoubt, Lack, candidates, listed},
        table::{CaseYear, Standing, Table, UnitYear},
    },
};

fn whole(name: &str) -> Summary {
    sent(name, &super::whole())
}

// The case of a submission that was looked at, as it stands.
fn case(summary: &Summary, state: CaseState) -> CaseLine {
    CaseLine {
        office: "thanh-doan".into(),
        unit: summary.unit.clone(),
        cycle: summary.cycle.clone(),
        state,
        seen: summary.digest.clone(),
        latest: summary.digest.clone(),
        received: [(summary.digest.clone(), summary.seq)].into(),
        ..CaseLine::default()
    }
}

fn desk(units: &[Summary], cases: &[CaseLine]) -> (Table, Vec<Candidate>) {
    let year = |summary: &Summary| {
        let line = cases.iter().find(|line| line.unit == summary.unit);
        let case = line.map(|line| CaseYear {
            standing: Standing::Sent(line.state),
            seen: line.seen.clone(),
            ..CaseYear::default()
        });
        UnitYear { case, ..unit(summary.clone()) }
    };
    let mut years: Vec<UnitYear> = units.iter().map(year).collect();
    years.push(silent("Đoàn xã Vắng", 3));
    let table = table(years);
    let of = |unit: &UnitId| cases.iter().find(|line| line.unit == *unit);
    let found = candidates(&table, &all(&table), of);
    (table, found)
}

fn of<'a>(found: &'a [Candidate], name: &str) -> &'a Candidate {
    found.iter().find(|it| it.name == name).unwrap()
}

#[test]
fn who_passed_is_ready_and_the_others_are_told_what_they_lack() {
    let units = ["Đạt", "Chưa đạt", "Đang xem", "Đã quyết", "Gửi lại"].map(whole);
    let [passed, not_passed, looked_at, decided, again] = &units;
    let decision = Decision {
        recognised: true,
        number: "12-QĐ/ĐTN".to_owned(),
        date: "2026-12-01".to_owned(),
        ..Decision::default()
    };
    let newer = "sha256:mới".to_owned();
    let mut sent_again = case(again, CaseState::Passed);
    sent_again.received.insert(newer.clone(), again.seq + 1);
    sent_again.latest = newer;
    let cases = [
        case(passed, CaseState::Passed),
        case(not_passed, CaseState::NotPassed),
        case(looked_at, CaseState::Verifying),
        CaseLine {
            decided: Some(decision.clone()),
            decided_on_older: true,
            ..case(decided, CaseState::Commended)
        },
        sent_again,
    ];
    let (_, found) = desk(&units, &cases);
    let stands = |name: &str| of(&found, name).stands;
    assert_eq!(stands("Đạt"), Decidable::Passed);
    assert_eq!(of(&found, "Đạt").doubts, []);
    assert_eq!(of(&found, "Đạt").of, passed.digest);
    assert_eq!(stands("Chưa đạt"), Decidable::NotPassed);
    let not_verified = |state| Decidable::Lacks(Lack::NotVerified(state));
    assert_eq!(stands("Đang xem"), not_verified(CaseState::Verifying));
    assert_eq!(stands("Đã quyết"), Decidable::Decided(CaseState::Commended));
    assert_eq!(of(&found, "Đã quyết").decided, Some(decision));
    assert_eq!(of(&found, "Đã quyết").doubts, [DecisionDoubt::DecidedOnOlder]);
    assert_eq!(stands("Gửi lại"), Decidable::Lacks(Lack::NewerCame), "nobody looked at it");
    assert_eq!(stands("Đoàn xã Vắng"), Decidable::Lacks(Lack::Nothing));
    assert_eq!(found.iter().filter(|it| it.stands.is_ready()).count(), 2);
}

#[test]
fn a_submission_that_no_case_knows_yet_holds_a_decision_back() {
    let unit = whole("Đạt");
    let mut line = case(&unit, CaseState::Passed);
    (line.latest, line.seen) = ("sha256:trước".to_owned(), "sha256:trước".to_owned());
    line.received = [("sha256:trước".to_owned(), 1)].into();
    let (_, found) = desk(std::slice::from_ref(&unit), &[line]);
    assert_eq!(of(&found, "Đạt").stands, Decidable::Lacks(Lack::NewerCame));
    let (_, found) = desk(&[unit], &[]);
    let lack = Lack::NotVerified(CaseState::Received);
    assert_eq!(of(&found, "Đạt").stands, Decidable::Lacks(lack));
}

#[test]
fn what_speaks_against_a_recognition_is_named_though_the_unit_passed() {
    let half = sent("Một nửa", &Story::opened().step("1.1", "kha").step("2.1", "6.9"));
    let line = CaseLine { conflicts: 1, contested: 2, ..case(&half, CaseState::Passed) };
    let (table, found) = desk(std::slice::from_ref(&half), &[line]);
    let candidate = of(&found, "Một nửa");
    assert_eq!(candidate.stands, Decidable::Passed);
    let below = half.score.criteria.iter().filter(|it| it.got < it.need).count();
    assert!(candidate.doubts.contains(&DecisionDoubt::Below(below)), "{:?}", candidate.doubts);
    assert!(candidate.doubts.contains(&DecisionDoubt::Unsettled(3)));
    let gates = table.columns.iter().filter(|column| column.gate).count();
    let named = candidate.doubts.iter().any(|it| matches!(it, DecisionDoubt::Gates(_)));
    assert_eq!(named, gates > 0 && !half.score.gates_unmet.is_empty());
}

#[test]
fn a_submission_of_a_device_that_nobody_confirmed_is_a_doubt_and_can_be_decided_on() {
    let sent = ["Đã so mã", "Chưa so mã"].map(whole);
    let known = [IdentityWord::Confirmed, IdentityWord::Unconfirmed];
    let cases: Vec<_> = sent.iter().map(|it| case(it, CaseState::Passed)).collect();
    let years = sent.iter().zip(known);
    let years = years.map(|(it, known)| UnitYear { known: Some(known), ..unit(it.clone()) });
    let table = table(years.collect());
    let line = |unit: &UnitId| cases.iter().find(|line| line.unit == *unit);
    let found = candidates(&table, &all(&table), line);
    assert_eq!(of(&found, "Đã so mã").doubts, []);
    assert_eq!(of(&found, "Chưa so mã").doubts, [DecisionDoubt::Unconfirmed]);
    assert!(of(&found, "Chưa so mã").stands.is_ready());
}

#[test]
fn the_papers_count_years_in_a_row_with_the_one_that_is_about_to_be_decided() {
    let unit = whole("Đạt");
    let (table, _) = desk(std::slice::from_ref(&unit), &[]);
    let row = table.rows.iter().find(|row| row.name == "Đạt").unwrap();
    let year = |cycle: &str, state| CaseLine { cycle: cycle.into(), ..case(&unit, state) };
    let cases = [
        year("2023", CaseState::Recognised),
        year("2025", CaseState::Commended),
        year("2026", CaseState::Passed),
    ];
    let list = |recognised, why| listed(row, "2026", cases.iter(), recognised, why);
    let yes = list(true, "");
    assert_eq!((yes.years, yes.recognised, yes.commended), (2, true, false));
    assert_eq!(yes.own, unit.score.got.into());
    let no = list(false, " Thiếu danh sách ");
    assert_eq!((no.years, no.recognised, no.note.as_str()), (0, false, "Thiếu danh sách"));
    let commended = listed(row, "2025", cases.iter(), true, "");
    assert_eq!((commended.years, commended.commended), (1, true));
}
