//! Deadlines and tasks for the phone's own calendar.

use super::{
    around::Inner,
    month::deadline_title,
    words::{content_of, days_of},
};
use crate::{
    i18n::{k, t, tf},
    pages::outgoing::HandOut,
    platform::{clock, spawn_local},
    state::desk::{Desk, sending::Outgoing},
    ui::{Icon, Notice, Tone, icon},
};
use bcd_core::{
    paper::agenda::{Agenda, Appointment},
    year::{
        deadline,
        due::{Due, Thing},
        task::{Task, TaskState},
    },
};
use chrono::NaiveDate;
use leptos::prelude::*;

/// A task that runs longer stands on its last day: a bar over months hides everything else.
const LONG: i64 = 7;

fn name_of(thing: Thing, day: NaiveDate) -> String {
    Due { thing, day, days: 0 }.name()
}

fn of_task(id: &bcd_core::id::RecordId, task: &Task) -> Option<Appointment> {
    let (begins, due) = (task.begins()?, task.due()?);
    let long = (due - begins).num_days() >= LONG;
    let done = task.state == TaskState::Done;
    let content = content_of(task);
    let lines = [
        (k::PLAN_ICS_DAYS, days_of(&task.start, &task.end)),
        (k::PLAN_ICS_LEAD, task.lead.trim().to_owned()),
        (k::PLAN_ICS_HELPERS, task.helpers.trim().to_owned()),
        (k::PLAN_ICS_ITEMS, task.items.iter().cloned().collect::<Vec<_>>().join(", ")),
    ];
    let said = lines.iter().filter(|(_, value)| !value.is_empty());
    let text: Vec<String> = said.map(|(key, value)| tf(*key, &[("value", value)])).collect();
    Some(Appointment {
        name: name_of(Thing::Task(id.clone()), due),
        title: if done { format!("✓ {content}") } else { content },
        text: text.join("\n"),
        place: task.place.trim().to_owned(),
        first: if long { due } else { begins }.to_string(),
        last: due.to_string(),
        remind: if done { vec![] } else { vec![1] },
        cancelled: task.deleted || task.state == TaskState::Dropped,
    })
}

/// What goes into the calendar.
fn agenda(desk: Desk) -> Option<Agenda> {
    let cycle = desk.year.with_untracked(bcd_core::year::Year::days)?;
    let space = desk.id.get_untracked().map(|id| id.0).unwrap_or_default();
    let name = desk.dossier.with_untracked(|d| d.unit.name.clone());
    let entries = desk.year.with_untracked(|year| {
        let all = desk.deadlines.with_value(|rules| deadline::all(&rules.deadlines, year, &cycle));
        let of_deadline = |one: deadline::Standing| {
            let day = one.date?;
            let title = deadline_title(&one.title);
            Some(Appointment {
                name: name_of(Thing::Deadline(one.id), day),
                title: if one.done.is_some() { format!("✓ {title}") } else { title },
                first: day.to_string(),
                last: day.to_string(),
                remind: if one.done.is_some() { vec![] } else { vec![7, 1] },
                ..Appointment::default()
            })
        };
        let deadlines = all.into_iter().filter_map(of_deadline);
        let tasks = year.tasks.iter().filter_map(|(id, task)| of_task(id, task));
        deadlines.chain(tasks).collect()
    });
    Some(Agenda {
        title: format!("{name} {}", cycle.text()),
        made_at: clock::now(),
        space,
        entries,
    })
}

/// The page.
#[component]
pub fn ToCalendar() -> impl IntoView {
    let desk = Desk::here();
    let ready = RwSignal::new_local(None::<Outgoing>);
    let fault = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let counts = Memo::new(move |_| {
        desk.year.with(|year| {
            let rules = desk.deadlines.with_value(|rules| rules.deadlines.clone());
            let due = year.days().map_or(0, |cycle| {
                deadline::all(&rules, year, &cycle).iter().filter(|one| one.date.is_some()).count()
            });
            let tasks =
                year.tasks.values().filter(|one| one.counts() && one.due().is_some()).count();
            (due, tasks)
        })
    });
    let make = move |_| {
        let Some(agenda) = agenda(desk) else {
            return fault.set(Some(t(k::PLAN_NO_CYCLE).to_owned()));
        };
        busy.set(true);
        fault.set(None);
        spawn_local(async move {
            // The page may be gone by the time it is made.
            match desk.calendar(agenda).await {
                Ok(file) => {
                    ready.try_set(Some(file));
                }
                Err(why) => {
                    fault.try_set(Some(tf(k::PLAN_ICS_FAULT, &[("why", &why)])));
                }
            }
            busy.try_set(false);
        });
    };
    view! {
        <Inner title=t(k::PLAN_CALENDAR) />
        <section class="card" aria-label=t(k::PLAN_CALENDAR)>
            <p>{t(k::PLAN_ICS_TEXT)}</p>
            <ul class="contents">
                <li>{move || tf(k::PLAN_ICS_TASKS, &[("n", &counts.get().1)])}</li>
                <li>{move || tf(k::PLAN_ICS_DEADLINES, &[("n", &counts.get().0)])}</li>
                <li>{t(k::PLAN_ICS_ALARM)}</li>
                <li>{t(k::PLAN_ICS_AGAIN)}</li>
            </ul>
            {move || fault.get().map(|why| view! { <Notice tone=Tone::Bad><p>{why}</p></Notice> })}
            <button class="button button--main" disabled=busy on:click=make data-testid="make-calendar">
                {icon(Icon::Plan)}
                {move || t(if busy.get() { k::PLAN_ICS_BUSY } else { k::PLAN_ICS_MAKE })}
            </button>
            <div role="status">
                {move || ready.get().map(|file| view! {
                    <div class="ready" data-testid="calendar-ready">
                        <p class="done">{t(k::PLAN_ICS_READY)}</p>
                        <HandOut file on_done=Callback::new(|()| {}) />
                    </div>
                })}
            </div>
        </section>
    }
    .into_any()
}
