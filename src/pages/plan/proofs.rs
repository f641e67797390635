//! What shows that a task was done: pieces of evidence, which then support its items too.

use crate::{
    i18n::{k, t},
    pages::{
        Page,
        item::{AddFiles, StoredPhoto, kind_icon, kind_word},
    },
    shell::services,
    ui::{Choice, Icon, icon},
};
use bcd_core::{
    dossier::{Evidence, EvidenceKind},
    id::{EvidenceId, RecordId},
    year::{command::YearCommand, proof, record::RecordKind},
};
use leptos::prelude::*;

fn name_of(evidence: &Evidence) -> String {
    let words = [&evidence.title, &evidence.number, &evidence.name, &evidence.url];
    let word = words.into_iter().find(|word| !word.is_empty());
    word.map_or(kind_word(evidence.kind), String::as_str).chars().take(70).collect()
}

/// The evidence of a task.
#[component]
pub fn Proofs(id: RecordId) -> impl IntoView {
    let app = services();
    let ids = {
        let id = id.clone();
        Memo::new(move |_| {
            app.planning
                .year
                .with(|y| y.proofs_of(RecordKind::Task, &id).cloned().collect::<Vec<_>>())
        })
    };
    let none = move || {
        ids.with(Vec::is_empty)
            .then(|| view! { <p class="field__note">{t(k::PLAN_PROOFS_NONE)}</p> })
    };
    let of = id.clone();
    let link = id.clone();
    view! {
        {none}
        <ul class="evidence">
            <For each=move || ids.get() key=|id| id.clone() let:piece>
                <Piece piece task=of.clone() />
            </For>
        </ul>
        <div class="adds"><AddFiles shows=app.planning.shows_record(RecordKind::Task, id) /></div>
        <Link task=link ids />
    }
    .into_any()
}

#[component]
fn Piece(piece: EvidenceId, task: RecordId) -> impl IntoView {
    let app = services();
    let evidence = {
        let piece = piece.clone();
        Memo::new(move |_| {
            app.work.dossier.with(|d| d.evidence.get(&piece).cloned().unwrap_or_default())
        })
    };
    let name = move || evidence.with(name_of);
    let (kind, file) = evidence.with_untracked(|e| (e.kind, e.file.clone()));
    let edit = move || {
        let item = evidence.with(|e| e.items.iter().next().cloned());
        item.map(|item| view! {
            <a class="button button--quiet" href=Page::Checklist.open(item.0).href()>{t(k::PLAN_PROOF_EDIT)}</a>
        })
    };
    let away = move |_| {
        let none = Default::default();
        app.planning.change(YearCommand::Prove(
            piece.clone(),
            RecordKind::Task,
            task.clone(),
            none,
            false,
        ));
        app.work.say_undoable(t(k::PLAN_PROOF_REMOVED));
    };
    view! {
        <li class="piece" data-testid="proof">
            <p class="piece__head">{icon(kind_icon(kind))} <b>{kind_word(kind)}</b> <span>{name}</span></p>
            {(kind == EvidenceKind::Photo).then(|| view! { <StoredPhoto file alt=Signal::derive(name) /> })}
            <p class="row">
                {edit}
                <button class="button button--quiet" on:click=away data-testid="proof-remove">
                    {icon(Icon::Trash)} {t(k::PLAN_PROOF_REMOVE)}
                </button>
            </p>
        </li>
    }
    .into_any()
}

#[component]
fn Link(task: RecordId, ids: Memo<Vec<EvidenceId>>) -> impl IntoView {
    let app = services();
    let options = Memo::new(move |_| {
        let here = ids.get();
        app.work.dossier.with(|d| {
            let others = d.evidence.iter().filter(|(id, e)| !e.deleted && !here.contains(id));
            others.map(|(id, e)| (id.0.clone(), name_of(e))).collect::<Vec<_>>()
        })
    });
    let link = Callback::new(move |piece: String| {
        if piece.is_empty() {
            return;
        }
        let items = app.planning.year.with_untracked(|year| {
            app.work.set.with_untracked(|set| proof::items(year, RecordKind::Task, &task, set))
        });
        app.planning.change(YearCommand::Prove(
            EvidenceId(piece),
            RecordKind::Task,
            task.clone(),
            items,
            true,
        ));
    });
    move || {
        let there = options.get();
        (!there.is_empty()).then(|| {
            let options = [vec![(String::new(), t(k::PLAN_PROOF_CHOOSE).to_owned())], there].concat();
            view! { <Choice label=t(k::PLAN_PROOF_LINK) options value=String::new() on_change=link test="proof-link" /> }
        })
    }
}
