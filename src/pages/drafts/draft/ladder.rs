//! The ladder of an item that is written: a step in a row, best first.

use super::desk::{Desk, points_of};
use crate::{
    i18n::{self, k, t, tf},
    ui::{Icon, icon},
};
use bcd_core::{
    criteria::{Item, Step},
    points::{MAX_STEP, Points},
    text::Text,
    upper::pack_draft::{command::DraftCommand, faults::Place, ladder},
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

// The item as the version before has it: what units may have answered.
fn former(desk: Desk, item: Memo<Option<Item>>) -> Option<Item> {
    let id = item.with_untracked(|item| item.as_ref().map(|item| item.id.clone()))?;
    desk.before.with_untracked(|before| before.as_ref()?.item(id.as_str()).cloned())
}

/// The form.
#[component]
pub fn LadderForm(item: Memo<Option<Item>>) -> impl IntoView {
    let desk = Desk::here();
    // By their place: the id of a new step follows its points while they are typed.
    let steps = Memo::new(move |_| item.with(|item| item.as_ref().map_or(0, |it| it.ladder.len())));
    let add = move |_| {
        let before = former(desk, item);
        change(desk, item, false, |steps| ladder::add_step(steps, before.as_ref()));
    };
    view! {
        <fieldset class="fields ladder-form">
            <legend>{t(k::DRAFT_LADDER)}</legend>
            <For each=move || 0..steps.get() key=|at| *at let:at>
                <StepRow item at />
            </For>
            <button type="button" class="button" on:click=add data-testid="step-add">{icon(Icon::Add)} {t(k::DRAFT_ADD_STEP)}</button>
        </fieldset>
    }
    .into_any()
}

#[component]
fn StepRow(item: Memo<Option<Item>>, at: usize) -> impl IntoView {
    let desk = Desk::here();
    let step = Memo::new(move |_| {
        let step = item.with(|item| item.as_ref().and_then(|item| item.ladder.get(at).cloned()));
        step.unwrap_or_default()
    });
    let place = Memo::new(move |_| {
        Place::Item(item.with(|item| item.as_ref().map(|it| it.id.clone()).unwrap_or_default()))
    });
    let field = move || step.with(|step| points_of(step.id.as_str()));
    let on_step = move |typing: bool, then: &dyn Fn(&mut Step)| {
        change(desk, item, typing, |ladder| {
            ladder.get_mut(at).into_iter().for_each(then);
        });
    };
    // What is typed and right, but written otherwise, stands until the person is done.
    let typed = RwSignal::new(None::<String>);
    let unsound = move || desk.typed(&place.get(), &field());
    let shown = move || {
        unsound().or_else(|| typed.get()).unwrap_or_else(|| i18n::points(step.get().points))
    };
    let write_points = move |event| {
        let text = event_target_value(&event);
        let (place, field) = (place.get_untracked(), untrack(field));
        match worth(&text) {
            Some(points) => {
                desk.keep(&place, &field, None);
                typed.set((i18n::points(points) != text).then_some(text));
                let before = former(desk, item);
                change(desk, item, true, |steps| {
                    ladder::set_points(steps, at, points, before.as_ref());
                });
            }
            None => desk.keep(&place, &field, Some(text)),
        }
    };
    let wrong = move || unsound().map(|text| tf(k::PACK_BAD_NUMBER, &[("text", &text)]));
    let leave = move |_| {
        typed.set(None);
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
            let to =
                if up { at.checked_sub(1) } else { Some(at + 1).filter(|to| *to < ladder.len()) };
            if let Some(to) = to.filter(|_| at < ladder.len()) {
                ladder.swap(at, to);
            }
        });
    };
    let out = move |_| {
        change(desk, item, false, |ladder| {
            if at < ladder.len() {
                ladder.remove(at);
            }
        });
    };
    let name = at + 1;
    view! {
        <div class="ladder-form__step" data-testid=format!("step-{name}")>
            <label class="field">
                <span class="field__label">{t(k::DRAFT_POINTS)}</span>
                <input class="field__input" inputmode="decimal" maxlength="60" autocomplete="off" data-testid="step-points"
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
