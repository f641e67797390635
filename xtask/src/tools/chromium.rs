//! A Chromium: the browser of all browser tests, and of the measurements.

use super::browser::Kind;

pub const CHROMIUM: Kind = Kind {
    name: "Chromium or Chrome",
    playwright: "chromium",
    variable: "BCD_CHROMIUM",
    // The shell first: it draws no windows, so a new profile costs a quarter.
    programs: &[
        "chromium-headless-shell",
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
    ],
    places: &[
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        r"C:\Program Files\Google\Chrome\Application\chrome.exe",
        r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
        r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    ],
    package: "chromium-headless-shell",
};
