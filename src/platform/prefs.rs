//! Preferences in localStorage: language, theme, the dossier opened last. Losing them loses
//! nothing that a person typed, so a browser that refuses them is no error.

use gloo_storage::{LocalStorage, Storage as _};

/// Language: `vi` or `en`.
pub const LANG: &str = "bcd.lang";
/// Theme: `light`, `dark`, or absent for the system's.
pub const THEME: &str = "bcd.theme";
/// The dossier opened last.
pub const DOSSIER: &str = "bcd.dossier";
/// The person's own name, put on what they send.
pub const NAME: &str = "bcd.name";
/// A notice that the person closed.
pub const NOTICE: &str = "bcd.notice";

/// Packs that the person has looked at, by digest.
pub const PACKS_SEEN: &str = "bcd.packs";

/// A preference.
pub fn get(key: &str) -> Option<String> {
    LocalStorage::raw().get_item(key).ok().flatten()
}

/// Sets a preference; false where the browser refuses.
pub fn set(key: &str, value: &str) -> bool {
    LocalStorage::raw().set_item(key, value).is_ok()
}

/// Forgets a preference.
pub fn remove(key: &str) {
    LocalStorage::delete(key);
}
