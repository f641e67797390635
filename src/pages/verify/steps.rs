//! Where the case stands, and the steps from there. None is taken by accident: a step back says why, a
//! decision has its number and day.

use super::{
    act::{act, act_once},
    conflicts::Conflicts,
    decision::Decide,
    desk::Desk,
    why::WhyForm,
    words,
};
use crate::{
    i18n::{self, k, t, tf},
    pages::{answers::state_word, unwritten},
    ui::{Notice, Tone},
};
use bcd_core::upper::case::{CaseState, state::Way};
use leptos::prelude::*;

/// The state, what is left to do, and the steps.
#[component]
pub fn Steps(desk: Desk) -> impl IntoView {
    let wanted = RwSignal::new(None::<(CaseState, Way)>);
    let state = Memo::new(move |_| desk.case.with(|case| case.state));
    // Where another officer took a step meanwhile, what was about to be done may fit no more.
    Effect::new(move |_| {
        let now = state.get();
        let gone = |(to, way): (CaseState, Way)| now.way(to) != Some(way);
        if wanted.get_untracked().is_some_and(gone) {
            wanted.set(None);
            if desk.is_step_half_written() {
                desk.app.work.say(t(k::VERIFY_MOVED));
            }
        }
    });
    let take = move |to: CaseState, way: Way| match way {
        Way::On => {
            let at = desk.looked_at();
            act(desk, async move { desk.reviewing.step(&at, to, "").await }, || ());
        }
        // A second tap leaves the form as it is.
        Way::Back | Way::Decision if wanted.get_untracked() == Some((to, way)) => {}
        Way::Back | Way::Decision => wanted.set(Some((to, way))),
    };
    let buttons = move || {
        let ways = state.get().ways().into_iter().map(|(to, way)| {
            let class = if way == Way::Back { "button button--quiet" } else { "button" };
            view! {
                <button class=class data-testid="verify-to" data-state=format!("{to:?}") on:click=move |_| take(to, way)>{t(words::step(to, way))}</button>
            }
        });
        ways.collect_view()
    };
    let form = move || {
        let (to, way) = wanted.get()?;
        Some(match way {
            Way::Decision => view! { <Decide desk to wanted /> }.into_any(),
            _ => view! { <Back desk to wanted /> }.into_any(),
        })
    };
    let left = move || {
        let it = desk.verified.get();
        let open = (it.open > 0).then(|| tf(k::VERIFY_OPEN_LEFT, &[("n", &it.open)]));
        let asked = (it.asked > 0).then(|| tf(k::VERIFY_ASKED_LEFT, &[("n", &it.asked)]));
        [open, asked].into_iter().flatten().collect::<Vec<_>>().join(" ")
    };
    view! {
        <section class="card" data-testid="verify-state">
            <p><span class="verify__label">{t(k::VERIFY_STATE)}</span> " "
                <span class=move || words::state_class(state.get())>{move || t(state_word(state.get()))}</span></p>
            <Decided desk />
            <p class="field__note">{left}</p>
            <p class="row">{buttons}</p>
            {form}
            <Conflicts desk />
            <History desk />
        </section>
    }
    .into_any()
}

#[component]
fn Decided(desk: Desk) -> impl IntoView {
    move || {
        let case = desk.case.get();
        let decided = case.decided.clone()?;
        let (number, date) = (decided.number, i18n::date(&decided.date));
        let older = case.is_decided_on_older().then(|| {
            let n = case.latest().map_or(0, |digest| case.number(digest));
            view! { <Notice tone=Tone::Info><p>{tf(k::VERIFY_DECIDED_OLDER, &[("n", &n)])}</p></Notice> }
        });
        Some(view! {
            <p><b>{tf(k::VERIFY_DECIDED, &[("number", &number), ("date", &date)])}</b></p>
            {(!decided.why.is_empty()).then(|| view! { <p class="said">{decided.why}</p> })}
            {older}
        })
    }
}

// A step back: it says why.
#[component]
fn Back(desk: Desk, to: CaseState, wanted: RwSignal<Option<(CaseState, Way)>>) -> impl IntoView {
    let about = desk.about_form("step", "why");
    let busy = RwSignal::new(false);
    let why = unwritten::text(&about, "");
    let take = Callback::new(move |()| {
        let (at, reason, about) = (desk.looked_at(), why.get_untracked(), about.clone());
        let deed = async move { desk.reviewing.step(&at, to, &reason).await };
        act_once(desk, busy, deed, move || {
            unwritten::written(&[why], &[about]);
            wanted.try_set(None);
        });
    });
    view! {
        <WhyForm label=t(k::VERIFY_STEP_WHY) why hint=t(k::VERIFY_STEP_BACK_HINT) yes=t(k::VERIFY_STEP_YES)
            on_yes=take on_no=Callback::new(move |()| wanted.set(None)) busy
            tests=["verify-step-why", "verify-step-yes"] />
    }
    .into_any()
}

// All steps with who and when; those that could not be taken are said first.
#[component]
fn History(desk: Desk) -> impl IntoView {
    let somebody = |by: &str| match by {
        "" => t(k::VERIFY_SOMEBODY).to_owned(),
        by => by.to_owned(),
    };
    let contested = move || {
        let case = desk.case.get();
        let lines = case.contested().map(|step| {
            let to = t(state_word(step.value.to));
            let at = i18n::date_time(&step.at);
            let text =
                tf(k::VERIFY_CONTESTED, &[("to", &to), ("by", &somebody(&step.by)), ("at", &at)]);
            view! { <Notice tone=Tone::Warn test="contested"><p>{text}</p></Notice> }
        });
        lines.collect_view()
    };
    let lines = move || {
        let case = desk.case.get();
        let taken = case.history.iter().rev().filter(|step| !step.contested);
        let lines = taken.map(|step| {
            let (to, at) = (t(state_word(step.value.to)), i18n::date_time(&step.at));
            let text = tf(k::VERIFY_HISTORY_LINE, &[("at", &at), ("by", &somebody(&step.by)), ("to", &to)]);
            let why = step.value.why.clone();
            view! { <li>{text}{(!why.is_empty()).then(|| view! { <span class="said">{why}</span> })}</li> }
        });
        let lines = lines.collect_view();
        (!lines.is_empty()).then(|| {
            view! {
                <details>
                    <summary>{t(k::VERIFY_HISTORY)}</summary>
                    <ul class="plain" data-testid="verify-history">{lines}</ul>
                </details>
            }
        })
    };
    view! { {contested} {lines} }.into_any()
}
