//! What is wrong with a task, in words.

use crate::{
    i18n::{self, k, t, tf},
    state::desk::Desk,
};
use bcd_core::{
    id::RecordId,
    year::{
        Year,
        faults::{self, Fault, What},
        record::{Kind, path},
        task::Task,
    },
};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// The tasks with something wrong in them.
pub fn wrong_tasks(desk: Desk) -> Memo<BTreeSet<RecordId>> {
    Memo::new(move |_| {
        let all = desk.set.with(|set| desk.year.with(|year| faults::faults(year, set, &[])));
        let id =
            |fault: &Fault| fault.path.strip_prefix("task/")?.split('/').next().map(Into::into);
        all.iter().filter_map(id).collect()
    })
}

/// What is wrong with one task: looked at apart from the others, as it is being typed.
pub fn faults_of(desk: Desk, id: RecordId, task: Memo<Task>) -> Memo<Vec<(String, String)>> {
    let branches = Memo::new(move |_| desk.year.with(|year| year.branches.clone()));
    let cycle = Memo::new(move |_| desk.year.with(|year| year.cycle.clone()));
    Memo::new(move |_| {
        let alone = Year {
            cycle: cycle.get(),
            branches: branches.get(),
            tasks: [(id.clone(), task.get())].into(),
            ..Year::default()
        };
        let all = desk.set.with(|set| faults::faults(&alone, set, &[]));
        let start = path(Kind::Task, &id, "");
        let named = |fault: &Fault| {
            Some((fault.path.strip_prefix(&start)?.to_owned(), sentence(&fault.what)?))
        };
        all.iter().filter_map(named).collect()
    })
}

/// What is wrong with a field, and with what stands below it.
pub fn at(all: Memo<Vec<(String, String)>>, field: &'static str) -> Signal<Option<String>> {
    Signal::derive(move || {
        let below = format!("{field}/");
        let said = all.with(|all| {
            let here = all.iter().filter(|(path, _)| path == field || path.starts_with(&below));
            here.map(|(_, words)| words.clone()).collect::<Vec<_>>().join(" ")
        });
        (!said.is_empty()).then_some(said)
    })
}

fn sentence(what: &What) -> Option<String> {
    let day = |day: &chrono::NaiveDate| i18n::date(&day.to_string());
    Some(match what {
        What::NotADay(text) => tf(k::PLAN_FAULT_DAY, &[("text", text)]),
        What::NotANumber(text) => tf(k::PLAN_FAULT_NUMBER, &[("text", text)]),
        What::EndsBeforeStart(start, end) => {
            tf(k::PLAN_FAULT_ORDER, &[("start", &day(start)), ("end", &day(end))])
        }
        What::OutsideCycle(at) => tf(k::PLAN_FAULT_OUTSIDE, &[("day", &day(at))]),
        What::NoSuchBranch(_) => t(k::PLAN_FAULT_BRANCH).to_owned(),
        What::NoSuchItem(item) => tf(k::PLAN_FAULT_ITEM, &[("item", item)]),
        // No faults of tasks.
        What::NoCycle(_)
        | What::MoreThanTotal(..)
        | What::MoreThanMembers(..)
        | What::Over100(_)
        | What::PartOverWhole(..)
        | What::DoesNotAddUp(..)
        | What::NotTheBranches(..)
        | What::EmptySection(_)
        | What::HelpsItself
        | What::TooManyTasks(..) => return None,
    })
}
