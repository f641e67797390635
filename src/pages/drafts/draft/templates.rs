//! Templates that a pack hands on: begun from one of the app's, with words of their own.

use super::{desk::Desk, parts::TakeOut, template_rows::TemplateRows};
use crate::{
    i18n::{k, lang, t},
    shell::services,
    ui::{Choice, Field, Kind},
};
use bcd_core::{
    text::Text,
    upper::pack_draft::{Part, command::DraftCommand, ids},
    year::template::Template,
};
use leptos::prelude::*;

/// Adds a copy of one of the app's templates.
#[component]
pub fn AddTemplate() -> impl IntoView {
    let desk = Desk::here();
    let shipped = services().planning.templates;
    let options = shipped.with_value(|all| {
        let none = (String::new(), t(k::DRAFT_ADD_TEMPLATE).to_owned());
        let rest = all.templates.iter().map(|it| (it.id.clone(), it.short.get(lang()).to_owned()));
        std::iter::once(none).chain(rest).collect::<Vec<_>>()
    });
    // It falls back to the first, so that one can be added twice.
    let value = RwSignal::new(String::new());
    let add = Callback::new(move |id: String| {
        value.set(id.clone());
        let found = shipped.with_value(|all| all.find(&id).cloned());
        if let Some(template) = found {
            let id = desk
                .open
                .draft
                .with_untracked(|draft| ids::next_word(draft, Part::Template, "mau"));
            desk.open.does(DraftCommand::SetTemplate(Box::new(Template { id, ..template })));
        }
        value.set(String::new());
    });
    view! { <Choice label=t(k::DRAFT_TEMPLATES) options value on_change=add test="draft-add-template" /> }
}

/// The form of a template.
#[component]
pub fn TemplateForm(id: String) -> impl IntoView {
    let desk = Desk::here();
    let id = StoredValue::new(id);
    let template = Memo::new(move |_| {
        desk.open.draft.with(|draft| {
            id.with_value(|id| draft.get::<Template>(&Part::Template.path(id, "body")))
        })
    });
    let field = move |key, of: fn(&mut Template) -> &mut Text, long: bool, test: &'static str| {
        let value = Memo::new(move |_| {
            let mut template = template.get();
            of(&mut template).vi.clone()
        });
        let write = Callback::new(move |text: String| {
            let mut template = template.get_untracked();
            // Another tab took it out.
            if template.id.is_empty() {
                return;
            }
            *of(&mut template) = Text { vi: text, en: String::new() };
            desk.open.types(DraftCommand::SetTemplate(Box::new(template)));
        });
        let kind = if long { Kind::Lines } else { Kind::Line };
        view! {
            <Field kind label=t(key) value max=500 test on_input=write
                on_leave=Callback::new(move |()| desk.open.end_typing()) />
        }
    };
    view! {
        <div class="stack">
            {field(k::DRAFT_SHORT, |it| &mut it.short, false, "template-short")}
            {field(k::DRAFT_TEMPLATE_KIND, |it| &mut it.kind, false, "template-kind")}
            {field(k::DRAFT_TEMPLATE_SUBJECT, |it| &mut it.subject, true, "template-subject")}
            <TemplateRows template />
            <p class="row"><TakeOut part=Part::Template id=id.get_value() /></p>
        </div>
    }
    .into_any()
}
