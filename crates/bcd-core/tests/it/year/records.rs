//! Records: what was typed is kept, what is not known survives, and the view follows the fields.

use super::{Notebook, id, meeting, task};
use crate::support::small_set;
use bcd_core::year::{
    Year,
    branch::{Branch, MeetingPeriod, Strength},
    command::{NewRecord, PledgeField, RegistrationField, YearCommand},
    cycle::Quarter,
    meeting::{Form, Meeting},
    proof,
    record::{Record, RecordKind, SELF, live},
    registration::Standing,
    task::{ProjectKind, Task, TaskState},
    value::{Day, Figure},
};
use serde_json::{Value, json};

#[test]
fn a_meeting_is_noted_in_one_go_and_reads_back_as_it_was() {
    let noted = Meeting {
        present: Figure::Is(18),
        total: Figure::Is(22),
        form: Form::Joint,
        news: "Luật Thanh niên".into(),
        conclusions: "Ra quân ngày 26/3".into(),
        items: ["1.1.1".into(), "1.4.1".into()].into(),
        ..meeting(&["khu-pho-1", "khu-pho-2"], "2026-03-05")
    };
    let book = Notebook::opened().add("hop-1", NewRecord::Meeting(noted.clone()));
    assert_eq!(book.year.meetings[&id("hop-1")], noted);
    assert_eq!(book.fields["meeting/hop-1/for/1.4.1"].v, true);
    assert_eq!(Year::of(&book.fields), book.year);
}

#[test]
fn what_was_typed_stays_as_it_is() {
    let book = Notebook::opened()
        .put("task/a/end", "31/02/2026")
        .put("task/a/target", "khoảng 20")
        .put("task/a/cost", " 1500000 ")
        .put("task/a/state", "hoãn")
        .put("task/a/moi", json!({ "x": 1 }));
    let task = &book.year.tasks[&id("a")];
    assert_eq!((task.end.0.as_str(), task.end.date()), ("31/02/2026", None));
    assert_eq!(task.target, Figure::Other("khoảng 20".into()));
    assert_eq!(task.cost.get(), Some(1_500_000));
    assert_eq!(task.state, TaskState::Planned);
    assert_eq!(book.fields["task/a/state"].v, "hoãn");
    assert_eq!(book.fields["task/a/moi"].v, json!({ "x": 1 }));
}

#[test]
fn strange_paths_and_values_change_nothing_and_never_panic() {
    let before = Notebook::opened().task("a", "2026-01-05", "2026-01-20");
    let mut after = before.clone();
    for path in [
        "",
        "/",
        "task",
        "task/",
        "task/a",
        "task/a/b/c/d",
        "quarter/5/unit/members",
        "quarter/1/unit",
        "quarter/1/unit/members/x",
        "registration/item/1.1.1",
        "evidence/e",
        "unit/kind/x",
        "viec/a/content",
    ] {
        for value in [Value::Null, json!(1e300), json!([]), json!({}), json!("x"), json!(true)] {
            after.year.put(path, &value);
        }
    }
    after.year.proofs.clear();
    assert_eq!(after.year, before.year);
}

#[test]
fn deleting_is_a_mark_that_can_be_taken_back() {
    let mut book = Notebook::opened().branch("khu-pho-1", 20);
    assert_eq!(book.does(YearCommand::Delete(RecordKind::Branch, id("khu-pho-1"), true)), 1);
    assert_eq!(live(&book.year.branches).count(), 0);
    assert_eq!(book.does(YearCommand::Delete(RecordKind::Branch, id("khu-pho-1"), false)), 1);
    assert_eq!(live(&book.year.branches).next().unwrap().1.members, Figure::Is(20));
}

#[test]
fn nothing_is_written_twice() {
    let mut book = Notebook::opened();
    let say = |text: &str| YearCommand::Text(RecordKind::Task, id("a"), "content", text.into());
    assert_eq!(book.does(say("Ra quân")), 1);
    assert_eq!(book.does(say("Ra quân")), 0);
    assert_eq!(book.does(say("Ra\u{202E} quân")), 0, "invisible marks are dropped");
    let count = YearCommand::Figure(RecordKind::Task, id("a"), "target", Figure::typed("12"));
    assert_eq!((book.does(count.clone()), book.does(count)), (1, 0));
    let mark = |on| YearCommand::Mark(RecordKind::Task, id("a"), "for", "2.2.2".into(), on);
    assert_eq!((book.does(mark(false)), book.does(mark(true)), book.does(mark(true))), (0, 1, 0));
    assert!(book.year.tasks[&id("a")].items.contains("2.2.2"));
    book.does(mark(false));
    assert!(book.year.tasks[&id("a")].items.is_empty());
}

#[test]
fn no_change_copies_the_last_quarter_in_one_tap() {
    let mut book = Notebook::opened()
        .branch("kp1", 20)
        .put("quarter/1/kp1/members", 21)
        .put("quarter/1/kp1/hard", 2)
        .put("quarter/1/kp1/new", 1);
    book.does(YearCommand::NoChange(Quarter::Three, id("kp1"), Day::from("2026-09-28")));
    let third = book.year.quarter(Quarter::Three, "kp1");
    assert_eq!((third.members, third.hard), (Figure::Is(21), Figure::Is(2)));
    assert_eq!((third.new, third.moved_out), (Figure::Is(0), Figure::Is(0)));
    assert_eq!(third.confirmed, Day::from("2026-09-28"));
    // The first quarter has nothing before it but what stands with the branch.
    book.does(YearCommand::NoChange(Quarter::One, id("kp1"), Day::from("2026-03-30")));
    assert_eq!(book.year.quarter(Quarter::One, "kp1").members, Figure::Is(20));
}

#[test]
fn evidence_of_a_task_also_supports_what_the_task_serves() {
    let mut serving = task("Tình nguyện hè", "2026-06-01", "2026-08-15");
    serving.items = ["2.2.2".into()].into();
    let book = Notebook::opened()
        .add("he", NewRecord::Task(serving))
        .proves("anh-1", RecordKind::Task, "he")
        .proves("giay", RecordKind::Branch, "kp1");
    assert_eq!(book.fields["evidence/anh-1/of/task-he"].v, true);
    assert_eq!(book.fields["evidence/anh-1/for/2.2.2"].v, true);
    assert_eq!(book.year.proofs_of(RecordKind::Task, &id("he")).count(), 1);
    let mut book = book;
    book.does(YearCommand::Prove(
        "anh-1".into(),
        RecordKind::Task,
        id("he"),
        Default::default(),
        false,
    ));
    assert_eq!(book.year.proofs_of(RecordKind::Task, &id("he")).count(), 0);
    assert_eq!(book.fields["evidence/anh-1/for/2.2.2"].v, true, "only the person knows");
    assert_eq!(book.fields["evidence/giay/of/branch-kp1"].v, true);
}

#[test]
fn a_photo_of_a_meeting_is_not_lost_for_the_rest_because_opinions_were_heard() {
    let set = crate::support::default_set();
    let book = Notebook::opened()
        .meeting("h", &[], "2026-03-05")
        .put("meeting/h/for/1.1.1", true)
        .put("meeting/h/for/1.4.1", true)
        .put("task/t/for/1.3.1", true)
        .put("paper/kh/template", "annual-plan")
        .put("paper/bc/template", "report");
    let items = |kind, name: &str| -> Vec<String> {
        proof::items(&book.year, kind, &id(name), &set).into_iter().map(|item| item.0).collect()
    };
    assert_eq!(items(RecordKind::Meeting, "h"), ["1.4.1", "2.3.1"]);
    assert_eq!(items(RecordKind::Task, "t"), ["1.3.1"], "nothing else to support");
    assert_eq!(items(RecordKind::Paper, "kh"), ["2.1.1"]);
    assert_eq!(items(RecordKind::Paper, "bc"), [""; 0]);
    assert_eq!(items(RecordKind::Intro, "bat-ky"), ["2.4.1"]);
    assert_eq!(proof::items(&book.year, RecordKind::Meeting, &id("h"), &small_set()), [].into());
    let mut book = book;
    book.does(YearCommand::ProveRegistration("dang-ky".into(), ["3.0.1".into()].into(), true));
    assert_eq!(book.fields["evidence/dang-ky/of/registration"].v, true);
    assert_eq!(book.fields["evidence/dang-ky/for/3.0.1"].v, true);
}

#[test]
fn a_pledge_asks_for_a_measure_only_where_it_is_hard() {
    let mut book = Notebook::opened();
    let pledge = |item: &str, field| YearCommand::Pledge(item.into(), field);
    for (item, standing) in
        [("1.1.1", Standing::Met), ("2.4.1", Standing::Hard), ("3.1.1", Standing::Unmet)]
    {
        book.does(pledge(item, PledgeField::Standing(standing)));
    }
    let lacking = |book: &Notebook| -> Vec<String> {
        book.year.registration.incomplete().map(|item| item.0.clone()).collect()
    };
    assert_eq!(lacking(&book), ["2.4.1", "3.1.1"]);
    book.does(pledge("2.4.1", PledgeField::Measure("Giao chỉ tiêu từng chi đoàn".into())));
    book.does(pledge("2.4.1", PledgeField::Until(Day::from("2026-06-30"))));
    assert_eq!(lacking(&book), ["3.1.1"]);
    book.does(YearCommand::Register(RegistrationField::Officer, "Đ/c Mai".into()));
    assert_eq!(book.year.registration.officer, "Đ/c Mai");
}

#[test]
fn every_word_reads_back_and_every_kind_has_its_own() {
    for kind in RecordKind::ALL {
        assert_eq!(RecordKind::parse(kind.as_str()), Some(*kind));
    }
    for strength in Strength::ALL {
        assert_eq!(Strength::parse(strength.as_str()), Some(*strength));
    }
    assert_eq!(MeetingPeriod::parse("weekly"), None);
    let all = Task {
        project: ProjectKind::Unit,
        recognised: true,
        order: 5,
        deleted: true,
        ..task("x", "a", "b")
    };
    let mut back = Task::default();
    for (field, value) in all.give() {
        let (name, rest) = field.split_once('/').map_or((&*field, None), |(n, r)| (n, Some(r)));
        back.put(name, rest, &value);
    }
    assert_eq!(back, all);
}

#[test]
fn a_unit_without_branches_is_its_own_branch() {
    let book = Notebook::opened().put("branch/unit/period", "quarterly");
    let own = book.year.branches_or_self();
    assert_eq!((own.len(), own[0].0.as_str()), (1, SELF));
    assert_eq!(own[0].1.period, MeetingPeriod::Quarterly);
    let listed = Notebook::opened()
        .add("b", NewRecord::Branch(Branch { name: "B".into(), order: 1, ..Branch::default() }))
        .add("a", NewRecord::Branch(Branch { name: "A".into(), order: 2, ..Branch::default() }));
    let ids: Vec<String> = listed.year.branches_or_self().into_iter().map(|(id, _)| id.0).collect();
    assert_eq!(ids, ["b", "a"]);
}

#[test]
fn a_record_whose_adding_was_undone_is_not_there() {
    let mut year = Year::default();
    year.put("task/a/content", &json!("Ra quân"));
    year.put("task/a/order", &json!(1024));
    year.put("task/a/for/2.2.1", &json!(true));
    // As undo leaves it: every field as it was before, which is nothing.
    for field in ["content", "order", "for/2.2.1"] {
        year.put(&format!("task/a/{field}"), &Value::Null);
    }
    assert_eq!(year, Year::default());
}
