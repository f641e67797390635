//! Cycle (năm công tác) as days: a calendar year, or a school year from September to August.
//!
//! Schools assess by school year (article on Quảng Xương, 2019); that it runs from September is
//! this project's proposal. Quarters are three months each, from the cycle's first month.

use chrono::{Datelike, Months, NaiveDate};

/// What a cycle follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CycleKind {
    /// January to December, written `2026`.
    Calendar,
    /// September to August, written `2026–2027`.
    School,
}

/// A cycle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cycle {
    kind: CycleKind,
    first: NaiveDate,
}

/// Days from the first to the last, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DaySpan {
    /// The first day.
    pub first: NaiveDate,
    /// The last day.
    pub last: NaiveDate,
}

impl DaySpan {
    /// Whether `day` is one of them.
    pub fn contains(&self, day: NaiveDate) -> bool {
        (self.first..=self.last).contains(&day)
    }
}

/// A quarter of a cycle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Quarter {
    /// The first.
    One,
    /// The second.
    Two,
    /// The third.
    Three,
    /// The fourth.
    Four,
}

impl Quarter {
    /// All four, in order.
    pub const ALL: [Self; 4] = [Self::One, Self::Two, Self::Three, Self::Four];

    /// 1 to 4.
    pub const fn number(self) -> u8 {
        match self {
            Self::One => 1,
            Self::Two => 2,
            Self::Three => 3,
            Self::Four => 4,
        }
    }

    /// From `1` to `4`, as in paths.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|quarter| quarter.number().to_string() == text)
    }

    /// The one before; none for the first.
    pub fn before(self) -> Option<Self> {
        Self::ALL.into_iter().rfind(|quarter| *quarter < self)
    }
}

impl Cycle {
    /// Reads `2026` or `2026–2027` (also with a hyphen or a slash).
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let year = |text: &str| {
            let digits = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
            digits.then(|| text.parse::<i32>().ok()).flatten().filter(|y| (1900..=9000).contains(y))
        };
        match text.split_once(['–', '-', '/']) {
            None => Self::starting(CycleKind::Calendar, year(text)?),
            Some((first, second)) => {
                let (first, second) = (year(first.trim())?, year(second.trim())?);
                (second == first + 1).then(|| Self::starting(CycleKind::School, first)).flatten()
            }
        }
    }

    /// The cycle of `kind` that starts in `year`.
    pub fn starting(kind: CycleKind, year: i32) -> Option<Self> {
        let month = match kind {
            CycleKind::Calendar => 1,
            CycleKind::School => 9,
        };
        Some(Self { kind, first: NaiveDate::from_ymd_opt(year, month, 1)? })
    }

    /// The cycle of `kind` that `day` is in.
    pub fn around(kind: CycleKind, day: NaiveDate) -> Option<Self> {
        let this = Self::starting(kind, day.year())?;
        if day < this.first { this.previous() } else { Some(this) }
    }

    /// As written in dossiers.
    pub fn text(&self) -> String {
        let year = self.first.year();
        match self.kind {
            CycleKind::Calendar => year.to_string(),
            CycleKind::School => format!("{year}–{}", year + 1),
        }
    }

    /// What it follows.
    pub fn kind(&self) -> CycleKind {
        self.kind
    }

    /// The year in which it starts.
    pub fn first_year(&self) -> i32 {
        self.first.year()
    }

    /// The cycle after.
    pub fn next(&self) -> Option<Self> {
        Self::starting(self.kind, self.first.year() + 1)
    }

    /// The cycle before.
    pub fn previous(&self) -> Option<Self> {
        Self::starting(self.kind, self.first.year() - 1)
    }

    /// All its days.
    pub fn span(&self) -> DaySpan {
        self.months(0, 12)
    }

    /// The days of its month 1 to 12, counted from its own first month.
    pub fn month(&self, number: u8) -> DaySpan {
        self.months(u32::from(number.clamp(1, 12)) - 1, 1)
    }

    /// The days of a quarter.
    pub fn quarter(&self, quarter: Quarter) -> DaySpan {
        self.months((u32::from(quarter.number()) - 1) * 3, 3)
    }

    /// Its month 1 to 12 that has this number in the calendar.
    pub fn month_named(&self, calendar: u8) -> Option<u8> {
        (1..=12).find(|month| self.month(*month).first.month() == u32::from(calendar))
    }

    /// Its month 1 to 12 that `day` is in.
    pub fn month_of(&self, day: NaiveDate) -> Option<u8> {
        (1..=12).find(|month| self.month(*month).contains(day))
    }

    /// Its quarter that `day` is in.
    pub fn quarter_of(&self, day: NaiveDate) -> Option<Quarter> {
        Quarter::ALL.into_iter().find(|quarter| self.quarter(*quarter).contains(day))
    }

    /// Whether `day` is in it.
    pub fn contains(&self, day: NaiveDate) -> bool {
        self.span().contains(day)
    }

    fn months(&self, from: u32, count: u32) -> DaySpan {
        let start = |months| self.first.checked_add_months(Months::new(months));
        let first = start(from).unwrap_or(self.first);
        let last = start(from + count).and_then(|day| day.pred_opt()).unwrap_or(first);
        DaySpan { first, last }
    }
}

/// `day` moved by whole months; the 29th to 31st become the last day of a shorter month.
pub fn moved(day: NaiveDate, months: i32) -> Option<NaiveDate> {
    let by = Months::new(months.unsigned_abs());
    if months < 0 { day.checked_sub_months(by) } else { day.checked_add_months(by) }
}

/// Months from one cycle's first day to another's.
pub fn months_between(from: &Cycle, to: &Cycle) -> i32 {
    let months = |day: NaiveDate| day.year() * 12 + i32::try_from(day.month()).unwrap_or(0);
    months(to.first) - months(from.first)
}

/// Minutes east of UTC in all of Vietnam, all year.
pub const UNIT_ZONE: i32 = 7 * 60;

/// The civil day in a zone at a moment given in seconds since 1970: what "today" is for a unit,
/// whatever zone the phone is set to.
pub fn day_at(seconds: i64, zone_minutes: i32) -> Option<NaiveDate> {
    let there = seconds.checked_add(i64::from(zone_minutes) * 60)?;
    chrono::DateTime::from_timestamp(there, 0).map(|moment| moment.date_naive())
}

/// The civil day in a zone at a time written by RFC 3339.
pub fn day_of(time: &str, zone_minutes: i32) -> Option<NaiveDate> {
    let moment = chrono::DateTime::parse_from_rfc3339(time).ok()?;
    day_at(moment.timestamp(), zone_minutes)
}
