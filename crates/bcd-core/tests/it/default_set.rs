//! The set that ships with the app keeps what its own texts promise.

use crate::support::{default_set, default_set_value};
use bcd_core::{
    criteria::{Mode, SetFault, faults},
    points::Points,
    text::Lang,
};
use serde_json::Value;

#[test]
fn the_default_set_has_no_faults() {
    assert_eq!(faults(&default_set()), []);
}

#[test]
fn it_is_a_sample_in_points_with_the_proposed_rule() {
    let set = default_set();
    assert!(set.sample);
    assert_eq!((set.rule.mode, set.rule.gates), (Mode::Points, true));
    assert_eq!((set.rule.criterion_min_percent, set.rule.total_min_percent), (70, 80));
}

#[test]
fn thirty_one_items_of_three_criteria_make_a_hundred_points() {
    let set = default_set();
    assert_eq!(set.items().count(), 31);
    let of = |id: &str| -> Points {
        set.items().filter(|(criterion, _)| criterion.id == id).map(|(_, item)| item.max()).sum()
    };
    let criteria: Vec<&str> = set.criteria.iter().map(|criterion| criterion.id.as_str()).collect();
    assert_eq!(criteria, ["1", "2", "3"]);
    assert_eq!([of("1"), of("2"), of("3")], [40, 36, 24].map(Points::whole));
}

#[test]
fn four_items_are_gates_and_each_can_be_met() {
    let set = default_set();
    let gates: Vec<_> = set.items().filter(|(_, item)| item.gate).map(|(_, item)| item).collect();
    let ids: Vec<&str> = gates.iter().map(|item| item.id.as_str()).collect();
    assert_eq!(ids, ["1.2.1", "2.1.1", "2.3.1", "3.1.1"]);
    assert!(gates.iter().all(|item| item.ladder.iter().any(|step| step.met)));
}

#[test]
fn opinions_and_hardship_are_sensitive() {
    let set = default_set();
    let ids: Vec<_> = set.items().filter(|(_, item)| item.sensitive).map(|(_, i)| &i.id).collect();
    for id in ["1.1.1", "1.3.1"] {
        assert!(ids.iter().any(|other| other.as_str() == id), "{id} of {ids:?}");
    }
}

#[test]
fn ladders_go_down_from_met_to_not_met_and_end_at_nothing() {
    for (_, item) in default_set().items() {
        let id = &item.id;
        assert!(item.ladder.is_sorted_by(|a, b| a.points > b.points), "{id}: points");
        assert!(item.ladder.is_sorted_by(|a, b| a.met >= b.met), "{id}: met after not met");
        assert!(item.ladder.first().is_some_and(|step| step.met), "{id}: best step");
        let last = item.ladder.last().unwrap();
        assert!(!last.met && last.points == Points::default(), "{id}: last step");
    }
}

#[test]
fn item_ids_stand_under_their_group_and_criterion() {
    for criterion in &default_set().criteria {
        for group in &criterion.groups {
            assert!(group.id.starts_with(&format!("{}.", criterion.id)), "{}", group.id);
            for item in &group.items {
                assert!(item.id.as_str().starts_with(&format!("{}.", group.id)), "{}", item.id);
            }
        }
    }
}

#[test]
fn every_text_stands_in_both_languages() {
    let mut count = 0;
    each_text(&default_set_value(), &mut String::new(), &mut |place, text| {
        count += 1;
        for lang in ["vi", "en"] {
            let said = text[lang].as_str().unwrap_or_default();
            assert!(!said.trim().is_empty(), "{place}: no {lang}");
            assert_eq!(said.trim(), said, "{place}: blanks around {lang}");
        }
        assert_ne!(text["vi"], text["en"], "{place}: not translated");
    });
    // 31 items with text, evidence and source alone are 93.
    assert!(count > 93, "{count}");
    let item = default_set().items().next().map(|(_, item)| item.text.clone()).unwrap();
    assert_ne!(item.get(Lang::Vi), item.get(Lang::En));
}

fn each_text(value: &Value, place: &mut String, found: &mut impl FnMut(&str, &Value)) {
    if value.get("vi").is_some() || value.get("en").is_some() {
        found(place, value);
        return;
    }
    let length = place.len();
    let mut inside = |key: &str, value: &Value| {
        place.push('/');
        place.push_str(key);
        each_text(value, place, found);
        place.truncate(length);
    };
    match value {
        Value::Object(object) => object.iter().for_each(|(key, value)| inside(key, value)),
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(n, value)| inside(&n.to_string(), value));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn no_text_would_be_refused_in_a_file() {
    let mut problems = Vec::new();
    bcd_core::format::check::check_texts(&default_set_value(), &mut problems);
    assert_eq!(problems, []);
}

#[test]
fn faults_name_what_is_wrong() {
    type Break = fn(&mut bcd_core::criteria::CriteriaSet);
    let cases: [(Break, SetFault); 7] = [
        (|s| s.rule.total_min_percent = 101, SetFault::BadRule),
        (|s| s.rule.criterion_min_percent = 101, SetFault::BadRule),
        (|s| first(s).ladder.clear(), SetFault::BadLadder("1.1.1".into())),
        (
            |s| {
                let step = first(s).ladder[0].clone();
                first(s).ladder.push(step);
            },
            SetFault::BadLadder("1.1.1".into()),
        ),
        (|s| first(s).ladder[0].points = Points(-1), SetFault::BadLadder("1.1.1".into())),
        (|s| first(s).ladder[0].points = Points(1_000_001), SetFault::BadLadder("1.1.1".into())),
        (|s| first(s).id = "1.1.2".into(), SetFault::DuplicateItem("1.1.2".into())),
    ];
    for (number, (break_it, fault)) in cases.into_iter().enumerate() {
        let mut set = default_set();
        break_it(&mut set);
        assert_eq!(faults(&set), [fault], "case {number}");
    }
    let empty = bcd_core::criteria::CriteriaSet::default();
    assert_eq!(faults(&empty), [SetFault::NoItems]);
}

fn first(set: &mut bcd_core::criteria::CriteriaSet) -> &mut bcd_core::criteria::Item {
    &mut set.criteria[0].groups[0].items[0]
}
