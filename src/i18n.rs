//! Texts for people. The keys and both languages come from `locales/`, checked by `build.rs`.

mod number_date;
mod problem_text;

pub use bcd_core::text::Lang;
pub use number_date::{bytes, date, date_time, points};
pub use problem_text::problem;

use std::cell::Cell;

/// A text, in every language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key(pub u16);

include!(concat!(env!("OUT_DIR"), "/keys.rs"));

thread_local! {
    // One page, one thread, one language: a page is drawn anew when it changes, so texts need
    // not be reactive one by one.
    static LANG: Cell<Lang> = const { Cell::new(Lang::Vi) };
}

/// Sets the language for what is drawn from now on.
pub fn set_lang(lang: Lang) {
    LANG.set(lang);
}

/// The language.
pub fn lang() -> Lang {
    LANG.get()
}

/// The text of a key.
pub fn t(key: Key) -> &'static str {
    let texts = match lang() {
        Lang::Vi => &VI,
        Lang::En => &EN,
    };
    texts[usize::from(key.0)]
}

/// The text of a key with `{name}` places filled.
pub fn tf(key: Key, values: &[(&str, &dyn core::fmt::Display)]) -> String {
    let mut text = t(key).to_owned();
    for (name, value) in values {
        text = text.replace(&format!("{{{name}}}"), &value.to_string());
    }
    text
}
