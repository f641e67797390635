//! The clock, and randomness for ids.

use bcd_app::host::{Clock, IdSource};
use js_sys::Date;

/// The browser's clock.
pub struct BrowserClock;

impl Clock for BrowserClock {
    fn now_ms(&self) -> f64 {
        Date::now()
    }

    fn now(&self) -> String {
        now()
    }
}

/// The browser's randomness.
pub struct BrowserIds;

impl IdSource for BrowserIds {
    fn new_id(&self) -> String {
        new_id()
    }
}

fn now() -> String {
    let date = Date::new_0();
    // `getTimezoneOffset` has the opposite sign.
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

// `randomUUID` asks for https, which a phone on a village network may not have;
// `getRandomValues` does not.
fn new_id() -> String {
    let mut bytes = [0_u8; 16];
    let crypto = crate::window().crypto();
    if crypto.and_then(|c| c.get_random_values_with_u8_array(&mut bytes)).is_err() {
        // Every supported browser has it. If it fails all the same, ids must still differ.
        for byte in &mut bytes {
            *byte = (js_sys::Math::random() * 256.0) as u8;
        }
    }
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}
