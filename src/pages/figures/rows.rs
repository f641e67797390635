//! Figures of one branch: in a line, "no change" in one tap, and its form when it is opened.

use crate::{
    i18n::{self, k, t, tf},
    pages::{
        record::{At, draw, rows, stored},
        written::Written,
    },
    shell::services,
};
use bcd_core::{
    id::RecordId,
    year::{
        command::YearCommand,
        cycle::Quarter,
        faults::{InputFault, of_record},
        record::{RecordKind, path},
        totals,
        value::Day,
    },
};
use leptos::prelude::*;

/// Figures of a branch in a quarter, or in the year.
#[component]
pub fn FigureRow(
    /// Of a quarter, or of the year.
    kind: RecordKind,
    /// Where they stand.
    id: RecordId,
    /// Whose they are.
    branch: RecordId,
    /// Which quarter.
    quarter: Quarter,
    /// The branch's name.
    name: String,
    /// Everything that is wrong.
    faults: Memo<Vec<InputFault>>,
    /// Whether it stands open from the start.
    open: bool,
    /// It is the unit's own beside those of its branches.
    whole: bool,
) -> impl IntoView {
    let open = RwSignal::new(open);
    let at = At { kind, id: id.clone(), faults };
    let form = move || {
        open.get().then(|| {
            let fields = rows(kind).iter().map(|row| draw(&at, row)).collect_view();
            view! {
                <div class="figures__form">
                    {whole.then(|| view! { <p class="field__note">{t(k::FIGURES_WHOLE)}</p> })}
                    <div class="form form--level">{fields}</div>
                    <Written prefix=path(kind, &at.id, "") />
                </div>
            }
        })
    };
    let wrong = {
        let id = id.clone();
        let count = Memo::new(move |_| faults.with(|all| of_record(all, kind, &id).count()));
        move || {
            let n = count.get();
            (n > 0).then(|| {
                view! { <span class="state state--bad" data-testid="figure-faults">{tf(k::FIGURES_FAULTS, &[("n", &n)])}</span> }
            })
        }
    };
    // The unit's own figure is asked for only if branches have not entered theirs.
    let quarterly = kind == RecordKind::Quarter && !whole;
    let state = quarterly.then(|| view! { <Confirmed id=id.clone() /> });
    let change =
        (kind == RecordKind::Quarter).then(|| view! { <NoChange id=id.clone() branch quarter /> });
    view! {
        <li class="figures" data-testid="figure-row">
            <p class="figures__head"><b>{name}</b> {state} {wrong}</p>
            <p class="figures__do">
                {change}
                <button class="button button--quiet" aria-expanded=move || open.get().to_string()
                    on:click=move |_| open.update(|open| *open = !*open) data-testid="figure-open">
                    {move || t(if open.get() { k::FIGURES_CLOSE } else { k::FIGURES_OPEN })}
                </button>
            </p>
            {form}
        </li>
    }
    .into_any()
}

#[component]
fn Confirmed(id: RecordId) -> impl IntoView {
    let members = stored(path(RecordKind::Quarter, &id, "members"));
    let day = stored(path(RecordKind::Quarter, &id, "confirmed"));
    let count = move || match members.get() {
        n if n.is_empty() => None,
        n => Some(tf(k::BRANCHES_N_MEMBERS, &[("n", &n)])),
    };
    let is_day = Memo::new(move |_| Day(day.get()).date().is_some());
    let word = move || match is_day.get() {
        true => tf(k::FIGURES_CONFIRMED_ON, &[("day", &i18n::date(&day.get()))]),
        false => t(k::FIGURES_UNCONFIRMED).to_owned(),
    };
    view! {
        <span class="figure">{count}</span>
        " "
        <span class="state" class:state--ok=is_day data-testid="confirmed">{word}</span>
    }
    .into_any()
}

// One tap: last quarter's members and hard cases, nobody came or went, confirmed today.
#[component]
fn NoChange(id: RecordId, branch: RecordId, quarter: Quarter) -> impl IntoView {
    let app = services();
    let known = {
        let branch = branch.clone();
        Memo::new(move |_| {
            app.planning
                .year
                .with(|year| totals::before(year, quarter, branch.as_str()).members.get())
        })
    };
    let confirmed = stored(path(RecordKind::Quarter, &id, "confirmed"));
    let press = move |_| {
        let today = Day::from(app.planning.today());
        app.planning.change(YearCommand::NoChange(quarter, branch.clone(), today));
        app.work.say_undoable(t(k::FIGURES_COPIED));
    };
    move || {
        let members = known.get()?;
        let press = press.clone();
        confirmed.with(String::is_empty).then(|| {
            view! {
                <button class="button" on:click=press data-testid="no-change">
                    {tf(k::FIGURES_NO_CHANGE, &[("n", &members)])}
                </button>
            }
        })
    }
}
