//! Several tasks changed at once: one step, taken back as one.

use super::{row::Chosen, words::state_word};
use crate::{
    i18n::{k, t, tf},
    shell::services,
    ui::{Choice, Field, Icon, Kind, icon},
};
use bcd_app::services::Services;
use bcd_core::{
    command,
    id::RecordId,
    year::{
        Year,
        bulk::BulkChange,
        command::YearCommand,
        cycle::moved,
        plan,
        record::{self, path},
        task::TaskState,
        value::Day,
    },
};
use chrono::NaiveDate;
use leptos::prelude::*;
use std::collections::BTreeSet;

// What can be changed, by its word in the list.
const WHAT: [&str; 7] = ["shift", "start", "end", "lead", "helpers", "state", "delete"];
const UNITS: [&str; 3] = ["days", "weeks", "months"];

/// The bar below the plan while several tasks are being chosen.
#[component]
pub fn Bulk(chosen: Chosen) -> impl IntoView {
    let app = services();
    let opened = RwSignal::new(false);
    let count = Memo::new(move |_| chosen.with(|all| all.as_ref().map_or(0, BTreeSet::len)));
    let all = move |_| {
        let ids = app.planning.year.with_untracked(|year| {
            plan::ordered(year).into_iter().map(|(id, _)| id.clone()).collect::<BTreeSet<_>>()
        });
        let whole = count.get_untracked() == ids.len();
        chosen.set(Some(if whole { BTreeSet::new() } else { ids }));
    };
    let some = move || count.get() > 0;
    view! {
        <section class="bulk" aria-label=t(k::PLAN_BULK) data-testid="bulk">
            <div class="bulk__bar">
                <b role="status" data-testid="bulk-count">{move || tf(k::PLAN_CHOSEN, &[("n", &count.get())])}</b>
                <button class="button button--quiet" on:click=all data-testid="choose-all">{t(k::PLAN_CHOOSE_ALL)}</button>
                <button class="button button--main" aria-expanded=move || opened.get().to_string()
                    disabled=move || !some() on:click=move |_| opened.update(|on| *on = !*on) data-testid="bulk-open">
                    {t(k::PLAN_CHANGE)}
                </button>
                <button class="button button--quiet" on:click=move |_| chosen.set(None) data-testid="bulk-end">
                    {t(k::PLAN_CHOOSE_END)}
                </button>
            </div>
            {move || (opened.get() && some()).then(|| view! { <Form chosen /> })}
        </section>
    }
    .into_any()
}

#[component]
fn Form(chosen: Chosen) -> impl IntoView {
    let app = services();
    let what = RwSignal::new("shift".to_owned());
    let text = RwSignal::new(String::new());
    let unit = RwSignal::new("weeks".to_owned());
    let early = RwSignal::new("later".to_owned());
    let state = RwSignal::new("done".to_owned());
    let set = |signal: RwSignal<String>| Callback::new(move |word| signal.set(word));
    let words = [
        k::PLAN_BULK_SHIFT,
        k::PLAN_BULK_START,
        k::PLAN_BULK_END,
        k::PLAN_BULK_LEAD,
        k::PLAN_BULK_HELPERS,
        k::PLAN_BULK_STATE,
        k::PLAN_BULK_DELETE,
    ];
    let kinds = WHAT.iter().zip(words).map(|(word, text)| ((*word).to_owned(), t(text).to_owned()));
    let kinds: Vec<_> = kinds.collect();
    let choose = Callback::new(move |word: String| {
        text.set(String::new());
        what.set(word);
    });
    let inputs = move || {
        match what.get().as_str() {
        "shift" => {
            let units = [k::PLAN_DAYS, k::PLAN_WEEKS, k::PLAN_MONTHS];
            let units = UNITS.iter().zip(units).map(|(word, text)| ((*word).to_owned(), t(text).to_owned()));
            let ways = vec![
                ("later".to_owned(), t(k::PLAN_LATER).to_owned()),
                ("earlier".to_owned(), t(k::PLAN_EARLIER).to_owned()),
            ];
            view! {
                <div class="filters filters--close">
                    <Field kind=Kind::Number label=t(k::PLAN_HOW_MANY) value=text on_input=set(text) max=4 test="bulk-number" />
                    <Choice label=t(k::PLAN_UNIT) options=units.collect() value=unit on_change=set(unit) test="bulk-unit" />
                    <Choice label=t(k::PLAN_WAY) options=ways value=early on_change=set(early) test="bulk-way" />
                </div>
            }
            .into_any()
        }
        "start" => view! { <Field kind=Kind::Date label=t(k::PLAN_START) value=text on_input=set(text) test="bulk-date" /> }.into_any(),
        "end" => view! { <Field kind=Kind::Date label=t(k::PLAN_END) value=text on_input=set(text) test="bulk-date" /> }.into_any(),
        "lead" => view! { <Field label=t(k::PLAN_LEAD) value=text on_input=set(text) max=200 test="bulk-text" /> }.into_any(),
        "helpers" => view! { <Field label=t(k::PLAN_HELPERS) value=text on_input=set(text) max=500 test="bulk-text" /> }.into_any(),
        "state" => {
            let states = TaskState::ALL.iter().map(|one| (one.as_str().to_owned(), state_word(*one).to_owned()));
            view! { <Choice label=t(k::PLAN_STATE) options=states.collect() value=state on_change=set(state) test="bulk-state" /> }.into_any()
        }
        _ => ().into_any(),
    }
    };
    let apply = move |_| {
        apply(
            app,
            chosen,
            &Wish {
                what: what.get_untracked(),
                text: text.get_untracked(),
                unit: unit.get_untracked(),
                earlier: early.get_untracked() == "earlier",
                state: state.get_untracked(),
            },
        )
    };
    view! {
        <div class="bulk__form">
            <Choice label=t(k::PLAN_WHAT) options=kinds value=what on_change=choose test="bulk-what" />
            {inputs}
            <button class="button button--main" on:click=apply data-testid="bulk-apply">
                {move || if what.get() == "delete" { icon(Icon::Trash) } else { icon(Icon::Check) }}
                {t(k::PLAN_APPLY)}
            </button>
        </div>
    }
    .into_any()
}

struct Wish {
    what: String,
    text: String,
    unit: String,
    earlier: bool,
    state: String,
}

fn apply(app: Services, chosen: Chosen, wish: &Wish) {
    let Some(ids) = chosen.get_untracked().filter(|ids| !ids.is_empty()) else { return };
    let count = ids.len();
    let Some(change) =
        app.planning.year.with_untracked(|year| wished(year, ids, wish, app.planning.today()))
    else {
        return app.work.say(t(k::PLAN_BULK_NOTHING));
    };
    let deleted = wish.what == "delete";
    if deleted {
        chosen.set(Some(BTreeSet::new()));
    }
    app.planning.change(change);
    app.work.say_undoable(tf(
        if deleted { k::PLAN_BULK_DELETED } else { k::PLAN_BULK_DONE },
        &[("n", &count)],
    ));
}

fn wished(
    year: &Year,
    ids: BTreeSet<RecordId>,
    wish: &Wish,
    today: NaiveDate,
) -> Option<YearCommand> {
    let text = wish.text.trim().to_owned();
    let change = match wish.what.as_str() {
        "shift" => {
            let number = text.parse::<i32>().ok().filter(|number| (1..=1000).contains(number))?;
            let number = if wish.earlier { -number } else { number };
            match wish.unit.as_str() {
                "days" => BulkChange::Shift(number),
                "weeks" => BulkChange::Shift(number * 7),
                _ => return Some(YearCommand::SetFields(by_months(year, &ids, number))),
            }
        }
        "start" => BulkChange::Start(Day(text)),
        "end" => BulkChange::End(Day(text)),
        "lead" => BulkChange::Lead(text),
        "helpers" => BulkChange::Helpers(text),
        "state" => BulkChange::State(TaskState::parse(&wish.state)?, Day::from(today)),
        _ => BulkChange::Deleted(true),
    };
    Some(YearCommand::Bulk(ids, change))
}

// A month later is the same day of the next month, where it has one.
fn by_months(year: &Year, ids: &BTreeSet<RecordId>, months: i32) -> Vec<command::Set> {
    let tasks = ids.iter().filter_map(|id| Some((id, year.tasks.get(id)?)));
    let days = tasks.flat_map(|(id, task)| [(id, "start", &task.start), (id, "end", &task.end)]);
    let set = |(id, field, day): (&RecordId, &str, &Day)| {
        let there = moved(day.date()?, months)?.to_string();
        Some(command::Set { path: path(record::RecordKind::Task, id, field), value: there.into() })
    };
    days.filter_map(set).collect()
}
