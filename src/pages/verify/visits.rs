//! Words on the whole, the officer in charge, and visits to the unit.

use super::{
    act::{act_once, done},
    desk::Desk,
    photos::Photos,
};
use crate::{
    i18n::{self, Key, k, t, tf},
    pages::{
        saved_field::{Save, SavedField},
        unwritten,
    },
    shell::services,
    ui::{Field, Kind, TEXT_MAX},
};
use bcd_core::upper::case::{Case, Visit, command::CaseCommand};
use leptos::prelude::*;
use std::rc::Rc;

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
    let (at, app, reviewing) = (desk.looked_at(), desk.app, desk.reviewing);
    let save: Save = Rc::new(move |text| {
        let at = at.clone();
        let deed = async move { reviewing.does(&at.unit, &at.cycle, make(text)).await };
        Box::pin(done(app, deed))
    });
    let about = desk.about_form("case", test);
    view! { <SavedField label=t(label) value kind save about max=TEXT_MAX test /> }.into_any()
}

#[component]
fn List(desk: Desk) -> impl IntoView {
    let busy = RwSignal::new(false);
    let lines = move || {
        let visits = desk.case.with(|case| case.visits.clone());
        let lines = visits.into_iter().map(|(id, visit)| {
            let text = tf(k::VERIFY_VISIT_LINE, &[("day", &i18n::date(&visit.day)), ("who", &visit.who)]);
            let note = visit.note.clone();
            let photos = view! { <Photos desk id=id.clone() photos=visit.photos.clone() /> };
            let gone = Visit { deleted: true, ..visit };
            let remove = move |_| {
                let (at, id, gone) = (desk.looked_at(), id.clone(), gone.clone());
                act_once(desk, busy, async move {
                    desk.reviewing.visit(&at.unit, &at.cycle, Some(id), gone).await.map(drop)
                }, || ());
            };
            view! {
                <li>
                    {text}<span class="said">{note}</span>
                    {photos}
                    <button class="button button--quiet" disabled=busy on:click=remove data-testid="visit-remove">{t(k::VERIFY_VISIT_REMOVE)}</button>
                </li>
            }
        });
        lines.collect_view()
    };
    view! { <ul class="plain" data-testid="verify-visits">{lines}</ul> }.into_any()
}

#[component]
fn Add(desk: Desk) -> impl IntoView {
    let today = services().planning.today().to_string();
    let busy = RwSignal::new(false);
    let about = ["day", "who", "note"].map(|field| desk.about_form("visit", field));
    let [day, who, note] =
        [(0, &*today), (1, ""), (2, "")].map(|(at, usual)| unwritten::text(&about[at], usual));
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
        let usual = today.clone();
        act_once(desk, busy, deed, move || {
            unwritten::written(&[who, note], &about);
            day.try_set(usual);
        });
    };
    view! {
        <form class="stack" on:submit=add>
            <Field label=t(k::VERIFY_VISIT_DAY) value=day kind=Kind::Date on_input=Callback::new(move |it| day.set(it)) test="visit-day" />
            <Field label=t(k::VERIFY_VISIT_WHO) value=who max=200 on_input=Callback::new(move |it| who.set(it)) test="visit-who" />
            <Field label=t(k::VERIFY_VISIT_NOTE) value=note kind=Kind::Lines on_input=Callback::new(move |it| note.set(it)) test="visit-note" />
            <p class="row"><button class="button" disabled=busy data-testid="visit-add">{t(k::VERIFY_VISIT_ADD)}</button></p>
        </form>
    }
    .into_any()
}
