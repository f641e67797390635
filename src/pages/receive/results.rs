//! What became of many files: counts, and each group with its first rows. However many files there
//! are, only so many rows are drawn.

use super::{
    Take,
    result::{Result, reasons},
};
use crate::{
    i18n::{Key, k, t, tf},
    pages::Page,
    shell::services,
};
use bcd_app::{
    bytes::Bytes,
    exchange::intake::{Group, Row, is_easy},
};
use bcd_web::{files, spawn_local};
use leptos::prelude::*;
use send_wrapper::SendWrapper;

/// So many rows of a group are drawn at first; with no more files than this all groups are open.
const FIRST: usize = 20;
/// So many at once, where the person wants to see all.
const PAGE: usize = 100;

const fn word(group: Group) -> Key {
    match group {
        Group::Bad => k::RECEIVE_GROUP_BAD,
        Group::Waits => k::RECEIVE_GROUP_WAITS,
        Group::Unverified => k::RECEIVE_GROUP_UNVERIFIED,
        Group::Doubtful => k::RECEIVE_GROUP_DOUBTFUL,
        Group::Newer => k::RECEIVE_GROUP_NEWER,
        Group::New => k::RECEIVE_GROUP_NEW,
        Group::Here => k::RECEIVE_GROUP_HERE,
        Group::Other => k::RECEIVE_GROUP_OTHER,
    }
}

/// The list. It stays until the person closes it.
#[component]
pub fn Results(take: Take) -> impl IntoView {
    let intake = services().intake;
    let results = intake.results;
    let none = Memo::new(move |_| results.with(|all| all.is_empty()));
    let said = move || {
        let (good, waits, bad) = results.with(|all| all.counts());
        let key = if waits > 0 { k::RECEIVE_RESULTS_WAITING } else { k::RECEIVE_RESULTS };
        tf(key, &[("good", &good), ("waits", &waits), ("bad", &bad)])
    };
    let easy = Memo::new(move |_| {
        let easy = |row: &&Row| is_easy(&row.1.outcome);
        results.with(|all| all.rows(Group::Waits).filter(easy).count())
    });
    let busy = Signal::derive(move || intake.accepting.with(|all| !all.is_empty()));
    let take_all = move |_| spawn_local(async move { intake.accept_all().await });
    let groups =
        move || Group::ALL.into_iter().map(|group| view! { <Part take group /> }).collect_view();
    move || {
        (!none.get()).then(|| {
            view! {
                <section class="card" aria-labelledby="results-h">
                    <h2 id="results-h" data-testid="results">{said}</h2>
                    {move || (easy.get() > 1).then(|| view! {
                        <button class="button button--main" disabled=busy on:click=take_all data-testid="take-all">
                            {tf(k::RECEIVE_TAKE_ALL, &[("n", &easy.get())])}
                        </button>
                    })}
                    {groups()}
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
fn Part(take: Take, group: Group) -> impl IntoView {
    let results = services().intake.results;
    let count = Memo::new(move |_| results.with(|all| all.count(group)));
    let there = Memo::new(move |_| count.get() > 0);
    // The first row of those that are drawn; none = only the first few are.
    let from = RwSignal::new(None::<usize>);
    let shown = move || {
        let (start, most) = from.get().map_or((0, FIRST), |start| (start, PAGE));
        results.with(|all| {
            let row = |(number, one): &Row| (*number, SendWrapper::new(one.clone()));
            all.rows(group).skip(start).take(most).map(row).collect::<Vec<_>>()
        })
    };
    move || {
        there.get().then(|| {
            let few = results.with_untracked(|all| all.len() <= FIRST);
            let open = few || matches!(group, Group::Bad | Group::Waits);
            view! {
                <details class="arrivals" open=open data-testid=format!("group-{group:?}").to_lowercase()>
                    <summary>{move || tf(word(group), &[("n", &count.get())])}</summary>
                    {(group == Group::Bad).then(|| view! { <CopyRefused /> })}
                    <ul class="plain">
                        <For each=shown key=|(number, _)| *number let:row>
                            <Result take number=row.0 received=row.1.take() />
                        </For>
                    </ul>
                    <Pager count from />
                </details>
            }
            .into_any()
        })
    }
}

// The way to the rows that are not drawn.
#[component]
fn Pager(count: Memo<usize>, from: RwSignal<Option<usize>>) -> impl IntoView {
    let step = move |start: usize| from.set(Some(start));
    move || {
        let count = count.get();
        let Some(start) = from.get() else {
            return (count > FIRST).then(|| {
                view! {
                    <button class="button button--quiet" on:click=move |_| step(0) data-testid="results-all">
                        {tf(k::RECEIVE_ALL_OF, &[("n", &count)])}
                    </button>
                }
                .into_any()
            });
        };
        if count <= PAGE {
            return None;
        }
        let end = count.min(start + PAGE);
        let said = tf(k::RECEIVE_ROWS, &[("from", &(start + 1)), ("to", &end), ("n", &count)]);
        Some(
            view! {
                <p class="row">
                    <button class="button button--quiet" disabled={start == 0}
                        on:click=move |_| step(start.saturating_sub(PAGE))>{t(k::RECEIVE_BEFORE)}</button>
                    <span role="status">{said}</span>
                    <button class="button button--quiet" disabled={end == count}
                        on:click=move |_| step(start + PAGE)>{t(k::RECEIVE_AFTER)}</button>
                </p>
            }
            .into_any(),
        )
    }
}

// Names and reasons of all files that were refused, as text for a message to those who sent them.
#[component]
fn CopyRefused() -> impl IntoView {
    let app = services();
    let copy = move |_| {
        let lines = app.intake.results.with_untracked(|all| {
            let line =
                |(_, one): &Row| format!("{}: {}", one.name, reasons(&one.outcome).join(" "));
            all.rows(Group::Bad).map(line).collect::<Vec<_>>()
        });
        let text = Bytes::from(lines.join("\n").into_bytes());
        spawn_local(async move {
            let done = files::copy(&text).await;
            app.work.say(t(if done { k::RECEIVE_COPIED } else { k::RECEIVE_COPY_FAILED }));
        });
    };
    view! {
        <p><button class="button" on:click=copy data-testid="copy-refused">{t(k::RECEIVE_COPY_BAD)}</button></p>
    }
}
