//! The list of units with its filters, which stand in the address. At most [`AT_ONCE`] units are
//! drawn, however many there are.

use super::{
    hand_out::HandOut,
    heading::Heading,
    officers::{Officers, Ticks},
    remind::Reminders,
    row::Row,
    sample::{Aside, SampleLine},
    words,
};
use crate::{
    i18n::{k, t, tf},
    pages::{Head, Page, office::OfficeLine, start::kinds, turning::Turning},
    shell::{Shell, rolls},
    ui::{Choice, Field},
};
use bcd_app::roll::Rolls;
use bcd_core::upper::roll::{
    filter::{ListFilter, StandFilter},
    standing::Standing,
};
use bcd_web::{page, text};
use leptos::prelude::*;
use std::{collections::BTreeSet, sync::Arc};

/// How many units are drawn at once: about 25 elements each.
const AT_ONCE: usize = 100;

// The filter in the address.
fn filter_here() -> ListFilter {
    let hash = page::hash();
    ListFilter::parse(hash.split_once('?').map_or("", |(_, query)| query))
}

/// The address of something in the page, under a filter.
pub fn address(inner: &str, filter: &ListFilter) -> String {
    let href = Page::Units.open(inner).href();
    match filter.write().as_str() {
        "" => href,
        query => format!("{href}?{query}"),
    }
}

/// The cycle that a filter names, else the usual one.
pub fn cycle_of(filter: &ListFilter, rolls: Rolls) -> String {
    match filter.cycle.as_str() {
        "" => rolls.usual_cycle(),
        cycle => cycle.to_owned(),
    }
}

/// The address of something in the page, in the cycle of this one.
pub fn here(inner: &str) -> String {
    of_cycle(inner, &filter_here().cycle)
}

/// The same in a cycle; none = the usual one.
pub fn of_cycle(inner: &str, cycle: &str) -> String {
    address(inner, &ListFilter { cycle: cycle.to_owned(), ..ListFilter::default() })
}

/// The cycle that is looked at here: that of the address, else the usual one.
pub fn cycle_here(rolls: Rolls) -> String {
    cycle_of(&filter_here(), rolls)
}

/// The list alone, on a page of its own.
#[component]
pub fn Units() -> impl IntoView {
    view! {
        <Head title=t(k::UNITS_TITLE) />
        <p class="row">
            <a class="button button--main" href=Page::Receive.href() data-testid="to-receive">{t(k::UNITS_RECEIVE)}</a>
            <a class="button" href=Page::Table.href() data-testid="to-table">{t(k::UPPER_TABLE_TITLE)}</a>
            <a class="button" href=Page::Decide.href() data-testid="to-decide">{t(k::DECIDE_TITLE)}</a>
            <a class="button" href=Page::Rollup.href() data-testid="to-rollup">{t(k::ROLLUP_TITLE)}</a>
            <a class="button" href=Page::Units.open(super::IMPORT).href() data-testid="to-import">{t(k::ROLL_IMPORT)}</a>
        </p>
        <SampleLine />
        <Aside />
        <OfficeLine />
        <UnitList chosen=String::new() />
    }
    .into_any()
}

/// What is shown, and how it is changed. Copy: it holds handles.
#[derive(Clone, Copy)]
pub struct Shown {
    /// The filter.
    pub filter: RwSignal<ListFilter>,
    /// The cycle.
    pub cycle: Memo<String>,
    /// All of the cycle, by name.
    pub all: Memo<Arc<Vec<Standing>>>,
    /// Units that are ticked.
    pub ticks: Ticks,
    /// What is opened beside it.
    chosen: StoredValue<String>,
}

impl Shown {
    fn of(chosen: String) -> Self {
        let (shell, rolls) = (Shell::here(), rolls());
        let filter = RwSignal::new(filter_here());
        // A link to another view of the page, or the way back.
        Effect::new(move |_| {
            shell.route.track();
            let there = filter_here();
            if filter.with_untracked(|filter| *filter != there) {
                filter.set(there);
            }
        });
        let cycle = Memo::new(move |_| filter.with(|filter| cycle_of(filter, rolls)));
        let all = Memo::new(move |_| {
            let mut list = rolls.list(&cycle.get());
            text::sort_by_name(&mut list, |standing| &standing.unit.name);
            Arc::new(list)
        });
        Self { filter, cycle, all, ticks: Ticks::default(), chosen: StoredValue::new(chosen) }
    }

    /// Changes the filter; the first page is shown then.
    pub fn change(&self, change: impl FnOnce(&mut ListFilter)) {
        let mut filter = self.filter.get_untracked();
        filter.page = 0;
        change(&mut filter);
        self.filter.set(filter.clone());
        page::replace(&self.chosen.with_value(|chosen| address(chosen, &filter)));
    }
}

/// The list of units with search and filters.
#[component]
pub fn UnitList(
    /// The digest of the submission that is open, if any.
    chosen: String,
) -> impl IntoView {
    let alone = chosen.is_empty();
    let shown = Shown::of(chosen.clone());
    let filtered = Memo::new(move |_| {
        let (filter, all) = (shown.filter.get(), shown.all.get());
        let shows = |it: &&Standing| filter.shows(it);
        Arc::new(all.iter().filter(shows).cloned().collect::<Vec<_>>())
    });
    let pages = Memo::new(move |_| filtered.with(|all| all.len().div_ceil(AT_ONCE).max(1)));
    // What is open beside the list is on the page that is drawn first.
    let first = {
        let chosen = chosen.clone();
        move || {
            let is =
                |it: &Standing| it.latest.as_ref().is_some_and(|it| it.summary.digest == chosen);
            filtered.with(|all| all.iter().position(is)).map_or(0, |at| at / AT_ONCE)
        }
    };
    let at = Memo::new(move |_| {
        let wanted = shown.filter.with(|filter| filter.page);
        if wanted == 0 && !alone { first() } else { wanted }.min(pages.get() - 1)
    });
    let rows = Memo::new(move |_| {
        let at = at.get();
        filtered
            .with(|all| all.iter().skip(at * AT_ONCE).take(AT_ONCE).cloned().collect::<Vec<_>>())
    });
    let none = Memo::new(move |_| shown.all.with(|all| all.is_empty()));
    let listed = Memo::new(move |_| {
        shown.all.with(|all| all.iter().any(|it| !it.unit.id.as_str().is_empty()))
    });
    // A row is drawn anew if anything in it changes.
    let key = |it: &Standing| {
        let latest = it.latest.as_ref();
        let latest = latest.map(|it| (&it.summary.digest, it.forks, it.apart, it.summary.settled));
        format!("{:?} {:?} {:?} {latest:?}", it.unit, it.stage, it.late)
    };
    let count = move || {
        let (n, of) = (filtered.with(|all| all.len()), shown.all.with(|all| all.len()));
        tf(k::UNITS_COUNT, &[("n", &n), ("of", &of)])
    };
    let turn = Callback::new(move |to: usize| {
        shown.change(|filter| filter.page = to);
        page::scroll_to("[data-testid=unit-count]");
    });
    let list = move || {
        let chosen = chosen.clone();
        view! {
            <ul class="units wide" class:units--page=alone>
                <For each=move || rows.get() key=key let:standing>
                    <Row chosen=chosen.clone() standing shown listed />
                </For>
            </ul>
        }
    };
    let drawn = StoredValue::new(list);
    move || match none.get() {
        true => alone.then(|| view! { <Empty shown /> }).into_any(),
        false => view! {
            {alone.then(|| view! { <Heading shown listed /> })}
            <Filters shown />
            <p role="status" data-testid="unit-count">{count}</p>
            {alone.then(|| view! { <Reminders shown filtered /> })}
            {move || (alone && listed.get()).then(|| view! { <Officers shown filtered /> })}
            {drawn.with_value(|list| list())}
            <Turning at pages turn />
            {alone.then(|| view! { <HandOut shown filtered /> })}
        }
        .into_any(),
    }
}

// Nothing in this cycle; another may have something.
#[component]
fn Empty(shown: Shown) -> impl IntoView {
    view! {
        <CycleChoice shown />
        <p class="empty">{t(k::ROLL_NONE)}</p>
        <p class="empty">{t(k::UNITS_NONE)}</p>
    }
    .into_any()
}

#[component]
fn CycleChoice(shown: Shown) -> impl IntoView {
    let rolls = rolls();
    // A memo: what arrives must not draw the choice anew while it is open.
    let cycles = Memo::new(move |_| {
        let now = shown.cycle.get();
        let mut cycles = rolls.cycles();
        if !cycles.contains(&now) {
            cycles.insert(0, now);
        }
        cycles
    });
    move || {
        let cycles = cycles.get();
        let options = cycles.into_iter().map(|cycle| (cycle.clone(), cycle)).collect::<Vec<_>>();
        let choose = Callback::new(move |cycle: String| shown.change(|it| it.cycle = cycle));
        view! { <Choice label=t(k::ROLL_CYCLE) options value=shown.cycle on_change=choose test="cycle" /> }
            .into_any()
    }
}

#[component]
fn Filters(shown: Shown) -> impl IntoView {
    let part = move |read: fn(&ListFilter) -> &String| {
        Signal::derive(move || shown.filter.with(|filter| read(filter).clone()))
    };
    let find = Callback::new(move |text: String| shown.change(|it| it.find = text));
    let stands =
        StandFilter::ALL.map(|it| (it.as_str().to_owned(), t(words::stand(it)).to_owned()));
    let stand = Signal::derive(move || shown.filter.with(|it| it.stand.as_str().to_owned()));
    let choose = Callback::new(move |word: String| {
        let known = StandFilter::ALL.into_iter().find(|it| it.as_str() == word);
        shown.change(|filter| filter.stand = known.unwrap_or_default());
    });
    let mut all_kinds = vec![(String::new(), t(k::ROLL_ANY).to_owned())];
    all_kinds.extend(kinds());
    let choose_kind = Callback::new(move |kind: String| shown.change(|it| it.kind = kind));
    // The choices follow what is there.
    let texts = move |of: fn(&Standing) -> &String| {
        let texts = shown.all.with(|all| {
            let all = all.iter().map(|it| of(it).clone());
            all.filter(|it| !it.is_empty()).collect::<BTreeSet<_>>()
        });
        let mut texts: Vec<String> = texts.into_iter().collect();
        text::sort_by_name(&mut texts, |it| it);
        let any = (String::new(), t(k::ROLL_ANY).to_owned());
        [any].into_iter().chain(texts.into_iter().map(|it| (it.clone(), it))).collect::<Vec<_>>()
    };
    let clusters = Memo::new(move |_| texts(|it| &it.unit.cluster));
    let officers = Memo::new(move |_| texts(|it| &it.unit.officer));
    let by_cluster = move || {
        let options = clusters.get();
        let choose = Callback::new(move |text: String| shown.change(|it| it.cluster = text));
        (options.len() > 1).then(|| view! {
            <Choice label=t(k::ROLL_CLUSTER) options value=part(|it| &it.cluster) on_change=choose test="by-cluster" />
        })
    };
    let by_officer = move || {
        let options = officers.get();
        let choose = Callback::new(move |text: String| shown.change(|it| it.officer = text));
        (options.len() > 1).then(|| view! {
            <Choice label=t(k::ROLL_OFFICER) options value=part(|it| &it.officer) on_change=choose test="by-officer" />
        })
    };
    view! {
        <div class="filters">
            <Field label=t(k::UNITS_SEARCH) value=part(|it| &it.find) max=100 test="search" on_input=find />
            <Choice label=t(k::UNITS_STANDING) options=stands.to_vec() value=stand on_change=choose test="by-standing" />
            <CycleChoice shown />
            {by_cluster}
            <Choice label=t(k::ROLL_KIND) options=all_kinds value=part(|it| &it.kind) on_change=choose_kind test="by-kind" />
            {by_officer}
        </div>
    }
    .into_any()
}
