//! Targets: aimed at, reached, over the quarters; 1+1 of each branch.

use super::{chart::Chart, cycle};
use crate::{
    i18n::{k, t, tf},
    pages::{
        branches::glance,
        record::{TARGETS, add, address, names_of},
    },
    shell::services,
    ui::{Bar, Icon, icon},
};
use bcd_core::year::{
    figures::TargetKind,
    record::RecordKind,
    target::{self, TargetLine},
};
use leptos::prelude::*;

/// All targets, and a button for a new one.
#[component]
pub fn Targets() -> impl IntoView {
    let app = services();
    let lines = Memo::new(move |_| {
        let Some(cycle) = cycle(app) else { return Vec::new() };
        app.planning.year.with(|year| target::lines(year, &cycle))
    });
    let none = move || {
        let none = lines.with(Vec::is_empty);
        none.then(|| view! { <p class="empty">{t(k::FIGURES_TARGETS_NONE)}</p> })
    };
    let rows =
        move || lines.get().into_iter().map(|line| view! { <OneTarget line /> }).collect_view();
    view! {
        <section class="card" aria-labelledby="targets-h">
            <h2 id="targets-h">{t(k::FIGURES_TARGETS)}</h2>
            {none}
            <ul class="plain">{rows}</ul>
            <button class="button" on:click=move |_| add(app, RecordKind::Target, None) data-testid="add-target">
                {icon(Icon::Add)} {t(k::FIGURES_TARGETS_ADD)}
            </button>
        </section>
    }
    .into_any()
}

#[component]
fn OneTarget(line: TargetLine) -> impl IntoView {
    let app = services();
    let target = &line.target;
    let word = target.kind.as_str();
    let kind = TARGETS.iter().find(|(known, _)| *known == word).map(|(_, text)| t(*text));
    let title = match target.title.trim() {
        "" => kind.unwrap_or_default().to_owned(),
        title => title.to_owned(),
    };
    let whose = app.planning.year.with_untracked(|year| names_of(year, [&target.branch]));
    let measure = match target.kind {
        TargetKind::ClassShare => "%".to_owned(),
        _ => target.measure.clone(),
    };
    let percent = line.percent();
    let figures = match (line.goal, percent) {
        (Some(goal), Some(percent)) => tf(
            k::FIGURES_REACHED_OF,
            &[("n", &line.reached), ("of", &goal), ("measure", &measure), ("percent", &percent)],
        ),
        _ => tf(k::FIGURES_REACHED, &[("n", &line.reached), ("measure", &measure)]),
    };
    let met = percent == Some(100);
    let state = percent.map(|_| match met {
        true => view! { <span class="state state--ok">{t(k::FIGURES_MET)}</span> }.into_any(),
        false => view! { <span class="state">{t(k::FIGURES_NOT_MET)}</span> }.into_any(),
    });
    let filled = percent.map(|percent| view! { <Bar percent need=100 ok=met /> });
    view! {
        <li class="target" data-testid="target">
            <p class="figures__head"><b>{title}</b> <span class="field__note">{whose}</span></p>
            <p><span class="figure" data-testid="reached">{figures}</span> " " {state}</p>
            {filled}
            <Chart plan=line.plan actual=line.actual />
            <a class="button button--quiet" href=address(RecordKind::Target, &line.id)>
                {icon(Icon::Pen)} {t(k::FIGURES_TARGET_EDIT)}
            </a>
        </li>
    }
    .into_any()
}

/// 1+1 of each branch: introduced, admitted, rate.
#[component]
pub fn Introductions() -> impl IntoView {
    let lines = glance();
    let rows = move || {
        let row = |line: bcd_core::year::summary::BranchLine| {
            let rate = match line.introduced {
                0 => "–".to_owned(),
                n => format!("{} %", line.admitted.saturating_mul(100) / n),
            };
            let name = match line.branch.name.trim() {
                "" => t(k::BRANCHES_UNNAMED).to_owned(),
                name => name.to_owned(),
            };
            view! {
                <tr>
                    <th scope="row">{name}</th>
                    <td class="figure">{line.introduced}</td>
                    <td class="figure">{line.admitted}</td>
                    <td class="figure">{rate}</td>
                </tr>
            }
        };
        lines.get().into_iter().map(row).collect_view()
    };
    move || {
        (!lines.with(Vec::is_empty)).then(|| {
            view! {
                <section class="card" aria-labelledby="intros-h">
                    <h2 id="intros-h">{t(k::FIGURES_INTROS)}</h2>
                    <table class="chart__table" data-testid="intros">
                        <thead>
                            <tr>
                                <td></td>
                                <th scope="col">{t(k::FIGURES_INTRODUCED)}</th>
                                <th scope="col">{t(k::FIGURES_ADMITTED)}</th>
                                <th scope="col">{t(k::FIGURES_RATE)}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </section>
            }
        })
    }
}
