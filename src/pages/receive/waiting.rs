//! What waits for a person: a file that changes a dossier, or that was pushed here.

use crate::{
    i18n::{self, k, t, tf},
    shell::services,
    ui::{Notice, Tone},
};
use bcd_app::exchange::receiving::{RollupSaid, WaitingFile};
use bcd_core::{
    engine::GoodFile,
    format::{pack::PackLine, review::ReviewLine},
    intake::Summary,
    merge::effect::Effect,
    sync::take::Asking,
};
use bcd_web::spawn_local;
use leptos::prelude::*;
use std::rc::Rc;

/// A file that waits, with what it is and does, and the buttons that decide.
#[component]
pub fn Waiting(number: usize, file: Rc<WaitingFile>) -> impl IntoView {
    let intake = services().intake;
    let text = match &file.found {
        GoodFile::Submission(summary) => submission_text(summary),
        GoodFile::Review(file) => review_text(&file.row.line),
        GoodFile::Pack(line) => pack_text(line),
        GoodFile::Rollup(line) => rollup_text(&RollupSaid::of(line)),
        GoodFile::Device(_) | GoodFile::Backup(_) => String::new(),
    };
    let accept = move |keeping: bool| {
        spawn_local(async move { intake.accept(number, keeping).await });
    };
    let busy = Signal::derive(move || intake.accepting.with(|all| all.contains(&number)));
    let failed = move || {
        intake.failed.with(|all| all.contains(&number)).then(|| {
            view! {
                <Notice tone=Tone::Bad><p>{t(k::RECEIVE_NOT_STORED)}</p></Notice>
            }
        })
    };
    let asking = file.asking.clone();
    let pushed = asking.is_none();
    let much = asking.as_ref().is_some_and(Asking::is_much);
    let keeps = asking.as_ref().is_some_and(Asking::can_keep);
    let pack = match &file.found {
        GoodFile::Device(device) => device.pack.as_ref().map(pack_of),
        _ => None,
    };
    view! {
        <div class="stack">
        {asking.map(|asking| view! { <Asked asking /> })}
        {pack.map(|text| view! { <p>{text}</p> })}
        {pushed.then(|| view! { <p>{text}</p> <p class="field__note">{t(k::RECEIVE_PUSHED)}</p> })}
        <p class="row">
            {keeps.then(|| view! {
                <button class="button button--main" disabled=busy on:click=move |_| accept(true) data-testid="take-keep">
                    {t(k::DRIVE_HELD_KEEP)}
                </button>
            })}
            <button class="button" class:button--main=!keeps disabled=busy on:click=move |_| accept(false) data-testid="take">
                {t(if much { k::DRIVE_HELD_TAKE } else { k::RECEIVE_TAKE })}
            </button>
        </p>
        {failed}
        </div>
    }
    .into_any()
}

/// What a device file is and does.
#[component]
pub fn Asked(asking: Asking) -> impl IntoView {
    let text = tf(
        k::RECEIVE_WAITS_DEVICE,
        &[
            ("unit", &asking.name),
            ("cycle", &asking.cycle),
            ("by", &somebody(&asking.by)),
            ("at", &i18n::date_time(&asking.at)),
            ("what", &effect_text(&asking.effect)),
        ],
    );
    let much = asking.is_much();
    view! {
        <p>{text}</p>
        {(!asking.known).then(|| view! { <p>{t(k::RECEIVE_WAITS_NEW)}</p> <Who asking=asking.clone() /> })}
        {much.then(|| view! { <Notice tone=Tone::Warn><p>{t(k::RECEIVE_WAITS_MUCH)}</p></Notice> })}
    }
    .into_any()
}

// The code of a device that was not let in yet.
#[component]
fn Who(asking: Asking) -> impl IntoView {
    let app = services();
    let words = RwSignal::new(None::<String>);
    let signed = asking.key.is_some();
    if let Some(key) = asking.key {
        spawn_local(async move {
            // Without them the person asks by another way, as the text before says.
            if let Ok(found) = app.signers.words(&key).await {
                words.try_set(Some(found));
            }
        });
    }
    let mismatch = asking.mismatch;
    view! {
        {mismatch.then(|| view! { <Notice tone=Tone::Bad test="asked-mismatch"><p>{t(k::KEYS_ASKED_MISMATCH)}</p></Notice> })}
        {(!signed).then(|| view! { <p>{t(k::KEYS_ASKED_UNSIGNED)}</p> })}
        {move || words.get().map(|words| view! { <p data-testid="asked-words">{tf(k::KEYS_ASKED_WORDS, &[("words", &words)])}</p> })}
    }
}

/// What taking something in does, in a line: only what it does.
pub fn effect_text(effect: &Effect) -> String {
    let parts = [
        (k::RECEIVE_ADDS, effect.added),
        (k::RECEIVE_CHANGES, effect.changed),
        (k::RECEIVE_EMPTIES, effect.emptied),
        (k::RECEIVE_DELETES, effect.deleted),
    ];
    let said = parts.into_iter().filter(|(_, n)| *n > 0).map(|(key, n)| tf(key, &[("n", &n)]));
    let said: Vec<String> = said.collect();
    if said.is_empty() { t(k::RECEIVE_SAME).to_owned() } else { said.join(", ") }
}

/// Who wrote a file.
pub(super) fn somebody(by: &str) -> String {
    if by.is_empty() { t(k::DRIVE_SOMEBODY).to_owned() } else { by.to_owned() }
}

/// A submission in a line.
pub(super) fn submission_text(summary: &Summary) -> String {
    tf(
        k::RECEIVE_SUBMISSION,
        &[
            ("unit", &summary.name),
            ("n", &summary.seq),
            ("cycle", &summary.cycle),
            ("date", &i18n::date(&summary.at)),
        ],
    )
}

/// A pack in a line.
pub(super) fn pack_text(line: &PackLine) -> String {
    let title = line.title.get(i18n::lang()).to_owned();
    tf(k::RECEIVE_PACK_TEXT, &[("title", &title), ("n", &line.version), ("by", &line.by)])
}

fn pack_of(line: &PackLine) -> String {
    let title = line.title.get(i18n::lang()).to_owned();
    tf(k::RECEIVE_WAITS_PACK, &[("title", &title), ("n", &line.version), ("by", &line.by)])
}

/// A roll-up in a line.
pub(super) fn rollup_text(said: &RollupSaid) -> String {
    let RollupSaid { office, cycle, seq, units, .. } = said;
    tf(
        k::RECEIVE_ROLLUP_TEXT,
        &[("office", office), ("cycle", cycle), ("n", seq), ("units", units)],
    )
}

/// An upper level's answer in a line.
pub(super) fn review_text(line: &ReviewLine) -> String {
    let by = if line.reviewer.is_empty() { &line.by } else { &line.reviewer };
    let date = i18n::date(&line.at);
    tf(k::RECEIVE_REVIEW_TEXT, &[("by", by), ("n", &line.seq), ("date", &date)])
}
