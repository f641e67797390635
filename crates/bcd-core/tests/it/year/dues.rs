//! What is due, late, missing.

use super::{Notebook, day, id, rules, y2026};
use crate::support::{Story, small_set};
use bcd_core::year::{
    branch::Pairing,
    command::{NewRecord, YearCommand},
    cycle::{Cycle, Quarter},
    deadline::{self, DeadlineTitle, roll_date},
    due::{Thing, due, pledges},
    record::RecordKind,
    value::Day,
};

fn things(book: &Notebook, today: &str, ahead: u32) -> Vec<(Thing, i64)> {
    let cycle = book.year.days().unwrap();
    let due = due(&book.year, &cycle, &rules(), day(today), ahead);
    due.into_iter().map(|due| (due.thing, due.days)).collect()
}

fn dates(book: &Notebook) -> Vec<(String, String)> {
    let all = deadline::all(&rules(), &book.year, &book.year.days().unwrap());
    let said = |date: Option<chrono::NaiveDate>| date.map(|d| d.to_string()).unwrap_or_default();
    all.into_iter().map(|one| (one.id.0, said(one.date))).collect()
}

fn pair(id: &str, date: &str) -> (String, String) {
    (id.to_owned(), date.to_owned())
}

#[test]
fn deadlines_of_a_calendar_year_come_from_data() {
    assert_eq!(
        dates(&Notebook::opened()),
        [
            pair("register", "2025-10-10"),
            pair("roll-1", "2026-03-31"),
            pair("roll-2", "2026-06-30"),
            pair("roll-3", "2026-09-30"),
            pair("report", "2026-10-01"),
            pair("register-next", "2026-10-10"),
            pair("roll-4", "2026-12-31"),
        ]
    );
}

#[test]
fn a_school_year_has_its_own() {
    let dates = dates(&Notebook::opened().put("cycle", "2027–2028"));
    assert_eq!(dates[0], pair("register", "2027-10-10"));
    assert_eq!(dates[2], pair("roll-2", "2028-02-29"));
    assert_eq!(dates[5], pair("report", "2028-10-01"));
}

#[test]
fn a_dossier_changes_adds_and_drops_deadlines() {
    let book = Notebook::opened()
        .put("deadline/report/date", "2026-11-10")
        .put("deadline/register-next/deleted", true)
        .put("deadline/cttn/title", "Hồ sơ công trình thanh niên")
        .put("deadline/cttn/date", "2026-10-15")
        .put("deadline/roll-1/date", "khi nào xong");
    let all = deadline::all(&rules(), &book.year, &y2026());
    let find = |name: &str| all.iter().find(|one| one.id.0 == name);
    let report = find("report").unwrap();
    assert_eq!((report.date, report.changed), (Some(day("2026-11-10")), true));
    assert!(find("register-next").is_none());
    let own = &find("cttn").unwrap().title;
    assert_eq!(own, &DeadlineTitle::Own("Hồ sơ công trình thanh niên".into()));
    assert_eq!(find("roll-1").unwrap().date, None);
    assert_eq!(all.last().unwrap().id.0, "roll-1", "without a day: last");
    assert_eq!(roll_date(&rules(), &book.year, &y2026(), Quarter::One), day("2026-03-31"));
}

#[test]
fn home_shows_what_is_late_and_what_is_near() {
    let book = Notebook::opened()
        .put("registration/registered", "2025-10-02")
        .branch("kp1", 20)
        .branch("kp2", 20)
        .meeting("h", &["kp1"], "2026-09-03")
        .task("tre", "2026-08-01", "2026-09-20")
        .task("gan", "2026-09-01", "2026-09-25")
        .task("xa", "2026-12-01", "2026-12-20")
        .task("xong", "2026-09-01", "2026-09-10")
        .done("xong", "2026-09-09")
        .put("deadline/roll-1/done", "2026-03-30")
        .put("quarter/2/unit/confirmed", "2026-06-29")
        .put("quarter/3/kp1/confirmed", "2026-09-21")
        .add(
            "giup",
            NewRecord::Pairing(Pairing { until: Day::from("2026-09-28"), ..Pairing::default() }),
        );
    assert_eq!(
        things(&book, "2026-09-22", 9),
        [
            (Thing::Task(id("tre")), -2),
            (Thing::Task(id("gan")), 3),
            (Thing::Pairing(id("giup")), 6),
            (Thing::Roll(Quarter::Three, vec![id("kp2")]), 8),
            (Thing::Meetings(vec![id("kp2")]), 8),
            (Thing::Deadline(id("report")), 9),
        ]
    );
}

#[test]
fn the_next_calendar_export_finds_the_same_names() {
    let book = Notebook::opened().branch("kp1", 20).task("a", "2026-03-01", "2026-03-31");
    let names = |book: &Notebook, today| -> Vec<String> {
        due(&book.year, &y2026(), &rules(), day(today), u32::MAX)
            .iter()
            .map(|due| due.name())
            .collect()
    };
    let first = names(&book, "2026-02-01");
    assert!(first.contains(&"task-a".to_owned()) && first.contains(&"roll-1".to_owned()));
    let moved = book.put("task/a/end", "2026-05-01").put("deadline/report/date", "2026-11-01");
    let second = names(&moved, "2026-02-02");
    let set = |names: &[String]| names.iter().cloned().collect::<std::collections::BTreeSet<_>>();
    assert_eq!((set(&first), set(&first).len()), (set(&second), first.len()));
}

#[test]
fn a_day_is_late_only_after_it() {
    let book = Notebook::opened().task("a", "2028-02-01", "2028-02-29").put("cycle", "2028");
    let late = |today: &str| {
        let all = due(&book.year, &Cycle::parse("2028").unwrap(), &[], day(today), 0);
        all.iter().find(|due| due.thing == Thing::Task(id("a"))).map(|due| due.is_late())
    };
    assert_eq!(late("2028-02-28"), None);
    assert_eq!(late("2028-02-29"), Some(false));
    assert_eq!(late("2028-03-01"), Some(true));
}

#[test]
fn a_planned_meeting_waits_to_be_noted() {
    let mut book = Notebook::opened()
        .meeting("ghep", &["kp1"], "2026-05-10")
        .put("meeting/ghep/planned", true);
    let waiting = |book: &Notebook| {
        things(book, "2026-05-12", 0).iter().any(|(thing, _)| *thing == Thing::Meeting(id("ghep")))
    };
    assert!(waiting(&book));
    book.does(YearCommand::Flag(RecordKind::Meeting, id("ghep"), "planned", false));
    assert!(!waiting(&book));
}

#[test]
fn a_pledge_comes_due_until_its_item_is_met() {
    let story = Story::opened().step("3.1", "gan");
    let book = Notebook::with(story.dossier.fields.clone())
        .put("registration/item/3.1/standing", "unmet")
        .put("registration/item/3.1/until", "2026-06-30")
        .put("registration/item/1.1/standing", "met")
        .put("registration/item/1.1/until", "2026-06-30");
    let due = pledges(&book.year, &small_set(), &story.dossier, day("2026-07-01"));
    assert_eq!((due.len(), due[0].days), (1, -1));
    let met = story.step("3.1", "tot");
    assert_eq!(pledges(&book.year, &small_set(), &met.dossier, day("2026-07-01")), []);
}
