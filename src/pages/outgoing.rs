//! Handing a file out: share sheet, download, copy as text.

use crate::{
    i18n::{self, k, t, tf},
    platform::{Blob, files, spawn_local},
    state::desk::{
        Desk,
        sending::{Form, Outgoing},
    },
    ui::{Icon, icon},
};
use leptos::prelude::*;

/// Hands a file out, by the share sheet or as a download, and says what became of it. True if it
/// left the app.
pub async fn give(desk: Desk, bytes: &Blob, name: &str, mime: &str, share: bool) -> bool {
    let said = match share {
        true => match files::share(bytes, name, mime).await {
            files::Shared::Done => Ok(t(k::SEND_SHARED).to_owned()),
            files::Shared::Cancelled => return false,
            files::Shared::Refused => Err(t(k::SEND_SHARE_REFUSED)),
        },
        false if files::download(bytes, name, mime) => {
            Ok(tf(k::SEND_DOWNLOADED, &[("name", &name)]))
        }
        false => Err(t(k::SEND_DOWNLOAD_FAILED)),
    };
    let left = said.is_ok();
    desk.say(said.unwrap_or_else(str::to_owned));
    left
}

/// Buttons that hand out a file that is ready. `on_done` is called when a copy left the app.
#[component]
pub fn HandOut(file: Outgoing, on_done: Callback<()>) -> impl IntoView {
    let workspace = Desk::here();
    let file = StoredValue::new_local(file);
    let size = file.with_value(|f| i18n::bytes(u64::from(f.bytes.length())));
    let (name, _) = file.with_value(Outgoing::download_name);
    let readable = file.with_value(|f| f.form == Form::Text);
    let hand = move |share: bool| {
        let named = if share { Outgoing::share_name } else { Outgoing::download_name };
        let (name, mime) = file.with_value(named);
        let bytes = file.with_value(|f| f.bytes.clone());
        spawn_local(async move {
            if give(workspace, &bytes, &name, mime, share).await {
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
                on_done.run(());
                workspace.say(t(k::SEND_COPIED));
            } else {
                workspace.say(t(k::SEND_COPY_FAILED));
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
