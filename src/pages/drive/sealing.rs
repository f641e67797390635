//! The passphrase of a sealed drive: choosing one when it is sealed, and changing it.

use super::{
    secret::{Secret, Tick},
    settings::amend,
    words,
};
use crate::{
    i18n::{k, t},
    shell::services,
    ui::{Notice, Tone},
};
use bcd_app::drives::{DriveLine, Drives};
use bcd_web::spawn_local;
use leptos::prelude::*;

/// A passphrase, as it is typed.
#[derive(Clone, Copy)]
pub struct Sealing {
    text: RwSignal<String>,
    again: RwSignal<String>,
    written: RwSignal<bool>,
    keep: RwSignal<bool>,
}

const LEAST_LETTERS: usize = 12;

impl Sealing {
    /// Nothing typed.
    pub fn new() -> Self {
        Self {
            text: RwSignal::new(String::new()),
            again: RwSignal::new(String::new()),
            written: RwSignal::new(false),
            keep: RwSignal::new(false),
        }
    }

    /// What must be mended first.
    pub fn missing(self) -> Option<&'static str> {
        let (one, two) = (self.text.get_untracked(), self.again.get_untracked());
        if one.chars().count() < LEAST_LETTERS {
            return Some(t(k::DRIVE_PASSPHRASE_SHORT));
        }
        if one != two {
            return Some(t(k::DRIVE_PASSPHRASE_DIFFERS));
        }
        (!self.written.get_untracked()).then(|| t(k::DRIVE_PASSPHRASE_LOST))
    }

    /// Nothing typed any more.
    fn clear(self) {
        for text in [self.text, self.again] {
            text.try_set(String::new());
        }
        self.written.try_set(false);
    }

    /// What was typed.
    pub fn typed(self) -> TypedPassphrase {
        TypedPassphrase { text: self.text.get_untracked(), keep: self.keep.get_untracked() }
    }
}

/// A passphrase that was typed, and whether this browser keeps it.
pub struct TypedPassphrase {
    text: String,
    keep: bool,
}

impl TypedPassphrase {
    /// From now on the drive is sealed.
    pub fn seal(&self, drives: Drives, line: &mut DriveLine) {
        let kept = self.keep.then(|| self.text.clone());
        line.passphrase = Some(kept.unwrap_or_default());
        drives.keep_secret(line.passphrase_key(), self.text.clone());
    }
}

/// The passphrase, twice, with what losing it means; one of words is offered.
#[component]
pub fn SealingFields(sealing: Sealing) -> impl IntoView {
    let app = services();
    let offered = RwSignal::new(None::<String>);
    let offer = move |_| {
        spawn_local(async move {
            match app.drives.offer_passphrase().await {
                Ok(words) => {
                    sealing.text.try_set(words.clone());
                    sealing.again.try_set(words.clone());
                    offered.try_set(Some(words));
                }
                Err(_) => app.work.say(t(k::DRIVE_TROUBLE_ENGINE)),
            }
        });
    };
    view! {
        <Notice tone=Tone::Warn><p>{t(k::DRIVE_PASSPHRASE_LOST)}</p></Notice>
        <p class="row">
            <button type="button" class="button" on:click=offer data-testid="passphrase-offer">{t(k::DRIVE_PASSPHRASE_OFFER)}</button>
        </p>
        <p role="status">{move || offered.get().map(|words| view! {
            {t(k::DRIVE_PASSPHRASE_OFFERED)} " " <b data-testid="passphrase-offered">{words}</b>
        })}</p>
        <Secret label=t(k::DRIVE_PASSPHRASE_FIELD) value=sealing.text new=true test="passphrase" />
        <Secret label=t(k::DRIVE_PASSPHRASE_AGAIN) value=sealing.again new=true test="passphrase-again" />
        <Tick label=t(k::DRIVE_PASSPHRASE_UNDERSTOOD) value=sealing.written test="passphrase-written" />
        <Tick label=t(k::DRIVE_PASSPHRASE_KEEP) value=sealing.keep test="passphrase-keep" />
    }
    .into_any()
}

/// Sealing a drive that is connected.
#[component]
pub fn SealSetting(id: StoredValue<String>) -> impl IntoView {
    let app = services();
    let sealing = Sealing::new();
    let why = RwSignal::new(None::<&'static str>);
    let busy = RwSignal::new(false);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        why.set(sealing.missing());
        if why.get_untracked().is_some() {
            return;
        }
        let (id, typed) = (id.get_value(), sealing.typed());
        busy.set(true);
        spawn_local(async move {
            amend(app, &id, |line| typed.seal(app.drives, line)).await;
            busy.try_set(false);
        });
    };
    view! {
        <details class="setting" data-testid="seal-later">
            <summary>{t(k::DRIVE_PASSPHRASE)}</summary>
            <form on:submit=save>
                <p>{t(k::DRIVE_SEAL_LATER)}</p>
                <SealingFields sealing />
                {move || why.get().map(|why| view! { <Notice tone=Tone::Bad test="seal-fault"><p>{why}</p></Notice> })}
                <button class="button button--main" disabled=busy data-testid="seal-now">{t(k::DRIVE_SEAL_NOW)}</button>
            </form>
        </details>
    }
    .into_any()
}

/// Changing the passphrase of a drive that is sealed.
#[component]
pub fn ChangeSetting(id: StoredValue<String>) -> impl IntoView {
    let app = services();
    let sealing = Sealing::new();
    let why = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        why.set(sealing.missing().map(str::to_owned));
        if why.with_untracked(Option::is_some) {
            return;
        }
        let (id, TypedPassphrase { text, keep }) = (id.get_value(), sealing.typed());
        busy.set(true);
        spawn_local(async move {
            match app.syncing.change_passphrase(&id, text, keep).await {
                Ok(()) => {
                    sealing.clear();
                    app.work.say(t(k::DRIVE_PASSPHRASE_CHANGED));
                }
                Err(fault) => drop(why.try_set(Some(words::not_changed(&fault)))),
            }
            busy.try_set(false);
        });
    };
    view! {
        <details class="setting" data-testid="seal-change">
            <summary>{t(k::DRIVE_PASSPHRASE_CHANGE)}</summary>
            <form on:submit=save>
                <p>{t(k::DRIVE_SEAL_CHANGE)}</p>
                <SealingFields sealing />
                {move || why.get().map(|why| view! { <Notice tone=Tone::Bad test="change-fault"><p>{why}</p></Notice> })}
                <button class="button button--main" disabled=busy data-testid="change-now">{t(k::DRIVE_PASSPHRASE_CHANGE)}</button>
            </form>
        </details>
    }
    .into_any()
}
