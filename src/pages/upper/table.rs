//! The table units × items: where the units stand, as a heat map, lists and charts. Filter and order
//! stand in the address, so that a view can be sent to a colleague.

mod bars;
mod charts;
pub mod filters;
mod grid;
mod hand_out;
mod items;
pub mod source;
mod units;
pub mod words;
mod years;

pub use grid::address as unit_address;

use crate::{
    i18n::{k, t, tf},
    pages::{Head, Page},
    shell::services,
    ui::{Choice, Notice, Tone},
};
use bcd_app::services::Services;
use bcd_core::upper::table::{Filter, MOST_COLUMNS, Show, View};
use bcd_web::{page, page::scrolling, spawn_local};
use leptos::prelude::*;
use source::Desk;

/// The page of the table.
pub fn view(inner: Memo<String>) -> AnyView {
    view! { <Summary inner /> }.into_any()
}

/// The address of a view.
pub fn href(view: &View) -> String {
    Page::Table.open(view.write()).href()
}

/// A figure or a name that leads to the units behind it.
pub fn to_units(desk: Desk, filter: Filter, text: String) -> AnyView {
    let target = View { show: Show::Table, filter, ..desk.view.get_untracked() };
    let address = href(&target);
    // The address alone would not do where it is the one that the page was opened with.
    let go = move |_| desk.view.set(target.clone());
    view! { <a class="figure" href=address on:click=go data-testid="to-units">{text}</a> }
        .into_any()
}

/// A table under the filter in an address. Copy: it holds handles.
#[derive(Clone, Copy)]
pub struct Addressed {
    /// The table.
    pub desk: Desk,
    /// Shows another view; the address says it.
    pub change: Callback<View>,
    unknown: RwSignal<Vec<String>>,
}

impl Addressed {
    /// The table of a page. `inner` is the view in its address, which `href` writes.
    pub fn of(inner: Memo<String>, href: fn(&View) -> String) -> Self {
        let (read, left) = View::read(&inner.get_untracked());
        let (view, unknown) = (RwSignal::new(read), RwSignal::new(left));
        Effect::new(move |before: Option<()>| {
            let (read, left) = inner.with(|inner| View::read(inner));
            if before.is_some() {
                view.set(read);
                unknown.set(left);
            }
        });
        let change = Callback::new(move |change: View| {
            scrolling::rewrite(&href(&change));
            unknown.set(Vec::new());
            view.set(change);
        });
        Self { desk: Desk::new(services(), view), change, unknown }
    }

    /// What of the address was not understood.
    pub fn not_understood(self) -> AnyView {
        let unknown = self.unknown;
        let said = move || {
            let words = unknown.get();
            (!words.is_empty()).then(|| {
                let text = tf(k::UPPER_TABLE_UNKNOWN, &[("words", &words.join(" · "))]);
                view! { <Notice tone=Tone::Warn test="unknown"><p>{text}</p></Notice> }
            })
        };
        view! { {said} }.into_any()
    }

    /// The choice of the cycle.
    pub fn cycles(self) -> AnyView {
        let Self { desk, change, .. } = self;
        let cycles = move || {
            let all = desk.cycles.get().into_iter().map(|cycle| (cycle.clone(), cycle)).collect();
            let pick = Callback::new(move |cycle| {
                change.run(View { cycle, ..desk.view.get_untracked() });
            });
            let cycle = desk.cycle;
            view! { <Choice label=t(k::UPPER_TABLE_CYCLE) options=all value=cycle on_change=pick test="cycle" /> }
        };
        view! { {cycles} }.into_any()
    }
}

#[component]
fn Summary(inner: Memo<String>) -> impl IntoView {
    let addressed = Addressed::of(inner, href);
    let desk = addressed.desk;
    let shown = move || {
        match desk.is_empty.get() {
        true => view! {
            <p class="empty">{t(k::UPPER_TABLE_NO_CYCLE)}</p>
            <p class="row"><a class="button button--main" href=Page::Receive.href()>{t(k::UNITS_RECEIVE)}</a></p>
        }
        .into_any(),
        false => view! { <Whole addressed /> }.into_any(),
    }
    };
    view! {
        <div class="heat wide wide--panes" data-testid="table-page">
            <Head title=t(k::UPPER_TABLE_TITLE) />
            {addressed.not_understood()}
            {refreshing(services())}
            {shown}
        </div>
    }
    .into_any()
}

/// Lines that an older version made are made anew before anybody counts on them.
pub fn refreshing(app: Services) -> AnyView {
    let refreshing = app.refreshing();
    let ended = RwSignal::new(None::<Result<usize, ()>>);
    spawn_local(async move {
        let done = refreshing.run().await.map(|done| done.left.len()).map_err(drop);
        ended.try_set(Some(done));
    });
    let progress = move || {
        let (done, of) = refreshing.progress.get();
        let text = tf(k::UPPER_TABLE_REFRESHING, &[("done", &done), ("of", &of)]);
        (of > 0).then(|| view! { <p role="status">{text}</p> })
    };
    let fault = move || {
        let text = match ended.get()? {
            Ok(0) => return None,
            Ok(left) => tf(k::UPPER_TABLE_REFRESH_LEFT, &[("n", &left)]),
            Err(()) => t(k::UPPER_TABLE_REFRESH_FAILED).to_owned(),
        };
        Some(view! { <Notice tone=Tone::Bad test="refresh-failed"><p>{text}</p></Notice> })
    };
    view! { <div>{progress} {fault}</div> }.into_any()
}

#[component]
fn Whole(addressed: Addressed) -> impl IntoView {
    let Addressed { desk, change, .. } = addressed;
    let kinds = [
        (Show::Table, k::UPPER_TABLE_SHOW_TABLE),
        (Show::Items, k::UPPER_TABLE_SHOW_ITEMS),
        (Show::Charts, k::UPPER_TABLE_SHOW_CHARTS),
        (Show::Years, k::UPPER_TABLE_SHOW_YEARS),
    ];
    let show = Memo::new(move |_| desk.view.with(|view| view.show));
    let pills = kinds.map(|(kind, word)| {
        let is = move || (show.get() == kind).then_some("true");
        let target = move || View { show: kind, ..desk.view.get() };
        // A step of the history: back leads to what was looked at before.
        let go = move |_| desk.view.set(View { show: kind, ..desk.view.get_untracked() });
        view! {
            <a class="pill" href=move || href(&target()) aria-current=is on:click=go data-testid="show">{t(word)}</a>
        }
    });
    let part = move || match show.get() {
        // One job, two shapes: a phone has no room for thirty columns.
        Show::Table if page::is_wide() => view! { <grid::Grid desk change /> }.into_any(),
        Show::Table => view! { <units::Units desk /> }.into_any(),
        Show::Items => view! { <items::Items desk /> }.into_any(),
        Show::Charts => view! { <charts::Charts desk /> }.into_any(),
        Show::Years => view! { <years::Years desk /> }.into_any(),
    };
    let sets = move || {
        let uses = desk.table.with(|table| table.sets.clone());
        (uses.len() > 1).then(|| {
            let line = |it: &bcd_core::upper::table::SetUse| {
                let values: [(&str, &dyn core::fmt::Display); 3] =
                    [("id", &it.set.id), ("version", &it.set.version), ("n", &it.units)];
                view! { <li>{tf(k::UPPER_TABLE_SET, &values)}</li> }
            };
            let lines = uses.iter().map(line).collect_view();
            view! {
                <Notice tone=Tone::Info test="sets">
                    <p>{t(k::UPPER_TABLE_SETS)}</p>
                    <ul>{lines}</ul>
                </Notice>
            }
        })
    };
    let left_out = move || {
        let n = desk.table.with(|table| table.left_out);
        let text = tf(k::UPPER_TABLE_LEFT_OUT, &[("n", &n), ("most", &MOST_COLUMNS)]);
        (n > 0).then(|| view! { <Notice tone=Tone::Warn><p>{text}</p></Notice> })
    };
    let count = move || {
        let (n, of) = (desk.fitting.with(|rows| rows.len()), desk.table.with(|it| it.rows.len()));
        tf(k::UPPER_TABLE_COUNT, &[("n", &n), ("of", &of)])
    };
    view! {
        <nav class="pills__list" aria-label=t(k::UPPER_TABLE_SHOW)>{pills}</nav>
        <div class="filters">{addressed.cycles()}</div>
        <filters::Filters desk change />
        {sets}
        {left_out}
        <p role="status" data-testid="table-count">{count}</p>
        {part}
        <hand_out::HandOut desk />
    }
    .into_any()
}
