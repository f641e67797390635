//! Whose a roll-up that came is, and what a person decides on that.

use crate::{pages::known::Judge, shell::services};
use bcd_app::rolling::Rolling;
use bcd_core::{format::rollup::RollupLine, upper::rollup::tree::name_of};
use bcd_web::spawn_local;
use leptos::prelude::*;

/// How far its writer is known; of one that was made here there is nothing to say.
#[component]
pub fn Whose(line: RollupLine, rolling: Rolling) -> impl IntoView {
    let app = services();
    let line = StoredValue::new(line);
    let read = move || {
        spawn_local(async move {
            if rolling.read().await.is_err() {
                app.work.say(crate::i18n::t(crate::i18n::k::ROLLUP_UNREAD));
            }
        });
    };
    read();
    move || {
        let line = line.get_value();
        let here =
            rolling.lines.with(|all| all.iter().find(|it| it.digest == line.digest).cloned());
        let came = here.filter(|it| !it.own)?;
        let identity = rolling.identity(&came);
        let (unit, name, signer) = (came.office.id.clone(), name_of(&came.office), came.signer);
        Some(view! {
            <section class="card" data-testid="sender">
                <Judge unit name signer identity may_decide=true on_done=Callback::new(move |()| read()) />
            </section>
        })
    }
}
