//! A record of the year as a form: every keystroke is saved, and faults are shown beside their
//! fields.

mod classes;
mod input;
mod list;
mod photos;
mod spec;
mod words;

pub use input::{At, branch_names, draw, names_of, stored};
pub use list::{Lines, RecordFilter, Section};
pub use photos::Confirmation;
pub use spec::{TARGETS, rows};
pub use words::{add, address, name as kind_name, opened};

use super::written::Written;
use crate::{
    i18n::{Key, k, t},
    pages::Page,
    shell::services,
    ui::{Icon, icon},
};
use bcd_core::{
    id::RecordId,
    paper::build::drafts::DraftChoice as Document,
    year::{
        command::YearCommand,
        faults::{self, InputFault},
        record::{RecordKind, path},
    },
};
use bcd_web::page;
use leptos::prelude::*;
use photos::Photos;

/// Where a form leads back to: an address and its name.
pub type Back = (String, Key);

/// Everything that is wrong with the year.
pub fn all_faults() -> Memo<Vec<InputFault>> {
    let app = services();
    Memo::new(move |_| {
        let set = app.work.set.get();
        app.planning.year.with(|year| faults::faults(year, &set, &[]))
    })
}

/// The form of a record, with what leads back.
#[component]
pub fn RecordForm(
    /// Its kind.
    kind: RecordKind,
    /// Its id.
    id: RecordId,
    /// Where to go when it is done.
    back: Back,
    /// What stands between the title and the fields.
    #[prop(optional)]
    children: Option<ChildrenFn>,
) -> impl IntoView {
    let app = services();
    let there = {
        let id = id.clone();
        Memo::new(move |_| app.work.dossier.with(|dossier| standing(&dossier.fields, kind, &id)))
    };
    // A branch is called by its name.
    let named = (kind == RecordKind::Branch).then(|| {
        app.planning.year.with_untracked(|year| year.branches.get(&id).map(|one| one.name.clone()))
    });
    let title = named.flatten().filter(|name| !name.trim().is_empty());
    let title = title.unwrap_or_else(|| t(words::name(kind)).to_owned());
    let (href, name) = back.clone();
    move || {
        let body = match there.get() {
            Some(false) => {
                let back = back.clone();
                view! { <Fields kind id=id.clone() back /> }.into_any()
            }
            gone => view! { <Gone kind id=id.clone() deleted=gone.is_some() /> }.into_any(),
        };
        let first = (there.get() == Some(false)).then(|| children.as_ref().map(|first| first()));
        view! {
            <div class="record__back">
                <a class="button button--quiet" href=href.clone() data-testid="back">
                    {icon(Icon::Back)} {t(name)}
                </a>
            </div>
            {crate::pages::around::edit_head(app.work, &title)}
            {first}
            {body}
        }
        .into_any()
    }
}

// `None` = there is no such record; otherwise whether it was deleted.
fn standing(fields: &bcd_core::field::Fields, kind: RecordKind, id: &RecordId) -> Option<bool> {
    let start = path(kind, id, "");
    let (first, _) = fields.range(start.clone()..).next()?;
    let deleted = fields.get(&path(kind, id, "deleted"));
    first.starts_with(&start).then(|| deleted.is_some_and(|entry| entry.v == true))
}

#[component]
fn Gone(kind: RecordKind, id: RecordId, deleted: bool) -> impl IntoView {
    let app = services();
    let bring = move |_| app.planning.change(YearCommand::Delete(kind, id.clone(), false));
    view! {
        <p class="empty" data-testid="gone">{t(k::NOTE_GONE)}</p>
        {deleted.then(|| view! { <button class="button" on:click=bring>{t(k::NOTE_BRING_BACK)}</button> })}
    }
    .into_any()
}

#[component]
fn Fields(kind: RecordKind, id: RecordId, back: Back) -> impl IntoView {
    let app = services();
    let all = all_faults();
    let faults = {
        let id = id.clone();
        Memo::new(move |_| {
            all.with(|all| faults::of_record(all, kind, &id).cloned().collect::<Vec<_>>())
        })
    };
    let at = At { kind, id: id.clone(), faults };
    let (first, more): (Vec<_>, Vec<_>) = spec::rows(kind).into_iter().partition(|row| !row.more);
    // What is done is shown by its photo; elsewhere the words come first.
    let before = if kind == RecordKind::Task { 2 } else { first.len() };
    let (before, after) = first.split_at(before.min(first.len()));
    let before = before.iter().map(|row| draw(&at, row)).collect_view();
    let after = after.iter().map(|row| draw(&at, row)).collect_view();
    let more = (!more.is_empty()).then(|| {
        let more = more.iter().map(|row| draw(&at, row)).collect_view();
        view! {
            <details class="form__more">
                <summary>{t(k::NOTE_MORE)}</summary>
                <div class="form">{more}</div>
            </details>
        }
    });
    let photos = spec::has_photos(kind).then(|| view! { <Photos kind id=id.clone() /> });
    let written = path(kind, &id, "");
    // What is noted here becomes a document of its own.
    let which = match kind {
        RecordKind::Meeting => Some(Document::Minutes(id.clone())),
        RecordKind::Joint => Some(Document::Joint(id.clone())),
        _ => None,
    };
    let paper = which.map(|which| {
        let href = Page::Papers.open(which.id()).href();
        view! { <a class="button" href=href data-testid="to-paper">{icon(Icon::Page)} {t(k::PLAN_TO_PAPERS)}</a> }
    });
    let href = back.0.clone();
    let delete = {
        let href = href.clone();
        move |_| {
            page::go(&href);
            app.planning.change(YearCommand::Delete(kind, id.clone(), true));
            app.work.say_undoable(t(k::NOTE_DELETED));
        }
    };
    view! {
        <section class="card record" data-testid="record">
            {spec::lead(kind).map(|lead| view! { <p class="notice">{t(lead)}</p> })}
            <div class="form">{before} {photos} {after}</div>
            {more}
            <Written prefix=written />
            <p class="row">
                <a class="button button--main" href=href data-testid="finished">{t(k::NOTE_FINISHED)}</a>
                {paper}
                <button class="button button--quiet" on:click=delete data-testid="delete-record">
                    {icon(Icon::Trash)} {t(k::NOTE_DELETE)}
                </button>
            </p>
        </section>
    }
    .into_any()
}
