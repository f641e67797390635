//! One item in the list: its text, its ladder, and where to go on.

use super::ladder;
use crate::{
    i18n::{self, Key, k, lang, t, tf},
    pages::Page,
    ui::{Icon, icon},
};
use bcd_app::workspace::{Proposed, Workspace};
use bcd_core::{
    command::Choice,
    criteria::{Item, Mode},
    dossier::Answer,
    id::ItemId,
};
use leptos::prelude::*;

/// The chosen step of an answer, as the ladder speaks of it.
pub fn chosen(answer: &Answer, mode: Mode) -> Option<String> {
    match mode {
        Mode::Points => answer.step.as_ref().map(|step| step.0.clone()),
        Mode::Pass => answer.met.map(|met| if met { "met" } else { "unmet" }.to_owned()),
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

/// What a row shows of the dossier.
#[derive(Clone, PartialEq)]
struct Row {
    picked: Option<String>,
    /// The reason why the item does not apply, if it does not.
    na: Option<String>,
    state: State,
    evidence: usize,
    noted: bool,
    proposed: Option<Proposed>,
}

fn row_of(work: Workspace, item: &Item, mode: Mode) -> Row {
    work.dossier.with_untracked(|d| {
        let answer = d.answer(item.id.as_str());
        let state = match (answer.na, answer.is_given(mode)) {
            (true, _) => State::Na,
            (false, false) => State::Open,
            (false, true) if d.lacks_evidence(item, mode) => State::Lacking,
            (false, true) => State::Done,
        };
        Row {
            picked: chosen(&answer, mode),
            na: answer.na.then(|| answer.na_reason.clone()),
            state,
            evidence: d.evidence_of(item.id.as_str()).count(),
            noted: !answer.note.is_empty() || !answer.private_note.is_empty(),
            proposed: work.proposed(item, d, mode),
        }
    })
}

/// The proposal as a line with its working, to accept in one tap.
pub fn proposal_line(work: Workspace, proposed: Proposed, mode: Mode) -> AnyView {
    let Proposed { item, step, met, words } = proposed;
    let accept = move |_| {
        work.choose(match mode {
            Mode::Points => Choice::Step(item.clone(), Some(step.clone())),
            Mode::Pass => Choice::Met(item.clone(), Some(met)),
        });
    };
    view! {
        <p class="proposal" data-testid="proposal">
            <span>{words}</span>
            <button class="button button--quiet" data-testid="accept" on:click=accept>
                {t(k::CHECKLIST_ACCEPT)}
            </button>
        </p>
    }
    .into_any()
}

/// An item of the list; `opened` is the item that is open.
pub fn item_row(work: Workspace, item: &Item, mode: Mode, opened: Memo<Option<String>>) -> AnyView {
    let (text, id) = (text_line(item), item.id.0.clone());
    let followed = item.clone();
    // Bells ring for more than a row shows.
    let row = Memo::new(move |_| {
        work.follow(&followed.id);
        row_of(work, &followed, mode)
    });
    view! {
        <li class="item" class:item--open=move || opened.with(|open| open.as_ref() == Some(&id))>
            {text}
            {answer(work, item, mode, row)}
            {foot(&item.id, row)}
        </li>
    }
    .into_any()
}

// What the person says of an item. Each part follows what it shows.
fn answer(work: Workspace, item: &Item, mode: Mode, row: Memo<Row>) -> AnyView {
    let picked = Memo::new(move |_| row.with(|row| row.picked.clone()));
    let hidden = Signal::derive(move || row.with(|row| row.na.is_some()));
    let id = item.id.clone();
    let more = move || {
        let (na, proposed) = row.with(|row| (row.na.clone(), row.proposed.clone()));
        let reason = na.map(|reason| na_line(work, id.clone(), &reason));
        let proposal = proposed.map(|proposed| proposal_line(work, proposed, mode));
        (reason, proposal)
    };
    view! { <div>{ladder(work, item, mode, "r", picked, hidden)} {more}</div> }.into_any()
}

// Where the item stands, and where to go on.
fn foot(item: &ItemId, row: Memo<Row>) -> AnyView {
    let state = move || row.with(|row| row.state);
    let class = Signal::derive(move || state().class().to_owned());
    let word = Signal::derive(move || t(state().word()).to_owned());
    let evidence = Signal::derive(move || match row.with(|row| row.evidence) {
        0 => t(k::CHECKLIST_ADD).to_owned(),
        n => tf(k::CHECKLIST_EVIDENCE, &[("n", &n)]),
    });
    let unnoted = Signal::derive(move || row.with(|row| !row.noted));
    view! {
        <p class="item__foot">
            <span class=class>{word}</span>
            <a class="item__open" id=format!("open-{item}")
                href=Page::Checklist.open(item.0.clone()).href()>
                {icon(Icon::Clip)}
                <span>{evidence}</span>
                <span class="hidden">{format!(" {item}")}</span>
                <span hidden=unnoted>{icon(Icon::Pen)}</span>
            </a>
        </p>
    }
    .into_any()
}

fn text_line(item: &Item) -> AnyView {
    // A criteria text that has no English yet is read out in Vietnamese.
    let foreign = lang() == i18n::Lang::En && item.text.en.is_empty();
    let gate = item.gate.then(|| {
        view! {
            <span class="gate" title=t(k::CHECKLIST_GATE)>
                {icon(Icon::Star)}
                <span class="hidden">{t(k::CHECKLIST_GATE)}</span>
            </span>
        }
        .into_any()
    });
    view! {
        <p lang=foreign.then_some("vi")>
            {gate}
            <b class="item__id">{item.id.0.clone()}</b>
            " "
            {item.text.get(lang()).to_owned()}
        </p>
    }
    .into_any()
}

fn na_line(work: Workspace, id: ItemId, reason: &str) -> AnyView {
    let undo = move |_| work.choose(Choice::Na(id.clone(), false));
    view! {
        <p class="na">
            {format!("{}: {reason}", t(k::CHECKLIST_STATE_NA))}
            <button class="button button--quiet" on:click=undo>{t(k::CHECKLIST_NA_UNDO)}</button>
        </p>
    }
    .into_any()
}
