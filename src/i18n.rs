//! Texts for people. The keys come from `locales/`, checked by `build.rs`: Vietnamese is part of
//! the code, so that only texts in use are carried; English is a file of its own, in the order
//! of the keys, that comes when it is chosen.

mod fault_text;
mod number_date;
mod problem_text;

pub use bcd_core::text::Lang;
pub use fault_text::fault;
pub use number_date::{bytes, date, date_time, points};
pub use problem_text::problem;

use std::cell::{Cell, OnceCell};

/// A text, in every language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    vi: &'static str,
    // Its place in the English file.
    index: u16,
}

include!(concat!(env!("OUT_DIR"), "/keys.rs"));

thread_local! {
    // A page has one thread and one language, and is redrawn when the language changes; so texts
    // need not be reactive one by one.
    static LANG: Cell<Lang> = const { Cell::new(Lang::Vi) };
    static ENGLISH: OnceCell<Vec<&'static str>> = const { OnceCell::new() };
}

/// Sets the language for what is drawn from now on.
pub fn set_lang(lang: Lang) {
    LANG.set(lang);
}

/// The language.
pub fn lang() -> Lang {
    LANG.get()
}

/// Whether the English texts are here.
pub fn has_english() -> bool {
    ENGLISH.with(|english| english.get().is_some())
}

/// Takes the English texts; false where they are not those of this build.
pub fn take_english(texts: Vec<String>) -> bool {
    if texts.len() != COUNT {
        return false;
    }
    // The texts are leaked on purpose: they are needed as long as the page lives, like those that
    // are built in.
    let texts: Vec<&'static str> = texts.into_iter().map(|text| &*text.leak()).collect();
    ENGLISH.with(|english| {
        english.get_or_init(|| texts);
    });
    true
}

/// The text of a key.
pub fn t(key: Key) -> &'static str {
    match lang() {
        Lang::Vi => key.vi,
        Lang::En => ENGLISH.with(|english| {
            let text = english.get().and_then(|texts| texts.get(usize::from(key.index)));
            text.copied().unwrap_or(key.vi)
        }),
    }
}

/// The text of a key with `{name}` places filled.
pub fn tf(key: Key, values: &[(&str, &dyn core::fmt::Display)]) -> String {
    filled(t(key), values)
}

// In one pass, so that braces in a value are not taken for a placeholder. Placeholders without a
// value stay as they are.
fn filled(template: &str, values: &[(&str, &dyn core::fmt::Display)]) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, place)) = rest.split_once('{') {
        text.push_str(before);
        let value = place.split_once('}').and_then(|(name, after)| {
            let (_, value) = values.iter().find(|(known, _)| *known == name)?;
            Some((value.to_string(), after))
        });
        let (shown, after) = value.unwrap_or_else(|| ("{".to_owned(), place));
        text.push_str(&shown);
        rest = after;
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::filled;

    #[test]
    fn what_is_put_in_is_not_filled_again() {
        let values: [(&str, &dyn core::fmt::Display); 2] = [("name", &"Lop {n}"), ("n", &3)];
        assert_eq!(filled("{name}: {n}", &values), "Lop {n}: 3");
        assert_eq!(filled("{n}{n} {name}", &values), "33 Lop {n}");
    }

    #[test]
    fn places_without_a_value_and_lone_braces_stay() {
        let values: [(&str, &dyn core::fmt::Display); 1] = [("n", &3)];
        assert_eq!(filled("{m} {n} { {n}} {", &values), "{m} 3 { 3} {");
        assert_eq!(filled("", &values), "");
    }
}
