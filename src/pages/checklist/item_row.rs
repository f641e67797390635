//! One item in the list: its text, its ladder, and where to go on.

use super::ladder;
use crate::{
    i18n::{self, Key, k, lang, t, tf},
    platform::el::{El, el},
    route::Route,
    state::{Workspace, workspace::Proposed},
    ui::{Icon, glyph},
};
use bcd_core::{
    command::Choice,
    criteria::{Item, Mode},
    dossier::{Answer, Dossier},
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

/// The choice of a value on the ladder.
pub fn choose(item: ItemId, mode: Mode, value: &str) -> Choice {
    match mode {
        Mode::Points => Choice::Step(item, Some(StepId::from(value))),
        Mode::Pass => Choice::Met(item, Some(value == "met")),
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
#[derive(PartialEq)]
struct Row {
    picked: Option<String>,
    /// The reason why the item does not apply, if it does not.
    na: Option<String>,
    state: State,
    evidence: usize,
    noted: bool,
    proposed: Option<Proposed>,
}

fn row_of(workspace: Workspace, item: &Item, mode: Mode) -> Row {
    workspace.dossier.with_untracked(|d| {
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
            proposed: proposed(workspace, item, d, mode),
        }
    })
}

/// What the app proposes and the answer does not say yet.
pub fn proposed(
    workspace: Workspace,
    item: &Item,
    dossier: &Dossier,
    mode: Mode,
) -> Option<Proposed> {
    let answer = dossier.answers.get(&item.id);
    workspace.proposed(&item.id).filter(|proposed| match (answer, mode) {
        (Some(answer), _) if answer.na => false,
        (Some(answer), Mode::Points) => answer.step.as_ref() != Some(&proposed.step),
        (Some(answer), Mode::Pass) => answer.met != Some(proposed.met),
        (None, _) => true,
    })
}

/// The proposal as a line with its working, to accept in one tap.
pub fn proposal_line(workspace: Workspace, proposed: &Proposed, mode: Mode) -> El {
    let Proposed { item, step, met, words } = proposed.clone();
    let accept = move |_| {
        workspace.choose(match mode {
            Mode::Points => Choice::Step(item.clone(), Some(step.clone())),
            Mode::Pass => Choice::Met(item.clone(), Some(met)),
        });
    };
    let button = el("button")
        .class("button button--quiet")
        .attr("data-testid", "accept")
        .text(t(k::CHECKLIST_ACCEPT))
        .on("click", accept);
    el("p")
        .class("proposal")
        .attr("data-testid", "proposal")
        .child(el("span").text(&words))
        .child(button)
}

/// An item of the list.
pub fn item_row(workspace: Workspace, item: &Item, mode: Mode) -> El {
    let id = item.id.clone();
    let (asked, answered) = (id.clone(), id.clone());
    let picked = move || {
        workspace
            .dossier
            .with_untracked(|d| d.answers.get(&asked).and_then(|answer| chosen(answer, mode)))
    };
    let on_choose = move |value: &str| workspace.choose(choose(answered.clone(), mode, value));
    let (steps, rungs) = ladder(item, mode, "r", picked, on_choose);
    let steps_handle = steps.handle();
    let mut answer = el("div").class("item__answer").child(steps);
    let na_place = answer.hole();
    let proposal_place = answer.hole();
    let state = el("span");
    let evidence = el("span");
    let pen = el("span").child(glyph(Icon::Pen));
    let (state_handle, evidence_handle, pen_handle) =
        (state.handle(), evidence.handle(), pen.handle());
    let open = el("a")
        .class("item__open")
        .attr("id", &format!("open-{id}"))
        .attr("href", &Route::Checklist(Some(id.0.clone())).href())
        .child(glyph(Icon::Clip))
        .child(evidence)
        .child(el("span").class("hidden").text(&format!(" {id}")))
        .child(pen);
    let item = item.clone();
    let row = el("li")
        .class("item")
        .child(text_line(&item))
        .child(answer)
        .child(el("p").class("item__foot").child(state).child(open));
    let mut shown: Option<Row> = None;
    row.watch(move || {
        workspace.follow(&item.id);
        let row = row_of(workspace, &item, mode);
        if shown.as_ref() == Some(&row) {
            return;
        }
        if shown.as_ref().is_none_or(|before| before.na != row.na) {
            steps_handle.hide(row.na.is_some());
            let reason = row.na.as_deref();
            na_place.fill(reason.map(|r| na_line(workspace, &item.id, r)).into_iter().collect());
        }
        if shown.as_ref().is_none_or(|before| before.proposed != row.proposed) {
            let line = row.proposed.as_ref().map(|p| proposal_line(workspace, p, mode));
            proposal_place.fill(line.into_iter().collect());
        }
        rungs.choose(row.picked.as_deref());
        state_handle.set("class", Some(row.state.class()));
        state_handle.text(t(row.state.word()));
        match row.evidence {
            0 => evidence_handle.text(t(k::CHECKLIST_ADD)),
            n => evidence_handle.text(&tf(k::CHECKLIST_EVIDENCE, &[("n", &n)])),
        }
        pen_handle.hide(!row.noted);
        shown = Some(row);
    })
}

fn text_line(item: &Item) -> El {
    // A criteria text that has no English yet is read out in Vietnamese.
    let foreign = lang() == i18n::Lang::En && item.text.en.is_empty();
    let gate = item.gate.then(|| {
        el("span")
            .class("gate")
            .attr("title", t(k::CHECKLIST_GATE))
            .child(glyph(Icon::Star))
            .child(el("span").class("hidden").text(t(k::CHECKLIST_GATE)))
    });
    el("p")
        .class("item__text")
        .attr_opt("lang", foreign.then_some("vi"))
        .child_opt(gate)
        .child(el("b").class("item__id").text(item.id.as_str()))
        .text(" ")
        .text(item.text.get(lang()))
}

fn na_line(workspace: Workspace, id: &ItemId, reason: &str) -> El {
    let id = id.clone();
    let undo = el("button")
        .class("button button--quiet")
        .text(t(k::CHECKLIST_NA_UNDO))
        .on("click", move |_| workspace.choose(Choice::Na(id.clone(), false)));
    el("p").class("na").text(&format!("{}: {reason}", t(k::CHECKLIST_STATE_NA))).child(undo)
}
