//! What waits for a person: a file that changes a dossier or that was pushed here, a backup.

use crate::{
    i18n::{self, k, t, tf},
    pages::{Page, office::reviewing},
    shell::services,
    ui::{Notice, Tone},
};
use bcd_app::{
    exchange::{
        backup::{Consented, DecidedInBackup, Line, Look, Part, Restored},
        receiving::{RollupSaid, WaitingFile},
    },
    merging::NotMerged,
};
use bcd_core::{
    engine::{GoodFile, NotTaken},
    format::{pack::PackLine, problem::Problem, review::ReviewLine},
    id::SignerKey,
    intake::Summary,
    merge::effect::Effect,
    sync::take::Asking,
};
use bcd_web::{page, spawn_local};
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
    let ask = move || {
        let name = office.clone().filter(|_| ours.get() == Some(None))?;
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
    let looked = RwSignal::new(None::<Look>);
    // Whether the person compared the words of its device: then it is believed in everything.
    let compared = RwSignal::new(false);
    Effect::new(move || {
        let compared_now = compared.get();
        looked.set(None);
        refused.set(None);
        spawn_local(async move {
            let found = app.backups.look(&backup.get_value(), compared_now).await;
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
    let is_strange = move || looked.with(|look| look.as_ref().map(|look| look.is_strange));
    let strange = Memo::new(move |before: Option<&bool>| {
        // While it is looked at again, the question stays.
        is_strange()
            .map_or(before.copied().unwrap_or_default(), |is| is || compared.get_untracked())
    });
    let keeps_desk = move || looked.with(|look| look.as_ref().is_some_and(|look| look.keeps_desk));
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
