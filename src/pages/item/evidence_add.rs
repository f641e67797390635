//! Adding evidence: a photo, a file, a document's name–number–date, a link, or a piece that is
//! there already.

use crate::{
    i18n::{Key, k, t, tf},
    platform::{clock, files, page, spawn_local},
    state::desk::{
        Desk,
        sending::{FileFault, Shows, Taken},
    },
    ui::{Choice, Icon, icon},
};
use bcd_core::{
    command::Command,
    dossier::{Evidence, EvidenceKind},
    id::{EvidenceId, ItemId},
};
use leptos::prelude::*;

/// Buttons to add evidence to an item.
#[component]
pub fn AddEvidence(item: ItemId) -> impl IntoView {
    let workspace = Desk::here();
    let chosen = item.clone();
    let words = move |kind: EvidenceKind| {
        let item = chosen.clone();
        move |_| {
            let evidence = Evidence { kind, items: [item.clone()].into(), ..Evidence::default() };
            let id = EvidenceId(clock::new_id());
            let title = format!("[id='piece-{id}'] [data-testid=ev-title]");
            workspace.dispatch(Command::AddEvidence(id, Box::new(evidence)));
            page::after_paint(move || page::focus(&title));
        }
    };
    view! {
        <div class="adds">
            <AddFiles shows=Shows::Item(item.clone()) />
            <button class="button" on:click=words.clone()(EvidenceKind::Document) data-testid="add-document">
                {icon(Icon::Page)} {t(k::EVIDENCE_ADD_DOCUMENT)}
            </button>
            <button class="button" on:click=words.clone()(EvidenceKind::Link) data-testid="add-link">
                {icon(Icon::Link)} {t(k::EVIDENCE_ADD_LINK)}
            </button>
        </div>
        <Reuse item />
    }
    .into_any()
}

/// Buttons to take a photo or to choose files; what became of them stands below.
#[component]
pub fn AddFiles(shows: Shows) -> impl IntoView {
    let workspace = Desk::here();
    let busy = RwSignal::new(false);
    let fault = RwSignal::new(None::<String>);
    let take = Callback::new(move |event: leptos::ev::Event| {
        let (picked, shows) = (files::picked(&event), shows.clone());
        busy.set(true);
        fault.set(None);
        spawn_local(async move {
            for file in picked {
                let name = file.name();
                let said = match workspace.add_file(shows.clone(), file).await {
                    Ok(Taken::Well) => continue,
                    Ok(Taken::Undecoded) => k::EVIDENCE_UNDECODED,
                    Err(why) => fault_key(why),
                };
                fault.try_set(Some(tf(said, &[("name", &name)])));
            }
            // The page may be gone by now.
            busy.try_set(false);
        });
    });
    view! {
        <Pick text=k::EVIDENCE_ADD_PHOTO which=Icon::Camera take accept="image/*" capture=true test="add-photo" />
        <Pick text=k::EVIDENCE_ADD_FILE which=Icon::Clip take accept="" capture=false test="add-file" />
        <p role="status" class="field__note adds__said">
            {move || busy.get().then(|| t(k::EVIDENCE_BUSY))}
            <span class="field__fault" data-testid="ev-fault">{fault}</span>
        </p>
    }
    .into_any()
}

fn fault_key(fault: FileFault) -> Key {
    match fault {
        FileFault::Unreadable => k::EVIDENCE_UNREADABLE,
        FileFault::TooLarge => k::EVIDENCE_TOO_LARGE,
        FileFault::Elsewhere => k::EVIDENCE_ELSEWHERE,
    }
}

#[component]
fn Pick(
    text: Key,
    which: Icon,
    take: Callback<leptos::ev::Event>,
    accept: &'static str,
    capture: bool,
    test: &'static str,
) -> impl IntoView {
    view! {
        <label class="button pick">
            {icon(which)}
            {t(text)}
            <input
                class="hidden"
                type="file"
                multiple=!capture
                accept=(!accept.is_empty()).then_some(accept)
                capture=capture.then_some("environment")
                data-testid=test
                on:change=move |event| take.run(event)
            />
        </label>
    }
    .into_any()
}

#[component]
fn Reuse(item: ItemId) -> impl IntoView {
    let workspace = Desk::here();
    let opened = item.clone();
    let options = move || {
        let there = workspace.dossier.with(|d| {
            let others =
                d.evidence.iter().filter(|(_, e)| !e.deleted && !e.items.contains(&opened));
            others
                .map(|(id, e)| {
                    let words = [&e.title, &e.number, &e.name, &e.url];
                    let word = words.into_iter().find(|word| !word.is_empty());
                    let word = word.map_or(super::evidence::kind_word(e.kind), String::as_str);
                    (id.0.clone(), word.chars().take(70).collect())
                })
                .collect::<Vec<(String, String)>>()
        });
        (!there.is_empty()).then(|| {
            [vec![(String::new(), t(k::EVIDENCE_REUSE_CHOOSE).to_owned())], there].concat()
        })
    };
    let on_change = Callback::new(move |id: String| {
        if !id.is_empty() {
            workspace.dispatch(Command::UseEvidence(EvidenceId(id), item.clone(), true));
        }
    });
    move || {
        options().map(|options| {
            view! {
                <Choice label=t(k::EVIDENCE_REUSE) options value=String::new() on_change test="ev-reuse" />
            }
        })
    }
}
