//! An opened item: what counts as evidence, the evidence, notes, "không áp dụng", its source.

use super::{evidence::EvidenceList, evidence_add::AddEvidence};
use crate::{
    i18n::{k, lang, t, tf},
    pages::{
        Page,
        around::save_badge,
        checklist::{chosen, ladder, proposal_line},
        written::last_hand,
    },
    shell::{Shell, work},
    ui::{Field, Icon, Kind, TEXT_MAX, icon},
};
use bcd_core::{
    command::{Command, NoteKind},
    criteria::Item,
    dossier::Answer,
    format::share,
    id::ItemId,
};
use bcd_web::page;
use leptos::prelude::*;

/// The item that is opened beside the checklist; a word where none is.
pub fn item(inner: Memo<String>) -> AnyView {
    let panel = move || match inner.get() {
        item if item.is_empty() => {
            view! { <p class="panes__empty">{t(k::CHECKLIST_CHOOSE)}</p> }.into_any()
        }
        item => view! { <Panel item /> }.into_any(),
    };
    panel.into_any()
}

#[component]
fn Panel(item: String) -> impl IntoView {
    let work = work();
    let shell = Shell::here();
    let found = work.set.with_untracked(|set| set.item(&item).cloned());
    let Some(item) = found else {
        return view! { <p class="empty">{tf(k::CHECKLIST_UNKNOWN, &[("id", &item)])}</p> }
            .into_any();
    };
    let mode = work.mode.get_untracked();
    let id = item.id.clone();
    let answer = {
        let id = id.clone();
        Memo::new(move |_| work.dossier.with(|d| d.answer(id.as_str())))
    };
    let steps = {
        let (item, picked) = (item.clone(), Memo::new(move |_| answer.with(|a| chosen(a, mode))));
        ladder(work, &item, mode, "p", picked, Signal::stored(false))
    };
    let judged = item.clone();
    let sensitive = Memo::new(move |_| work.dossier.with(|d| share::is_sensitive(&judged, d)));
    let noted = id.clone();
    let asked = item.clone();
    let proposal = move || {
        work.follow(&asked.id);
        let proposed = work.dossier.with(|d| work.proposed(&asked, d, mode));
        proposed.map(|proposed| proposal_line(work, proposed, mode))
    };
    page::focus_soon("#panel-h");
    view! {
        <article class="panel" aria-labelledby="panel-h">
            <header class="panel__head">
                <a class="iconbutton" href=Page::Checklist.href() aria-label=t(k::FRAME_BACK) data-testid="close">
                    {icon(Icon::Back)}
                </a>
                <h2 id="panel-h" class="panel__title" tabindex="-1">
                    {item.gate.then(|| view! { <span class="gate">{icon(Icon::Star)}</span> })}
                    {id.0.clone()}
                </h2>
                {save_badge(work)}
            </header>
            <p class="panel__text">{item.text.get(lang()).to_owned()}</p>
            {steps}
            <div>{proposal}</div>
            <dl class="facts">
                <dt>{t(k::CHECKLIST_COUNTS)}</dt>
                <dd>{item.evidence.get(lang()).to_owned()}</dd>
            </dl>
            {move || sensitive.get().then(|| view! {
                <p class="notice">{icon(Icon::Lock)}<span class="notice__text">{t(k::CHECKLIST_SENSITIVE)}</span></p>
            })}
            <h3>{t(k::EVIDENCE_TITLE)}</h3>
            <EvidenceList item=id.clone() />
            <AddEvidence item=id.clone() />
            {
                let (item, text) = (id.clone(), item.text.get(lang()).to_owned());
                move || {
                    shell.late_chunk().map(|late| (late.beside_item)(item.clone(), text.clone()))
                }
            }
            <h3>{t(k::CHECKLIST_NOTES)}</h3>
            {move || view! { <Notes id=noted.clone() stays=sensitive.get() answer /> }}
            <NotApplying id=id.clone() answer />
            <Sources item id />
        </article>
    }
    .into_any()
}

#[component]
fn Notes(id: ItemId, stays: bool, answer: Memo<Answer>) -> impl IntoView {
    let work = work();
    let hint = if stays { k::CHECKLIST_NOTE_STAYS } else { k::CHECKLIST_NOTE_HINT };
    let write = |kind: NoteKind| {
        let id = id.clone();
        Callback::new(move |text| work.dispatch(Command::SetNote(id.clone(), kind, text)))
    };
    let leave = Callback::new(move |()| work.end_typing());
    let (shared, private) = (write(NoteKind::Shared), write(NoteKind::Private));
    view! {
        <Field kind=Kind::Lines label=t(k::CHECKLIST_NOTE) hint=t(hint) max=TEXT_MAX
            value=Signal::derive(move || answer.with(|a| a.note.clone()))
            on_input=shared on_leave=leave test="note" />
        <Field kind=Kind::Lines label=t(k::CHECKLIST_PRIVATE) hint=t(k::CHECKLIST_PRIVATE_HINT) max=TEXT_MAX
            value=Signal::derive(move || answer.with(|a| a.private_note.clone()))
            on_input=private on_leave=leave test="private-note" />
    }
    .into_any()
}

#[component]
fn NotApplying(id: ItemId, answer: Memo<Answer>) -> impl IntoView {
    let work = work();
    let na = Memo::new(move |_| answer.with(|a| a.na));
    let toggle = {
        let id = id.clone();
        move |event| work.dispatch(Command::SetNa(id.clone(), event_target_checked(&event)))
    };
    let fault = Signal::derive(move || {
        let missing = answer.with(|a| a.na && a.na_reason.trim().is_empty());
        missing.then(|| t(k::CHECKLIST_NA_FAULT).to_owned())
    });
    let reason = move || {
        let id = id.clone();
        na.get().then(|| {
            let write = Callback::new(move |text| {
                work.dispatch(Command::SetNote(id.clone(), NoteKind::NaReason, text));
            });
            let leave = Callback::new(move |()| work.end_typing());
            view! {
                <Field label=t(k::CHECKLIST_NA_REASON) fault=fault max=500
                    value=Signal::derive(move || answer.with(|a| a.na_reason.clone()))
                    on_input=write on_leave=leave test="na-reason" />
            }
        })
    };
    view! {
        <label class="tick">
            <input type="checkbox" prop:checked=na on:change=toggle data-testid="na" />
            <span>{t(k::CHECKLIST_NA)}</span>
        </label>
        {reason}
    }
    .into_any()
}

#[component]
fn Sources(item: Item, id: ItemId) -> impl IntoView {
    let work = work();
    let clear = {
        let id = id.clone();
        move |_| {
            let mode = work.mode.get_untracked();
            work.dispatch(match mode {
                bcd_core::criteria::Mode::Points => Command::SetStep(id.clone(), None),
                bcd_core::criteria::Mode::Pass => Command::SetMet(id.clone(), None),
            });
            work.say_undoable(t(k::CHECKLIST_CLEARED));
            page::focus("#panel-h");
        }
    };
    let prefix = format!("answer/{id}/");
    let last = move || last_hand(work, &prefix);
    view! {
        <p class="row">
            <button class="button button--quiet" on:click=clear data-testid="clear">
                {t(k::CHECKLIST_CLEAR)}
            </button>
        </p>
        <dl class="facts facts--small">
            <dt>{t(k::CHECKLIST_SOURCE)}</dt>
            <dd>{item.source.get(lang()).to_owned()}</dd>
            <dt>{t(k::CHECKLIST_HISTORY)}</dt>
            <dd>{move || last().unwrap_or_else(|| t(k::CHECKLIST_UNTOUCHED).to_owned())}</dd>
        </dl>
    }
    .into_any()
}
