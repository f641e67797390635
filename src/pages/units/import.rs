//! Taking a list in from Excel: pasted or dropped, understood, shown, and stored only then.

use super::{LINE, list::here, preview::Preview, words, write_once};
use crate::{
    i18n::{self, k, t, tf},
    pages::{
        Head, Page,
        table_file::{self, TableFile},
        unwritten,
    },
    shell::{rolls, services},
    ui::{Choice, Field, Kind, Notice, Tone},
};
use bcd_app::roll::{Imported, Taken, TakenKind};
use bcd_core::upper::roll::{
    RollField, RollUnit,
    cells::{TableFault, TableRow, rows},
    heads::{Understood, understand},
    import::{ImportPlan, plan},
};
use bcd_web::{page, spawn_local};
use leptos::prelude::*;
use std::sync::Arc;

/// A table that was read, with how it is understood.
#[derive(Clone, PartialEq)]
pub struct Table {
    /// Its rows.
    pub rows: Arc<Vec<TableRow>>,
    /// How it is understood.
    pub understood: Understood,
}

// Under what is kept what was typed and is not in the list yet.
const TYPED: &str = "table";
const ONE: &str = "one";

fn table_of(text: &str) -> Result<Table, TableFault> {
    let rows = rows(text)?;
    let understood = understand(&rows);
    Ok(Table { rows: Arc::new(rows), understood })
}

/// The page.
#[component]
pub fn Import() -> impl IntoView {
    let table = RwSignal::new(None::<Table>);
    let fault = RwSignal::new(None::<String>);
    // It stays until it is in the list: a name that is missing in one row is added to it.
    let typed = unwritten::text(TYPED, "");
    let take = Callback::new(move |read: Result<Table, TableFault>| match read {
        Ok(read) => {
            fault.set(None);
            table.set(Some(read));
        }
        Err(why) => fault.set(Some(table_file::said(why))),
    });
    // A memo: a choice of a column changes the table, and must not draw the choices anew.
    let read = Memo::new(move |_| table.with(Option::is_some));
    view! {
        <Head title=t(k::ROLL_IMPORT) />
        {move || match read.get() {
            false => view! { <Ask take fault typed /> <AddOne /> <Lately /> }.into_any(),
            true => view! { <Look table typed /> }.into_any(),
        }}
    }
    .into_any()
}

#[component]
fn Ask(
    take: Callback<Result<Table, TableFault>>,
    fault: RwSignal<Option<String>>,
    typed: RwSignal<String>,
) -> impl IntoView {
    // A paste is read at once; what is typed, when the field is left.
    let input = Callback::new(move |text: String| {
        let pasted = text.len() > typed.with_untracked(String::len) + 1;
        typed.set(text.clone());
        if pasted && text.contains(['\t', '\n']) {
            take.run(table_of(&text));
        }
    });
    let leave = Callback::new(move |()| {
        let text = typed.try_get_untracked().unwrap_or_default();
        if !text.trim().is_empty() {
            take.run(table_of(&text));
        }
    });
    let read = Callback::new(move |text: Result<String, TableFault>| {
        take.run(text.and_then(|text| table_of(&text)));
    });
    let wrong = move || {
        fault
            .get()
            .map(|text| view! { <Notice tone=Tone::Bad test="table-fault"><p>{text}</p></Notice> })
    };
    view! {
        <p class="lead">{t(k::ROLL_IMPORT_LEAD)}</p>
        {wrong}
        <TableFile on_read=read>
            <Field kind=Kind::Lines label=t(k::ROLL_IMPORT_PASTE) value=typed max=4_000_000 test="paste-table"
                on_input=input on_leave=leave />
        </TableFile>
        <p class="field__note">{t(k::ROLL_PRIVATE)}</p>
    }
    .into_any()
}

// One unit by its name; the rest is written on its page.
#[component]
fn AddOne() -> impl IntoView {
    let (app, rolls) = (services(), rolls());
    let (name, busy) = (unwritten::text(ONE, ""), RwSignal::new(false));
    let add = move |_| {
        let unit = RollUnit {
            id: rolls.new_id(),
            name: name.get_untracked().trim().to_owned(),
            ..RollUnit::default()
        };
        if unit.name.is_empty() {
            return;
        }
        let there = here(&format!("{LINE}{}", unit.id));
        write_once(app, busy, async move {
            rolls.set(unit.write()).await?;
            unwritten::written(&[name], &[ONE.to_owned()]);
            page::go(&there);
            Ok(())
        });
    };
    view! {
        <details class="card">
            <summary>{t(k::ROLL_ADD_ONE)}</summary>
            <Field label=t(k::ROLL_NAME) value=name max=300 test="one-name"
                on_input=Callback::new(move |text| name.set(text)) />
            <button class="button" disabled=busy on:click=add data-testid="one-add">{t(k::ROLL_ADD_ONE)}</button>
        </details>
    }
    .into_any()
}

// How it is understood, and what it does.
#[component]
fn Look(table: RwSignal<Option<Table>>, typed: RwSignal<String>) -> impl IntoView {
    let (app, rolls) = (services(), rolls());
    let planned = Memo::new(move |_| {
        let plan = table.with(|table| {
            let table = table.as_ref()?;
            let named = table.understood.columns.contains(&Some(RollField::Name));
            rolls.roll.with(|roll| {
                let roll = roll.as_ref()?;
                named.then(|| plan(roll, &table.rows, &table.understood))
            })
        });
        plan.map(Arc::new)
    });
    let busy = RwSignal::new(false);
    let yes = move |_| {
        let Some(plan) = planned.get_untracked() else { return };
        write_once(app, busy, async move {
            let Imported { count, left_alone } = rolls.import(&plan).await?;
            let values: [(&str, &dyn core::fmt::Display); 3] =
                [("new", &count.new), ("changed", &count.changed), ("n", &left_alone)];
            let key = if left_alone > 0 { k::ROLL_IMPORT_TAKEN_LEFT } else { k::ROLL_IMPORT_TAKEN };
            app.work.say(tf(key, &values));
            unwritten::written(&[typed], &[TYPED.to_owned()]);
            page::go(&Page::Units.href());
            Ok(())
        });
    };
    let no = move |_| table.set(None);
    let changes = |plan: &ImportPlan| {
        let count = plan.count();
        count.new + count.changed > 0
    };
    let below = move || {
        match planned.get() {
        None => view! {
            <Notice tone=Tone::Warn test="need-name"><p>{t(k::ROLL_IMPORT_NEED_NAME)}</p></Notice>
            <p><button class="button" on:click=no data-testid="import-no">{t(k::ROLL_IMPORT_NO)}</button></p>
        }
        .into_any(),
        Some(plan) => {
            let some = changes(&plan);
            view! {
                <Preview plan=plan.clone() />
                <p class="row">
                    {some.then(|| view! {
                        <button class="button button--main" disabled=busy on:click=yes data-testid="import-yes">{t(k::ROLL_IMPORT_YES)}</button>
                    })}
                    <button class="button" on:click=no data-testid="import-no">{t(k::ROLL_IMPORT_NO)}</button>
                </p>
            }
            .into_any()
        }
    }
    };
    view! { <ColumnChoices table /> {below} }.into_any()
}

// What each column is, to be set right by hand.
#[component]
fn ColumnChoices(table: RwSignal<Option<Table>>) -> impl IntoView {
    const MOST: usize = 30;
    let understood = Memo::new(move |_| {
        table.with(|table| table.as_ref().map(|table| table.understood.clone())).unwrap_or_default()
    });
    let head = move || match understood.get().head {
        0 => t(k::ROLL_IMPORT_HEAD_NONE).to_owned(),
        n => tf(k::ROLL_IMPORT_HEAD, &[("n", &n)]),
    };
    let choices = move || {
        let Some(Table { rows, understood }) = table.get_untracked() else { return Vec::new() };
        let filled =
            |at: usize| rows.iter().any(|row| row.cells.get(at).is_some_and(|it| !it.is_empty()));
        let columns = (0..understood.columns.len()).filter(|at| filled(*at)).take(MOST);
        columns.map(|at| view! { <Column table at /> }).collect::<Vec<_>>()
    };
    view! {
        <section class="card" aria-labelledby="columns-h">
            <h2 id="columns-h">{t(k::ROLL_IMPORT_COLUMNS)}</h2>
            <p>{head}</p>
            <div class="filters" data-testid="columns">{choices()}</div>
        </section>
    }
    .into_any()
}

#[component]
fn Column(table: RwSignal<Option<Table>>, at: usize) -> impl IntoView {
    let mut options = vec![(String::new(), t(k::ROLL_IMPORT_NO_COLUMN).to_owned())];
    let fields = RollField::ALL.map(|it| (it.as_str().to_owned(), t(words::label(it)).to_owned()));
    options.extend(fields);
    let value = Signal::derive(move || {
        table
            .with(|table| {
                let column = table.as_ref()?.understood.columns.get(at).copied().flatten()?;
                Some(column.as_str().to_owned())
            })
            .unwrap_or_default()
    });
    let choose = Callback::new(move |word: String| {
        let field = RollField::ALL.into_iter().find(|it| it.as_str() == word);
        table.update(|table| {
            let Some(table) = table else { return };
            for (other, column) in table.understood.columns.iter_mut().enumerate() {
                // A field has one column.
                if other == at {
                    *column = field;
                } else if *column == field {
                    *column = None;
                }
            }
        });
    });
    let sample = table.with_untracked(|table| {
        let table = table.as_ref()?;
        let below = table.rows.iter().filter(|row| row.number > table.understood.head);
        let mut cells = below.filter_map(|row| row.cells.get(at)).filter(|cell| !cell.is_empty());
        cells.next().cloned()
    });
    let head = table.with_untracked(|table| {
        let table = table.as_ref()?;
        let head = table.rows.iter().find(|row| row.number == table.understood.head)?;
        head.cells.get(at).filter(|cell| !cell.is_empty()).cloned()
    });
    let label = head.unwrap_or_else(|| tf(k::ROLL_IMPORT_COLUMN, &[("n", &(at + 1))]));
    let sample = tf(k::ROLL_IMPORT_COLUMN_SAMPLE, &[("text", &sample.unwrap_or_default())]);
    view! {
        <div>
            <p aria-hidden="true"><b>{label.clone()}</b></p>
            <Choice label=t(k::ROLL_IMPORT_COLUMN_IS) options value on_change=choose test="column" />
            <p class="field__note">{sample}</p>
        </div>
    }
    .into_any()
}

// What came in at once lately, and the way back.
#[component]
fn Lately() -> impl IntoView {
    let (app, rolls) = (services(), rolls());
    let taken = RwSignal::new(Vec::<Taken>::new());
    let read = move || {
        spawn_local(async move {
            // The disk says if it cannot be read; then none is shown.
            taken.try_set(rolls.taken().await.unwrap_or_default());
        });
    };
    Effect::new(move |_| {
        rolls.roll.track();
        read();
    });
    let busy = RwSignal::new(false);
    let back = move |id: String| {
        write_once(app, busy, async move {
            let undone = rolls.undo(&id).await?;
            app.work.say(tf(k::ROLL_IMPORT_BACKED, &[("n", &undone.left_alone)]));
            Ok(())
        });
    };
    move || {
        let rows = taken.get().into_iter().map(|taken| {
            let key = match taken.kind {
                TakenKind::Table => k::ROLL_IMPORT_LAST_TABLE,
                TakenKind::Backup => k::ROLL_IMPORT_LAST_BACKUP,
                TakenKind::Officers => k::ROLL_IMPORT_LAST_OFFICERS,
            };
            let at = i18n::date_time(&taken.at);
            let text = tf(key, &[("at", &at), ("new", &taken.new), ("n", &taken.fields)]);
            let id = taken.id;
            view! {
                <li class="earlier">
                    <span>{text}</span>
                    <button class="button" disabled=busy on:click=move |_| back(id.clone()) data-testid="import-back">{t(k::ROLL_IMPORT_BACK)}</button>
                </li>
            }
        });
        let rows = rows.collect_view();
        (!rows.is_empty()).then(|| {
            view! {
                <section class="card" aria-labelledby="lately-h">
                    <h2 id="lately-h">{t(k::ROLL_IMPORT_LAST)}</h2>
                    <ul class="plain">{rows}</ul>
                </section>
            }
        })
    }
}
