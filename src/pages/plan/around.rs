//! Around the plan's views: the head, the sums, the switch between views, what can be done.

use super::View;
use crate::{
    i18n::{k, t, tf},
    pages::around::edit_head,
    shell::services,
    ui::{Icon, icon},
};
use bcd_app::services::Services;
use bcd_core::{
    id::RecordId,
    year::{
        command::{NewRecord, YearCommand},
        record::live,
        task::Task,
    },
};
use bcd_web::page;
use leptos::prelude::*;

/// The top of the plan's three views.
#[component]
pub fn Top(
    /// The view shown.
    view: View,
) -> impl IntoView {
    let app = services();
    let tab = |to: View, text: &'static str, test: &'static str| {
        let same = std::mem::discriminant(&to) == std::mem::discriminant(&view);
        view! {
            <a class="switch__one" href=to.href() aria-current=same.then_some("page") data-testid=test>{text}</a>
        }
    };
    view! {
        {edit_head(app.work, t(k::PLAN_TITLE))}
        <Sums />
        <nav class="switch" aria-label=t(k::PLAN_VIEWS)>
            {tab(View::Quarters, t(k::PLAN_BY_QUARTER), "by-quarter")}
            {tab(View::Month(None), t(k::PLAN_BY_MONTH), "by-month")}
            {tab(View::Year, t(k::PLAN_BY_YEAR), "by-year")}
        </nav>
    }
    .into_any()
}

/// The head of a page inside the plan, with the way back.
#[component]
pub fn Inner(#[prop(into)] title: String) -> impl IntoView {
    let app = services();
    view! {
        <div class="backhead">
            <a class="iconbutton" href=View::Quarters.href() aria-label=t(k::PLAN_BACK) data-testid="plan-back">
                {icon(Icon::Back)}
            </a>
            <div class="backhead__title">{edit_head(app.work, &title)}</div>
        </div>
    }
    .into_any()
}

/// How many tasks are done, how many are late.
#[component]
fn Sums() -> impl IntoView {
    let app = services();
    let sums = Memo::new(move |_| {
        let today = app.planning.today();
        app.planning.year.with(|year| {
            let count =
                |is: &dyn Fn(&Task) -> bool| live(&year.tasks).filter(|(_, one)| is(one)).count();
            (count(&Task::is_done), count(&Task::counts), count(&|one| one.is_late(today)))
        })
    });
    move || {
        let (done, all, late) = sums.get();
        let share = (done * 100).checked_div(all).unwrap_or(0);
        (all > 0).then(|| {
            view! {
                <div class="sums">
                    <p data-testid="plan-sums">
                        <b class="figure">{tf(k::PLAN_DONE_OF, &[("done", &done), ("all", &all)])}</b>
                        {(late > 0).then(|| view! {
                            <span class="state state--bad" data-testid="plan-late">
                                <span aria-hidden="true">"▲ "</span>{tf(k::PLAN_LATE_COUNT, &[("n", &late)])}
                            </span>
                        })}
                    </p>
                    <svg class="bar bar--ok" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                        <rect class="bar__track" width="100" height="8" />
                        <rect class="bar__fill" width=share height="8" />
                    </svg>
                </div>
            }
        })
    }
}

/// Adds a task and opens it.
pub fn add_task(app: Services) {
    let id = RecordId(app.work.new_id());
    let task = NewRecord::Task(Task::default());
    app.planning.change(YearCommand::Add(id.clone(), Box::new(task)));
    page::go(&View::Task(id).href());
}

/// What can be done with the plan as a whole.
#[component]
pub fn Actions() -> impl IntoView {
    let app = services();
    view! {
        <p class="row planacts">
            <button class="button button--main" on:click=move |_| add_task(app) data-testid="add-task">
                {icon(Icon::Add)} {t(k::PLAN_ADD)}
            </button>
            <a class="button" href=View::Templates.href() data-testid="from-template">
                {icon(Icon::Page)} {t(k::PLAN_FROM_TEMPLATE)}
            </a>
            <a class="button" href=View::Copy.href() data-testid="copy-plan">{t(k::PLAN_COPY)}</a>
            <a class="button" href=View::Calendar.href() data-testid="to-calendar">
                {icon(Icon::Plan)} {t(k::PLAN_CALENDAR)}
            </a>
        </p>
    }
    .into_any()
}
