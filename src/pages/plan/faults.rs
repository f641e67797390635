//! What is wrong with a task, in words.

use crate::i18n;
use bcd_app::services::Services;
use bcd_core::{
    id::RecordId,
    year::{
        Year,
        faults::{self, InputFault},
        record::{RecordKind, path},
        task::Task,
    },
};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// The tasks with something wrong in them.
pub fn wrong_tasks(app: Services) -> Memo<BTreeSet<RecordId>> {
    Memo::new(move |_| {
        let all =
            app.work.set.with(|set| app.planning.year.with(|year| faults::faults(year, set, &[])));
        let id = |fault: &InputFault| {
            fault.path.strip_prefix("task/")?.split('/').next().map(Into::into)
        };
        all.iter().filter_map(id).collect()
    })
}

/// What is wrong with one task: looked at apart from the others, as it is being typed.
pub fn faults_of(app: Services, id: RecordId, task: Memo<Task>) -> Memo<Vec<(String, String)>> {
    let branches = Memo::new(move |_| app.planning.year.with(|year| year.branches.clone()));
    let cycle = Memo::new(move |_| app.planning.year.with(|year| year.cycle.clone()));
    Memo::new(move |_| {
        let alone = Year {
            cycle: cycle.get(),
            branches: branches.get(),
            tasks: [(id.clone(), task.get())].into_iter().collect(),
            ..Year::default()
        };
        let all = app.work.set.with(|set| faults::faults(&alone, set, &[]));
        let start = path(RecordKind::Task, &id, "");
        let named = |fault: &InputFault| {
            Some((fault.path.strip_prefix(&start)?.to_owned(), i18n::fault(&fault.what)))
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
