//! Charts over all units that are shown: scores, items, groups; each with its table.

use super::{
    bars::{BarLine, Bars},
    hand_out,
    source::Desk,
    to_units, words,
};
use crate::{
    i18n::{k, t, tf},
    pages::upper::csv::SaveCsv,
};
use bcd_core::{
    paper::CellValue,
    points::Points,
    upper::table::{
        Filter, ItemIs, Standing, Table,
        statistics::{self, Figures, GroupBy},
    },
};
use leptos::prelude::*;

/// The charts.
#[component]
pub fn Charts(desk: Desk) -> impl IntoView {
    let shown = move || {
        let (rows, base) = (desk.fitting.get(), desk.view.with(|view| view.filter.clone()));
        desk.table.with(|table| {
            let tables = GroupBy::ALL.map(|by| group_table(desk, table, &rows, by, &base));
            view! {
                <Bars desk title=t(k::UPPER_TABLE_CHART_SCORES) head=t(k::UPPER_TABLE_SHARE)
                    lines=scores(table, &rows, &base) test="chart-scores" />
                <Bars desk title=t(k::UPPER_TABLE_CHART_ITEMS) head=t(k::UPPER_TABLE_ITEM)
                    lines=items(table, &rows, &base) test="chart-items" />
                <Bars desk title=t(k::UPPER_TABLE_CHART_GROUPS) head=t(k::UPPER_TABLE_CLUSTER)
                    lines=clusters(desk, table, &rows, &base) test="chart-groups" />
                {tables}
                {streaks(desk, table, &rows, &base)}
            }
        })
    };
    view! { <div class="stack stack--wide">{shown}</div> }.into_any()
}

// Thousandths of the greatest, so that the longest bar fills its space.
fn of_greatest(n: usize, greatest: usize) -> usize {
    (n * 1000).checked_div(greatest).unwrap_or(0)
}

/// A count, for a spreadsheet.
pub fn whole_number(n: usize) -> CellValue {
    CellValue::Count(i64::try_from(n).unwrap_or(i64::MAX))
}

fn share(percent: usize) -> CellValue {
    CellValue::Percent(Points::whole(i64::try_from(percent).unwrap_or_default()))
}

fn scores(table: &Table, rows: &[usize], base: &Filter) -> Vec<BarLine> {
    let (tenths, without) = statistics::tenths(table, rows);
    let greatest = tenths.iter().copied().chain([without]).max().unwrap_or(0);
    let line = |(tenth, units): (u8, usize)| {
        let to = if tenth == 9 { 100 } else { tenth * 10 + 9 };
        BarLine {
            name: tf(k::UPPER_TABLE_TENTH, &[("from", &(tenth * 10)), ("to", &to)]),
            figure: tf(k::UPPER_TABLE_OF_UNITS, &[("n", &units)]),
            value: whole_number(units),
            length: of_greatest(units, greatest),
            filter: Filter { tenth: Some(tenth), ..base.clone() },
        }
    };
    let mut lines: Vec<BarLine> = (0..).zip(tenths).map(line).collect();
    lines.push(BarLine {
        name: t(k::UPPER_TABLE_TENTH_WITHOUT).to_owned(),
        figure: tf(k::UPPER_TABLE_OF_UNITS, &[("n", &without)]),
        value: whole_number(without),
        length: of_greatest(without, greatest),
        filter: Filter { sent: Some(false), ..base.clone() },
    });
    lines
}

fn items(table: &Table, rows: &[usize], base: &Filter) -> Vec<BarLine> {
    let tallies = statistics::items(table, rows);
    let line = |tally: &statistics::ItemTally| {
        let percent = tally.met_percent().unwrap_or(0);
        let (n, of) = (tally.met(), tally.counted());
        let figures: [(&str, &dyn core::fmt::Display); 3] =
            [("n", &n), ("of", &of), ("percent", &percent)];
        BarLine {
            name: table.columns.get(tally.column).map(|it| it.item.0.clone()).unwrap_or_default(),
            figure: tf(k::UPPER_TABLE_MET, &figures),
            value: share(percent),
            length: percent * 10,
            filter: tally.filter(table, ItemIs::Met, base),
        }
    };
    statistics::by_strength(&tallies).into_iter().map(line).collect()
}

fn clusters(desk: Desk, table: &Table, rows: &[usize], base: &Filter) -> Vec<BarLine> {
    let by = GroupBy::Cluster;
    let groups = desk.alphabet.with_value(|it| statistics::groups(table, rows, by, it));
    let line = |(name, figures): (String, Figures)| {
        let percent = usize::from(figures.got.percent_of(figures.max));
        BarLine {
            figure: format!(
                "{percent} % · {}",
                tf(k::UPPER_TABLE_OF_UNITS, &[("n", &figures.units)])
            ),
            value: share(percent),
            length: percent * 10,
            filter: by.filter(&name, base),
            name: words::group(by, &name),
        }
    };
    groups.into_iter().map(line).collect()
}

fn group_table(desk: Desk, table: &Table, rows: &[usize], by: GroupBy, base: &Filter) -> AnyView {
    let groups = desk.alphabet.with_value(|it| statistics::groups(table, rows, by, it));
    let line = |(name, figures): (String, Figures)| {
        let of = by.filter(&name, base);
        let to = |filter: Filter, n: usize| to_units(desk, filter, n.to_string());
        let sent = Filter { sent: Some(true), ..of.clone() };
        let recognised = Filter { recognised: Some(1), ..of.clone() };
        let late = Filter { late: true, ..of.clone() };
        let ready = Filter { ready: Some(true), ..of.clone() };
        let standings = Standing::ALL.into_iter().zip(figures.standings).filter(|(_, n)| *n > 0);
        let standings = standings.map(|(standing, n)| {
            let filter = Filter { standing: Some(standing), ..of.clone() };
            let text = format!("{}: {n}", words::standing(standing));
            view! { <span class="heat__count">{to_units(desk, filter, text)}</span> }
        });
        let standings = standings.collect_view();
        view! {
            <tr>
                <th scope="row">{words::group(by, &name)}</th>
                <td class="bars__figure">{to(of.clone(), figures.units)}</td>
                <td class="bars__figure">{to(sent, figures.sent)}</td>
                <td class="bars__figure">{to(late, figures.late)}</td>
                <td class="bars__figure">{to(ready, figures.ready)}</td>
                <td class="bars__figure">{to(recognised, figures.recognised)}</td>
                <td class="bars__figure figure">{figures.got.percent_of(figures.max)} " %"</td>
                <td>{standings}</td>
            </tr>
        }
    };
    let lines = groups.into_iter().map(line).collect_view();
    let heads = [
        k::UPPER_TABLE_UNITS,
        k::UPPER_TABLE_SENT,
        k::UPPER_TABLE_LATE,
        k::UPPER_TABLE_READY_YES,
        k::UPPER_TABLE_RECOGNISED,
        k::UPPER_TABLE_SHARE,
        k::UPPER_TABLE_STANDING,
    ];
    let heads = heads.map(|key| view! { <th scope="col">{t(key)}</th> });
    view! {
        <section class="bars">
            <h2>{t(words::group_by(by))}</h2>
            <div class="bars__wide" tabindex="0">
                <table class="bars__table">
                    <thead><tr><th scope="col">{t(k::UPPER_TABLE_GROUP)}</th>{heads}</tr></thead>
                    <tbody>{lines}</tbody>
                </table>
            </div>
            <p class="row">
                <SaveCsv title=t(words::group_by(by)) about=desk.cycle test="groups-csv"
                    table=Callback::new(move |()| hand_out::groups(desk, by)) />
            </p>
        </section>
    }
    .into_any()
}

fn streaks(desk: Desk, table: &Table, rows: &[usize], base: &Filter) -> Option<AnyView> {
    let streaks = statistics::streaks(table, rows);
    let lines = (1_u32..).zip(streaks).map(|(n, units)| {
        let text = tf(k::UPPER_TABLE_STREAK, &[("n", &n), ("units", &units)]);
        let filter = Filter { recognised: Some(n), ..base.clone() };
        view! { <li>{to_units(desk, filter, text)}</li> }
    });
    let lines: Vec<_> = lines.collect();
    (!lines.is_empty()).then(|| {
        view! {
            <section class="bars">
                <h2>{t(k::UPPER_TABLE_STREAKS)}</h2>
                <ul>{lines}</ul>
            </section>
        }
        .into_any()
    })
}
