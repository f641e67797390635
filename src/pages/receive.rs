//! Receive: files from anywhere, one or many, each with what became of it.

mod run;

use super::{
    Head,
    drive::{Question, Secret},
};
use crate::{
    desk::Shell,
    i18n::{self, k, t, tf},
    platform::{Blob, files, inbox, page, seal, spawn_local},
    route::Route,
    state::desk::{
        Desk,
        backup::Restored,
        merging::Merging,
        receiving::{Line, Outcome, Source},
    },
    ui::{Field, Icon, Kind, Notice, Tone, icon},
};
use bcd_core::{
    engine::DeviceFile,
    intake::{Arrival, Summary},
};
use leptos::prelude::*;
use run::{Run, is_bad};
use std::sync::Arc;

/// The page that takes files in.
#[component]
pub fn Receive() -> impl IntoView {
    let (shell, workspace) = (Shell::here(), Desk::here());
    let run = Run {
        lines: RwSignal::new_local(Vec::new()),
        progress: RwSignal::new((0, 0)),
        cancelled: RwSignal::new(false),
    };
    // Files that came by themselves; the inbox is emptied only after all were looked at.
    Effect::new(move |_| {
        let arrived = shell.arrived.get();
        if !arrived.is_empty() && run.progress.get().1 == 0 {
            shell.arrived.set(Vec::new());
            let sources = arrived.into_iter().map(Source::File).collect();
            run.take(workspace, sources, || spawn_local(inbox::clear()));
        }
    });
    let share_failed = page::hash().contains("loi=chia-se");
    view! {
        <Head title=t(k::RECEIVE_TITLE) />
        <p class="lead">{t(k::RECEIVE_LEAD)}</p>
        {share_failed.then(|| view! { <Notice tone=Tone::Bad><p>{t(k::RECEIVE_SHARE_FAILED)}</p></Notice> })}
        <Drop run />
        <Paste run />
        <Progress run />
        <Results run />
    }
    .into_any()
}

#[component]
fn Drop(run: Run) -> impl IntoView {
    let workspace = Desk::here();
    let over = RwSignal::new(false);
    let take = move |files: Vec<files::File>| {
        run.take(workspace, files.into_iter().map(Source::File).collect(), || {});
    };
    let on_pick = move |event: leptos::ev::Event| take(files::picked(&event));
    let on_drop = move |event: leptos::ev::DragEvent| {
        event.prevent_default();
        over.set(false);
        take(files::dropped(&event));
    };
    let on_over = move |event: leptos::ev::DragEvent| {
        event.prevent_default();
        over.set(true);
    };
    // No `accept`: on an iPhone it greys out files whose type the phone does not know.
    view! {
        <div
            class="drop"
            class:drop--over=over
            on:drop=on_drop
            on:dragover=on_over
            on:dragleave=move |_| over.set(false)
            data-testid="drop"
        >
            {icon(Icon::Inbox)}
            <label class="button button--main pick">
                {t(k::RECEIVE_PICK)}
                <input class="hidden" type="file" multiple=true on:change=on_pick data-testid="pick" />
            </label>
            <p>{t(k::RECEIVE_DROP)}</p>
        </div>
    }
    .into_any()
}

#[component]
fn Paste(run: Run) -> impl IntoView {
    let workspace = Desk::here();
    let text = RwSignal::new(String::new());
    let read = move |_| {
        let source = Source::Text(t(k::RECEIVE_PASTED).to_owned(), text.get_untracked());
        run.take(workspace, vec![source], move || text.set(String::new()));
    };
    view! {
        <details class="paste">
            <summary>{t(k::RECEIVE_PASTE)}</summary>
            <Field kind=Kind::Lines label=t(k::RECEIVE_PASTE_LABEL) value=text max=40_000_000
                on_input=Callback::new(move |value| text.set(value)) test="paste" />
            <button class="button" on:click=read data-testid="paste-read">{t(k::RECEIVE_PASTE_READ)}</button>
        </details>
    }
    .into_any()
}

#[component]
fn Progress(run: Run) -> impl IntoView {
    let text = move || match run.progress.get() {
        (_, 0) => None,
        (done, of) => Some(tf(k::RECEIVE_PROGRESS, &[("n", &done), ("of", &of)])),
    };
    view! {
        <p role="status" class="progress">
            {text}
            {move || (run.progress.get().1 > 1).then(|| view! {
                <button class="button button--quiet" on:click=move |_| run.cancelled.set(true)>
                    {t(k::RECEIVE_CANCEL)}
                </button>
            })}
        </p>
    }
}

#[component]
fn Results(run: Run) -> impl IntoView {
    move || {
        let lines = run.lines.get();
        if lines.is_empty() {
            return ().into_any();
        }
        let bad = lines.iter().filter(|line| is_bad(&line.outcome)).count();
        let good = lines.len() - bad;
        let rows = lines.into_iter().rev().map(|line| view! { <Result run line /> }).collect_view();
        view! {
            <section class="card" aria-labelledby="results-h">
                <h2 id="results-h" data-testid="results">
                    {tf(k::RECEIVE_RESULTS, &[("good", &good), ("bad", &bad)])}
                </h2>
                <ul class="plain">{rows}</ul>
                <a class="button" href=Route::Units.href()>{t(k::RECEIVE_TO_UNITS)}</a>
            </section>
        }
        .into_any()
    }
}

#[component]
fn Result(run: Run, line: Line) -> impl IntoView {
    let (word, class, body) = match line.outcome {
        Outcome::Submission(summary, arrival) => {
            let word = match arrival {
                Arrival::New => k::RECEIVE_NEW,
                Arrival::Newer => k::RECEIVE_NEWER,
                Arrival::AlreadyHere => k::RECEIVE_HERE,
                Arrival::Older => k::RECEIVE_OLDER,
                Arrival::Fork => k::RECEIVE_FORK,
                Arrival::Refused(_) => k::RECEIVE_BAD,
            };
            let text = submission_text(&summary);
            let href = Route::Unit(summary.digest.clone()).href();
            (word, "state state--ok", view! { <p><a href=href>{text}</a></p> }.into_any())
        }
        Outcome::Backup(backup) => {
            (k::RECEIVE_BACKUP, "state state--lacking", view! { <Restore backup /> }.into_any())
        }
        Outcome::Own(summary) => {
            let text = submission_text(&summary);
            (k::RECEIVE_OWN, "state state--ok", view! { <p>{text}</p> }.into_any())
        }
        Outcome::Device(file, merging) => {
            (k::RECEIVE_DEVICE, "state state--ok", device_text(&file, merging))
        }
        Outcome::Review(line) => {
            let by = if line.reviewer.is_empty() { line.by } else { line.reviewer };
            let text = tf(
                k::RECEIVE_REVIEW_TEXT,
                &[("by", &by), ("n", &line.seq), ("date", &i18n::date(&line.at))],
            );
            (k::RECEIVE_REVIEW, "state state--ok", view! { <p>{text}</p> }.into_any())
        }
        Outcome::Pack(line) => {
            let title = line.title.get(i18n::lang()).to_owned();
            let text = tf(
                k::RECEIVE_PACK_TEXT,
                &[("title", &title), ("n", &line.version), ("by", &line.by)],
            );
            let href = Route::Packs(line.digest).href();
            let body = view! {
                <p>{text}</p>
                <p><a class="button" href=href>{t(k::RECEIVE_PACK_LOOK)}</a></p>
            };
            (k::RECEIVE_PACK, "state state--ok", body.into_any())
        }
        Outcome::Sealed(bytes) => (
            k::RECEIVE_SEALED,
            "state state--lacking",
            view! { <Open run bytes=bytes.take() name=line.name.clone() /> }.into_any(),
        ),
        Outcome::Full => {
            (k::RECEIVE_BAD, "state state--bad", view! { <p>{t(k::RECEIVE_FULL)}</p> }.into_any())
        }
        Outcome::Bad(problems) => {
            let list =
                problems.iter().map(|p| view! { <li>{i18n::problem(p)}</li> }).collect_view();
            (k::RECEIVE_BAD, "state state--bad", view! { <ul class="plain">{list}</ul> }.into_any())
        }
        Outcome::NotStored => (
            k::RECEIVE_BAD,
            "state state--bad",
            view! { <p>{t(k::RECEIVE_NOT_STORED)}</p> }.into_any(),
        ),
        Outcome::Unreadable => (
            k::RECEIVE_BAD,
            "state state--bad",
            view! { <p>{t(k::RECEIVE_UNREADABLE)}</p> }.into_any(),
        ),
    };
    view! {
        <li class="result" data-testid="result">
            <p class="result__name"><b>{line.name}</b> <span class=class>{t(word)}</span></p>
            {body}
        </li>
    }
    .into_any()
}

fn submission_text(summary: &Summary) -> String {
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

fn device_text(file: &DeviceFile, merging: Merging) -> AnyView {
    let by = if file.by.is_empty() { t(k::DRIVE_SOMEBODY).to_owned() } else { file.by.clone() };
    let (fields, conflicts, held) = match merging {
        Merging::Done(fields, conflicts) => (fields, conflicts, None),
        Merging::Held(loss) => (0, 0, Some(loss.deleted.max(loss.emptied))),
        Merging::Forgotten => (0, 0, None),
    };
    let text = tf(
        k::RECEIVE_DEVICE_TEXT,
        &[
            ("unit", &file.name),
            ("cycle", &file.cycle),
            ("n", &fields),
            ("by", &by),
            ("date", &i18n::date(&file.at)),
        ],
    );
    let held_file = file.clone();
    view! {
        <p>{text}</p>
        {(conflicts > 0).then(|| view! {
            <p><a href=Route::Drive("trung".to_owned()).href()>
                {tf(k::RECEIVE_DEVICE_CONFLICTS, &[("n", &conflicts)])}
            </a></p>
        })}
        {held.map(|n| view! {
            <p>{tf(k::RECEIVE_DEVICE_HELD, &[("n", &n)])}</p>
            <Question file=held_file />
        })}
    }
    .into_any()
}

// A sealed file asks for its passphrase, and is then a file like any other.
#[component]
fn Open(run: Run, bytes: Blob, name: String) -> impl IntoView {
    let workspace = Desk::here();
    let (text, wrong) = (RwSignal::new(String::new()), RwSignal::new(false));
    let (bytes, name) = (StoredValue::new_local(bytes), StoredValue::new(name));
    let open = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let passphrase = text.get_untracked();
        let (bytes, name) = (bytes.get_value(), name.get_value());
        spawn_local(async move {
            match seal::open(&bytes.to_vec(), &passphrase).await {
                Ok(seal::Opened::Bytes(opened)) => {
                    wrong.try_set(false);
                    let source = Source::Bytes(name, Blob::from(opened.as_slice()));
                    run.take(workspace, vec![source], || {});
                }
                Ok(seal::Opened::WrongPassphrase | seal::Opened::Broken) | Err(_) => {
                    wrong.try_set(true);
                }
            }
        });
    };
    view! {
        <form on:submit=open>
            <Secret label=t(k::DRIVE_PASSPHRASE_FIELD) value=text test="open-passphrase" />
            <button class="button button--main" data-testid="open-sealed">{t(k::RECEIVE_OPEN_SEALED)}</button>
            {move || wrong.get().then(|| view! { <Notice tone=Tone::Bad><p>{t(k::RECEIVE_WRONG_PASSPHRASE)}</p></Notice> })}
        </form>
    }
    .into_any()
}

#[component]
fn Restore(backup: Arc<Restored>) -> impl IntoView {
    let workspace = Desk::here();
    let (dossiers, sent, received) = backup.counts();
    let text = tf(
        k::RECEIVE_BACKUP_TEXT,
        &[
            ("at", &i18n::date_time(&backup.at)),
            ("dossiers", &dossiers),
            ("sent", &sent),
            ("received", &received),
        ],
    );
    let restore = move |_| {
        let backup = backup.clone();
        spawn_local(async move {
            match workspace.restore(&backup).await {
                Ok(()) => {
                    workspace.say(t(k::RECEIVE_RESTORED));
                    page::go(&Route::Home.href());
                }
                Err(_) => workspace.say(t(k::RECEIVE_NOT_STORED)),
            }
        });
    };
    view! {
        <p>{text}</p>
        <button class="button button--main" on:click=restore data-testid="restore">
            {t(k::RECEIVE_RESTORE)}
        </button>
    }
    .into_any()
}
