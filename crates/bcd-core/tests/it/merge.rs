//! Laws of merge: whatever order files come in, and however often, every device ends up the same.

use crate::support::{entry, write};
use bcd_core::{
    field::{Entry, Fields, highest},
    merge::{
        Merged,
        effect::{Effect, effect},
    },
};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;

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
    // Also what no honest writer says: to have seen its own future, or what is no counter.
    let seen = prop_oneof![(0_u64..5).prop_map(Value::from), Just(json!("x"))];
    let over =
        proptest::collection::btree_map(prop::sample::select(vec!["a", "b", "c"]), seen, 0..3);
    (path, 0_u64..5, device, value, by, over).prop_map(|(path, n, dev, v, by, over)| {
        let over = over.into_iter().map(|(device, n)| (device.to_owned(), n));
        let over = bcd_core::field::over_of(over.collect());
        (path.into(), Entry { by: by.into(), over, ..entry(v, n, dev) })
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

fn all_of<'a>(state: &'a Merged, path: &str) -> Vec<&'a Entry> {
    let lost = state.lost.get(path).into_iter().flatten();
    state.fields.get(path).into_iter().chain(lost).collect()
}

// Nothing is listed beside what was written over it; the highest stamp stands; in order.
fn is_in_order(state: &Merged) -> Result<(), TestCaseError> {
    for (path, list) in &state.lost {
        let all = all_of(state, path);
        prop_assert!(!list.is_empty(), "{}", path);
        prop_assert!(all.iter().all(|a| !all.iter().any(|b| b.is_over(a))), "{}", path);
        prop_assert!(list.iter().all(|lost| state.fields[path].stands_over(lost)), "{}", path);
        prop_assert!(list.is_sorted_by(|a, b| b.stands_over(a)), "{}", path);
    }
    Ok(())
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

    // What is gone was written over by somebody who had seen it.
    #[test]
    fn nothing_disappears_but_what_was_written_over(log in log()) {
        let state = merged(&log);
        for (path, put) in &log {
            let kept = all_of(&state, path);
            prop_assert!(
                kept.contains(&put) || kept.iter().any(|entry| entry.is_over(put)),
                "{} {:?}", path, put
            );
        }
        is_in_order(&state)?;
    }

    #[test]
    fn nothing_disappears_by_merging(a in any_state(), b in any_state()) {
        let both = join(&a, &b);
        for side in [&a, &b] {
            for path in side.fields.keys().chain(side.lost.keys()) {
                let kept = all_of(&both, path);
                for entry in all_of(side, path) {
                    prop_assert!(
                        kept.contains(&entry) || kept.iter().any(|other| other.is_over(entry)),
                        "{} {:?}", path, entry
                    );
                }
            }
        }
        is_in_order(&both)?;
    }

    #[test]
    fn a_value_is_written_over_another_or_the_other_way_round_never_both(
        a in an_entry(), b in an_entry(), c in an_entry(),
    ) {
        let (a, b, c) = (a.1, b.1, c.1);
        prop_assert!(!a.is_over(&a));
        prop_assert!(!(a.is_over(&b) && b.is_over(&a)));
        prop_assert!(!(a.is_over(&b) && b.is_over(&c)) || a.is_over(&c));
    }

    // A pinned value is in the same place among all the others, but for its own device's later
    // writes, which are not over it any more.
    #[test]
    fn what_a_device_lost_outlives_its_next_write(a in an_entry(), n in 1_u64..5) {
        let (_, mut lost) = a;
        if let Some(over) = lost.over.as_object_mut() {
            over.remove(lost.dev.as_str());
        }
        lost.n += 1;
        let pinned = lost.pinned();
        prop_assert!(pinned.is_over(&lost));
        let next = Entry { n: lost.n + n, v: json!("sau"), over: Value::Null, ..lost.clone() };
        prop_assert!(!next.is_over(&pinned) && !pinned.is_over(&next));
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
fn who_had_seen_a_value_writes_over_it_and_nothing_is_in_conflict() {
    let (mut hoa, mut minh) = (Merged::default(), Merged::default());
    write(&mut hoa, "cycle", json!("2026"), "hoa");
    minh.merge(hoa.clone());
    write(&mut minh, "cycle", json!("2027"), "minh");
    write(&mut minh, "cycle", json!("2028"), "minh");
    // Hoa has the first value, not the second; a third device has seen only hers.
    let third = hoa.clone();
    hoa.merge(minh.clone());
    assert_eq!(hoa.fields["cycle"].v, json!("2028"));
    write(&mut hoa, "cycle", json!("2029"), "hoa");
    let mut all = third;
    all.merge(hoa);
    all.merge(minh);
    assert_eq!(all.fields["cycle"].v, json!("2029"));
    assert!(all.lost.is_empty(), "{:?}", all.lost);
}

#[test]
fn an_explicit_deletion_stands_over_an_earlier_value() {
    let mut here = Merged::default();
    write(&mut here, "evidence/e/deleted", json!(false), "may-1");
    let mut there = here.clone();
    write(&mut there, "evidence/e/deleted", json!(true), "may-2");
    here.merge(there);
    assert_eq!(here.fields["evidence/e/deleted"].v, json!(true));
    assert!(here.lost.is_empty());
}

#[test]
fn a_device_restored_from_a_copy_loses_neither_of_its_two_values() {
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
fn taking_much_away_at_once_is_noticed() {
    let dossier = |deleted: usize| {
        let field =
            |n: usize, field: &str, v: Value| (format!("task/{n}/{field}"), entry(v, 1, "a"));
        let tasks = (0..40).flat_map(|n| {
            [field(n, "content", json!("việc")), field(n, "deleted", json!(n < deleted))]
        });
        tasks.collect::<Fields>()
    };
    let much = |deleted| effect(&dossier(0), &Merged::of(dossier(deleted)));
    assert_eq!(much(0), Effect { records: 40, values: 40, ..Effect::default() });
    assert!(!much(9).is_much(true) && !much(11).is_much(true), "a good part, not a few");
    assert!(much(12).is_much(true) && much(40).is_much(true));
    assert_eq!(effect(&dossier(40), &Merged::of(dossier(40))).deleted, 0, "gone already");

    let mut emptied = dossier(0);
    for entry in emptied.values_mut().filter(|entry| entry.v == json!("việc")) {
        entry.v = json!("");
    }
    assert!(effect(&dossier(0), &Merged::of(emptied)).is_much(true));
}

#[test]
fn the_next_counter_is_above_every_counter_seen() {
    assert_eq!(highest(&Fields::new()), 0);
    let fields = [("a".into(), entry(json!(1), 7, "x")), ("b".into(), entry(json!(1), 3, "y"))];
    assert_eq!(highest(&fields.into()), 7);
}

// As a hostile file may hold it: thousands of values under one stamp, which only their text tells
// apart. Each once more in the other file, backwards.
#[test]
fn a_long_list_of_lost_values_is_settled_in_one_go() {
    let note = |n: usize| entry(json!(format!("{n:04} {}", "x".repeat(200))), 7, "may-x");
    let state = |list: Vec<Entry>| Merged {
        fields: Fields::new(),
        lost: [("answer/1.1/note".to_owned(), list)].into(),
    };
    let mut all = state((0..3_000).map(note).collect());
    all.merge(state((0..3_000).rev().map(note).collect()));
    assert_eq!(all.fields["answer/1.1/note"], note(2_999));
    assert_eq!(all.lost["answer/1.1/note"], (0..2_999).map(note).collect::<Vec<_>>());
}
