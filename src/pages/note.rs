//! Notes what happened, on the spot: one tap makes the record, every letter is kept.

use super::{
    Head,
    record::{Lines, RecordFilter, RecordForm, add, opened},
};
use crate::{
    i18n::{Key, k, t},
    pages::Page,
    shell::services,
    ui::{Icon, icon},
};
use bcd_core::year::record::RecordKind;
use leptos::prelude::*;

const CHOICES: [(RecordKind, Icon, Key); 7] = [
    (RecordKind::Meeting, Icon::Plan, k::NOTE_ADD_MEETING),
    (RecordKind::Task, Icon::Camera, k::NOTE_ADD_TASK),
    (RecordKind::Intro, Icon::Add, k::NOTE_ADD_INTRO),
    (RecordKind::Visit, Icon::Home, k::NOTE_ADD_VISIT),
    (RecordKind::Course, Icon::Page, k::NOTE_ADD_COURSE),
    (RecordKind::Contest, Icon::Check, k::NOTE_ADD_CONTEST),
    (RecordKind::Model, Icon::Star, k::NOTE_ADD_MODEL),
];

/// The page.
pub fn view(inner: Memo<String>) -> AnyView {
    view! { <Note inner /> }.into_any()
}

#[component]
fn Note(
    /// What is opened in it.
    inner: Memo<String>,
) -> impl IntoView {
    move || match inner.with(|inner| opened(inner)) {
        Some((kind, id)) => {
            let back = match kind {
                RecordKind::Joint | RecordKind::Pairing => {
                    (Page::Branches.href(), k::BRANCHES_TITLE)
                }
                _ => (Page::Note.href(), k::NOTE_TITLE),
            };
            view! { <RecordForm kind id back /> }.into_any()
        }
        None => view! { <Menu /> }.into_any(),
    }
}

#[component]
fn Menu() -> impl IntoView {
    let app = services();
    let choices = CHOICES.map(|(kind, which, text)| {
        view! {
            <button class="big" on:click=move |_| add(app, kind, None) data-testid=format!("note-{}", kind.as_str())>
                {icon(which)}
                <span>{t(text)}</span>
            </button>
        }
    });
    let kinds = CHOICES.map(|(kind, ..)| kind).to_vec();
    view! {
        <Head title=t(k::NOTE_TITLE) />
        <p class="lead">{t(k::NOTE_LEAD)}</p>
        <div class="bigs">
            {choices.into_iter().collect_view()}
            <a class="big" href=Page::Figures.href()>
                {icon(Icon::Pen)}
                <span>{t(k::NOTE_ADD_FIGURES)}</span>
            </a>
        </div>
        <section class="card" aria-labelledby="last-h">
            <h2 id="last-h">{t(k::NOTE_LAST)}</h2>
            <Lines which=RecordFilter::Kinds(kinds) empty=k::NOTE_NONE />
        </section>
    }
    .into_any()
}
