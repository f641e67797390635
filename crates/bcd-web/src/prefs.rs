//! Preferences in localStorage: language, theme, the dossier opened last. Losing them loses
//! nothing that a person typed, so a browser that refuses them is no error.

use bcd_app::host::Settings;
use gloo_storage::{LocalStorage, Storage as _};

pub use bcd_app::host::settings::*;

/// The settings in localStorage.
pub struct BrowserSettings;

impl Settings for BrowserSettings {
    fn get(&self, key: &str) -> Option<String> {
        get(key)
    }

    fn set(&self, key: &str, value: &str) -> bool {
        set(key, value)
    }
}

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
