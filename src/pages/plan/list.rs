//! The plan by quarter.

use super::{
    View,
    around::{Actions, Top, add_task},
    bulk::Bulk,
    faults::wrong_tasks,
    row::{Chosen, Row},
};
use crate::{
    i18n::{Key, k, t, tf},
    shell::services,
    ui::{Icon, Notice, Tone, icon},
};
use bcd_core::{
    id::RecordId,
    year::{
        Year,
        cycle::Quarter,
        faults::TASKS,
        plan::{self, TaskRef},
        record::live,
    },
};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// Lines that a part shows at first: a phone draws no thousands at once.
const SHOWN: usize = 60;

/// A part of the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListPart {
    /// Its place: quarters 1–4, then what has no day, what is outside the cycle, or all.
    pub place: usize,
    /// Its tasks.
    pub ids: Vec<RecordId>,
    done: usize,
    counted: usize,
}

/// The parts of the plan that have tasks.
pub fn parts(year: &Year) -> Vec<ListPart> {
    let part = |place: usize, lines: &[TaskRef<'_>]| ListPart {
        place,
        ids: lines.iter().map(|(id, _)| (*id).clone()).collect(),
        done: lines.iter().filter(|(_, task)| task.is_done()).count(),
        counted: lines.iter().filter(|(_, task)| task.counts()).count(),
    };
    let parts = match year.days() {
        Some(cycle) => {
            let parted = plan::by_quarter(year, &cycle);
            let all = parted.periods.iter().chain([&parted.undated, &parted.outside]);
            all.enumerate().map(|(place, lines)| part(place, lines)).collect()
        }
        None => vec![part(6, &plan::ordered(year))],
    };
    parts.into_iter().filter(|part| !part.ids.is_empty()).collect()
}

fn title(place: usize, year: &Year) -> String {
    let quarter = Quarter::ALL.get(place).zip(year.days());
    match (place, quarter) {
        (_, Some((quarter, cycle))) => {
            let span = cycle.quarter(*quarter);
            let (first, last) = (super::words::short(span.first), super::words::short(span.last));
            tf(k::PLAN_QUARTER, &[("n", &quarter.number()), ("first", &first), ("last", &last)])
        }
        (4, None) => t(k::PLAN_UNDATED).to_owned(),
        (5, None) => t(k::PLAN_OUTSIDE).to_owned(),
        _ => t(k::PLAN_ALL).to_owned(),
    }
}

/// The plan by quarter.
#[component]
pub fn Quarters() -> impl IntoView {
    let app = services();
    let wrong = wrong_tasks(app);
    let chosen: Chosen = RwSignal::new(None);
    let parts = Memo::new(move |_| app.planning.year.with(parts));
    let places =
        Memo::new(move |_| parts.with(|all| all.iter().map(|p| p.place).collect::<Vec<_>>()));
    let any = Memo::new(move |_| parts.with(|parts| !parts.is_empty()));
    let choose = move |_| {
        chosen.update(|all| *all = if all.is_some() { None } else { Some(BTreeSet::new()) });
    };
    let many = move || {
        let count = app.planning.year.with(|year| live(&year.tasks).count());
        (count > TASKS).then(|| {
            view! { <Notice tone=Tone::Warn><p>{tf(k::PLAN_TOO_MANY, &[("n", &count), ("most", &TASKS)])}</p></Notice> }
        })
    };
    let cycle = move || {
        app.planning.days().is_none().then(|| {
            view! { <Notice tone=Tone::Warn><p>{t(k::PLAN_NO_CYCLE)}</p></Notice> }
        })
    };
    view! {
        <Top view=View::Quarters />
        {cycle}
        {many}
        {move || if any.get() {
            view! {
                <Actions />
                <p class="row">
                    <button class="button button--quiet" aria-pressed=move || chosen.with(Option::is_some).to_string()
                        on:click=choose data-testid="choose">
                        {icon(Icon::Check)} {t(k::PLAN_CHOOSE)}
                    </button>
                </p>
                <For each=move || places.get() key=|place| *place let:place>
                    <Quarter place parts wrong chosen />
                </For>
                {move || chosen.with(Option::is_some).then(|| view! { <Bulk chosen /> })}
            }
            .into_any()
        } else {
            view! { <Empty /> }.into_any()
        }}
    }
    .into_any()
}

#[component]
fn Quarter(
    place: usize,
    parts: Memo<Vec<ListPart>>,
    wrong: Memo<BTreeSet<RecordId>>,
    chosen: Chosen,
) -> impl IntoView {
    let app = services();
    let part = Memo::new(move |_| parts.with(|all| all.iter().find(|p| p.place == place).cloned()));
    let most = RwSignal::new(SHOWN);
    let ids = move || {
        part.with(|p| {
            p.as_ref().map(|p| p.ids.iter().take(most.get()).cloned().collect::<Vec<_>>())
        })
        .unwrap_or_default()
    };
    let count = move || {
        part.with(|p| {
            p.as_ref().map(|p| tf(k::PLAN_DONE_SHORT, &[("done", &p.done), ("all", &p.counted)]))
        })
    };
    let rest =
        move || part.with(|p| p.as_ref().map_or(0, |p| p.ids.len())).saturating_sub(most.get());
    let more = move || {
        let rest = rest();
        (rest > 0).then(|| {
            view! {
                <button class="button" on:click=move |_| most.update(|most| *most += SHOWN * 4)>
                    {tf(k::PLAN_MORE, &[("n", &rest)])}
                </button>
            }
        })
    };
    let heading = format!("part-{place}");
    view! {
        <section class="planpart wide--grid" aria-labelledby=heading.clone() data-testid="part">
            <h2 class="planpart__title" id=heading.clone()>
                <span>{move || app.planning.year.with(|year| title(place, year))}</span>
                <span class="planpart__count">{count}</span>
            </h2>
            <ul class="plain tasklist">
                <For each=ids key=|id| id.clone() let:id>
                    <Row id wrong chosen=chosen />
                </For>
            </ul>
            {more}
        </section>
    }
    .into_any()
}

#[component]
fn Empty() -> impl IntoView {
    let app = services();
    let way = |text: Key, hint: Key| view! { <b>{t(text)}</b> <span class="field__note">{t(hint)}</span> };
    let earlier = move || !app.planning.earlier().is_empty();
    view! {
        <div class="empty planempty" data-testid="plan-empty">
            <p>{t(k::PLAN_EMPTY)}</p>
            <a class="button button--main" href=View::Templates.href() data-testid="from-template">
                {icon(Icon::Page)} {t(k::PLAN_FROM_TEMPLATE)}
            </a>
            {move || earlier().then(|| view! {
                <a class="planempty__way" href=View::Copy.href() data-testid="copy-plan">
                    {way(k::PLAN_COPY, k::PLAN_COPY_HINT)}
                </a>
            })}
            <button class="button" on:click=move |_| add_task(app) data-testid="add-task">
                {icon(Icon::Add)} {t(k::PLAN_ADD)}
            </button>
        </div>
    }
    .into_any()
}
