//! Passing files by hand: one out, for the unit's other devices, and everything in.

use super::{held::Waiting, log::Log, secret::Secret, words};
use crate::{
    i18n::{self, k, t, tf},
    pages::{Head, Page, outgoing::HandOut},
    shell::{Shell, services},
    ui::{Notice, Tone},
};
use bcd_app::{
    drives::DriveLine,
    exchange::{
        outbox::Audience,
        outgoing::{Outgoing, SendError},
    },
};
use bcd_core::sync::layout;
use bcd_sync::{any::AnyDrive, picked::Picked};
use bcd_web::{files, page, spawn_local};
use leptos::{attr::custom::custom_attribute, prelude::*};

/// The page.
#[component]
pub fn ByHand() -> impl IntoView {
    let (shell, app) = (Shell::here(), services());
    app.received.want();
    let ready = RwSignal::new_local(None::<Outgoing>);
    let error = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let make = move |audience: Audience| {
        busy.set(true);
        ready.set(None);
        spawn_local(async move {
            match app.outbox.pack(audience).await {
                Ok(file) => {
                    error.try_set(None);
                    ready.try_set(Some(file));
                }
                Err(why) => drop(error.try_set(Some(said(&why)))),
            }
            busy.try_set(false);
        });
    };
    let out = [
        (Audience::Devices, k::DRIVE_OUT_DEVICES, k::DRIVE_OUT_DEVICES_TEXT, "hand-make"),
        (Audience::Upper, k::DRIVE_OUT_UPPER, k::DRIVE_OUT_UPPER_TEXT, "hand-upper"),
        (Audience::Lower, k::DRIVE_OUT_LOWER, k::DRIVE_OUT_LOWER_TEXT, "hand-lower"),
    ];
    let out = move || {
        let some: Vec<_> = out
            .into_iter()
            .map(|(audience, name, text, test)| {
                (audience, app.outbox.waiting_for(audience), name, text, test)
            })
            .filter(|(_, n, ..)| *n > 0)
            .collect();
        let none = some.is_empty().then(|| view! { <p>{t(k::DRIVE_OUT_NONE)}</p> });
        let rows = some.into_iter().map(|(audience, n, name, text, test)| {
            view! {
                <li class="log__line">
                    <button class="button" on:click=move |_| make(audience) disabled=busy data-testid=test>
                        {tf(name, &[("n", &n)])}
                    </button>
                    <p class="field__note">{t(text)}</p>
                </li>
            }
        });
        view! { {none} <ul class="plain">{rows.collect_view()}</ul> }
    };
    let read = RwSignal::new_local(None::<DriveLine>);
    let reading = RwSignal::new(false);
    // A folder that waits for its passphrase.
    let sealed = RwSignal::new_local(None::<Picked>);
    let passphrase = RwSignal::new(String::new());
    // What the person says yes to is taken in when the folder is read again.
    let last = RwSignal::new_local(None::<(Picked, Option<String>)>);
    let read_tree = move |tree: Picked, passphrase: Option<String>| {
        reading.set(true);
        read.set(None);
        last.set(Some((tree.clone(), passphrase.clone())));
        spawn_local(async move {
            read.try_set(app.syncing.read_picked(AnyDrive::new(tree), passphrase).await);
            reading.try_set(false);
        });
    };
    let again = Callback::new(move |()| {
        if let Some((tree, passphrase)) = last.get_untracked() {
            read_tree(tree, passphrase);
        }
    });
    let enter = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if let Some(tree) = sealed.get_untracked() {
            let typed = passphrase.get_untracked();
            passphrase.set(String::new());
            read_tree(tree, Some(typed));
        }
    };
    // A folder that is a drive is read as one; in any other each file is taken in on its own.
    let take_folder = move |event: leptos::ev::Event| {
        let Some((tree, picked)) = files::picked_tree(&event) else { return };
        if !tree.is_empty() && files::is_drive(&picked) {
            let shut = tree.has(layout::WORD);
            sealed.set(shut.then(|| tree.clone()));
            if !shut {
                read_tree(tree, None);
            }
        } else if !picked.is_empty() {
            shell.arrived.update(|arrived| arrived.extend(picked));
            page::go(&Page::Receive.href());
        }
    };
    view! {
        <Head title=t(k::DRIVE_BY_HAND) />
        <section class="card" aria-labelledby="out-h">
            <h2 id="out-h">{t(k::DRIVE_HAND_OUT)}</h2>
            {out}
            <p role="status" class="progress">{move || busy.get().then(|| t(k::SEND_BUSY))}</p>
            {move || error.get().map(|why| view! { <Notice tone=Tone::Bad><p>{why}</p></Notice> })}
            <div role="status">
                {move || ready.get().map(|file| view! {
                    <div class="ready" data-testid="hand-ready">
                        <p class="done">{t(k::DRIVE_HAND_READY)}</p>
                        <HandOut file on_done=Callback::new(|()| {}) />
                    </div>
                })}
            </div>
        </section>
        <section class="card" aria-labelledby="in-h">
            <h2 id="in-h">{t(k::DRIVE_HAND_IN)}</h2>
            <p>{t(k::DRIVE_HAND_IN_TEXT)}</p>
            <p class="row">
                <a class="button button--main" href=Page::Receive.href()>{t(k::DRIVE_HAND_IN_GO)}</a>
                <label class="button pick">
                    {t(k::DRIVE_HAND_FOLDER)}
                    <input {..custom_attribute("webkitdirectory", "")} class="hidden" type="file" on:change=take_folder data-testid="pick-tree" />
                </label>
            </p>
            <p class="field__note">{t(k::DRIVE_HAND_FOLDER_TEXT)}</p>
            {move || sealed.get().map(|_| view! {
                <form class="stack" on:submit=enter data-testid="tree-sealed">
                    <p>{t(k::DRIVE_HAND_FOLDER_SEALED)}</p>
                    <Secret label=t(k::DRIVE_PASSPHRASE_FIELD) value=passphrase test="tree-passphrase" />
                    <button class="button" disabled=reading data-testid="tree-open">{t(k::DRIVE_HAND_FOLDER_READ)}</button>
                </form>
            })}
            <p role="status" class="progress">{move || reading.get().then(|| t(k::DRIVE_HAND_READING))}</p>
            {move || read.get().map(|line| view! {
                <div data-testid="read-tree">
                    {line.last.as_ref().and_then(|last| words::why(&last.report)).map(|why| view! { <Notice tone=Tone::Bad><p>{why}</p></Notice> })}
                    <Waiting line=line.clone() again />
                    <Log line />
                </div>
            })}
        </section>
    }
    .into_any()
}

/// Why a file could not be made.
pub fn said(error: &SendError) -> String {
    match error {
        SendError::Problems(problems) => {
            problems.iter().map(i18n::problem).collect::<Vec<_>>().join(" ")
        }
        SendError::Store(_) => t(k::SEND_STORE_FAULT).to_owned(),
        SendError::NoOffice => t(k::OFFICE_NEEDED).to_owned(),
        SendError::Sample => t(k::UNITS_SAMPLE_STAYS).to_owned(),
        SendError::Engine(why) => tf(k::SEND_ENGINE_FAULT, &[("why", why)]),
    }
}
