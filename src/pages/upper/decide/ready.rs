//! Units that are ready to be decided on, each with what is chosen for it.

use super::{AT_ONCE, Desk, more, words};
use crate::{
    i18n::{self, k, t, tf},
    pages::Page,
    ui::{Field, Kind},
};
use bcd_core::{
    id::UnitId,
    upper::{
        deciding::{Candidate, Decidable, DecisionDoubt},
        table::Row,
    },
};
use leptos::prelude::*;

// What is picked by a whole list at once.
const YES: &str = "yes";
const NO: &str = "no";

/// The list.
#[component]
pub fn Ready(desk: Desk) -> impl IntoView {
    let ready = Memo::new(move |_| desk.those(Decidable::is_ready));
    let drawn = RwSignal::new(AT_ONCE);
    let rows = move || {
        let rows = ready.with(|all| all.iter().take(drawn.get()).cloned().collect::<Vec<_>>());
        rows.into_iter().map(|it| (points(desk, &it), it)).collect::<Vec<_>>()
    };
    let none = Memo::new(move |_| ready.with(Vec::is_empty));
    view! {
        <section class="card stack" aria-labelledby="ready-h">
            <h2 id="ready-h">{t(k::DECIDE_READY)}</h2>
            {move || none.get().then(|| view! { <p class="empty">{t(k::DECIDE_NONE_READY)}</p> })}
            <PickMany desk ready />
            <ul class="plain stack">
                // A row is drawn anew if anything in it changes.
                <For each=rows key=|row| format!("{row:?}") let:row>
                    <ReadyRow desk candidate=row.1 points=row.0 />
                </For>
            </ul>
            {more(move || ready.with(Vec::len), drawn)}
        </section>
    }
    .into_any()
}

#[component]
fn PickMany(desk: Desk, ready: Memo<Vec<Candidate>>) -> impl IntoView {
    // Whoever has something to be looked at is picked one by one. Where that is only that no code was
    // compared, it may be so of hundreds: they are picked by a button of their own, which says so.
    let passed = move |doubts: &'static [DecisionDoubt]| {
        ids(ready, |it| it.stands == Decidable::Passed && it.doubts == doubts)
    };
    let not_passed = move || ids(ready, |it| it.stands == Decidable::NotPassed);
    let chosen = move || desk.chosen().into_iter().filter_map(|it| it.candidate.unit);
    let put = move |units: Vec<UnitId>, recognised: Option<bool>| {
        desk.picks.put(&desk.table.cycle.get_untracked(), &units, recognised);
    };
    let all = move |doubts: &'static [DecisionDoubt], key, test: &'static str| {
        let n = passed(doubts).len();
        (n > 0).then(|| view! {
            <button class="button" on:click=move |_| put(untrack(|| passed(doubts)), Some(true)) data-testid=test>
                {tf(key, &[("n", &n)])}
            </button>
        })
    };
    let sure = move || all(&[], k::DECIDE_PICK_ALL, "pick-all");
    let unconfirmed =
        move || all(&[DecisionDoubt::Unconfirmed], k::DECIDE_PICK_UNCONFIRMED, "pick-unconfirmed");
    let declined = move || {
        let n = not_passed().len();
        (n > 0).then(|| view! {
            <button class="button" on:click=move |_| put(untrack(not_passed), Some(false)) data-testid="pick-declined">
                {tf(k::DECIDE_PICK_DECLINED, &[("n", &n)])}
            </button>
        })
    };
    let none = move || {
        let n = chosen().count();
        (n > 0).then(|| view! {
            <button class="button button--quiet" on:click=move |_| put(untrack(move || chosen().collect()), None) data-testid="pick-none">
                {tf(k::DECIDE_PICK_NONE, &[("n", &n)])}
            </button>
        })
    };
    view! { <p class="row">{sure} {unconfirmed} {declined} {none}</p> }.into_any()
}

fn ids(ready: Memo<Vec<Candidate>>, fits: impl Fn(&&Candidate) -> bool) -> Vec<UnitId> {
    ready.with(|all| all.iter().filter(fits).filter_map(|it| it.unit.clone()).collect())
}

// Points as verified, else by the unit's own account; the latter beside the former.
fn points(desk: Desk, candidate: &Candidate) -> String {
    let of = |row: &Row| {
        let score = row.score.as_ref()?;
        let (own, max) = (i18n::points(score.got), i18n::points(score.max));
        let verified = i18n::points(row.verified.unwrap_or(score.got));
        Some(tf(k::DECIDE_POINTS, &[("verified", &verified), ("own", &own), ("max", &max)]))
    };
    desk.table.table.with(|table| table.rows.get(candidate.row).and_then(of)).unwrap_or_default()
}

#[component]
fn ReadyRow(desk: Desk, candidate: Candidate, points: String) -> impl IntoView {
    let Some(unit) = candidate.unit.clone() else { return ().into_any() };
    let unit = StoredValue::new(unit);
    let cycle = desk.table.cycle;
    let pick = Memo::new(move |_| unit.with_value(|unit| desk.picks.of(&cycle.get(), unit)));
    let value = move || match pick.get().map(|pick| pick.recognised) {
        None => "",
        Some(true) => YES,
        Some(false) => NO,
    };
    let choose = move |event| {
        let recognised = match event_target_value(&event).as_str() {
            YES => Some(true),
            NO => Some(false),
            _ => None,
        };
        let units = [unit.get_value()];
        desk.picks.put(&cycle.get_untracked(), &units, recognised);
    };
    let is_declined = Memo::new(move |_| pick.get().is_some_and(|pick| !pick.recognised));
    let why = Signal::derive(move || pick.get().map(|pick| pick.why).unwrap_or_default());
    let say_why = Callback::new(move |why: String| {
        unit.with_value(|unit| desk.picks.say_why(&cycle.get_untracked(), unit, &why));
    });
    let reason = move || {
        is_declined.get().then(|| {
            view! {
                <Field label=t(k::DECIDE_WHY) value=why kind=Kind::Lines on_input=say_why
                    hint=t(k::DECIDE_WHY_HINT) test="decide-why" />
            }
        })
    };
    let has_passed = candidate.stands == Decidable::Passed;
    let (word, class) = match has_passed {
        true => (t(k::DECIDE_PASSED), "state state--ok"),
        false => (t(k::DECIDE_NOT_PASSED), "state state--bad"),
    };
    let doubts = words::doubts(&candidate);
    let doubts = (!doubts.is_empty()).then(
        || view! { <span class="state state--lacking" data-testid="decide-doubt">{doubts}</span> },
    );
    let label = tf(k::DECIDE_PICK, &[("name", &candidate.name)]);
    let recognise = has_passed.then(|| view! { <option value=YES prop:selected=move || value() == YES>{t(k::DECIDE_YES)}</option> });
    view! {
        <li class="decide" data-testid="decide-row">
            <div>
                <a href=Page::Verify.open(candidate.of.clone()).href()><b>{candidate.name.clone()}</b></a>
                " " <span class=class>{word}</span> " " {doubts}
                <div class="field__note">{points}</div>
            </div>
            <select class="field__input" aria-label=label on:change=choose data-testid="decide-pick">
                <option value="" prop:selected=move || value().is_empty()>{t(k::DECIDE_OPEN)}</option>
                {recognise}
                <option value=NO prop:selected=move || value() == NO>{t(k::DECIDE_NO)}</option>
            </select>
            {reason}
        </li>
    }
    .into_any()
}
