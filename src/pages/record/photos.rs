//! Photos and files that show a record, and the confirmation of the registration.

use crate::{
    i18n::{self, k, t},
    pages::item::{AddFiles, StoredPhoto},
    shell::services,
    ui::{Field, Icon, Kind as FieldKind, icon},
};
use bcd_core::{
    command::Command,
    dossier::{Evidence, EvidenceKind},
    id::{EvidenceId, RecordId},
    year::{
        proof::{REGISTRATION, proof_name},
        record::RecordKind,
    },
};
use leptos::prelude::*;

/// The photos of a record, and the buttons for more.
#[component]
pub fn Photos(kind: RecordKind, id: RecordId) -> impl IntoView {
    let name = proof_name(kind, &id);
    let shows = services().planning.shows_record(kind, id);
    view! {
        <div class="form__row" data-testid="photos">
            <h2>{t(k::NOTE_PHOTOS)}</h2>
            <Pieces name />
            <div class="adds"><AddFiles shows /></div>
        </div>
    }
    .into_any()
}

/// The pieces that confirm the registration, and the buttons for more.
#[component]
pub fn Confirmation() -> impl IntoView {
    let app = services();
    let document = move |_| {
        let evidence = Evidence { kind: EvidenceKind::Document, ..Evidence::default() };
        app.evidence.add(&app.planning.shows_registration(), evidence);
    };
    view! {
        <Pieces name=REGISTRATION.to_owned() />
        <div class="adds">
            <AddFiles shows=app.planning.shows_registration() />
            <button class="button" on:click=document data-testid="add-document">
                {icon(Icon::Page)} {t(k::EVIDENCE_ADD_DOCUMENT)}
            </button>
        </div>
    }
    .into_any()
}

#[component]
fn Pieces(name: String) -> impl IntoView {
    let app = services();
    let ids = Memo::new(move |_| {
        app.planning.year.with(|year| {
            let mine = year.proofs.iter().filter(|(_, p)| !p.deleted && p.of.contains(&name));
            mine.map(|(id, _)| id.clone()).collect::<Vec<_>>()
        })
    });
    view! {
        <ul class="evidence">
            <For each=move || ids.get() key=|id| id.clone() let:id>
                <Piece id />
            </For>
        </ul>
    }
    .into_any()
}

#[component]
fn Piece(id: EvidenceId) -> impl IntoView {
    let app = services();
    let piece = {
        let id = id.clone();
        Memo::new(move |_| {
            app.work.dossier.with(|d| d.evidence.get(&id).cloned().unwrap_or_default())
        })
    };
    let Evidence { kind, file, name, size, .. } = piece.get_untracked();
    let content = match kind {
        EvidenceKind::Photo => {
            let alt = move || {
                piece.with(|p| if p.title.is_empty() { p.name.clone() } else { p.title.clone() })
            };
            view! { <StoredPhoto file alt=Signal::derive(alt) /> }.into_any()
        }
        EvidenceKind::File => {
            view! { <p class="filename">{name} " · " {i18n::bytes(size)}</p> }.into_any()
        }
        EvidenceKind::Document | EvidenceKind::Link => ().into_any(),
    };
    let field = |label, field: &'static str, look, get: fn(&Evidence) -> &String| {
        let id = id.clone();
        let write = Callback::new(move |text| {
            app.work.dispatch(Command::EditEvidence(id.clone(), field, text));
        });
        let leave = Callback::new(move |()| app.work.end_typing());
        let value = Signal::derive(move || piece.with(|p| get(p).clone()));
        view! { <Field kind=look label=t(label) value=value max=500 on_input=write on_leave=leave test=field /> }
    };
    let words = match kind {
        EvidenceKind::Document => view! {
            {field(k::EVIDENCE_NAME, "title", FieldKind::Line, |p| &p.title)}
            {field(k::EVIDENCE_NUMBER, "number", FieldKind::Line, |p| &p.number)}
            {field(k::EVIDENCE_DATE, "date", FieldKind::Date, |p| &p.date)}
        }
        .into_any(),
        EvidenceKind::Photo | EvidenceKind::File | EvidenceKind::Link => {
            field(k::EVIDENCE_CAPTION, "title", FieldKind::Line, |p| &p.title).into_any()
        }
    };
    let items = move || {
        let items = piece.with(|p| p.items.iter().map(|i| i.0.clone()).collect::<Vec<_>>());
        match items.is_empty() {
            true => t(k::NOTE_PROVES_NONE).to_owned(),
            false => i18n::tf(k::NOTE_PROVES, &[("items", &items.join(", "))]),
        }
    };
    let remove = move |_| {
        app.work.dispatch(Command::SetEvidenceDeleted(id.clone(), true));
        app.work.say_undoable(t(k::EVIDENCE_REMOVED));
    };
    view! {
        <li class="piece" data-testid="piece">
            {content}
            {words}
            <p class="field__note">{items}</p>
            <button class="button button--quiet" on:click=remove>
                {icon(Icon::Trash)} {t(k::EVIDENCE_REMOVE)}
            </button>
        </li>
    }
    .into_any()
}
