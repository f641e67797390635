//! Roll-ups beside the list of units: each unit counts once, by its line.

use super::{
    roll,
    rollup_desk::{Desk, line_of, sent, silent},
};
use crate::support::{check_taken, small_file};
use bcd_core::{
    format::{problem::Code, rollup::UnitStanding},
    id::{RecordId, UnitId},
    intake::{Latest, Summary},
    upper::{
        case::CaseState,
        roll::{
            Due, RollUnit,
            act::{Change, Target},
            match_unit,
            standing::{Dues, Late, Stage, Standing, standings},
        },
        rollup::{
            make::{Choice, RollupDoubt},
            row::{OwnRows, rows},
        },
    },
};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// What a unit sent.
fn submission(unit: &str, name: &str) -> Summary {
    let summary = check_taken(&small_file());
    let hex: String = unit.bytes().map(|byte| format!("{byte:02x}")).collect();
    let digest = format!("sha256:{hex:0>64}");
    Summary { digest, unit: unit.into(), name: name.into(), cycle: "2026".into(), ..summary }
}

/// The rows of an office with a list, of whose devices it rejected some.
fn try_rows(
    list: &roll::Desk,
    received: &[Summary],
    rejected: &[&str],
    decided: &[&str],
) -> Result<OwnRows, Vec<(Code, Vec<String>)>> {
    let apart = |it: &Summary| rejected.contains(&it.unit.as_str());
    let day = NaiveDate::from_ymd_opt(2026, 11, 30).unwrap();
    let roll = list.roll();
    let standings = standings(&roll, "2026", received, &apart, Dues::default(), day);
    let latest: Vec<Latest> =
        received.iter().map(|it| Latest { summary: it.clone(), forks: 0, apart: 0 }).collect();
    let decided: BTreeSet<UnitId> = decided.iter().map(|it| UnitId::from(*it)).collect();
    rows("2026", &roll, &standings, &latest, &apart, &decided, &|_| None)
        .map_err(|all| all.into_iter().map(|it| (it.code, it.args)).collect())
}

fn office(own: OwnRows) -> Desk {
    let mut desk = Desk::of("tinh", own.rows);
    desk.became = own.became;
    desk
}

fn units(desk: &mut Desk) -> u64 {
    line_of(&desk.makes()).counts.units
}

#[test]
fn a_unit_on_the_list_that_sent_before_it_was_matched_is_not_counted_twice_unasked() {
    let mut list = roll::Desk::of("h");
    let line = list.add("Đoàn xã An Cư", "");
    let received = [submission("u-1", "Đoàn xã An Cư")];
    let mut desk = office(try_rows(&list, &received, &[], &[]).unwrap());
    let name = || "Đoàn xã An Cư".to_owned();
    let doubt = RollupDoubt::NotOnList { unit: "|u-1".into(), name: name(), line: None };
    assert_eq!(desk.tries().unwrap_err(), [doubt]);
    // It is another unit of that name; or the line counts alone.
    for (choice, counted) in [(Choice::Both, 2), (Choice::ByLine, 1)] {
        let mut decided = desk.clone();
        decided.choices.insert("|u-1".into(), choice);
        assert_eq!(units(&mut decided), counted);
    }
    // It is matched: nobody has to be asked.
    list.put(vec![match_unit(&line, Some(&"u-1".into()))]);
    assert_eq!(units(&mut office(try_rows(&list, &received, &[], &[]).unwrap())), 1);
}

#[test]
fn two_units_merged_into_a_new_line_come_to_one_and_not_to_three() {
    let mut list = roll::Desk::of("h");
    let old = ["Đoàn xã A", "Đoàn xã B"].map(|name| list.add(name, ""));
    list.put(vec![
        match_unit(&old[0], Some(&"u-a".into())),
        match_unit(&old[1], Some(&"u-b".into())),
    ]);
    let new =
        RollUnit { id: list.new_id(), name: "Đoàn xã Mới".into(), ..RollUnit::default() };
    let id = new.id.clone();
    list.decide(Change::Merge(old.to_vec(), Target::New(Box::new(new))), "2026");
    let received = [submission("u-a", "Đoàn xã A"), submission("u-b", "Đoàn xã B")];
    let mut desk = office(try_rows(&list, &received, &[], &[]).unwrap());
    let doubt = |unit: &str, name: &str| RollupDoubt::NotOnList {
        unit: unit.into(),
        name: name.into(),
        line: Some("Đoàn xã Mới".into()),
    };
    let doubts = [doubt("|u-a", "Đoàn xã A"), doubt("|u-b", "Đoàn xã B")];
    assert_eq!(desk.tries().unwrap_err(), doubts);
    for unit in ["|u-a", "|u-b"] {
        desk.choices.insert(unit.into(), Choice::ByLine);
    }
    assert_eq!(units(&mut desk), 1);
    // The new one goes on with the id of one of them: that one is a line's, and the other still asked.
    list.put(vec![match_unit(&id, Some(&"u-a".into()))]);
    let mut desk = office(try_rows(&list, &received, &[], &[]).unwrap());
    assert_eq!(desk.tries().unwrap_err(), doubts[1..]);
    desk.choices.insert("|u-b".into(), Choice::ByLine);
    assert_eq!(units(&mut desk), 1);
}

#[test]
fn a_unit_beside_the_list_that_a_part_counts_is_asked_about_just_once_if_the_part_counts_it() {
    let mut commune = Desk::of("xa-a", vec![sent("truong-1", 1, CaseState::Verifying)]);
    let a = commune.makes();
    let mut stray = sent("truong-1", 2, CaseState::Verifying);
    stray.line = None;
    let mut province = Desk::of("tinh", vec![stray, silent("d1", "Đoàn trường 9")]);
    province.takes(&commune, &a);
    province.choices.insert("truong-1".into(), Choice::Part("xa-a".into()));
    assert_eq!(units(&mut province.clone()), 2);
    // Its own row counts: then it may be a line's, too.
    province.choices.insert("truong-1".into(), Choice::Here);
    assert!(matches!(&province.tries().unwrap_err()[..], [RollupDoubt::NotOnList { .. }]));
    province.choices.insert("|truong-1".into(), Choice::Both);
    assert_eq!(units(&mut province), 2);
}

#[test]
fn an_office_without_a_list_counts_who_sent() {
    let received = [submission("u-1", "Đoàn xã A")];
    let own = try_rows(&roll::Desk::of("h"), &received, &[], &[]).unwrap();
    assert_eq!(units(&mut office(own)), 1);
}

#[test]
fn a_decision_on_a_unit_whose_device_was_rejected_since_is_told_of_and_nothing_is_rolled_up() {
    let mut list = roll::Desk::of("h");
    let line = list.add("Đoàn xã An Cư", "");
    list.put(vec![match_unit(&line, Some(&"u-1".into()))]);
    let received = [submission("u-1", "Đoàn xã An Cư"), submission("u-2", "Đoàn xã B")];
    let told = |name: &str| (Code::DecidedNotCounted, vec![name.to_owned()]);
    let refused = |received: &[Summary], rejected: &[&str]| {
        try_rows(&list, received, rejected, &["u-1", "u-2"]).unwrap_err()
    };
    assert!(try_rows(&list, &received, &[], &["u-1", "u-2"]).is_ok());
    assert_eq!(refused(&received, &["u-1"]), [told("Đoàn xã An Cư")]);
    assert_eq!(refused(&received, &["u-2"]), [told("Đoàn xã B")]);
    // Discarded: of a unit without a line nothing is known but its id.
    assert_eq!(refused(&[], &[]), [told("Đoàn xã An Cư"), told("u-2")]);
}

#[test]
fn a_row_has_the_kind_and_the_cluster_that_the_table_has() {
    let mut list = roll::Desk::of("h");
    let line = list.add("Đoàn xã An Cư", "");
    list.put(vec![match_unit(&line, Some(&"u-1".into()))]);
    let said = submission("u-1", "An Cư");
    let own = try_rows(&list, std::slice::from_ref(&said), &[], &[]).unwrap();
    let row = &own.rows[0];
    assert!(!said.kind.is_empty() && !said.cluster.is_empty());
    assert_eq!((&row.kind, &row.cluster), (&said.kind, &said.cluster));
    assert_eq!(row.name, "Đoàn xã An Cư");
}

#[test]
fn a_deadline_that_was_mistyped_by_a_century_stops_no_roll_up() {
    let due = NaiveDate::from_ymd_opt(1926, 10, 1).unwrap();
    let standing = Standing {
        unit: RollUnit {
            id: RecordId::from("d1"),
            name: "Đoàn xã A".into(),
            ..RollUnit::default()
        },
        stage: Stage::NotRegistered,
        registered: None,
        late: Some(Late { with: Due::Report, due, days: 36_500 }),
        latest: None,
    };
    let row = bcd_core::format::rollup::RollupRow::of(&standing, None);
    assert_eq!((row.days_late, row.standing), (10_000, UnitStanding::NotRegistered));
    assert_eq!(units(&mut Desk::of("tinh", vec![row])), 1);
}
