//! Tasks that a template offers: each with its words, its months and the items that it serves.

use super::desk::Desk;
use crate::{
    i18n::{k, lang, t, tf},
    ui::{Choice, Field, Icon, Kind, icon},
};
use bcd_core::{
    id::ItemId,
    text::Text,
    upper::pack_draft::command::DraftCommand,
    year::template::{Template, TemplateRow},
};
use leptos::prelude::*;

// The value of a month that is counted from the first of the cycle.
const COUNTED: &str = "counted";

/// The row with this id as it stands now; nothing where another tab took it out.
#[derive(Clone, Copy)]
struct At {
    desk: Desk,
    template: Memo<Template>,
    row: StoredValue<String>,
}

impl At {
    fn read<T: Default>(&self, of: impl FnOnce(&TemplateRow) -> T) -> T {
        self.template.with(|template| {
            let row = self.row.with_value(|id| template.rows.iter().find(|row| row.id == *id));
            row.map(of).unwrap_or_default()
        })
    }

    fn write(&self, typing: bool, change: impl FnOnce(&mut TemplateRow)) {
        let mut template = self.template.get_untracked();
        let row = self.row.with_value(|id| template.rows.iter_mut().find(|row| row.id == *id));
        let Some(row) = row else { return };
        change(row);
        let command = DraftCommand::SetTemplate(Box::new(template));
        if typing { self.desk.open.types(command) } else { self.desk.open.does(command) }
    }
}

/// The rows of a template, and a button for one more.
#[component]
pub fn TemplateRows(template: Memo<Template>) -> impl IntoView {
    let desk = Desk::here();
    let ids = Memo::new(move |_| {
        template.with(|it| it.rows.iter().map(|row| row.id.clone()).collect::<Vec<_>>())
    });
    let add = move |_| {
        let mut now = template.get_untracked();
        if now.id.is_empty() {
            return;
        }
        // Never an id that a row had before: the tasks of units stand under it.
        let id = desk.app.packs.new_pack_id();
        now.rows.push(TemplateRow { id, ..TemplateRow::default() });
        desk.open.does(DraftCommand::SetTemplate(Box::new(now)));
    };
    let row = move |id: String| {
        view! { <Row at=At { desk, template, row: StoredValue::new(id) } /> }
    };
    view! {
        <h3>{move || tf(k::DRAFT_ROWS, &[("n", &ids.with(Vec::len))])}</h3>
        <p class="field__note">{t(k::DRAFT_ROWS_TEXT)}</p>
        <ul class="draft__lines">
            <For each=move || ids.get() key=String::clone children=row />
        </ul>
        <p><button class="button" on:click=add data-testid="template-row-add">{icon(Icon::Add)} {t(k::DRAFT_ADD_ROW)}</button></p>
    }
    .into_any()
}

// One line that opens; a task without words, as a new one is, stands open.
#[component]
fn Row(at: At) -> impl IntoView {
    let text = Memo::new(move |_| at.read(|row| row.text.vi.clone()));
    let months = Memo::new(move |_| at.read(months));
    let begun = text.with_untracked(|text| text.trim().is_empty());
    // A template has dozens of tasks: a form is drawn when it is first opened, and stays.
    let drawn = RwSignal::new(begun);
    let name = move || match text.get() {
        text if text.trim().is_empty() => t(k::DRAFT_ROW_UNNAMED).to_owned(),
        text => text,
    };
    view! {
        <li data-testid="template-row">
            <details class="fold fold--calm" open=begun on:toggle=move |_| drawn.set(true)>
                <summary>
                    <span>{name} " " <span class="draft__sum">{months}</span></span>
                </summary>
                {move || drawn.get().then(|| view! { <RowForm at text /> })}
            </details>
        </li>
    }
    .into_any()
}

// When it is to be done, in a word or two.
fn months(row: &TemplateRow) -> String {
    let (months, one, several) = match (row.season, row.months) {
        (Some(months), _) => (months, k::DRAFT_ROW_MONTH, k::DRAFT_ROW_MONTHS),
        (None, Some(months)) => (months, k::DRAFT_ROW_COUNTED, k::DRAFT_ROW_COUNTED_MONTHS),
        (None, None) => return t(k::DRAFT_ROW_ANY).to_owned(),
    };
    match months {
        (from, to) if from == to => tf(one, &[("n", &from)]),
        (from, to) => tf(several, &[("from", &from), ("to", &to)]),
    }
}

#[component]
fn RowForm(at: At, text: Memo<String>) -> impl IntoView {
    let write = Callback::new(move |text: String| {
        at.write(true, |row| row.text = Text { vi: text, en: String::new() });
    });
    let leave = Callback::new(move |()| at.desk.open.end_typing());
    let remove = move |_| {
        let mut template = at.template.get_untracked();
        at.row.with_value(|id| template.rows.retain(|row| row.id != *id));
        at.desk.open.does(DraftCommand::SetTemplate(Box::new(template)));
    };
    view! {
        <div class="stack">
            <Field kind=Kind::Line label=t(k::DRAFT_ROW_TEXT) value=text on_input=write on_leave=leave max=500 test="row-text" />
            <div class="form__row">
                {month(at, false)}
                {month(at, true)}
            </div>
            <Items at />
            <p><button class="button button--quiet" on:click=remove data-testid="template-row-out">{icon(Icon::Trash)} {t(k::DRAFT_ROW_OUT)}</button></p>
        </div>
    }
    .into_any()
}

// The first or the last month, by its number in the calendar; one alone means that month.
fn month(at: At, last: bool) -> impl IntoView {
    let any = (String::new(), t(k::DRAFT_ROW_ANY).to_owned());
    let named = (1..=12_u8).map(|n| (n.to_string(), tf(k::DRAFT_ROW_MONTH, &[("n", &n)])));
    let one = move |(from, to): (u8, u8)| if last { to } else { from };
    let counted = move |row: &TemplateRow| row.months.filter(|_| row.season.is_none()).map(one);
    // Counted from the first month of the cycle, as in what ships with the app.
    let before = untrack(|| at.read(|row| row.months));
    let as_before = untrack(|| at.read(counted));
    let as_before = as_before.map(|n| (COUNTED.to_owned(), tf(k::DRAFT_ROW_COUNTED, &[("n", &n)])));
    let options = std::iter::once(any).chain(as_before).chain(named).collect::<Vec<_>>();
    let value = Memo::new(move |_| match at.read(|row| row.season.map(one)) {
        Some(month) => month.to_string(),
        None => at.read(counted).map(|_| COUNTED.to_owned()).unwrap_or_default(),
    });
    let choose = Callback::new(move |month: String| {
        if month == COUNTED {
            return at.write(false, |row| (row.months, row.season) = (before, None));
        }
        let month = month.parse::<u8>().ok();
        at.write(false, |row| {
            row.months = None;
            row.season = month.map(|month| match (row.season, last) {
                (None, _) => (month, month),
                (Some((from, _)), true) => (from, month),
                (Some((_, to)), false) => (month, to),
            });
        });
    });
    let (label, test) = match last {
        false => (t(k::DRAFT_ROW_FROM), "row-from"),
        true => (t(k::DRAFT_ROW_TO), "row-to"),
    };
    view! { <Choice label options value on_change=choose test /> }
}

#[component]
fn Items(at: At) -> impl IntoView {
    let served = Memo::new(move |_| at.read(|row| row.items.clone()));
    let options = move || {
        let choose = (String::new(), t(k::DRAFT_ROW_SERVES).to_owned());
        at.desk.pack.with(|pack| {
            let all = pack.set.items().map(|(_, item)| {
                (item.id.0.clone(), format!("{} {}", item.id, item.text.get(lang())))
            });
            std::iter::once(choose).chain(all).collect::<Vec<_>>()
        })
    };
    let value = RwSignal::new(String::new());
    let add = Callback::new(move |id: String| {
        value.set(id.clone());
        let item = ItemId(id);
        if !item.0.is_empty() {
            at.write(false, |row| {
                if !row.items.contains(&item) {
                    row.items.push(item);
                }
            });
        }
        value.set(String::new());
    });
    let chip = move |item: ItemId| {
        let label = tf(k::DRAFT_ROW_SERVES_NOT, &[("id", &item)]);
        let text = item.0.clone();
        let out = move |_| at.write(false, |row| row.items.retain(|it| *it != item));
        view! { <button class="button button--quiet" aria-label=label.clone() title=label on:click=out>{text} " ✕"</button> }
    };
    view! {
        <p class="row">{move || served.get().into_iter().map(chip).collect_view()}</p>
        {move || view! { <Choice label=t(k::DRAFT_ROW_SERVES) options=options() value on_change=add test="row-serves" /> }}
    }
    .into_any()
}
