//! The heat map: units × items, with a frozen head and first column. Only the rows in sight are drawn.

use super::{source::Desk, words};
use crate::{
    i18n::{self, k, lang, t, tf},
    pages::{Page, units::line_route},
};
use bcd_core::upper::table::{Cell, Row, Sort, SortBy, Table, View};
use bcd_web::{page, page::scrolling};
use leptos::{ev, prelude::*};
use std::sync::Arc;

/// The height of a row, in pixels; `style/pages/heat.css` has the same.
const ROW: usize = 44;
/// Rows drawn above and below those in sight, so that scrolling shows no gap.
const BEYOND: usize = 8;
/// The most rows that are ever drawn, however high the window is.
const MOST: usize = 60;

/// Which cell the keyboard is on: a row of the order shown, and a column; 0 is the name.
type At = (usize, usize);

/// The heat map.
#[component]
pub fn Grid(desk: Desk, change: Callback<View>) -> impl IntoView {
    // How far it is scrolled and how much of it shows, in rows.
    let window = RwSignal::new((0_usize, 20_usize));
    let at = RwSignal::new(At::default());
    // The order is another one: it begins at the top again.
    Effect::new(move |before: Option<()>| {
        desk.sorted.track();
        if before.is_some() {
            at.set(At::default());
            scrolling::scroll_inside(".heat__box", 0.0);
        }
    });
    Effect::new(move |_| {
        // Once it is drawn, it is known how much of it shows.
        page::after_paint(move || {
            let rows = scrolling::shown_of(".heat__box").map(|height| height as usize / ROW + 1);
            if let Some(rows) = rows {
                window.try_update(|(_, shown)| *shown = rows);
            }
        });
    });
    let scrolled = move |event: ev::Event| {
        let Some((top, height)) = scrolling::scrolled_in(&event) else { return };
        let now = (top as usize / ROW, height as usize / ROW + 1);
        // Half a row of scrolling draws nothing new.
        if window.get_untracked() != now {
            window.set(now);
        }
    };
    let rows = Memo::new(move |_| desk.sorted.with(|rows| rows.len()));
    let drawn = Memo::new(move |_| {
        let ((top, shown), all) = (window.get(), rows.get());
        let first = top.saturating_sub(BEYOND).min(all);
        let last = (top + shown + BEYOND).min(first + MOST).min(all);
        (first, last)
    });
    let span = move || desk.table.with(|table| width(table));
    let gap = move |rows: usize| {
        let height = rows * ROW;
        (rows > 0)
            .then(|| view! { <tr aria-hidden="true"><td colspan=span()><svg class="heat__gap" width="1" height=height></svg></td></tr> })
    };
    let lines = move || {
        let (first, last) = drawn.get();
        let rows = desk.sorted.get();
        rows[first.min(rows.len())..last.min(rows.len())]
            .iter()
            .enumerate()
            .map(|(place, row)| (first + place, *row))
            .collect::<Vec<_>>()
    };
    let go = move |to: At| {
        at.set(to);
        let (top, shown) = window.get_untracked();
        if to.0 < top || to.0 + 3 > top + shown {
            let first = to.0.saturating_sub(shown / 2);
            scrolling::scroll_inside(".heat__box", (first * ROW) as f64);
        }
        page::after_paint(move || scrolling::show_nearest(&id(to)));
    };
    let key = move |event: ev::KeyboardEvent| {
        let (all, columns) = (rows.get_untracked(), desk.table.with_untracked(|it| width(it)));
        let Some(to) = moved(&event, at.get_untracked(), (all, columns), window.get_untracked().1)
        else {
            if event.key() == "Enter" {
                event.prevent_default();
                let (place, column) = at.get_untracked();
                let item = |table: &Arc<Table>| {
                    let before = width(table) - table.columns.len();
                    table.columns.get(column.checked_sub(before)?).map(|it| it.item.0.clone())
                };
                open(desk, place, desk.table.with_untracked(item));
            }
            return;
        };
        event.prevent_default();
        go(to);
    };
    let tap = move |event: ev::MouseEvent| {
        let place = page::nearest(&event, "data-row").and_then(|row| row.parse().ok());
        if let Some(place) = place {
            open(desk, place, page::nearest(&event, "data-item"));
        }
    };
    let empty =
        move || (rows.get() == 0).then(|| view! { <p class="empty">{t(k::UPPER_TABLE_EMPTY)}</p> });
    let head = move || desk.table.with(|table| head(desk, change, table));
    let active = move || (rows.get() > 0).then(|| id(at.get()));
    view! {
        <p class="lead">{t(k::UPPER_TABLE_KEYS)} " " {legend()}</p>
        <div class="heat__box" on:scroll=scrolled data-testid="heat">
            <table class="heat__table" role="grid" tabindex="0" aria-label=t(k::UPPER_TABLE_TITLE)
                aria-rowcount=move || rows.get() + 1 aria-colcount=span
                aria-activedescendant=active on:keydown=key>
                <thead>{head}</thead>
                <tbody on:click=tap>
                    {move || gap(drawn.get().0)}
                    <For each=lines key=|it| *it let:line>
                        <Line desk at place=line.0 row=line.1 />
                    </For>
                    {move || gap(rows.get().saturating_sub(drawn.get().1))}
                </tbody>
            </table>
        </div>
        {empty}
    }
    .into_any()
}

// Columns: the name, where it stands, the criteria, the total, the items.
fn width(table: &Table) -> usize {
    3 + table.criteria.len() + table.columns.len()
}

fn id((row, column): At) -> String {
    format!("o-{row}-{column}")
}

// Where a key leads; `None`: nowhere.
fn moved(
    event: &ev::KeyboardEvent,
    (row, column): At,
    (rows, columns): (usize, usize),
    page: usize,
) -> Option<At> {
    let (last_row, last) = (rows.checked_sub(1)?, columns.checked_sub(1)?);
    let far = event.ctrl_key() || event.meta_key();
    let to = match event.key().as_str() {
        "ArrowDown" => (row + 1, column),
        "ArrowUp" => (row.saturating_sub(1), column),
        "ArrowRight" => (row, column + 1),
        "ArrowLeft" => (row, column.saturating_sub(1)),
        "PageDown" => (row + page, column),
        "PageUp" => (row.saturating_sub(page), column),
        "Home" => (if far { 0 } else { row }, 0),
        "End" => (if far { last_row } else { row }, last),
        _ => return None,
    };
    Some((to.0.min(last_row), to.1.min(last)))
}

// A unit; of an item, where it is verified.
fn open(desk: Desk, place: usize, item: Option<String>) {
    let row = desk.sorted.with_untracked(|rows| rows.get(place).copied());
    let target = |table: &Arc<Table>| {
        let row = table.rows.get(row?)?;
        match (&row.digest, item) {
            (Some(digest), Some(item)) => {
                Some(Page::Verify.open(format!("{digest}/{item}")).href())
            }
            _ => address(row),
        }
    };
    if let Some(target) = desk.table.with_untracked(target) {
        page::go(&target);
    }
}

/// Where a unit is opened: its submission, else its line in the list of units.
pub fn address(row: &Row) -> Option<String> {
    let line = || row.roll.as_ref().map(line_route);
    row.digest.clone().map(|digest| Page::Units.open(digest)).or_else(line).map(|it| it.href())
}

fn legend() -> AnyView {
    let word = |level| format!("{} {}", words::shape(level), words::level(level));
    let all: Vec<String> = bcd_core::upper::table::Level::ALL.map(word).into();
    all.join(" · ").into_any()
}

// A heading by which the rows can be put in order.
fn column(
    desk: Desk,
    change: Callback<View>,
    by: SortBy,
    (word, title): (String, String),
    look: &'static str,
) -> AnyView {
    let now = by.clone();
    let sorted = move || {
        let sort = desk.view.with(|view| view.sort.clone());
        let way = if sort.descending { "descending" } else { "ascending" };
        if sort.by == now { way } else { "none" }
    };
    let click = move |_| {
        let view = desk.view.get_untracked();
        let descending = match view.sort.by == by {
            true => !view.sort.descending,
            false => by != SortBy::Name,
        };
        change.run(View { sort: Sort { by: by.clone(), descending }, ..view });
    };
    view! {
        <th scope="col" class=look aria-sort=sorted>
            <button class="heat__sort" title=title tabindex="-1" on:click=click>{word}</button>
        </th>
    }
    .into_any()
}

fn head(desk: Desk, change: Callback<View>, table: &Table) -> AnyView {
    let plain = |by: SortBy, key: i18n::Key, look| {
        column(desk, change, by, (t(key).to_owned(), String::new()), look)
    };
    let criteria = table.criteria.iter().map(|criterion| {
        let word = tf(k::UPPER_TABLE_CRITERION, &[("id", &criterion.id)]);
        let title = criterion.short.get(lang()).to_owned();
        let by = SortBy::Criterion(criterion.id.clone());
        column(desk, change, by, (word, title), "heat__head")
    });
    let items = table.columns.iter().map(|it| {
        let marks = [(it.gate, "★"), (it.differs, "△")];
        let marks = marks.into_iter().filter(|(is, _)| *is).map(|(_, mark)| mark);
        let word: String = marks.chain([it.item.as_str()]).collect();
        let title = match it.differs {
            true => format!("{} ({})", it.text.get(lang()), t(k::UPPER_TABLE_DIFFERS)),
            false => it.text.get(lang()).to_owned(),
        };
        let by = SortBy::Item(it.item.clone());
        column(desk, change, by, (word, title), "heat__head heat__head--item")
    });
    view! {
        <tr aria-rowindex="1">
            {plain(SortBy::Name, k::UPPER_TABLE_UNIT, "heat__head heat__head--unit")}
            {plain(SortBy::Standing, k::UPPER_TABLE_STANDING, "heat__head")}
            {criteria.collect_view()}
            {plain(SortBy::Total, k::UPPER_TABLE_TOTAL, "heat__head")}
            {items.collect_view()}
        </tr>
    }
    .into_any()
}

#[component]
fn Line(desk: Desk, at: RwSignal<At>, place: usize, row: usize) -> impl IntoView {
    // Only the rows that the keyboard leaves and comes to are drawn anew.
    let here = Memo::new(move |_| {
        let (on, column) = at.get();
        (on == place).then_some(column)
    });
    let line = move || {
        let here = here.get();
        desk.table.with(|table| table.rows.get(row).map(|row| cells(table, row, place, here)))
    };
    view! {
        <tr class="heat__row" aria-rowindex=place + 2 data-row=place>{line}</tr>
    }
    .into_any()
}

fn cells(table: &Table, row: &Row, place: usize, here: Option<usize>) -> AnyView {
    // Where the keyboard is.
    let at = move |column: usize| (here == Some(column)).then_some("");
    let points = |got, max| format!("{}/{}", i18n::points(got), i18n::points(max));
    let criteria = table.criteria.iter().enumerate().map(|(n, criterion)| {
        let line = row.criterion(&criterion.id);
        let text = line.map_or_else(|| "–".to_owned(), |(got, max, _)| points(got, max));
        let low = line.is_some_and(|(got, _, need)| got < need);
        let text = if low { format!("△ {text}") } else { text };
        view! { <td id=id((place, 2 + n)) class="heat__figure" data-here=at(2 + n)>{text}</td> }
    });
    let total = 2 + table.criteria.len();
    let sum = row.score.as_ref().map(|score| {
        let got = row.verified.unwrap_or(score.got);
        points(got, score.max)
    });
    let items = row.cells.iter().enumerate().map(|(n, cell)| {
        let column = total + 1 + n;
        let item = table.columns.get(n).map_or("", |it| it.item.as_str());
        let (level, text) =
            (cell.as_ref().map(Cell::standing_level), cell.as_ref().map(words::figure));
        let said = words::cell(item, cell.as_ref());
        view! {
            <td id=id((place, column)) class=words::class(level) data-here=at(column)
                data-item=item.to_owned() aria-label=said.clone() title=said>
                {text}
            </td>
        }
    });
    view! {
        <th scope="row" id=id((place, 0)) class="heat__unit" data-here=at(0)>
            <b class="heat__name">{row.name.clone()}</b>
            <span class="heat__about">{about(row)}</span>
        </th>
        <td id=id((place, 1)) class="heat__state" data-here=at(1)>{words::standing(row.standing)}</td>
        {criteria.collect_view()}
        <td id=id((place, total)) class="heat__figure" data-here=at(total)><b>{sum.unwrap_or_else(|| "–".to_owned())}</b></td>
        {items.collect_view()}
    }
    .into_any()
}

/// What has to be known of a unit beside its figures.
pub fn about(row: &Row) -> String {
    let counts = [
        (row.days_late as usize, k::UPPER_TABLE_LATE_DAYS),
        (row.changed, k::UPPER_TABLE_CHANGED_COUNT),
        (row.forks, k::UPPER_TABLE_FORKS),
        (row.apart, k::UPPER_TABLE_APART),
    ];
    let counts = counts.into_iter().filter(|(n, _)| *n > 0).map(|(n, key)| tf(key, &[("n", &n)]));
    let unseen = row.unseen.then(|| t(k::UPPER_TABLE_UNSEEN).to_owned());
    let cluster = Some(row.cluster.clone()).filter(|it| !it.is_empty());
    counts.chain(unseen).chain(cluster).collect::<Vec<_>>().join(" · ")
}
