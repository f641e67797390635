//! A set that names its items otherwise gets the same: what the app does for an item, the set says.

use super::{Notebook, id, monotone::a_book, rules, y2026};
use crate::support::{default_set, default_set_value};
use bcd_core::{
    criteria::{CriteriaSet, Prefill},
    id::ItemId,
    year::{proof, proposal, record::RecordKind},
};
use proptest::prelude::*;
use std::sync::LazyLock;

static SET: LazyLock<CriteriaSet> = LazyLock::new(default_set);

// The default set, each id written backwards behind a letter.
static RENAMED: LazyLock<CriteriaSet> = LazyLock::new(|| {
    let mut set = default_set();
    for criterion in &mut set.criteria {
        for item in criterion.groups.iter_mut().flat_map(|group| &mut group.items) {
            item.id = renamed(&item.id);
        }
    }
    set
});

fn renamed(item: &ItemId) -> ItemId {
    ItemId(format!("m{}", item.as_str().chars().rev().collect::<String>()))
}

// The same notes, made under the renamed set.
fn rewritten(book: &Notebook) -> Notebook {
    let path = |path: &str| match path.split_once("/for/") {
        Some((before, item)) => format!("{before}/for/{}", renamed(&item.into())),
        None => path.to_owned(),
    };
    Notebook::with(book.fields.iter().map(|(p, entry)| (path(p), entry.clone())).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn renamed_items_get_the_same_proposals(book in a_book(), today in 0_u64..400) {
        let today = y2026().span().first + chrono::Days::new(today);
        let mut before = proposal::all(&book.year, &y2026(), &rules(), &SET, today);
        let after =
            proposal::all(&rewritten(&book).year, &y2026(), &rules(), &RENAMED, today);
        for one in &mut before {
            one.item = renamed(&one.item);
        }
        prop_assert_eq!(before, after);
    }
}

#[test]
fn evidence_supports_the_renamed_items() {
    let book = Notebook::opened()
        .meeting("h", &[], "2026-03-05")
        .put("meeting/h/for/1.4.1", true)
        .put("paper/kh/template", "annual-plan");
    let after = rewritten(&book);
    for (kind, name) in [
        (RecordKind::Meeting, "h"),
        (RecordKind::Paper, "kh"),
        (RecordKind::Intro, "x"),
        (RecordKind::Pairing, "x"),
        (RecordKind::Model, "x"),
        (RecordKind::Joint, "x"),
        (RecordKind::Course, "x"),
    ] {
        let of = |book: &Notebook, set| proof::items(&book.year, kind, &id(name), set);
        let before: std::collections::BTreeSet<_> = of(&book, &SET).iter().map(renamed).collect();
        assert!(!before.is_empty(), "{kind:?}");
        assert_eq!(of(&after, &RENAMED), before, "{kind:?}");
    }
    assert_eq!(proof::registration_items(&SET), ["3.0.1".into()].into());
    assert_eq!(proof::registration_items(&RENAMED), [renamed(&"3.0.1".into())].into());
}

#[test]
fn the_default_set_uses_every_word_and_no_other() {
    let words: Vec<&str> =
        SET.items().flat_map(|(_, item)| item.prefill.0.split_whitespace()).collect();
    for known in Prefill::ALL {
        assert!(words.contains(&known.as_str()), "{known:?}");
        assert_eq!(Prefill::parse(known.as_str()), Some(known));
    }
    for word in words {
        assert!(Prefill::parse(word).is_some(), "{word}");
    }
    let often = SET.items_prefilled_by(Prefill::Often).map(|item| item.id.as_str());
    assert!(often.eq(["1.1.1", "1.3.2", "1.4.1", "2.2.2", "2.3.1", "2.5.1"]));
}

#[test]
fn words_of_a_later_version_stay_and_do_nothing() {
    let mut value = default_set_value();
    let item = &mut value["criteria"][1]["groups"][2]["items"][0];
    assert_eq!(item["id"], "2.3.1");
    item["prefill"] = "tuong-lai meetings  full".into();
    let set: CriteriaSet = serde_json::from_value(value.clone()).unwrap();
    let item = set.item("2.3.1").unwrap();
    assert!(item.prefill.known().eq([Prefill::Meetings]));
    assert_eq!(serde_json::to_value(item).unwrap()["prefill"], "tuong-lai meetings  full");
    let book = Notebook::opened().branch("a", 20).meeting("h", &["a"], "2026-01-05");
    let all = |set| proposal::all(&book.year, &y2026(), &rules(), set, super::day("2026-02-01"));
    assert_eq!(all(&set), all(&SET));
    assert!(all(&set).iter().any(|one| one.item.as_str() == "2.3.1"));
}
