//! What a task serves: items of the checklist, branches that do it.

use super::{faults::at, words::item_options};
use crate::{
    i18n::{k, lang, t, tf},
    pages::Page,
    shell::services,
    ui::Choice,
};
use bcd_core::{
    id::RecordId,
    year::{
        command::YearCommand,
        record::{RecordKind, SELF, live},
        task::Task,
    },
};
use leptos::prelude::*;

/// The items that a task serves.
#[component]
pub fn Items(id: RecordId, task: Memo<Task>, faults: Memo<Vec<(String, String)>>) -> impl IntoView {
    let app = services();
    let items = Memo::new(move |_| task.with(|task| task.items.clone()));
    let mark = move |id: RecordId, item: String, on: bool| {
        app.planning.change(YearCommand::Mark(RecordKind::Task, id, "for", item, on));
    };
    let shown = {
        let id = id.clone();
        move || {
            let line = |item: String| {
                let text = app.work.set.with_untracked(|set| {
                    set.item(&item).map(|one| one.text.get(lang()).to_owned()).unwrap_or_default()
                });
                let (id, away) = (id.clone(), item.clone());
                let label = tf(k::PLAN_ITEM_REMOVE, &[("item", &item)]);
                view! {
                    <li class="served" data-testid="served">
                        <a href=Page::Checklist.open(item.clone()).href()><b>{item.clone()}</b> " " {text}</a>
                        <button class="iconbutton" aria-label=label on:click=move |_| mark(id.clone(), away.clone(), false)>"✕"</button>
                    </li>
                }
            };
            view! { <ul class="plain">{items.get().into_iter().map(line).collect_view()}</ul> }
        }
    };
    let add = Callback::new(move |item: String| {
        if !item.is_empty() {
            mark(id.clone(), item, true);
        }
    });
    let wrong = at(faults, "for");
    let choose = move || {
        let items = items.get();
        let options = app
            .work
            .set
            .with(|set| item_options(set, k::PLAN_ITEM_CHOOSE, &|item| items.contains(item)));
        view! { <Choice label=t(k::PLAN_ITEM) options value=String::new() on_change=add test="task-item" /> }
    };
    view! {
        <div class="serves">
            {choose}
            {shown}
            <p class="field__note"><span class="field__fault">{move || wrong.get()}</span></p>
        </div>
    }
    .into_any()
}

/// The branches that do a task, where the unit has some.
#[component]
pub fn Branches(id: RecordId, task: Memo<Task>) -> impl IntoView {
    let app = services();
    let branches = Memo::new(move |_| {
        app.planning.year.with(|year| {
            let all = live(&year.branches).filter(|(id, _)| id.0 != SELF);
            all.map(|(id, one)| (id.0.clone(), one.name.clone())).collect::<Vec<_>>()
        })
    });
    move || {
        let all = branches.get();
        (!all.is_empty()).then(|| {
            let ticks = all.into_iter().map(|(branch, name)| {
                let here = branch.clone();
                let on = Memo::new(move |_| task.with(|task| task.branches.contains(&here)));
                let id = id.clone();
                let toggle = move |event| {
                    let on = event_target_checked(&event);
                    app.planning.change(YearCommand::Mark(
                        RecordKind::Task,
                        id.clone(),
                        "branch",
                        branch.clone(),
                        on,
                    ));
                };
                view! {
                    <label class="tick">
                        <input type="checkbox" prop:checked=on on:change=toggle />
                        <span>{name}</span>
                    </label>
                }
            });
            let count = move || task.with(|task| task.branches.len());
            view! {
                <details class="fold fold--calm">
                    <summary>{move || tf(k::PLAN_BRANCHES, &[("n", &count())])}</summary>
                    {ticks.collect_view()}
                </details>
            }
        })
    }
}
