//! What became of one file.

use super::{
    Take,
    backup::Restore,
    waiting::{Waiting, pack_text, review_text, rollup_text, somebody, submission_text},
};
use crate::{
    i18n::{self, Key, k, t, tf},
    pages::{Page, drive::Secret},
    shell::services,
    ui::{Notice, Tone},
};
use bcd_app::{
    bytes::Bytes,
    exchange::receiving::{IncomingSource, ReceiveOutcome, Received},
    merging::Merge,
    reviewing::ReviewFate,
};
use bcd_core::{engine::DeviceFile, intake::Arrival};
use bcd_web::spawn_local;
use leptos::prelude::*;
use std::rc::Rc;

/// The row of a file.
#[component]
pub fn Result(take: Take, number: usize, received: Rc<Received>) -> impl IntoView {
    let Received { name, outcome, .. } = (*received).clone();
    let (word, class, body) = match outcome {
        ReceiveOutcome::Submission(summary, arrival) => {
            let word = match arrival {
                Arrival::New => k::RECEIVE_NEW,
                Arrival::Newer => k::RECEIVE_NEWER,
                Arrival::AlreadyHere => k::RECEIVE_HERE,
                Arrival::Older => k::RECEIVE_OLDER,
                Arrival::Fork => k::RECEIVE_FORK,
                Arrival::OtherUnit => k::RECEIVE_OTHER_UNIT,
                Arrival::Apart => k::RECEIVE_APART,
            };
            let text = submission_text(&summary);
            let href = Page::Units.open(summary.digest.clone()).href();
            let doubt = matches!(arrival, Arrival::Fork | Arrival::OtherUnit | Arrival::Apart);
            let class = if doubt { "state state--lacking" } else { "state state--ok" };
            (word, class, view! { <p><a href=href>{text}</a></p> }.into_any())
        }
        ReceiveOutcome::Backup(backup) => (
            k::RECEIVE_BACKUP,
            "state state--lacking",
            view! { <Restore number backup /> }.into_any(),
        ),
        ReceiveOutcome::Own(summary) => {
            let text = submission_text(&summary);
            (k::RECEIVE_OWN, "state state--ok", view! { <p>{text}</p> }.into_any())
        }
        ReceiveOutcome::Device(file, merge) => {
            (k::RECEIVE_DEVICE, "state state--ok", device_text(&file, &merge))
        }
        ReceiveOutcome::Waits(file) => {
            (k::RECEIVE_WAITS, "state state--lacking", view! { <Waiting number file /> }.into_any())
        }
        ReceiveOutcome::Review(file, fate) => {
            let text = review_text(&file.row.line);
            let (word, class, more) = review_word(&fate);
            let more = more.map(|more| view! { <p>{t(more)}</p> });
            let answers =
                matches!(fate, ReviewFate::Said | ReviewFate::Apart | ReviewFate::NoSubmission);
            let href = Page::Answers.href();
            let look = answers.then(|| {
                view! { <p><a class="button" href=href>{t(k::RECEIVE_REVIEW_LOOK)}</a></p> }
            });
            (word, class, view! { <p>{text}</p> {more} {look} }.into_any())
        }
        ReceiveOutcome::Pack(line) => {
            let text = pack_text(&line);
            let href = Page::Packs.open(line.digest).href();
            let body = view! {
                <p>{text}</p>
                <p><a class="button" href=href>{t(k::RECEIVE_PACK_LOOK)}</a></p>
            };
            (k::RECEIVE_PACK, "state state--ok", body.into_any())
        }
        ReceiveOutcome::Rollup(said) => {
            let text = rollup_text(&said);
            (k::RECEIVE_ROLLUP, "state state--ok", view! { <p>{text}</p> }.into_any())
        }
        ReceiveOutcome::Sealed(bytes) => (
            k::RECEIVE_SEALED,
            "state state--lacking",
            view! { <Open take bytes name=name.clone() /> }.into_any(),
        ),
        bad @ (ReceiveOutcome::Full
        | ReceiveOutcome::Bad(_)
        | ReceiveOutcome::NotStored
        | ReceiveOutcome::Unreadable) => {
            let list = reasons(&bad).into_iter().map(|why| view! { <li>{why}</li> }).collect_view();
            (k::RECEIVE_BAD, "state state--bad", view! { <ul class="plain">{list}</ul> }.into_any())
        }
    };
    view! {
        <li class="result" data-testid="result">
            <p class="result__name"><b>{name}</b> <span class=class>{t(word)}</span></p>
            {body}
        </li>
    }
    .into_any()
}

// The word of a review, the class of its mark, and what to make of it.
const fn review_word(fate: &ReviewFate) -> (Key, &'static str, Option<Key>) {
    let odd = "state state--lacking";
    match fate {
        ReviewFate::Said => (k::RECEIVE_REVIEW, "state state--ok", None),
        ReviewFate::Apart => (k::RECEIVE_REVIEW_APART, odd, None),
        ReviewFate::NoSubmission => {
            (k::RECEIVE_REVIEW_NO_SUBMISSION, odd, Some(k::RECEIVE_REVIEW_NO_SUBMISSION_TEXT))
        }
        ReviewFate::Case(_) => {
            (k::RECEIVE_REVIEW_CASE, "state state--ok", Some(k::RECEIVE_REVIEW_CASE_TEXT))
        }
        ReviewFate::NotOurs => {
            (k::RECEIVE_REVIEW_NOT_OURS, "state state--bad", Some(k::RECEIVE_REVIEW_NOT_OURS_TEXT))
        }
    }
}

/// Why a file was refused or not stored, in sentences; nothing of any other.
pub fn reasons(outcome: &ReceiveOutcome) -> Vec<String> {
    match outcome {
        ReceiveOutcome::Bad(problems) => problems.iter().map(i18n::problem).collect(),
        ReceiveOutcome::Full => vec![t(k::RECEIVE_FULL).to_owned()],
        ReceiveOutcome::NotStored => vec![t(k::RECEIVE_NOT_STORED).to_owned()],
        ReceiveOutcome::Unreadable => vec![t(k::RECEIVE_UNREADABLE).to_owned()],
        ReceiveOutcome::Submission(..)
        | ReceiveOutcome::Own(_)
        | ReceiveOutcome::Device(..)
        | ReceiveOutcome::Waits(_)
        | ReceiveOutcome::Review(..)
        | ReceiveOutcome::Pack(_)
        | ReceiveOutcome::Rollup(_)
        | ReceiveOutcome::Backup(_)
        | ReceiveOutcome::Sealed(_) => Vec::new(),
    }
}

fn device_text(file: &DeviceFile, merge: &Merge) -> AnyView {
    let (fields, conflicts) = match merge {
        Merge::Done(fields, conflicts) => (*fields, *conflicts),
        Merge::Asks(_) | Merge::Forgotten => (0, 0),
    };
    let text = tf(
        k::RECEIVE_DEVICE_TEXT,
        &[
            ("unit", &file.name),
            ("cycle", &file.cycle),
            ("n", &fields),
            ("by", &somebody(&file.by)),
            ("date", &i18n::date(&file.at)),
        ],
    );
    view! {
        <p>{text}</p>
        {(conflicts > 0).then(|| view! {
            <p><a href=Page::Drive.open("trung".to_owned()).href()>
                {tf(k::RECEIVE_DEVICE_CONFLICTS, &[("n", &conflicts)])}
            </a></p>
        })}
    }
    .into_any()
}

// Asks for the passphrase of a sealed file, which is then received like any other.
#[component]
fn Open(take: Take, bytes: Bytes, name: String) -> impl IntoView {
    let app = services();
    let (text, wrong) = (RwSignal::new(String::new()), RwSignal::new(false));
    let busy = RwSignal::new(false);
    let (bytes, name) = (StoredValue::new_local(bytes), StoredValue::new(name));
    let open = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let passphrase = text.get_untracked();
        let (bytes, name) = (bytes.get_value(), name.get_value());
        spawn_local(async move {
            let opened = app.receiving.unseal(&bytes, &passphrase).await;
            busy.try_set(false);
            match opened {
                Some(opened) => {
                    wrong.try_set(false);
                    take.run(vec![IncomingSource::Bytes(name, opened)]);
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
            <button class="button button--main" disabled=busy data-testid="open-sealed">{t(k::RECEIVE_OPEN_SEALED)}</button>
            {move || wrong.get().then(|| view! { <Notice tone=Tone::Bad><p>{t(k::RECEIVE_WRONG_PASSPHRASE)}</p></Notice> })}
        </form>
    }
    .into_any()
}
