//! A calendar for the phone: what is to be written into an `.ics` file, in words for people.

use serde::{Deserialize, Serialize};

/// A calendar.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agenda {
    /// Its name, as the phone shows it.
    pub title: String,
    /// When it was made, RFC 3339. It is passed in because this crate reads no clock.
    pub made_at: String,
    /// A prefix that keeps the ids of this dossier apart from those of another.
    pub space: String,
    /// What stands in it.
    pub entries: Vec<Appointment>,
}

/// A thing with its days.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appointment {
    /// A name that stays the same as long as the thing does ([`crate::year::due::Due::name`]): the
    /// next calendar updates what the last one brought.
    pub name: String,
    /// What it is.
    pub title: String,
    /// More about it; may be empty.
    pub text: String,
    /// Where; may be empty.
    pub place: String,
    /// The first day, `YYYY-MM-DD`.
    pub first: String,
    /// The last day, `YYYY-MM-DD`; one before the first counts as the first.
    pub last: String,
    /// Days before the first on whose morning the phone reminds.
    pub remind: Vec<u32>,
    /// It was given up: the phone takes it away.
    pub cancelled: bool,
}

/// What the page asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calendar {
    /// The calendar.
    pub calendar: Agenda,
}
