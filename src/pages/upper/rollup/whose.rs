//! Whose a roll-up that came is, and what a person decides on that.

use crate::{
    i18n::{k, t},
    pages::{Page, known::Judge},
    shell::services,
};
use bcd_app::rolling::Rolling;
use bcd_core::{format::rollup::RollupLine, upper::rollup::tree::name_of};
use bcd_web::{page, spawn_local};
use leptos::prelude::*;

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
    move || {
        let digest = digest.get_value();
        let here = rolling.lines.with(|all| all.iter().find(|it| it.digest == digest).cloned());
        let came = here.filter(|it| !it.own)?;
        let counted =
            rolling.lines.with(|all| all.iter().any(|it| it.own && it.parts.contains(&digest)));
        let identity = rolling.identity(&came);
        let (unit, name, signer) = (came.office.id.clone(), name_of(&came.office), came.signer);
        Some(view! {
            <section class="card" data-testid="sender">
                <Judge unit name signer identity may_decide=true on_done=Callback::new(move |()| read()) />
                <Discard digest counted rolling />
            </section>
        })
    }
}

// Another button than the first, so that a double tap removes nothing.
#[component]
fn Discard(digest: String, counted: bool, rolling: Rolling) -> impl IntoView {
    let app = services();
    let (sure, busy) = (RwSignal::new(false), RwSignal::new(false));
    let digest = StoredValue::new(digest);
    let discard = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let digest = digest.get_value();
        spawn_local(async move {
            let done = rolling.discard(&digest).await;
            busy.try_set(false);
            match done {
                Ok(()) => {
                    app.work.say(t(k::KEYS_DISCARDED));
                    page::go(&Page::Rollup.href());
                }
                Err(_) => app.work.say(t(k::KEYS_FAILED)),
            }
        });
    };
    view! {
        {move || (sure.get() && counted).then(|| view! { <p>{t(k::ROLLUP_DISCARD_COUNTED)}</p> })}
        <p class="row">
            <button class="button button--quiet" on:click=move |_| sure.update(|sure| *sure = !*sure) data-testid="discard">
                {move || t(if sure.get() { k::DRIVE_CANCEL } else { k::KEYS_DISCARD })}
            </button>
            {move || sure.get().then(|| view! {
                <button class="button" disabled=busy on:click=discard data-testid="discard-sure">{t(k::KEYS_DISCARD_SURE)}</button>
            })}
        </p>
    }
    .into_any()
}
