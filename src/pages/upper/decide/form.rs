//! The decision: its number, day and body, entered once; a look at what will be written; and the yes.

use super::{
    Desk,
    letter::{BodyChoice, body},
    picks::Chosen,
    words,
};
use crate::{
    i18n::{self, k, t, tf},
    pages::unwritten,
    shell::{rolls, services},
    ui::{Field, Kind, Notice, Tone},
};
use bcd_app::reviewing::{LookedAt, ToDecide};
use bcd_web::spawn_local;
use leptos::prelude::*;

/// What was looked at, as it is written when the person says yes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Planned {
    units: Vec<ToDecide>,
    /// Names of those that are recognised.
    yes: Vec<String>,
    /// Names of those that are not, each with why.
    no: Vec<String>,
    /// How many of them the filter does not show.
    hidden: usize,
    /// Names of those that are recognised and should be looked at first, each with why.
    doubtful: Vec<String>,
    number: String,
    date: String,
}

/// The form.
#[component]
pub fn Form(desk: Desk) -> impl IntoView {
    let form = move || {
        // A form of its own for each cycle: what is typed is of the one that it was typed for.
        let cycle = desk.table.cycle.get();
        view! { <OfCycle desk cycle /> }
    };
    view! { {form} }.into_any()
}

#[component]
fn OfCycle(desk: Desk, cycle: String) -> impl IntoView {
    let app = services();
    let today = app.planning.today().to_string();
    let about = ["number", "date", "why"].map(|field| format!("decide|{cycle}||{field}"));
    let [number, date, why] = [(0, ""), (1, &*today), (2, "")]
        .map(|(at, usual): (usize, &str)| unwritten::text(&about[at], usual));
    let about = StoredValue::new(about);
    let planned = RwSignal::new(None::<Planned>);
    let (failed, busy) = (RwSignal::new(Vec::<String>::new()), RwSignal::new(false));
    let chosen = Memo::new(move |_| desk.chosen());
    // What is shown is what is written: whatever changes, is looked at again.
    Effect::new(move |_| {
        chosen.track();
        // Papers that are made before it is written name it, too.
        desk.entered.set((number.get(), date.get()));
        desk.why_all.set(why.get());
        planned.set(None);
    });
    let name_of = move |at: &LookedAt| {
        desk.all.with_untracked(|all| {
            let found = all.iter().find(|it| it.unit.as_ref() == Some(&at.unit));
            found.map_or_else(|| at.unit.to_string(), |it| it.name.clone())
        })
    };
    let look = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let texts = [number, date, why].map(|text| text.get_untracked());
        let plan = chosen.with_untracked(|chosen| plan(desk, chosen, texts));
        if plan.units.is_empty() {
            return app.work.say(t(k::DECIDE_NOBODY));
        }
        spawn_local(async move {
            let could = desk.reviewing.could_decide_all(&plan.units, &plan.number, &plan.date);
            match could.await {
                Ok(()) => {
                    failed.try_set(Vec::new());
                    planned.try_set(Some(plan));
                }
                Err(not) => {
                    failed.try_set(words::failed(&not, name_of));
                    planned.try_set(None);
                }
            }
        });
    };
    let write = Callback::new(move |()| {
        let Some(plan) = planned.get_untracked().filter(|_| !busy.get_untracked()) else { return };
        busy.set(true);
        spawn_local(async move {
            let done = desk.reviewing.decide_all(&plan.units, &plan.number, &plan.date).await;
            busy.try_set(false);
            planned.try_set(None);
            match done {
                Ok(()) => {
                    let units: Vec<_> = plan.units.iter().map(|it| it.at.unit.clone()).collect();
                    if let Some(first) = plan.units.first() {
                        desk.picks.put(&first.at.cycle, &units, None);
                    }
                    about.try_with_value(|about| unwritten::written(&[number, why], about));
                    app.work.say(tf(k::DECIDE_WRITTEN, &[("n", &units.len())]));
                }
                Err(not) => drop(failed.try_set(words::failed(&not, name_of))),
            }
        });
    });
    let preview = {
        let cycle = cycle.clone();
        move || {
            let cycle = cycle.clone();
            planned.get().map(|plan| view! { <Look desk plan cycle busy write planned /> })
        }
    };
    view! {
        <section class="card stack" aria-labelledby="decide-h">
            <h2 id="decide-h">{t(k::DECIDE_FORM)}</h2>
            <form class="stack" on:submit=look data-testid="decide-form">
                <div class="filters">
                    <Field label=t(k::VERIFY_NUMBER) value=number hint=t(k::VERIFY_NUMBER_HINT) max=100
                        on_input=Callback::new(move |text| number.set(text)) test="decide-number" />
                    <Field label=t(k::VERIFY_DATE) value=date kind=Kind::Date
                        on_input=Callback::new(move |text| date.set(text)) test="decide-date" />
                    <BodyChoice reviewing=desk.reviewing cycle />
                </div>
                <Field label=t(k::DECIDE_WHY_ALL) value=why kind=Kind::Lines hint=t(k::DECIDE_WHY_ALL_HINT)
                    on_input=Callback::new(move |text| why.set(text)) test="decide-why-all" />
                <p class="row">
                    <button class="button button--main" data-testid="decide-look">{t(k::DECIDE_LOOK)}</button>
                </p>
            </form>
            <Failed failed />
            <div aria-live="polite">{preview}</div>
        </section>
    }
    .into_any()
}

fn plan(desk: Desk, chosen: &[Chosen], [number, date, why]: [String; 3]) -> Planned {
    let shown = desk.shown.get_untracked();
    let mut plan = Planned { number: number.trim().to_owned(), date, ..Planned::default() };
    for one in chosen {
        let decide = desk.deciding(one, &why);
        let name = one.candidate.name.clone();
        match decide.recognised {
            true => {
                let doubts = words::doubts(&one.candidate);
                if !doubts.is_empty() {
                    plan.doubtful.push(format!("{name} ({doubts})"));
                }
                plan.yes.push(name);
            }
            false if decide.why.is_empty() => plan.no.push(name),
            false => plan.no.push(format!("{name} ({})", decide.why)),
        }
        plan.hidden += usize::from(!shown.contains(&one.candidate.row));
        plan.units.push(decide);
    }
    plan
}

// What will be written, and the yes.
#[component]
fn Look(
    desk: Desk,
    plan: Planned,
    cycle: String,
    busy: RwSignal<bool>,
    write: Callback<()>,
    planned: RwSignal<Option<Planned>>,
) -> impl IntoView {
    let rolls = rolls();
    let counts = [(plan.yes.len(), k::DECIDE_LOOK_YES), (plan.no.len(), k::DECIDE_LOOK_NO)];
    let counts = counts.into_iter().filter(|(n, _)| *n > 0);
    let what = counts.map(|(n, key)| tf(key, &[("n", &n)])).collect::<Vec<_>>().join("; ");
    let date = i18n::date(&plan.date);
    let (number, year) = (plan.number.clone(), cycle.clone());
    let sentence = move || {
        let body = body(rolls, desk.reviewing, &year);
        let values: [(&str, &dyn core::fmt::Display); 5] = [
            ("what", &what),
            ("cycle", &year),
            ("number", &number),
            ("date", &date),
            ("body", &body),
        ];
        tf(k::DECIDE_LOOK_TEXT, &values)
    };
    let hidden = (plan.hidden > 0)
        .then(|| view! { <p>{tf(k::DECIDE_LOOK_HIDDEN, &[("n", &plan.hidden)])}</p> });
    let names = |key, names: Vec<String>| {
        (!names.is_empty()).then(|| {
            view! {
                <details>
                    <summary>{tf(key, &[("n", &names.len())])}</summary>
                    <p>{names.join("; ")}</p>
                </details>
            }
        })
    };
    view! {
        <Notice tone=Tone::Info test="decide-preview">
            <p><b>{sentence}</b></p>
            {hidden}
            {names(k::DECIDE_LOOK_DOUBTFUL, plan.doubtful)}
            {names(k::DECIDE_LOOK_YES, plan.yes)}
            {names(k::DECIDE_LOOK_NO, plan.no)}
            <p>{t(k::DECIDE_LOOK_NOTE)}</p>
            <p class="row">
                <button class="button button--main" disabled=busy on:click=move |_| write.run(()) data-testid="decide-write">
                    {t(k::DECIDE_WRITE)}
                </button>
                <button class="button button--quiet" on:click=move |_| planned.set(None) data-testid="decide-not-yet">
                    {t(k::DECIDE_NOT_YET)}
                </button>
            </p>
        </Notice>
    }
    .into_any()
}

/// Why nothing was written, unit by unit.
#[component]
pub fn Failed(failed: RwSignal<Vec<String>>) -> impl IntoView {
    move || {
        let lines = failed.get();
        (!lines.is_empty()).then(|| {
            let lines = lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
            view! {
                <Notice tone=Tone::Bad test="decide-failed">
                    <p><b>{t(k::DECIDE_FAILED)}</b></p>
                    <ul>{lines}</ul>
                </Notice>
            }
        })
    }
}
