//! A calendar as an `.ics` file, for the phone's own calendar.

use bcd_core::{
    civil,
    paper::agenda::{Agenda, Appointment},
};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use icalendar::{Alarm, Calendar, Component, Event, EventLike, EventStatus};

/// The hour of the morning at which the phone reminds.
const MORNING: i64 = 8;

/// The calendar's text. The same agenda gives the same text; entries without a day are left out.
pub fn calendar(agenda: &Agenda) -> String {
    let made = DateTime::parse_from_rfc3339(&agenda.made_at).map(|at| at.to_utc());
    let made = made.unwrap_or_default();
    let mut calendar = Calendar::empty();
    calendar
        .append_property(("VERSION", "2.0"))
        .append_property(("PRODID", "-//Ba Chu Dong//VI"))
        .append_property(("CALSCALE", "GREGORIAN"))
        .append_property(("METHOD", "PUBLISH"));
    calendar.name(&agenda.title);
    for entry in &agenda.entries {
        if let Some(event) = event(entry, &agenda.space, made) {
            calendar.push(event);
        }
    }
    calendar.to_string()
}

fn event(entry: &Appointment, space: &str, made: DateTime<Utc>) -> Option<Event> {
    let first = civil::parse(&entry.first).or_else(|| civil::parse(&entry.last))?;
    let last = civil::parse(&entry.last).filter(|last| *last >= first).unwrap_or(first);
    let uid = format!("{}@{space}", entry.name);
    let mut event = Event::with_uid(&uid);
    event
        .timestamp(made)
        .last_modified(made)
        // A later calendar has a higher number, so that the phone takes it over the earlier one.
        .sequence(sequence(made))
        .summary(&entry.title)
        .starts(first)
        // The day after: a whole day ends where the next begins.
        .ends(after(last))
        // It keeps nobody from another appointment.
        .add_property("TRANSP", "TRANSPARENT")
        .status(if entry.cancelled { EventStatus::Cancelled } else { EventStatus::Confirmed });
    if !entry.text.is_empty() {
        event.description(&entry.text);
    }
    if !entry.place.is_empty() {
        event.location(&entry.place);
    }
    for days in entry.remind.iter().filter(|_| !entry.cancelled) {
        let hours = 24 * i64::from(*days) - MORNING;
        let (sign, away) = if hours < 0 { ("", -hours) } else { ("-", hours) };
        let mut alarm = Alarm::display(&entry.title, Duration::hours(-hours));
        alarm
            // The crate writes seconds, which are right and unreadable.
            .add_property("TRIGGER", format!("{sign}PT{away}H"))
            .uid(&format!("{}-{days}@{space}", entry.name))
            .timestamp(made);
        event.alarm(alarm);
    }
    Some(event.done())
}

fn after(day: NaiveDate) -> NaiveDate {
    day.succ_opt().unwrap_or(day)
}

// Minutes since 2020: below the largest number that calendars take, until the year 6000.
fn sequence(made: DateTime<Utc>) -> u32 {
    const BEGIN: i64 = 1_577_836_800;
    u32::try_from((made.timestamp() - BEGIN) / 60).unwrap_or(0)
}
