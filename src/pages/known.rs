//! How far the writer of a document is known: three words, each with a shape of its own, and the words
//! of the device's code.

use crate::{
    i18n::{Key, k, t, tf},
    shell::services,
};
use bcd_core::{
    id::SignerKey,
    signer::{Identity, IdentityWord},
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
