//! Texts: complete, alike in both languages, and nowhere in code.

use crate::tree::{code, files, none};
use std::collections::{BTreeMap, BTreeSet};

fn texts(lang: &str) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for file in files(&[&format!("locales/{lang}")], ".json") {
        let area = file.path.rsplit('/').next().unwrap_or_default().trim_end_matches(".json");
        let map: BTreeMap<String, String> = serde_json::from_str(&file.text).expect(&file.path);
        all.extend(map.into_iter().map(|(key, text)| (format!("{area}.{key}"), text)));
    }
    all
}

fn places(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

#[test]
fn both_languages_have_the_same_keys_and_places() {
    let (vi, en) = (texts("vi"), texts("en"));
    assert_eq!(vi.keys().collect::<Vec<_>>(), en.keys().collect::<Vec<_>>());
    let faults = vi.iter().filter(|(key, text)| places(text) != places(&en[*key]));
    none(faults.map(|(key, _)| key.clone()).collect(), "places differ between the languages");
}

#[test]
fn every_text_is_used() {
    let code: String = files(&["src"], ".rs").into_iter().map(|source| source.text).collect();
    let unused = texts("vi").into_keys().filter(|key| {
        let name = key.replace(['.', '-'], "_").to_uppercase();
        // By its whole name: one text's name may begin another's.
        let used = |at: usize| {
            let next = code[at + name.len() + 3..].chars().next();
            !next.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_')
        };
        let named = code.match_indices(&format!("k::{name}")).any(|(at, _)| used(at));
        // The table of pages names titles without their module.
        !named && !code.contains(&format!(", {name}, "))
    });
    none(unused.collect(), "texts that nothing shows");
}

#[test]
fn no_text_for_people_stands_in_code() {
    let vietnamese = |c: char| {
        matches!(
            c,
            'ă' | 'â' | 'đ' | 'ê' | 'ô' | 'ơ' | 'ư' | 'Ă' | 'Â' | 'Đ' | 'Ê' | 'Ô' | 'Ơ' | 'Ư'
        ) || matches!(c, '\u{1EA0}'..='\u{1EF9}')
    };
    let mut faults = Vec::new();
    for source in files(&["src", "crates/bcd-core/src"], ".rs") {
        // Folding for search names the one letter that has no decomposition.
        for (line, text) in code(&source).filter(|(_, text)| !text.contains("c == 'đ'")) {
            if text.contains(vietnamese) {
                faults.push(format!("{}:{line}: {}", source.path, text.trim()));
            }
        }
    }
    none(faults, "texts belong to locales/");
}
