//! Vietnamese order and search without accents, by the browser's own tables.

use js_sys::{Array, Intl, JsString, Object};
use std::cmp::Ordering;
use wasm_bindgen::{JsCast, JsValue};

/// Folds a text for search: "Quảng Xương" → "quang xuong".
pub fn fold(text: &str) -> String {
    let decomposed = JsString::from(text).normalize("NFD");
    String::from(decomposed)
        .chars()
        .filter(|c| !matches!(c, '\u{0300}'..='\u{036F}'))
        .flat_map(char::to_lowercase)
        .map(|c| if c == 'đ' { 'd' } else { c })
        .collect()
}

/// Sorts by a name in Vietnamese order, numbers by value ("Chi đoàn 2" before "Chi đoàn 10").
pub fn sort_by_name<T>(items: &mut [T], name: impl Fn(&T) -> &str) {
    let options = Object::new();
    // On an object of our own this cannot fail.
    js_sys::Reflect::set(&options, &"numeric".into(), &JsValue::TRUE).ok();
    let collator = Intl::Collator::new(&Array::of1(&"vi".into()), &options);
    let compare = collator.compare();
    items.sort_by(|a, b| {
        let order = compare
            .call2(&JsValue::UNDEFINED, &name(a).into(), &name(b).into())
            .ok()
            .and_then(|order| order.dyn_into::<js_sys::Number>().ok())
            .map_or(0.0, |order| order.value_of());
        order.partial_cmp(&0.0).unwrap_or(Ordering::Equal)
    });
}
