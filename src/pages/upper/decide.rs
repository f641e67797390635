//! Deciding (quyết định) on many units at once: who is ready, what the others lack, one number and day for
//! all that are chosen, a look before the yes; and the papers of recognition.

mod decided;
mod form;
mod lacking;
mod letter;
mod papers;
mod picks;
mod ready;
mod words;

use super::table::{Addressed, filters::Filters, refreshing, source::Desk as TableDesk};
use crate::{
    i18n::{k, t, tf},
    pages::{
        Head, Page,
        office::{OfficeLine, reviewing},
    },
    shell::services,
};
use bcd_app::reviewing::Reviewing;
use bcd_core::{
    id::UnitId,
    upper::{
        case::CaseLine,
        deciding::{Candidate, Decidable, candidates},
        table::View,
    },
};
use leptos::prelude::*;
use picks::Picks;
use std::sync::Arc;

/// How many units are drawn at once in each list: about 15 elements each.
const AT_ONCE: usize = 100;

/// The page; what stands in the address is a view of the table of units.
pub fn view(inner: Memo<String>) -> AnyView {
    view! { <Deciding inner /> }.into_any()
}

/// The address of the page under a view of the table.
pub fn href(view: &View) -> String {
    Page::Decide.open(view.write()).href()
}

/// What every part of the page needs. Copy: it holds handles.
#[derive(Clone, Copy)]
pub struct Desk {
    /// The table of the cycle, and its filter.
    pub table: TableDesk,
    /// Reviewing.
    pub reviewing: Reviewing,
    /// All units of the cycle, in the order of the table's rows.
    pub all: Memo<Arc<Vec<Candidate>>>,
    /// Their rows that the filter shows, in the order chosen.
    pub shown: Memo<Arc<Vec<usize>>>,
    /// What was chosen of them, in this tab.
    pub picks: Picks,
    /// Number and day of the decision that is being entered.
    pub entered: RwSignal<(String, String)>,
    /// Why units are not recognised that have no reason of their own, as it is being entered.
    pub why_all: RwSignal<String>,
}

impl Desk {
    fn new(table: TableDesk) -> Self {
        let reviewing = reviewing();
        let all = Memo::new(move |_| {
            let cycle = table.cycle.get();
            reviewing.lines.with(|lines| {
                let of = |unit: &UnitId| lines.get(&(unit.clone(), cycle.clone()));
                table.table.with(|table| {
                    let rows: Vec<usize> = (0..table.rows.len()).collect();
                    Arc::new(candidates(table, &rows, of))
                })
            })
        });
        let (entered, why_all) = (RwSignal::default(), RwSignal::default());
        let shown = table.sorted;
        Self { table, reviewing, all, shown, picks: picks::picks(), entered, why_all }
    }

    /// The units that the filter shows and that stand so. Follows signals.
    pub fn those(&self, stands: impl Fn(Decidable) -> bool) -> Vec<Candidate> {
        self.all.with(|all| {
            let shown = self.shown.get();
            let those = shown.iter().filter_map(|row| all.get(*row));
            those.filter(|it| stands(it.stands)).cloned().collect()
        })
    }

    /// The office's cases of a unit, of all cycles.
    pub fn cases(&self, unit: Option<&UnitId>) -> Vec<CaseLine> {
        let Some(unit) = unit else { return Vec::new() };
        self.reviewing.lines.with(|lines| {
            let from = lines.range((unit.clone(), String::new())..);
            let of = from.take_while(|((id, _), _)| id == unit);
            of.map(|(_, line)| line.clone()).collect()
        })
    }
}

#[component]
fn Deciding(inner: Memo<String>) -> impl IntoView {
    let addressed = Addressed::of(inner, href);
    let desk = Desk::new(addressed.desk);
    let is_chosen = move || desk.reviewing.office.with(|it| it.clone().flatten()).is_some();
    let chosen = Memo::new(move |_| is_chosen());
    let whole = move || chosen.get().then(|| view! { <Whole addressed desk /> });
    view! {
        <div class="stack stack--wide" data-testid="decide">
            <Head title=t(k::DECIDE_TITLE) />
            <p class="lead">{t(k::DECIDE_LEAD)}</p>
            <OfficeLine />
            {addressed.not_understood()}
            {refreshing(services())}
            {whole}
        </div>
    }
    .into_any()
}

#[component]
fn Whole(addressed: Addressed, desk: Desk) -> impl IntoView {
    let counts = move || {
        let ready = desk.those(Decidable::is_ready).len();
        let decided = desk.those(|it| matches!(it, Decidable::Decided(_))).len();
        let lacking = desk.those(|it| matches!(it, Decidable::Lacks(_))).len();
        tf(k::DECIDE_COUNTS, &[("ready", &ready), ("decided", &decided), ("lacking", &lacking)])
    };
    view! {
        <div class="filters">{addressed.cycles()}</div>
        <Filters desk=desk.table change=addressed.change />
        <p role="status" data-testid="decide-counts">{counts}</p>
        <ready::Ready desk />
        <form::Form desk />
        <decided::Decided desk />
        <lacking::Lacking desk />
        <papers::Papers desk />
    }
    .into_any()
}

/// More of a list, as many as are left.
fn more(left: impl Fn() -> usize + Send + Sync + 'static, drawn: RwSignal<usize>) -> AnyView {
    let button = move || {
        let n = left().saturating_sub(drawn.get());
        (n > 0).then(|| view! {
            <p class="row"><button class="button" on:click=move |_| drawn.update(|drawn| *drawn += AT_ONCE)>
                {tf(k::ROLLUP_MORE, &[("n", &n)])}
            </button></p>
        })
    };
    view! { {button} }.into_any()
}
