//! The clock, and randomness for ids.

use js_sys::Date;

/// Milliseconds since 1970.
pub fn now_ms() -> f64 {
    Date::now()
}

/// Now as RFC 3339 with the device's own offset, to the second.
pub fn now() -> String {
    let date = Date::new_0();
    // getTimezoneOffset counts the other way round.
    let offset = -(date.get_timezone_offset() as i32);
    let (sign, away) = if offset < 0 { ('-', -offset) } else { ('+', offset) };
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{sign}{:02}:{:02}",
        date.get_full_year(),
        date.get_month() + 1,
        date.get_date(),
        date.get_hours(),
        date.get_minutes(),
        date.get_seconds(),
        away / 60,
        away % 60,
    )
}

/// The year in the unit's zone (UTC+7, without summer time), whatever zone the phone is set to.
pub fn unit_year() -> u32 {
    let mut days = ((now_ms() / 3_600_000.0 + 7.0) / 24.0) as u32;
    let mut year = 1970;
    loop {
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let of_year = if leap { 366 } else { 365 };
        if days < of_year {
            return year;
        }
        days -= of_year;
        year += 1;
    }
}

/// Whole days since an RFC 3339 time, never negative; `None` if it is none.
pub fn days_since(time: &str) -> Option<u32> {
    const DAY: f64 = 86_400_000.0;
    let then = Date::parse(time);
    then.is_finite().then(|| ((now_ms() - then) / DAY).max(0.0) as u32)
}

/// A new UUID. `randomUUID` asks for https, which a phone on a village network may not have;
/// `getRandomValues` does not.
pub fn new_id() -> String {
    let mut bytes = [0_u8; 16];
    let crypto = leptos::prelude::window().crypto();
    if crypto.and_then(|c| c.get_random_values_with_u8_array(&mut bytes)).is_err() {
        // No browser that runs this app lacks it; ids must still differ.
        for byte in &mut bytes {
            *byte = (js_sys::Math::random() * 256.0) as u8;
        }
    }
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}
