//! The score, always on the screen: total, the three criteria with their minimums, the gates,
//! and what still stands in the way.

use crate::{
    i18n::{self, k, lang, t, tf},
    pages::blockers::Blockers,
    platform::page,
    state::Workspace,
    ui::Bar,
};
use leptos::prelude::*;

/// The bar at the top of the checklist.
#[component]
pub fn ScoreBar() -> impl IntoView {
    let workspace = Workspace::here();
    let open = RwSignal::new(false);
    let total = move || {
        workspace.score.with(|s| format!("{}/{}", i18n::points(s.got), i18n::points(s.max)))
    };
    let gates = move || {
        workspace.score.with(|s| {
            let met = s.gates.iter().filter(|(_, met)| *met).count();
            format!("★ {met}/{}", s.gates.len())
        })
    };
    let ways = move || match workspace.score.with(|s| s.blockers.len()) {
        0 => t(k::CHECKLIST_READY).to_owned(),
        n => tf(k::CHECKLIST_WAYS, &[("n", &n)]),
    };
    let ready = move || workspace.score.with(|s| s.blockers.is_empty());
    let said = move || tf(k::CHECKLIST_SAID, &[("total", &total()), ("rest", &ways())]);
    view! {
        <section class="scorebar" aria-label=t(k::HOME_SCORE)>
            <div class="scorebar__top">
                <b class="scorebar__total figure" data-testid="total">{total}</b>
                <span class="scorebar__gates" data-testid="gates">{gates}</span>
                <button
                    class="scorebar__ways"
                    class:scorebar__ways--ready=ready
                    aria-expanded=move || open.get().to_string()
                    aria-controls="ways"
                    on:click=move |_| open.update(|open| *open = !*open)
                    data-testid="ways"
                >
                    {ways}
                </button>
            </div>
            <Criteria />
            <div id="ways" class="scorebar__list" hidden=move || !open.get()>
                <Blockers />
            </div>
            <p class="hidden" role="status" aria-live="polite" data-testid="said">{said}</p>
        </section>
    }
}

#[component]
fn Criteria() -> impl IntoView {
    let workspace = Workspace::here();
    let set = workspace.set.get_untracked();
    let need = set.rule.criterion_min_percent;
    let parts = set.criteria.iter().enumerate().map(|(index, criterion)| {
        let part = Memo::new(move |_| workspace.score.with(|s| s.criteria[index].clone()));
        let ok = Signal::derive(move || part.with(|p| p.ok()));
        let percent = Signal::derive(move || part.with(|p| p.got.percent_of(p.max)));
        let figures =
            move || part.with(|p| format!("{}/{}", i18n::points(p.got), i18n::points(p.max)));
        let minimum = move || part.with(|p| tf(k::CHECKLIST_MIN, &[("n", &i18n::points(p.need))]));
        let id = criterion.id.clone();
        let jump = move |_| page::scroll_to(&format!("#criterion-{id}"));
        view! {
            <button class="scorebar__part" class:scorebar__part--ok=ok on:click=jump>
                <span class="scorebar__name">
                    <b>{criterion.id.clone()}</b>
                    <span class="scorebar__short">{criterion.short.get(lang()).to_owned()}</span>
                    <b class="figure">{figures}</b>
                </span>
                <Bar percent ok need />
                <span class="scorebar__min">
                    {move || if ok.get() { "✓ " } else { "" }}
                    {minimum}
                </span>
            </button>
        }
    });
    view! { <div class="scorebar__parts">{parts.collect_view()}</div> }
}
