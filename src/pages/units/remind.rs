//! Reminders: ready texts to copy into Zalo, for one unit or for all that are shown.

use super::{list::Shown, words};
use crate::{
    i18n::{k, t, tf},
    pages::office::reviewing,
    shell::{rolls, services},
    ui::{Notice, Tone},
};
use bcd_app::{bytes::Bytes, reviewing::Reviewing, roll::Rolls, services::Services};
use bcd_core::upper::roll::{
    Due,
    standing::{Dues, Stage, Standing},
};
use bcd_web::{files, spawn_local};
use chrono::NaiveDate;
use leptos::prelude::*;
use std::sync::Arc;

// What a unit is asked for: the report, or the registration while that alone is due.
fn asked(standing: &Standing, dues: Dues, today: NaiveDate) -> Due {
    let registering = dues.register.is_some()
        && dues.report.is_none_or(|report| {
            dues.register.is_some_and(|register| register < report) && today <= report
        });
    match standing.stage {
        Stage::NotRegistered if registering && standing.days_late() == 0 => Due::Register,
        Stage::NotRegistered | Stage::Registered | Stage::Unconfirmed(_) | Stage::Sent(_) => {
            Due::Report
        }
    }
}

fn what(due: Due) -> &'static str {
    t(match due {
        Due::Register => k::ROLL_REMIND_WHAT_REGISTER,
        Due::Report => k::ROLL_REMIND_WHAT_REPORT,
    })
}

fn day_of(due: Due, dues: Dues) -> Option<NaiveDate> {
    match due {
        Due::Register => dues.register,
        Due::Report => dues.report,
    }
}

/// Who asks, and what is known of deadlines. Made where a component is drawn: a tap finds no context.
#[derive(Clone, Copy)]
struct Asker {
    app: Services,
    rolls: Rolls,
    reviewing: Reviewing,
}

impl Asker {
    fn here() -> Self {
        Self { app: services(), rolls: rolls(), reviewing: reviewing() }
    }

    // The office that this browser speaks for; before one was chosen, the unit whose dossier is open.
    fn upper(self) -> String {
        let office = self.reviewing.office.with_untracked(|office| {
            let office = office.as_ref().and_then(Option::as_ref);
            office.map(|office| office.unit.name.clone())
        });
        let unit = || self.app.work.dossier.with_untracked(|dossier| dossier.unit.name.clone());
        let name = office.unwrap_or_else(unit);
        if name.trim().is_empty() { t(k::ROLL_REMIND_UPPER).to_owned() } else { name }
    }

    fn signed(self, text: String) -> String {
        match self.app.work.person() {
            by if by.trim().is_empty() => text,
            by => tf(k::ROLL_REMIND_BY, &[("text", &text), ("by", &by)]),
        }
    }

    fn days(self, cycle: &str) -> (Dues, NaiveDate) {
        untrack(|| (self.rolls.dues(cycle), self.app.planning.today()))
    }

    // The text for one unit.
    fn one(self, standing: &Standing, cycle: &str) -> String {
        let (dues, today) = self.days(cycle);
        let due = asked(standing, dues, today);
        let (name, upper, what) = (words::name(&standing.unit), self.upper(), what(due));
        let last = day_of(due, dues);
        let (shown, now) = (last.map(words::day).unwrap_or_default(), words::day(today));
        let late = last.map_or(0, |last| (today - last).num_days());
        let key = match last {
            None => k::ROLL_REMIND_NO_DUE,
            Some(_) if late > 0 => k::ROLL_REMIND_LATE,
            Some(_) => k::ROLL_REMIND_OPEN,
        };
        self.signed(tf(
            key,
            &[
                ("name", &name),
                ("upper", &upper),
                ("what", &what),
                ("cycle", &cycle),
                ("today", &now),
                ("due", &shown),
                ("n", &late),
            ],
        ))
    }

    // One text for many units.
    fn many(self, standings: &[Standing], cycle: &str) -> String {
        let (dues, today) = self.days(cycle);
        let due = standings.first().map_or(Due::Report, |first| asked(first, dues, today));
        let last = day_of(due, dues).map(words::day);
        let last = last.map(|day| tf(k::ROLL_REMIND_MANY_DUE, &[("due", &day)]));
        let (upper, what, last) = (self.upper(), what(due), last.unwrap_or_default());
        let mut text = tf(
            k::ROLL_REMIND_MANY,
            &[
                ("upper", &upper),
                ("n", &standings.len()),
                ("what", &what),
                ("cycle", &cycle),
                ("due", &last),
            ],
        );
        for (number, standing) in (1..).zip(standings) {
            let late = standing.late.map(|late| format!(" ({})", words::late(late)));
            let (name, late) = (words::name(&standing.unit), late.unwrap_or_default());
            text.push_str(&format!("\n{number}. {name}{late}"));
        }
        text.push('\n');
        text.push_str(&self.signed(t(k::ROLL_REMIND_MANY_END).to_owned()));
        text
    }
}

// A text that was made, and whether it is in the clipboard.
type Made = RwSignal<Option<(String, bool)>>;

fn copy(text: String, made: Made) {
    spawn_local(async move {
        let copied = files::copy(&Bytes::from(text.clone().into_bytes())).await;
        made.try_set(Some((text, copied)));
    });
}

#[component]
fn MadeText(made: Made) -> impl IntoView {
    move || {
        made.get().map(|(text, copied)| view! {
            <Notice tone=if copied { Tone::Info } else { Tone::Warn } test="reminder">
                <p role="status">{t(if copied { k::ROLL_REMIND_COPIED } else { k::ROLL_REMIND_REFUSED })}</p>
                <textarea class="field__input" rows="6" readonly=true aria-label=t(k::ROLL_REMIND_TEXT)
                    prop:value=text data-testid="reminder-text"></textarea>
            </Notice>
        })
    }
}

/// The button of one row.
#[component]
pub fn RemindOne(standing: Standing, shown: Shown) -> impl IntoView {
    let (asker, made) = (Asker::here(), Made::new(None));
    let name = words::name(&standing.unit);
    let label = format!("{}: {name}", t(k::ROLL_REMIND));
    let remind = move |_| copy(asker.one(&standing, &shown.cycle.get_untracked()), made);
    view! {
        <button class="button button--quiet" aria-label=label on:click=remind data-testid="remind">{t(k::ROLL_REMIND)}</button>
        <MadeText made />
    }
    .into_any()
}

/// The button for all units that are shown and have not sent.
#[component]
pub fn Reminders(shown: Shown, filtered: Memo<Arc<Vec<Standing>>>) -> impl IntoView {
    let (asker, made) = (Asker::here(), Made::new(None));
    let lacking = move || {
        filtered.with(|all| {
            let lacks = |it: &&Standing| it.stage.lacks() && !it.unit.id.as_str().is_empty();
            all.iter().filter(lacks).cloned().collect::<Vec<_>>()
        })
    };
    let remind = move |_| copy(asker.many(&untrack(lacking), &shown.cycle.get_untracked()), made);
    let button = move || {
        let n = lacking().len();
        (n > 0).then(|| view! {
            <button class="button" on:click=remind data-testid="remind-all">{tf(k::ROLL_REMIND_ALL, &[("n", &n)])}</button>
        })
    };
    view! { <div>{button} <MadeText made /></div> }.into_any()
}
