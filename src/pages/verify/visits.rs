//! Words on the whole, the officer in charge, and visits to the unit.

use super::{
    act::{act, act_then},
    desk::Desk,
    drafts,
};
use crate::{
    i18n::{self, Key, k, t, tf},
    pages::saved_field::{SavedField, Saving},
    shell::services,
    ui::{Field, Kind, TEXT_MAX},
};
use bcd_core::upper::case::{Case, Visit, command::CaseCommand};
use leptos::prelude::*;

/// What is said of the whole, and visits.
#[component]
pub fn Visits(desk: Desk) -> impl IntoView {
    view! {
        <details class="card">
            <summary>{t(k::VERIFY_VISITS)}</summary>
            {kept(desk, k::VERIFY_OFFICER, Kind::Line, "verify-officer", |it| &it.officer, CaseCommand::SetOfficer)}
            {kept(desk, k::VERIFY_WORD, Kind::Lines, "verify-word", |it| &it.word, CaseCommand::SetWord)}
            {kept(desk, k::VERIFY_COMMEND, Kind::Lines, "verify-commend", |it| &it.commend, CaseCommand::SetCommend)}
            <List desk />
            <Add desk />
        </details>
    }
    .into_any()
}

// A text of the case.
fn kept(
    desk: Desk,
    label: Key,
    kind: Kind,
    test: &'static str,
    of: fn(&Case) -> &String,
    make: fn(String) -> CaseCommand,
) -> AnyView {
    let value = Signal::derive(move || desk.case.with(|case| of(case).clone()));
    let save = Callback::new(move |(text, done): Saving| {
        let at = desk.looked_at();
        let deed = async move { desk.reviewing.does(&at.unit, &at.cycle, make(text)).await };
        act_then(desk, deed, move |ok| done.run(ok));
    });
    view! { <SavedField label=t(label) value kind on_save=save max=TEXT_MAX test /> }.into_any()
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
    let day = RwSignal::new(today);
    let about = ["who", "note"].map(|field| desk.about_form("visit", field));
    let [who, note] = about.clone().map(drafts::text);
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let visit = Visit {
            day: day.get_untracked(),
            who: who.get_untracked(),
            note: note.get_untracked(),
            ..Visit::default()
        };
        let (at, about) = (desk.looked_at(), about.clone());
        let deed =
            async move { desk.reviewing.visit(&at.unit, &at.cycle, None, visit).await.map(drop) };
        act(desk, deed, move || drafts::written(&[who, note], &about));
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
