//! The table on a phone: a unit at a time, as a list with small bars. Only what was asked for is drawn,
//! some more with each tap.

use super::{
    grid::{about, address},
    source::Desk,
    words,
};
use crate::{
    i18n::{self, k, t, tf},
    ui::Bar,
};
use bcd_core::{points::Points, upper::table::Row};
use leptos::prelude::*;

/// How many units are drawn at first, and more with each tap.
const SOME: usize = 50;

/// The list of units.
#[component]
pub fn Units(desk: Desk) -> impl IntoView {
    let drawn = RwSignal::new(SOME);
    // Another filter or order begins at the top again.
    Effect::new(move |_| {
        desk.sorted.track();
        drawn.set(SOME);
    });
    let rows = move || {
        let rows = desk.sorted.get();
        desk.table.with(|table| {
            let shown = rows.iter().take(drawn.get()).filter_map(|at| table.rows.get(*at));
            shown.map(unit).collect_view()
        })
    };
    let left = Memo::new(move |_| desk.sorted.with(|rows| rows.len()).saturating_sub(drawn.get()));
    let more = move |_| drawn.update(|drawn| *drawn += SOME);
    let none = move || desk.sorted.with(|rows| rows.is_empty());
    view! {
        <ul class="units" data-testid="table-units">{rows}</ul>
        {move || none().then(|| view! { <p class="empty">{t(k::UPPER_TABLE_EMPTY)}</p> })}
        <p class="row" hidden=move || left.get() == 0>
            <button class="button" on:click=more data-testid="more-units">
                {move || tf(k::UPPER_TABLE_MORE, &[("n", &left.get())])}
            </button>
        </p>
    }
    .into_any()
}

fn unit(row: &Row) -> AnyView {
    let parts = row.score.iter().flat_map(|score| &score.criteria).map(|line| {
        part(tf(k::UPPER_TABLE_CRITERION, &[("id", &line.id)]), line.got, line.max, line.need)
    });
    let parts = parts.collect_view();
    let total = row.score.as_ref().map(|score| {
        let got = row.verified.unwrap_or(score.got);
        part(t(k::UPPER_TABLE_TOTAL).to_owned(), got, score.max, Points::default())
    });
    let inside = view! {
        <span>
            <b>{row.name.clone()}</b>
            <span class="unit__about">{words::standing(row.standing)} <br /> {about(row)}</span>
        </span>
        <span class="unit__score">{parts} {total}</span>
    };
    match address(row) {
        Some(href) => {
            view! { <li><a class="unit" href=href data-testid="table-unit">{inside}</a></li> }
                .into_any()
        }
        None => {
            view! { <li><div class="unit" data-testid="table-unit">{inside}</div></li> }.into_any()
        }
    }
}

fn part(word: String, got: Points, max: Points, need: Points) -> AnyView {
    let figures = format!("{}/{}", i18n::points(got), i18n::points(max));
    let ok = got >= need;
    view! {
        <span class="unit__part" class:unit__part--ok=ok>
            <span class="unit__label">{word}</span>
            <b class="figure">{if ok { figures } else { format!("△ {figures}") }}</b>
            <Bar percent=got.percent_of(max) need=need.percent_of(max) ok />
        </span>
    }
    .into_any()
}
