//! Columns over the quarters: planned as an outline, reached as a filled one. The figures stand
//! beside it as a table.

use crate::i18n::{k, t, tf};
use leptos::prelude::*;

const HEIGHT: u64 = 60;

/// A chart of four quarters with its table.
#[component]
pub fn Chart(plan: [Option<u64>; 4], actual: [Option<u64>; 4]) -> impl IntoView {
    let most = plan.iter().chain(&actual).flatten().copied().max().unwrap_or(0).max(1);
    let high = move |figure: Option<u64>| {
        let figure = u128::from(figure.unwrap_or(0));
        u64::try_from(figure * u128::from(HEIGHT) / u128::from(most)).unwrap_or(HEIGHT)
    };
    let columns = (0..4_usize).map(|index| {
        let left = index * 40;
        let (planned, reached) = (high(plan[index]), high(actual[index]));
        view! {
            <rect class="chart__plan" x=left + 5 y=HEIGHT + 2 - planned width="14" height=planned></rect>
            <rect class="chart__actual" x=left + 20 y=HEIGHT + 2 - reached width="14" height=reached></rect>
        }
    });
    let said = |figure: Option<u64>| figure.map_or_else(|| "–".to_owned(), |n| n.to_string());
    let heads = (1..=4).map(|n| {
        view! { <th scope="col">{tf(k::FIGURES_QUARTER_SHORT, &[("n", &n)])}</th> }
    });
    let cells = |figures: [Option<u64>; 4]| {
        figures
            .map(|figure| view! { <td class="figure">{said(figure)}</td> })
            .into_iter()
            .collect_view()
    };
    view! {
        <svg class="chart" viewBox="0 0 160 64" preserveAspectRatio="none" aria-hidden="true">
            {columns.collect_view()}
            <line class="chart__ground" x1="0" y1="62" x2="160" y2="62"></line>
        </svg>
        <table class="chart__table">
            <thead><tr><td></td>{heads.collect_view()}</tr></thead>
            <tbody>
                <tr>
                    <th scope="row"><span class="chart__key chart__key--plan"></span>{t(k::FIGURES_PLANNED)}</th>
                    {cells(plan)}
                </tr>
                <tr data-testid="actual">
                    <th scope="row"><span class="chart__key"></span>{t(k::FIGURES_ACTUAL)}</th>
                    {cells(actual)}
                </tr>
            </tbody>
        </table>
    }
    .into_any()
}
