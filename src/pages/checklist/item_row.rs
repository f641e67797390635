//! One item in the list: its text, its ladder, and where to go on.

use super::Ladder;
use crate::{
    i18n::{Key, k, lang, t, tf},
    route::Route,
    state::Workspace,
    ui::{Icon, icon},
};
use bcd_core::{
    command::Command,
    criteria::{Item, Mode},
    dossier::Answer,
    id::{ItemId, StepId},
};
use leptos::prelude::*;

/// The chosen step of an answer, as the ladder speaks of it.
pub fn chosen(answer: &Answer, mode: Mode) -> Option<String> {
    match mode {
        Mode::Points => answer.step.as_ref().map(|step| step.0.clone()),
        Mode::Pass => answer.met.map(|met| if met { "met" } else { "unmet" }.to_owned()),
    }
}

/// The command of a choice on the ladder.
pub fn choose(item: ItemId, mode: Mode, value: &str) -> Command {
    match mode {
        Mode::Points => Command::SetStep(item, Some(StepId::from(value))),
        Mode::Pass => Command::SetMet(item, Some(value == "met")),
    }
}

/// Where an item stands, in a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Open,
    Na,
    Lacking,
    Done,
}

impl State {
    const fn word(self) -> Key {
        match self {
            Self::Open => k::CHECKLIST_STATE_OPEN,
            Self::Na => k::CHECKLIST_STATE_NA,
            Self::Lacking => k::CHECKLIST_STATE_LACKING,
            Self::Done => k::CHECKLIST_STATE_DONE,
        }
    }

    const fn class(self) -> &'static str {
        match self {
            Self::Open => "state state--open",
            Self::Na | Self::Done => "state state--ok",
            Self::Lacking => "state state--lacking",
        }
    }
}

/// An item of the list.
#[component]
pub fn ItemRow(item: Item, mode: Mode, opened: Memo<Option<String>>) -> impl IntoView {
    let workspace = Workspace::here();
    let id = item.id.clone();
    let answer = {
        let id = id.clone();
        Memo::new(move |_| workspace.dossier.with(|d| d.answer(id.as_str())))
    };
    let evidence = {
        let id = id.clone();
        Memo::new(move |_| workspace.dossier.with(|d| d.evidence_of(id.as_str()).count()))
    };
    let state = {
        let item = item.clone();
        Memo::new(move |_| {
            let lacking = workspace.dossier.with(|d| d.lacks_evidence(&item, mode));
            answer.with(|a| match (a.na, a.is_given(mode)) {
                (true, _) => State::Na,
                (false, false) => State::Open,
                (false, true) if lacking => State::Lacking,
                (false, true) => State::Done,
            })
        })
    };
    let picked = Signal::derive(move || answer.with(|a| chosen(a, mode)));
    let on_choose = {
        let id = id.clone();
        Callback::new(move |value: String| workspace.dispatch(choose(id.clone(), mode, &value)))
    };
    let open = Route::Checklist(Some(id.0.clone())).href();
    let is_open = {
        let id = id.0.clone();
        move || opened.with(|opened| opened.as_ref() == Some(&id))
    };
    let undo_na = {
        let id = id.clone();
        move |_| workspace.dispatch(Command::SetNa(id.clone(), false))
    };
    let na = Memo::new(move |_| answer.with(|a| a.na));
    let ladder = {
        let item = item.clone();
        move || match na.get() {
            true => view! {
                <p class="na">
                    {t(k::CHECKLIST_STATE_NA)} ": " {move || answer.with(|a| a.na_reason.clone())}
                    <button class="button button--quiet" on:click=undo_na.clone()>
                        {t(k::CHECKLIST_NA_UNDO)}
                    </button>
                </p>
            }
            .into_any(),
            false => view! {
                <Ladder item=item.clone() mode chosen=picked on_choose prefix="r" />
            }
            .into_any(),
        }
    };
    view! {
        <li class="item" class:item--open=is_open>
            <p class="item__text" lang=lang_of(&item)>
                {item.gate.then(|| view! { <span class="gate" title=t(k::CHECKLIST_GATE)>{icon(Icon::Star)}<span class="hidden">{t(k::CHECKLIST_GATE)}</span></span> })}
                <b class="item__id">{id.0.clone()}</b>
                " "
                {item.text.get(lang()).to_owned()}
            </p>
            {ladder}
            <p class="item__foot">
                <span class=move || state.get().class()>{move || t(state.get().word())}</span>
                <a class="item__open" id=format!("open-{id}") href=open>
                    {icon(Icon::Clip)}
                    <span>{move || match evidence.get() {
                        0 => t(k::CHECKLIST_ADD).to_owned(),
                        n => tf(k::CHECKLIST_EVIDENCE, &[("n", &n)]),
                    }}</span>
                    <span class="hidden">{format!(" {id}")}</span>
                    {move || answer.with(|a| !a.note.is_empty() || !a.private_note.is_empty()).then(|| icon(Icon::Pen))}
                </a>
            </p>
        </li>
    }
    .into_any()
}

// A criteria text that has no English yet is read out in Vietnamese.
fn lang_of(item: &Item) -> Option<&'static str> {
    (lang() == crate::i18n::Lang::En && item.text.en.is_empty()).then_some("vi")
}
