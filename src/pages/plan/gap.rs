//! From an item of the checklist to a task that sees to it.

use super::{
    View,
    words::{content_of, state_mark, state_word},
};
use crate::{
    i18n::{k, t, tf},
    shell::services,
    ui::{Icon, icon},
};
use bcd_core::{
    id::{ItemId, RecordId},
    year::{
        command::{NewRecord, YearCommand},
        open,
        record::live,
    },
};
use leptos::prelude::*;

/// Tasks that serve an item, and a button that makes one.
pub fn gap_task(item: ItemId, text: String) -> AnyView {
    view! { <GapTask item text /> }.into_any()
}

#[component]
fn GapTask(
    /// The item.
    item: ItemId,
    /// Its text.
    text: String,
) -> impl IntoView {
    let app = services();
    let tasks = {
        let item = item.clone();
        Memo::new(move |_| {
            app.planning.year.with(|year| {
                let serving =
                    live(&year.tasks).filter(|(_, task)| task.items.contains(item.as_str()));
                serving
                    .map(|(id, task)| (id.clone(), content_of(task), task.state))
                    .collect::<Vec<_>>()
            })
        })
    };
    let make = move |_| {
        let Some(cycle) = app.planning.days() else {
            return app.work.say(t(k::PLAN_NO_CYCLE));
        };
        let today = app.planning.today();
        let task = app
            .planning
            .year
            .with_untracked(|year| open::gap_task(year, &item, &text, &cycle, today));
        let id = RecordId(app.work.new_id());
        app.planning.change(YearCommand::Add(id, Box::new(NewRecord::Task(task))));
        app.work.say_undoable(tf(k::PLAN_GAP_MADE, &[("item", &item)]));
    };
    let lines = move || {
        let line = |(id, content, state): (RecordId, String, _)| {
            view! {
                <li>
                    <a class="gaptask" href=View::Task(id).href() data-testid="gap-task">
                        <span aria-hidden="true">{state_mark(state)}</span>
                        <span class="gaptask__text">{content}</span>
                        <span class="field__note">{state_word(state)}</span>
                    </a>
                </li>
            }
        };
        tasks.get().into_iter().map(line).collect_view()
    };
    view! {
        <h3>{t(k::PLAN_GAP)}</h3>
        <ul class="plain">{lines}</ul>
        <button class="button" on:click=make data-testid="gap-make">
            {icon(Icon::Plan)} {t(k::PLAN_GAP_MAKE)}
        </button>
    }
    .into_any()
}
