//! A calendar as an `.ics` file, for the phone's own calendar.

use bcd_core::{
    civil,
    paper::{
        agenda::{Agenda, Appointment},
        safe,
    },
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
    // The crate does not know that the first is a text.
    calendar
        .append_property(("NAME", escaped(&agenda.title).as_str()))
        .append_property(("X-WR-CALNAME", line(&agenda.title).as_str()));
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
    let title = line(&entry.title);
    let name = line(&format!("{}@{space}", entry.name));
    let mut event = Event::with_uid(&name);
    event
        .timestamp(made)
        .last_modified(made)
        // A later calendar has a higher number, so that the phone takes it over the earlier one.
        .sequence(sequence(made))
        .summary(&title)
        .starts(first)
        // The day after: a whole day ends where the next begins.
        .ends(after(last))
        // It keeps nobody from another appointment.
        .add_property("TRANSP", "TRANSPARENT")
        .status(if entry.cancelled { EventStatus::Cancelled } else { EventStatus::Confirmed });
    if !entry.text.is_empty() {
        event.description(&safe::text(&entry.text));
    }
    if !entry.place.is_empty() {
        event.location(&line(&entry.place));
    }
    for days in entry.remind.iter().filter(|_| !entry.cancelled) {
        let hours = 24 * i64::from(*days) - MORNING;
        let (sign, away) = if hours < 0 { ("", -hours) } else { ("-", hours) };
        let mut alarm = Alarm::display(&title, Duration::hours(-hours));
        alarm
            // The crate writes seconds, which are right and unreadable.
            .add_property("TRIGGER", format!("{sign}PT{away}H"))
            .uid(&line(&format!("{}-{days}@{space}", entry.name)))
            .timestamp(made);
        event.alarm(alarm);
    }
    Some(event.done())
}

// A text of one line. What the crate writes as it stands must not end the line, whichever of the many
// line ends it is: a record's id could otherwise bring a guest or an alarm of its own.
fn line(text: &str) -> String {
    safe::text(text).replace('\n', " ")
}

// A line as the value of a text (RFC 5545, 3.3.11).
fn escaped(text: &str) -> String {
    line(text).replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,")
}

fn after(day: NaiveDate) -> NaiveDate {
    day.succ_opt().unwrap_or(day)
}

// Minutes since 2020: below the largest number that calendars take, until the year 6000.
fn sequence(made: DateTime<Utc>) -> u32 {
    const BEGIN: i64 = 1_577_836_800;
    u32::try_from((made.timestamp() - BEGIN) / 60).unwrap_or(0)
}
