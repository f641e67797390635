//! Templates: what each is for, what stands in it, its rows as tasks of the plan.

use super::{View, around::Inner, words::short};
use crate::{
    i18n::{Key, k, lang, t, tf},
    pages::Page,
    route::Route,
    shell::services,
    ui::{Icon, Notice, Tone, icon},
};
use bcd_core::{
    paper::build::drafts::DraftChoice,
    year::{
        command::YearCommand,
        cycle::Cycle,
        template::{self, Section, Template, TemplateRow},
    },
};
use bcd_web::page;
use leptos::prelude::*;
use std::collections::BTreeSet;

// What a template is for, by its id.
fn purpose(id: &str) -> Option<Key> {
    Some(match id {
        "annual-plan" => k::PLAN_FOR_YEAR,
        "period-plan" => k::PLAN_FOR_PERIOD,
        "meeting" => k::PLAN_FOR_MEETING,
        "youth-project" => k::PLAN_FOR_PROJECT,
        "training" => k::PLAN_FOR_TRAINING,
        "one-plus-one" => k::PLAN_FOR_INTRO,
        "joint-programme" => k::PLAN_FOR_JOINT,
        "registration" => k::PLAN_FOR_REGISTER,
        "self-score" => k::PLAN_FOR_SCORE,
        "report" => k::PLAN_FOR_REPORT,
        _ => return None,
    })
}

// The document that a template becomes; the list, where it becomes several.
fn paper_of(id: &str) -> Route {
    let which = match id {
        "annual-plan" => Some(DraftChoice::Plan),
        "youth-project" => Some(DraftChoice::Projects),
        "training" => Some(DraftChoice::Training),
        "one-plus-one" => Some(DraftChoice::Intros),
        "registration" => Some(DraftChoice::Registration),
        "self-score" => Some(DraftChoice::SelfScore),
        "report" => Some(DraftChoice::Report),
        _ => None,
    };
    Page::Papers.open(which.map(|which| which.id()).unwrap_or_default())
}

// What it is for; of the upper level's, that it is theirs.
fn about(one: &Template, from_upper: bool) -> Option<&'static str> {
    if from_upper { Some(t(k::PLAN_FROM_UPPER)) } else { purpose(&one.id).map(t) }
}

/// The list of templates.
#[component]
pub fn Templates() -> impl IntoView {
    let app = services();
    let all = Memo::new(move |_| {
        app.planning.templates.with_value(|shipped| {
            app.planning.guidance.with(|pack| {
                let all = pack.all_templates(shipped).into_iter();
                all.map(|one| (one.clone(), pack.has_template(&one.id))).collect::<Vec<_>>()
            })
        })
    });
    let line = |(one, from_upper): (Template, bool)| {
        let count = one.rows.len();
        let rows = (count > 0).then(|| tf(k::PLAN_ROWS, &[("n", &count)]));
        view! {
            <li>
                <a class="way" href=View::Template(one.id.clone()).href() data-testid="template">
                    {icon(Icon::Page)}
                    <span class="way__text">
                        <b>{one.short.get(lang()).to_owned()}</b>
                        <span class="field__note">{about(&one, from_upper)}</span>
                    </span>
                    {rows.map(|rows| view! { <span class="tag">{rows}</span> })}
                </a>
            </li>
        }
    };
    view! {
        <Inner title=t(k::PLAN_TEMPLATES) />
        <p>{t(k::PLAN_TEMPLATES_TEXT)}</p>
        <ul class="plain ways">{move || all.get().into_iter().map(line).collect_view()}</ul>
    }
    .into_any()
}

/// One template.
#[component]
pub fn OneTemplate(id: String) -> impl IntoView {
    let app = services();
    let found = Memo::new(move |_| {
        app.planning.templates.with_value(|shipped| {
            app.planning.guidance.with(|pack| {
                let one = pack.all_templates(shipped).into_iter().find(|one| one.id == id);
                one.map(|one| (one.clone(), pack.has_template(&one.id)))
            })
        })
    });
    (move || match found.get() {
        Some((one, from_upper)) => opened(one, from_upper),
        None => view! { <Inner title=t(k::PLAN_TEMPLATES) /><p class="empty">{t(k::PLAN_NO_TEMPLATE)}</p> }
            .into_any(),
    })
    .into_any()
}

fn opened(one: Template, from_upper: bool) -> AnyView {
    let sections = one.sections.iter().map(section).collect_view();
    let rows = (!one.rows.is_empty()).then(|| view! { <Rows one=one.clone() /> });
    view! {
        <Inner title=one.short.get(lang()) />
        <p>{about(&one, from_upper)}</p>
        {rows}
        <section class="card" aria-labelledby="sections-h">
            <h2 id="sections-h">{t(k::PLAN_SECTIONS)}</h2>
            <ol class="sections">{sections}</ol>
            <p><a class="button" href=paper_of(&one.id).href() data-testid="to-paper">{icon(Icon::Page)} {t(k::PLAN_TO_PAPERS)}</a></p>
        </section>
    }
    .into_any()
}

fn section(one: &Section) -> impl IntoView + use<> {
    let columns: Vec<String> =
        one.columns.iter().map(|column| column.title.get(lang()).to_owned()).collect();
    let hint = one.hint.get(lang()).to_owned();
    view! {
        <li>
            <b>{one.title.get(lang()).to_owned()}</b>
            {(!hint.is_empty()).then(|| view! { <span class="field__note">{hint}</span> })}
            {(!columns.is_empty()).then(|| view! { <span class="field__note">{tf(k::PLAN_COLUMNS, &[("columns", &columns.join(" · "))])}</span> })}
        </li>
    }
}

// When a row is due, in the cycle.
fn months(row: &TemplateRow, cycle: &Cycle) -> Option<String> {
    let named = |(from, to)| Some((cycle.month_named(from)?, cycle.month_named(to)?));
    let (from, to) = row.season.and_then(named).or(row.months)?;
    let (first, last) = (cycle.month(from).first, cycle.month(to).last);
    Some(format!("{} – {}", short(first), short(last)))
}

#[component]
fn Rows(one: Template) -> impl IntoView {
    let app = services();
    let there = {
        let one = one.clone();
        Memo::new(move |_| {
            let id = |row: &TemplateRow| template::task_id(&one.id, &row.id);
            app.planning.year.with(|year| {
                let known = one.rows.iter().filter(|row| year.tasks.contains_key(&id(row)));
                known.map(|row| row.id.clone()).collect::<BTreeSet<_>>()
            })
        })
    };
    let all: BTreeSet<String> = one.rows.iter().map(|row| row.id.clone()).collect();
    let count_all = all.len();
    let chosen = RwSignal::new(all.clone());
    let wanted =
        Memo::new(move |_| there.with(|there| chosen.with(|c| c.difference(there).count())));
    let whole = move |on: bool| {
        let all = all.clone();
        move |_| chosen.set(if on { all.clone() } else { BTreeSet::new() })
    };
    let (every, none) = (whole(true), whole(false));
    let cycle = app.planning.days();
    let lines = one.rows.iter().map(|row| {
        let (id, here) = (row.id.clone(), row.id.clone());
        let known = {
            let id = id.clone();
            Memo::new(move |_| there.with(|there| there.contains(&id)))
        };
        let on = Memo::new(move |_| chosen.with(|chosen| chosen.contains(&here)));
        let toggle = move |event| {
            let (id, on) = (id.clone(), event_target_checked(&event));
            chosen.update(|all| {
                if on { all.insert(id) } else { all.remove(&id) };
            });
        };
        let when = cycle.as_ref().and_then(|cycle| months(row, cycle));
        let items: Vec<&str> = row.items.iter().map(|item| item.as_str()).collect();
        let items = items.join(", ");
        view! {
            <li>
                <label class="tick">
                    <input type="checkbox" prop:checked=move || on.get() && !known.get() disabled=known on:change=toggle data-testid="row" />
                    <span>
                        {row.text.get(lang()).to_owned()}
                        <span class="taskrow__about">
                            <span>{when}</span>
                            {(!items.is_empty()).then(|| view! { <span class="tag">{items}</span> })}
                            {move || known.get().then(|| view! { <span class="state state--ok">{t(k::PLAN_ROW_THERE)}</span> })}
                        </span>
                    </span>
                </label>
            </li>
        }
    });
    let lines = lines.collect_view();
    let add = move |_| {
        let Some(cycle) = app.planning.days() else { return };
        let added = wanted.get_untracked();
        let known =
            chosen.with_untracked(|c| there.with_untracked(|there| c.intersection(there).count()));
        let sets = chosen.with_untracked(|chosen| {
            let wish = |row: &TemplateRow| chosen.contains(&row.id);
            app.planning
                .year
                .with_untracked(|year| template::tasks(&one, &wish, lang(), year, &cycle))
        });
        app.planning.change(YearCommand::SetFields(sets));
        app.work.say_undoable(if known == 0 {
            tf(k::PLAN_ADDED, &[("n", &added)])
        } else {
            tf(k::PLAN_ADDED_KNOWN, &[("n", &added), ("known", &known)])
        });
        page::go(&View::Quarters.href());
    };
    let no_cycle = app.planning.days().is_none();
    view! {
        <section class="card" aria-labelledby="rows-h">
            <h2 id="rows-h">{tf(k::PLAN_ROWS_TITLE, &[("n", &count_all)])}</h2>
            {no_cycle.then(|| view! { <Notice tone=Tone::Warn><p>{t(k::PLAN_NO_CYCLE)}</p></Notice> })}
            <p class="row">
                <button class="button button--main" on:click=add disabled=move || no_cycle || wanted.get() == 0 data-testid="take-rows">
                    {icon(Icon::Add)} {move || tf(k::PLAN_TAKE, &[("n", &wanted.get())])}
                </button>
                <button class="button button--quiet" on:click=every>{t(k::PLAN_CHOOSE_ALL)}</button>
                <button class="button button--quiet" on:click=none data-testid="no-rows">{t(k::PLAN_CHOOSE_NONE)}</button>
            </p>
            <ul class="plain ticklist">{lines}</ul>
        </section>
    }
    .into_any()
}
