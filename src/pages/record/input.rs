//! The fields of a form: each reads and writes its own path.

use super::{
    classes::{by_class, class},
    spec::{FieldChoices, FormField, Input},
};
use crate::{
    i18n::{self, k, lang, t, tf},
    pages::Page,
    shell::services,
    ui::{Choice, Field, Kind as FieldKind, TEXT_MAX},
};
use bcd_app::services::Services;
use bcd_core::{
    criteria::Prefill,
    id::RecordId,
    year::{
        command::YearCommand,
        faults::InputFault,
        record::{RecordKind, SELF, live, path},
        value::Figure,
    },
};
use leptos::prelude::*;
use serde_json::Value;

/// A record that a form edits.
#[derive(Clone)]
pub struct At {
    /// Its kind.
    pub kind: RecordKind,
    /// Its id.
    pub id: RecordId,
    /// What is wrong with it; with other records too does no harm.
    pub faults: Memo<Vec<InputFault>>,
}

impl At {
    fn path(&self, field: &str) -> String {
        path(self.kind, &self.id, field)
    }

    pub(super) fn text(&self, field: &str) -> Memo<String> {
        stored(self.path(field))
    }

    fn on(&self, field: &str) -> Memo<bool> {
        let app = services();
        let path = self.path(field);
        Memo::new(move |_| {
            app.work.dossier.with(|d| d.fields.get(&path).is_some_and(|entry| entry.v == true))
        })
    }

    // What is wrong with a field, or with something below it.
    pub(super) fn fault(&self, field: &str) -> Memo<Option<String>> {
        let (path, faults) = (self.path(field), self.faults);
        let below = format!("{path}/");
        Memo::new(move |_| {
            let mine = |fault: &&InputFault| fault.path == path || fault.path.starts_with(&below);
            faults.with(|all| all.iter().find(mine).map(|fault| i18n::fault(&fault.what)))
        })
    }
}

/// A field of the open dossier as text.
pub fn stored(path: String) -> Memo<String> {
    let app = services();
    Memo::new(move |_| {
        app.work.dossier.with(|d| match d.fields.get(&path).map(|entry| &entry.v) {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Number(number)) => number.to_string(),
            _ => String::new(),
        })
    })
}

/// The branches that are there, by id, in the unit's order.
pub fn branch_names() -> Memo<Vec<(String, String)>> {
    let app = services();
    Memo::new(move |_| {
        app.planning.year.with(|year| {
            let all = year.branches_or_self().into_iter().filter(|(id, _)| id.0 != SELF);
            let name = |name: String| match name.trim() {
                "" => t(k::BRANCHES_UNNAMED).to_owned(),
                _ => name,
            };
            all.map(|(id, branch)| (id.0, name(branch.name))).collect()
        })
    })
}

/// Draws a field, where it is asked for.
pub fn draw(at: &At, row: &FormField) -> AnyView {
    let Some((field, word)) = row.only else { return always(at, row) };
    let (at, row, now) = (at.clone(), *row, at.text(field));
    // No value means the first word, which for targets is "other".
    let is = Memo::new(move |_| now.with(|now| now == word || now.is_empty() && word == "other"));
    (move || is.get().then(|| always(&at, &row))).into_any()
}

fn always(at: &At, row: &FormField) -> AnyView {
    let (kind, id, field) = (at.kind, at.id.clone(), row.field);
    let app = services();
    let text = move |text| app.planning.change(YearCommand::Text(kind, id.clone(), field, text));
    let id = at.id.clone();
    match row.input {
        Input::Line => typed(at, row, (FieldKind::Line, 500), text),
        Input::Lines => typed(at, row, (FieldKind::Lines, TEXT_MAX), text),
        Input::Day => typed(at, row, (FieldKind::Date, 40), text),
        Input::Number => typed(at, row, (FieldKind::Number, 40), move |text| {
            app.planning.change(YearCommand::Figure(kind, id.clone(), field, Figure::typed(&text)));
        }),
        Input::NumberBelow(field, below) => typed(at, row, (FieldKind::Number, 40), move |text| {
            let value = Figure::typed(&text).value();
            app.planning.change(YearCommand::Below(
                kind,
                id.clone(),
                field,
                below.to_owned(),
                value,
            ));
        }),
        Input::Pick(words) if words.len() > 4 => list(at, row, words),
        Input::Pick(words) => pills(at, row, words),
        Input::Class => class(at, row),
        Input::Classes => by_class(at, row),
        Input::Branch => branch(at, row),
        Input::Branches => branches(at, row),
        Input::Flag => flag(at, row),
        Input::Items => items(at, row),
    }
}

fn typed(
    at: &At,
    row: &FormField,
    (look, max): (FieldKind, u32),
    write: impl Fn(String) + Send + Sync + 'static,
) -> AnyView {
    let app = services();
    let (value, fault) = (at.text(row.field), at.fault(row.field));
    let half = matches!(look, FieldKind::Date | FieldKind::Number);
    let leave = Callback::new(move |()| app.work.end_typing());
    view! {
        <div class="form__row" class:form__row--half=half>
            <Field kind=look label=t(row.label) nostrip:hint=row.hint.map(|hint| t(hint).to_owned())
                fault value on_input=Callback::new(write) on_leave=leave max test=row.field />
        </div>
    }
    .into_any()
}

fn list(at: &At, row: &FormField, words: FieldChoices) -> AnyView {
    let options = words.iter().map(|(word, text)| ((*word).to_owned(), t(*text).to_owned()));
    let first = words.first().map_or("", |(word, _)| word);
    select(at, row, options.collect(), first.to_owned())
}

fn branch(at: &At, row: &FormField) -> AnyView {
    let whole = vec![(String::new(), t(k::NOTE_NO_BRANCH).to_owned())];
    let options = [whole, branch_names().get_untracked()].concat();
    select(at, row, options, String::new())
}

/// A list to choose one from; the first stands where nothing was said.
pub fn select(at: &At, row: &FormField, options: Vec<(String, String)>, first: String) -> AnyView {
    let app = services();
    let (value, fault) = (at.text(row.field), at.fault(row.field));
    let (kind, id, field) = (at.kind, at.id.clone(), row.field);
    let shown = Signal::derive(move || {
        value.with(|v| if v.is_empty() { first.clone() } else { v.clone() })
    });
    let write = Callback::new(move |text| {
        app.planning.change(YearCommand::Text(kind, id.clone(), field, text));
    });
    view! {
        <div class="form__row">
            <Choice label=t(row.label) options value=shown on_change=write test=row.field />
            <p class="field__note">{row.hint.map(t)} <span class="field__fault">{fault}</span></p>
        </div>
    }
    .into_any()
}

fn pills(at: &At, row: &FormField, words: FieldChoices) -> AnyView {
    let app = services();
    let (now, name) = (at.text(row.field), at.path(row.field));
    let (kind, field) = (at.kind, row.field);
    let first = words.first().map_or("", |(word, _)| word);
    let one = |(word, text): &(&'static str, i18n::Key)| {
        let (word, id) = (*word, at.id.clone());
        let chosen = move || now.with(|now| if now.is_empty() { first } else { now } == word);
        let write = move |_| {
            app.planning.change(YearCommand::Text(kind, id.clone(), field, word.to_owned()))
        };
        view! {
            <label class="pill">
                <input type="radio" class="hidden" name=name.clone() prop:checked=chosen
                    on:change=write data-testid=format!("{field}-{word}") />
                <span>{t(*text)}</span>
            </label>
        }
    };
    let all = words.iter().map(one).collect_view();
    view! {
        <fieldset class="form__row pills">
            <legend class="field__label">{t(row.label)}</legend>
            <div class="pills__list">{all}</div>
            {row.hint.map(|hint| view! { <p class="field__note">{t(hint)}</p> })}
        </fieldset>
    }
    .into_any()
}

fn flag(at: &At, row: &FormField) -> AnyView {
    let app = services();
    let (kind, id, field) = (at.kind, at.id.clone(), row.field);
    let write = move |event| {
        app.planning.change(YearCommand::Flag(
            kind,
            id.clone(),
            field,
            event_target_checked(&event),
        ));
    };
    view! {
        <div class="form__row">
            <label class="tick">
                <input type="checkbox" prop:checked=at.on(field) on:change=write data-testid=field />
                <span>{t(row.label)}</span>
            </label>
        </div>
    }
    .into_any()
}

fn tick(at: &At, field: &'static str, below: String, text: String) -> AnyView {
    let app = services();
    let (kind, id) = (at.kind, at.id.clone());
    let on = at.on(&format!("{field}/{below}"));
    let test = format!("{field}-{below}");
    let write = move |event| {
        let on = event_target_checked(&event);
        app.planning.change(YearCommand::Mark(kind, id.clone(), field, below.clone(), on));
        if field == "for" && on {
            prove_again(app, kind, &id);
        }
    };
    view! {
        <label class="tick">
            <input type="checkbox" prop:checked=on on:change=write data-testid=test />
            <span>{text}</span>
        </label>
    }
    .into_any()
}

// Photos that show the record support what it serves from now on, too.
fn prove_again(app: Services, kind: RecordKind, id: &RecordId) {
    let set = app.work.set.get_untracked();
    let (pieces, items) = app.planning.year.with_untracked(|year| {
        let pieces: Vec<_> = year.proofs_of(kind, id).cloned().collect();
        (pieces, bcd_core::year::proof::items(year, kind, id, &set))
    });
    for piece in pieces {
        app.planning.change(YearCommand::Prove(piece, kind, id.clone(), items.clone(), true));
    }
}

fn branches(at: &At, row: &FormField) -> AnyView {
    let (at, field, label) = (at.clone(), row.field, row.label);
    let (names, fault) = (branch_names(), at.fault(row.field));
    let ticks = move || {
        let names = names.get();
        if names.is_empty() {
            return view! {
                <p class="field__note">
                    {t(k::NOTE_NO_BRANCHES)} " "
                    <a href=Page::Branches.href()>{t(k::NOTE_TO_BRANCHES)}</a>
                </p>
            }
            .into_any();
        }
        names.into_iter().map(|(id, name)| tick(&at, field, id, name)).collect_view().into_any()
    };
    view! {
        <fieldset class="form__row ticks">
            <legend class="field__label">{t(label)}</legend>
            {ticks}
            <p class="field__fault">{fault}</p>
        </fieldset>
    }
    .into_any()
}

fn items(at: &At, row: &FormField) -> AnyView {
    let app = services();
    let set = app.work.set.get_untracked();
    let (kind, id, field) = (at.kind, at.id.clone(), row.field);
    let start = at.path("for/");
    let often: Vec<String> =
        set.items_prefilled_by(Prefill::Often).map(|item| item.id.0.clone()).collect();
    let ticked = often.clone();
    // What was chosen besides stays in the list.
    let marked = Memo::new(move |_| {
        app.work.dossier.with(|d| {
            let mine = d.fields.range(start.clone()..).take_while(|(p, _)| p.starts_with(&start));
            mine.filter(|(_, entry)| entry.v == true)
                .filter_map(|(path, _)| Some(path.rsplit_once('/')?.1.to_owned()))
                .filter(|item| !ticked.contains(item))
                .collect::<Vec<_>>()
        })
    });
    let fault = at.fault(field);
    let name = {
        let set = set.clone();
        move |item: &str| {
            let text = set.item(item).map_or("", |item| item.text.get(lang()));
            format!("{item} {}", shortened(text))
        }
    };
    let others = set.items().map(|(_, item)| item.id.0.clone());
    let others = others.filter(|item| !often.contains(item));
    let others = others.map(|item| (item.clone(), name(&item)));
    let choose = vec![(String::new(), t(k::NOTE_ITEMS_CHOOSE).to_owned())];
    let options = choose.into_iter().chain(others).collect();
    let write = Callback::new(move |item: String| {
        if !item.is_empty() {
            app.planning.change(YearCommand::Mark(kind, id.clone(), field, item, true));
            prove_again(app, kind, &id);
        }
    });
    let often = often.into_iter().map(|item| tick(at, field, item.clone(), name(&item)));
    let often = often.collect_view();
    let at = at.clone();
    let besides = move || {
        let ticks = marked.get().into_iter().map(|item| {
            let text = name(&item);
            tick(&at, field, item, text)
        });
        ticks.collect_view()
    };
    view! {
        <fieldset class="form__row ticks ticks--wide">
            <legend class="field__label">{t(row.label)}</legend>
            {often}
            {besides}
            <Choice label=t(k::NOTE_ITEMS_MORE) options value=String::new() on_change=write test="more-items" />
            <p class="field__fault">{fault}</p>
        </fieldset>
    }
    .into_any()
}

// The first words of a text, never half a one.
fn shortened(text: &str) -> String {
    const MOST: usize = 56;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    let start: String = text.chars().take(MOST).collect();
    let whole = start.rsplit_once(' ').map_or(start.as_str(), |(whole, _)| whole);
    format!("{}…", whole.trim_end_matches([',', ';', ':', '.', '(']))
}

/// "18 of 25", or what of it is there.
pub fn of(part: &Figure, whole: &Figure) -> Option<String> {
    match (part.get(), whole.get()) {
        (Some(n), Some(of)) => Some(tf(k::NOTE_PRESENT_OF, &[("n", &n), ("of", &of)])),
        (Some(n), None) => Some(tf(k::NOTE_PRESENT_N, &[("n", &n)])),
        (None, _) => None,
    }
}

/// Names of branches, joined.
pub fn names_of<'a>(
    year: &bcd_core::year::Year,
    ids: impl IntoIterator<Item = &'a String>,
) -> String {
    let name = |id: &String| {
        live(&year.branches)
            .find(|(known, _)| known.0 == *id)
            .map(|(_, branch)| branch.name.clone())
    };
    ids.into_iter().filter_map(name).filter(|name| !name.is_empty()).collect::<Vec<_>>().join(", ")
}
