//! A task as a line, with its state to tap.

use super::{
    View,
    words::{content_of, days_of, next_state, state_mark, state_word},
};
use crate::{
    i18n::{k, t, tf},
    shell::services,
};
use bcd_core::{
    id::RecordId,
    year::{
        command::YearCommand,
        task::{Task, TaskState},
        value::Day,
    },
};
use chrono::NaiveDate;
use leptos::prelude::*;
use std::collections::BTreeSet;

/// The tasks that were chosen; none while nobody chooses.
pub type Chosen = RwSignal<Option<BTreeSet<RecordId>>>;

// What is shown of a task. It is compared, so that a line is redrawn only if it changed.
#[derive(Clone, Default, PartialEq)]
struct TaskLine {
    content: String,
    days: String,
    lead: String,
    items: String,
    state: TaskState,
    late: bool,
}

impl TaskLine {
    fn of(task: &Task, today: NaiveDate) -> Self {
        Self {
            content: content_of(task),
            days: days_of(&task.start, &task.end),
            lead: task.lead.trim().to_owned(),
            items: task.items.iter().cloned().collect::<Vec<_>>().join(", "),
            state: task.state,
            late: task.is_late(today),
        }
    }
}

/// A task as a line.
#[component]
pub fn Row(
    id: RecordId,
    /// Tasks with something wrong in them.
    wrong: Memo<BTreeSet<RecordId>>,
    /// The tasks that are chosen, where several can be.
    #[prop(optional)]
    chosen: Option<Chosen>,
) -> impl IntoView {
    let app = services();
    let (at, mine) = (id.clone(), id.clone());
    let line = Memo::new(move |_| {
        let today = app.planning.today();
        app.planning
            .year
            .with(|y| y.tasks.get(&at).map(|task| TaskLine::of(task, today)).unwrap_or_default())
    });
    let marked = Memo::new(move |_| wrong.with(|wrong| wrong.contains(&mine)));
    let part = move |get: fn(&TaskLine) -> &String| move || line.with(|line| get(line).clone());
    let items = move || {
        line.with(|l| {
            (!l.items.is_empty()).then(|| view! { <span class="tag">{l.items.clone()}</span> })
        })
    };
    let late = move || {
        line.with(|l| l.late).then(|| view! {
            <span class="state state--bad"><span aria-hidden="true">"▲ "</span>{t(k::PLAN_LATE)}</span>
        })
    };
    let fault = move || {
        marked.get().then(|| view! {
            <span class="state" data-testid="task-wrong"><span aria-hidden="true">"! "</span>{t(k::PLAN_LOOK)}</span>
        })
    };
    let href = View::Task(id.clone()).href();
    let tick = {
        let id = id.clone();
        chosen
            .map(|chosen| view! { <Tick id chosen content=Signal::derive(part(|l| &l.content)) /> })
    };
    view! {
        <li class="taskrow" data-testid="task">
            {tick}
            <a class="taskrow__main" href=href>
                <span class="taskrow__content">{part(|l| &l.content)}</span>
                <span class="taskrow__about">
                    <span>{part(|l| &l.days)}</span>
                    <span>{part(|l| &l.lead)}</span>
                    {items}
                    {late}
                    {fault}
                </span>
            </a>
            <State id line />
        </li>
    }
    .into_any()
}

#[component]
fn Tick(id: RecordId, chosen: Chosen, content: Signal<String>) -> impl IntoView {
    let here = id.clone();
    let on = move || chosen.with(|all| all.as_ref().is_some_and(|all| all.contains(&here)));
    let toggle = move |event| {
        let (id, on) = (id.clone(), event_target_checked(&event));
        chosen.update(|all| {
            if let Some(all) = all {
                if on {
                    all.insert(id)
                } else {
                    all.remove(&id)
                };
            }
        });
    };
    let on = Memo::new(move |_| on());
    move || {
        chosen.with(Option::is_some).then(|| {
            let toggle = toggle.clone();
            view! {
                <label class="taskrow__tick">
                    <input type="checkbox" prop:checked=on on:change=toggle
                        aria-label=content data-testid="choose-one" />
                </label>
            }
        })
    }
}

#[component]
fn State(id: RecordId, line: Memo<TaskLine>) -> impl IntoView {
    let app = services();
    let state = Memo::new(move |_| line.with(|line| line.state));
    let label = move || {
        let (word, next) = (state_word(state.get()), state_word(next_state(state.get())));
        let content = line.with(|line| line.content.clone());
        tf(k::PLAN_STATE_LABEL, &[("state", &word), ("next", &next), ("content", &content)])
    };
    let tap = move |_| {
        let next = next_state(state.get_untracked());
        app.planning.change(YearCommand::State(id.clone(), next, Day::from(app.planning.today())));
        app.work.say_undoable(tf(k::PLAN_STATE_SAID, &[("state", &state_word(next))]));
    };
    view! {
        <button class="stand stand--small" data-state=move || state.get().as_str() aria-label=label on:click=tap data-testid="task-state">
            <span aria-hidden="true">{move || state_mark(state.get())}</span>
            {move || state_word(state.get())}
        </button>
    }
    .into_any()
}
