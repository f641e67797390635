//! Cases of proposals from the plan and its tasks.

use super::{check, put, three_branches};
use crate::year::Notebook;
use bcd_core::year::record::RecordKind;

#[test]
fn the_annual_plan() {
    let issued = |on: &str| {
        three_branches().put("paper/kh/template", "annual-plan").put("paper/kh/date", on)
    };
    let everywhere = |book: Notebook| {
        ["a", "b", "c"]
            .iter()
            .fold(book, |book, id| book.put(&format!("paper/kh/branch/{id}"), true))
    };
    check(
        "2.1.1",
        "2026-06-01",
        &[
            (three_branches(), ""),
            (issued("tháng 1"), ""),
            (issued("2026-07-01"), ""),
            (issued("2026-01-31"), "3: 1/1"),
            (everywhere(issued("2026-01-31")), "5: 1/1"),
            (everywhere(issued("2026-02-01")), "3: 0/1"),
            (everywhere(issued("2025-12-20")), "5: 1/1"),
            (
                issued("2026-01-05")
                    .meeting("tk", &["a", "b", "c"], "2026-01-12")
                    .put("meeting/tk/for/2.1.1", true),
                "5: 1/1",
            ),
            (put(&[("evidence/e/for/2.1.1", "true"), ("evidence/e/date", "2026-01-15")]), "5: 1/1"),
        ],
    );
}

#[test]
fn month_plans() {
    let months = |n: usize| {
        (1..=n).fold(Notebook::opened(), |book, month| {
            let (name, on) = (format!("t{month}"), format!("2026-{month:02}-20"));
            book.task(&name, "", &on).put(&format!("task/{name}/lead"), "Nam")
        })
    };
    check(
        "2.1.2",
        "2026-01-02",
        &[
            (months(0), ""),
            (months(8), "0: 8/12"),
            (months(9), "2: 9/12"),
            (months(12), "3: 12/12"),
            (months(12).put("task/t5/lead", ""), "2: 11/12"),
            (months(12).put("task/t5/state", "dropped"), "2: 11/12"),
        ],
    );
}

#[test]
fn tasks_on_time() {
    let tasks = |done: usize, late: usize, ahead: usize| {
        let mut book = Notebook::opened();
        for n in 0..done {
            book =
                book.task(&format!("d{n}"), "", "2026-03-31").done(&format!("d{n}"), "2026-03-30");
        }
        for n in 0..late {
            book = book.task(&format!("l{n}"), "", "2026-03-31");
        }
        (0..ahead).fold(book, |book, n| book.task(&format!("a{n}"), "", "2026-12-31"))
    };
    check(
        "2.2.1",
        "2026-04-01",
        &[
            (tasks(0, 0, 5), ""),
            (tasks(9, 1, 5), "5: 9/10"),
            (tasks(8, 2, 0), "4: 8/10"),
            (tasks(7, 3, 0), "3: 7/10"),
            (tasks(5, 5, 0), "1: 5/10"),
            (tasks(4, 6, 0), "0: 4/10"),
            (tasks(1, 0, 0).put("task/d0/done", "2026-04-01"), "0: 0/1"),
            (tasks(1, 1, 0).put("task/l0/state", "dropped"), "5: 1/1"),
        ],
    );
    check("2.2.1", "2026-03-31", &[(tasks(1, 5, 0), "5: 1/1")]);
}

#[test]
fn activities_with_and_without_evidence() {
    for (item, steps) in
        [("2.2.2", ["3", "2", "0"]), ("2.5.1", ["2", "1", "0"]), ("3.3.2", ["4", "2", "0"])]
    {
        let book =
            Notebook::opened().task("t", "", "2026-03-31").put(&format!("task/t/for/{item}"), true);
        let done = book.clone().done("t", "2026-03-20");
        let proven = done.clone().proves("anh", RecordKind::Task, "t");
        let beside =
            proven.clone().task("u", "", "2026-03-31").put(&format!("task/u/for/{item}"), true);
        check(
            item,
            "2026-03-31",
            &[(book.clone(), ""), (proven.clone(), &format!("{}: 1/1", steps[0]))],
        );
        check(
            item,
            "2026-04-01",
            &[
                (book, &format!("{}: 0/1", steps[2])),
                (done, &format!("{}: 1/1", steps[1])),
                (proven, &format!("{}: 1/1", steps[0])),
                (beside, &format!("{}: 1/2", steps[1])),
            ],
        );
    }
}

#[test]
fn youth_projects() {
    let branches = |book: Notebook, ids: &[&str]| {
        let book = book.put("task/pv/project", "branch").put("task/pv/content", "Phần việc");
        ids.iter().fold(book, |book, id| book.put(&format!("task/pv/branch/{id}"), true))
    };
    let unit = |book: Notebook| {
        book.put("task/ct/project", "unit")
            .put("task/ct/state", "done")
            .put("task/ct/recognised", true)
    };
    check(
        "2.2.3",
        "2026-10-01",
        &[
            (three_branches(), ""),
            (branches(three_branches(), &["a"]), "0: 0"),
            (branches(three_branches(), &["a", "b", "c"]), "3: 0"),
            (unit(three_branches()), "3: 1"),
            (unit(branches(three_branches(), &["a", "b", "c"])), "4: 1"),
            (unit(three_branches()).put("task/ct/recognised", false), "0: 0"),
        ],
    );
}
