//! New versions of the app: they wait until the person takes them, and never load over something
//! unsaved.

use super::Shell;
use crate::{
    i18n::{k, t},
    platform::{page, spawn_local, worker_update},
    state::desk::Desk,
};
use leptos::prelude::*;

/// Makes the app work offline, and says when a new version is ready.
pub fn start(shell: Shell, desk: Desk) {
    let waits = RwSignal::new(false);
    let ready = move || waits.set(true);
    let replaced = move || {
        // Another tab may have asked for the new version.
        if desk.is_unsaved() {
            waits.set(true);
        } else {
            page::reload();
        }
    };
    spawn_local(worker_update::register(ready, replaced));
    page::mount("desk-top", move || view! { <Bar shell desk waits /> });
}

#[component]
fn Bar(shell: Shell, desk: Desk, waits: RwSignal<bool>) -> impl IntoView {
    let take = move |_| {
        if desk.is_unsaved() {
            desk.say(t(k::FRAME_UPDATE_UNSAVED));
        } else {
            worker_update::take_new_version();
        }
    };
    move || {
        shell.lang.track();
        waits.get().then(|| {
            view! {
                <div class="notice notice--new" role="status" data-testid="update">
                    <p class="notice__text">{t(k::FRAME_UPDATE)}</p>
                    <button class="button" on:click=take>{t(k::FRAME_UPDATE_TAKE)}</button>
                </div>
            }
        })
    }
}
