//! New versions of the app: they wait until the person takes them, and never load over something
//! unsaved.

use crate::{
    i18n::{k, t},
    shell::Shell,
};
use bcd_web::{page, spawn_local, worker_update};
use leptos::prelude::*;
use std::cell::RefCell;

thread_local! {
    // A signal that lives as long as the page, although the views that show it do not.
    static WAITS: RefCell<Option<ArcRwSignal<bool>>> = const { RefCell::new(None) };
}

fn waits() -> ArcRwSignal<bool> {
    WAITS.with_borrow_mut(|waits| waits.get_or_insert_with(|| ArcRwSignal::new(false)).clone())
}

/// Makes the app work offline, and notes when a new version is ready.
pub fn start(shell: Shell) {
    let ready = || waits().set(true);
    let replaced = move || {
        // Another tab may have asked for the new version.
        if shell.work.is_unsaved() {
            waits().set(true);
        } else {
            page::reload();
        }
    };
    spawn_local(worker_update::register(ready, replaced));
}

/// Says that a new version is ready.
pub fn bar(shell: Shell) -> AnyView {
    let take = move |_| {
        if shell.work.is_unsaved() {
            shell.work.say(t(k::FRAME_UPDATE_UNSAVED));
        } else {
            worker_update::take_new_version();
        }
    };
    let waits = waits();
    (move || {
        waits.get().then(|| {
            view! {
                <div class="notice notice--new" role="status" data-testid="update">
                    <p class="notice__text">{t(k::FRAME_UPDATE)}</p>
                    <button class="button" on:click=take>{t(k::FRAME_UPDATE_TAKE)}</button>
                </div>
            }
            .into_any()
        })
    })
    .into_any()
}
