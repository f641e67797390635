//! One task: its fields, edited in place and kept with every keystroke.

use super::{
    View,
    around::Inner,
    faults::{at, faults_of},
    list::parts,
    proofs::Proofs,
    serves::{Branches, Items},
    words::{state_mark, state_word},
};
use crate::{
    i18n::{k, t, tf},
    pages::written::Written,
    shell::services,
    ui::{Choice, Field, Icon, Kind as FieldKind, icon},
};
use bcd_core::{
    id::RecordId,
    year::{
        Year,
        command::YearCommand,
        plan,
        record::{RecordKind, path},
        task::{ProjectKind, Task, TaskState},
        value::{Day, Figure},
    },
};
use bcd_web::page;
use leptos::prelude::*;

type FieldFaults = Memo<Vec<(String, String)>>;

/// The page of a task.
#[component]
pub fn OneTask(id: RecordId) -> impl IntoView {
    let app = services();
    let (at, here) = (id.clone(), id.clone());
    let there = Memo::new(move |_| {
        app.planning.year.with(|year| year.tasks.get(&here).map(|task| task.deleted))
    });
    let task = Memo::new(move |_| {
        app.planning.year.with(|y| y.tasks.get(&at).cloned().unwrap_or_default())
    });
    let form = move || match there.get() {
        None => {
            view! { <p class="empty" data-testid="no-task">{t(k::PLAN_NO_TASK)}</p> }.into_any()
        }
        Some(true) => {
            let id = id.clone();
            let back = move |_| {
                app.planning.change(YearCommand::Delete(RecordKind::Task, id.clone(), false))
            };
            view! {
                <div class="empty" data-testid="task-gone">
                    <p>{t(k::PLAN_TASK_GONE)}</p>
                    <button class="button" on:click=back>{t(k::PLAN_RESTORE)}</button>
                </div>
            }
            .into_any()
        }
        Some(false) => view! { <Form id=id.clone() task /> }.into_any(),
    };
    view! {
        <Inner title=t(k::PLAN_TASK) />
        {form}
    }
    .into_any()
}

#[component]
fn Form(id: RecordId, task: Memo<Task>) -> impl IntoView {
    let app = services();
    let faults = faults_of(app, id.clone(), task);
    if task.with_untracked(|task| task.content.is_empty()) {
        page::focus_soon("[data-testid=task-content]");
    }
    view! {
        <div class="columns">
            <section class="card" aria-label=t(k::PLAN_WORK)>
                <Text id=id.clone() task faults kind=FieldKind::Lines label=t(k::PLAN_CONTENT) field="content" get=|t| &t.content test="task-content" />
                <Items id=id.clone() task faults />
                <div class="pair">
                    <Text id=id.clone() task faults kind=FieldKind::Date label=t(k::PLAN_START) field="start" get=|t| &t.start.0 test="task-start" />
                    <Text id=id.clone() task faults kind=FieldKind::Date label=t(k::PLAN_END) field="end" get=|t| &t.end.0 test="task-end" />
                </div>
                <Text id=id.clone() task faults label=t(k::PLAN_LEAD) field="lead" get=|t| &t.lead test="task-lead" />
                <Text id=id.clone() task faults label=t(k::PLAN_HELPERS) field="helpers" get=|t| &t.helpers test="task-helpers" />
                <Text id=id.clone() task faults label=t(k::PLAN_PLACE) field="place" get=|t| &t.place test="task-place" />
                <Branches id=id.clone() task />
                <div class="pair">
                    <Number id=id.clone() task faults label=t(k::PLAN_TARGET) field="target" get=|t| &t.target test="task-target" />
                    <Text id=id.clone() task faults label=t(k::PLAN_MEASURE) field="measure" get=|t| &t.measure test="task-measure" />
                </div>
                <Number id=id.clone() task faults label=t(k::PLAN_COST) field="cost" get=|t| &t.cost test="task-cost" />
                <Project id=id.clone() task faults />
            </section>
            <div>
                <section class="card" aria-labelledby="result-h">
                    <h2 id="result-h">{t(k::PLAN_RESULT_TITLE)}</h2>
                    <State id=id.clone() task faults />
                    <Number id=id.clone() task faults label=t(k::PLAN_REACHED) field="reached" get=|t| &t.reached test="task-reached" />
                    <Text id=id.clone() task faults kind=FieldKind::Lines label=t(k::PLAN_RESULT) field="result" get=|t| &t.result test="task-result" />
                    <Text id=id.clone() task faults kind=FieldKind::Lines label=t(k::PLAN_NOTE) field="note" get=|t| &t.note test="task-note" />
                </section>
                <section class="card" aria-labelledby="proof-h">
                    <h2 id="proof-h">{t(k::PLAN_PROOFS)}</h2>
                    <Proofs id=id.clone() />
                </section>
                <Written prefix=path(RecordKind::Task, &id, "") />
                <Deeds id />
            </div>
        </div>
    }
    .into_any()
}

#[component]
fn Text(
    id: RecordId,
    task: Memo<Task>,
    faults: FieldFaults,
    #[prop(optional)] kind: FieldKind,
    label: &'static str,
    field: &'static str,
    get: fn(&Task) -> &String,
    test: &'static str,
) -> impl IntoView {
    let app = services();
    let write = Callback::new(move |text| {
        app.planning.change(YearCommand::Text(RecordKind::Task, id.clone(), field, text));
    });
    let leave = Callback::new(move |()| app.work.end_typing());
    let value = Signal::derive(move || task.with(|task| get(task).clone()));
    view! { <Field kind label value on_input=write on_leave=leave fault=at(faults, field) test /> }
}

#[component]
fn Number(
    id: RecordId,
    task: Memo<Task>,
    faults: FieldFaults,
    label: &'static str,
    field: &'static str,
    get: fn(&Task) -> &Figure,
    test: &'static str,
) -> impl IntoView {
    let app = services();
    let write = Callback::new(move |text: String| {
        let figure = Figure::typed(&text);
        app.planning.change(YearCommand::Figure(RecordKind::Task, id.clone(), field, figure));
    });
    let leave = Callback::new(move |()| app.work.end_typing());
    let value = Signal::derive(move || {
        task.with(|task| match get(task) {
            Figure::Open => String::new(),
            Figure::Is(number) => number.to_string(),
            Figure::Other(text) => text.clone(),
        })
    });
    view! {
        <Field kind=FieldKind::Number label value on_input=write on_leave=leave fault=at(faults, field) max=20 test />
    }
}

#[component]
fn State(id: RecordId, task: Memo<Task>, faults: FieldFaults) -> impl IntoView {
    let app = services();
    let state = Memo::new(move |_| task.with(|task| task.state));
    let buttons = TaskState::ALL.iter().map(|one| {
        let (one, id) = (*one, id.clone());
        let choose = move |_| {
            app.planning.change(YearCommand::State(id.clone(), one, Day::from(app.planning.today())));
        };
        view! {
            <button class="stand" data-state=one.as_str() aria-pressed=move || (state.get() == one).to_string()
                on:click=choose data-testid=format!("state-{}", one.as_str())>
                <span aria-hidden="true">{state_mark(one)}</span>
                {state_word(one)}
            </button>
        }
    });
    let buttons = buttons.collect_view();
    let done = move || {
        let id = id.clone();
        (state.get() == TaskState::Done).then(|| view! {
            <Text id task faults kind=FieldKind::Date label=t(k::PLAN_DONE_ON) field="done" get=|t| &t.done.0 test="task-done" />
        })
    };
    view! {
        <div class="stands" role="group" aria-label=t(k::PLAN_STATE)>{buttons}</div>
        {done}
    }
    .into_any()
}

#[component]
fn Project(id: RecordId, task: Memo<Task>, faults: FieldFaults) -> impl IntoView {
    let app = services();
    let kind = Memo::new(move |_| task.with(|task| task.project));
    let is_one = Memo::new(move |_| kind.get() != ProjectKind::None);
    let recognised = Memo::new(move |_| task.with(|task| task.recognised));
    let words = [k::PLAN_PROJECT_NONE, k::PLAN_PROJECT_UNIT, k::PLAN_PROJECT_BRANCH];
    let options = ProjectKind::ALL.iter().zip(words);
    let options =
        options.map(|(kind, text)| (kind.as_str().to_owned(), t(text).to_owned())).collect();
    let write = {
        let id = id.clone();
        Callback::new(move |word: String| {
            app.planning.change(YearCommand::Text(RecordKind::Task, id.clone(), "project", word));
            app.work.end_typing();
        })
    };
    let value = Signal::derive(move || kind.get().as_str().to_owned());
    let tick = move || {
        let id = id.clone();
        is_one.get().then(|| {
            let people = id.clone();
            let toggle = move |event| {
                let on = event_target_checked(&event);
                app.planning.change(YearCommand::Flag(RecordKind::Task, id.clone(), "recognised", on));
            };
            view! {
                <Number id=people task faults label=t(k::PLAN_PEOPLE) field="people" get=|t| &t.people test="task-people" />
                <label class="tick">
                    <input type="checkbox" prop:checked=recognised on:change=toggle />
                    <span>{t(k::PLAN_RECOGNISED)}</span>
                </label>
            }
        })
    };
    view! {
        <Choice label=t(k::PLAN_PROJECT) options value on_change=write test="task-project" />
        {tick}
    }
    .into_any()
}

// Before which task it has to go to move one line up or down in its part of the plan.
fn neighbour(year: &Year, id: &RecordId, up: bool) -> Option<Option<RecordId>> {
    let part = parts(year).into_iter().find(|part| part.ids.contains(id))?;
    let here = part.ids.iter().position(|one| one == id)?;
    if up {
        return Some(Some(part.ids.get(here.checked_sub(1)?)?.clone()));
    }
    let next = part.ids.get(here + 1)?;
    let after = plan::ordered(year).into_iter().map(|(id, _)| id);
    Some(after.skip_while(|one| *one != next).nth(1).cloned())
}

#[component]
fn Deeds(id: RecordId) -> impl IntoView {
    let app = services();
    let place = {
        let id = id.clone();
        Memo::new(move |_| {
            app.planning.year.with(|year| {
                (neighbour(year, &id, true).is_some(), neighbour(year, &id, false).is_some())
            })
        })
    };
    let go = |up: bool| {
        let id = id.clone();
        move |_| {
            let before = app.planning.year.with_untracked(|year| neighbour(year, &id, up));
            if let Some(before) = before {
                app.planning.change(YearCommand::Move(id.clone(), before));
                app.work.say_undoable(t(if up { k::PLAN_MOVED_UP } else { k::PLAN_MOVED_DOWN }));
            }
        }
    };
    let (up, down) = (go(true), go(false));
    let copy = {
        let id = id.clone();
        move |_| {
            let new = RecordId(app.work.new_id());
            app.planning.change(YearCommand::Duplicate { of: id.clone(), copy: new.clone() });
            app.work.say_undoable(t(k::PLAN_DUPLICATED));
            page::go(&View::Task(new).href());
        }
    };
    let delete = move |_| {
        let content =
            app.planning.year.with_untracked(|y| y.tasks.get(&id).map(super::words::content_of));
        app.planning.change(YearCommand::Delete(RecordKind::Task, id.clone(), true));
        let content: String = content.unwrap_or_default().chars().take(40).collect();
        app.work.say_undoable(tf(k::PLAN_DELETED, &[("content", &content)]));
        page::go(&View::Quarters.href());
    };
    view! {
        <p class="row">
            <button class="button" disabled=move || !place.get().0 on:click=up data-testid="task-up">"↑ " {t(k::PLAN_UP)}</button>
            <button class="button" disabled=move || !place.get().1 on:click=down data-testid="task-down">"↓ " {t(k::PLAN_DOWN)}</button>
            <button class="button" on:click=copy data-testid="task-copy">{t(k::PLAN_DUPLICATE)}</button>
            <button class="button button--quiet" on:click=delete data-testid="task-delete">{icon(Icon::Trash)} {t(k::PLAN_DELETE)}</button>
        </p>
    }
    .into_any()
}
