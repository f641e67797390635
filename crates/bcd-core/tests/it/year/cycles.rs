//! Days of a cycle: the year's turn, midnight, 29 February, school years, phones set elsewhere.

use super::{day, y2026};
use bcd_core::year::cycle::{
    Cycle, CycleKind, Quarter, UNIT_ZONE, day_at, day_of, months_between, moved,
};

#[test]
fn a_calendar_year_has_its_own_months_and_quarters() {
    let cycle = y2026();
    assert_eq!((cycle.span().first, cycle.span().last), (day("2026-01-01"), day("2026-12-31")));
    assert_eq!(cycle.quarter(Quarter::One).last, day("2026-03-31"));
    assert_eq!(cycle.month(2).last, day("2026-02-28"));
    assert_eq!(cycle.month_of(day("2026-12-31")), Some(12));
    assert_eq!(cycle.month_of(day("2027-01-01")), None);
    assert_eq!(cycle.quarter_of(day("2025-12-31")), None);
}

#[test]
fn a_school_year_runs_from_september_to_august() {
    let cycle = Cycle::parse("2027–2028").unwrap();
    assert_eq!(cycle.kind(), CycleKind::School);
    assert_eq!((cycle.span().first, cycle.span().last), (day("2027-09-01"), day("2028-08-31")));
    assert_eq!(cycle.quarter(Quarter::Two).last, day("2028-02-29"));
    assert_eq!(cycle.month_of(day("2028-03-26")), Some(7));
    assert_eq!(cycle.month_named(3), Some(7));
    assert_eq!(cycle.quarter_of(day("2028-01-01")), Some(Quarter::Two));
}

#[test]
fn cycles_are_read_as_people_write_them_and_written_in_one_way() {
    for (text, written) in [
        ("2026", "2026"),
        (" 2026 ", "2026"),
        ("2026–2027", "2026–2027"),
        ("2026-2027", "2026–2027"),
        ("2026/2027", "2026–2027"),
    ] {
        assert_eq!(Cycle::parse(text).unwrap().text(), written, "{text}");
    }
    for text in ["", "26", "2026–2028", "2027–2026", "năm 2026", "0000", "9999", "+202", "²⁰²⁶"]
    {
        assert_eq!(Cycle::parse(text), None, "{text}");
    }
}

#[test]
fn the_cycle_around_a_day_changes_at_its_own_turn() {
    let school = |text| Cycle::around(CycleKind::School, day(text)).unwrap().text();
    assert_eq!(school("2026-08-31"), "2025–2026");
    assert_eq!(school("2026-09-01"), "2026–2027");
    let calendar = |text| Cycle::around(CycleKind::Calendar, day(text)).unwrap().text();
    assert_eq!((calendar("2026-12-31"), calendar("2027-01-01")), ("2026".into(), "2027".into()));
}

#[test]
fn midnight_comes_by_the_units_own_clock() {
    // 31 December 2026, 16:59:59 and 17:00:00 in UTC: midnight of the year's turn in Vietnam.
    let turn = 1_798_736_400;
    assert_eq!(day_at(turn - 1, UNIT_ZONE), Some(day("2026-12-31")));
    assert_eq!(day_at(turn, UNIT_ZONE), Some(day("2027-01-01")));
    assert_eq!(day_at(i64::MAX, UNIT_ZONE), None);
    assert_eq!(day_at(i64::MIN, -UNIT_ZONE), None);
}

#[test]
fn a_phone_set_to_another_zone_sees_the_units_day() {
    for time in [
        "2028-02-29T00:30:00+07:00",
        "2028-02-28T17:30:00Z",
        "2028-02-28T09:30:00-08:00",
        "2028-02-29T02:30:00+09:00",
    ] {
        assert_eq!(day_of(time, UNIT_ZONE), Some(day("2028-02-29")), "{time}");
    }
    assert_eq!(day_of("2028-02-29", UNIT_ZONE), None);
}

#[test]
fn days_move_by_months_and_never_out_of_the_month() {
    for (from, months, to) in [
        ("2028-02-29", 12, "2029-02-28"),
        ("2028-02-29", -12, "2027-02-28"),
        ("2028-02-29", 48, "2032-02-29"),
        ("2027-02-28", 12, "2028-02-28"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2026-12-31", 2, "2027-02-28"),
    ] {
        assert_eq!(moved(day(from), months), Some(day(to)), "{from} by {months}");
    }
    let (calendar, school) = (y2026(), Cycle::parse("2026–2027").unwrap());
    assert_eq!(months_between(&calendar, &school), 8);
    assert_eq!(months_between(&school, &calendar), -8);
}

#[test]
fn every_day_of_a_cycle_is_in_one_month_and_one_quarter() {
    for text in ["2026", "2028", "2027–2028"] {
        let cycle = Cycle::parse(text).unwrap();
        let span = cycle.span();
        let mut count = 0;
        for day in span.first.iter_days().take_while(|day| *day <= span.last) {
            let months = (1..=12).filter(|month| cycle.month(*month).contains(day));
            let quarters = Quarter::ALL.into_iter().filter(|q| cycle.quarter(*q).contains(day));
            assert_eq!((months.count(), quarters.count()), (1, 1), "{day}");
            count += 1;
        }
        assert_eq!(count, if text == "2026" { 365 } else { 366 });
        assert_eq!(cycle.next().unwrap().previous().unwrap(), cycle);
    }
}
