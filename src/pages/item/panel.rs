//! An opened item: what counts as evidence, the evidence, notes, "không áp dụng", its source.

use super::{evidence::EvidenceList, evidence_add::AddEvidence};
use crate::{
    i18n::{k, lang, t, tf},
    pages::{
        around::save_badge,
        checklist::{chosen, ladder, proposal_line, proposed},
        plan::GapTask,
        written::last_hand,
    },
    platform::page,
    route::Route,
    state::{TEXT_MAX, desk::Desk},
    ui::{Field, Icon, Kind, icon},
};
use bcd_core::{
    command::{Command, NoteKind},
    criteria::Item,
    dossier::Answer,
    id::ItemId,
};
use leptos::prelude::*;

/// The panel of an item.
#[component]
pub fn Panel(item: String) -> impl IntoView {
    let workspace = Desk::here();
    let desk_proposals = crate::desk::Shell::here().proposed;
    let found = workspace.set.with_untracked(|set| set.item(&item).cloned());
    let Some(item) = found else {
        return view! { <p class="empty">{tf(k::CHECKLIST_UNKNOWN, &[("id", &item)])}</p> }
            .into_any();
    };
    let mode = workspace.mode.get_untracked();
    let id = item.id.clone();
    let answer = {
        let id = id.clone();
        Memo::new(move |_| workspace.dossier.with(|d| d.answer(id.as_str())))
    };
    let steps = {
        let (item, picked) = (item.clone(), Memo::new(move |_| answer.with(|a| chosen(a, mode))));
        move || ladder(*workspace, &item, mode, "p", picked.get(), false)
    };
    let asked = item.clone();
    let proposal = move || {
        desk_proposals.track();
        let proposed = workspace.dossier.with(|d| proposed(*workspace, &asked, d, mode));
        proposed.map(|proposed| proposal_line(*workspace, proposed, mode))
    };
    page::focus_soon("#panel-h");
    view! {
        <article class="panel" aria-labelledby="panel-h">
            <header class="panel__head">
                <a class="iconbutton" href=Route::Checklist(None).href() aria-label=t(k::FRAME_BACK) data-testid="close">
                    {icon(Icon::Back)}
                </a>
                <h2 id="panel-h" class="panel__title" tabindex="-1">
                    {item.gate.then(|| view! { <span class="gate">{icon(Icon::Star)}</span> })}
                    {id.0.clone()}
                </h2>
                {save_badge(*workspace)}
            </header>
            <p class="panel__text">{item.text.get(lang()).to_owned()}</p>
            {steps}
            <div>{proposal}</div>
            <dl class="facts">
                <dt>{t(k::CHECKLIST_COUNTS)}</dt>
                <dd>{item.evidence.get(lang()).to_owned()}</dd>
            </dl>
            {item.sensitive.then(|| view! {
                <p class="notice"><span class="notice__mark">{icon(Icon::Lock)}</span><span class="notice__text">{t(k::CHECKLIST_SENSITIVE)}</span></p>
            })}
            <h3>{t(k::EVIDENCE_TITLE)}</h3>
            <EvidenceList item=id.clone() />
            <AddEvidence item=id.clone() />
            <GapTask item=id.clone() text=item.text.get(lang()).to_owned() />
            <h3>{t(k::CHECKLIST_NOTES)}</h3>
            <Notes item=item.clone() answer />
            <NotApplying id=id.clone() answer />
            <Sources item id />
        </article>
    }
    .into_any()
}

#[component]
fn Notes(item: Item, answer: Memo<Answer>) -> impl IntoView {
    let workspace = Desk::here();
    let hint = if item.sensitive { k::CHECKLIST_NOTE_STAYS } else { k::CHECKLIST_NOTE_HINT };
    let write = |kind: NoteKind| {
        let id = item.id.clone();
        Callback::new(move |text| workspace.dispatch(Command::SetNote(id.clone(), kind, text)))
    };
    let leave = Callback::new(move |()| workspace.end_typing());
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
    let workspace = Desk::here();
    let na = Memo::new(move |_| answer.with(|a| a.na));
    let toggle = {
        let id = id.clone();
        move |event| workspace.dispatch(Command::SetNa(id.clone(), event_target_checked(&event)))
    };
    let fault = Signal::derive(move || {
        let missing = answer.with(|a| a.na && a.na_reason.trim().is_empty());
        missing.then(|| t(k::CHECKLIST_NA_FAULT).to_owned())
    });
    let reason = move || {
        let id = id.clone();
        na.get().then(|| {
            let write = Callback::new(move |text| {
                workspace.dispatch(Command::SetNote(id.clone(), NoteKind::NaReason, text));
            });
            let leave = Callback::new(move |()| workspace.end_typing());
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
    let workspace = Desk::here();
    let clear = {
        let id = id.clone();
        move |_| {
            let mode = workspace.mode.get_untracked();
            workspace.dispatch(match mode {
                bcd_core::criteria::Mode::Points => Command::SetStep(id.clone(), None),
                bcd_core::criteria::Mode::Pass => Command::SetMet(id.clone(), None),
            });
            workspace.say_undoable(t(k::CHECKLIST_CLEARED));
            page::focus("#panel-h");
        }
    };
    let prefix = format!("answer/{id}/");
    let last = move || last_hand(workspace, &prefix);
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
