//! Templates and deadlines that ship with the app.

use super::{Notebook, id, rules, templates, y2026};
use crate::support::default_set;
use bcd_core::{
    text::{Lang, Text},
    year::{
        command::NewRecord,
        cycle::{Cycle, CycleKind, Quarter},
        deadline::{DefaultDeadlines, SHIPPED as DEADLINES},
        faults::faults,
        template::{self, Fill, SHIPPED, tasks},
    },
};
use serde_json::Value;
use std::collections::BTreeSet;

#[test]
fn the_ten_templates_are_there_in_order() {
    let ids: Vec<String> = templates().templates.into_iter().map(|one| one.id).collect();
    assert_eq!(
        ids,
        [
            "annual-plan",
            "period-plan",
            "meeting",
            "youth-project",
            "training",
            "one-plus-one",
            "joint-programme",
            "registration",
            "self-score",
            "report",
        ]
    );
}

#[test]
fn the_templates_keep_what_their_types_say() {
    // Reading and writing loses nothing: no field of the data is unknown to the types.
    let written = serde_json::to_value(templates()).unwrap();
    let shipped: Value = serde_json::from_str(SHIPPED).unwrap();
    contains(&written, &shipped, "templates");
    let deadlines = serde_json::to_value(DefaultDeadlines::read(DEADLINES).unwrap()).unwrap();
    contains(&deadlines, &serde_json::from_str(DEADLINES).unwrap(), "deadlines");
}

#[track_caller]
fn contains(whole: &Value, part: &Value, place: &str) {
    match (whole, part) {
        (Value::Object(whole), Value::Object(part)) => {
            for (key, value) in part {
                let there = whole.get(key).unwrap_or_else(|| panic!("{place}/{key}: unknown"));
                contains(there, value, &format!("{place}/{key}"));
            }
        }
        (Value::Array(whole), Value::Array(part)) => {
            assert_eq!(whole.len(), part.len(), "{place}");
            for (number, (whole, part)) in whole.iter().zip(part).enumerate() {
                contains(whole, part, &format!("{place}/{number}"));
            }
        }
        (whole, part) => assert_eq!(whole, part, "{place}"),
    }
}

#[test]
fn every_text_stands_in_both_languages() {
    let mut count = 0;
    for json in [SHIPPED, DEADLINES] {
        each_text(&serde_json::from_str(json).unwrap(), &mut |text| {
            count += 1;
            let (vi, en) = (text["vi"].as_str().unwrap(), text["en"].as_str().unwrap_or_default());
            assert!(!vi.trim().is_empty() && vi.trim() == vi, "{vi:?}");
            assert!(!en.trim().is_empty() && en.trim() == en, "{vi:?}: {en:?}");
            assert_ne!(vi, en, "not translated");
        });
    }
    assert!(count > 150, "{count}");
}

fn each_text(value: &Value, found: &mut impl FnMut(&Value)) {
    match value {
        Value::Object(object) if object.contains_key("vi") => found(value),
        Value::Object(object) => object.values().for_each(|value| each_text(value, found)),
        Value::Array(list) => list.iter().for_each(|value| each_text(value, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn every_item_of_a_row_is_in_the_default_set_and_most_are_served() {
    let set = default_set();
    let mut served = BTreeSet::new();
    for template in templates().templates {
        let mut rows = BTreeSet::new();
        for row in &template.rows {
            assert!(rows.insert(row.id.clone()), "{}: {} twice", template.id, row.id);
            for item in &row.items {
                assert!(set.item(item.as_str()).is_some(), "{}: {item}", row.id);
                served.insert(item.clone());
            }
            for (from, to) in row.months.iter().chain(&row.season) {
                assert!((1..=12).contains(from) && from <= to && *to <= 12, "{}", row.id);
            }
        }
    }
    let idle: Vec<&str> = set
        .items()
        .map(|(_, item)| item.id.as_str())
        .filter(|item| !served.contains(*item))
        .collect();
    // Done when it happens, by every task, and when the year is registered.
    assert_eq!(idle, ["1.2.7", "2.2.1", "3.0.1"]);
}

#[test]
fn section_ids_are_unique_and_tables_have_heads() {
    for template in templates().templates {
        let ids: BTreeSet<_> = template.sections.iter().map(|section| &section.id).collect();
        assert_eq!(ids.len(), template.sections.len(), "{}", template.id);
        for section in &template.sections {
            let columns: BTreeSet<_> = section.columns.iter().map(|column| &column.id).collect();
            assert_eq!(columns.len(), section.columns.len(), "{}/{}", template.id, section.id);
            let table = matches!(
                section.fill,
                Fill::Tasks | Fill::PeriodTasks | Fill::Projects | Fill::Answers | Fill::Branches
            );
            assert!(!table || !columns.is_empty(), "{}/{}", template.id, section.id);
            assert!(section.start == Text::default() || section.fill == Fill::Text);
        }
    }
}

#[test]
fn rows_become_tasks_once_in_any_kind_of_year() {
    let templates = templates();
    let annual = templates.find("annual-plan").unwrap();
    for (text, summer) in [("2026", "2026-06-01"), ("2027–2028", "2028-06-01")] {
        let cycle = Cycle::parse(text).unwrap();
        let mut book = Notebook::opened().put("cycle", text);
        let sets = tasks(annual, &|_| true, Lang::Vi, &book.year, &cycle);
        book.sets(&sets);
        assert_eq!(book.year.tasks.len(), annual.rows.len());
        let task = &book.year.tasks[&template::task_id("annual-plan", "summer")];
        assert_eq!(task.start.0, summer);
        assert_eq!(faults(&book.year, &default_set(), &templates.templates), []);
        assert_eq!(tasks(annual, &|_| true, Lang::Vi, &book.year, &cycle), []);
    }
    let book = Notebook::opened();
    let one = tasks(annual, &|row| row.id == "project", Lang::En, &book.year, &y2026());
    let content = one.iter().find(|set| set.path.ends_with("/content")).unwrap();
    assert_eq!(content.value, "Carry out the youth project");
    assert!(one.iter().all(|set| set.path.starts_with("task/annual-plan.project/")));
    assert!(id("annual-plan.project").0.split('/').count() == 1);
}

#[test]
fn a_paper_begins_with_the_templates_own_texts() {
    let templates = templates();
    let annual = templates.find("annual-plan").unwrap();
    let paper = template::paper(annual, templates.version, Lang::Vi);
    assert_eq!(paper.sections.keys().collect::<Vec<_>>(), ["organisation"]);
    let book = Notebook::opened().add("kh", NewRecord::Paper(paper));
    assert_eq!(book.fields["paper/kh/version"].v, "1");
    let open = faults(&book.year, &default_set(), &templates.templates);
    assert_eq!(open.len(), 2, "basis and goals are still to be written");
}

#[test]
fn no_text_would_be_refused_in_a_file() {
    for json in [SHIPPED, DEADLINES] {
        let mut problems = Vec::new();
        let value = serde_json::from_str(json).unwrap();
        bcd_core::format::check::check_texts(&value, &mut problems);
        assert_eq!(problems, []);
    }
}

#[test]
fn every_default_deadline_has_a_day_in_every_kind_of_year() {
    for kind in [CycleKind::Calendar, CycleKind::School] {
        let cycle = Cycle::starting(kind, 2026).unwrap();
        for rule in rules() {
            assert!(rule.date(&cycle).is_some(), "{}", rule.id);
        }
        let rolls = rules().iter().filter(|rule| rule.of_quarter().is_some()).count();
        assert_eq!(rolls, Quarter::ALL.len());
    }
}
