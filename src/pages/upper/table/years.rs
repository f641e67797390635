//! This cycle beside the one before: which units went up or down, and which items.

use super::{
    bars::{BarLine, Bars},
    charts::whole_number,
    hand_out::years,
    source::Desk,
    words,
};
use crate::{
    i18n::{k, t, tf},
    pages::upper::csv::SaveCsv,
};
use bcd_core::{
    upper::table::{
        Filter,
        compare::{Comparison, ItemChange},
        filter::Trend,
        statistics::ItemTally,
    },
    year::cycle::Cycle,
};
use leptos::prelude::*;

/// The comparison.
#[component]
pub fn Years(desk: Desk) -> impl IntoView {
    let shown = move || match desk.comparison.get() {
        None => {
            let before = Cycle::parse(&desk.cycle.get()).and_then(|it| it.previous());
            let cycle = before.map(|it| it.text()).unwrap_or_default();
            let text = tf(k::UPPER_TABLE_WITHOUT_LAST_YEAR, &[("cycle", &cycle)]);
            view! { <p class="empty" data-testid="no-last-year">{text}</p> }.into_any()
        }
        Some(comparison) => view! {
            <Bars desk title=t(k::UPPER_TABLE_CHART_TRENDS) head=t(k::UPPER_TABLE_TREND)
                lines=trends(desk, &comparison) test="chart-trends" />
            <p>{tf(k::UPPER_TABLE_GONE, &[("n", &comparison.gone)])}</p>
            {items(desk, &comparison)}
        }
        .into_any(),
    };
    view! { <div class="stack stack--wide">{shown}</div> }.into_any()
}

fn trends(desk: Desk, comparison: &Comparison) -> Vec<BarLine> {
    let base = desk.view.with(|view| view.filter.clone());
    // Of the units that are shown, like every count here.
    let without_trend = Filter { trend: None, ..base };
    let rows = desk.alphabet.with_value(|alphabet| {
        desk.table.with(|table| without_trend.rows(table, &comparison.trends, alphabet))
    });
    let count = |wanted: Option<Trend>| {
        rows.iter().filter(|at| comparison.trends.get(**at) == Some(&wanted)).count()
    };
    let all = rows.len();
    let line = |name: String, units: usize, filter: Filter| BarLine {
        name,
        figure: tf(k::UPPER_TABLE_OF_UNITS, &[("n", &units)]),
        value: whole_number(units),
        length: (units * 1000).checked_div(all).unwrap_or(0),
        filter,
    };
    let mut lines: Vec<BarLine> = Trend::ALL
        .into_iter()
        .map(|trend| {
            let filter = Filter { trend: Some(trend), ..without_trend.clone() };
            line(words::trend(trend).to_owned(), count(Some(trend)), filter)
        })
        .collect();
    let silent = Filter { sent: Some(false), ..without_trend };
    lines.push(line(t(k::UPPER_TABLE_STANDING_MISSING).to_owned(), count(None), silent));
    lines
}

fn items(desk: Desk, comparison: &Comparison) -> AnyView {
    let share = |tally: &Option<ItemTally>| {
        let percent = tally.as_ref().and_then(ItemTally::met_percent);
        percent.map_or_else(|| "–".to_owned(), |it| format!("{it} %"))
    };
    let line = |it: &ItemChange| {
        let difference = it.difference().map_or_else(
            || "–".to_owned(),
            |n| match n {
                0 => "＝ 0".to_owned(),
                n if n > 0 => format!("▲ +{n}"),
                n => format!("▼ −{}", n.unsigned_abs()),
            },
        );
        let differs = it.differs.then(|| t(k::UPPER_TABLE_DIFFERS));
        view! {
            <tr>
                <th scope="row">{it.item.0.clone()} " " <span class="lead">{differs}</span></th>
                <td class="bars__figure figure">{share(&it.then)}</td>
                <td class="bars__figure figure">{share(&it.now)}</td>
                <td class="bars__figure figure">{difference}</td>
            </tr>
        }
    };
    let heads =
        [k::UPPER_TABLE_ITEM, k::UPPER_TABLE_THEN, k::UPPER_TABLE_NOW, k::UPPER_TABLE_DIFFERENCE];
    let heads = heads.map(|key| view! { <th scope="col">{t(key)}</th> });
    view! {
        <section class="bars" data-testid="items-years">
            <h2>{t(k::UPPER_TABLE_MET_SHARE)}</h2>
            <table class="bars__table">
                <thead><tr>{heads}</tr></thead>
                <tbody>{comparison.items.iter().map(line).collect_view()}</tbody>
            </table>
            <p class="row">
                <SaveCsv title=t(k::UPPER_TABLE_MET_SHARE) about=desk.cycle test="years-csv"
                    table=Callback::new(move |()| years(desk)) />
            </p>
        </section>
    }
    .into_any()
}
