//! Doing something to the open case, and saying why it was not done.

use super::{
    desk::{Desk, Done},
    words,
};
use crate::i18n::{k, t};
use bcd_app::reviewing::NotDone;
use bcd_web::spawn_local;
use std::future::Future;

/// Does it, says why where it was not done, and calls `then` where it was.
pub fn act(desk: Desk, deed: impl Future<Output = Done> + 'static, then: impl FnOnce() + 'static) {
    act_then(desk, deed, |done| {
        if done {
            then();
        }
    });
}

/// The same; `then` hears whether it was done.
pub fn act_then(
    desk: Desk,
    deed: impl Future<Output = Done> + 'static,
    then: impl FnOnce(bool) + 'static,
) {
    let work = desk.app.work;
    spawn_local(async move {
        let done = deed.await;
        let is_done = done.is_ok();
        if let Err(why) = done {
            work.say(not_done(&why));
        }
        then(is_done);
    });
}

/// Why something was not done, in a sentence.
pub fn not_done(why: &NotDone) -> String {
    match why {
        NotDone::Fault(fault) => words::fault(fault),
        NotDone::Store(_) => t(k::VERIFY_FAULT_STORE).to_owned(),
        NotDone::NoOffice => t(k::VERIFY_FAULT_OFFICE).to_owned(),
    }
}
