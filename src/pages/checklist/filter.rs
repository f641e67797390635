//! Filters of the checklist: all, not answered, without evidence, gates.

use crate::{
    i18n::{k, t},
    platform::el::{El, el},
    state::Workspace,
};
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
pub fn filters(workspace: Workspace, filter: RwSignal<Filter>) -> El {
    let chips = [
        (Filter::All, k::CHECKLIST_ALL),
        (Filter::Open, k::CHECKLIST_OPEN),
        (Filter::Lacking, k::CHECKLIST_LACKING),
        (Filter::Gates, k::CHECKLIST_GATES),
    ]
    .map(|(which, text)| {
        let count = el("span").class("chip__count");
        let figure = count.handle();
        let chip = el("button")
            .class("chip")
            .text(t(text))
            .child(count)
            // Set anew even when it is the same: the list is filtered at this moment.
            .on("click", move |_| filter.set(which));
        (which, chip, figure)
    });
    let handles =
        chips.each_ref().map(|(which, chip, figure)| (*which, chip.handle(), figure.clone()));
    let buttons = handles.clone();
    el("div")
        .class("chips")
        .attr("role", "group")
        .attr("aria-label", t(k::CHECKLIST_FILTER))
        .children(chips.into_iter().map(|(_, chip, _)| chip))
        .watch(move || {
            let mode = workspace.mode.get();
            workspace.set.with(|set| {
                workspace.dossier.with(|dossier| {
                    for (which, _, figure) in &handles {
                        let items = set.items().map(|(_, item)| item);
                        let n = items.filter(|item| shows(*which, item, dossier, mode)).count();
                        figure.text(&n.to_string());
                    }
                });
            });
        })
        .watch(move || {
            let chosen = filter.get();
            for (which, button, _) in &buttons {
                button.set("aria-pressed", Some(if *which == chosen { "true" } else { "false" }));
            }
        })
}
