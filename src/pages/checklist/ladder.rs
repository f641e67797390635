//! The ladder of an item: one tap on a step answers.

use crate::i18n::{self, k, lang, t};
use bcd_app::workspace::Workspace;
use bcd_core::{
    command::Choice,
    criteria::{Item, Mode},
    id::{ItemId, StepId},
};
use bcd_web::page;
use leptos::{ev, prelude::*};

/// The steps to choose from, as a radio group. `chosen` is a step's id, or `met` or `unmet`;
/// `prefix` tells apart two ladders of one item.
///
/// It is drawn once: an answer changes two attributes of two steps. Steps that were drawn anew cost
/// more time than all else that a tap does.
pub fn ladder(
    work: Workspace,
    item: &Item,
    mode: Mode,
    prefix: &'static str,
    chosen: Memo<Option<String>>,
    hidden: Signal<bool>,
) -> AnyView {
    let steps = steps(item, mode);
    let values: Vec<String> = steps.iter().map(|(value, ..)| value.clone()).collect();
    let id = item.id.clone();
    let rungs = steps.into_iter().enumerate().map(|(index, (value, figure, words))| {
        let (here, mine) = (value.clone(), value.clone());
        let checked = Signal::derive(move || {
            chosen.with(|chosen| chosen.as_ref() == Some(&mine)).to_string()
        });
        // One tab stop a group, as radio buttons have.
        let stop = Signal::derive(move || {
            let is_stop = chosen.with(|chosen| match chosen {
                Some(chosen) => *chosen == here,
                None => index == 0,
            });
            if is_stop { "0" } else { "-1" }.to_owned()
        });
        view! {
            <button type="button" role="radio" class="step" id=format!("{prefix}{id}-{value}")
                data-step=value aria-checked=checked tabindex=stop>
                <b class="step__figure">{figure}</b>
                <span class="step__words">{words}</span>
            </button>
        }
        .into_any()
    });
    let rungs: Vec<AnyView> = rungs.collect();
    let tapped = item.id.clone();
    let tap = move |event: ev::MouseEvent| {
        if let Some(value) = page::nearest(&event, "data-step") {
            choose(work, &tapped, mode, &value);
        }
    };
    let name = format!("{} {}", item.id, t(k::CHECKLIST_LADDER));
    let key = move |event: ev::KeyboardEvent| {
        let at =
            chosen.with_untracked(|chosen| values.iter().position(|v| Some(v) == chosen.as_ref()));
        let Some(value) = chosen_by_key(&event.key(), &values, at) else { return };
        event.prevent_default();
        page::focus(&format!("[id='{prefix}{id}-{value}']"));
        choose(work, &id, mode, value);
    };
    view! {
        <div class="ladder" role="radiogroup" aria-label=name hidden=hidden on:click=tap on:keydown=key>
            {rungs}
        </div>
    }
    .into_any()
}

// Value, figure and words of each step.
fn steps(item: &Item, mode: Mode) -> Vec<(String, String, String)> {
    let step = |value: &str, figure: &str, words: &str| (value.into(), figure.into(), words.into());
    match mode {
        Mode::Points => {
            let steps = item.ladder.iter();
            let step = |s: &bcd_core::criteria::Step| {
                step(s.id.as_str(), &i18n::points(s.points), s.label.get(lang()))
            };
            steps.map(step).collect()
        }
        Mode::Pass => {
            vec![step("met", "✓", t(k::CHECKLIST_MET)), step("unmet", "✗", t(k::CHECKLIST_UNMET))]
        }
    }
}

fn choose(work: Workspace, item: &ItemId, mode: Mode, value: &str) {
    work.choose(match mode {
        Mode::Points => Choice::Step(item.clone(), Some(StepId::from(value))),
        Mode::Pass => Choice::Met(item.clone(), Some(value == "met")),
    });
}

// Arrows as in any radio group; a digit chooses the step of that value.
fn chosen_by_key<'a>(key: &str, values: &'a [String], at: Option<usize>) -> Option<&'a str> {
    let count = values.len();
    let index = match (key, at) {
        ("ArrowRight" | "ArrowDown", Some(at)) => (at + 1) % count.max(1),
        ("ArrowLeft" | "ArrowUp", Some(at)) => (at + count.max(1) - 1) % count.max(1),
        ("ArrowRight" | "ArrowDown", None) => 0,
        ("ArrowLeft" | "ArrowUp", None) => count.checked_sub(1)?,
        (digit, _) => return values.iter().find(|value| *value == digit).map(String::as_str),
    };
    values.get(index).map(String::as_str)
}
