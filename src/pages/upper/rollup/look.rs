//! A roll-up that is here: its sums, what is odd about it, its units and parts. Every part leads to its
//! own roll-up, and every unit to its submission, while these are here.

use super::{AT_ONCE, whose::Whose, words};
use crate::{
    i18n::{self, k, t, tf},
    pages::{Head, Page, drive, upper::csv::SaveCsv},
    shell::services,
    ui::{Notice, Tone},
};
use bcd_app::rolling::Rolling;
use bcd_core::{
    format::rollup::{RollupPart, RollupRow},
    upper::rollup::{
        hand_out,
        totals::Totals,
        tree::{OpenedRollup, RollupOddity},
    },
};
use bcd_web::{spawn_local, text};
use leptos::prelude::*;
use std::{collections::BTreeSet, sync::Arc};

/// The page of one.
#[component]
pub fn Look(digest: String) -> impl IntoView {
    let app = services();
    app.received.want();
    let rolling = super::rolling(app);
    let opened = RwSignal::new_local(None::<Result<Arc<OpenedRollup>, String>>);
    spawn_local(async move {
        let found = rolling.open(&digest).await;
        opened.try_set(Some(found.map(Arc::new).map_err(|error| drive::said(&error))));
    });
    let page = move || match opened.get() {
        None => view! { <p class="opening">{t(k::FRAME_OPENING)}</p> }.into_any(),
        Some(Err(why)) => view! {
            <Head title=t(k::ROLLUP_TITLE) />
            <Notice tone=Tone::Bad><p>{tf(k::ROLLUP_NOT_OPENED, &[("why", &why)])}</p></Notice>
        }
        .into_any(),
        Some(Ok(opened)) => view! { <Whole opened rolling /> }.into_any(),
    };
    view! {
        {page}
        <p class="row"><a class="button" href=Page::Rollup.href()>{t(k::ROLLUP_BACK)}</a></p>
    }
    .into_any()
}

#[component]
fn Whole(opened: Arc<OpenedRollup>, rolling: Rolling) -> impl IntoView {
    let line = &opened.file.line;
    let about = tf(
        k::ROLLUP_ABOUT,
        &[
            ("cycle", &line.cycle),
            ("n", &line.seq),
            ("at", &i18n::date_time(&line.at)),
            ("by", &line.by),
        ],
    );
    let odd = opened.odd.iter().map(|odd| view! { <li>{words::oddity(odd)}</li> }).collect_view();
    let is_odd = !opened.odd.is_empty();
    let otherwise = opened.odd.iter().any(|it| matches!(it, RollupOddity::SaysOtherwise { .. }));
    // The rows below say something else than the totals, or not all of them are here.
    let checked = match &opened.whole {
        Some(whole) if *whole == opened.file.body.totals => {
            view! { <p class="state state--ok" data-testid="rollup-checked">{t(k::ROLLUP_CHECKED)}</p> }
                .into_any()
        }
        Some(_) => view! { <Notice tone=Tone::Bad><p>{t(k::ROLLUP_SUM_DIFFERS)}</p></Notice> }
            .into_any(),
        None if otherwise => view! { <Notice tone=Tone::Bad><p>{t(k::ROLLUP_SUM_DIFFERS)}</p></Notice> }
            .into_any(),
        None => view! { <Notice tone=Tone::Warn><p>{t(k::ROLLUP_UNCHECKED)}</p></Notice> }
            .into_any(),
    };
    let body = &opened.file.body;
    let mut rows = body.rows.clone();
    text::sort_by_name(&mut rows, |row| &row.name);
    let parts = body.parts.clone();
    view! {
        <Head title=line.office.name.clone() />
        <p>{about}</p>
        <Whose line=line.clone() rolling />
        {checked}
        {is_odd.then(|| view! {
            <Notice tone=Tone::Warn test="rollup-odd"><p><b>{t(k::ROLLUP_ODD)}</b></p><ul>{odd}</ul></Notice>
        })}
        <Sums totals=opened.file.body.totals.clone() />
        <PartList parts />
        <RowList rows />
        <HandOut opened />
    }
    .into_any()
}

// All of it, in the order of the page.
#[component]
fn HandOut(opened: Arc<OpenedRollup>) -> impl IntoView {
    let line = &opened.file.line;
    let (title, cycle) = (line.office.name.clone(), line.cycle.clone());
    let about = format!("{cycle} {}", line.seq);
    let opened = StoredValue::new_local(opened);
    let sheet = move || {
        opened.with_value(|opened| {
            let body = &opened.file.body;
            let names = body.rows.iter().enumerate().map(|(at, row)| (row.name.clone(), at));
            let mut order: Vec<(String, usize)> = names.collect();
            text::sort_by_name(&mut order, |(name, _)| name);
            let order: Vec<usize> = order.into_iter().map(|(_, at)| at).collect();
            hand_out::table(body, &order, &words::of_sheet())
        })
    };
    view! { <p class="row"><SaveCsv title about table=Callback::new(move |()| sheet()) test="rollup-csv" /></p> }
        .into_any()
}

#[component]
fn Sums(totals: Totals) -> impl IntoView {
    let counts = totals.counts;
    let sums = [
        (counts.units, k::ROLL_COUNT_UNITS),
        (counts.registered, k::ROLLUP_COUNT_REGISTERED),
        (counts.sent, k::ROLL_COUNT_SENT),
        (counts.late, k::ROLL_COUNT_LATE),
        (counts.recognised, k::ROLLUP_COUNT_RECOGNISED),
        (counts.declined, k::ROLLUP_COUNT_DECLINED),
        (counts.waiting, k::ROLLUP_COUNT_WAITING),
    ];
    let sums = sums
        .into_iter()
        .map(|(n, key)| view! { <span class="pill">{tf(key, &[("n", &n)])}</span> });
    let on_other = (counts.on_other > 0)
        .then(|| view! { <p class="field__note">{tf(k::ROLLUP_ON_OTHER, &[("n", &counts.on_other)])}</p> });
    view! {
        <p class="rollsums" data-testid="rollup-sums">{sums.collect_view()}</p>
        {on_other}
    }
    .into_any()
}

#[component]
fn PartList(parts: Vec<RollupPart>) -> impl IntoView {
    (!parts.is_empty()).then(|| {
        let rows = parts.into_iter().map(|part| {
            let counts = &part.totals.counts;
            let text = tf(
                k::ROLLUP_LINE,
                &[
                    ("office", &part.office.name),
                    ("n", &part.seq),
                    ("units", &counts.units),
                    ("recognised", &counts.recognised),
                ],
            );
            let left_out = part.without.iter().map(|it| it.row.name.clone()).collect::<Vec<_>>();
            let left_out = (!left_out.is_empty()).then(|| {
                let text = tf(k::ROLLUP_WITHOUT, &[("units", &left_out.join(", "))]);
                view! { <div class="field__note">{text}</div> }
            });
            view! {
                <li>
                    <a href=Page::Rollup.open(&part.digest).href() data-testid="rollup-below">{text}</a>
                    {left_out}
                </li>
            }
        });
        view! {
            <section class="card" aria-labelledby="parts-h">
                <h2 id="parts-h">{t(k::ROLLUP_PARTS)}</h2>
                <ul class="plain stack">{rows.collect_view()}</ul>
            </section>
        }
        .into_any()
    })
}

#[component]
fn RowList(rows: Vec<RollupRow>) -> impl IntoView {
    let lists = services().lists;
    let here = Memo::new(move |_| {
        lists
            .received
            .with(|all| all.iter().map(|it| it.digest.clone()).collect::<BTreeSet<String>>())
    });
    let (shown, all) = (RwSignal::new(AT_ONCE), rows.len());
    let rows = StoredValue::new(rows);
    let drawn = move || {
        let row = |row: &RollupRow| {
            let there = row.digest.clone().filter(|digest| here.with(|all| all.contains(digest)));
            let name = match there {
                Some(digest) => view! {
                    <a href=Page::Units.open(digest).href() data-testid="rollup-unit">{row.name.clone()}</a>
                }
                .into_any(),
                None => row.name.clone().into_any(),
            };
            let score = row.verified.as_ref().or(row.own.as_ref());
            let score =
                score.map(|it| format!("{}/{}", i18n::points(it.got), i18n::points(it.max)));
            let held = row.held_by.is_some().then(|| t(k::ROLLUP_HELD));
            let decision = row.decision.as_ref().map(|it| {
                tf(k::ROLLUP_DECISION, &[("number", &it.number), ("date", &i18n::date(&it.date))])
            });
            view! {
                <tr>
                    <th scope="row">{name}</th>
                    <td>{words::standing(row.standing)}</td>
                    <td class="bars__figure">{score}</td>
                    <td>{decision} {held}</td>
                </tr>
            }
        };
        rows.with_value(|rows| rows.iter().take(shown.get()).map(row).collect_view())
    };
    let more = move || {
        let left = all.saturating_sub(shown.get());
        (left > 0).then(|| view! {
            <p class="row"><button class="button" on:click=move |_| shown.update(|n| *n += AT_ONCE)>
                {tf(k::ROLLUP_MORE, &[("n", &left)])}
            </button></p>
        })
    };
    (all > 0).then(|| {
        view! {
            <section class="card" aria-labelledby="rows-h">
                <h2 id="rows-h">{t(k::ROLLUP_ROWS)}</h2>
                <div class="bars__wide" tabindex="0" role="region" aria-labelledby="rows-h">
                    <table class="bars__table">
                        <thead><tr>
                            <th scope="col">{t(k::ROLLUP_COL_UNIT)}</th>
                            <th scope="col">{t(k::ROLLUP_COL_STANDING)}</th>
                            <th scope="col" class="bars__figure">{t(k::ROLLUP_COL_POINTS)}</th>
                            <th scope="col">{t(k::ROLLUP_COL_DECISION)}</th>
                        </tr></thead>
                        <tbody>{drawn}</tbody>
                    </table>
                </div>
                {more}
            </section>
        }
        .into_any()
    })
}
