//! A dossier under another set than the one it was answered under: a pack came, with fewer or
//! other items. Nothing panics, and what the set does not ask for does not count.

use crate::{
    support::{Story, default_set, freeze, head},
    year::{Notebook, monotone::a_book, rules, templates, y2026},
};
use bcd_core::{
    criteria::{CriteriaSet, Mode},
    dossier::Dossier,
    format::{bundle::Files, problem::Code},
    scoring::{mode_of, score},
    year::{Year, due, faults::faults, open, proof, proposal, record::RecordKind, registration},
};
use proptest::prelude::*;
use serde_json::json;

// The default set without some of its criteria, groups, items, steps: each of them is kept or not.
fn a_set() -> impl Strategy<Value = CriteriaSet> {
    (proptest::collection::vec(0_u8..8, 0..160), any::<bool>()).prop_map(|(dice, pass)| {
        let mut dice = dice.into_iter();
        let mut kept = move |of: u8| dice.next().is_none_or(|die| die < of);
        let mut set = default_set();
        set.criteria.retain(|_| kept(6));
        for criterion in &mut set.criteria {
            criterion.groups.retain(|_| kept(6));
            for group in &mut criterion.groups {
                group.items.retain(|_| kept(6));
                for item in &mut group.items {
                    item.ladder.retain(|_| kept(7));
                }
            }
        }
        set.rule.mode = if pass { Mode::Pass } else { Mode::Points };
        set
    })
}

// The year's notes, and an answer to every item of the default set and to one of no set.
fn answered(book: &Notebook, dice: &[u8]) -> Dossier {
    let mut story = Story::opened();
    story.dossier = Dossier::of(book.fields.clone());
    let items = default_set();
    let items = items.items().map(|(_, item)| (item.id.0.clone(), item.ladder[0].id.0.clone()));
    for (n, (item, step)) in items.chain([("9.9.9".into(), "4".into())]).enumerate() {
        match dice.get(n) {
            Some(0) => story.put(&format!("answer/{item}/na"), true.into()),
            Some(1) => {}
            _ => {
                story.put(&format!("answer/{item}/step"), json!(step));
                story.put(&format!("answer/{item}/met"), true.into());
            }
        }
    }
    story.dossier
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn answers_to_items_that_a_set_does_not_have_do_not_count(
        set in a_set(), book in a_book(), dice in proptest::collection::vec(0_u8..6, 32),
    ) {
        let dossier = answered(&book, &dice);
        let mut own = dossier.clone();
        own.answers.retain(|item, _| set.item(item.as_str()).is_some());
        let found = score(&set, &dossier);
        prop_assert_eq!(&found, &score(&set, &own));
        prop_assert_eq!(found.criteria.len(), set.criteria.len());
        prop_assert!(found.got <= found.max && found.asked <= set.items().count());

        let (year, today) = (Year::of(&dossier.fields), y2026().span().last);
        for one in proposal::all(&year, &y2026(), &rules(), &set, today) {
            prop_assert!(set.item(one.item.as_str()).is_some_and(|i| i.step(one.step.as_str()).is_some()));
        }
        for gap in open::gaps(&set, &dossier, &year) {
            prop_assert!(set.item(gap.item.as_str()).is_some());
        }
        for (id, kind) in [("h0", RecordKind::Meeting), ("t0", RecordKind::Task), ("kh", RecordKind::Paper)] {
            let items = proof::items(&year, kind, &id.into(), &set);
            prop_assert!(items.iter().all(|item| set.item(item.as_str()).is_some()));
        }
        drop(registration::standings(&set, &dossier));
        drop(due::pledges(&year, &set, &dossier, today));
        drop(faults(&year, &set, &templates().templates));
        prop_assert_eq!(mode_of(&set, &dossier), Mode::Points);
    }

    // The summary of what goes up: the upper level can read it, under whatever set.
    #[test]
    fn what_goes_up_under_another_set_is_a_good_file(
        set in a_set(), dice in proptest::collection::vec(0_u8..6, 32),
    ) {
        let dossier = answered(&Notebook::opened(), &dice);
        let value = serde_json::to_value(&set).unwrap();
        let sent = freeze(&dossier, &value, &Files::new());
        let codes: Vec<Code> = sent.problems.iter().map(|problem| problem.code).collect();
        // A ladder without steps and a set without items are faults of the set.
        prop_assert!(codes.iter().all(|code| *code == Code::BadSet), "{:?}", sent.problems);
        prop_assert_eq!(head(&dossier).cycle, "2026");
    }
}
