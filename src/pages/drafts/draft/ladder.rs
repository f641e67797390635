//! The ladder of an item that is written: a step in a row, best first.

use super::Desk;
use crate::{
    i18n::{self, k, t, tf},
    ui::{Icon, icon},
};
use bcd_core::{
    criteria::{Item, Step},
    id::StepId,
    points::{MAX_STEP, Points},
    text::Text,
    upper::pack_draft::command::DraftCommand,
};
use leptos::prelude::*;

// Points as they are typed, with a comma or a point; `None`: no step can be worth that.
fn worth(text: &str) -> Option<Points> {
    let points = serde_json::from_str::<Points>(&text.trim().replace(',', ".")).ok();
    points.filter(|points| *points >= Points::default() && *points <= MAX_STEP)
}

// Changes the ladder as a whole.
fn change(desk: Desk, item: Memo<Option<Item>>, typing: bool, change: impl FnOnce(&mut Vec<Step>)) {
    let Some(item) = item.get_untracked() else { return };
    let mut ladder = item.ladder;
    change(&mut ladder);
    let command = DraftCommand::SetLadder(item.id, ladder);
    if typing { desk.open.types(command) } else { desk.open.does(command) }
}

/// The form.
#[component]
pub fn LadderForm(item: Memo<Option<Item>>) -> impl IntoView {
    let desk = Desk::here();
    let steps = Memo::new(move |_| {
        let ids = |item: &Item| item.ladder.iter().map(|step| step.id.clone()).collect::<Vec<_>>();
        item.with(|item| item.as_ref().map(ids).unwrap_or_default())
    });
    // A new step is worth what the last one is, or one point: it stands below, and falls not yet.
    let add = move |_| {
        change(desk, item, false, |ladder| {
            let points = ladder.last().map_or(Points::whole(1), |last| last.points);
            let mut id = points.to_string();
            let mut number = 1;
            while ladder.iter().any(|step| step.id.0 == id) {
                number += 1;
                id = format!("{points}-{number}");
            }
            ladder.push(Step { id: StepId(id), points, met: points.0 > 0, label: Text::default() });
        })
    };
    view! {
        <fieldset class="fields ladder-form">
            <legend>{t(k::DRAFT_LADDER)}</legend>
            <For each=move || steps.get() key=|id| id.0.clone() let:id>
                <StepRow item id />
            </For>
            <button type="button" class="button" on:click=add data-testid="step-add">{icon(Icon::Add)} {t(k::DRAFT_ADD_STEP)}</button>
        </fieldset>
    }
    .into_any()
}

#[component]
fn StepRow(item: Memo<Option<Item>>, id: StepId) -> impl IntoView {
    let desk = Desk::here();
    let id = StoredValue::new(id);
    let step = Memo::new(move |_| {
        item.with(|item| {
            id.with_value(|id| item.as_ref().and_then(|item| item.step(id.as_str()).cloned()))
        })
        .unwrap_or_default()
    });
    let on_step = move |typing: bool, then: &dyn Fn(&mut Step)| {
        change(desk, item, typing, |ladder| {
            ladder.iter_mut().filter(|step| id.with_value(|id| step.id == *id)).for_each(then);
        });
    };
    let typed = RwSignal::new(None::<String>);
    let shown = move || typed.get().unwrap_or_else(|| i18n::points(step.get().points));
    let write_points = move |event| {
        let text = event_target_value(&event);
        match worth(&text) {
            Some(points) => {
                // `2,` and `2,0` stay as typed until the person is done.
                typed.set((i18n::points(points) != text).then_some(text));
                on_step(true, &|step| step.points = points);
            }
            None => typed.set(Some(text)),
        }
    };
    let wrong = move || {
        let bad = typed.get().filter(|text| worth(text).is_none());
        bad.map(|text| tf(k::PACK_BAD_NUMBER, &[("text", &text)]))
    };
    let leave = move |_| {
        if wrong().is_none() {
            typed.set(None);
        }
        desk.open.end_typing();
    };
    let write_label = move |event| {
        let text = event_target_value(&event);
        on_step(true, &|step| step.label = Text { vi: text.clone(), en: String::new() });
    };
    let met = move |event| {
        let on = event_target_checked(&event);
        on_step(false, &|step| step.met = on);
    };
    let shift = move |up: bool| {
        change(desk, item, false, |ladder| {
            let Some(at) = ladder.iter().position(|step| id.with_value(|id| step.id == *id)) else {
                return;
            };
            let to =
                if up { at.checked_sub(1) } else { Some(at + 1).filter(|to| *to < ladder.len()) };
            if let Some(to) = to {
                ladder.swap(at, to);
            }
        });
    };
    let out = move |_| {
        change(desk, item, false, |ladder| ladder.retain(|step| id.with_value(|id| step.id != *id)))
    };
    let name = id.with_value(|id| id.0.clone());
    view! {
        <div class="ladder-form__step" data-testid=format!("step-{name}")>
            <label class="field">
                <span class="field__label">{t(k::DRAFT_POINTS)}</span>
                <input class="field__input" inputmode="decimal" maxlength="8" autocomplete="off" data-testid="step-points"
                    prop:value=shown on:input=write_points on:blur=leave
                    aria-invalid=move || wrong().map(|_| "true") />
            </label>
            <label class="field">
                <span class="field__label">{t(k::DRAFT_STEP_LABEL)}</span>
                <input class="field__input" maxlength="500" autocomplete="off" data-testid="step-label"
                    prop:value=move || step.get().label.vi on:input=write_label
                    on:blur=move |_| desk.open.end_typing() />
            </label>
            <span class="field__fault" role="status">{wrong}</span>
            <p class="row">
                <label class="tick">
                    <input type="checkbox" prop:checked=move || step.get().met on:change=met data-testid="step-met" />
                    <span>{t(k::DRAFT_MET)}</span>
                </label>
                <button type="button" class="button button--quiet" on:click=move |_| shift(true)
                    aria-label=tf(k::DRAFT_STEP_UP, &[("id", &name)])>"↑"</button>
                <button type="button" class="button button--quiet" on:click=move |_| shift(false)
                    aria-label=tf(k::DRAFT_STEP_DOWN, &[("id", &name)])>"↓"</button>
                <button type="button" class="iconbutton" on:click=out data-testid="step-out"
                    aria-label=tf(k::DRAFT_STEP_OUT, &[("id", &name)])>{icon(Icon::Trash)}</button>
            </p>
        </div>
    }
    .into_any()
}
