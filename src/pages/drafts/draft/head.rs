//! Name, year and rule of a pack that is written.

use super::{
    desk::Desk,
    parts::{Tick, Word, Words},
};
use crate::{
    i18n::{k, t, tf},
    pages::start::modes,
    ui::{Choice, Field, Kind},
};
use bcd_core::{
    criteria::Mode,
    upper::pack_draft::{command::DraftCommand, faults::Place},
};
use leptos::prelude::*;

/// The form.
#[component]
pub fn HeadForm() -> impl IntoView {
    let desk = Desk::here();
    let mode = Memo::new(move |_| desk.pack.with(|pack| pack.set.rule.mode.as_str().to_owned()));
    let set_mode = Callback::new(move |word: String| {
        if let Some(mode) = Mode::parse(&word) {
            desk.open.does(DraftCommand::SetMode(mode));
        }
    });
    view! {
        <div class="stack">
            <Words path="title".to_owned() label=t(k::PACK_NAME) test="pack-name" />
            <Words path="note".to_owned() label=t(k::PACK_NOTE) test="pack-note" long=true />
            <Word path="cycle" label=t(k::PACK_CYCLE) test="pack-cycle" />
            <Word path="period" label=t(k::DRAFT_PERIOD) test="pack-period" />
            <Words path="set_note".to_owned() label=t(k::DRAFT_SET_NOTE) test="pack-set-note" long=true />
            <Choice label=t(k::PACK_MODE) options=modes() value=mode on_change=set_mode test="pack-mode" />
            <Tick path="gates".to_owned() label=t(k::DRAFT_GATES) test="pack-gates" />
            <Percent path="criterion_min" label=t(k::PACK_CRITERION_MIN) test="pack-criterion-min" />
            <Percent path="total_min" label=t(k::PACK_TOTAL_MIN) test="pack-total-min" />
        </div>
    }
    .into_any()
}

// What was typed stays, and is counted as a fault; only a number gets into the draft.
#[component]
fn Percent(path: &'static str, label: &'static str, test: &'static str) -> impl IntoView {
    let desk = Desk::here();
    let stands =
        Memo::new(move |_| desk.open.draft.with(|draft| draft.get::<u8>(path).to_string()));
    let typed = move || desk.typed(&Place::Head, path);
    let value = Signal::derive(move || typed().unwrap_or_else(|| stands.get()));
    let fault =
        Signal::derive(move || typed().map(|text| tf(k::PACK_BAD_NUMBER, &[("text", &text)])));
    let on_input = Callback::new(move |text: String| match text.trim().parse::<u8>() {
        Ok(n) if n <= 100 => {
            desk.keep(&Place::Head, path, None);
            desk.open.types(DraftCommand::SetPercent(path, n));
        }
        _ => desk.keep(&Place::Head, path, Some(text)),
    });
    view! {
        <Field kind=Kind::Number label value max=3 on_input fault test
            on_leave=Callback::new(move |()| desk.open.end_typing()) />
    }
    .into_any()
}
