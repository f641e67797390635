//! Receive: files from anywhere, one or many, each with what became of it.

mod lately;
mod result;
mod waiting;

pub use waiting::Asked;

use super::Head;
use crate::{
    i18n::{k, t, tf},
    pages::Page,
    shell::{Shell, services},
    ui::{Field, Icon, Kind, Notice, Tone, icon},
};
use bcd_app::exchange::{
    intake::{Count, is_bad, is_easy, is_taken},
    receiving::{IncomingSource, Pushed, ReceiveOutcome, Received},
};
use bcd_web::{files, page, spawn_local};
use lately::Lately;
use leptos::prelude::*;
use result::Result;
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
    // Files that arrived without a picker.
    Effect::new(move |_| {
        let arrived = shell.arrived.get();
        if !arrived.is_empty() {
            shell.arrived.set(Vec::new());
            let pushed = |file: files::BrowserFile| match file.is_pushed() {
                true => IncomingSource::Pushed(Rc::new(Pushed(Box::new(file)))),
                false => IncomingSource::File(Box::new(file)),
            };
            app.intake.take(arrived.into_iter().map(pushed).collect(), ended);
        }
    });
    let take = Callback::new(move |files: Sources| app.intake.take(files.take(), ended));
    let hash = page::hash();
    let faults =
        [("loi=chia-se", k::RECEIVE_SHARE_FAILED), ("loi=hop-thu-day", k::RECEIVE_INBOX_FULL)];
    let share_failed = faults.into_iter().find(|(word, _)| hash.contains(word));
    view! {
        <Head title=t(k::RECEIVE_TITLE) />
        <p class="lead">{t(k::RECEIVE_LEAD)}</p>
        {share_failed.map(|(_, text)| view! { <Notice tone=Tone::Bad><p>{t(text)}</p></Notice> })}
        <Drop take />
        <Paste take />
        <Progress />
        <Results take />
        <Lately />
    }
    .into_any()
}

// One thread draws and takes in; what travels between the parts of the page need not be sent.
type Sources = SendWrapper<Vec<IncomingSource>>;
/// Takes files in.
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
            let count = |is: fn(&ReceiveOutcome) -> bool| {
                all.iter().filter(|(_, received)| is(&received.outcome)).count()
            };
            let (good, bad) = (count(is_taken), count(is_bad));
            let waits = all.len() - good - bad;
            let key = if waits > 0 { k::RECEIVE_RESULTS_WAITING } else { k::RECEIVE_RESULTS };
            tf(key, &[("good", &good), ("waits", &waits), ("bad", &bad)])
        })
    };
    // Each row is drawn once, so that a passphrase being typed in one of them is kept.
    let newest_first = move || {
        results.with(|all| {
            let row = |(number, one): &(_, Rc<_>)| (*number, SendWrapper::new(Rc::clone(one)));
            all.iter().rev().map(row).collect::<Vec<_>>()
        })
    };
    // A file that was taken in after it waited is another row.
    let key = |(number, one): &(usize, SendWrapper<Rc<Received>>)| {
        (*number, matches!(one.outcome, ReceiveOutcome::Waits(_)))
    };
    let easy = Memo::new(move |_| {
        results.with(|all| all.iter().filter(|(_, received)| is_easy(&received.outcome)).count())
    });
    let take_all = move |_| spawn_local(async move { intake.accept_all().await });
    move || {
        (!none.get()).then(|| {
            view! {
                <section class="card" aria-labelledby="results-h">
                    <h2 id="results-h" data-testid="results">{said}</h2>
                    {move || (easy.get() > 1).then(|| view! {
                        <button class="button button--main" on:click=take_all data-testid="take-all">
                            {tf(k::RECEIVE_TAKE_ALL, &[("n", &easy.get())])}
                        </button>
                    })}
                    <ul class="plain">
                        <For each=newest_first key=key let:row>
                            <Result take number=row.0 received=row.1.take() />
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
