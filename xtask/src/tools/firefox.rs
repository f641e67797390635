//! A Firefox, in which the tests marked `@browsers` run, too.

use super::browser::Kind;

pub const FIREFOX: Kind = Kind {
    name: "Firefox",
    playwright: "firefox",
    variable: "BCD_FIREFOX",
    programs: &["firefox-esr", "firefox"],
    places: &[
        "/Applications/Firefox.app/Contents/MacOS/firefox",
        r"C:\Program Files\Mozilla Firefox\firefox.exe",
    ],
    package: "firefox-esr",
};
