//! Bad input: kept as typed, marked, never lost, never blocking the rest.

use super::{Notebook, day, id, rules, templates, y2026};
use crate::support::default_set;
use bcd_core::year::{
    Year,
    due::{Thing, due},
    faults::{InputFault, InputFaultKind, TASKS, faults, of_record},
    plan, proposal,
    record::RecordKind,
    summary::branches,
};

fn all(book: &Notebook) -> Vec<InputFault> {
    faults(&book.year, &default_set(), &templates().templates)
}

#[track_caller]
fn check(book: Notebook, path: &str, what: InputFaultKind) {
    assert_eq!(all(&book), [InputFault { path: path.to_owned(), what }]);
}

#[test]
fn an_honest_year_has_no_faults() {
    let book = Notebook::opened()
        .branch("kp1", 20)
        .task("a", "2026-01-01", "2026-12-31")
        .put("task/a/for/2.2.2", true)
        .put("task/a/branch/kp1", true)
        .meeting("h", &["kp1"], "2026-02-10")
        .put("meeting/h/present", 20)
        .put("deadline/report/date", "2025-12-01");
    assert_eq!(all(&book), []);
}

#[test]
fn each_fault_names_its_field_and_its_values() {
    let opened = Notebook::opened;
    check(
        opened().task("a", "2026-03-02", "2026-03-01"),
        "task/a/end",
        InputFaultKind::EndsBeforeStart(day("2026-03-02"), day("2026-03-01")),
    );
    check(
        opened().task("a", "2026-12-01", "2027-01-01"),
        "task/a/end",
        InputFaultKind::OutsideCycle(day("2027-01-01")),
    );
    check(
        opened().task("a", "2026-02-29", ""),
        "task/a/start",
        InputFaultKind::NotADay("2026-02-29".into()),
    );
    check(
        opened().put("task/a/cost", "5 triệu"),
        "task/a/cost",
        InputFaultKind::NotANumber("5 triệu".into()),
    );
    check(opened().put("task/a/cost", -5), "task/a/cost", InputFaultKind::NotANumber("-5".into()));
    check(
        opened()
            .meeting("h", &[], "2026-02-10")
            .put("meeting/h/present", 9)
            .put("meeting/h/total", 8),
        "meeting/h/present",
        InputFaultKind::MoreThanTotal(9, 8),
    );
    check(
        opened()
            .branch("kp1", 20)
            .meeting("h", &["kp1"], "2026-02-10")
            .put("meeting/h/present", 21),
        "meeting/h/present",
        InputFaultKind::MoreThanMembers(21, 20),
    );
    check(
        opened().put("target/t/kind", "class-share").put("target/t/plan/2", 101),
        "target/t/plan/2",
        InputFaultKind::Over100(101),
    );
    check(
        opened().put("target/t/measure", "%").put("target/t/goal", 120),
        "target/t/goal",
        InputFaultKind::Over100(120),
    );
    check(
        opened().put("intro/g/count", 2).put("intro/g/admitted", 3),
        "intro/g/admitted",
        InputFaultKind::PartOverWhole(3, 2),
    );
    check(
        opened().branch("kp1", 20).put("annual/kp1/rated", 21),
        "annual/kp1/rated",
        InputFaultKind::PartOverWhole(21, 20),
    );
    check(opened().put("cycle", "26-27"), "cycle", InputFaultKind::NoCycle("26-27".into()));
    check(
        opened().put("task/a/for/9.9.9", true),
        "task/a/for/9.9.9",
        InputFaultKind::NoSuchItem("9.9.9".into()),
    );
    check(
        opened().meeting("h", &["mat"], "2026-02-10"),
        "meeting/h/branch/mat",
        InputFaultKind::NoSuchBranch("mat".into()),
    );
    check(
        opened().branch("kp1", 20).put("pairing/p/strong", "kp1").put("pairing/p/weak", "kp1"),
        "pairing/p/weak",
        InputFaultKind::HelpsItself,
    );
    check(
        opened().put("registration/item/1.1.1/until", "hết quý I"),
        "registration/item/1.1.1/until",
        InputFaultKind::NotADay("hết quý I".into()),
    );
}

#[test]
fn members_that_do_not_follow_are_pointed_out() {
    let book = Notebook::opened()
        .put("quarter/1/unit/members", 100)
        .put("quarter/2/unit/members", 103)
        .put("quarter/2/unit/new", 5)
        .put("quarter/2/unit/moved_in", 0)
        .put("quarter/2/unit/moved_out", 1);
    assert_eq!(all(&book), [], "nobody said how many grew out");
    check(
        book.put("quarter/2/unit/graduated", 0),
        "quarter/2/unit/members",
        InputFaultKind::DoesNotAddUp(103, 104),
    );
    let branches = Notebook::opened()
        .branch("kp1", 20)
        .branch("kp2", 12)
        .put("quarter/1/kp1/members", 20)
        .put("quarter/1/kp2/members", 12)
        .put("quarter/1/unit/members", 40);
    check(branches, "quarter/1/unit/members", InputFaultKind::NotTheBranches(40, 32));
}

#[test]
fn sections_of_a_paper_that_must_say_something_are_named() {
    let book =
        Notebook::opened().put("paper/kh/template", "annual-plan").put("paper/kh/text/basis", " ");
    let found = all(&book);
    let empty: Vec<&str> = of_record(&found, RecordKind::Paper, &id("kh"))
        .filter_map(|fault| match &fault.what {
            InputFaultKind::EmptySection(section) => Some(section.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(empty, ["basis", "goals", "organisation"]);
    assert_eq!(found.len(), empty.len());
}

#[test]
fn what_was_deleted_is_not_held_against_anybody() {
    let book = Notebook::opened().task("a", "2026-03-02", "2020-01-01").put("task/a/deleted", true);
    assert_eq!(all(&book), []);
}

#[test]
fn five_thousand_tasks_work_and_one_more_is_said() {
    let mut fields = Notebook::opened().fields;
    for number in 0..=TASKS {
        let day = format!("2026-{:02}-{:02}", number % 12 + 1, number % 28 + 1);
        for (field, value) in [("content", "Việc"), ("start", &day), ("end", &day)] {
            let path = format!("task/{number:04}/{field}");
            fields.insert(path, crate::support::entry(value.into(), 1, "may-1"));
        }
    }
    let year = Year::of(&fields);
    let found = faults(&year, &default_set(), &[]);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].what, InputFaultKind::TooManyTasks(TASKS + 1, TASKS));
    let parted = plan::by_quarter(&year, &y2026());
    assert_eq!(parted.periods.iter().map(Vec::len).sum::<usize>(), TASKS + 1);
    let due = due(&year, &y2026(), &rules(), day("2026-12-31"), 0);
    assert_eq!(due.iter().filter(|due| matches!(due.thing, Thing::Task(_))).count(), TASKS + 1);
    assert_eq!(branches(&year, &y2026(), day("2026-06-01")).len(), 1);
    let today = day("2026-06-01");
    assert!(!proposal::all(&year, &y2026(), &rules(), &default_set(), today).is_empty());
}
