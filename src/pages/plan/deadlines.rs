//! The deadlines of the year: the pack's, with the days that the unit was given, and its own.

use super::{around::Inner, month::deadline_title};
use crate::{
    i18n::{self, k, t, tf},
    pages::record::all_faults,
    shell::services,
    ui::{Field, Icon, Kind as FieldKind, icon},
};
use bcd_app::services::Services;
use bcd_core::{
    id::RecordId,
    year::{
        command::{NewRecord, YearCommand},
        deadline::{self, DeadlineTitle, DossierDeadline},
        faults,
        paper::Deadline,
        record::RecordKind,
        value::Day,
    },
};
use leptos::prelude::*;

fn all(app: Services) -> Vec<DossierDeadline> {
    let Some(cycle) = app.planning.days() else { return vec![] };
    app.planning.guidance.with(|pack| {
        app.planning.year.with(|year| deadline::all(&pack.deadlines.deadlines, year, &cycle))
    })
}

/// The page.
#[component]
pub fn Deadlines() -> impl IntoView {
    let app = services();
    let standing = Memo::new(move |_| all(app));
    // Sorted once, when the page is opened: otherwise a row would jump away while its day is being
    // typed.
    let first: Vec<RecordId> = standing.get_untracked().into_iter().map(|one| one.id).collect();
    let ids = Memo::new(move |_| {
        let now = standing.get();
        let there = |id: &&RecordId| now.iter().any(|one| one.id == **id);
        let known: Vec<RecordId> = first.iter().filter(there).cloned().collect();
        let new = now.iter().map(|one| one.id.clone()).filter(|id| !known.contains(id));
        known.iter().cloned().chain(new).collect::<Vec<_>>()
    });
    let add = move |_| {
        let today = Day::from(app.planning.today());
        let deadline = NewRecord::Deadline(Deadline { date: today, ..Deadline::default() });
        app.planning.change(YearCommand::Add(RecordId(app.work.new_id()), Box::new(deadline)));
    };
    view! {
        <Inner title=t(k::PLAN_DEADLINES_TITLE) />
        <p>{t(k::PLAN_DEADLINES_TEXT)}</p>
        {move || app.planning.days().is_none().then(|| view! { <p class="empty">{t(k::PLAN_NO_CYCLE)}</p> })}
        <ul class="plain deadlines">
            <For each=move || ids.get() key=|id| id.clone() let:id>
                <One id standing />
            </For>
        </ul>
        <p class="row">
            <button class="button" on:click=add data-testid="add-deadline">
                {icon(Icon::Add)} {t(k::PLAN_DEADLINE_ADD)}
            </button>
        </p>
    }
    .into_any()
}

#[component]
fn One(id: RecordId, standing: Memo<Vec<DossierDeadline>>) -> impl IntoView {
    let app = services();
    let one = {
        let id = id.clone();
        Memo::new(move |_| standing.with(|all| all.iter().find(|one| one.id == id).cloned()))
    };
    let is_own = one.with_untracked(|one| {
        one.as_ref().is_some_and(|one| matches!(&one.title, DeadlineTitle::Own(_)))
    });
    let text = |field: &'static str| {
        let id = id.clone();
        Callback::new(move |text| {
            app.planning.change(YearCommand::Text(RecordKind::Deadline, id.clone(), field, text));
        })
    };
    let leave = Callback::new(move |()| app.work.end_typing());
    // The day as typed, even if it is invalid; otherwise the pack's.
    let day = {
        let id = id.clone();
        Memo::new(move |_| {
            let typed =
                app.planning.year.with(|y| y.deadlines.get(&id).map(|one| one.date.0.clone()));
            typed.filter(|day| !day.is_empty()).unwrap_or_else(|| {
                let day = one.with(|one| one.as_ref().and_then(|one| one.date));
                day.map(|day| day.to_string()).unwrap_or_default()
            })
        })
    };
    let faults = all_faults();
    let fault = {
        let id = id.clone();
        Signal::derive(move || {
            let said = faults.with(|all| {
                let mine = faults::of_record(all, RecordKind::Deadline, &id);
                mine.map(|fault| i18n::fault(&fault.what)).collect::<Vec<_>>().join(" ")
            });
            (!said.is_empty()).then_some(said)
        })
    };
    let name = if is_own {
        let value = Signal::derive(move || {
            one.with(|one| one.as_ref().map(|one| deadline_title(&one.title)).unwrap_or_default())
        });
        view! { <Field label=t(k::PLAN_DEADLINE_NAME) value on_input=text("title") on_leave=leave max=200 test="deadline-name" /> }
            .into_any()
    } else {
        let title = move || one.with(|one| one.as_ref().map(|one| deadline_title(&one.title)));
        view! { <h2>{title}</h2> }.into_any()
    };
    let set = |field: &'static str, day: fn(Services) -> String| {
        let id = id.clone();
        move |_| {
            app.planning.change(YearCommand::Text(
                RecordKind::Deadline,
                id.clone(),
                field,
                day(app),
            ));
            app.work.end_typing();
        }
    };
    let (done, undone) =
        (set("done", |app| app.planning.today().to_string()), set("done", |_| String::new()));
    let reset = set("date", |_| String::new());
    let when = Memo::new(move |_| one.with(|one| one.as_ref().and_then(|one| one.done)));
    let changed = Memo::new(move |_| one.with(|one| one.as_ref().is_some_and(|one| one.changed)));
    let state = move || match when.get() {
        Some(day) => {
            let said = tf(k::PLAN_DEADLINE_DONE_ON, &[("day", &i18n::date(&day.to_string()))]);
            view! {
                <span class="state state--ok">{said}</span>
                <button class="button button--quiet" on:click=undone.clone()>{t(k::PLAN_DEADLINE_UNDONE)}</button>
            }
            .into_any()
        }
        None => view! {
            <button class="button" on:click=done.clone() data-testid="deadline-done">
                {icon(Icon::Check)} {t(k::PLAN_DEADLINE_DONE)}
            </button>
        }
        .into_any(),
    };
    let back = move || {
        changed.get().then(|| {
            view! {
                <button class="button button--quiet" on:click=reset.clone() data-testid="deadline-reset">
                    {t(k::PLAN_DEADLINE_BACK)}
                </button>
            }
        })
    };
    let remove = {
        let id = id.clone();
        move |_| {
            app.planning.change(YearCommand::Delete(RecordKind::Deadline, id.clone(), true));
            app.work.say_undoable(t(k::PLAN_DEADLINE_REMOVED));
        }
    };
    view! {
        <li class="card deadlines__one" data-testid="deadline-row" id=format!("han-{id}")>
            {name}
            <Field kind=FieldKind::Date label=t(k::PLAN_DEADLINE_DAY) value=day on_input=text("date") on_leave=leave
                fault max=40 test="deadline-day" />
            <p class="row">
                {state}
                {back}
                <button class="button button--quiet" on:click=remove>{icon(Icon::Trash)} {t(k::PLAN_DEADLINE_REMOVE)}</button>
            </p>
        </li>
    }
    .into_any()
}
