//! Who has sent what: submissions find their lines, and lateness is counted by days in Vietnam.

use super::roll::Desk;
use bcd_core::{
    civil,
    id::UnitId,
    intake::Summary,
    upper::roll::{
        Due,
        act::{Change, Target},
        match_unit,
        matching::{Why, line_of, match_sure, strays},
        note_registered, set_due,
        standing::{Dues, Late, Stage, Standing, StandingCount, standings},
    },
    year::deadline::{DefaultDeadlines, SHIPPED},
};
use chrono::NaiveDate;
use proptest::prelude::*;

fn sent(unit: &str, name: &str, seq: u32, at: &str) -> Summary {
    Summary {
        digest: format!("{unit}-{seq}-{at}"),
        unit: UnitId::from(unit),
        name: name.into(),
        cycle: "2026".into(),
        seq,
        at: at.into(),
        ..Summary::default()
    }
}

fn day(text: &str) -> NaiveDate {
    civil::parse(text).unwrap()
}

fn stand(desk: &Desk, received: &[Summary], today: &str) -> Vec<Standing> {
    let rules = DefaultDeadlines::read(SHIPPED).unwrap().deadlines;
    let dues = Dues::of(&desk.roll(), "2026", &rules);
    standings(&desk.roll(), "2026", received, &|it| it.by == "ai đó", dues, day(today))
}

fn stages(desk: &Desk, received: &[Summary], today: &str) -> Vec<(String, Stage, u32)> {
    let mut all: Vec<_> = stand(desk, received, today)
        .into_iter()
        .map(|it| (it.unit.name.clone(), it.stage, it.late.map_or(0, |late| late.days)))
        .collect();
    all.sort_by(|a, b| a.0.cmp(&b.0));
    all
}

#[test]
fn a_units_way_from_not_registered_to_sent_and_how_late_it_was() {
    let mut desk = Desk::of("h");
    let a = desk.add("Đoàn xã A", "");
    let unit = UnitId::from("u-a");
    let only = |desk: &Desk, received: &[Summary], today| stages(desk, received, today).remove(0);
    let name = || "Đoàn xã A".to_owned();
    // Register before 10/10 of the year before, report before 01/10 (Kế hoạch of 2018).
    assert_eq!(only(&desk, &[], "2025-09-01"), (name(), Stage::NotRegistered, 0));
    let late = stand(&desk, &[], "2025-10-20").remove(0).late.unwrap();
    assert_eq!(late.with, Due::Register);
    desk.put(vec![note_registered(&a, "2026", &"2025-10-21".into())]);
    assert_eq!(only(&desk, &[], "2025-10-22"), (name(), Stage::Registered, 0));
    let due = Dues::of(&desk.roll(), "2026", &DefaultDeadlines::read(SHIPPED).unwrap().deadlines)
        .report
        .unwrap();
    let missing = stand(&desk, &[], &(due + chrono::Days::new(3)).to_string()).remove(0).late;
    assert_eq!(missing, Some(Late { with: Due::Report, due, days: 3 }));
    desk.put(vec![match_unit(&a, Some(&unit))]);
    // 18:30 UTC is 01:30 of the next day in Vietnam.
    let just_late = format!("{due}T18:30:00Z");
    let first = sent("u-a", "Đoàn xã A", 1, &just_late);
    assert_eq!(
        only(&desk, std::slice::from_ref(&first), "2026-12-01"),
        (name(), Stage::Sent(1), 1)
    );
    let in_time = sent("u-a", "Đoàn xã A", 1, &format!("{due}T23:59:59+07:00"));
    let correction = sent("u-a", "Đoàn xã A", 2, "2026-11-20T08:00:00+07:00");
    assert_eq!(
        only(&desk, &[correction, in_time], "2026-12-01"),
        (name(), Stage::Sent(2), 0),
        "a correction later is not late"
    );
}

#[test]
fn what_nobody_knows_to_be_the_units_is_here_but_does_not_count_as_sent() {
    let mut desk = Desk::of("h");
    let a = desk.add("Đoàn xã A", "");
    desk.put(vec![match_unit(&a, Some(&UnitId::from("u-a")))]);
    let strange = Summary {
        by: "ai đó".into(),
        ..sent("u-a", "Đoàn xã A", 7, "2026-09-01T08:00:00+07:00")
    };
    let all = stand(&desk, std::slice::from_ref(&strange), "2026-10-05");
    assert_eq!(all[0].stage, Stage::Unconfirmed(7));
    assert!(all[0].days_late() > 0 && all[0].stage.lacks());
    let own = sent("u-a", "Đoàn xã A", 1, "2026-09-02T08:00:00+07:00");
    assert_eq!(stand(&desk, &[strange, own], "2026-10-05")[0].stage, Stage::Sent(1));
}

#[test]
fn the_officers_day_goes_before_the_packs() {
    let mut desk = Desk::of("h");
    desk.add("Đoàn xã A", "");
    desk.put(vec![set_due(Due::Report, "2026", &"2026-11-15".into())]);
    assert!(stages(&desk, &[], "2026-11-15")[0].2 > 0, "late with registering");
    let late = |today| stand(&desk, &[], today)[0].days_late();
    assert_eq!((late("2026-11-15"), late("2026-11-16")), (0, 1));
    desk.put(vec![set_due(Due::Report, "2026", &"".into())]);
    assert!(stand(&desk, &[], "2026-11-15")[0].days_late() > 0);
}

#[test]
fn last_years_table_counts_last_years_units_and_a_new_unit_is_not_late_for_an_old_day() {
    let mut desk = Desk::of("h");
    let old = ["Đoàn xã A", "Đoàn xã B"].map(|name| desk.add(name, ""));
    let new = bcd_core::upper::roll::RollUnit {
        id: "new".into(),
        name: "Đoàn xã AB".into(),
        ..Default::default()
    };
    desk.decide(Change::Merge(old.to_vec(), Target::New(Box::new(new))), "2026");
    assert_eq!(stages(&desk, &[], "2025-12-01"), [("Đoàn xã AB".into(), Stage::NotRegistered, 0)]);
    let before =
        standings(&desk.roll(), "2025", &[], &|_| false, Dues::default(), day("2025-12-01"));
    assert_eq!(StandingCount::of(&before).all, 2);
}

#[test]
fn names_only_propose_and_a_person_says_yes() {
    let mut desk = Desk::of("h");
    let nga_son = desk.add("Đoàn xã Nga Sơn", "Cụm 1");
    let one = desk.add("Đoàn phường 1", "Quận 3");
    let two = desk.add("Đoàn phường 1", "Quận 4");
    let renamed = desk.add("Thị đoàn Bỉm Sơn", "");
    desk.decide(Change::Rename(renamed.clone(), "Đoàn phường Bỉm Sơn".into()), "2026");
    let school = desk.add("Đoàn trường THPT Ba Đình", "");
    let at = "2026-09-01T08:00:00+07:00";
    let received = [
        sent("u-1", "ĐOÀN XÃ NGA SƠN", 1, at),
        Summary { cluster: "quận 4".into(), ..sent("u-2", "Đoàn phường 1", 1, at) },
        sent("u-3", "Đoàn phường 1", 1, at),
        sent("u-4", "Thị đoàn Bỉm Sơn", 1, at),
        sent("u-5", "BCH Đoàn TNCS Hồ Chí Minh Trường THPT Ba Đình", 1, at),
        sent("u-6", "Đoàn Bệnh viện Nhi", 1, at),
    ];
    let found = strays(&desk.roll(), "2026", &received);
    let best = |at: usize| found[at].proposals.first().map(|it| (it.line.clone(), it.why));
    assert_eq!(best(0), Some((nga_son.clone(), Why::Name)));
    assert_eq!(best(1), Some((two.clone(), Why::NameAndCluster)));
    assert_eq!(found[2].proposals.len(), 2, "both wards of that name");
    assert_eq!(best(3), Some((renamed, Why::FormerName)));
    assert_eq!(best(4), Some((school, Why::ProperName)));
    assert_eq!(best(5), None);
    let sure: Vec<bool> = found.iter().map(|stray| stray.sure().is_some()).collect();
    assert_eq!(sure, [true, true, false, false, false, false]);
    assert!(stages(&desk, &received, "2026-09-02").iter().all(|it| it.1 == Stage::NotRegistered));

    desk.put(match_sure(&found));
    assert_eq!(desk.roll().units[&nga_son].unit, Some(UnitId::from("u-1")));
    assert_eq!(desk.roll().units[&two].unit, Some(UnitId::from("u-2")));
    assert_eq!(desk.roll().units[&one].unit, None);
    let left = strays(&desk.roll(), "2026", &received);
    let ids: Vec<&str> = left.iter().map(|stray| stray.unit.as_str()).collect();
    assert_eq!(ids, ["u-3", "u-4", "u-5", "u-6"]);
    assert_eq!(left[0].proposals.len(), 1, "the other ward has its unit now");
}

#[test]
fn the_list_grows_from_what_arrives_and_two_of_one_name_are_nobodys() {
    let mut desk = Desk::of("h");
    let only = desk.add("Đoàn xã A", "");
    let at = "2026-09-01T08:00:00+07:00";
    let received = [
        sent("u-1", "Đoàn xã A", 1, at),
        sent("u-2", "Đoàn xã A", 1, at),
        sent("u-3", "Đoàn xã C", 2, at),
    ];
    let found = strays(&desk.roll(), "2026", &received);
    assert!(match_sure(&found).is_empty(), "whose line it is, is asked");
    let line = line_of(&found[2], desk.new_id());
    desk.put(line.write());
    desk.put(vec![match_unit(&only, Some(&UnitId::from("u-2")))]);
    assert_eq!(
        stages(&desk, &received, "2026-09-02"),
        [("Đoàn xã A".into(), Stage::Sent(1), 0), ("Đoàn xã C".into(), Stage::Sent(2), 0)]
    );
    assert_eq!(strays(&desk.roll(), "2026", &received).len(), 1);
}

proptest! {
    #[test]
    fn the_stages_add_up_and_every_unit_that_sent_is_on_a_line_or_a_stray(
        matched in proptest::collection::vec(0..6_u8, 0..6), received in proptest::collection::vec((0..8_u8, 1..4_u32, any::<bool>()), 0..20)
    ) {
        let mut desk = Desk::of("h");
        for unit in &matched {
            let id = desk.add(&format!("Đoàn xã {unit}"), "");
            desk.put(vec![match_unit(&id, Some(&UnitId(format!("u-{unit}"))))]);
        }
        let received: Vec<Summary> = received.into_iter().map(|(unit, seq, strange)| {
            let by = if strange { "ai đó" } else { "" };
            Summary { by: by.into(), ..sent(&format!("u-{unit}"), "x", seq, "2026-09-01T08:00:00+07:00") }
        }).collect();
        let all = stand(&desk, &received, "2026-10-10");
        let count = StandingCount::of(&all);
        prop_assert_eq!(count.all, matched.len());
        prop_assert_eq!(count.not_registered + count.registered + count.unconfirmed + count.sent, count.all);
        let mut shown: Vec<_> = all.iter().filter_map(|it| Some(it.latest.as_ref()?.summary.unit.clone())).collect();
        shown.extend(strays(&desk.roll(), "2026", &received).into_iter().map(|it| it.unit));
        shown.sort();
        let mut units: Vec<_> = received.iter().map(|it| it.unit.clone()).collect();
        units.sort();
        units.dedup();
        prop_assert_eq!(shown, units, "each once");
    }
}
