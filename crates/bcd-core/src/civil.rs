//! Civil dates: days of the unit's own calendar, without a time or a zone.

use chrono::NaiveDate;

/// Reads `YYYY-MM-DD`. `None` for anything else, 30 February included.
pub fn parse(text: &str) -> Option<NaiveDate> {
    // chrono would also accept "2026-9-1" and spaces, but a file has only one way to write a day.
    let shaped = text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    // Parsed by hand, because chrono's general parser would make the first chunk larger.
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<u32>().ok();
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day).filter(|_| shaped)
}

/// Whether `text` is a time as files write it: RFC 3339 with an offset.
pub fn is_time(text: &str) -> bool {
    // As many digits as a second may have would do, too.
    const LONGEST: usize = 40;
    text.len() <= LONGEST && chrono::DateTime::parse_from_rfc3339(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leap_days_exist_only_in_leap_years() {
        assert!(parse("2028-02-29").is_some());
        assert!(parse("2026-02-29").is_none());
    }

    #[test]
    fn a_day_is_written_in_one_way_only() {
        for other in
            ["2026-9-01", " 2026-09-1", "2026- 9-01", "2026-09- 1", "+2026-9-01", "2026-09-011"]
        {
            assert_eq!(parse(other), None, "{other}");
        }
        assert!(parse("2026-09-01").is_some());
    }
}
