//! Laws of merge: whatever order files come in, and however often, every device ends up the same.

use crate::support::{entry, fields};
use bcd_core::{
    field::{Entry, Fields, highest},
    merge::Merged,
};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

// Few paths, counters and devices, so that entries meet; equal stamps with unlike values
// (a device restored from a copy) included.
fn an_entry() -> impl Strategy<Value = (String, Entry)> {
    let path = prop::sample::select(vec!["cycle", "answer/1.1/step", "evidence/e/title", "moi/la"]);
    let device = prop::sample::select(vec!["a", "b", "c"]);
    let value = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        prop::sample::select(vec!["", "x", "y", "ỷ"]).prop_map(Value::from),
        (0_u8..3).prop_map(Value::from),
        Just(json!({ "moi": [1, null] })),
    ];
    let by = prop::sample::select(vec!["", "Hoa"]);
    (path, 0_u64..5, device, value, by).prop_map(|(path, n, dev, v, by)| {
        (path.into(), Entry { by: by.into(), ..entry(v, n, dev) })
    })
}

type Log = Vec<(String, Entry)>;

fn log() -> impl Strategy<Value = Log> {
    proptest::collection::vec(an_entry(), 0..12)
}

fn merged(log: &Log) -> Merged {
    let mut merged = Merged::default();
    for (path, entry) in log {
        merged.put(path.clone(), entry.clone());
    }
    merged
}

fn join(a: &Merged, b: &Merged) -> Merged {
    let mut all = a.clone();
    all.merge(b.clone());
    all
}

// A state as a file may hold it, also one that no put could make: lost values of a path without
// a standing one, or above it.
fn any_state() -> impl Strategy<Value = Merged> {
    (log(), log(), any::<bool>()).prop_map(|(standing, lost, honest)| {
        let mut state = merged(&standing);
        if !honest {
            state.lost = BTreeMap::new();
            for (path, entry) in lost {
                let list = state.lost.entry(path.clone()).or_default();
                if !list.contains(&entry) && state.fields.get(&path) != Some(&entry) {
                    list.push(entry);
                    list.sort_by(|a, b| a.stands_over(b).cmp(&b.stands_over(a)));
                }
            }
        }
        state
    })
}

fn all_entries(state: &Merged) -> BTreeSet<String> {
    let said =
        |path: &str, entry: &Entry| format!("{path} {}", serde_json::to_string(entry).unwrap());
    let standing = state.fields.iter().map(|(path, entry)| said(path, entry));
    let lost = state.lost.iter().flat_map(|(path, list)| list.iter().map(move |e| said(path, e)));
    standing.chain(lost).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_two_does_not_matter(a in any_state(), b in any_state()) {
        prop_assert_eq!(join(&a, &b), join(&b, &a));
    }

    #[test]
    fn the_grouping_of_three_does_not_matter(a in any_state(), b in any_state(), c in any_state()) {
        prop_assert_eq!(join(&join(&a, &b), &c), join(&a, &join(&b, &c)));
    }

    #[test]
    fn a_second_delivery_changes_nothing(a in any_state(), b in any_state()) {
        let both = join(&a, &b);
        prop_assert_eq!(&join(&both, &b), &both);
        prop_assert_eq!(&join(&both, &a), &both);
        prop_assert_eq!(&join(&both, &both), &both);
    }

    #[test]
    fn nothing_that_was_put_disappears(log in log()) {
        let state = merged(&log);
        let put = log.iter().map(|(path, entry)| {
            all_entries(&Merged::of([(path.clone(), entry.clone())].into()))
        });
        prop_assert_eq!(all_entries(&state), put.flatten().collect());
        // What stands is not listed as lost, and nothing lost stands over it.
        for (path, list) in &state.lost {
            let standing = &state.fields[path];
            prop_assert!(list.iter().all(|lost| standing.stands_over(lost)), "{}", path);
            prop_assert!(list.is_sorted_by(|a, b| b.stands_over(a)), "{}", path);
        }
    }

    #[test]
    fn nothing_disappears_by_merging(a in any_state(), b in any_state()) {
        let expect: BTreeSet<_> = all_entries(&a).union(&all_entries(&b)).cloned().collect();
        let both = join(&a, &b);
        prop_assert_eq!(all_entries(&both), expect);
        for (path, list) in &both.lost {
            prop_assert!(!list.is_empty(), "{}", path);
            prop_assert!(both.fields.get(path).is_none_or(|standing| !list.contains(standing)), "{}", path);
        }
    }

    #[test]
    fn absence_deletes_nothing(a in any_state(), b in any_state()) {
        let both = join(&a, &b);
        for path in a.fields.keys().chain(b.fields.keys()) {
            prop_assert!(both.fields.contains_key(path), "{}", path);
        }
        prop_assert_eq!(join(&a, &Merged::default()), join(&a, &a));
    }

    #[test]
    fn of_two_values_exactly_one_stands(a in an_entry(), b in an_entry(), c in an_entry()) {
        let (a, b, c) = (a.1, b.1, c.1);
        prop_assert!(!a.stands_over(&a));
        prop_assert_eq!(a == b, !a.stands_over(&b) && !b.stands_over(&a));
        prop_assert!(!(a.stands_over(&b) && b.stands_over(&a)));
        prop_assert!(!(a.stands_over(&b) && b.stands_over(&c)) || a.stands_over(&c));
        if a.stamp() != b.stamp() {
            prop_assert_eq!(a.stands_over(&b), a.stamp() > b.stamp());
        }
    }

    // Three devices write on their own; their files come by in any order, twice, in old states too.
    #[test]
    fn every_device_ends_up_the_same(
        writes in proptest::collection::vec((0_usize..3, an_entry()), 0..15),
        visits in proptest::collection::vec((0_usize..3, 0_usize..3), 0..25),
    ) {
        let mut devices = [Merged::default(), Merged::default(), Merged::default()];
        let mut old_files: Vec<Merged> = Vec::new();
        let mut visits = visits.into_iter();
        for (device, (path, entry)) in writes {
            devices[device].put(path, entry);
            old_files.push(devices[device].clone());
            if let Some((reader, writer)) = visits.next() {
                let file = devices[writer].clone();
                devices[reader].merge(file);
            }
        }
        for (reader, number) in visits {
            if let Some(file) = old_files.get(number) {
                devices[reader].merge(file.clone());
            }
        }
        let files = devices.clone();
        for (number, device) in devices.iter_mut().enumerate() {
            for turn in 0..3 {
                device.merge(files[(number + turn) % 3].clone());
            }
        }
        prop_assert_eq!(&devices[0], &devices[1]);
        prop_assert_eq!(&devices[1], &devices[2]);
        prop_assert_eq!(
            serde_json::to_string(&devices[0]).unwrap(), serde_json::to_string(&devices[2]).unwrap()
        );
    }

    #[test]
    fn a_state_survives_its_file(a in any_state()) {
        let text = serde_json::to_string(&a).unwrap();
        prop_assert_eq!(serde_json::from_str::<Merged>(&text).unwrap(), a);
    }
}

#[test]
fn an_explicit_deletion_stands_over_an_earlier_value_and_the_value_stays_at_hand() {
    let mut here = Merged::of(fields(&[("evidence/e/deleted", json!(false))]));
    let there: Fields = [("evidence/e/deleted".into(), entry(json!(true), 2, "may-2"))].into();
    here.merge(Merged::of(there));
    assert_eq!(here.fields["evidence/e/deleted"].v, json!(true));
    assert_eq!(here.lost["evidence/e/deleted"][0].v, json!(false));
}

#[test]
fn equal_counters_are_decided_by_the_device_and_equal_stamps_by_the_value() {
    let mut state = Merged::default();
    assert!(state.put("cycle".into(), entry(json!("2026"), 1, "a")));
    assert!(state.put("cycle".into(), entry(json!("2025"), 1, "b")));
    assert!(!state.put("cycle".into(), entry(json!("2099"), 1, "a")));
    assert!(state.put("cycle".into(), entry(json!("2027"), 1, "b")));
    assert!(!state.put("cycle".into(), entry(json!("2027"), 1, "b")), "put twice");
    assert_eq!(state.fields["cycle"].v, json!("2027"));
    let lost: Vec<_> = state.lost["cycle"].iter().map(|entry| entry.v.clone()).collect();
    assert_eq!(lost, [json!("2026"), json!("2099"), json!("2025")]);
}

#[test]
fn the_next_counter_is_above_every_counter_seen() {
    assert_eq!(highest(&Fields::new()), 0);
    let fields = [("a".into(), entry(json!(1), 7, "x")), ("b".into(), entry(json!(1), 3, "y"))];
    assert_eq!(highest(&fields.into()), 7);
}
