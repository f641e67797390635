//! Receive: files from anywhere, one or many, each with what became of it.

use super::{
    Head,
    drive::{Question, Secret},
};
use crate::{
    i18n::{self, k, t, tf},
    pages::Page,
    shell::{Shell, services},
    ui::{Field, Icon, Kind, Notice, Tone, icon},
};
use bcd_app::{
    bytes::Bytes,
    exchange::{
        backup::Restored,
        intake::{Count, is_bad},
        receiving::{IncomingSource, ReceiveOutcome, Received},
    },
    merging::{Merge, NotMerged},
};
use bcd_core::{
    engine::DeviceFile,
    intake::{Arrival, Summary},
};
use bcd_web::{files, inbox, page, spawn_local};
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use std::rc::Rc;

/// The page that takes files in.
pub fn view(_inner: Memo<String>) -> AnyView {
    view! { <Receive /> }.into_any()
}

#[component]
fn Receive() -> impl IntoView {
    let (shell, app) = (Shell::here(), services());
    // A signal that is dropped with the page: a person who has left it is told the result by a
    // message.
    let here = RwSignal::new(());
    let ended = move |count: Count| {
        if here.is_disposed() {
            let Count { taken, open } = count;
            app.work.say(tf(k::RECEIVE_LEFT, &[("good", &taken), ("bad", &open)]));
        }
    };
    // Files that arrived without a picker. The inbox is emptied only after all of them were
    // handled.
    Effect::new(move |_| {
        let arrived = shell.arrived.get();
        if !arrived.is_empty() {
            shell.arrived.set(Vec::new());
            app.intake.take(sources(arrived), move |count| {
                spawn_local(inbox::clear());
                ended(count);
            });
        }
    });
    let take = Callback::new(move |files: Sources| app.intake.take(files.take(), ended));
    let share_failed = page::hash().contains("loi=chia-se");
    view! {
        <Head title=t(k::RECEIVE_TITLE) />
        <p class="lead">{t(k::RECEIVE_LEAD)}</p>
        {share_failed.then(|| view! { <Notice tone=Tone::Bad><p>{t(k::RECEIVE_SHARE_FAILED)}</p></Notice> })}
        <Drop take />
        <Paste take />
        <Progress />
        <Results take />
    }
    .into_any()
}

// One thread draws and takes in; what travels between the parts of the page need not be sent.
type Sources = SendWrapper<Vec<IncomingSource>>;
type Take = Callback<Sources>;

fn sources(files: Vec<files::BrowserFile>) -> Vec<IncomingSource> {
    files.into_iter().map(|file| IncomingSource::File(Box::new(file))).collect()
}

#[component]
fn Drop(take: Take) -> impl IntoView {
    let over = RwSignal::new(false);
    let take = move |files| take.run(SendWrapper::new(sources(files)));
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
fn Paste(take: Take) -> impl IntoView {
    let text = RwSignal::new(String::new());
    let read = move |_| {
        // The field is cleared, since the pasted text is in the list from now on.
        let pasted = text.get_untracked();
        text.set(String::new());
        take.run(SendWrapper::new(vec![IncomingSource::Text(
            t(k::RECEIVE_PASTED).to_owned(),
            pasted,
        )]));
    };
    view! {
        <details>
            <summary>{t(k::RECEIVE_PASTE)}</summary>
            <Field kind=Kind::Lines label=t(k::RECEIVE_PASTE_LABEL) value=text max=40_000_000
                on_input=Callback::new(move |value| text.set(value)) test="paste" />
            <button class="button" on:click=read data-testid="paste-read">{t(k::RECEIVE_PASTE_READ)}</button>
        </details>
    }
    .into_any()
}

#[component]
fn Progress() -> impl IntoView {
    let intake = services().intake;
    let text = move || match intake.progress.get() {
        (_, 0) => None,
        (done, of) => Some(tf(k::RECEIVE_PROGRESS, &[("n", &done), ("of", &of)])),
    };
    view! {
        <p role="status" class="progress">
            {text}
            {move || (intake.progress.get().1 > 1).then(|| view! {
                <button class="button button--quiet" on:click=move |_| intake.cancel()>
                    {t(k::RECEIVE_CANCEL)}
                </button>
            })}
        </p>
    }
}

#[component]
fn Results(take: Take) -> impl IntoView {
    let intake = services().intake;
    let results = intake.results;
    let none = Memo::new(move |_| results.with(Vec::is_empty));
    let said = move || {
        results.with(|all| {
            let bad = all.iter().filter(|(_, received)| is_bad(&received.outcome)).count();
            tf(k::RECEIVE_RESULTS, &[("good", &(all.len() - bad)), ("bad", &bad)])
        })
    };
    // Each row is drawn once, so that a passphrase being typed in one of them is kept.
    let newest_first = move || {
        results.with(|all| {
            let row = |(number, one): &(_, Rc<_>)| (*number, SendWrapper::new(Rc::clone(one)));
            all.iter().rev().map(row).collect::<Vec<_>>()
        })
    };
    move || {
        (!none.get()).then(|| {
            view! {
                <section class="card" aria-labelledby="results-h">
                    <h2 id="results-h" data-testid="results">{said}</h2>
                    <ul class="plain">
                        <For each=newest_first key=|(number, _)| *number let:row>
                            <Result take received=row.1.take() />
                        </For>
                    </ul>
                    <p class="row">
                        <a class="button" href=Page::Units.href()>{t(k::RECEIVE_TO_UNITS)}</a>
                        <button class="button button--quiet" data-testid="results-close"
                            on:click=move |_| intake.close()>
                            {t(k::RECEIVE_CLOSE)}
                        </button>
                    </p>
                </section>
            }
            .into_any()
        })
    }
}

#[component]
fn Result(take: Take, received: Rc<Received>) -> impl IntoView {
    let Received { name, outcome } = (*received).clone();
    let (word, class, body) = match outcome {
        ReceiveOutcome::Submission(summary, arrival) => {
            let word = match arrival {
                Arrival::New => k::RECEIVE_NEW,
                Arrival::Newer => k::RECEIVE_NEWER,
                Arrival::AlreadyHere => k::RECEIVE_HERE,
                Arrival::Older => k::RECEIVE_OLDER,
                Arrival::Fork => k::RECEIVE_FORK,
                Arrival::Refused(_) => k::RECEIVE_BAD,
            };
            let text = submission_text(&summary);
            let href = Page::Units.open(summary.digest.clone()).href();
            let fork = arrival == Arrival::Fork;
            let class = if fork { "state state--lacking" } else { "state state--ok" };
            (word, class, view! { <p><a href=href>{text}</a></p> }.into_any())
        }
        ReceiveOutcome::Backup(backup) => {
            (k::RECEIVE_BACKUP, "state state--lacking", view! { <Restore backup /> }.into_any())
        }
        ReceiveOutcome::Own(summary) => {
            let text = submission_text(&summary);
            (k::RECEIVE_OWN, "state state--ok", view! { <p>{text}</p> }.into_any())
        }
        ReceiveOutcome::Device(file, merge) => {
            (k::RECEIVE_DEVICE, "state state--ok", device_text(&file, merge))
        }
        ReceiveOutcome::Review(line) => {
            let by = if line.reviewer.is_empty() { line.by } else { line.reviewer };
            let text = tf(
                k::RECEIVE_REVIEW_TEXT,
                &[("by", &by), ("n", &line.seq), ("date", &i18n::date(&line.at))],
            );
            (k::RECEIVE_REVIEW, "state state--ok", view! { <p>{text}</p> }.into_any())
        }
        ReceiveOutcome::Pack(line) => {
            let title = line.title.get(i18n::lang()).to_owned();
            let text = tf(
                k::RECEIVE_PACK_TEXT,
                &[("title", &title), ("n", &line.version), ("by", &line.by)],
            );
            let href = Page::Packs.open(line.digest).href();
            let body = view! {
                <p>{text}</p>
                <p><a class="button" href=href>{t(k::RECEIVE_PACK_LOOK)}</a></p>
            };
            (k::RECEIVE_PACK, "state state--ok", body.into_any())
        }
        ReceiveOutcome::Sealed(bytes) => (
            k::RECEIVE_SEALED,
            "state state--lacking",
            view! { <Open take bytes name=name.clone() /> }.into_any(),
        ),
        ReceiveOutcome::Full => {
            (k::RECEIVE_BAD, "state state--bad", view! { <p>{t(k::RECEIVE_FULL)}</p> }.into_any())
        }
        ReceiveOutcome::Bad(problems) => {
            let list =
                problems.iter().map(|p| view! { <li>{i18n::problem(p)}</li> }).collect_view();
            (k::RECEIVE_BAD, "state state--bad", view! { <ul class="plain">{list}</ul> }.into_any())
        }
        ReceiveOutcome::NotStored => (
            k::RECEIVE_BAD,
            "state state--bad",
            view! { <p>{t(k::RECEIVE_NOT_STORED)}</p> }.into_any(),
        ),
        ReceiveOutcome::Unreadable => (
            k::RECEIVE_BAD,
            "state state--bad",
            view! { <p>{t(k::RECEIVE_UNREADABLE)}</p> }.into_any(),
        ),
    };
    view! {
        <li class="result" data-testid="result">
            <p class="result__name"><b>{name}</b> <span class=class>{t(word)}</span></p>
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

fn device_text(file: &DeviceFile, merge: Merge) -> AnyView {
    let by = if file.by.is_empty() { t(k::DRIVE_SOMEBODY).to_owned() } else { file.by.clone() };
    let (fields, conflicts, held) = match merge {
        Merge::Done(fields, conflicts) => (fields, conflicts, None),
        Merge::Held(loss) => (0, 0, Some(loss.deleted.max(loss.emptied))),
        Merge::Forgotten => (0, 0, None),
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
            <p><a href=Page::Drive.open("trung".to_owned()).href()>
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

// Asks for the passphrase of a sealed file, which is then received like any other.
#[component]
fn Open(take: Take, bytes: Bytes, name: String) -> impl IntoView {
    let app = services();
    let (text, wrong) = (RwSignal::new(String::new()), RwSignal::new(false));
    let (bytes, name) = (StoredValue::new_local(bytes), StoredValue::new(name));
    let open = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let passphrase = text.get_untracked();
        let (bytes, name) = (bytes.get_value(), name.get_value());
        spawn_local(async move {
            match app.receiving.unseal(&bytes, &passphrase).await {
                Some(opened) => {
                    wrong.try_set(false);
                    take.try_run(SendWrapper::new(vec![IncomingSource::Bytes(name, opened)]));
                }
                None => {
                    wrong.try_set(true);
                }
            }
        });
    };
    view! {
        <form class="stack" on:submit=open>
            <Secret label=t(k::DRIVE_PASSPHRASE_FIELD) value=text test="open-passphrase" />
            <button class="button button--main" data-testid="open-sealed">{t(k::RECEIVE_OPEN_SEALED)}</button>
            {move || wrong.get().then(|| view! { <Notice tone=Tone::Bad><p>{t(k::RECEIVE_WRONG_PASSPHRASE)}</p></Notice> })}
        </form>
    }
    .into_any()
}

#[component]
fn Restore(backup: Rc<Restored>) -> impl IntoView {
    let app = services();
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
    let backup = StoredValue::new_local(backup);
    let refused = RwSignal::new(None::<String>);
    let restore = move |_| {
        let backup = backup.get_value();
        spawn_local(async move {
            match app.backups.restore(&backup).await {
                Ok(()) => {
                    app.intake.close();
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
            <button class="button button--main" on:click=restore data-testid="restore">
                {t(k::RECEIVE_RESTORE)}
            </button>
            {move || refused.get().map(|why| view! { <Notice tone=Tone::Bad><p>{why}</p></Notice> })}
        </div>
    }
    .into_any()
}
