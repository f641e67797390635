//! Proposals are monotone: more done, earlier done or better proven never proposes less.

use super::{Notebook, rules, y2026};
use crate::support::default_set;
use bcd_core::{
    command::Set,
    criteria::CriteriaSet,
    points::Points,
    year::{
        Year,
        command::YearCommand,
        cycle::Quarter,
        proof, proposal,
        record::{RecordKind, live},
        task::TaskState,
        value::{Day, Figure},
    },
};
use chrono::{Days, NaiveDate};
use proptest::{prelude::*, sample::Index};
use serde_json::Value;
use std::{collections::BTreeMap, sync::LazyLock};

static SET: LazyLock<CriteriaSet> = LazyLock::new(default_set);

const BRANCHES: [&str; 3] = ["a", "b", "c"];
const ITEMS: [&str; 8] = ["1.1.1", "1.4.1", "2.1.1", "2.2.2", "2.5.1", "3.1.2", "3.3.1", "3.3.2"];
// Fewer, so that tasks of one item meet.
const SERVED: [&str; 3] = ["2.2.2", "1.4.1", "3.1.2"];

fn day(number: u64) -> NaiveDate {
    y2026().span().first + Days::new(number)
}

// A year by dice: what a unit may have noted, well or badly.
pub fn a_book() -> impl Strategy<Value = Notebook> {
    let number = (0_u64..380, 0_usize..8, 0_usize..3, any::<bool>(), 0_u64..12);
    let many = || proptest::collection::vec(number.clone(), 0..7);
    (0_usize..4, many(), many(), many(), many(), many()).prop_map(
        |(branches, tasks, meetings, figures, proofs, rest)| {
            let mut book = Notebook::opened();
            for name in &BRANCHES[..branches] {
                book = book.branch(name, 8).put(&format!("branch/{name}/roll"), branches % 2 == 0);
            }
            for (n, (at, item, branch, flag, length)) in tasks.into_iter().enumerate() {
                let name = format!("t{n}");
                let project = ["", "unit", "branch"][branch];
                book = book
                    .task(&name, &day(at).to_string(), &day(at + length).to_string())
                    .put(&format!("task/{name}/for/{}", SERVED[item % SERVED.len()]), true)
                    .put(&format!("task/{name}/branch/{}", BRANCHES[branch]), flag)
                    .put(&format!("task/{name}/project"), project)
                    .put(&format!("task/{name}/lead"), if flag { "Nam" } else { "" });
                if flag {
                    book = book.done(&name, &day(at + length / 2).to_string());
                }
            }
            for (n, (at, item, branch, flag, _)) in meetings.into_iter().enumerate() {
                let name = format!("h{n}");
                book = book
                    .meeting(&name, &[BRANCHES[branch]], &day(at).to_string())
                    .put(&format!("meeting/{name}/for/{}", ITEMS[item]), true)
                    .put(&format!("meeting/{name}/planned"), flag && n % 2 == 0);
            }
            for (at, what, branch, flag, n) in figures {
                let quarter = at % 4 + 1;
                let who = if flag { "unit" } else { BRANCHES[branch] };
                let path = match what {
                    0 => format!("quarter/{quarter}/{who}/new"),
                    1 => format!("quarter/{quarter}/{who}/complete"),
                    2 => format!("quarter/{quarter}/{who}/moved_out"),
                    3 => format!("quarter/{quarter}/{who}/handled"),
                    4 => format!("annual/{who}/reviewed"),
                    5 => format!("annual/{who}/rated"),
                    6 => format!("annual/{who}/signed_up"),
                    _ => format!("annual/{who}/assessed"),
                };
                book = book.put(&path, n);
            }
            for (n, (at, item, _, flag, _)) in proofs.into_iter().enumerate() {
                book = book
                    .put(&format!("evidence/e{n}/date"), day(at).to_string())
                    .put(&format!("evidence/e{n}/for/{}", ITEMS[item]), true)
                    .put(&format!("evidence/e{n}/of/task-t{n}"), flag);
            }
            for (n, (at, what, branch, flag, count)) in rest.into_iter().enumerate() {
                let quarter = at % 4 + 1;
                book = match what {
                    0..3 => {
                        book.put(&format!("quarter/{quarter}/unit/confirmed"), day(at).to_string())
                    }
                    3 => book.put("branch/unit/members", count + 5),
                    4 => book.intro(&format!("g{n}"), BRANCHES[branch], count, 0),
                    5 => book.put(&format!("joint/j{n}/signed"), day(at).to_string()),
                    6 => book
                        .put("paper/kh/template", "annual-plan")
                        .put("paper/kh/date", day(at).to_string()),
                    _ => book.put(&format!("paper/kh/branch/{}", BRANCHES[branch]), flag),
                };
            }
            book
        },
    )
}

// One more thing that is done; none where there is nothing to do it to.
fn more(book: &mut Notebook, (step, what): (usize, u8), pick: Index, today: NaiveDate) {
    let quarter = Quarter::ALL[pick.index(4)];
    let branch = {
        let all = book.year.branches_or_self();
        all[pick.index(all.len())].0.clone()
    };
    let tasks: Vec<_> = live(&book.year.tasks).map(|(id, _)| id.clone()).collect();
    let task = (!tasks.is_empty()).then(|| tasks[pick.index(tasks.len())].clone());
    let whose = |field: &str| format!("annual/{branch}/{field}");
    let quarterly = |field: &str| format!("quarter/{}/{branch}/{field}", quarter.number());
    // What is noted now happened on a day of the year that is past.
    let past = day(pick.index(330) as u64).min(today).to_string();
    let new = format!("moi-{step}");
    let mut put = |path: String, value: Value| book.sets(&[Set { path, value }]);
    match what {
        // Done: by its day where that is past, else today.
        0 => {
            if let Some(task) = task.filter(|task| !book.year.tasks[task].is_done()) {
                let due = book.year.tasks[&task].due().unwrap_or(today);
                book.does(YearCommand::State(task, TaskState::Done, Day::from(due.min(today))));
            }
        }
        // Done late.
        1 => {
            if let Some(task) = task.filter(|task| !book.year.tasks[task].is_done()) {
                book.does(YearCommand::State(task, TaskState::Done, Day::from(today)));
            }
        }
        2 => {
            if let Some(task) = task {
                let items = proof::items(&book.year, RecordKind::Task, &task, &SET);
                book.does(YearCommand::Prove(
                    new.as_str().into(),
                    RecordKind::Task,
                    task,
                    items,
                    true,
                ));
            }
        }
        3 => {
            put(format!("meeting/{new}/branch/{branch}"), true.into());
            put(format!("meeting/{new}/date"), past.into());
        }
        4 => {
            let first = y2026().quarter(quarter).first;
            put(quarterly("confirmed"), first.to_string().into());
        }
        5 => put(format!("branch/{branch}/roll"), true.into()),
        6 => {
            let (new, complete) = {
                let figures = book.year.quarter(quarter, branch.as_str());
                (figures.new, figures.complete)
            };
            // Somebody with complete papers joins, in a branch that counts.
            if new.get().is_some() && complete.get().is_some() {
                book.sets(&[
                    Set { path: quarterly("new"), value: (new.or_zero() + 1).into() },
                    Set { path: quarterly("complete"), value: (complete.or_zero() + 1).into() },
                ]);
            }
        }
        7 => {
            let annual = book.year.annuals.get(&branch).cloned().unwrap_or_default();
            for (field, figure) in [
                ("reviewed", annual.reviewed),
                ("rated", annual.rated),
                ("assessed", annual.assessed),
            ] {
                if let Figure::Is(count) = figure {
                    book.sets(&[Set { path: whose(field), value: (count + 1).into() }]);
                }
            }
        }
        8 => {
            let handled = book.year.quarter(quarter, branch.as_str()).handled;
            if let Figure::Is(count) = handled {
                book.sets(&[Set { path: quarterly("handled"), value: (count + 1).into() }]);
            }
        }
        9 => put(format!("joint/{new}/signed"), past.into()),
        10 => put(format!("paper/kh/branch/{branch}"), true.into()),
        11 => {
            book.sets(&[
                Set { path: format!("paper/{new}/template"), value: "annual-plan".into() },
                Set { path: format!("paper/{new}/date"), value: "2025-12-28".into() },
            ]);
        }
        12 => {
            if let Some(task) = task {
                book.sets(&[Set { path: format!("task/{task}/recognised"), value: true.into() }]);
            }
        }
        13 => {
            if let Some(task) = task {
                book.sets(&[Set { path: format!("task/{task}/lead"), value: "Hoa".into() }]);
            }
        }
        14 => {
            let sets = ["1.1.1", "1.4.1", "2.1.1"]
                .map(|item| Set { path: format!("meeting/{new}/for/{item}"), value: true.into() });
            book.sets(&sets);
            book.sets(&[Set { path: format!("meeting/{new}/date"), value: past.into() }]);
        }
        15 => {
            put(format!("evidence/{new}/for/{}", ITEMS[pick.index(8)]), true.into());
            put(format!("evidence/{new}/date"), past.into());
        }
        _ => {
            book.sets(&[
                Set { path: format!("intro/{new}/branch"), value: branch.0.clone().into() },
                Set { path: format!("intro/{new}/count"), value: 3.into() },
            ]);
        }
    }
}

fn points(year: &Year, today: NaiveDate) -> BTreeMap<String, Points> {
    let all = proposal::all(year, &y2026(), &rules(), &SET, today);
    let worth = |one: &proposal::Proposal| {
        SET.item(one.item.as_str()).unwrap().step(one.step.as_str()).unwrap().points
    };
    all.iter().map(|one| (one.item.0.clone(), worth(one))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn more_done_never_proposes_less(
        book in a_book(),
        today in prop_oneof![0_u64..400, 300_u64..340],
        run in proptest::collection::vec((prop_oneof![0_u8..17, Just(4), Just(14)], any::<Index>()), 1..30),
    ) {
        let today = day(today);
        let mut book = book;
        let mut before = points(&book.year, today);
        for (step, (what, pick)) in run.into_iter().enumerate() {
            more(&mut book, (step, what), pick, today);
            let after = points(&book.year, today);
            for (item, worth) in &before {
                let now = after.get(item);
                prop_assert!(now >= Some(worth), "{}: {:?} was {} before {}", item, now, worth, what);
            }
            before = after;
        }
    }

    #[test]
    fn every_proposal_shows_figures_that_fit(book in a_book(), today in 0_u64..400) {
        for one in proposal::all(&book.year, &y2026(), &rules(), &SET, day(today)) {
            prop_assert!(!one.working.is_empty());
            let item = SET.item(one.item.as_str()).unwrap();
            prop_assert_eq!(item.step(one.step.as_str()).map(|step| step.met), Some(one.met));
        }
        let answers: Vec<_> = book.fields.keys().filter(|path| path.starts_with("answer/")).collect();
        prop_assert!(answers.is_empty());
    }
}
