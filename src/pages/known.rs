//! How far the writer of a document is known: three words, each with a shape of its own, and the words
//! of the device's code.

use crate::{
    i18n::{Key, k, t, tf},
    shell::services,
};
use bcd_core::{
    id::{SignerKey, UnitId},
    signer::{Identity, IdentityWord, Pin, Role, Signer},
};
use bcd_web::spawn_local;
use leptos::prelude::*;

/// The word.
pub fn mark(identity: Identity) -> impl IntoView {
    let (class, word) = match identity.word() {
        IdentityWord::Confirmed => ("state state--ok", k::KEYS_CONFIRMED),
        IdentityWord::Unconfirmed => ("state state--lacking", k::KEYS_UNCONFIRMED),
        IdentityWord::Mismatch => ("state state--bad", k::KEYS_MISMATCH),
    };
    view! { <span class=class data-testid="identity">{t(word)}</span> }
}

/// What it means, and what to do.
pub fn sentence(identity: Identity, name: &str) -> String {
    let key: Key = match identity {
        Identity::Confirmed => k::KEYS_CONFIRMED_TEXT,
        Identity::First => k::KEYS_FIRST_TEXT,
        Identity::New => k::KEYS_NEW_TEXT,
        Identity::Unsigned => k::KEYS_UNSIGNED_TEXT,
        Identity::Missing => k::KEYS_MISSING_TEXT,
        Identity::Rejected => k::KEYS_REJECTED_TEXT,
    };
    tf(key, &[("name", &name)])
}

/// The five words of a key, once they are found out.
#[component]
pub fn Words(signer: SignerKey) -> impl IntoView {
    let app = services();
    let words = RwSignal::new(String::new());
    spawn_local(async move {
        let found = app.signers.words(&signer).await;
        words.try_set(found.unwrap_or_else(|_| t(k::KEYS_WORDS_FAULT).to_owned()));
    });
    view! {
        <p class="code"><span>{t(k::KEYS_WORDS)}</span> <b class="code__words" data-testid="code-words">{words}</b></p>
    }
}

/// How far the writer of a unit's document is known, and what a person decides on the key, where they may.
#[component]
pub fn Judge(
    unit: UnitId,
    name: String,
    signer: Signer,
    identity: Identity,
    may_decide: bool,
    on_done: Callback<()>,
) -> impl IntoView {
    let app = services();
    let said = sentence(identity, &name);
    let kept = StoredValue::new((unit, name, signer.key.clone()));
    let judge = move |pin: Pin| {
        let (unit, name, key) = kept.get_value();
        spawn_local(async move {
            let Some(key) = key else { return };
            let done = app.receiving.judge(Role::Unit, &unit, &key, &name, pin).await;
            app.work.say(t(if done.is_ok() { k::KEYS_JUDGED } else { k::KEYS_FAILED }));
            on_done.run(());
        });
    };
    let decide = may_decide && signer.key.is_some();
    let compare = signer.key.filter(|_| identity != Identity::Confirmed);
    view! {
        <p>{mark(identity)} " " {said}</p>
        {compare.map(|signer| view! { <Words signer /> })}
        {decide.then(|| view! {
            <p class="row">
                {(identity != Identity::Confirmed).then(|| view! {
                    <button class="button button--main" on:click=move |_| judge(Pin::Compared) data-testid="code-same">{t(k::KEYS_SAME)}</button>
                })}
                {(identity != Identity::Rejected).then(|| view! {
                    <button class="button" on:click=move |_| judge(Pin::Rejected) data-testid="code-other">{t(k::KEYS_OTHER)}</button>
                })}
            </p>
        })}
    }
    .into_any()
}
