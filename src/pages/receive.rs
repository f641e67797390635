//! Receive: files from anywhere, one or many, each with what became of it.

mod backup;
mod lately;
mod result;
mod results;
mod waiting;

pub use waiting::Asked;

use super::Head;
use crate::{
    i18n::{k, t, tf},
    shell::{Shell, services},
    ui::{Field, Icon, Kind, Notice, Tone, icon},
};
use bcd_app::{
    exchange::{
        intake::Count,
        receiving::{IncomingSource, Pushed},
    },
    services::Services,
};
use bcd_web::{files, page, spawn_local};
use lately::Lately;
use leptos::{attr::custom::custom_attribute, prelude::*};
use results::Results;
use std::rc::Rc;

/// The page that takes files in.
pub fn view(_inner: Memo<String>) -> AnyView {
    view! { <Receive /> }.into_any()
}

#[component]
fn Receive() -> impl IntoView {
    let shell = Shell::here();
    let take = Take { here: RwSignal::new(()), app: services() };
    // Files that arrived without a picker.
    Effect::new(move |_| {
        let arrived = shell.arrived.get();
        if !arrived.is_empty() {
            shell.arrived.set(Vec::new());
            let pushed = |file: files::BrowserFile| match file.is_pushed() {
                true => IncomingSource::Pushed(Rc::new(Pushed(Box::new(file)))),
                false => IncomingSource::File(Box::new(file)),
            };
            take.run(arrived.into_iter().map(pushed).collect());
        }
    });
    let hash = page::hash();
    let faults =
        [("loi=chia-se", k::RECEIVE_SHARE_FAILED), ("loi=hop-thu-day", k::RECEIVE_INBOX_FULL)];
    let share_failed = faults.into_iter().find(|(word, _)| hash.contains(word));
    view! {
        <Head title=t(k::RECEIVE_TITLE) />
        <p class="lead">{t(k::RECEIVE_LEAD)}</p>
        {share_failed.map(|(_, text)| view! { <Notice tone=Tone::Bad><p>{t(text)}</p></Notice> })}
        <DropZone take />
        <Paste take />
        <Progress />
        <Results take />
        <Lately />
    }
    .into_any()
}

/// Takes files in, also where the page is gone meanwhile.
#[derive(Clone, Copy)]
struct Take {
    /// Dropped with the page: a person who has left it is told the result by a message.
    here: RwSignal<()>,
    app: Services,
}

impl Take {
    fn run(&self, sources: Vec<IncomingSource>) {
        self.run_then(sources, |_| ());
    }

    // `then` hears how many files were taken in.
    fn run_then(&self, sources: Vec<IncomingSource>, then: impl FnOnce(usize) + 'static) {
        let Self { here, app } = *self;
        let ended = move |count: Count| {
            then(count.taken);
            if here.is_disposed() {
                let Count { taken, open } = count;
                app.work.say(tf(k::RECEIVE_LEFT, &[("good", &taken), ("bad", &open)]));
            }
        };
        app.intake.take(sources, ended);
    }
}

#[component]
fn DropZone(take: Take) -> impl IntoView {
    let over = RwSignal::new(false);
    let on_pick = move |event: leptos::ev::Event| {
        let one = |file| IncomingSource::File(Box::new(file));
        take.run(files::picked(&event).into_iter().map(one).collect());
    };
    let on_drop = move |event: leptos::ev::DragEvent| {
        event.prevent_default();
        over.set(false);
        // What was dropped must be asked for while the event lasts.
        let dropped = files::dropped(&event);
        spawn_local(async move {
            take.run(dropped.await.into_iter().map(IncomingSource::File).collect());
        });
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
            <label class="button pick">
                {t(k::RECEIVE_PICK_FOLDER)}
                <input {..custom_attribute("webkitdirectory", "")} class="hidden" type="file" on:change=on_pick data-testid="pick-folder" />
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
        let pasted = text.get_untracked();
        let source = IncomingSource::Text(t(k::RECEIVE_PASTED).to_owned(), pasted.clone());
        // A text that lacks its end stays, to be completed and read again.
        take.run_then(vec![source], move |taken| {
            if taken > 0 && text.try_get_untracked() == Some(pasted) {
                text.try_set(String::new());
            }
        });
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
    let many = Memo::new(move |_| intake.progress.get().1 > 1);
    view! {
        <p role="status" class="progress">
            {text}
            {move || many.get().then(|| view! {
                <progress class="intake" aria-label=t(k::RECEIVE_PROGRESS_BAR)
                    max=move || intake.progress.get().1 value=move || intake.progress.get().0>
                </progress>
                <button class="button button--quiet" on:click=move |_| intake.cancel() data-testid="receive-cancel">
                    {t(k::RECEIVE_CANCEL)}
                </button>
            })}
        </p>
    }
}
