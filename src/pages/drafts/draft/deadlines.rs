//! A deadline of a pack that is written: its name, what it asks for, its day in both kinds of year.

use super::{
    desk::Desk,
    parts::{TakeOut, Words},
};
use crate::{
    i18n::{Key, k, t, tf},
    ui::{Choice, Field},
};
use bcd_core::{
    id::RecordId,
    upper::pack_draft::{Part, command::DraftCommand, faults::Place},
    year::deadline::{DeadlineKind, DeadlineRule, When},
};
use leptos::prelude::*;

const KINDS: [(DeadlineKind, &str, Key); 5] = [
    (DeadlineKind::Register, "register", k::DRAFT_D_REGISTER),
    (DeadlineKind::RegisterNext, "register-next", k::DRAFT_D_REGISTER_NEXT),
    (DeadlineKind::Report, "report", k::DRAFT_D_REPORT),
    (DeadlineKind::Roll, "roll", k::DRAFT_D_ROLL),
    (DeadlineKind::Other, "other", k::DRAFT_D_OTHER),
];

/// The form.
#[component]
pub fn DeadlineForm(id: RecordId) -> impl IntoView {
    let desk = Desk::here();
    let kept = StoredValue::new(id.clone());
    let rule = Memo::new(move |_| {
        desk.pack.with(|pack| {
            let rules = &pack.deadlines.deadlines;
            kept.with_value(|id| rules.iter().find(|rule| rule.id == *id).cloned())
        })
    });
    let change = move |change: &dyn Fn(&mut DeadlineRule)| {
        if let Some(mut rule) = rule.get_untracked() {
            change(&mut rule);
            desk.open.types(DraftCommand::SetDeadline(Box::new(rule)));
        }
    };
    let options = KINDS.map(|(_, word, key)| (word.to_owned(), t(key).to_owned())).into();
    let what = Memo::new(move |_| {
        let what = rule.get().map(|rule| rule.what).unwrap_or_default();
        let found = KINDS.iter().find(|(kind, ..)| *kind == what);
        found.map_or_else(String::new, |(_, word, _)| (*word).to_owned())
    });
    let set_what = Callback::new(move |word: String| {
        if let Some((kind, ..)) = KINDS.iter().find(|(_, known, _)| *known == word) {
            change(&|rule| rule.what = *kind);
        }
    });
    let quarters = [
        ("", k::DRAFT_D_DAY),
        ("1", k::DRAFT_D_Q1),
        ("2", k::DRAFT_D_Q2),
        ("3", k::DRAFT_D_Q3),
        ("4", k::DRAFT_D_Q4),
    ];
    let quarters = quarters.map(|(word, key)| (word.to_owned(), t(key).to_owned())).into();
    let quarter = Memo::new(move |_| {
        rule.get().and_then(|rule| rule.quarter).map(|n| n.to_string()).unwrap_or_default()
    });
    let set_quarter = Callback::new(move |word: String| {
        let quarter = word.parse::<u8>().ok();
        change(&|rule| rule.quarter = quarter);
    });
    let days = move || {
        quarter.get().is_empty().then(|| {
            view! {
                <Day id=kept.get_value() rule calendar=true />
                <Day id=kept.get_value() rule calendar=false />
            }
        })
    };
    view! {
        <div class="stack">
            <Words path=Part::Deadline.path(id.as_str(), "title") label=t(k::DRAFT_D_TITLE) test="part-title" />
            <Choice label=t(k::DRAFT_D_WHAT) options=options value=what on_change=set_what test="deadline-what" />
            <Choice label=t(k::DRAFT_D_WHEN) options=quarters value=quarter on_change=set_quarter test="deadline-quarter" />
            {days}
            <p class="row"><TakeOut part=Part::Deadline id=id.0.clone() /></p>
        </div>
    }
    .into_any()
}

// Day and month, and how many years after the one in which the cycle starts.
#[component]
fn Day(id: RecordId, rule: Memo<Option<DeadlineRule>>, calendar: bool) -> impl IntoView {
    let desk = Desk::here();
    let of = move |rule: &DeadlineRule| if calendar { rule.calendar } else { rule.school };
    let when = Memo::new(move |_| rule.get().as_ref().and_then(of));
    let put = move |when: Option<When>| {
        if let Some(mut rule) = rule.get_untracked() {
            *(if calendar { &mut rule.calendar } else { &mut rule.school }) = when;
            desk.open.types(DraftCommand::SetDeadline(Box::new(rule)));
        }
    };
    let (label, test) = match calendar {
        true => (t(k::PACK_DAY), "deadline-day"),
        false => (t(k::PACK_DAY_SCHOOL), "deadline-day-school"),
    };
    let place = StoredValue::new(Place::Deadline(id));
    let typed = move || place.with_value(|place| desk.typed(place, test));
    let keep = move |text| place.with_value(|place| desk.keep(place, test, text));
    // The year that was chosen holds also while there is no day.
    let chosen = RwSignal::new(0);
    let years_now = move || when.get().map_or_else(|| chosen.get(), |when| when.years);
    let value = Signal::derive(move || {
        typed().unwrap_or_else(|| {
            when.get().map(|it| format!("{}/{}", it.day, it.month)).unwrap_or_default()
        })
    });
    let fault = Signal::derive(move || typed().map(|text| tf(k::PACK_BAD_DAY, &[("text", &text)])));
    let on_input = Callback::new(move |text: String| {
        let years = untrack(years_now);
        let read = || {
            let (day, month) = text.split_once('/')?;
            let (day, month) = (day.trim().parse().ok()?, month.trim().parse().ok()?);
            chrono::NaiveDate::from_ymd_opt(2024, month, day)?;
            Some(When { day, month, years })
        };
        match (text.trim().is_empty(), read()) {
            (true, _) => {
                keep(None);
                chosen.set(years);
                put(None);
            }
            (false, Some(when)) => {
                keep(None);
                put(Some(when));
            }
            (false, None) => keep(Some(text)),
        }
    });
    let years = Memo::new(move |_| years_now().to_string());
    let year_test = if calendar { "deadline-year" } else { "deadline-year-school" };
    let options = [("-1", k::DRAFT_D_BEFORE), ("0", k::DRAFT_D_SAME), ("1", k::DRAFT_D_AFTER)];
    let options = options.map(|(word, key)| (word.to_owned(), t(key).to_owned())).into();
    let set_years = Callback::new(move |word: String| {
        let Ok(years) = word.parse() else { return };
        chosen.set(years);
        if let Some(when) = when.get_untracked() {
            put(Some(When { years, ..when }));
        }
    });
    view! {
        <div class="filters">
            <Field label value max=60 on_input fault test
                on_leave=Callback::new(move |()| desk.open.end_typing()) />
            <Choice label=t(k::DRAFT_D_YEAR) options=options value=years on_change=set_years test=year_test />
        </div>
    }
    .into_any()
}
