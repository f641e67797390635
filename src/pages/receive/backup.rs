//! A backup that waits for a person: what taking it back would do, and the button that does it.

use super::waiting::{effect_text, somebody};
use crate::{
    i18n::{self, k, t, tf},
    pages::{Page, office::reviewing},
    shell::services,
    ui::{Notice, Tone},
};
use bcd_app::{
    exchange::backup::{Consented, DecidedInBackup, Line, Look, Part, Restored},
    merging::NotMerged,
};
use bcd_core::{engine::NotTaken, format::problem::Problem, id::SignerKey};
use bcd_web::{page, spawn_local};
use leptos::prelude::*;
use std::rc::Rc;

// The documents of a backup that are not taken back, the first of them with their reasons.
#[component]
fn Bad(bad: NotTaken) -> impl IntoView {
    let line = |(name, why): (String, Problem)| {
        view! { <li>{format!("{name}: {}", i18n::problem(&why))}</li> }
    };
    view! {
        <li data-testid="backup-bad">
            {tf(k::RECEIVE_BACKUP_BAD, &[("n", &bad.count)])}
            <ul>{bad.first.into_iter().map(line).collect_view()}</ul>
        </li>
    }
}

// Decisions that a backup brings in somebody's name: of which units, before anybody says yes.
#[component]
fn Decided(decided: DecidedInBackup) -> impl IntoView {
    let DecidedInBackup { number, date, recognised, by, units } = decided;
    let key = if recognised { k::RECEIVE_BACKUP_RECOGNISED } else { k::RECEIVE_BACKUP_DECLINED };
    let head = tf(
        key,
        &[
            ("n", &units.len()),
            ("number", &number),
            ("date", &i18n::date(&date)),
            ("by", &somebody(&by)),
        ],
    );
    named(head, units)
}

// Names of units under what is said of them.
fn named(head: String, units: Vec<String>) -> AnyView {
    let units = units.into_iter().map(|unit| view! { <li>{unit}</li> }).collect_view();
    view! { <li><details><summary>{head}</summary><ul>{units}</ul></details></li> }.into_any()
}

/// A backup, and the button that takes it back.
#[component]
pub fn Restore(number: usize, backup: Rc<Restored>) -> impl IntoView {
    let (app, busy) = (services(), RwSignal::new(false));
    let (dossiers, sent, received) = backup.counts();
    let text = tf(
        k::RECEIVE_BACKUP_TEXT,
        &[
            ("at", &i18n::date_time(backup.at())),
            ("dossiers", &dossiers),
            ("sent", &sent),
            ("received", &received),
        ],
    );
    let office = backup.office().map(|office| office.unit.name.clone());
    let speak = RwSignal::new(false);
    let ours = reviewing().office;
    // Who chose here already goes on speaking for whom they chose.
    let looked = RwSignal::new(None::<Look>);
    let keeps_desk = move || looked.with(|look| look.as_ref().is_some_and(|look| look.keeps_desk));
    let ask = move || {
        let is_asked = ours.get() == Some(None) && !keeps_desk();
        let name = office.clone().filter(|_| is_asked)?;
        Some(view! {
            <label class="tick">
                <input type="checkbox" prop:checked=speak data-testid="restore-office"
                    on:change=move |event| speak.set(event_target_checked(&event)) />
                <span>{tf(k::RECEIVE_BACKUP_OFFICE, &[("name", &name)])}</span>
            </label>
        })
    };
    let key = backup.signer().cloned();
    let backup = StoredValue::new_local(backup);
    let refused = RwSignal::new(None::<String>);
    // Whether it may be somebody else's, and whether the person compared the words of its device: then it is believed
    // in everything.
    let (strange, compared) = (RwSignal::new(false), RwSignal::new(false));
    Effect::new(move || {
        let compared_now = compared.get();
        looked.set(None);
        refused.set(None);
        let backup = backup.get_value();
        spawn_local(async move {
            // The question stays once it was asked, also where the backup is refused as a stranger's.
            match app.backups.is_strange(&backup, compared_now).await {
                Ok(true) => drop(strange.try_set(true)),
                Ok(false) => {}
                Err(_) => return app.work.say(t(k::RECEIVE_NOT_STORED)),
            }
            let found = app.backups.look(&backup, compared_now).await;
            if compared.try_get_untracked() != Some(compared_now) {
                return;
            }
            match found {
                Ok(found) => drop(looked.try_set(Some(found))),
                Err(NotMerged::Refused(why)) => drop(refused.try_set(Some(i18n::problem(&why)))),
                Err(NotMerged::Store(_)) => app.work.say(t(k::RECEIVE_NOT_STORED)),
            }
        });
    });
    let effects = move || {
        let row = |Line { part, effect }: Line| {
            let part = match part {
                Part::Dossier { name, cycle } => format!("{name} {cycle}"),
                Part::Drafts(n) => tf(k::RECEIVE_BACKUP_DRAFTS, &[("n", &n)]),
                Part::Roll => t(k::RECEIVE_BACKUP_ROLL).to_owned(),
                Part::Cases(n) => tf(k::RECEIVE_BACKUP_CASES, &[("n", &n)]),
                Part::Packs(n) => tf(k::RECEIVE_BACKUP_PACKS, &[("n", &n)]),
                Part::Rollups(n) => tf(k::RECEIVE_BACKUP_ROLLUPS, &[("n", &n)]),
                Part::Keys(n) => tf(k::RECEIVE_BACKUP_KEYS, &[("n", &n)]),
                Part::Answers(n, 0) => tf(k::RECEIVE_BACKUP_ANSWERS, &[("n", &n)]),
                Part::Answers(n, left) => {
                    tf(k::RECEIVE_BACKUP_ANSWERS_SOME, &[("n", &n), ("left", &left)])
                }
                Part::TakenBack(units) => {
                    let head = tf(k::RECEIVE_BACKUP_TAKEN_BACK, &[("n", &units.len())]);
                    return named(head, units);
                }
                Part::Offices(names) => {
                    tf(k::RECEIVE_BACKUP_OFFICES, &[("names", &names.join(", "))])
                }
                Part::Decided(decided) => return view! { <Decided decided /> }.into_any(),
                Part::Bad(bad) => return view! { <Bad bad /> }.into_any(),
            };
            view! { <li>{format!("{part}: {}", effect_text(&effect))}</li> }.into_any()
        };
        let lines = looked.get().map(|look| look.lines).unwrap_or_default();
        lines.into_iter().map(row).collect_view()
    };
    // Nothing is agreed to before it is shown.
    let held = move || busy.get() || looked.with(Option::is_none);
    let restore = move |_| {
        let backup = backup.get_value();
        let consent =
            Consented { speak: speak.get_untracked(), compared: compared.get_untracked() };
        if untrack(held) {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let done = app.backups.restore(&backup, &consent).await;
            busy.try_set(false);
            match done {
                Ok(()) => {
                    // Other files wait still.
                    app.intake.drop_one(number);
                    app.work.say(t(k::RECEIVE_RESTORED));
                    page::go(&Page::Home.href());
                }
                Err(NotMerged::Refused(why)) => drop(refused.try_set(Some(i18n::problem(&why)))),
                Err(NotMerged::Store(_)) => app.work.say(t(k::RECEIVE_NOT_STORED)),
            }
        });
    };
    view! {
        <p>{text}</p>
        <div class="stack">
            <ul class="plain" data-testid="backup-effects">{effects}</ul>
            {ask}
            {move || strange.get().then(|| view! { <Stranger key=key.clone() compared keeps_desk=Signal::derive(keeps_desk) /> })}
            <button class="button button--main" disabled=held on:click=restore data-testid="restore">
                {t(k::RECEIVE_RESTORE)}
            </button>
            {move || refused.get().map(|why| view! { <Notice tone=Tone::Bad><p>{why}</p></Notice> })}
        </div>
    }
    .into_any()
}

// A backup that may be somebody else's: what is not taken of it, and how it is known to be one's own.
#[component]
fn Stranger(
    key: Option<SignerKey>,
    compared: RwSignal<bool>,
    keeps_desk: Signal<bool>,
) -> impl IntoView {
    let app = services();
    let words = RwSignal::new(None::<String>);
    if let Some(key) = key {
        spawn_local(async move {
            // Without them nobody can compare anything, and the backup stays a stranger's.
            if let Ok(found) = app.signers.words(&key).await {
                words.try_set(Some(found));
            }
        });
    }
    let compare = move |words: String| {
        view! {
            <p data-testid="backup-words">{tf(k::RECEIVE_BACKUP_WORDS, &[("words", &words)])}</p>
            <label class="tick">
                <input type="checkbox" prop:checked=compared data-testid="restore-compared"
                    on:change=move |event| compared.set(event_target_checked(&event)) />
                <span>{t(k::RECEIVE_BACKUP_COMPARED)}</span>
            </label>
        }
    };
    view! {
        <Notice tone=Tone::Warn test="backup-strange">
            <p>{t(k::RECEIVE_BACKUP_STRANGE)}</p>
            {move || keeps_desk.get().then(|| view! { <p>{t(k::RECEIVE_BACKUP_KEEPS_DESK)}</p> })}
            {move || words.get().map(compare)}
        </Notice>
    }
}
