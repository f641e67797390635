//! Last year's plan as this year's: tasks chosen, days moved.

use super::{
    View,
    around::Inner,
    words::{content_of, days_of},
};
use crate::{
    i18n::{k, t, tf},
    shell::services,
    ui::{Choice, Icon, Notice, Tone, icon},
};
use bcd_app::services::Services;
use bcd_core::{
    id::{DossierId, RecordId},
    year::{Year, command::YearCommand, copy, cycle::Cycle, plan},
};
use bcd_web::{page, spawn_local};
use leptos::prelude::*;
use std::{collections::BTreeSet, sync::Arc};

/// The page.
#[component]
pub fn CopyPlan() -> impl IntoView {
    let app = services();
    let lines = Memo::new(move |_| app.planning.earlier());
    let from = RwSignal::new(None::<DossierId>);
    let last = RwSignal::new(None::<Result<Arc<Year>, ()>>);
    Effect::new(move |_| {
        let first = lines.with(|lines| lines.first().map(|line| line.id.clone()));
        let Some(id) = from.get().or(first) else { return };
        spawn_local(async move {
            let read = app.planning.year_of(&id).await.map(Arc::new).map_err(|_| ());
            // The page may be gone by now.
            last.try_set(Some(read));
        });
    });
    let choose = Callback::new(move |id: String| from.set(Some(DossierId(id))));
    let which = move || {
        let lines = lines.get();
        (lines.len() > 1).then(|| {
            let options = lines.iter().map(|l| (l.id.0.clone(), format!("{} · {}", l.cycle, l.name)));
            let first = lines.first().map(|line| line.id.0.clone()).unwrap_or_default();
            let value = Signal::derive(move || from.get().map_or_else(|| first.clone(), |id| id.0));
            view! { <Choice label=t(k::PLAN_COPY_FROM) options=options.collect() value on_change=choose test="copy-from" /> }
        })
    };
    let body = move || {
        if lines.with(Vec::is_empty) {
            return view! { <p class="empty" data-testid="copy-none">{t(k::PLAN_COPY_NONE)}</p> }
                .into_any();
        }
        match last.get() {
            None => view! { <p role="status">{t(k::PLAN_COPY_READING)}</p> }.into_any(),
            Some(Err(())) => {
                view! { <Notice tone=Tone::Bad><p>{t(k::PLAN_COPY_FAILED)}</p></Notice> }.into_any()
            }
            Some(Ok(year)) => view! { <Tasks last=year /> }.into_any(),
        }
    };
    view! {
        <Inner title=t(k::PLAN_COPY) />
        {which}
        {body}
    }
    .into_any()
}

#[component]
fn Tasks(last: Arc<Year>) -> impl IntoView {
    let app = services();
    let Some((from, to)) = last.days().zip(app.planning.days()) else {
        return view! { <p class="empty">{t(k::PLAN_NO_CYCLE)}</p> }.into_any();
    };
    let offered = copy::offered(&last);
    if offered.is_empty() {
        let text = tf(k::PLAN_COPY_EMPTY, &[("cycle", &from.text())]);
        return view! { <p class="empty">{text}</p> }.into_any();
    }
    let there = {
        let offered = offered.clone();
        Memo::new(move |_| {
            app.planning.year.with(|year| {
                offered
                    .iter()
                    .filter(|id| year.tasks.contains_key(*id))
                    .cloned()
                    .collect::<BTreeSet<_>>()
            })
        })
    };
    let chosen = RwSignal::new(offered.clone());
    let wanted =
        Memo::new(move |_| there.with(|there| chosen.with(|c| c.difference(there).count())));
    let every = move |_| chosen.set(offered.clone());
    let none = move |_| chosen.set(BTreeSet::new());
    let lines = lines(&last, chosen, there);
    let title = tf(k::PLAN_COPY_TITLE, &[("from", &from.text()), ("to", &to.text())]);
    let copy = move |_| copied(app, &last, chosen, (&from, &to), wanted.get_untracked());
    view! {
        <section class="card" aria-labelledby="copy-h">
            <h2 id="copy-h">{title}</h2>
            <p>{t(k::PLAN_COPY_TEXT)}</p>
            <p class="row">
                <button class="button button--main" on:click=copy disabled=move || wanted.get() == 0 data-testid="take-copy">
                    {icon(Icon::Add)} {move || tf(k::PLAN_COPY_TAKE, &[("n", &wanted.get())])}
                </button>
                <button class="button button--quiet" on:click=every>{t(k::PLAN_CHOOSE_ALL)}</button>
                <button class="button button--quiet" on:click=none>{t(k::PLAN_CHOOSE_NONE)}</button>
            </p>
            <ul class="plain ticklist">{lines}</ul>
        </section>
    }
    .into_any()
}

fn lines(
    last: &Year,
    chosen: RwSignal<BTreeSet<RecordId>>,
    there: Memo<BTreeSet<RecordId>>,
) -> Vec<AnyView> {
    let line = |(id, task): plan::TaskRef<'_>| {
        let (id, here, known) = (id.clone(), id.clone(), id.clone());
        let on = Memo::new(move |_| chosen.with(|chosen| chosen.contains(&here)));
        let known = Memo::new(move |_| there.with(|there| there.contains(&known)));
        let toggle = move |event| {
            let (id, on) = (id.clone(), event_target_checked(&event));
            chosen.update(|all| {
                if on {
                    all.insert(id)
                } else {
                    all.remove(&id)
                };
            });
        };
        view! {
            <li>
                <label class="tick">
                    <input type="checkbox" prop:checked=move || on.get() && !known.get() disabled=known on:change=toggle data-testid="copy-row" />
                    <span>
                        {content_of(task)}
                        <span class="taskrow__about">
                            <span>{days_of(&task.start, &task.end)}</span>
                            {move || known.get().then(|| view! { <span class="state state--ok">{t(k::PLAN_ROW_THERE)}</span> })}
                        </span>
                    </span>
                </label>
            </li>
        }
        .into_any()
    };
    plan::ordered(last).into_iter().map(line).collect()
}

fn copied(
    app: Services,
    last: &Year,
    chosen: RwSignal<BTreeSet<RecordId>>,
    cycles: (&Cycle, &Cycle),
    count: usize,
) {
    let sets = chosen.with_untracked(|chosen| {
        app.planning.year.with_untracked(|year| copy::plan(last, chosen, cycles, year))
    });
    app.planning.change(YearCommand::SetFields(sets));
    app.work.say_undoable(tf(k::PLAN_COPIED, &[("n", &count)]));
    page::go(&View::Quarters.href());
}
