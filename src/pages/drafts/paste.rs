//! A table pasted from Excel or Word: what it was taken for, row by row, before it becomes a draft.

use super::{super::Head, begin};
use crate::{
    i18n::{self, k, t, tf},
    pages::{
        table_file::{self, TableFile},
        unwritten,
    },
    shell::services,
    ui::{Field, Kind, Notice, Tone},
};
use bcd_app::drafts::DraftSource;
use bcd_core::upper::{
    pack_draft::table::{Column, Recognised, RowFault, RowRole, TakenRow, cells, recognise},
    roll::cells::TableFault,
};
use leptos::prelude::*;

/// The name under which the text is kept.
const PASTED: &str = "pasted-table";
/// Characters that the field takes: as many as its attribute can say, so that nothing is cut.
const MOST: u32 = 2_147_483_647;
/// Rows that are shown, and all faulty ones; the rest is counted.
const SHOWN: usize = 300;

/// The page.
#[component]
pub fn Paste() -> impl IntoView {
    let app = services();
    // It stays until it has become a draft.
    let text = unwritten::text(PASTED, "");
    let busy = RwSignal::new(false);
    let chosen = RwSignal::new(None::<Vec<Column>>);
    let table = Memo::new(move |_| {
        let rows = text.with(|text| cells(text));
        // What was chosen for a table of other columns does not fit this one.
        let width = rows.first().map_or(0, Vec::len);
        let chosen = chosen.get().filter(|chosen| chosen.len() == width);
        recognise(&rows, chosen)
    });
    // A cell that is mended leaves what was said of the columns; another table does not.
    let write = Callback::new(move |typed: String| {
        if typed.trim().is_empty() {
            chosen.set(None);
        }
        text.set(typed);
    });
    let fault = RwSignal::new(None::<String>);
    // What was pasted or mended before is not written over.
    let is_full = move || text.with_untracked(|text| !text.trim().is_empty());
    let read = Callback::new(move |file: Result<String, TableFault>| match file {
        Ok(_) if is_full() => fault.set(Some(t(k::DRAFT_PASTE_FULL).to_owned())),
        Ok(file) => {
            fault.set(None);
            chosen.set(None);
            text.set(file);
        }
        Err(why) => fault.set(Some(table_file::said(why))),
    });
    let wrong = move || {
        fault
            .get()
            .map(|text| view! { <Notice tone=Tone::Bad test="table-fault"><p>{text}</p></Notice> })
    };
    let there = Memo::new(move |_| table.with(|table| table.counts()[2] > 0));
    let begun = Callback::new(move |()| unwritten::written(&[text], &[PASTED.to_owned()]));
    let take = move |_| begin(app, busy, DraftSource::Table(table.get_untracked().criteria), begun);
    let no_items = move || {
        let none = table.with(|table| !table.rows.is_empty() && table.counts()[2] == 0);
        none.then(|| view! { <p data-testid="table-no-items">{t(k::DRAFT_TABLE_NO_ITEMS)}</p> })
    };
    view! {
        <Head title=t(k::DRAFT_FROM_TABLE) />
        <p class="lead">{t(k::DRAFT_PASTE_LEAD)}</p>
        <section class="card">
            {wrong}
            <TableFile on_read=read>
                <Field kind=Kind::Lines label=t(k::DRAFT_PASTE) value=text max=MOST
                    on_input=write test="table-text" />
            </TableFile>
        </section>
        <div role="status" data-testid="table-sum">{move || table.with(sum)}</div>
        {move || there.get().then(|| view! {
            <p class="row">
                <button class="button button--main" on:click=take disabled=move || busy.get() data-testid="table-take">{t(k::DRAFT_TAKE_TABLE)}</button>
            </p>
        })}
        {no_items}
        {move || (!text.with(String::is_empty)).then(|| view! { <Preview table chosen /> })}
    }
    .into_any()
}

fn sum(table: &Recognised) -> AnyView {
    if table.rows.is_empty() {
        return ().into_any();
    }
    let [criteria, groups, items, steps] = table.counts();
    let text = tf(
        k::DRAFT_TABLE_SUM,
        &[("criteria", &criteria), ("groups", &groups), ("items", &items), ("steps", &steps)],
    );
    let faulty = table.faulty();
    let all: Vec<String> = faulty.iter().map(usize::to_string).collect();
    let said = tf(k::DRAFT_TABLE_FAULTS, &[("n", &faulty.len()), ("rows", &all.join(", "))]);
    view! {
        <p><b>{text}</b></p>
        {(!faulty.is_empty()).then(|| view! { <Notice tone=Tone::Warn><p>{said}</p></Notice> })}
    }
    .into_any()
}

#[component]
fn Preview(table: Memo<Recognised>, chosen: RwSignal<Option<Vec<Column>>>) -> impl IntoView {
    // Redrawn only when the columns change, so that a choice keeps the focus.
    let columns = Memo::new(move |_| table.with(|table| table.columns.clone()));
    let heads = move || {
        let heads = columns.get().into_iter().enumerate().map(|(at, column)| {
            let pick = move |event| {
                let Some(column) = Column::parse(&event_target_value(&event)) else { return };
                let mut all = columns.get_untracked();
                if let Some(there) = all.get_mut(at) {
                    *there = column;
                }
                chosen.set(Some(all));
            };
            let options = Column::ALL.map(|one| view! {
                <option value=one.as_str() selected={one == column}>{column_word(one)}</option>
            });
            view! {
                <th scope="col">
                    <select class="field__input" on:change=pick
                        aria-label=tf(k::DRAFT_COLUMN, &[("n", &(at + 1))]) data-testid=format!("column-{at}")>
                        {options.into_iter().collect_view()}
                    </select>
                </th>
            }
        });
        heads.collect_view()
    };
    let rows = move || {
        table.with(|table| {
            let rows = table.rows.iter().enumerate();
            let rows = rows.filter(|(at, row)| *at < SHOWN || is_faulty(row));
            rows.map(|(at, row)| line(at + 1, row)).collect_view()
        })
    };
    let more = move || {
        let more =
            table.with(|table| table.rows.iter().skip(SHOWN).filter(|row| !is_faulty(row)).count());
        (more > 0).then(|| tf(k::DRAFT_ROWS_MORE, &[("n", &more)]))
    };
    view! {
        <div class="pasted" role="region" tabindex="0" aria-label=t(k::DRAFT_TABLE)>
            <table class="pasted__table">
                <thead><tr><th scope="col">{t(k::DRAFT_ROW)}</th><th scope="col">{t(k::DRAFT_TAKEN_FOR)}</th>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <p>{more}</p>
    }
    .into_any()
}

fn is_faulty(row: &TakenRow) -> bool {
    row.faults.iter().any(RowFault::is_grave)
}

fn line(number: usize, row: &TakenRow) -> AnyView {
    let grave = is_faulty(row);
    let faults = row.faults.iter().map(|fault| view! {
        <span class=if fault.is_grave() { "state state--bad" } else { "state state--open" }>{fault_word(fault)}</span>
    });
    let cells = row.cells.iter().map(|cell| view! { <td>{cell.clone()}</td> });
    view! {
        <tr class="pasted__row" class:pasted__row--bad=grave data-testid=format!("table-row-{number}")>
            <th scope="row">{number}</th>
            <td>{role_word(row.role)} " " {faults.collect_view()}</td>
            {cells.collect_view()}
        </tr>
    }
    .into_any()
}

fn column_word(column: Column) -> &'static str {
    t(match column {
        Column::Number => k::DRAFT_COLUMN_NUMBER,
        Column::Content => k::DRAFT_COLUMN_CONTENT,
        Column::Condition => k::DRAFT_COLUMN_CONDITION,
        Column::Evidence => k::DRAFT_COLUMN_EVIDENCE,
        Column::Points => k::DRAFT_COLUMN_POINTS,
        Column::Ignored => k::DRAFT_COLUMN_IGNORED,
    })
}

fn role_word(role: RowRole) -> &'static str {
    t(match role {
        RowRole::Head => k::DRAFT_ROLE_HEAD,
        RowRole::Criterion => k::DRAFT_ROLE_CRITERION,
        RowRole::Group => k::DRAFT_ROLE_GROUP,
        RowRole::Item => k::DRAFT_ROLE_ITEM,
        RowRole::Step => k::DRAFT_ROLE_STEP,
        RowRole::More => k::DRAFT_ROLE_MORE,
        RowRole::Total => k::DRAFT_ROLE_TOTAL,
        RowRole::Blank => k::DRAFT_ROLE_BLANK,
    })
}

fn fault_word(fault: &RowFault) -> String {
    match fault {
        RowFault::BadPoints(text) => tf(k::DRAFT_ROW_BAD_POINTS, &[("text", text)]),
        RowFault::Negative(text) => tf(k::DRAFT_ROW_NEGATIVE, &[("text", text)]),
        RowFault::NoPoints => t(k::DRAFT_ROW_NO_POINTS).to_owned(),
        RowFault::Rising => t(k::DRAFT_F_RISING).to_owned(),
        RowFault::NoItem => t(k::DRAFT_ROW_NO_ITEM).to_owned(),
        RowFault::NoText => t(k::DRAFT_F_NO_TEXT).to_owned(),
        RowFault::ZeroAdded => t(k::DRAFT_ROW_ZERO).to_owned(),
        RowFault::Uneven(points, lines) => {
            tf(k::DRAFT_ROW_UNEVEN, &[("points", points), ("lines", lines)])
        }
        RowFault::LeftOut(text) => tf(k::DRAFT_ROW_LEFT_OUT, &[("text", text)]),
        RowFault::KeptAtZero => t(k::DRAFT_ROW_KEPT).to_owned(),
        RowFault::OtherSum(said, found) => tf(
            k::DRAFT_ROW_SUM,
            &[("said", &i18n::points(*said)), ("found", &i18n::points(*found))],
        ),
    }
}
