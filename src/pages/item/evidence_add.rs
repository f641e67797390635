//! Adding evidence: a photo, a file, a document's name–number–date, a link, or a piece that is
//! there already.

use crate::{
    i18n::{Key, k, t, tf},
    shell::{Shell, work},
    ui::{Choice, Icon, icon},
};
use bcd_app::{
    evidence::{EvidenceRefused, EvidenceTaken, Shows},
    host::PickedFile,
};
use bcd_core::{
    command::Command,
    dossier::{Evidence, EvidenceKind},
    id::{EvidenceId, ItemId},
};
use bcd_web::{files, page, spawn_local};
use leptos::prelude::*;

/// Buttons to add evidence to an item.
#[component]
pub fn AddEvidence(item: ItemId) -> impl IntoView {
    let work = work();
    let chosen = item.clone();
    let words = move |kind: EvidenceKind| {
        let item = chosen.clone();
        move |_| {
            let evidence = Evidence { kind, items: [item.clone()].into(), ..Evidence::default() };
            let id = EvidenceId(work.new_id());
            let title = format!("[id='piece-{id}'] [data-testid=ev-title]");
            work.dispatch(Command::AddEvidence(id, Box::new(evidence)));
            page::unless_moved_on(move || page::focus(&title));
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
    let Shell { work, evidence, .. } = Shell::here();
    let busy = RwSignal::new(false);
    let fault = RwSignal::new(None::<String>);
    let take = Callback::new(move |event: leptos::ev::Event| {
        // The files belong to this dossier, even if another one is open by the time they are read.
        let Some(here) = work.id.get_untracked() else { return };
        let (picked, shows) = (files::picked(&event), shows.clone());
        busy.set(true);
        fault.set(None);
        spawn_local(async move {
            for file in picked {
                let name = file.name();
                let said = match evidence.take_file(&here, &shows, &file).await {
                    Ok(EvidenceTaken::Well) => continue,
                    Ok(EvidenceTaken::Undecoded) => k::EVIDENCE_UNDECODED,
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

fn fault_key(fault: EvidenceRefused) -> Key {
    match fault {
        EvidenceRefused::Unreadable => k::EVIDENCE_UNREADABLE,
        EvidenceRefused::Empty => k::EVIDENCE_EMPTY,
        EvidenceRefused::TooLarge => k::EVIDENCE_TOO_LARGE,
        EvidenceRefused::NoDossier => k::EVIDENCE_ELSEWHERE,
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
    let work = work();
    let opened = item.clone();
    let options = move || {
        let there = work.dossier.with(|d| {
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
            work.dispatch(Command::UseEvidence(EvidenceId(id), item.clone(), true));
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
