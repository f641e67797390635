//! Beside an opened item: what of it stays at home, and what a person of the unit lets go up.

use crate::{
    i18n::{k, t, tf},
    pages::plan::gap_task,
    shell::services,
    ui::{Icon, icon},
};
use bcd_core::{
    command::Command,
    criteria::Item,
    dossier::{Dossier, EvidenceKind},
    format::share::{goes_up, is_opened, is_sensitive, only_shipped_sensitive},
    id::{EvidenceId, ItemId},
};
use leptos::prelude::*;

/// Below the evidence of an item: what a person lets go up where it is sensitive, and the tasks that
/// see to it.
pub fn beside_item(id: ItemId, text: String) -> AnyView {
    let found = services().work.set.with_untracked(|set| set.item(id.as_str()).cloned());
    let kept = found.map(|item| view! { <Opening item=item.clone() /> <Titles item /> });
    view! { {kept} {gap_task(id, text)} }.into_any()
}

/// The mark of a piece that stays in the unit; nothing where it goes up.
pub fn stays(id: EvidenceId) -> AnyView {
    let work = services().work;
    let up = Memo::new(move |_| {
        work.dossier.with(|dossier| {
            let piece = dossier.evidence.get(&id);
            piece.is_some_and(|piece| work.set.with(|set| goes_up(piece, dossier, set)))
        })
    });
    let mark = move || {
        (!up.get()).then(|| {
            view! { <span class="tag">{icon(Icon::Lock)} {t(k::EVIDENCE_STAYS)}</span> }
        })
    };
    mark.into_any()
}

// Only a person of the unit opens an item that the set of the app marks as sensitive, and only where
// the pack does not mark it.
#[component]
fn Opening(item: Item) -> impl IntoView {
    let work = services().work;
    if !only_shipped_sensitive(&item) {
        return ().into_any();
    }
    let asked = item.clone();
    let opened = Memo::new(move |_| work.dossier.with(|dossier| is_opened(&asked, dossier)));
    let open = move |event| {
        let words = if event_target_checked(&event) { item.text.vi.clone() } else { String::new() };
        work.dispatch(Command::OpenToUpper(item.id.clone(), words));
    };
    view! {
        <p class="field__note">{t(k::EVIDENCE_SHIPPED_SENSITIVE)}</p>
        <label class="tick">
            <input type="checkbox" prop:checked=opened on:change=open data-testid="open-to-upper" />
            <span>{t(k::EVIDENCE_OPEN_TO_UPPER)}</span>
        </label>
    }
    .into_any()
}

// Documents of a sensitive item go up by number and day; their titles only one by one.
#[component]
fn Titles(item: Item) -> impl IntoView {
    let work = services().work;
    let titles = Memo::new(move |_| {
        work.dossier.with(|dossier| {
            if is_sensitive(&item, dossier) { titles_of(&item, dossier) } else { Vec::new() }
        })
    });
    let ticks = move || {
        let rows = titles.get().into_iter().map(|(id, title, goes)| {
            let tick = move |event| {
                work.dispatch(Command::SetTitleGoes(id.clone(), event_target_checked(&event)));
            };
            view! {
                <label class="tick">
                    <input type="checkbox" prop:checked=goes on:change=tick data-testid="title-goes" />
                    <span>{tf(k::EVIDENCE_TITLE_GOES, &[("title", &title)])}</span>
                </label>
            }
        });
        let rows = rows.collect::<Vec<_>>();
        (!rows.is_empty()).then(|| {
            view! { <p class="field__note">{t(k::EVIDENCE_TITLE_TELLS)}</p> {rows} }
        })
    };
    ticks.into_any()
}

fn titles_of(item: &Item, dossier: &Dossier) -> Vec<(EvidenceId, String, bool)> {
    let pieces = dossier.evidence_of(item.id.as_str());
    let documents = pieces.filter(|(_, piece)| {
        piece.kind == EvidenceKind::Document && piece.file.is_none() && !piece.title.is_empty()
    });
    documents.map(|(id, piece)| (id.clone(), piece.title.clone(), piece.title_goes)).collect()
}
