//! Files that are checked together are what they are on their own: what was found of one says nothing
//! of another, though a set that many answered is looked at once.

use crate::support::{default_set_value, disk, freeze, resigned, small_dossier, small_file};
use bcd_core::{
    engine::{Checked, Request, Response, handle},
    format::bundle::Files,
};
use proptest::{prelude::*, sample::Index};
use serde_json::{Value, json};

fn check(files: &[Vec<u8>]) -> (Vec<Checked>, Vec<Vec<u8>>) {
    let request = Request::Check { files: vec![Vec::new(); files.len()] };
    match handle(request, files.to_vec()) {
        (Response::Checked(all), blobs) => (all, blobs),
        (other, _) => panic!("not checked: {other:?}"),
    }
}

#[track_caller]
fn check_same(files: &[Vec<u8>]) {
    let (together, blobs) = check(files);
    let mut blobs = blobs.into_iter();
    assert_eq!(together.len(), files.len());
    for (file, one) in files.iter().zip(together) {
        let (mut alone, own) = check(std::slice::from_ref(file));
        let alone = alone.pop().unwrap();
        assert_eq!(blobs.by_ref().take(one.blobs()).collect::<Vec<_>>(), own);
        assert_eq!(serde_json::to_value(one).unwrap(), serde_json::to_value(alone).unwrap());
    }
    assert_eq!(blobs.next(), None);
}

#[test]
fn every_file_of_the_fixtures_is_the_same_among_the_others_as_alone() {
    let mut all = Vec::new();
    for folder in ["tests/fixtures/v1", "tests/fixtures/broken"] {
        for name in disk::names(folder) {
            all.push(disk::load(&format!("{folder}/{name}")));
        }
    }
    check_same(&all);
    all.reverse();
    check_same(&all);
    // Each after a good one of the same set, and before it.
    let whole = freeze(&small_dossier(), &default_set_value(), &Files::new()).file;
    for good in [small_file(), whole] {
        let between = |file: &Vec<u8>| [good.clone(), file.clone()];
        check_same(&all.iter().flat_map(between).collect::<Vec<_>>());
    }
}

// Changes one value of a document, wherever it stands.
fn change(value: &mut Value, at: Index, into: &Value) {
    fn places(value: &Value) -> usize {
        1 + match value {
            Value::Array(list) => list.iter().map(places).sum(),
            Value::Object(map) => map.values().map(places).sum::<usize>(),
            _ => 0,
        }
    }
    fn go(value: &mut Value, at: &mut usize, into: &Value) {
        if *at == 0 {
            *value = into.clone();
        }
        *at = at.wrapping_sub(1);
        match value {
            Value::Array(list) => list.iter_mut().for_each(|inner| go(inner, at, into)),
            Value::Object(map) => map.values_mut().for_each(|inner| go(inner, at, into)),
            _ => {}
        }
    }
    let mut at = at.index(places(value));
    go(value, &mut at, into);
}

fn strange() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(json!(null)),
        Just(json!(1.0)),
        Just(json!(1.5)),
        Just(json!(-1)),
        Just(json!(9_007_199_254_740_993_u64)),
        Just(json!("<b>")),
        Just(json!("\u{202E}x")),
        Just(json!("a/b")),
        Just(json!("2026-01-01")),
        Just(json!([])),
        Just(json!({ "\u{1F600}": 1 })),
        Just(json!(true)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_changed_file_has_the_same_problems_behind_a_good_one_with_its_set(
        changes in proptest::collection::vec((any::<Index>(), strange()), 1..4),
    ) {
        let good: Value = serde_json::from_slice(&small_file()).unwrap();
        let mut files = vec![small_file()];
        for (at, into) in changes {
            let mut other = good.clone();
            change(&mut other, at, &into);
            let of_document = other.is_object();
            files.push(if of_document { resigned(other.clone()) } else { other.to_string().into_bytes() });
            files.push(other.to_string().into_bytes());
            files.push(small_file());
        }
        check_same(&files);
    }
}
