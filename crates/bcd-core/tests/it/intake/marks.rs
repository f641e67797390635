//! What stands of each item in the line of a submission.

use crate::support::{
    Story, check_taken, default_set_value, document, freeze, freeze_with, head, small_set_value,
};
use bcd_core::{
    command::NoteKind,
    criteria::{CriteriaSet, Mode},
    format::bundle::Files,
    id::ItemId,
    intake::{Mark, MarkState, Marks, SetRef, Summary},
    points::Points,
};
use proptest::prelude::*;
use serde_json::{Value, json};

fn taken(story: &Story, set: &Value) -> Summary {
    check_taken(&freeze(&story.dossier, set, &Files::new()).file)
}

fn said(summary: &Summary) -> Vec<String> {
    let say = |mark: Mark| {
        let flags = [(mark.gate, "gate"), (mark.lacking, "lacking"), (mark.changed, "changed")];
        let flags = flags.into_iter().filter(|(is, _)| *is).map(|(_, word)| word);
        let Mark { item, criterion, state, got, max, .. } = &mark;
        let mut words = vec![format!("{criterion}: {item} {state:?} {got}/{max}")];
        words.extend(flags.map(str::to_owned));
        words.join(" ")
    };
    summary.marks.read().unwrap().into_iter().map(say).collect()
}

#[test]
fn a_line_says_of_each_item_how_it_was_answered_with_its_points_and_what_lacks_evidence() {
    let story = Story::opened()
        .step("1.1", "kha")
        .step("2.1", "6.9")
        .na("3.2", "Chưa có chi đoàn")
        .evidence("mc", document("Kế hoạch", &["2.1"]));
    let summary = taken(&story, &small_set_value());
    // 3.3 is asked of schools only.
    let expect = [
        "1: 1.1 Met 4.5/6 gate lacking",
        "1: 1.2 Open 0/4",
        "2: 2.1 Unmet 6.9/10",
        "3: 3.1 Open 0/5 gate",
        "3: 3.2 Na 0/5",
    ];
    assert_eq!(said(&summary), expect);
    assert_eq!((summary.lacking, summary.mode), (1, Mode::Points));
    assert!(!summary.is_stale());
    let school = Story::opened_as("school", Mode::Pass).met("3.3", true).met("1.2", false);
    let summary = taken(&school, &small_set_value());
    assert_eq!(said(&summary)[1], "1: 1.2 Unmet 0/4");
    assert_eq!(said(&summary)[5], "3: 3.3 Met 3/3 lacking");
}

#[test]
fn a_line_says_which_items_were_changed_since_the_submission_before() {
    let first = Story::opened().step("1.1", "kha").step("2.1", "7");
    let before = freeze(&first.dossier, &small_set_value(), &Files::new());
    let second = first.step("1.1", "tot");
    let head = bcd_core::format::envelope::EnvelopeHead {
        seq: 2,
        parent: Some(before.digest),
        ..head(&second.dossier)
    };
    let sent =
        freeze_with(head, &second.dossier, &small_set_value(), &before.shared, &Files::new());
    let changed = check_taken(&sent.file).marks.read().unwrap().into_iter();
    let changed: Vec<_> = changed.filter(|it| it.changed).map(|it| it.item.0).collect();
    assert_eq!(changed, ["1.1"]);
}

#[test]
fn two_lines_say_the_same_of_an_item_where_its_answer_and_its_evidence_are_the_same() {
    let of = |story: &Story| {
        let marks = taken(story, &small_set_value()).marks.read().unwrap();
        marks.into_iter().map(|it| (it.item.0, it.print)).collect::<Vec<_>>()
    };
    let story = Story::opened().step("1.1", "kha").evidence("mc", document("Kế hoạch", &["2.1"]));
    let first = of(&story);
    assert_eq!(first[1], ("1.2".to_owned(), String::new()), "it says nothing of it");
    assert_eq!(first[0].1.len(), 22, "128 bits in letters of 6");
    assert_eq!(first, of(&story));
    let changed = |story: Story| {
        let pairs = first.clone().into_iter().zip(of(&story));
        pairs.filter(|(a, b)| a != b).map(|(_, (item, _))| item).collect::<Vec<_>>()
    };
    let again = || story.clone();
    assert_eq!(changed(again().note("1.1", NoteKind::Shared, "Đủ")), ["1.1"]);
    assert_eq!(changed(again().na("3.2", "Chưa có")), ["3.2"]);
    assert_eq!(changed(again().evidence("mc", document("Báo cáo", &["2.1"]))), ["2.1"]);
    assert_eq!(changed(again().evidence("m2", document("Báo cáo", &["1.1"]))), ["1.1"]);
    assert_eq!(
        changed(again().evidence("m2", document("Kế hoạch", &["1.1", "2.1"]))),
        ["1.1", "2.1"]
    );
}

#[test]
fn points_of_the_marks_are_those_of_the_score() {
    let story = Story::opened().step("1.1", "kha").step("2.1", "7").step("3.2", "tot");
    let summary = taken(&story, &small_set_value());
    for line in &summary.score.criteria {
        let marks = summary.marks.read().unwrap().into_iter();
        let of = marks.filter(|it| it.criterion == line.id && it.state != MarkState::Na);
        let (got, max): (Vec<Points>, Vec<Points>) = of.map(|it| (it.got, it.max)).unzip();
        let sums = (got.into_iter().sum(), max.into_iter().sum());
        assert_eq!(sums, (line.got, line.max), "{}", line.id);
    }
}

#[test]
fn two_sets_of_one_version_that_ask_otherwise_are_told_apart() {
    let value = small_set_value();
    let of = |change: &dyn Fn(&mut Value)| {
        let mut value = value.clone();
        change(&mut value);
        SetRef::of(&serde_json::from_value::<CriteriaSet>(value).unwrap())
    };
    let one = of(&|_| {});
    assert_eq!((one.id.as_str(), one.version, one.print.len()), ("small", 1, 32));
    let item = |set: &mut Value| set["criteria"][1]["groups"][0]["items"][0].take();
    // A hint, an English text or a source asks nothing else.
    assert_eq!(of(&|set| set["note"] = json!({ "vi": "Ghi chú" })), one);
    let mut others = vec![one];
    others.push(of(&|set| set["rule"]["gates"] = false.into()));
    others.push(of(&|set| set["criteria"][1]["id"] = "9".into()));
    for (field, new) in [
        ("id", json!("2.9")),
        ("text", json!({ "vi": "Nội dung khác" })),
        ("gate", json!(true)),
        ("applies_to", json!(["school"])),
        ("ladder", json!([{ "id": "10", "points": 9, "met": true }])),
    ] {
        others.push(of(&|set| {
            let mut changed = item(set);
            changed[field] = new.clone();
            set["criteria"][1]["groups"][0]["items"][0] = changed;
        }));
    }
    let all = others.len();
    others.sort();
    others.dedup();
    assert_eq!(others.len(), all);
}

#[test]
fn the_row_of_a_unit_that_answered_the_default_set_stays_small() {
    let set: CriteriaSet = serde_json::from_value(default_set_value()).unwrap();
    let mut story = Story::opened();
    for (_, item) in set.items() {
        story = story.step(item.id.as_str(), item.ladder[0].id.as_str());
    }
    let summary = taken(&story, &default_set_value());
    assert_eq!(summary.marks.read().unwrap().len(), set.items().count());
    let row = serde_json::to_string(&summary).unwrap();
    // 31 items: about nine bytes each, and their prints.
    assert!(summary.marks.bytes() < 400 + 31 * 23, "{}", summary.marks.bytes());
    assert!(row.len() < 2_400, "{}: {row}", row.len());
}

#[test]
fn a_line_of_another_version_or_with_damaged_marks_is_stale() {
    let good = taken(&Story::opened().step("1.1", "kha"), &small_set_value());
    let with = |marks: &str| Summary {
        marks: serde_json::from_value(marks.into()).unwrap(),
        ..good.clone()
    };
    assert!(Summary { form: good.form - 1, ..good.clone() }.is_stale());
    assert!(Summary { form: good.form + 1, ..good.clone() }.is_stale());
    // A row from before there were marks.
    let mut old = serde_json::to_value(&good).unwrap();
    for field in ["set", "mode", "marks", "form"] {
        old.as_object_mut().unwrap().remove(field);
    }
    assert!(serde_json::from_value::<Summary>(old).unwrap().is_stale());
    for damaged in [
        "1.1",
        "1> 1.1+",
        "1> 1.1+4/",
        "1.1+4!!",
        "1.1+4.125",
        "1.1+-4",
        "%Z>",
        "1.1+4#",
        "1.1+4#a~",
    ] {
        assert!(with(damaged).is_stale(), "{damaged}");
    }
    assert!(!with("").is_stale());
}

fn any_mark() -> impl Strategy<Value = Mark> {
    let state = prop_oneof![
        Just(MarkState::Open),
        Just(MarkState::Met),
        Just(MarkState::Unmet),
        Just(MarkState::Na),
    ];
    // Ids come from files: anything may stand in them.
    let id = prop_oneof!["[0-9]\\.[0-9]", "[ x%>*?+!~#/é-]{0,4}", any::<String>()];
    let flags = (any::<bool>(), any::<bool>(), any::<bool>(), "[A-Za-z0-9_-]{0,16}");
    (id.clone(), id, state, 0..1_000_000_i64, 0..1_000_000_i64, flags).prop_map(
        |(item, criterion, state, got, max, (gate, lacking, changed, print))| Mark {
            item: ItemId(item),
            criterion,
            gate,
            state,
            got: Points(got),
            max: Points(max),
            lacking,
            changed,
            print,
        },
    )
}

proptest! {
    #[test]
    fn what_was_written_of_items_is_read_again(marks in prop::collection::vec(any_mark(), 0..8)) {
        prop_assert_eq!(Marks::of(&marks).read(), Some(marks));
    }

    #[test]
    fn no_text_in_a_row_makes_reading_fail_with_more_than_a_no(text in any::<String>()) {
        let marks: Marks = serde_json::from_value(text.into()).unwrap();
        if let Some(read) = marks.read() {
            prop_assert_eq!(Marks::of(&read).read(), Some(read));
        }
    }
}
