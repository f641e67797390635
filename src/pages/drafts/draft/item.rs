//! An item of a pack that is written: all its fields.

use super::{
    desk::Desk,
    ladder::LadderForm,
    parts::{Tick, Words},
    prefill::PrefillForm,
};
use crate::{
    i18n::{k, lang, t, tf},
    pages::start::kinds,
    ui::{Choice, Field, Icon, Notice, Tone, icon},
};
use bcd_core::{
    criteria::Item,
    id::ItemId,
    upper::pack_draft::{
        Part,
        command::{DraftCommand, fields_of},
        faults::{Place, What},
        ids,
    },
};
use leptos::prelude::*;

/// The form; a word where the item was taken out meanwhile.
#[component]
pub fn ItemForm(id: ItemId) -> impl IntoView {
    let desk = Desk::here();
    let kept = StoredValue::new(id.clone());
    let item = Memo::new(move |_| {
        desk.pack.with(|pack| kept.with_value(|id| pack.set.item(id.as_str()).cloned()))
    });
    let there = Memo::new(move |_| item.with(Option::is_some));
    let path = move |field: &str| kept.with_value(|id| Part::Item.path(id.as_str(), field));
    let form = move || {
        match there.get() {
        false => view! { <p class="empty">{t(k::DRAFT_IS_OUT)}</p> }.into_any(),
        true => view! {
            <div class="stack">
                <Meaning id=kept.get_value() />
                <Words path=path("text") label=t(k::PACK_TEXT) test="item-text" long=true />
                <Words path=path("evidence") label=t(k::PACK_EVIDENCE) test="item-evidence" long=true />
                <LadderForm item />
                <Tick path=path("gate") label=t(k::PACK_GATE) test="item-gate" />
                <Tick path=path("sensitive") label=t(k::DRAFT_SENSITIVE) test="item-sensitive" />
                <Kinds item />
                <PrefillForm item />
                <Words path=path("source") label=t(k::DRAFT_SOURCE) test="item-source" />
                <Around id=kept.get_value() />
            </div>
        }
        .into_any(),
    }
    };
    form.into_any()
}

// The item means something else than before: a yes, or another id.
#[component]
fn Meaning(id: ItemId) -> impl IntoView {
    let desk = Desk::here();
    let place = Place::Item(id.clone());
    let id = StoredValue::new(id);
    let other = Memo::new(move |_| {
        let other = |what: What| match what {
            What::OtherMeaning(other) => Some(other),
            _ => None,
        };
        desk.faults_at(&place).into_iter().find_map(|fault| other(fault.what))
    });
    let agree = move |_| desk.open.does(DraftCommand::Agree(id.get_value()));
    let anew = move |_| {
        let (from, to) = desk.open.draft.with_untracked(|draft| {
            let group: String =
                id.with_value(|id| draft.get(&Part::Item.path(id.as_str(), "group")));
            (id.get_value(), ids::next_item(draft, &group))
        });
        desk.open.does(DraftCommand::Rename(from, to.clone()));
        desk.go(Place::Item(to));
    };
    move || {
        other.get().map(|other| {
        let moved = other.moved_from.as_ref().map(|from| {
            tf(k::DRAFT_MOVED_FROM, &[("title", &from.get(lang()))])
        });
        view! {
            <Notice tone=Tone::Warn test="item-meaning">
                <p>{tf(k::DRAFT_MEANT, &[("text", &other.before.get(lang()))])}</p>
                {moved.map(|text| view! { <p>{text}</p> })}
                <p class="row">
                    <button class="button" on:click=anew data-testid="item-new-id">{t(k::DRAFT_NEW_ID)}</button>
                    <button class="button" on:click=agree data-testid="item-agree">{t(k::DRAFT_AGREE)}</button>
                </p>
            </Notice>
        }
    })
    }
}

// Kinds of unit that are asked; none ticked = all.
#[component]
fn Kinds(item: Memo<Option<Item>>) -> impl IntoView {
    let desk = Desk::here();
    let asked = Memo::new(move |_| {
        item.with(|item| item.as_ref().map(|it| it.applies_to.clone()).unwrap_or_default())
    });
    let all = kinds().into_iter().map(|(kind, word)| {
        let (mine, here) = (kind.clone(), kind);
        let on = Memo::new(move |_| asked.with(|asked| asked.contains(&mine)));
        let change = move |event| {
            let Some(item) = item.get_untracked() else { return };
            let mut kinds = item.applies_to;
            kinds.retain(|kind| *kind != here);
            if event_target_checked(&event) {
                kinds.push(here.clone());
            }
            desk.open.does(DraftCommand::SetKinds(item.id, kinds));
        };
        view! {
            <label class="tick"><input type="checkbox" prop:checked=on on:change=change /> <span>{word}</span></label>
        }
    });
    let all = all.collect_view();
    view! {
        <details data-testid="item-kinds">
            <summary>{move || match asked.with(Vec::len) {
                0 => t(k::DRAFT_KINDS_ALL).to_owned(),
                n => tf(k::DRAFT_KINDS_SOME, &[("n", &n)]),
            }}</summary>
            {all}
        </details>
    }
    .into_any()
}

// What is done to the item as a whole.
#[component]
fn Around(id: ItemId) -> impl IntoView {
    let desk = Desk::here();
    let id = StoredValue::new(id);
    let group = Memo::new(move |_| {
        desk.open.draft.with(|draft| {
            id.with_value(|id| draft.get::<String>(&Part::Item.path(id.as_str(), "group")))
        })
    });
    let options = Memo::new(move |_| {
        desk.pack.with(|pack| {
            let groups = pack.set.criteria.iter().flat_map(|criterion| &criterion.groups);
            groups
                .map(|group| {
                    (group.id.clone(), format!("{} {}", group.id, group.title.get(lang())))
                })
                .collect::<Vec<_>>()
        })
    });
    let into =
        Callback::new(move |group| desk.open.does(DraftCommand::MoveInto(id.get_value(), group)));
    let copy = move |_| {
        let command = DraftCommand::Duplicate(id.get_value());
        let made = desk.open.draft.with_untracked(|draft| {
            let group: String =
                id.with_value(|id| draft.get(&Part::Item.path(id.as_str(), "group")));
            ids::next_item(draft, &group)
        });
        desk.open.does(command);
        desk.go(Place::Item(made));
    };
    let out = move |_| {
        desk.open.does(DraftCommand::Retire(id.get_value(), true));
        desk.at.set(None);
    };
    let typed = RwSignal::new(String::new());
    let taken = RwSignal::new(None::<String>);
    let rename = move |_| {
        let to = ItemId(typed.get_untracked().trim().to_owned());
        let command = DraftCommand::Rename(id.get_value(), to.clone());
        let sets = desk.open.draft.with_untracked(|draft| fields_of(command.clone(), draft));
        if sets.is_empty() {
            return taken.set(Some(tf(k::DRAFT_ID_TAKEN, &[("id", &to)])));
        }
        desk.open.does(command);
        desk.go(Place::Item(to));
    };
    view! {
        {move || view! { <Choice label=t(k::DRAFT_GROUP) options=options.get() value=group on_change=into test="item-group" /> }}
        <p class="row">
            <button class="button" on:click=copy data-testid="item-copy">{icon(Icon::Add)} {t(k::DRAFT_COPY)}</button>
            <button class="button" on:click=out data-testid="item-out">{icon(Icon::Trash)} {t(k::DRAFT_TAKE_OUT)}</button>
        </p>
        <details>
            <summary>{t(k::DRAFT_ID)}</summary>
            <p>{t(k::DRAFT_ID_TEXT)}</p>
            <Field label=t(k::DRAFT_ID_NEW) value=typed max=60 fault=Signal::derive(move || taken.get()) test="item-id"
                on_input=Callback::new(move |text| { taken.set(None); typed.set(text); }) />
            <button class="button" on:click=rename data-testid="item-rename">{t(k::DRAFT_ID_GIVE)}</button>
        </details>
    }
    .into_any()
}
