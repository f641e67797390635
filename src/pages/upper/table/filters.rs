//! Which units are shown, and in which order.

use super::{source::Desk, words};
use crate::{
    i18n::{Key, k, t, tf},
    ui::{Choice, Field},
};
use bcd_core::{
    id::ItemId,
    upper::table::{
        Filter, ItemIs, Level, Row, Show, Sort, SortBy, Standing, View,
        filter::{Known, Trend},
        statistics::GroupBy,
    },
};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// Search, filters, order.
// A part of the filter that is on or off.
type Flag = fn(&mut Filter) -> &mut bool;

#[component]
pub fn Filters(desk: Desk, change: Callback<View>) -> impl IntoView {
    let with = move |set: &dyn Fn(&mut View)| {
        let mut view = desk.view.get_untracked();
        set(&mut view);
        change.run(view);
    };
    let query = Signal::derive(move || desk.view.with(|view| view.filter.query.clone()));
    let search = Callback::new(move |text: String| {
        with(&|view: &mut View| view.filter.query.clone_from(&text));
    });
    let is_all = Memo::new(move |_| desk.view.with(|view| view.filter.is_all()));
    let clear = move |_| with(&|view: &mut View| view.filter = Filter::default());
    let in_table = Memo::new(move |_| desk.view.with(|view| view.show == Show::Table));
    let order = move || in_table.get().then(|| order(desk, change));
    let more = move || {
        view! {
            {group(desk, change, GroupBy::Cluster, k::UPPER_TABLE_CLUSTER, "cluster")}
            {group(desk, change, GroupBy::Kind, k::UPPER_TABLE_KIND, "kind")}
            {group(desk, change, GroupBy::Officer, k::UPPER_TABLE_OFFICER, "officer")}
            {standing(desk, change)}
            {ready(desk, change)}
            {known(desk, change)}
            {trend(desk, change)}
            {item(desk, change)}
            {level(desk, change)}
        }
    };
    let ticks: [(Key, &'static str, Flag); 4] = [
        (k::UPPER_TABLE_LATE, "late", |it| &mut it.late),
        (k::UPPER_TABLE_CHANGED, "changed", |it| &mut it.changed),
        (k::UPPER_TABLE_UNSEEN, "unseen", |it| &mut it.unseen),
        (k::UPPER_TABLE_ODD, "odd", |it| &mut it.odd),
    ];
    let ticks = ticks.map(|(word, test, of)| {
        let on = move || desk.view.with(|view| *of(&mut view.filter.clone()));
        let toggle = move |_| {
            with(&|view: &mut View| {
                let flag = of(&mut view.filter);
                *flag = !*flag;
            });
        };
        view! {
            <label class="tick">
                <input type="checkbox" prop:checked=on on:change=toggle data-testid=test />
                <span>{t(word)}</span>
            </label>
        }
    });
    view! {
        <div class="filters">
            <Field label=t(k::UPPER_TABLE_SEARCH) value=query max=100 test="search" on_input=search />
            {order}
        </div>
        <details>
            <summary>{t(k::UPPER_TABLE_WHAT)}</summary>
            <div class="filters">{more}</div>
            <div class="row">{ticks}</div>
        </details>
        <p class="row" hidden=is_all>
            <button class="button" on:click=clear data-testid="clear">{t(k::UPPER_TABLE_CLEAR)}</button>
        </p>
    }
    .into_any()
}

type Options = Vec<(String, String)>;

// Values begin with a sign, so that an empty name is told from no choice.
fn choice(
    label: Key,
    test: &'static str,
    options: Options,
    now: impl Fn() -> Option<String> + Send + Sync + 'static,
    choose: impl Fn(Option<String>) + Send + Sync + 'static,
) -> AnyView {
    let mut all = vec![(String::new(), t(k::UPPER_TABLE_ALL).to_owned())];
    all.extend(options.into_iter().map(|(value, text)| (format!("={value}"), text)));
    let value = Signal::derive(move || now().map(|it| format!("={it}")).unwrap_or_default());
    let pick = Callback::new(move |word: String| choose(word.strip_prefix('=').map(str::to_owned)));
    view! { <Choice label=t(label) options=all value on_change=pick test /> }.into_any()
}

fn changed(desk: Desk, change: Callback<View>, set: impl Fn(&mut Filter)) {
    let mut view = desk.view.get_untracked();
    set(&mut view.filter);
    change.run(view);
}

fn group(
    desk: Desk,
    change: Callback<View>,
    by: GroupBy,
    label: Key,
    test: &'static str,
) -> AnyView {
    let of = move |row: &Row| match by {
        GroupBy::Cluster => row.cluster.clone(),
        GroupBy::Kind => row.kind.clone(),
        GroupBy::Officer => row.officer.clone(),
    };
    let names: BTreeSet<String> = desk.table.with(|table| table.rows.iter().map(of).collect());
    let mut names: Vec<String> = names.into_iter().collect();
    desk.alphabet
        .with_value(|it| names.sort_by_cached_key(|name| (name.is_empty(), it.place(name))));
    let options = names.into_iter().map(|name| (name.clone(), words::group(by, &name))).collect();
    let now = move || {
        desk.view.with(|View { filter, .. }| match by {
            GroupBy::Cluster => filter.cluster.clone(),
            GroupBy::Kind => filter.kind.clone(),
            GroupBy::Officer => filter.officer.clone(),
        })
    };
    let choose = move |name: Option<String>| {
        changed(desk, change, |filter| match by {
            GroupBy::Cluster => filter.cluster.clone_from(&name),
            GroupBy::Kind => filter.kind.clone_from(&name),
            GroupBy::Officer => filter.officer.clone_from(&name),
        });
    };
    choice(label, test, options, now, choose)
}

fn standing(desk: Desk, change: Callback<View>) -> AnyView {
    let options = Standing::ALL.map(|it| (it.as_str().to_owned(), words::standing(it).to_owned()));
    let now = move || desk.view.with(|view| view.filter.standing.map(|it| it.as_str().to_owned()));
    let choose = move |word: Option<String>| {
        let standing = word.as_deref().and_then(Standing::parse);
        changed(desk, change, |filter| filter.standing = standing);
    };
    choice(k::UPPER_TABLE_STANDING, "standing", options.into(), now, choose)
}

fn ready(desk: Desk, change: Callback<View>) -> AnyView {
    let word = |ready| t(if ready { k::UPPER_TABLE_READY_YES } else { k::UPPER_TABLE_READY_NO });
    let options = [true, false].map(|it| (it.to_string(), word(it).to_owned())).into();
    let now = move || desk.view.with(|view| view.filter.ready.map(|it| it.to_string()));
    let choose = move |word: Option<String>| {
        let ready = word.map(|word| word == "true");
        changed(desk, change, |filter| filter.ready = ready);
    };
    choice(k::UPPER_TABLE_READY, "ready", options, now, choose)
}

fn known(desk: Desk, change: Callback<View>) -> AnyView {
    let options = Known::ALL.map(|it| (it.as_str().to_owned(), words::known(it).to_owned()));
    let now = move || desk.view.with(|view| view.filter.known.map(|it| it.as_str().to_owned()));
    let choose = move |word: Option<String>| {
        let known = word.as_deref().and_then(Known::parse);
        changed(desk, change, |filter| filter.known = known);
    };
    choice(k::UPPER_TABLE_KNOWN, "known", options.into(), now, choose)
}

fn trend(desk: Desk, change: Callback<View>) -> AnyView {
    let options = Trend::ALL.map(|it| (it.as_str().to_owned(), words::trend(it).to_owned()));
    let now = move || desk.view.with(|view| view.filter.trend.map(|it| it.as_str().to_owned()));
    let choose = move |word: Option<String>| {
        let trend = word.as_deref().and_then(Trend::parse);
        changed(desk, change, |filter| filter.trend = trend);
    };
    choice(k::UPPER_TABLE_TREND, "trend", options.into(), now, choose)
}

// An item is asked for with a level: the first that is chosen takes the one that matters most.
fn item(desk: Desk, change: Callback<View>) -> AnyView {
    let options = desk.table.with(|table| {
        let one = |it: &bcd_core::upper::table::Column| (it.item.0.clone(), it.item.0.clone());
        table.columns.iter().map(one).collect()
    });
    let now =
        move || desk.view.with(|view| view.filter.item.as_ref().map(|(item, _)| item.0.clone()));
    let choose = move |word: Option<String>| {
        changed(desk, change, |filter| {
            let is = filter.item.as_ref().map_or(ItemIs::NotMet, |(_, is)| *is);
            filter.item = word.as_ref().map(|item| (ItemId(item.clone()), is));
        });
    };
    choice(k::UPPER_TABLE_ITEM, "item", options, now, choose)
}

fn level(desk: Desk, change: Callback<View>) -> impl Fn() -> Option<AnyView> {
    let chosen = Memo::new(move |_| desk.view.with(|view| view.filter.item.is_some()));
    move || {
        let others = [ItemIs::Met, ItemIs::NotMet, ItemIs::Without];
        let all = others.into_iter().chain(Level::ALL.map(ItemIs::At));
        let options = all.map(|it| (it.as_str().to_owned(), words::item_is(it).to_owned()));
        let options: Options = options.collect();
        let value = Signal::derive(move || {
            let is = |view: &View| view.filter.item.as_ref().map_or("", |(_, is)| is.as_str());
            desk.view.with(is).to_owned()
        });
        let pick = Callback::new(move |word: String| {
            changed(desk, change, |filter| {
                if let (Some((_, is)), Some(now)) = (&mut filter.item, ItemIs::parse(&word)) {
                    *is = now;
                }
            });
        });
        chosen.get().then(|| {
            view! { <Choice label=t(k::UPPER_TABLE_LEVEL) options value on_change=pick test="level" /> }
                .into_any()
        })
    }
}

fn order(desk: Desk, change: Callback<View>) -> AnyView {
    // An item is in the list only while it is the one: there are too many to choose from.
    let item = Memo::new(move |_| {
        desk.view.with(|view| match &view.sort.by {
            SortBy::Item(item) => Some(item.clone()),
            _ => None,
        })
    });
    let sort_by = move |sort: Sort| {
        change.run(View { sort, ..desk.view.get_untracked() });
    };
    let list = move || {
        let sorts = sorts(desk, item.get());
        let words = sorts.iter().enumerate().map(|(at, (_, word))| (at.to_string(), word.clone()));
        let words: Options = words.collect();
        let sorts = StoredValue::new(sorts);
        let chosen = Signal::derive(move || {
            let now = desk.view.with(|view| view.sort.by.clone());
            let at = |all: &Sorts| all.iter().position(|(it, _)| *it == now).unwrap_or(0);
            sorts.with_value(at).to_string()
        });
        let pick = Callback::new(move |at: String| {
            let by = |all: &Sorts| all.get(at.parse::<usize>().ok()?).map(|(by, _)| by.clone());
            if let Some(by) = sorts.with_value(by) {
                // Names are read from A, figures from the greatest.
                sort_by(Sort { descending: by != SortBy::Name, by });
            }
        });
        view! { <Choice label=t(k::UPPER_TABLE_SORT) options=words value=chosen on_change=pick test="sort" /> }
    };
    let turn = move |_| {
        let now = desk.view.with_untracked(|view| view.sort.clone());
        sort_by(Sort { descending: !now.descending, ..now });
    };
    let word = move || match desk.view.with(|view| view.sort.descending) {
        true => t(k::UPPER_TABLE_SORT_DOWN),
        false => t(k::UPPER_TABLE_SORT_UP),
    };
    view! {
        {list}
        <button class="button" on:click=turn data-testid="turn">{word}</button>
    }
    .into_any()
}

type Sorts = Vec<(SortBy, String)>;

fn sorts(desk: Desk, item: Option<ItemId>) -> Sorts {
    let mut all = vec![
        (SortBy::Name, t(k::UPPER_TABLE_SORT_NAME).to_owned()),
        (SortBy::Total, t(k::UPPER_TABLE_SORT_TOTAL).to_owned()),
    ];
    desk.table.with(|table| {
        let criteria = table.criteria.iter().map(|criterion| {
            let word = tf(k::UPPER_TABLE_CRITERION, &[("id", &criterion.id)]);
            (SortBy::Criterion(criterion.id.clone()), word)
        });
        all.extend(criteria);
    });
    all.extend([
        (SortBy::Late, t(k::UPPER_TABLE_SORT_LATE).to_owned()),
        (SortBy::Sent, t(k::UPPER_TABLE_SORT_SENT).to_owned()),
        (SortBy::Standing, t(k::UPPER_TABLE_SORT_STANDING).to_owned()),
    ]);
    all.extend(item.map(|item| (SortBy::Item(item.clone()), item.0)));
    all
}
