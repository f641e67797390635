//! The calendar, read back by a parser that knows nothing of how it was written.

use bcd_core::{
    field::{Entry, Fields},
    paper::agenda::{Agenda, Appointment},
    year::{Year, calendar::entries},
};
use bcd_papers::{calendar, work};
use ical::{IcalParser, parser::ical::component::IcalEvent, property::Property};

fn agenda() -> Agenda {
    let task = Appointment {
        name: "task-annual-plan.issue-plan".to_owned(),
        title: "Ban hành kế hoạch năm; gửi cấp uỷ, các chi đoàn".to_owned(),
        text: "Phụ trách: Bí thư\nPhục vụ nội dung 2.1.1".to_owned(),
        place: "Hội trường xã".to_owned(),
        first: "2028-02-28".to_owned(),
        last: "2028-02-29".to_owned(),
        remind: vec![1, 7],
        cancelled: false,
    };
    let backwards = Appointment {
        name: "task-2".to_owned(),
        title: "Ngày kết thúc trước ngày bắt đầu".to_owned(),
        first: "2028-05-10".to_owned(),
        last: "2028-05-01".to_owned(),
        ..Appointment::default()
    };
    let dropped = Appointment { cancelled: true, name: "task-3".to_owned(), ..task.clone() };
    let dayless = Appointment { first: String::new(), last: String::new(), ..task.clone() };
    Agenda {
        title: "Đoàn xã Quảng Xương 2028".to_owned(),
        made_at: "2028-01-02T08:00:00+07:00".to_owned(),
        space: "hs-1".to_owned(),
        entries: vec![task, backwards, dropped, dayless],
    }
}

fn read(text: &str) -> Vec<IcalEvent> {
    IcalParser::new(text.as_bytes()).flat_map(|calendar| calendar.unwrap().events).collect()
}

fn value<'a>(properties: &'a [Property], name: &str) -> &'a str {
    let found = properties.iter().find(|property| property.name == name);
    found.and_then(|property| property.value.as_deref()).unwrap_or_default()
}

#[test]
fn every_entry_with_a_day_is_an_event_of_whole_days() {
    let events = read(&calendar(&agenda()));
    assert_eq!(events.len(), 3);
    let first = &events[0].properties;
    assert_eq!(value(first, "UID"), "task-annual-plan.issue-plan@hs-1");
    assert_eq!(value(first, "DTSTART"), "20280228");
    assert_eq!(value(first, "DTEND"), "20280301");
    assert_eq!(value(first, "DTSTAMP"), "20280102T010000Z");
    let title = value(first, "SUMMARY").replace("\\;", ";").replace("\\,", ",");
    assert_eq!(title, "Ban hành kế hoạch năm; gửi cấp uỷ, các chi đoàn");
    assert!(value(first, "DESCRIPTION").contains("\\nPhục vụ nội dung 2.1.1"));
}

#[test]
fn days_the_wrong_way_round_become_one_day() {
    let events = read(&calendar(&agenda()));
    let second = &events[1].properties;
    assert_eq!(value(second, "DTSTART"), "20280510");
    assert_eq!(value(second, "DTEND"), "20280511");
}

#[test]
fn the_phone_reminds_on_the_mornings_before() {
    let events = read(&calendar(&agenda()));
    let triggers: Vec<_> =
        events[0].alarms.iter().map(|alarm| value(&alarm.properties, "TRIGGER")).collect();
    assert_eq!(triggers, ["-PT16H", "-PT160H"]);
    assert!(events[0].alarms.iter().all(|a| value(&a.properties, "ACTION") == "DISPLAY"));
}

#[test]
fn what_was_given_up_is_taken_away_and_does_not_remind() {
    let events = read(&calendar(&agenda()));
    assert_eq!(value(&events[2].properties, "STATUS"), "CANCELLED");
    assert!(events[2].alarms.is_empty());
}

#[test]
fn a_later_calendar_updates_the_same_events() {
    let (early, mut later) = (agenda(), agenda());
    later.made_at = "2028-03-01T08:00:00+07:00".to_owned();
    let (early, later) = (read(&calendar(&early)), read(&calendar(&later)));
    for (before, after) in early.iter().zip(&later) {
        let number = |event: &IcalEvent| value(&event.properties, "SEQUENCE").parse::<u32>();
        assert_eq!(value(&before.properties, "UID"), value(&after.properties, "UID"));
        assert!(number(before).unwrap() < number(after).unwrap());
    }
}

#[test]
fn the_same_agenda_gives_the_same_text_with_lines_that_are_short() {
    let text = calendar(&agenda());
    assert_eq!(text, calendar(&agenda()));
    assert!(text.split("\r\n").all(|line| line.len() <= 76), "{text}");
}

#[test]
fn the_worker_takes_it_as_a_message() {
    let request = bcd_core::paper::agenda::Calendar { calendar: agenda() };
    let json = serde_json::to_string(&request).unwrap();
    let (_, blobs) = work::answer(&json).unwrap();
    assert_eq!(blobs, [calendar(&agenda()).into_bytes()]);
    assert!(work::answer("{}").is_err());
}

/// A year with one of each thing that has a day ahead, changed by `more`.
fn of_year(more: &[(&str, &str)]) -> Vec<IcalEvent> {
    let said = [
        ("cycle", "2028"),
        ("task/t/content", "Trồng cây"),
        ("task/t/end", "2028-02-29"),
        ("meeting/m/date", "2028-03-04"),
        ("registration/item/1.2.2/standing", "hard"),
        ("registration/item/1.2.2/until", "2028-06-30"),
        ("pairing/p/until", "2028-09-30"),
        ("joint/j/until", "2028-12-31"),
    ];
    let mut fields = Fields::new();
    for (path, text) in said.iter().chain(more) {
        let v = (*text).into();
        fields.insert((*path).to_owned(), Entry { v, ..Entry::default() });
    }
    fields.insert("meeting/m/planned".to_owned(), Entry { v: true.into(), ..Entry::default() });
    let year = Year::of(&fields);
    let all = entries(&year, &year.days().unwrap(), &[], &|_| false);
    let entry = |one: &bcd_core::year::calendar::CalendarEntry| {
        one.appointment(&one.name(), String::new(), String::new())
    };
    let made_at = "2028-01-02T08:00:00+07:00".to_owned();
    let entries = all.iter().map(entry).collect();
    read(&calendar(&Agenda { title: "2028".into(), made_at, space: "hs".into(), entries }))
}

#[test]
fn a_whole_year_comes_back_with_its_days_names_and_alarms() {
    let events = of_year(&[]);
    let seen: Vec<_> = events
        .iter()
        .map(|event| {
            let of = |name| value(&event.properties, name);
            (of("UID"), of("DTSTART"), of("DTEND"), event.alarms.len())
        })
        .collect();
    assert_eq!(
        seen,
        [
            ("task-t@hs", "20280229", "20280301", 1),
            ("meeting-m@hs", "20280304", "20280305", 1),
            ("pledge-1.2.2@hs", "20280630", "20280701", 1),
            ("pairing-p@hs", "20280930", "20281001", 2),
            ("joint-j@hs", "20281231", "20290101", 2),
        ]
    );
}

#[test]
fn what_was_done_or_given_up_comes_back_under_the_same_name_without_an_alarm() {
    let later = [
        ("task/t/state", "done"),
        ("registration/item/1.2.2/standing", "met"),
        ("pairing/p/state", "better"),
        ("joint/j/result", "Xong"),
    ];
    let (before, after) = (of_year(&[]), of_year(&later));
    let names = |all: &[IcalEvent]| {
        all.iter().map(|event| value(&event.properties, "UID").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names(&before), names(&after));
    let alarms: Vec<_> = after.iter().map(|event| event.alarms.len()).collect();
    assert_eq!(alarms, [0, 1, 0, 0, 0], "only the meeting is still ahead");
    assert_eq!(value(&after[0].properties, "SUMMARY"), "✓ task-t");
    assert_eq!(value(&after[2].properties, "STATUS"), "CANCELLED");
}

#[test]
fn no_line_end_of_a_text_or_an_id_begins_a_property_of_its_own() {
    for end in ["\r\n", "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}", "\u{b}", "\u{c}"] {
        let bad = format!("x{end}ATTENDEE:mailto:la@example.org{end}BEGIN:VALARM");
        let entry = Appointment {
            name: bad.clone(),
            title: bad.clone(),
            text: bad.clone(),
            place: bad.clone(),
            ..agenda().entries[0].clone()
        };
        let all = Agenda {
            title: bad.clone(),
            space: bad.clone(),
            entries: vec![entry],
            made_at: agenda().made_at,
        };
        let text = calendar(&all);
        // Every kind of line end that some reader takes for one.
        let marks = |c: char| {
            matches!(c, '\r' | '\n' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
        };
        let lines = || text.split(marks);
        assert!(!lines().any(|line| line.starts_with("ATTENDEE")), "{end:?}: {text}");
        assert_eq!(lines().filter(|line| line.starts_with("BEGIN:VALARM")).count(), 2, "{end:?}");
        let events = read(&text);
        assert_eq!(events.len(), 1);
        assert!(value(&events[0].properties, "SUMMARY").contains("ATTENDEE:mailto"));
    }
    let title = Agenda { title: "Đoàn; xã, \\ A".to_owned(), ..agenda() };
    for name in ["NAME", "X-WR-CALNAME"] {
        let line = format!("\r\n{name}:Đoàn\\; xã\\, \\\\ A\r\n");
        assert!(calendar(&title).contains(&line), "{name}");
    }
}
