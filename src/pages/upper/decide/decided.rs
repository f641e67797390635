//! Units on which a decision holds: proposed for commendation, or the last step taken back, many at once.

use super::{AT_ONCE, Desk, form::Failed, more, words};
use crate::{
    i18n::{self, k, t, tf},
    pages::{Page, answers::state_word, unwritten, verify::WhyForm},
    shell::services,
};
use bcd_app::reviewing::{LookedAt, NotOfAll};
use bcd_core::{
    id::UnitId,
    upper::deciding::{Candidate, Decidable},
};
use bcd_web::spawn_local;
use leptos::prelude::*;
use std::collections::BTreeSet;

type Ticked = RwSignal<BTreeSet<UnitId>>;

/// The list.
#[component]
pub fn Decided(desk: Desk) -> impl IntoView {
    let decided = Memo::new(move |_| desk.those(|it| matches!(it, Decidable::Decided(_))));
    let none = Memo::new(move |_| decided.with(Vec::is_empty));
    let ticked: Ticked = RwSignal::default();
    let drawn = RwSignal::new(AT_ONCE);
    let rows =
        move || decided.with(|all| all.iter().take(drawn.get()).cloned().collect::<Vec<_>>());
    let all = move |_| {
        let all =
            decided.with_untracked(|all| all.iter().filter_map(|it| it.unit.clone()).collect());
        ticked.set(all);
    };
    move || {
        (!none.get()).then(|| {
            let n = move || decided.with(Vec::len);
            view! {
                <section class="card stack" aria-labelledby="decided-h" data-testid="decided">
                    <h2 id="decided-h">{t(k::DECIDE_DECIDED)}</h2>
                    <p class="row">
                        <button class="button" on:click=all data-testid="tick-all">
                            {move || tf(k::DECIDE_TICK_ALL, &[("n", &n())])}
                        </button>
                        <button class="button button--quiet" on:click=move |_| ticked.set(BTreeSet::new()) data-testid="tick-none">
                            {t(k::DECIDE_TICK_NONE)}
                        </button>
                    </p>
                    <ul class="plain stack">
                        <For each=rows key=|it| format!("{it:?}") let:candidate>
                            <DecidedRow candidate ticked />
                        </For>
                    </ul>
                    {more(n, drawn)}
                    <Steps desk decided ticked />
                </section>
            }
        })
    }
}

#[component]
fn DecidedRow(candidate: Candidate, ticked: Ticked) -> impl IntoView {
    let Some(unit) = candidate.unit.clone() else { return ().into_any() };
    let unit = StoredValue::new(unit);
    let on = move || unit.with_value(|unit| ticked.with(|all| all.contains(unit)));
    let tick = move |event| {
        let unit = unit.get_value();
        ticked.update(|all| match event_target_checked(&event) {
            true => drop(all.insert(unit)),
            false => drop(all.remove(&unit)),
        });
    };
    let word = match candidate.stands {
        Decidable::Decided(state) => t(state_word(state)),
        Decidable::Passed | Decidable::NotPassed | Decidable::Lacks(_) => "",
    };
    let by = candidate.decided.as_ref().map(|by| {
        let (number, date) = (&by.number, i18n::date(&by.date));
        tf(k::VERIFY_DECIDED, &[("number", number), ("date", &date)])
    });
    let doubts = words::doubts(&candidate);
    let name = candidate.name.clone();
    view! {
        <li data-testid="decided-row">
            <label class="tick">
                <input type="checkbox" prop:checked=on on:change=tick data-testid="decided-tick" />
                <span><b>{name}</b> " · " {word} " · " {by} " " {doubts}</span>
            </label>
            <a href=Page::Verify.open(candidate.of).href()>{t(k::DECIDE_OPEN_CASE)}</a>
        </li>
    }
    .into_any()
}

// Steps of all that are ticked. What is ticked and decided no more is passed over.
#[component]
fn Steps(desk: Desk, decided: Memo<Vec<Candidate>>, ticked: Ticked) -> impl IntoView {
    let app = services();
    let about = "decide|back".to_owned();
    let why = unwritten::text(&about, "");
    let (asks, busy) = (RwSignal::new(false), RwSignal::new(false));
    let failed = RwSignal::new(Vec::<String>::new());
    let those = move || {
        let is_ticked = |it: &&Candidate| {
            it.unit.as_ref().is_some_and(|unit| ticked.with(|all| all.contains(unit)))
        };
        decided.with(|all| all.iter().filter(is_ticked).cloned().collect::<Vec<_>>())
    };
    let n = Memo::new(move |_| those().len());
    let done = move |done: Result<(), NotOfAll>, units: usize, said, all: Vec<Candidate>| {
        busy.try_set(false);
        match done {
            Ok(()) => {
                failed.try_set(Vec::new());
                ticked.try_set(BTreeSet::new());
                app.work.say(tf(said, &[("n", &units)]));
                true
            }
            Err(not) => {
                let name = |at: &LookedAt| {
                    let found = all.iter().find(|it| it.unit.as_ref() == Some(&at.unit));
                    found.map(|it| it.name.clone()).unwrap_or_default()
                };
                failed.try_set(words::failed(&not, name));
                false
            }
        }
    };
    let begin = move || {
        let all = untrack(those);
        let units: Vec<LookedAt> = all.iter().map(|it| desk.looked_at(it)).collect();
        let free = !units.is_empty() && !busy.get_untracked();
        free.then(|| {
            busy.set(true);
            (all, units)
        })
    };
    let commend = move |_| {
        let Some((all, units)) = begin() else { return };
        spawn_local(async move {
            let result = desk.reviewing.commend_all(&units).await;
            done(result, units.len(), k::DECIDE_COMMENDED, all);
        });
    };
    let take_back = Callback::new(move |()| {
        let Some((all, units)) = begin() else { return };
        let (reason, about) = (why.get_untracked(), about.clone());
        spawn_local(async move {
            let result = desk.reviewing.take_back_all(&units, &reason).await;
            if done(result, units.len(), k::DECIDE_TAKEN_BACK, all) {
                unwritten::written(&[why], &[about]);
                asks.try_set(false);
            }
        });
    });
    let leave = Callback::new(move |()| asks.set(false));
    let asking = move || {
        (asks.get() && n.get() > 0).then(|| {
            view! {
                <WhyForm label=t(k::DECIDE_BACK_WHY) why hint=t(k::DECIDE_BACK_HINT) yes=t(k::DECIDE_BACK_YES)
                    on_yes=take_back on_no=leave busy tests=["decide-back-why", "decide-back-yes"] />
            }
        })
    };
    view! {
        <p class="row" hidden=move || n.get() == 0>
            <button class="button" disabled=busy on:click=commend data-testid="decide-commend">
                {move || tf(k::DECIDE_COMMEND, &[("n", &n.get())])}
            </button>
            <button class="button button--quiet" on:click=move |_| asks.set(true) data-testid="decide-back">
                {move || tf(k::DECIDE_BACK, &[("n", &n.get())])}
            </button>
        </p>
        {asking}
        <Failed failed />
    }
    .into_any()
}
