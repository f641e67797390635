//! Numbers and dates as people write them.

use super::{Lang, lang};
use bcd_core::points::Points;

/// Points with the decimal sign of the language.
pub fn points(points: Points) -> String {
    let text = points.to_string();
    match lang() {
        Lang::Vi => text.replace('.', ","),
        Lang::En => text,
    }
}

/// A day, `2026-09-28…` → `28/9/2026`. Anything else is shown as it is.
pub fn date(iso: &str) -> String {
    let day = iso.get(..10).unwrap_or(iso);
    let mut parts = day.split('-').map(|part| part.trim_start_matches('0'));
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(year), Some(month), Some(day), None) if !day.is_empty() => {
            format!("{day}/{month}/{year}")
        }
        _ => iso.to_owned(),
    }
}

/// A time, `2026-09-28T20:15:00+07:00` → `20:15, 28/9/2026`.
pub fn date_time(iso: &str) -> String {
    match iso.get(11..16) {
        Some(clock) => format!("{clock}, {}", date(iso)),
        None => date(iso),
    }
}

/// A size in bytes, in kB or MB.
pub fn bytes(bytes: u64) -> String {
    let (size, unit) = if bytes < 1_000_000 {
        (bytes.div_ceil(1000), "kB")
    } else {
        return format!("{} MB", points(Points((bytes / 10_000) as i64 / 10 * 10)));
    };
    format!("{size} {unit}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_read_as_people_write_them() {
        assert_eq!(date("2026-09-28"), "28/9/2026");
        assert_eq!(date_time("2026-09-28T20:15:00+07:00"), "20:15, 28/9/2026");
        assert_eq!(date("hôm qua"), "hôm qua");
    }

    #[test]
    fn sizes_are_short() {
        assert_eq!(bytes(1_234), "2 kB");
        assert_eq!(bytes(2_340_000), "2,3 MB");
    }
}
