//! Branches at a glance, figures that add up, targets that count themselves.

use super::{Notebook, day, id, y2026};
use bcd_core::year::{
    branch::{Pairing, PairingState},
    command::NewRecord,
    cycle::Quarter,
    figures::{Target, TargetKind},
    life::{Course, Visit},
    summary::{Mark, branches, introductions},
    target::lines,
    totals,
    value::{Day, Figure},
};

fn ward() -> Notebook {
    Notebook::opened()
        .branch("kp1", 20)
        .branch("kp2", 12)
        .remote_branch("ap3", 8)
        .meeting("h1", &["kp1"], "2026-01-10")
        .meeting("h2", &["kp1", "kp2"], "2026-02-10")
        .meeting("h3", &["kp1", "ap3"], "2026-03-31")
}

fn held(book: &Notebook, today: &str) -> Vec<(u32, u32)> {
    branches(&book.year, &y2026(), day(today)).iter().map(|line| (line.held, line.due)).collect()
}

#[test]
fn each_branch_counts_by_its_own_period() {
    // In the unit's order: by name where nothing else is said.
    assert_eq!(held(&ward(), "2026-04-01"), [(1, 1), (3, 3), (1, 3)]);
    assert_eq!(held(&ward(), "2026-12-31"), [(1, 3), (3, 11), (1, 11)]);
    assert_eq!(held(&ward(), "2027-01-01"), [(1, 4), (3, 12), (1, 12)]);
}

#[test]
fn a_period_is_missed_only_when_it_is_over() {
    let mark = |today: &str| branches(&ward().year, &y2026(), day(today))[2].periods[0];
    assert_eq!(mark("2025-12-31"), Mark::Ahead);
    assert_eq!(mark("2026-01-31"), Mark::Open);
    assert_eq!(mark("2026-02-01"), Mark::Missed);
}

#[test]
fn meetings_to_come_planned_or_undated_do_not_count() {
    let book = ward()
        .meeting("mai", &["kp2"], "2026-04-02")
        .meeting("hen", &["kp2"], "2026-03-15")
        .put("meeting/hen/planned", true)
        .meeting("la", &["kp2"], "tháng 3");
    assert_eq!(held(&book, "2026-04-01")[2], (1, 3));
    assert_eq!(held(&book, "2026-04-02")[2], (2, 4));
}

#[test]
fn a_branch_founded_in_summer_owes_nothing_for_spring() {
    let book = ward().put("branch/kp2/since", "2026-07-01");
    assert_eq!(held(&book, "2026-09-30")[2], (1, 3));
}

#[test]
fn what_a_branch_handed_up_joins_what_the_unit_noted() {
    let book = ward()
        .put("handed/kp2/held/1", true)
        .put("handed/kp2/held/2", true)
        .put("handed/kp2/introduced", 5)
        .put("handed/kp2/planned", 10)
        .put("handed/kp2/done", 6)
        .intro("g", "kp2", 3, 1);
    assert_eq!(held(&book, "2026-04-01")[2], (2, 3), "February is one meeting, not two");
    let line = &branches(&book.year, &y2026(), day("2026-04-01"))[2];
    assert_eq!((line.introduced, line.admitted), (5, 1));
    assert_eq!((line.tasks.all, line.tasks.done, line.tasks.ahead), (10, 6, 4));
    assert_eq!(introductions(&book.year), (5, 1));
}

#[test]
fn who_helps_whom_who_plans_and_who_lags_is_seen() {
    let pairing = |state| {
        NewRecord::Pairing(Pairing {
            strong: "kp1".into(),
            weak: "kp2".into(),
            until: Day::from("2026-06-30"),
            state,
            ..Pairing::default()
        })
    };
    let book = ward()
        .add("p", pairing(PairingState::Running))
        .add("cu", pairing(PairingState::Better))
        .task("viec", "2026-01-01", "2026-03-01")
        .put("task/viec/branch/kp2", true)
        .task("sap", "2026-05-01", "2026-05-30")
        .put("task/sap/branch/kp1", true)
        .add(
            "tham",
            NewRecord::Visit(Visit {
                branches: ["kp2".into()].into(),
                start: Day::from("2026-02-27"),
                end: Day::from("2026-03-02"),
                ..Visit::default()
            }),
        );
    let lines = branches(&book.year, &y2026(), day("2026-04-01"));
    let (first, second) = (&lines[1], &lines[2]);
    assert_eq!(
        (first.helps.as_slice(), second.helped_by.as_slice()),
        (&[id("kp2")][..], &[id("kp1")][..])
    );
    assert!(first.plans() && !first.lags() && !first.has_met());
    assert!(!second.plans() && second.lags());
    assert_eq!((second.visits, book.year.visits[&id("tham")].days()), (1, 4));
}

#[test]
fn figures_of_the_branches_add_up() {
    let book = ward()
        .put("quarter/1/unit/members", 50)
        .put("quarter/1/kp1/members", 21)
        .put("quarter/1/kp1/new", 2)
        .put("quarter/1/kp2/members", 12);
    let total = totals::quarter(&book.year, Quarter::One);
    assert_eq!((total.said, total.of, total.sums.members), (2, 3, Some(50)), "one is missing");
    let book = book
        .put("quarter/1/ap3/members", 9)
        .put("quarter/2/kp1/members", 19)
        .put("quarter/2/kp1/moved_out", 2);
    assert_eq!(totals::quarter(&book.year, Quarter::One).sums.members, Some(42));
    let whole = totals::whole(&book.year);
    assert_eq!((whole.members, whole.new, whole.moved_out, whole.cases), (Some(40), 2, 2, 2));
}

#[test]
fn targets_count_themselves() {
    let target = |kind| Target { kind, goal: Figure::Is(10), ..Target::default() };
    let share = Target {
        class: "excellent".into(),
        goal: Figure::Is(20),
        ..target(TargetKind::ClassShare)
    };
    let by_hand = Target {
        goal: Figure::Open,
        plan: [("1".into(), Figure::Is(2)), ("2".into(), Figure::Is(2))].into(),
        actual: [("1".into(), Figure::Is(3))].into(),
        ..target(TargetKind::Other)
    };
    let course = Course { end: Day::from("2026-10-02"), ..Course::default() };
    let book = ward()
        .add("a", NewRecord::Target(target(TargetKind::Introduced)))
        .add("b", NewRecord::Target(share))
        .add("c", NewRecord::Target(target(TargetKind::Projects)))
        .add("d", NewRecord::Target(target(TargetKind::Courses)))
        .add("e", NewRecord::Target(by_hand))
        .add("tap-huan", NewRecord::Course(course))
        .intro("g1", "kp1", 4, 2)
        .put("annual/unit/rated", 40)
        .put("annual/unit/class/excellent", 9)
        .task("ct", "2026-02-01", "2026-03-20")
        .put("task/ct/project", "unit")
        .done("ct", "2026-03-19");
    let lines = lines(&book.year, &y2026());
    let said: Vec<_> = lines.iter().map(|line| (line.reached, line.percent())).collect();
    assert_eq!(said, [(4, Some(40)), (22, Some(100)), (1, Some(10)), (1, Some(10)), (3, Some(75))]);
    assert_eq!(lines[0].actual, [None, Some(4), None, None]);
    assert_eq!(lines[2].actual, [Some(1), None, None, None]);
    assert_eq!(lines[3].actual[3], Some(1));
    assert_eq!(lines[4].plan, [Some(2), Some(2), None, None]);
}
