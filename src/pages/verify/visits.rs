//! Words on the whole, the officer in charge, and visits to the unit.

use super::{act::act, desk::Desk};
use crate::{
    i18n::{self, k, t, tf},
    shell::services,
    ui::{Field, Kind},
};
use bcd_core::upper::case::{Visit, command::CaseCommand};
use leptos::prelude::*;

/// What is said of the whole, and visits.
#[component]
pub fn Visits(desk: Desk) -> impl IntoView {
    view! {
        <details class="card">
            <summary>{t(k::VERIFY_VISITS)}</summary>
            <Kept desk label=t(k::VERIFY_OFFICER) kind=Kind::Line test="verify-officer"
                now=desk.case.with_untracked(|it| it.officer.clone()) make=CaseCommand::SetOfficer />
            <Kept desk label=t(k::VERIFY_WORD) kind=Kind::Lines test="verify-word"
                now=desk.case.with_untracked(|it| it.word.clone()) make=CaseCommand::SetWord />
            <Kept desk label=t(k::VERIFY_COMMEND) kind=Kind::Lines test="verify-commend"
                now=desk.case.with_untracked(|it| it.commend.clone()) make=CaseCommand::SetCommend />
            <List desk />
            <Add desk />
        </details>
    }
    .into_any()
}

// A text of the case: written when it is left, and nothing is written that did not change.
#[component]
fn Kept(
    desk: Desk,
    label: &'static str,
    kind: Kind,
    test: &'static str,
    now: String,
    make: fn(String) -> CaseCommand,
) -> impl IntoView {
    let (text, before) = (RwSignal::new(now.clone()), StoredValue::new(now));
    let leave = move |()| {
        let now = text.get_untracked();
        if before.with_value(|before| *before != now) {
            before.set_value(now.clone());
            act(desk, async move { desk.reviewing.does(make(now)).await }, || ());
        }
    };
    view! {
        <Field label value=text kind on_input=Callback::new(move |it| text.set(it)) on_leave=Callback::new(leave) test />
    }
    .into_any()
}

#[component]
fn List(desk: Desk) -> impl IntoView {
    let lines = move || {
        let visits = desk.case.with(|case| case.visits.values().cloned().collect::<Vec<_>>());
        let lines = visits.into_iter().map(|visit| {
            let day = i18n::date(&visit.day);
            view! { <li>{tf(k::VERIFY_VISIT_LINE, &[("day", &day), ("who", &visit.who)])}<span class="said">{visit.note}</span></li> }
        });
        lines.collect_view()
    };
    view! { <ul class="plain" data-testid="verify-visits">{lines}</ul> }.into_any()
}

#[component]
fn Add(desk: Desk) -> impl IntoView {
    let today = services().planning.today().to_string();
    let (day, who, note) =
        (RwSignal::new(today), RwSignal::new(String::new()), RwSignal::new(String::new()));
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let visit = Visit {
            day: day.get_untracked(),
            who: who.get_untracked(),
            note: note.get_untracked(),
            ..Visit::default()
        };
        act(desk, async move { desk.reviewing.visit(None, visit).await.map(drop) }, move || {
            who.try_set(String::new());
            note.try_set(String::new());
        });
    };
    view! {
        <form class="stack" on:submit=add>
            <Field label=t(k::VERIFY_VISIT_DAY) value=day kind=Kind::Date on_input=Callback::new(move |it| day.set(it)) test="visit-day" />
            <Field label=t(k::VERIFY_VISIT_WHO) value=who max=200 on_input=Callback::new(move |it| who.set(it)) test="visit-who" />
            <Field label=t(k::VERIFY_VISIT_NOTE) value=note kind=Kind::Lines on_input=Callback::new(move |it| note.set(it)) test="visit-note" />
            <p class="row"><button class="button" data-testid="visit-add">{t(k::VERIFY_VISIT_ADD)}</button></p>
        </form>
    }
    .into_any()
}
