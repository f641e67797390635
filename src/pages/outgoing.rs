//! Handing a file out: share sheet, download, copy as text.

use crate::{
    i18n::{self, k, t, tf},
    platform::{files, spawn_local},
    state::desk::{
        Desk,
        sending::{Form, Outgoing},
    },
    ui::{Icon, icon},
};
use leptos::prelude::*;

/// Buttons that hand out a file that is ready. `on_done` is called when a copy left the app.
#[component]
pub fn HandOut(file: Outgoing, on_done: Callback<()>) -> impl IntoView {
    let workspace = Desk::here();
    let file = StoredValue::new_local(file);
    let size = file.with_value(|f| i18n::bytes(u64::from(f.bytes.length())));
    let (name, _) = file.with_value(Outgoing::download_name);
    let readable = file.with_value(|f| f.form == Form::Text);
    let download = move |_| {
        let (name, mime) = file.with_value(Outgoing::download_name);
        if file.with_value(|f| files::download(&f.bytes, &name, mime)) {
            on_done.run(());
            workspace.say(tf(k::SEND_DOWNLOADED, &[("name", &name)]));
        } else {
            workspace.say(t(k::SEND_DOWNLOAD_FAILED));
        }
    };
    let share = move |_| {
        let (name, mime) = file.with_value(Outgoing::share_name);
        let bytes = file.with_value(|f| f.bytes.clone());
        spawn_local(async move {
            match files::share(&bytes, &name, mime).await {
                files::Shared::Done => {
                    on_done.run(());
                    workspace.say(t(k::SEND_SHARED));
                }
                files::Shared::Cancelled => {}
                files::Shared::Refused => workspace.say(t(k::SEND_SHARE_REFUSED)),
            }
        });
    };
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
