//! What is due soon and what is late, each with where to do it.

use crate::{
    i18n::{self, Key, k, t, tf},
    pages::{Page, plan::deadline_title},
    shell::services,
    ui::{Icon, icon},
};
use bcd_core::{
    field::Fields,
    id::RecordId,
    year::{
        Year, cycle,
        deadline::{self, DeadlineKind, DeadlineRule},
        due::{self, Due, Thing},
    },
};
use chrono::NaiveDate;
use leptos::prelude::*;

/// Days ahead that count as soon.
const AHEAD: u32 = 30;
/// Lines shown; the rest is in the plan.
const SHOWN: usize = 6;

/// The list.
#[component]
pub fn DueList() -> impl IntoView {
    let app = services();
    let lines = Memo::new(move |_| {
        let (Some(cycle), today) = (app.planning.days(), app.planning.today()) else {
            return Vec::new();
        };
        app.planning.guidance.with(|pack| {
            app.planning.year.with(|year| {
                let mut all = due::due(year, &cycle, &pack.deadlines.deadlines, today, AHEAD);
                let pledged = app.work.set.with(|set| {
                    app.work.dossier.with(|dossier| due::pledges(year, set, dossier, today))
                });
                all.extend(pledged);
                // What was over before the unit began to use the app is not reminded of.
                let since = app.work.dossier.with(|dossier| first_day(&dossier.fields));
                all.retain(|due| is_own(&due.thing) || since.is_none_or(|since| due.day >= since));
                all.sort_by_key(|due| due.day);
                let named = |due: &Due| line(due, year, &pack.deadlines.deadlines, &cycle);
                all.iter().map(named).collect::<Vec<DueLine>>()
            })
        })
    });
    move || {
        let all = lines.get();
        if all.is_empty() {
            return view! { <p class="empty">{t(k::DUE_NONE)}</p> }.into_any();
        }
        let more = all.len().saturating_sub(SHOWN);
        let rows = all.into_iter().take(SHOWN).map(|DueLine { words, when, late, href }| {
            let (mark, class) =
                if late { ("△", "state state--lacking") } else { ("◷", "state state--open") };
            view! {
                <li>
                    <a class="next__row" href=href data-testid="due">
                        {icon(Icon::Plan)}
                        <span>{words} " " <span class=class>{mark} " " {when}</span></span>
                    </a>
                </li>
            }
        });
        let rows = rows.collect_view();
        view! {
            <ul class="next">{rows}</ul>
            {(more > 0).then(|| view! {
                <a class="button button--quiet" href=Page::Plan.href()>
                    {tf(k::DUE_MORE, &[("n", &more)])}
                </a>
            })}
        }
        .into_any()
    }
}

// The day on which the dossier was begun.
fn first_day(fields: &Fields) -> Option<NaiveDate> {
    let times = fields.values().map(|entry| entry.at.as_str());
    times.filter_map(|at| cycle::day_of(at, cycle::UNIT_ZONE)).min()
}

// Whether the unit itself entered it; then it is always shown.
const fn is_own(thing: &Thing) -> bool {
    match thing {
        Thing::Task(_)
        | Thing::Meeting(_)
        | Thing::Pairing(_)
        | Thing::Joint(_)
        | Thing::Pledge(_) => true,
        Thing::Deadline(_) | Thing::Roll(..) | Thing::Meetings(_) => false,
    }
}

#[derive(Clone, Debug, PartialEq)]
struct DueLine {
    words: String,
    when: String,
    late: bool,
    href: String,
}

fn line(due: &Due, year: &Year, rules: &[DeadlineRule], cycle: &cycle::Cycle) -> DueLine {
    let (words, route) = match &due.thing {
        Thing::Deadline(id) => {
            let all = deadline::all(rules, year, cycle);
            let standing = all.iter().find(|standing| standing.id == *id);
            let title = match standing.map(|standing| &standing.title) {
                Some(title) => deadline_title(title),
                None => id.0.clone(),
            };
            let route = match standing.map(|standing| standing.what) {
                Some(DeadlineKind::Register | DeadlineKind::RegisterNext) => Page::Register.route(),
                Some(DeadlineKind::Report) => Page::Papers.open("bao-cao".to_owned()),
                Some(DeadlineKind::Roll) => Page::Figures.route(),
                Some(DeadlineKind::Other) | None => Page::Plan.route(),
            };
            (title, route)
        }
        Thing::Roll(quarter, branches) => {
            let values: [(&str, &dyn core::fmt::Display); 2] =
                [("q", &quarter.number()), ("n", &branches.len())];
            (tf(k::DUE_ROLL, &values), Page::Figures.route())
        }
        Thing::Task(id) => {
            let named = year.tasks.get(id).map(|task| task.content.clone());
            (named_or(named, k::DUE_TASK), Page::Plan.open(format!("viec/{id}")))
        }
        Thing::Meeting(id) => {
            let topic = year.meetings.get(id).map(|meeting| meeting.topic.clone());
            (named_or(topic, k::DUE_MEETING), Page::Note.open(format!("hop/{id}")))
        }
        Thing::Meetings(branches) => {
            let words = tf(k::DUE_MEETINGS, &[("n", &branches.len())]);
            (words, Page::Branches.route())
        }
        Thing::Pairing(id) => (pairing(id, year), Page::Branches.route()),
        Thing::Joint(id) => (joint(id, year), Page::Note.open(format!("phoi-hop/{id}"))),
        Thing::Pledge(item) => {
            let words = tf(k::DUE_PLEDGE, &[("id", item)]);
            (words, Page::Checklist.open(item.0.clone()))
        }
    };
    let date = i18n::date(&due.day.to_string());
    let when = match due.days {
        0 => tf(k::DUE_TODAY, &[("date", &date)]),
        days if days < 0 => tf(k::DUE_LATE, &[("date", &date), ("n", &-days)]),
        days => tf(k::DUE_IN, &[("date", &date), ("n", &days)]),
    };
    DueLine { words, when, late: due.is_late(), href: route.href() }
}

fn named_or(name: Option<String>, other: Key) -> String {
    name.filter(|name| !name.trim().is_empty()).unwrap_or_else(|| t(other).to_owned())
}

/// A joint programme that runs out, by its other side.
pub fn joint(id: &RecordId, year: &Year) -> String {
    match year.joints.get(id).map(|joint| joint.partner.trim()) {
        Some("") | None => t(k::DUE_JOINT).to_owned(),
        Some(partner) => tf(k::DUE_JOINT_OF, &[("partner", &partner)]),
    }
}

/// A pairing that runs out, by its branches.
pub fn pairing(id: &RecordId, year: &Year) -> String {
    let name = |branch: &str| {
        year.branches.get(branch).map(|branch| branch.name.clone()).unwrap_or_default()
    };
    let Some(pairing) = year.pairings.get(id) else { return t(k::DUE_PAIRING).to_owned() };
    let values: [(&str, &dyn core::fmt::Display); 2] =
        [("a", &name(&pairing.strong)), ("b", &name(&pairing.weak))];
    tf(k::DUE_PAIRING_OF, &values)
}
