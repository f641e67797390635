//! The items over all units that are shown, weakest first; gates; each count leads to its units.

use super::{source::Desk, to_units, words};
use crate::i18n::{self, k, lang, t, tf};
use bcd_core::upper::table::{
    Filter, ItemIs, Level, Table,
    statistics::{self, ItemTally},
};
use leptos::prelude::*;

/// How many of the weakest and of the strongest are named first.
const NAMED: usize = 3;

/// The list of items.
#[component]
pub fn Items(desk: Desk) -> impl IntoView {
    let shown = move || {
        let (rows, base) = (desk.fitting.get(), desk.view.with(|view| view.filter.clone()));
        desk.table.with(|table| {
            let tallies = statistics::items(table, &rows);
            let order = statistics::by_strength(&tallies);
            let name = |tally: &&ItemTally| {
                let id = table.columns.get(tally.column).map_or("", |it| it.item.as_str());
                format!("{id} ({} %)", tally.met_percent().unwrap_or(0))
            };
            let weakest = order.iter().take(NAMED).map(&name).collect::<Vec<_>>();
            let strongest = order.iter().rev().take(NAMED).map(name).collect::<Vec<_>>();
            let items = order.iter().map(|tally| item(desk, table, tally, &base)).collect_view();
            let gates = statistics::gates(table, &tallies);
            let gates = gates.into_iter().map(|(item, n)| {
                let text = tf(k::UPPER_TABLE_GATE_UNMET, &[("item", &item), ("n", &n)]);
                let filter = Filter { item: Some((item, ItemIs::NotMet)), ..base.clone() };
                view! { <li>{to_units(desk, filter, text)}</li> }
            });
            view! {
                <p data-testid="weakest"><b>{t(k::UPPER_TABLE_WEAKEST)}</b> ": " {weakest.join(" · ")}</p>
                <p data-testid="strongest"><b>{t(k::UPPER_TABLE_STRONGEST)}</b> ": " {strongest.join(" · ")}</p>
                <h2>{t(k::UPPER_TABLE_GATES)}</h2>
                <ul>{gates.collect_view()}</ul>
                <ul class="plain">{items}</ul>
            }
        })
    };
    view! { <div class="stack" data-testid="table-items">{shown}</div> }.into_any()
}

fn item(desk: Desk, table: &Table, tally: &ItemTally, base: &Filter) -> AnyView {
    let Some(column) = table.columns.get(tally.column) else { return ().into_any() };
    let star = if column.gate { "★ " } else { "" };
    let name = format!("{star}{} {}", column.item, column.text.get(lang()));
    let met = tf(
        k::UPPER_TABLE_MET,
        &[
            ("n", &tally.met()),
            ("of", &tally.counted()),
            ("percent", &tally.met_percent().unwrap_or(0)),
        ],
    );
    let level = |level: Level| {
        let units = tally.at(level);
        (units > 0).then(|| {
            let text = format!("{} {}: {units}", words::shape(level), words::level(level));
            let filter = tally.filter(table, ItemIs::At(level), base);
            view! { <span class="heat__count">{to_units(desk, filter, text)}</span> }
        })
    };
    let without = (tally.without > 0).then(|| {
        let text = format!("{}: {}", t(k::UPPER_TABLE_LEVEL_NONE), tally.without);
        let filter = tally.filter(table, ItemIs::Without, base);
        view! { <span class="heat__count">{to_units(desk, filter, text)}</span> }
    });
    let share = tally.got.percent_of(tally.max);
    let points = format!(
        "{}: {}/{} ({share} %)",
        t(k::UPPER_TABLE_SHARE),
        i18n::points(tally.got),
        i18n::points(tally.max)
    );
    let differs = column.differs.then(|| t(k::UPPER_TABLE_DIFFERS));
    view! {
        <li class="heat__item" data-testid="table-item">
            <b>{name}</b>
            <span>{to_units(desk, tally.filter(table, ItemIs::Met, base), met)}</span>
            <span class="heat__counts">{Level::ALL.map(level)} {without}</span>
            <span class="lead">{points} " " {differs}</span>
        </li>
    }
    .into_any()
}
