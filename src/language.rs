//! Changing the language: Vietnamese is built in, English is loaded when it is chosen.

use crate::i18n::{self, Lang};
use bcd_web::page;

/// Changes the language to `lang`. If English cannot be loaded, Vietnamese stays.
pub async fn speak(lang: Lang) {
    if lang == Lang::En && !i18n::has_english() {
        let Some(url) = page::meta("bcd-texts-en") else { return };
        let json = page::fetch_text(&url).await.unwrap_or_default();
        let texts: Option<Vec<String>> = serde_json::from_str(&json).ok();
        if !texts.is_some_and(i18n::take_english) {
            return;
        }
    }
    i18n::set_lang(lang);
}
