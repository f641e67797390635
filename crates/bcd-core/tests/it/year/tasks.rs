//! The plan: bulk change, order, duplicates, views by quarter and month, gaps.

use super::{Notebook, day, id, y2026};
use crate::support::{Story, default_set, document, small_set};
use bcd_core::year::{
    bulk::BulkChange,
    command::{NewRecord, YearCommand},
    open::{GapReason, gap_task, gaps},
    plan,
    task::TaskState,
    value::{Day, Figure},
};

fn order(book: &Notebook) -> Vec<String> {
    plan::ordered(&book.year).into_iter().map(|(id, _)| id.0.clone()).collect()
}

fn three() -> Notebook {
    Notebook::opened()
        .task("a", "2026-01-05", "2026-01-20")
        .task("b", "2026-03-01", "2026-03-31")
        .task("c", "2026-06-01", "2026-08-15")
}

#[test]
fn new_tasks_go_to_the_end() {
    assert_eq!(order(&three()), ["a", "b", "c"]);
}

#[test]
fn moving_a_task_writes_one_field_until_there_is_no_room() {
    let mut book = three();
    assert_eq!(book.does(YearCommand::Move(id("c"), Some(id("a")))), 1);
    assert_eq!(order(&book), ["c", "a", "b"]);
    assert_eq!(book.does(YearCommand::Move(id("c"), None)), 1);
    assert_eq!(order(&book), ["a", "b", "c"]);
    assert_eq!(book.does(YearCommand::Move(id("c"), Some(id("c")))), 0);
    assert_eq!(book.does(YearCommand::Move(id("x"), None)), 0);
    // Again and again into the same gap.
    for turn in 0..30 {
        let moved = if turn % 2 == 0 { "c" } else { "b" };
        let before = if turn % 2 == 0 { "b" } else { "c" };
        book.does(YearCommand::Move(id(moved), Some(id(before))));
        assert_eq!(order(&book), ["a", moved, before], "turn {turn}");
    }
}

#[test]
fn tasks_without_a_place_can_be_moved_too() {
    let mut book = Notebook::opened();
    for (name, end) in [("a", "2026-01-20"), ("b", "2026-02-20"), ("c", "2026-03-20")] {
        book = book.put(&format!("task/{name}/end"), end);
    }
    assert_eq!(order(&book), ["a", "b", "c"]);
    book.does(YearCommand::Move(id("c"), Some(id("b"))));
    assert_eq!(order(&book), ["a", "c", "b"]);
}

#[test]
fn a_place_at_the_edge_of_numbers_does_no_harm() {
    let mut book = three()
        .put("task/a/order", i64::MAX)
        .put("task/b/order", i64::MIN)
        .put("task/c/order", 7.5);
    book.does(YearCommand::Move(id("c"), Some(id("a"))));
    assert_eq!(order(&book), ["b", "c", "a"]);
    book.does(YearCommand::Move(id("b"), None));
    assert_eq!(order(&book), ["c", "a", "b"]);
    assert!(book.year.tasks.values().all(|task| task.order.unsigned_abs() < 1 << 53));
}

#[test]
fn many_tasks_change_at_once_and_no_others() {
    let mut book = three();
    let chosen = [id("a"), id("c"), id("khong-co")].into();
    book.does(YearCommand::Bulk(chosen, BulkChange::Lead("Nam".into())));
    let leads: Vec<&str> = book.year.tasks.values().map(|task| task.lead.as_str()).collect();
    assert_eq!(leads, ["Nam", "", "Nam"]);
    book.does(YearCommand::Bulk([id("b")].into(), BulkChange::Shift(-1)));
    let task = &book.year.tasks[&id("b")];
    assert_eq!((task.start.0.as_str(), task.end.0.as_str()), ("2026-02-28", "2026-03-30"));
    let mut odd = three().put("task/a/end", "cuối tháng").put("task/b/end", "9999-12-31");
    odd.does(YearCommand::Bulk([id("a"), id("b")].into(), BulkChange::Shift(30)));
    assert_eq!(odd.year.tasks[&id("a")].end.0, "cuối tháng", "what is no day stays");
    assert_eq!(odd.year.tasks[&id("b")].end.0, "9999-12-31");
    assert_eq!(odd.year.tasks[&id("a")].start.0, "2026-02-04");
}

#[test]
fn a_state_carries_its_day() {
    let mut book = three().done("a", "2026-01-18");
    let task = &book.year.tasks[&id("a")];
    assert!(task.is_done() && task.is_on_time());
    let late = three().done("a", "2026-01-21");
    assert!(!late.year.tasks[&id("a")].is_on_time());
    book.does(YearCommand::State(id("a"), TaskState::Doing, Day::from("2026-01-22")));
    assert_eq!(book.year.tasks[&id("a")].done, Day::default());
}

#[test]
fn a_duplicate_is_the_same_work_not_yet_begun() {
    let mut book =
        three().put("task/a/reached", 12).put("task/a/lead", "Nam").done("a", "2026-01-18");
    book.does(YearCommand::Duplicate { of: id("a"), copy: id("a2") });
    assert_eq!(order(&book), ["a", "a2", "b", "c"]);
    let copy = &book.year.tasks[&id("a2")];
    assert_eq!(
        (copy.state, &copy.reached, copy.lead.as_str()),
        (TaskState::Planned, &Figure::Open, "Nam")
    );
    assert_eq!(book.does(YearCommand::Duplicate { of: id("x"), copy: id("y") }), 0);
}

#[test]
fn quarter_and_month_plans_are_views_of_the_same_tasks() {
    let book = three().task("khong-ngay", "", "").task("nam-sau", "2027-01-01", "2027-01-01").task(
        "bat-dau",
        "2026-12-31",
        "",
    );
    let cycle = y2026();
    let quarters = plan::by_quarter(&book.year, &cycle);
    let counts: Vec<usize> = quarters.periods.iter().map(Vec::len).collect();
    assert_eq!((counts, quarters.undated.len(), quarters.outside.len()), (vec![2, 0, 1, 1], 1, 1));
    let ids = |list: Vec<plan::TaskRef<'_>>| -> Vec<String> {
        list.into_iter().map(|(id, _)| id.0.clone()).collect()
    };
    assert_eq!(ids(plan::in_month(&book.year, &cycle, 7)), ["c"]);
    assert_eq!(ids(plan::in_month(&book.year, &cycle, 12)), ["bat-dau"]);
    assert_eq!(plan::months(&book.year.tasks[&id("c")], &cycle), Some((6, 8)));
    assert_eq!(plan::months(&book.year.tasks[&id("nam-sau")], &cycle), None);
    assert_eq!(plan::months(&book.year.tasks[&id("khong-ngay")], &cycle), None);
}

#[test]
fn a_task_over_the_years_turn_shows_its_part_of_the_year() {
    let book = Notebook::opened().task("tet", "2025-12-20", "2026-01-31");
    assert_eq!(plan::months(&book.year.tasks[&id("tet")], &y2026()), Some((1, 1)));
}

#[test]
fn a_gap_becomes_a_task_in_one_tap() {
    let story = Story::opened()
        .step("1.1", "kha")
        .step("2.1", "10")
        .evidence("e", document("Kế hoạch", &["2.1"]))
        .step("3.1", "gan")
        .na("3.2", "Không có");
    let set = small_set();
    let mut book = Notebook::with(story.dossier.fields.clone());
    let found = gaps(&set, &story.dossier, &book.year);
    let said: Vec<(&str, GapReason)> =
        found.iter().map(|gap| (gap.item.as_str(), gap.reason)).collect();
    assert_eq!(
        said,
        [("1.1", GapReason::Below), ("1.2", GapReason::Open), ("3.1", GapReason::Unmet)]
    );
    let new = gap_task(&book.year, &"3.1".into(), "Tham mưu cấp uỷ", &y2026(), day("2026-11-22"));
    assert_eq!((new.start.0.as_str(), new.end.0.as_str()), ("2026-11-22", "2026-12-31"));
    book.does(YearCommand::Add(id("viec"), Box::new(NewRecord::Task(new))));
    assert_eq!(gaps(&set, &story.dossier, &book.year)[2].tasks, [id("viec")]);
    let book = book.done("viec", "2026-11-30");
    assert_eq!(gaps(&set, &story.dossier, &book.year)[2].tasks, []);
    let claimed = Story::opened().step("2.1", "10");
    let unproven = gaps(&set, &claimed.dossier, &book.year);
    assert!(unproven.iter().any(|gap| gap.reason == GapReason::Unproven));
}

#[test]
fn a_gap_found_outside_the_cycle_becomes_a_task_without_an_end() {
    let book = Notebook::opened();
    let item = default_set().items().next().map(|(_, item)| item.id.clone()).unwrap();
    let task = gap_task(&book.year, &item, "x", &y2026(), day("2027-01-02"));
    assert_eq!((task.start.0.as_str(), task.end.is_given()), ("2027-01-02", false));
}
