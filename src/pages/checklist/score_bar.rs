//! The score, always on the screen: total, the three criteria with their minimums, the gates,
//! and what still stands in the way.

use crate::{
    i18n::{self, k, lang, t, tf},
    pages::blockers::blockers,
    ui::Bar,
};
use bcd_app::workspace::Workspace;
use bcd_core::{
    criteria::Criterion,
    scoring::{CriterionScore, Score},
};
use bcd_web::page;
use leptos::prelude::*;

/// The bar at the top of the checklist; on a phone, above an `opened` item.
pub fn score_bar(work: Workspace, opened: Memo<Option<String>>) -> AnyView {
    let open = RwSignal::new(false);
    let above = move || opened.with(Option::is_some);
    view! {
        <section class="scorebar" class:scorebar--above=above aria-label=t(k::HOME_SCORE)>
            {move || draw(work, &work.score.get(), open)}
        </section>
    }
    .into_any()
}

fn draw(work: Workspace, score: &Score, open: RwSignal<bool>) -> AnyView {
    let figures = format!("{}/{}", i18n::points(score.got), i18n::points(score.max));
    let met = score.gates.iter().filter(|(_, met)| *met).count();
    let gates = format!("★ {met}/{}", score.gates.len());
    let ready = score.blockers.is_empty();
    let rest = match score.blockers.len() {
        0 => t(k::CHECKLIST_READY).to_owned(),
        n => tf(k::CHECKLIST_WAYS, &[("n", &n)]),
    };
    let said = tf(k::CHECKLIST_SAID, &[("total", &figures), ("rest", &rest)]);
    let set = work.set.get_untracked();
    let need = set.rule.criterion_min_percent;
    let parts = set.criteria.iter().zip(&score.criteria);
    let parts: Vec<AnyView> =
        parts.map(|(criterion, score)| part(criterion, score, need)).collect();
    let is_open = open.get();
    view! {
        <div class="scorebar__top">
            <b class="scorebar__total figure" data-testid="total">{figures}</b>
            <span class="scorebar__gates" data-testid="gates">{gates}</span>
            <button class="scorebar__ways" class:scorebar__ways--ready=ready aria-controls="ways"
                data-testid="ways" aria-expanded=is_open.to_string()
                on:click=move |_| open.update(|open| *open = !*open)>
                {rest}
            </button>
        </div>
        <div class="scorebar__parts">{parts}</div>
        <div id="ways" class="scorebar__list" hidden=!is_open>
            {is_open.then(|| blockers(work))}
        </div>
        <p class="hidden" role="status" aria-live="polite" data-testid="said">{said}</p>
    }
    .into_any()
}

/// One criterion's part of the bar; `need` is its minimum in per cent.
fn part(criterion: &Criterion, score: &CriterionScore, need: u8) -> AnyView {
    let ok = score.ok();
    let figures = format!("{}/{}", i18n::points(score.got), i18n::points(score.max));
    let minimum = tf(k::CHECKLIST_MIN, &[("n", &i18n::points(score.need))]);
    let minimum = if ok { format!("✓ {minimum}") } else { minimum };
    let jump = format!("#criterion-{}", criterion.id);
    let test = format!("part-{}", criterion.id);
    view! {
        <button class="scorebar__part" class:scorebar__part--ok=ok data-testid=test
            on:click=move |_| page::scroll_to(&jump)>
            <span class="scorebar__name">
                <b>{criterion.id.clone()}</b>
                <span class="scorebar__short">{criterion.short.get(lang()).to_owned()}</span>
                <b class="figure">{figures}</b>
            </span>
            <Bar percent=score.got.percent_of(score.max) need ok />
            <span class="scorebar__min">{minimum}</span>
        </button>
    }
    .into_any()
}
