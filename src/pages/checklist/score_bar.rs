//! The score, always on the screen: total, the three criteria with their minimums, the gates,
//! and what still stands in the way.

use crate::{
    i18n::{self, k, lang, t, tf},
    pages::blockers::blockers,
    ui::Bar,
};
use bcd_app::workspace::Workspace;
use bcd_core::{
    criteria::{CriteriaSet, Criterion},
    points::Points,
};
use bcd_web::page;
use core::fmt::Display;
use leptos::prelude::*;

/// The bar at the top of the checklist; on a phone, above an `opened` item. It is drawn once for a
/// criteria set, and each figure follows the score.
pub fn score_bar(work: Workspace, opened: Memo<Option<String>>) -> AnyView {
    let open = RwSignal::new(false);
    let above = Signal::derive(move || opened.with(Option::is_some));
    let ready = Signal::derive(move || work.score.with(|score| score.blockers.is_empty()));
    let gates = Signal::derive(move || {
        work.score.with(|score| {
            let met = score.gates.iter().filter(|(_, met)| *met).count();
            format!("★ {met}/{}", score.gates.len())
        })
    });
    let (total, rest) = (Signal::derive(move || total(work)), Signal::derive(move || rest(work)));
    let said = Signal::derive(move || {
        let values = [("total", &total.get() as &dyn Display), ("rest", &rest.get())];
        tf(k::CHECKLIST_SAID, &values)
    });
    let expanded = Signal::derive(move || open.get().to_string());
    let closed = Signal::derive(move || !open.get());
    view! {
        <section class="scorebar" class:scorebar--above=above aria-label=t(k::HOME_SCORE)>
            <div class="scorebar__top">
                <b class="scorebar__total figure" data-testid="total">{total}</b>
                <span class="scorebar__gates" data-testid="gates">{gates}</span>
                <button class="scorebar__ways" class:scorebar__ways--ready=ready aria-controls="ways"
                    data-testid="ways" aria-expanded=expanded
                    on:click=move |_| open.update(|open| *open = !*open)>
                    {rest}
                </button>
            </div>
            <div class="scorebar__parts">{move || parts(work, &work.set.get())}</div>
            <div id="ways" class="scorebar__list" hidden=closed>
                {move || open.get().then(|| blockers(work))}
            </div>
            <p class="hidden" role="status" aria-live="polite" data-testid="said">{said}</p>
        </section>
    }
    .into_any()
}

fn total(work: Workspace) -> String {
    work.score.with(|score| figures(score.got, score.max))
}

fn figures(got: Points, max: Points) -> String {
    format!("{}/{}", i18n::points(got), i18n::points(max))
}

/// What is still in the way, in a few words.
fn rest(work: Workspace) -> String {
    match work.score.with(|score| score.blockers.len()) {
        0 => t(k::CHECKLIST_READY).to_owned(),
        n => tf(k::CHECKLIST_WAYS, &[("n", &n)]),
    }
}

fn parts(work: Workspace, set: &CriteriaSet) -> Vec<AnyView> {
    let need = set.rule.criterion_min_percent;
    set.criteria.iter().enumerate().map(|(at, one)| part(work, at, one, need)).collect()
}

/// The part of the criterion at place `at` of the set; `need` is its minimum in per cent.
fn part(work: Workspace, at: usize, criterion: &Criterion, need: u8) -> AnyView {
    let score =
        move || work.score.with(|score| score.criteria.get(at).cloned().unwrap_or_default());
    let ok = Signal::derive(move || score().ok());
    let minimum = Signal::derive(move || {
        let score = score();
        let minimum = tf(k::CHECKLIST_MIN, &[("n", &i18n::points(score.need))]);
        if score.ok() { format!("✓ {minimum}") } else { minimum }
    });
    let got = Signal::derive(move || {
        let score = score();
        figures(score.got, score.max)
    });
    let percent = Signal::derive(move || {
        let score = score();
        score.got.percent_of(score.max)
    });
    let jump = format!("#criterion-{}", criterion.id);
    let test = format!("part-{}", criterion.id);
    view! {
        <button class="scorebar__part" class:scorebar__part--ok=ok data-testid=test
            on:click=move |_| page::scroll_to(&jump)>
            <span class="scorebar__name">
                <b>{criterion.id.clone()}</b>
                <span class="scorebar__short">{criterion.short.get(lang()).to_owned()}</span>
                <b class="figure">{got}</b>
            </span>
            <Bar percent need ok />
            <span class="scorebar__min">{minimum}</span>
        </button>
    }
    .into_any()
}
