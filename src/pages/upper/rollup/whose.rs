//! Whose a roll-up that came is, and what a person decides on that.

use crate::{
    i18n::{k, t},
    pages::{
        Page,
        discard::{Discard, Discarding},
        known::Judge,
    },
    shell::services,
};
use bcd_app::rolling::Rolling;
use bcd_core::{format::rollup::RollupLine, upper::rollup::tree::name_of};
use bcd_web::{page, spawn_local};
use leptos::prelude::*;
use std::rc::Rc;

/// How far its writer is known, and the way to be rid of it; of one that was made here there is nothing to
/// say.
#[component]
pub fn Whose(line: RollupLine, rolling: Rolling) -> impl IntoView {
    let app = services();
    let digest = StoredValue::new(line.digest);
    let read = move || {
        spawn_local(async move {
            if rolling.read().await.is_err() {
                app.work.say(t(k::ROLLUP_UNREAD));
            }
        });
    };
    read();
    let discard: Discarding = Rc::new(move || {
        let digest = digest.get_value();
        Box::pin(async move {
            rolling.discard(&[digest]).await?;
            page::go(&Page::Rollup.href());
            Ok(())
        })
    });
    let discard = StoredValue::new_local(discard);
    move || {
        let digest = digest.get_value();
        let here = rolling.lines.with(|all| all.iter().find(|it| it.digest == digest).cloned());
        let came = here.filter(|it| !it.own)?;
        let first = match rolling.is_counted(&digest) {
            true => t(k::ROLLUP_DISCARD_COUNTED).to_owned(),
            false => String::new(),
        };
        let identity = rolling.identity(&came);
        let (unit, name, signer) = (came.office.id.clone(), name_of(&came.office), came.signer);
        Some(view! {
            <section class="card" data-testid="sender">
                <Judge unit name signer identity may_decide=true on_done=Callback::new(move |()| read()) />
                <Discard label=t(k::KEYS_DISCARD).to_owned() first discard=discard.get_value() />
            </section>
        })
    }
}
