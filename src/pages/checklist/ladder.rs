//! The ladder of an item: one tap on a step answers.

use crate::{
    i18n::{self, k, lang, t},
    platform::page,
};
use bcd_core::criteria::{Item, Mode};
use leptos::{ev::KeyboardEvent, prelude::*};

/// One step as drawn: its value, the figure, the words.
type Rung = (String, String, String);

fn rungs(item: &Item, mode: Mode) -> Vec<Rung> {
    match mode {
        Mode::Points => item
            .ladder
            .iter()
            .map(|step| {
                (step.id.0.clone(), i18n::points(step.points), step.label.get(lang()).to_owned())
            })
            .collect(),
        Mode::Pass => vec![
            ("met".to_owned(), "✓".to_owned(), t(k::CHECKLIST_MET).to_owned()),
            ("unmet".to_owned(), "✗".to_owned(), t(k::CHECKLIST_UNMET).to_owned()),
        ],
    }
}

/// The steps to choose from, as a radio group. `chosen` and `on_choose` speak of step ids, or of
/// `met` and `unmet`.
#[component]
pub fn Ladder(
    /// The item.
    item: Item,
    /// How it is answered.
    mode: Mode,
    /// The chosen step, if any.
    #[prop(into)]
    chosen: Signal<Option<String>>,
    /// Called with the chosen step.
    on_choose: Callback<String>,
    /// A prefix for ids: the same item may be drawn twice.
    prefix: &'static str,
) -> impl IntoView {
    let rungs = rungs(&item, mode);
    let values: Vec<String> = rungs.iter().map(|(value, ..)| value.clone()).collect();
    let id = item.id.0.clone();
    let on_key = {
        let (values, id) = (values.clone(), id.clone());
        move |event: KeyboardEvent| {
            let Some(value) = chosen_by_key(&event.key(), &values, &chosen.get_untracked()) else {
                return;
            };
            event.prevent_default();
            page::focus(&format!("[id='{prefix}{id}-{value}']"));
            on_choose.run(value);
        }
    };
    let first = values.first().cloned().unwrap_or_default();
    let steps = rungs.into_iter().map(|(value, figure, words)| {
        let (mine, reach, pick) = (value.clone(), value.clone(), value.clone());
        let checked = move || chosen.with(|c| c.as_deref() == Some(mine.as_str()));
        let first = first.clone();
        // One tab stop a group, as radio buttons have.
        let stop = move || {
            chosen.with(|c| match c {
                Some(c) => *c == reach,
                None => reach == first,
            })
        };
        view! {
            <button
                type="button"
                role="radio"
                class="step"
                id=format!("{prefix}{id}-{value}")
                data-step=value
                aria-checked=move || checked().to_string()
                tabindex=move || if stop() { "0" } else { "-1" }
                on:click=move |_| on_choose.run(pick.clone())
            >
                <b class="step__figure">{figure}</b>
                <span class="step__words">{words}</span>
            </button>
        }
    });
    view! {
        <div
            class="ladder"
            role="radiogroup"
            aria-label=format!("{} {}", item.id, t(k::CHECKLIST_LADDER))
            on:keydown=on_key
        >
            {steps.collect_view()}
        </div>
    }
    .into_any()
}

// Arrows as in any radio group; a digit chooses the step of that value.
fn chosen_by_key(key: &str, values: &[String], chosen: &Option<String>) -> Option<String> {
    let at = chosen.as_ref().and_then(|c| values.iter().position(|value| value == c));
    let last = values.len().checked_sub(1)?;
    let index = match (key, at) {
        ("ArrowRight" | "ArrowDown", Some(at)) => {
            if at == last {
                0
            } else {
                at + 1
            }
        }
        ("ArrowLeft" | "ArrowUp", Some(at)) => {
            if at == 0 {
                last
            } else {
                at - 1
            }
        }
        ("ArrowRight" | "ArrowDown", None) => 0,
        ("ArrowLeft" | "ArrowUp", None) => last,
        (digit, _) => return values.iter().find(|value| *value == digit).cloned(),
    };
    values.get(index).cloned()
}
