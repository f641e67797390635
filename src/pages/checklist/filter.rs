//! Filters of the checklist: all, not answered, without evidence, gates.

use crate::i18n::{Key, k, t};
use bcd_app::workspace::Workspace;
use bcd_core::{
    criteria::{Item, Mode},
    dossier::Dossier,
};
use leptos::prelude::*;

/// Which items are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filter {
    /// All.
    All,
    /// Not answered.
    Open,
    /// Claimed, without evidence.
    Lacking,
    /// Gates.
    Gates,
}

/// Whether a filter shows an item.
pub fn shows(filter: Filter, item: &Item, dossier: &Dossier, mode: Mode) -> bool {
    item.applies_to(&dossier.unit.kind)
        && match filter {
            Filter::All => true,
            Filter::Open => !dossier.answers.get(&item.id).is_some_and(|a| a.is_given(mode)),
            Filter::Lacking => dossier.lacks_evidence(item, mode),
            Filter::Gates => item.gate,
        }
}

/// The filters, each with how many items it shows.
pub fn filters(work: Workspace, filter: RwSignal<Filter>) -> AnyView {
    let chip = move |which: Filter, text: Key, test: &'static str| {
        let count = move || {
            let mode = work.mode.get();
            let count = work.set.with(|set| {
                work.dossier.with(|dossier| {
                    set.items().filter(|(_, item)| shows(which, item, dossier, mode)).count()
                })
            });
            count.to_string()
        };
        let pressed = move || (filter.get() == which).to_string();
        // Set anew even when it is the same: the list is filtered at this moment.
        view! {
            <button class="chip" aria-pressed=pressed data-testid=test on:click=move |_| filter.set(which)>
                {t(text)}
                <span class="chip__count">{count}</span>
            </button>
        }
        .into_any()
    };
    view! {
        <div class="chips" role="group" aria-label=t(k::CHECKLIST_FILTER)>
            {chip(Filter::All, k::CHECKLIST_ALL, "filter-all")}
            {chip(Filter::Open, k::CHECKLIST_OPEN, "filter-open")}
            {chip(Filter::Lacking, k::CHECKLIST_LACKING, "filter-lacking")}
            {chip(Filter::Gates, k::CHECKLIST_GATES, "filter-gates")}
        </div>
    }
    .into_any()
}
