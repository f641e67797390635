//! The evidence of an item: each piece with its own words, edited in place.

use crate::{
    i18n::{self, k, lang, t, tf},
    shell::{Shell, work},
    ui::{Choice, Field, Icon, Kind, icon},
};
use bcd_core::{
    command::Command,
    dossier::{Evidence, EvidenceKind},
    format::share,
    id::{EvidenceId, FileHash, ItemId},
};
use bcd_web::{files, spawn_local};
use leptos::prelude::*;

/// The pieces of an item.
#[component]
pub fn EvidenceList(item: ItemId) -> impl IntoView {
    let work = work();
    let ids = {
        let item = item.clone();
        Memo::new(move |_| {
            work.dossier.with(|d| {
                // In the order in which they were put here: a new piece comes last.
                let since = |id: &EvidenceId| {
                    let path = format!("evidence/{id}/for/{item}");
                    d.fields.get(&path).map_or(0, |entry| entry.n)
                };
                let mut ids: Vec<_> =
                    d.evidence_of(item.as_str()).map(|(id, _)| (since(id), id.clone())).collect();
                ids.sort();
                ids.into_iter().map(|(_, id)| id).collect::<Vec<_>>()
            })
        })
    };
    let none = move || {
        ids.with(Vec::is_empty).then(|| view! { <p class="empty">{t(k::EVIDENCE_NONE)}</p> })
    };
    view! {
        {none}
        <ul class="evidence">
            {move || {
                let piece = |id| view! { <Piece id item=item.clone() /> };
                ids.get().into_iter().map(piece).collect_view()
            }}
        </ul>
    }
    .into_any()
}

/// The icon of a kind of evidence.
pub const fn kind_icon(kind: EvidenceKind) -> Icon {
    match kind {
        EvidenceKind::Document | EvidenceKind::File => Icon::Page,
        EvidenceKind::Link => Icon::Link,
        EvidenceKind::Photo => Icon::Camera,
    }
}

#[component]
fn Piece(id: EvidenceId, item: ItemId) -> impl IntoView {
    let work = work();
    let piece = {
        let id = id.clone();
        Memo::new(move |_| work.dossier.with(|d| d.evidence.get(&id).cloned().unwrap_or_default()))
    };
    let kind = piece.with_untracked(|p| p.kind);
    let stays = {
        let (shell, id) = (Shell::here(), id.clone());
        move || shell.late_chunk().map(|late| (late.stays)(id.clone()))
    };
    let others = {
        let item = item.clone();
        move || {
            let others: Vec<String> = piece
                .with(|p| p.items.iter().filter(|i| **i != item).map(|i| i.0.clone()).collect());
            (!others.is_empty()).then(|| tf(k::EVIDENCE_ALSO, &[("items", &others.join(", "))]))
        }
    };
    let anchor = format!("piece-{id}");
    view! {
        <li class="piece" id=anchor data-testid="piece">
            <p class="piece__head">
                {icon(kind_icon(kind))}
                <b>{kind_word(kind)}</b>
                {stays}
            </p>
            <Words id=id.clone() piece kind />
            {(kind == EvidenceKind::Photo).then(|| view! { <Photo piece /> })}
            <p class="piece__also">{others}</p>
            <Actions id item piece />
        </li>
    }
    .into_any()
}

/// The word for a kind of evidence.
pub fn kind_word(kind: EvidenceKind) -> &'static str {
    t(match kind {
        EvidenceKind::Document => k::EVIDENCE_DOCUMENT,
        EvidenceKind::Link => k::EVIDENCE_LINK,
        EvidenceKind::Photo => k::EVIDENCE_PHOTO,
        EvidenceKind::File => k::EVIDENCE_FILE,
    })
}

#[component]
fn Words(id: EvidenceId, piece: Memo<Evidence>, kind: EvidenceKind) -> impl IntoView {
    let work = work();
    let write = |field: &'static str| {
        let id = id.clone();
        Callback::new(move |text| {
            work.dispatch(Command::EditEvidence(id.clone(), field, text));
        })
    };
    let value =
        move |get: fn(&Evidence) -> &String| Signal::derive(move || piece.with(|p| get(p).clone()));
    let leave = Callback::new(move |()| work.end_typing());
    let (title, rest) = match kind {
        EvidenceKind::Document => {
            let fault = Signal::derive(move || {
                piece
                    .with(|p| !p.date.is_empty() && bcd_core::civil::parse(&p.date).is_none())
                    .then(|| t(k::EVIDENCE_DATE_FAULT).to_owned())
            });
            let rest = view! {
                <Field label=t(k::EVIDENCE_NUMBER) hint=t(k::EVIDENCE_NUMBER_HINT)
                    value=value(|p| &p.number) on_input=write("number") on_leave=leave max=120 test="ev-number" />
                <Field kind=Kind::Date label=t(k::EVIDENCE_DATE) fault=fault
                    value=value(|p| &p.date) on_input=write("date") on_leave=leave test="ev-date" />
            };
            (k::EVIDENCE_NAME, rest.into_any())
        }
        EvidenceKind::Link => {
            let fault = Signal::derive(move || {
                piece
                    .with(|p| !p.url.is_empty() && !share::is_web_link(&p.url))
                    .then(|| t(k::EVIDENCE_URL_FAULT).to_owned())
            });
            let rest = view! {
                <Field kind=Kind::Url label=t(k::EVIDENCE_URL) fault=fault
                    value=value(|p| &p.url) on_input=write("url") on_leave=leave max=2000 test="ev-url" />
            };
            (k::EVIDENCE_CAPTION, rest.into_any())
        }
        EvidenceKind::Photo | EvidenceKind::File => {
            let about = move || piece.with(|p| format!("{} · {}", p.name, i18n::bytes(p.size)));
            (k::EVIDENCE_CAPTION, view! { <p class="piece__about">{about}</p> }.into_any())
        }
    };
    view! {
        <Field label=t(title) value=value(|p| &p.title) on_input=write("title") on_leave=leave
            max=500 test="ev-title" />
        {rest}
    }
    .into_any()
}

/// A stored photo.
#[component]
pub fn Photo(piece: Memo<Evidence>) -> impl IntoView {
    let file = piece.with_untracked(|p| p.file.clone());
    let alt =
        move || piece.with(|p| if p.title.is_empty() { p.name.clone() } else { p.title.clone() });
    view! { <StoredPhoto file alt=Signal::derive(alt) /> }
}

/// A photo by its hash, read from the store when it is drawn.
#[component]
pub fn StoredPhoto(file: Option<FileHash>, #[prop(into)] alt: Signal<String>) -> impl IntoView {
    let evidence = Shell::here().evidence;
    // `None` = still loading; an empty address = it failed, see `why`.
    let url = RwSignal::new(None::<String>);
    let why = RwSignal::new(k::EVIDENCE_GONE);
    if let Some(file) = file {
        spawn_local(async move {
            let bytes = evidence.file(&file).await.unwrap_or_else(|_| {
                why.set(k::EVIDENCE_UNREAD);
                None
            });
            let made = bytes.and_then(|bytes| files::photo_url(&bytes));
            url.set(Some(made.unwrap_or_default()));
        });
    }
    on_cleanup(move || {
        if let Some(Some(url)) = url.try_get_untracked() {
            files::free_url(&url);
        }
    });
    (move || match url.get() {
        None => view! { <span class="photo"></span> }.into_any(),
        Some(url) if url.is_empty() => {
            view! { <p class="field__fault">{t(why.get())}</p> }.into_any()
        }
        Some(url) => view! { <img class="photo" src=url alt=alt /> }.into_any(),
    })
    .into_any()
}

#[component]
fn Actions(id: EvidenceId, item: ItemId, piece: Memo<Evidence>) -> impl IntoView {
    let work = work();
    let private = {
        let id = id.clone();
        move |event| {
            work.dispatch(Command::SetEvidencePrivate(id.clone(), event_target_checked(&event)));
        }
    };
    let add_to = {
        let id = id.clone();
        Callback::new(move |item: String| {
            if !item.is_empty() {
                work.dispatch(Command::UseEvidence(id.clone(), ItemId(item), true));
            }
        })
    };
    let remove = move |_| {
        // If other items use the piece too, it is only removed from this one.
        let shared = piece.with_untracked(|p| p.items.len() > 1);
        work.dispatch(if shared {
            Command::UseEvidence(id.clone(), item.clone(), false)
        } else {
            Command::SetEvidenceDeleted(id.clone(), true)
        });
        work.say_undoable(t(k::EVIDENCE_REMOVED));
        bcd_web::page::focus("#panel-h");
    };
    let items = move || {
        let used = piece.with(|p| p.items.clone());
        let mut options = vec![(String::new(), t(k::EVIDENCE_USE_CHOOSE).to_owned())];
        work.set.with(|set| {
            options.extend(set.items().filter(|(_, i)| !used.contains(&i.id)).map(|(_, i)| {
                let text: String = i.text.get(lang()).chars().take(60).collect();
                (i.id.0.clone(), format!("{} {text}", i.id))
            }));
        });
        options
    };
    view! {
        <label class="tick">
            <input type="checkbox" prop:checked=move || piece.with(|p| p.private) on:change=private />
            <span>{t(k::EVIDENCE_PRIVATE)}</span>
        </label>
        {move || view! {
            <Choice label=t(k::EVIDENCE_USE) options=items() value=String::new() on_change=add_to test="ev-use" />
        }}
        <button class="button button--quiet" on:click=remove data-testid="ev-remove">
            {icon(Icon::Trash)}
            {t(k::EVIDENCE_REMOVE)}
        </button>
    }
    .into_any()
}
