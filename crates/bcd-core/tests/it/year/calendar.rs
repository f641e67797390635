//! What goes into the phone's calendar.

use super::{Notebook, day, rules, y2026};
use bcd_core::year::calendar::{CalendarEntry, entries};

fn full() -> Notebook {
    Notebook::opened()
        .task("a", "2026-02-27", "2026-03-01")
        .task("b", "2026-01-01", "2026-12-31")
        .task("c", "", "không rõ")
        .meeting("m-held", &[], "2026-03-05")
        .meeting("m-next", &[], "2026-12-05")
        .put("meeting/m-next/planned", true)
        .put("registration/item/1.1/standing", "hard")
        .put("registration/item/1.1/until", "2026-06-30")
        .put("registration/item/2.1/standing", "met")
        .put("registration/item/2.1/until", "2026-06-30")
        .put("pairing/p/strong", "cd-1")
        .put("pairing/p/until", "2026-09-30")
        .put("joint/j/partner", "Công an phường")
        .put("joint/j/until", "2026-12-31")
}

fn of(book: &Notebook, met: &[&str]) -> Vec<CalendarEntry> {
    let is_met = |item: &bcd_core::id::ItemId| met.contains(&item.as_str());
    entries(&book.year, &y2026(), &rules(), &is_met)
}

fn one<'a>(all: &'a [CalendarEntry], name: &str) -> &'a CalendarEntry {
    let mut found = all.iter().filter(|entry| entry.name() == name);
    let entry = found.next().unwrap_or_else(|| panic!("no {name}"));
    assert!(found.next().is_none(), "{name} twice");
    entry
}

#[test]
fn whatever_has_a_day_ahead_is_in_the_calendar() {
    let all = of(&full(), &[]);
    let names: Vec<String> = all.iter().map(CalendarEntry::name).collect();
    for name in ["task-a", "task-b", "meeting-m-next", "pledge-1.1", "pairing-p", "joint-j"] {
        assert!(names.iter().any(|one| one == name), "{name}: {names:?}");
    }
    assert!(names.iter().any(|name| name.starts_with("deadline-")), "{names:?}");
    assert!(!names.iter().any(|name| name == "task-c" || name == "meeting-m-held"), "{names:?}");
    assert_eq!(
        (one(&all, "task-a").first, one(&all, "task-a").last),
        (day("2026-02-27"), day("2026-03-01"))
    );
    assert_eq!(one(&all, "task-b").first, day("2026-12-31"), "a long one stands on its last day");
    assert_eq!(one(&all, "pledge-1.1").remind(), [1]);
    assert_eq!(one(&all, "joint-j").remind(), [7, 1]);
}

#[test]
fn what_came_to_pass_or_was_given_up_keeps_its_name_and_reminds_of_nothing() {
    let later = full()
        .done("a", "2026-03-01")
        .put("task/b/state", "dropped")
        .put("meeting/m-next/deleted", true)
        .put("pairing/p/state", "better")
        .put("joint/j/result", "Hoàn thành");
    let all = of(&later, &["1.1"]);
    for (name, done, gone) in [
        ("task-a", true, false),
        ("task-b", false, true),
        ("meeting-m-next", false, true),
        ("pledge-1.1", true, false),
        ("pledge-2.1", false, true),
        ("pairing-p", true, false),
        ("joint-j", true, false),
    ] {
        let entry = one(&all, name);
        assert_eq!((entry.done, entry.gone), (done, gone), "{name}");
        assert!(entry.remind().is_empty(), "{name}");
    }
}

#[test]
fn a_name_stays_when_the_day_moves() {
    let names = |book: &Notebook| of(book, &[]).iter().map(CalendarEntry::name).collect::<Vec<_>>();
    let moved = full()
        .put("meeting/m-next/date", "2026-12-06")
        .put("registration/item/1.1/until", "2026-07-31")
        .put("joint/j/until", "2026-11-30")
        .put("pairing/p/until", "2026-10-31");
    assert_eq!(names(&full()), names(&moved));
}
