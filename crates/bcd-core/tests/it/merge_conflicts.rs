//! Conflicts: values that people wrote beside each other, until somebody decides.

use crate::support::{NOW, entry, write};
use bcd_core::{
    field::Entry,
    id::DeviceId,
    merge::{
        Merged,
        conflict::{Decision, conflicts, decided},
        effect::brought_back,
    },
};
use serde_json::json;

#[test]
fn two_who_did_not_know_of_each_other_are_in_conflict_until_somebody_decides() {
    let mut start = Merged::default();
    write(&mut start, "answer/1.1/note", json!("đầu năm"), "hoa");
    let (mut hoa, mut minh) = (start.clone(), start);
    write(&mut hoa, "answer/1.1/note", json!("của Hoa"), "hoa");
    write(&mut minh, "answer/1.1/note", json!("của Minh"), "minh");
    hoa.merge(minh.clone());
    hoa.pin(&DeviceId::from("hoa"));
    let found = conflicts(&hoa);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].standing.v, json!("của Minh"), "the higher device id");
    assert_eq!(found[0].others.iter().map(|e| e.v.clone()).collect::<Vec<_>>(), [json!("của Hoa")]);

    // She writes on without looking: what she had lost is still at hand, on both sides.
    write(&mut hoa, "answer/1.1/note", json!("viết tiếp"), "hoa");
    minh.merge(hoa.clone());
    let found = conflicts(&minh);
    assert_eq!(found[0].standing.v, json!("viết tiếp"));
    assert_eq!(found[0].others[0].v, json!("của Hoa"));
    assert_eq!(found[0].others.len(), 1, "what Minh wrote she had seen");

    let decision = Decision { n: 9, dev: "minh".into(), at: NOW.into(), by: "Minh".into() };
    let shown = [json!("của Hoa"), json!("viết tiếp")];
    for entry in decided(&minh, "answer/1.1/note", json!("của Hoa"), decision, &shown) {
        minh.put("answer/1.1/note".into(), entry);
    }
    hoa.merge(minh.clone());
    assert_eq!(hoa, minh);
    assert_eq!(hoa.fields["answer/1.1/note"].v, json!("của Hoa"));
    assert!(conflicts(&hoa).is_empty() && hoa.lost.is_empty());
}

#[test]
fn a_decision_is_over_what_was_shown_and_nothing_that_came_meanwhile() {
    let path = "answer/1.1/note";
    for late in ["xa", "hoa"] {
        let mut state = Merged::default();
        write(&mut state, path, json!("của Hoa"), "hoa");
        state.put(path.into(), entry(json!("của Minh"), 1, "minh"));
        let shown = [json!("của Hoa"), json!("của Minh")];
        // From another device, or from another tab of this one; by counter it stands or not.
        for n in [1, 7] {
            let mut now = state.clone();
            if late == "hoa" {
                write(&mut now, path, json!("vừa gõ"), "hoa");
            } else {
                now.put(path.into(), entry(json!("vừa gõ"), n, late));
            }
            let decision = Decision { n: 9, dev: "hoa".into(), at: NOW.into(), by: "Hoa".into() };
            for entry in decided(&now, path, json!("của Minh"), decision, &shown) {
                now.put(path.into(), entry);
            }
            let found = conflicts(&now);
            assert_eq!(now.fields[path].v, json!("của Minh"));
            assert_eq!(found.len(), 1, "{late} {n}: {now:?}");
            assert_eq!(found[0].others.iter().map(|e| &e.v).collect::<Vec<_>>(), ["vừa gõ"]);
        }
    }
}

#[test]
fn bringing_back_what_a_file_emptied_decides_no_conflict() {
    let path = "answer/1.1/note";
    let mut before = Merged::default();
    before.put(path.into(), entry(json!("đứng"), 2, "hoa"));
    before.put(path.into(), entry(json!("bên cạnh"), 1, "minh"));
    let mut now = before.clone();
    let over = before.fields[path].seen_by(&DeviceId::from("xa"));
    now.put(path.into(), Entry { over, ..entry(json!(""), 3, "xa") });
    let decision = Decision { n: 4, dev: "hoa".into(), at: NOW.into(), by: String::new() };
    for (path, entry) in brought_back(&before.fields, &now, decision) {
        now.put(path, entry);
    }
    assert_eq!(now.fields[path].v, json!("đứng"));
    assert_eq!(conflicts(&now)[0].others[0].v, json!("bên cạnh"));
}

#[test]
fn the_same_value_typed_twice_is_no_conflict() {
    let mut state = Merged::default();
    state.put("cycle".into(), entry(json!("2026"), 1, "a"));
    state.put("cycle".into(), entry(json!("2026"), 1, "b"));
    assert!(conflicts(&state).is_empty());
    state.put("cycle".into(), entry(json!("2027"), 1, "c"));
    assert_eq!(conflicts(&state)[0].others.len(), 1);
}
