//! Home: where the unit stands, what to do next.

mod due;

pub use due::{joint, pairing};

use super::{
    Head, around::place_notice, blockers::blockers, drive::ConflictNotice, packs::PackNotice,
};
use crate::{
    i18n::{self, k, lang, t, tf},
    pages::Page,
    shell::services,
    ui::{Icon, Ring, icon},
};
use bcd_app::services::Services;
use bcd_core::{
    criteria::{CriteriaSet, Criterion},
    upper::case::CaseState,
};
use leptos::prelude::*;

/// The home page.
pub fn view(_inner: Memo<String>) -> AnyView {
    view! { <Home /> }.into_any()
}

#[component]
fn Home() -> impl IntoView {
    let app = services();
    let name = move || app.work.dossier.with(|d| d.unit.name.clone());
    let year = move || app.work.dossier.with(|d| tf(k::HOME_YEAR, &[("year", &d.cycle)]));
    let sample = move || app.work.dossier.with(|d| d.sample);
    view! {
        <Head title=t(k::HOME_TITLE) />
        <p class="unitline">
            <b data-testid="unit">{name}</b>
            " · "
            {year}
            {move || sample().then(|| view! { <span class="tag tag--sample">{t(k::HOME_SAMPLE)}</span> })}
        </p>
        {place_notice()}
        <ConflictNotice />
        <PackNotice />
        <div class="columns">
            <div>
                <section class="card" aria-labelledby="score-h">
                    <h2 id="score-h">{t(k::HOME_SCORE)}</h2>
                    <Rings />
                    <Total />
                    <BlockerFold />
                </section>
                <section class="card" aria-labelledby="next-h">
                    <h2 id="next-h">{t(k::HOME_NEXT)}</h2>
                    <Next />
                </section>
            </div>
            <div>
                <section class="card" aria-labelledby="due-h">
                    <h2 id="due-h">{t(k::HOME_DUE)}</h2>
                    <due::DueList />
                </section>
                <section class="card" aria-labelledby="sent-h">
                    <h2 id="sent-h">{t(k::HOME_SENT)}</h2>
                    <SentLine />
                    {answers(app)}
                    <a class="button" href=Page::Send.href()>{t(k::HOME_SEND)}</a>
                </section>
                <section class="card" aria-labelledby="copy-h">
                    <h2 id="copy-h">{t(k::HOME_COPY)}</h2>
                    <CopyLine />
                    <a class="button" href=Page::More.href()>{t(k::HOME_COPY_MAKE)}</a>
                </section>
            </div>
        </div>
    }
    .into_any()
}

// What the upper level asks of the unit, with the way to all that it says; nothing until it says something.
fn answers(app: Services) -> AnyView {
    let line = move || {
        let (unit, cycle) = app.work.dossier.with(|it| (it.unit.id.clone(), it.cycle.clone()));
        app.lists.reviews.with(|all| {
            let own = all.iter().filter(|it| it.unit == unit && it.cycle == cycle);
            let own = own.filter(|it| !app.lists.identity_of_review(it).is_apart());
            // Its devices may know more or less of each other: the one that wrote last, so that a step
            // back counts, too.
            let last = own.max_by_key(|it| (it.seq, it.at.clone()))?;
            let asked = (last.state == CaseState::Asked).then_some(last.asked);
            let text = match asked {
                Some(n) => tf(k::HOME_ASKED, &[("n", &n)]),
                None => t(k::ANSWERS_TITLE).to_owned(),
            };
            Some(view! { <p><a href=Page::Answers.href() data-testid="answers">{text}</a></p> })
        })
    };
    line.into_any()
}

#[component]
fn Rings() -> impl IntoView {
    let app = services();
    // Redrawn when the set changes: a pack may bring other criteria while the page is open.
    view! { <div class="rings">{move || rings(app, &app.work.set.get())}</div> }
}

fn rings(app: Services, set: &CriteriaSet) -> AnyView {
    let need = set.rule.criterion_min_percent;
    let ring = |(index, criterion): (usize, &Criterion)| {
        // For a moment the score may still be that of the previous set, which may lack this part.
        let part = Memo::new(move |_| {
            app.work.score.with(|s| s.criteria.get(index).cloned().unwrap_or_default())
        });
        let short = criterion.short.get(lang()).to_owned();
        let drawn = move || {
            let part = part.get();
            let ok = part.ok();
            view! {
                <Ring percent=part.got.percent_of(part.max) ok need />
                <b class="figure">{format!("{}/{}", i18n::points(part.got), i18n::points(part.max))}</b>
                <span>{short.clone()}</span>
                <span class="state" class:state--ok=ok>
                    {t(if ok { k::HOME_ENOUGH } else { k::HOME_NOT_YET })}
                </span>
            }
        };
        view! { <a class="rings__one" href=Page::Checklist.href()>{drawn}</a> }
    };
    set.criteria.iter().enumerate().map(ring).collect_view().into_any()
}

#[component]
fn Total() -> impl IntoView {
    let app = services();
    let text = move || {
        app.work.score.with(|score| {
            let (got, max, need) =
                (i18n::points(score.got), i18n::points(score.max), i18n::points(score.need));
            tf(k::HOME_TOTAL, &[("got", &got), ("max", &max), ("need", &need)])
        })
    };
    view! { <p class="total">{text}</p> }
}

#[component]
fn Next() -> impl IntoView {
    let app = services();
    let counts = Memo::new(move |_| {
        let mode = app.work.mode.get();
        let set = app.work.set.get();
        let lacking: Vec<(String, String)> = app.work.dossier.with(|dossier| {
            set.items()
                .filter(|(_, item)| dossier.lacks_evidence(item, mode))
                .map(|(_, item)| (item.id.0.clone(), item.text.get(lang()).to_owned()))
                .collect()
        });
        (app.work.score.with(|s| s.unanswered), lacking)
    });
    move || {
        let (unanswered, lacking) = counts.get();
        let more = lacking.len();
        let rows = lacking.into_iter().take(3).map(|(id, text)| {
            let href = Page::Checklist.open(id.clone()).href();
            view! {
                <li>
                    <a class="next__row" href=href>
                        {icon(Icon::Clip)}
                        <span><b>{id}</b> " " {text}</span>
                    </a>
                </li>
            }
        });
        let rows = rows.collect_view();
        view! {
            <ul class="next">
                <li>
                    <a class="next__row" href=Page::Checklist.href()>
                        {icon(Icon::Check)}
                        <span>{match unanswered {
                            0 => t(k::HOME_ALL_ANSWERED).to_owned(),
                            n => tf(k::HOME_UNANSWERED, &[("n", &n)]),
                        }}</span>
                    </a>
                </li>
                <li class="next__head">{match more {
                    0 => t(k::HOME_NONE_LACKING).to_owned(),
                    n => tf(k::HOME_LACKING, &[("n", &n)]),
                }}</li>
                {rows}
            </ul>
        }
        .into_any()
    }
}

/// The last submission, and whether the dossier has changed since.
#[component]
pub fn SentLine() -> impl IntoView {
    let app = services();
    let text = move || {
        let last = app.lists.sent.with(|sent| {
            sent.last().map(|sent| {
                let date = i18n::date(&sent.at);
                tf(k::HOME_SENT_LAST, &[("n", &sent.seq), ("date", &date)])
            })
        });
        last.unwrap_or_else(|| t(k::HOME_SENT_NONE).to_owned())
    };
    let changed = move || {
        let (items, unit) = app.sending.changed_since_sent()?;
        let text = match (items.is_empty(), unit) {
            (true, false) => t(k::HOME_SENT_SAME).to_owned(),
            (true, true) => t(k::HOME_SENT_UNIT_CHANGED).to_owned(),
            (false, _) => tf(k::HOME_SENT_CHANGED, &[("items", &items.join(", "))]),
        };
        Some(view! { <p class="changed" data-testid="changed">{text}</p> })
    };
    view! {
        <p data-testid="sent">{text}</p>
        {changed}
    }
}

/// How old the last copy outside this browser is.
#[component]
pub fn CopyLine() -> impl IntoView {
    let app = services();
    let text = move || match app.backups.since_copied() {
        (0, _) => t(k::HOME_COPY_FRESH).to_owned(),
        (n, None) => tf(k::HOME_COPY_NEVER, &[("n", &n)]),
        (n, Some(days)) => tf(k::HOME_COPY_DAYS, &[("n", &n), ("days", &days)]),
    };
    view! { <p data-testid="copied">{text}</p> }
}

/// What stands in the way, folded: how many things, and the list when asked.
#[component]
pub fn BlockerFold() -> impl IntoView {
    let app = services();
    let count = Memo::new(move |_| app.work.score.with(|score| score.blockers.len()));
    let some = Memo::new(move |_| count.get() > 0);
    let list = move || view! { <div>{move || blockers(app.work)}</div> };
    move || match some.get() {
        false => list().into_any(),
        true => view! {
            <details class="fold">
                <summary>{move || tf(k::CHECKLIST_WAYS, &[("n", &count.get())])}</summary>
                {list()}
            </details>
        }
        .into_any(),
    }
}
