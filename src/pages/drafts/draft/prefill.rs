//! What the app proposes for an item that is written: words of `prefill` to tick.

use super::desk::Desk;
use crate::i18n::{Key, k, t, tf};
use bcd_core::{
    criteria::{Item, Prefill, PrefillWords},
    upper::pack_draft::{Part, command::DraftCommand},
    year::proposal,
};
use leptos::prelude::*;

/// What a word does, for people.
pub fn word(word: Prefill) -> &'static str {
    let key: Key = match word {
        Prefill::Opinions => k::DRAFT_P_OPINIONS,
        Prefill::MemberLists => k::DRAFT_P_MEMBER_LISTS,
        Prefill::Confirmations => k::DRAFT_P_CONFIRMATIONS,
        Prefill::Remarks => k::DRAFT_P_REMARKS,
        Prefill::Ratings => k::DRAFT_P_RATINGS,
        Prefill::Admissions => k::DRAFT_P_ADMISSIONS,
        Prefill::Training => k::DRAFT_P_TRAINING,
        Prefill::Cases => k::DRAFT_P_CASES,
        Prefill::Hardship => k::DRAFT_P_HARDSHIP,
        Prefill::Policies => k::DRAFT_P_POLICIES,
        Prefill::AnnualPlan => k::DRAFT_P_ANNUAL_PLAN,
        Prefill::PeriodPlans => k::DRAFT_P_PERIOD_PLANS,
        Prefill::Tasks => k::DRAFT_P_TASKS,
        Prefill::Activity => k::DRAFT_P_ACTIVITY,
        Prefill::Projects => k::DRAFT_P_PROJECTS,
        Prefill::Meetings => k::DRAFT_P_MEETINGS,
        Prefill::Introductions => k::DRAFT_P_INTRODUCTIONS,
        Prefill::Pairings => k::DRAFT_P_PAIRINGS,
        Prefill::Models => k::DRAFT_P_MODELS,
        Prefill::Registration => k::DRAFT_P_REGISTRATION,
        Prefill::PartyReports => k::DRAFT_P_PARTY_REPORTS,
        Prefill::Courses => k::DRAFT_P_COURSES,
        Prefill::JointProgrammes => k::DRAFT_P_JOINT_PROGRAMMES,
        Prefill::Often => k::DRAFT_P_OFTEN,
    };
    t(key)
}

/// The form. Words that this version does not know stay as they are.
#[component]
pub fn PrefillForm(item: Memo<Option<Item>>) -> impl IntoView {
    let desk = Desk::here();
    let written = Memo::new(move |_| {
        item.with(|item| item.as_ref().map(|it| it.prefill.0.clone()).unwrap_or_default())
    });
    // Of several words that reckon, the first proposes.
    let source = move || {
        let words = PrefillWords(written.get());
        match words.known().find(|one| proposal::reckons(*one)) {
            Some(one) => tf(k::DRAFT_P_SOME, &[("word", &word(one))]),
            None => t(k::DRAFT_P_NONE).to_owned(),
        }
    };
    let rows = Prefill::ALL.into_iter().map(|one| {
        let on = Memo::new(move |_| written.with(|words| words.split_whitespace().any(|it| it == one.as_str())));
        let change = move |event| {
            let Some(item) = item.get_untracked() else { return };
            let mut words: Vec<&str> = item.prefill.0.split_whitespace().filter(|it| *it != one.as_str()).collect();
            if event_target_checked(&event) {
                // Only one proposes; the one that was chosen last takes the place of another.
                let reckons = |word: &str| Prefill::parse(word).is_some_and(proposal::reckons);
                words.retain(|word| !(proposal::reckons(one) && reckons(word)));
                words.push(one.as_str());
            }
            let path = Part::Item.path(item.id.as_str(), "prefill");
            desk.open.does(DraftCommand::SetWord(path, words.join(" ")));
        };
        let steps = one.steps().filter(|steps| !steps.is_empty());
        let steps = steps.map(|steps| tf(k::DRAFT_P_STEPS, &[("steps", &steps.join(", "))]));
        view! {
            <label class="tick">
                <input type="checkbox" prop:checked=on on:change=change data-testid=format!("prefill-{}", one.as_str()) />
                <span>{word(one)} " " <small>{steps}</small></span>
            </label>
        }
    });
    let rows = rows.collect_view();
    view! {
        <details data-testid="item-prefill">
            <summary>{source}</summary>
            <p class="field__note">{t(k::DRAFT_P_ONE)}</p>
            {rows}
        </details>
    }
    .into_any()
}
