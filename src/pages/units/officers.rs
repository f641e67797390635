//! Officers in charge (cán bộ theo dõi) for many units at once: for those that are ticked or all that are
//! shown, or by a column pasted from a spreadsheet; shown before it is written, and taken back as a whole.

use super::{IMPORT, list::Shown, words};
use crate::{
    i18n::{k, t, tf},
    pages::{Page, unwritten},
    shell::{rolls, services},
    ui::{Field, Kind, Notice, Tone},
};
use bcd_app::roll::Assigned;
use bcd_core::{
    id::RecordId,
    upper::roll::{
        RollUnit,
        officers::{Assignment, ColumnFault, by_column, to_all},
        standing::Standing,
    },
};
use bcd_web::{spawn_local, text};
use leptos::prelude::*;
use std::{collections::BTreeSet, sync::Arc};

/// How many units are named in what is shown before it is written.
const NAMED: usize = 30;
/// How many officers are offered by name.
const OFFERED: usize = 12;

/// Which units are ticked. Copy: it holds handles.
#[derive(Clone, Copy, Default)]
pub struct Ticks {
    /// Whether rows can be ticked.
    pub open: RwSignal<bool>,
    /// Lines that are.
    pub lines: RwSignal<BTreeSet<RecordId>>,
}

/// The tick of a row, while rows can be ticked.
#[component]
pub fn Tick(ticks: Ticks, unit: RollUnit) -> impl IntoView {
    let id = StoredValue::new(unit.id.clone());
    let name = words::name(&unit);
    move || {
        let label = tf(k::ROLL_ASSIGN_TICK, &[("name", &name)]);
        ticks.open.get().then(|| {
            let on = move || id.with_value(|id| ticks.lines.with(|all| all.contains(id)));
            let tick = move |event| {
                let id = id.get_value();
                ticks.lines.update(|all| match event_target_checked(&event) {
                    true => drop(all.insert(id)),
                    false => drop(all.remove(&id)),
                });
            };
            view! {
                <label class="tick">
                    <input type="checkbox" prop:checked=on on:change=tick data-testid="assign-tick" />
                    <span>{label}</span>
                </label>
            }
        })
    }
}

/// The fold in which officers are given. Rows can be ticked while it is open.
#[component]
pub fn Officers(shown: Shown, filtered: Memo<Arc<Vec<Standing>>>) -> impl IntoView {
    let ticks = shown.ticks;
    let toggle = move |_| {
        ticks.open.update(|open| *open = !*open);
        ticks.lines.set(BTreeSet::new());
    };
    let label = move || t(if ticks.open.get() { k::ROLL_ASSIGN_CLOSE } else { k::ROLL_ASSIGN });
    view! {
        <p class="row">
            <button class="button" aria-expanded=move || ticks.open.get().to_string() on:click=toggle data-testid="assign">{label}</button>
        </p>
        {move || ticks.open.get().then(|| view! { <Panel ticks filtered /> })}
    }
    .into_any()
}

#[component]
fn Panel(ticks: Ticks, filtered: Memo<Arc<Vec<Standing>>>) -> impl IntoView {
    let about = ["assign|name", "assign|column"].map(str::to_owned);
    let [name, column] = [0, 1].map(|at: usize| unwritten::text(&about[at], ""));
    let about = StoredValue::new(about);
    let planned = RwSignal::new(None::<Vec<Assignment>>);
    let fault = RwSignal::new(None::<String>);
    let listed = move || {
        filtered.with(|all| {
            let listed = all.iter().filter(|it| !it.unit.id.as_str().is_empty());
            listed.map(|it| it.unit.clone()).collect::<Vec<_>>()
        })
    };
    let n = Memo::new(move |_| listed().len());
    let ticked = move || {
        let of = |it: &RollUnit| ticks.lines.with(|all| all.contains(&it.id));
        listed().into_iter().filter(of).collect::<Vec<_>>()
    };
    // What is shown is what is written: whatever changes, is looked at again.
    Effect::new(move |_| {
        name.track();
        column.track();
        ticks.lines.track();
        filtered.track();
        planned.set(None);
        fault.set(None);
    });
    let show = move |all: Vec<Assignment>| match all.is_empty() {
        true => fault.set(Some(t(k::ROLL_ASSIGN_NOTHING).to_owned())),
        false => planned.set(Some(all)),
    };
    let look = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let units = untrack(ticked);
        let officer = name.get_untracked();
        match (units.is_empty(), officer.trim().is_empty()) {
            (true, _) => fault.set(Some(t(k::ROLL_ASSIGN_NOBODY).to_owned())),
            (false, true) => fault.set(Some(t(k::ROLL_ASSIGN_NO_NAME).to_owned())),
            (false, false) => show(to_all(&units.iter().collect::<Vec<_>>(), &officer)),
        }
    };
    let look_column = move |_| {
        let units = untrack(listed);
        match by_column(&units.iter().collect::<Vec<_>>(), &column.get_untracked()) {
            Ok(all) => show(all),
            Err(ColumnFault::Table) => fault.set(Some(t(k::ROLL_ASSIGN_TABLE).to_owned())),
            Err(ColumnFault::Lines(lines)) => {
                let values: [(&str, &dyn core::fmt::Display); 2] =
                    [("lines", &lines), ("n", &units.len())];
                fault.set(Some(tf(k::ROLL_ASSIGN_LINES, &values)));
            }
        }
    };
    let all = move |_| {
        let all = untrack(listed).into_iter().map(|unit| unit.id).collect();
        ticks.lines.set(all);
    };
    let count = move || tf(k::ROLL_ASSIGN_TICKED, &[("n", &ticked().len())]);
    let wrong = move || {
        let why = fault.get()?;
        Some(view! { <Notice tone=Tone::Bad test="assign-fault"><p>{why}</p></Notice> })
    };
    let done = Callback::new(move |()| {
        about.with_value(|about| unwritten::written(&[name, column], about));
        ticks.lines.set(BTreeSet::new());
    });
    let preview = move || planned.get().map(|all| view! { <Look all planned done /> });
    view! {
        <section class="card stack" aria-labelledby="assign-h" data-testid="assign-panel">
            <h2 id="assign-h">{t(k::ROLL_ASSIGN)}</h2>
            <p>{t(k::ROLL_ASSIGN_LEAD)}</p>
            <p class="row">
                <button class="button" on:click=all data-testid="assign-all">
                    {move || tf(k::ROLL_ASSIGN_ALL, &[("n", &n.get())])}
                </button>
                <button class="button button--quiet" on:click=move |_| ticks.lines.set(BTreeSet::new())>
                    {t(k::ROLL_ASSIGN_NONE)}
                </button>
                <span role="status" data-testid="assign-ticked">{count}</span>
            </p>
            <form class="stack" on:submit=look>
                <Field label=t(k::ROLL_OFFICER) value=name max=300 test="assign-name"
                    on_input=Callback::new(move |text| name.set(text)) />
                <Offered name />
                <p><button class="button" data-testid="assign-look">{t(k::ROLL_ASSIGN_LOOK)}</button></p>
            </form>
            <details>
                <summary>{t(k::ROLL_ASSIGN_COLUMN)}</summary>
                <Field kind=Kind::Lines label=t(k::ROLL_ASSIGN_COLUMN_LABEL) value=column max=400_000 test="assign-column"
                    hint=t(k::ROLL_ASSIGN_COLUMN_HINT) on_input=Callback::new(move |text| column.set(text)) />
                <p><button class="button" on:click=look_column data-testid="assign-column-look">{t(k::ROLL_ASSIGN_LOOK)}</button></p>
                <p><a href=Page::Units.open(IMPORT).href()>{t(k::ROLL_ASSIGN_BY_NAME)}</a></p>
            </details>
            {wrong}
            <div aria-live="polite">{preview}</div>
        </section>
    }
    .into_any()
}

// Officers who follow units already, to be taken by a tap.
#[component]
fn Offered(name: RwSignal<String>) -> impl IntoView {
    let rolls = rolls();
    let known = Memo::new(move |_| {
        let known: BTreeSet<String> = rolls.roll.with(|roll| {
            let units = roll.iter().flat_map(|roll| roll.live());
            units.map(|unit| unit.officer.clone()).filter(|it| !it.is_empty()).collect()
        });
        let mut known: Vec<String> = known.into_iter().collect();
        text::sort_by_name(&mut known, |it| it);
        known.truncate(OFFERED);
        known
    });
    move || {
        let known = known.get().into_iter().map(|officer| {
            let shown = officer.clone();
            view! {
                <button type="button" class="pill" on:click=move |_| name.set(officer.clone()) data-testid="assign-known">{shown}</button>
            }
        });
        view! { <p class="row">{known.collect_view()}</p> }
    }
}

// What will be written, the yes; and the way back once it is.
#[component]
fn Look(
    all: Vec<Assignment>,
    planned: RwSignal<Option<Vec<Assignment>>>,
    done: Callback<()>,
) -> impl IntoView {
    let (app, rolls) = (services(), rolls());
    let taken_over = all.iter().filter(|it| !it.before.is_empty()).count();
    let text = tf(k::ROLL_ASSIGN_TEXT, &[("n", &all.len()), ("over", &taken_over)]);
    let line = |it: &Assignment| {
        let before = if it.before.is_empty() { "–" } else { &it.before };
        let name = if it.name.trim().is_empty() { t(k::ROLL_UNNAMED) } else { &it.name };
        format!("{name}: {before} → {}", it.after)
    };
    let lines = all.iter().take(NAMED).map(line).map(|text| view! { <li>{text}</li> });
    let lines = lines.collect_view();
    let more = all.len().saturating_sub(NAMED);
    let more = (more > 0).then(|| view! { <p>{tf(k::ROLL_ASSIGN_MORE, &[("n", &more)])}</p> });
    let busy = RwSignal::new(false);
    let all = StoredValue::new(all);
    let write = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let assigned = rolls.assign(&all.get_value()).await;
            busy.try_set(false);
            match assigned {
                Ok(Assigned { changed, left_alone, .. }) => {
                    let values: [(&str, &dyn core::fmt::Display); 2] =
                        [("n", &changed), ("left", &left_alone)];
                    app.work.say(tf(k::ROLL_ASSIGN_DONE, &values));
                    done.try_run(());
                }
                Err(_) => app.work.say(t(k::ROLL_FAILED)),
            }
        });
    };
    view! {
        <Notice tone=Tone::Info test="assign-preview">
            <p><b>{text}</b></p>
            <ul>{lines}</ul>
            {more}
            <p class="row">
                <button class="button button--main" disabled=busy on:click=write data-testid="assign-yes">{t(k::ROLL_ASSIGN_YES)}</button>
                <button class="button button--quiet" on:click=move |_| planned.set(None) data-testid="assign-no">{t(k::ROLL_ASSIGN_NO)}</button>
            </p>
        </Notice>
    }
    .into_any()
}
