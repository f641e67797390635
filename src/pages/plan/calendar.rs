//! Whatever has a day, for the phone's own calendar.

use super::{
    View,
    around::Inner,
    month::deadline_title,
    words::{content_of, days_of},
};
use crate::{
    i18n::{Key, k, t, tf},
    pages::{
        home::{joint, pairing},
        outgoing::HandOut,
        record::names_of,
    },
    shell::services,
    ui::{Icon, Notice, Tone, icon},
};
use bcd_app::{exchange::outgoing::Outgoing, services::Services};
use bcd_core::{
    paper::agenda::Agenda,
    year::{
        Year,
        calendar::{self, CalendarEntry},
        cycle::Cycle,
        deadline,
        due::{self, Thing},
    },
};
use bcd_web::spawn_local;
use leptos::prelude::*;

// What a thing is called in the calendar, more about it, and where.
fn said(
    thing: &Thing,
    year: &Year,
    deadlines: &[deadline::DossierDeadline],
) -> (String, String, String) {
    let lines = |lines: &[(Key, String)]| {
        let said = lines.iter().filter(|(_, value)| !value.is_empty());
        said.map(|(key, value)| tf(*key, &[("value", value)])).collect::<Vec<_>>().join("\n")
    };
    let bare = |title: String| (title, String::new(), String::new());
    match thing {
        Thing::Deadline(id) => {
            let one = deadlines.iter().find(|one| one.id == *id);
            bare(one.map(|one| deadline_title(&one.title)).unwrap_or_default())
        }
        Thing::Task(id) => {
            let task = year.tasks.get(id).cloned().unwrap_or_default();
            let text = lines(&[
                (k::PLAN_ICS_DAYS, days_of(&task.start, &task.end)),
                (k::PLAN_ICS_LEAD, task.lead.trim().to_owned()),
                (k::PLAN_ICS_HELPERS, task.helpers.trim().to_owned()),
                (k::PLAN_ICS_ITEMS, task.items.iter().cloned().collect::<Vec<_>>().join(", ")),
            ]);
            (content_of(&task), text, task.place.trim().to_owned())
        }
        Thing::Meeting(id) => {
            let meeting = year.meetings.get(id).cloned().unwrap_or_default();
            let names = names_of(year, &meeting.branches);
            let words = [t(k::DUE_MEETING), names.as_str()];
            let title = words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>();
            (title.join(": "), meeting.topic.trim().to_owned(), meeting.place.trim().to_owned())
        }
        Thing::Pledge(item) => {
            let pledge = year.registration.pledges.get(item).cloned().unwrap_or_default();
            let text = lines(&[
                (k::PLAN_ICS_MEASURE, pledge.measure.trim().to_owned()),
                (k::PLAN_ICS_LEAD, pledge.lead.trim().to_owned()),
            ]);
            (tf(k::DUE_PLEDGE, &[("id", item)]), text, String::new())
        }
        Thing::Pairing(id) => {
            let content = year.pairings.get(id).map(|one| one.content.trim().to_owned());
            (pairing(id, year), content.unwrap_or_default(), String::new())
        }
        Thing::Joint(id) => {
            let content = year.joints.get(id).map(|one| one.content.trim().to_owned());
            (joint(id, year), content.unwrap_or_default(), String::new())
        }
        // These are computed anew each day, and shown on the page "home" only.
        Thing::Roll(..) | Thing::Meetings(_) => bare(String::new()),
    }
}

/// What goes into the calendar.
fn agenda(app: Services) -> Option<Agenda> {
    let cycle = app.planning.year.with_untracked(Year::days)?;
    let space = app.work.id.get_untracked().map(|id| id.0).unwrap_or_default();
    let name = app.work.dossier.with_untracked(|d| d.unit.name.clone());
    let entries = app.planning.year.with_untracked(|year| {
        let rules = app.planning.guidance.with(|all| all.deadlines.deadlines.clone());
        let deadlines = deadline::all(&rules, year, &cycle);
        let appointment = |one: CalendarEntry| {
            let (title, text, place) = said(&one.thing, year, &deadlines);
            one.appointment(&title, text, place)
        };
        of_year(app, year, &cycle).into_iter().map(appointment).collect()
    });
    Some(Agenda {
        title: format!("{name} {}", cycle.text()),
        made_at: app.work.now(),
        space,
        entries,
    })
}

fn of_year(app: Services, year: &Year, cycle: &Cycle) -> Vec<CalendarEntry> {
    let rules = app.planning.guidance.with(|all| all.deadlines.deadlines.clone());
    app.work.set.with(|set| {
        app.work.dossier.with(|dossier| {
            calendar::entries(year, cycle, &rules, &|item| due::is_met(set, dossier, item))
        })
    })
}

// How many of each kind go in: tasks, deadlines, meetings, pledges, what runs out.
fn counts(app: Services) -> [usize; 5] {
    app.planning.year.with(|year| {
        let all = year.days().map(|cycle| of_year(app, year, &cycle)).unwrap_or_default();
        let mut counts = [0; 5];
        for entry in all.iter().filter(|entry| !entry.gone) {
            let at = match entry.thing {
                Thing::Task(_) => 0,
                Thing::Deadline(_) => 1,
                Thing::Meeting(_) => 2,
                Thing::Pledge(_) => 3,
                Thing::Pairing(_) | Thing::Joint(_) => 4,
                Thing::Roll(..) | Thing::Meetings(_) => continue,
            };
            counts[at] += 1;
        }
        counts
    })
}

/// The page.
#[component]
pub fn ToCalendar() -> impl IntoView {
    let app = services();
    let ready = RwSignal::new_local(None::<Outgoing>);
    let fault = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let counts = Memo::new(move |_| counts(app));
    let lines = move || {
        let words = [
            k::PLAN_ICS_TASKS,
            k::PLAN_ICS_DEADLINES,
            k::PLAN_ICS_MEETINGS,
            k::PLAN_ICS_PLEDGES,
            k::PLAN_ICS_OTHERS,
        ];
        let all = words.into_iter().zip(counts.get()).filter(|(_, n)| *n > 0);
        all.map(|(key, n)| view! { <li>{tf(key, &[("n", &n)])}</li> }).collect_view()
    };
    let make = move |_| {
        let Some(agenda) = agenda(app) else {
            return fault.set(Some(t(k::PLAN_NO_CYCLE).to_owned()));
        };
        busy.set(true);
        fault.set(None);
        spawn_local(async move {
            // The person may have left the page by the time it is made.
            match app.planning.calendar(agenda).await {
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
                {lines}
                <li>{t(k::PLAN_ICS_ALARM)}</li>
                <li>{t(k::PLAN_ICS_AGAIN)}</li>
            </ul>
            <p><a href=View::Deadlines.href() data-testid="to-deadlines">{t(k::PLAN_DEADLINES_EDIT)}</a></p>
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
