//! Doing something to the open case, and saying why it was not done.

use super::{
    desk::{Desk, Done},
    words,
};
use crate::i18n::{k, t};
use bcd_app::{reviewing::NotDone, services::Services};
use bcd_web::spawn_local;
use leptos::prelude::*;
use std::future::Future;

/// Does it, says why where it was not done, and calls `then` where it was.
pub fn act(desk: Desk, deed: impl Future<Output = Done> + 'static, then: impl FnOnce() + 'static) {
    let app = desk.app;
    spawn_local(async move {
        if done(app, deed).await {
            then();
        }
    });
}

/// The same for a button that `busy` disables: until it is done, a second tap does nothing.
pub fn act_once(
    desk: Desk,
    busy: RwSignal<bool>,
    deed: impl Future<Output = Done> + 'static,
    then: impl FnOnce() + 'static,
) {
    if busy.get_untracked() {
        return;
    }
    busy.set(true);
    let app = desk.app;
    spawn_local(async move {
        let done = done(app, deed).await;
        busy.try_set(false);
        if done {
            then();
        }
    });
}

/// Says why it was not done. Whether it was.
pub async fn done(app: Services, deed: impl Future<Output = Done>) -> bool {
    let done = deed.await;
    if let Err(why) = &done {
        app.work.say(not_done(why));
    }
    done.is_ok()
}

/// Why something was not done, in a sentence.
pub fn not_done(why: &NotDone) -> String {
    match why {
        NotDone::Fault(fault) => words::fault(fault),
        NotDone::Store(_) => t(k::VERIFY_FAULT_STORE).to_owned(),
        NotDone::NoOffice => t(k::VERIFY_FAULT_OFFICE).to_owned(),
    }
}
