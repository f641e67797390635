//! Handing a file out: share sheet, download, copy as text.

use super::drive::Secret;
use crate::{
    i18n::{self, k, t, tf},
    shell::services,
    ui::{Icon, Notice, Tone, icon},
};
use bcd_app::{
    bytes::Bytes,
    exchange::outgoing::{Outgoing, OutgoingForm},
    services::Services,
};
use bcd_web::{files, spawn_local};
use leptos::prelude::*;

/// Hands a file out, by the share sheet or as a download, and says what became of it. True if it
/// left the app.
pub async fn give(app: Services, bytes: &Bytes, name: &str, mime: &str, share: bool) -> bool {
    let said = match share {
        true => match files::share(bytes, name, mime).await {
            files::ShareResult::Done => Ok(t(k::SEND_SHARED).to_owned()),
            files::ShareResult::Cancelled => return false,
            files::ShareResult::Refused => Err(t(k::SEND_SHARE_REFUSED)),
        },
        false if files::download(bytes, name, mime) => {
            Ok(tf(k::SEND_DOWNLOADED, &[("name", &name)]))
        }
        false => Err(t(k::SEND_DOWNLOAD_FAILED)),
    };
    let left = said.is_ok();
    app.work.say(said.unwrap_or_else(str::to_owned));
    left
}

/// Buttons that hand out a file that is ready. `on_done` is called when a copy left the app.
#[component]
pub fn HandOut(file: Outgoing, on_done: Callback<()>) -> impl IntoView {
    let plain = StoredValue::new_local(file.clone());
    let file = RwSignal::new_local(file);
    let can_seal =
        plain.with_value(|file| matches!(file.form, OutgoingForm::Text | OutgoingForm::Bundle));
    view! {
        {move || view! { <Buttons file=file.get() on_done /> }}
        {can_seal.then(|| view! { <SealFold plain file /> })}
    }
    .into_any()
}

const LEAST_LETTERS: usize = 12;

// Sealing the file before it goes out.
#[component]
fn SealFold(
    plain: StoredValue<Outgoing, LocalStorage>,
    file: RwSignal<Outgoing, LocalStorage>,
) -> impl IntoView {
    let app = services();
    let text = RwSignal::new(String::new());
    let said = RwSignal::new(None::<String>);
    let sealed = move || file.with(|file| file.form == OutgoingForm::Sealed);
    let seal = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let passphrase = text.get_untracked();
        if passphrase.chars().count() < LEAST_LETTERS {
            return said.set(Some(t(k::DRIVE_PASSPHRASE_SHORT).to_owned()));
        }
        let plain = plain.get_value();
        spawn_local(async move {
            match app.sending.seal(&plain, &passphrase).await {
                Ok(sealed) => {
                    said.try_set(None);
                    text.try_set(String::new());
                    file.try_set(sealed);
                }
                Err(why) => {
                    said.try_set(Some(tf(k::SEND_ENGINE_FAULT, &[("why", &why)])));
                }
            }
        });
    };
    view! {
        <details>
            <summary>{t(k::DRIVE_SEAL_FILE)}</summary>
            {move || sealed().then(|| view! { <p><span class="state state--ok" data-testid="file-sealed">{t(k::RECEIVE_SEALED)}</span></p> })}
            <p>{t(k::DRIVE_PASSPHRASE_LOST)}</p>
            <form class="stack" on:submit=seal>
                <Secret label=t(k::DRIVE_PASSPHRASE_FIELD) value=text new=true test="file-passphrase" />
                <button class="button" data-testid="seal-file">{t(k::DRIVE_SEAL_FILE)}</button>
            </form>
            {move || said.get().map(|why| view! { <Notice tone=Tone::Bad><p>{why}</p></Notice> })}
        </details>
    }
    .into_any()
}

#[component]
fn Buttons(file: Outgoing, on_done: Callback<()>) -> impl IntoView {
    let app = services();
    let file = StoredValue::new_local(file);
    let size = file.with_value(|f| i18n::bytes(f.bytes.len() as u64));
    let (name, _) = file.with_value(Outgoing::download_name);
    let readable = file.with_value(|f| f.form == OutgoingForm::Text);
    let hand = move |share: bool| {
        let named = if share { Outgoing::share_name } else { Outgoing::download_name };
        let (name, mime) = file.with_value(named);
        let bytes = file.with_value(|f| f.bytes.clone());
        spawn_local(async move {
            if give(app, &bytes, &name, mime, share).await {
                on_done.try_run(());
            }
        });
    };
    let download = move |_| hand(false);
    let share = move |_| hand(true);
    let copy = move |_| {
        let bytes = file.with_value(|f| f.bytes.clone());
        spawn_local(async move {
            if files::copy(&bytes).await {
                on_done.try_run(());
                app.work.say(t(k::SEND_COPIED));
            } else {
                app.work.say(t(k::SEND_COPY_FAILED));
            }
        });
    };
    view! {
        <p class="filename" data-testid="filename">{name} " · " {size}</p>
        <p class="row">
            {files::can_share().then(|| view! {
                <button class="button button--main" on:click=share data-testid="share">
                    {icon(Icon::Send)} {t(k::SEND_SHARE)}
                </button>
            })}
            <button class="button" on:click=download data-testid="download">
                {icon(Icon::Download)} {t(k::SEND_DOWNLOAD)}
            </button>
            {readable.then(|| view! {
                <button class="button" on:click=copy data-testid="copy">
                    {icon(Icon::Page)} {t(k::SEND_COPY)}
                </button>
            })}
        </p>
    }
    .into_any()
}
