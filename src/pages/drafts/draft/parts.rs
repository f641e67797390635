//! The part of a draft that is open: its head with what can be done to the part, what is wrong with it,
//! and its fields.

use super::{deadlines, desk::Desk, head, item, outline, said, templates};
use crate::{
    i18n::{k, t},
    ui::{Field, Icon, Kind, icon},
};
use bcd_core::upper::pack_draft::{
    Part,
    command::{DraftCommand, Way},
    faults::{Place, Weight},
};
use leptos::prelude::*;

/// The open part; a word where none is.
#[component]
pub fn OpenPart() -> impl IntoView {
    let desk = Desk::here();
    // Drawn anew only when another part is opened, so that what is typed in keeps its field.
    let at = Memo::new(move |_| desk.at.get());
    move || match at.get() {
        None => view! { <p class="panes__empty">{t(k::DRAFT_CHOOSE)}</p> }.into_any(),
        Some(place) => view! { <Opened place /> }.into_any(),
    }
}

#[component]
fn Opened(place: Place) -> impl IntoView {
    let desk = Desk::here();
    let form = match &place {
        Place::Head => view! { <head::HeadForm /> }.into_any(),
        Place::Criterion(id) => view! { <CriterionForm id=id.clone() /> }.into_any(),
        Place::Group(id) => view! { <GroupForm id=id.clone() /> }.into_any(),
        Place::Item(id) => view! { <item::ItemForm id=id.clone() /> }.into_any(),
        Place::Deadline(id) => view! { <deadlines::DeadlineForm id=id.clone() /> }.into_any(),
        Place::Class(id) => view! { <ClassForm id=id.clone() /> }.into_any(),
        Place::Template(id) => view! { <templates::TemplateForm id=id.clone() /> }.into_any(),
    };
    let moves = (place != Place::Head).then(|| {
        let button = |way, key, test| {
            let place = place.clone();
            view! {
                <button class="button" on:click=move |_| outline::shift(desk, &place, way) data-testid=test>{t(key)}</button>
            }
        };
        view! {
            <p class="row">
                {button(Way::Up, k::DRAFT_UP, "draft-up")}
                {button(Way::Down, k::DRAFT_DOWN, "draft-down")}
            </p>
        }
    });
    let title = said::place(&place);
    let faulty = place.clone();
    let faults = move || {
        let all = desk.faults_at(&faulty).into_iter().map(|fault| {
            let class = match fault.weight() {
                Weight::Stops => "state state--bad",
                Weight::Asks => "state",
                Weight::Advises => "state state--open",
            };
            view! { <li class=class>{said::fault(&fault)}</li> }
        });
        let all = all.collect_view();
        (!all.is_empty()).then(|| view! { <ul data-testid="part-faults">{all}</ul> })
    };
    view! {
        <article class="panel" aria-labelledby="part-h">
            <header class="panel__head">
                <button class="iconbutton" on:click=move |_| desk.at.set(None) aria-label=t(k::FRAME_BACK) data-testid="part-close">
                    {icon(Icon::Back)}
                </button>
                <h2 id="part-h" class="panel__title" tabindex="-1">{title}</h2>
            </header>
            <div role="status">{faults}</div>
            {form}
            {moves}
        </article>
    }
    .into_any()
}

/// A text of the draft in Vietnamese, with its label.
#[component]
pub fn Words(
    /// The path of its field.
    path: String,
    /// What to fill in.
    label: &'static str,
    /// Its name for tests.
    test: &'static str,
    /// Several lines.
    #[prop(optional)]
    long: bool,
) -> impl IntoView {
    let desk = Desk::here();
    let at = StoredValue::new(path);
    let value = Memo::new(move |_| {
        desk.open.draft.with(|draft| {
            let value = at.with_value(|path| draft.value(path).clone());
            value["vi"].as_str().unwrap_or_default().to_owned()
        })
    });
    let kind = if long { Kind::Lines } else { Kind::Line };
    view! {
        <Field kind label value max=2000 test
            on_input=Callback::new(move |text| desk.open.types(DraftCommand::Write(at.get_value(), text)))
            on_leave=Callback::new(move |()| desk.open.end_typing()) />
    }
    .into_any()
}

/// A word of the draft, such as the year that it is for.
#[component]
pub fn Word(path: &'static str, label: &'static str, test: &'static str) -> impl IntoView {
    let desk = Desk::here();
    let value = Memo::new(move |_| desk.open.draft.with(|draft| draft.get::<String>(path)));
    view! {
        <Field label value max=60 test
            on_input=Callback::new(move |text| desk.open.types(DraftCommand::SetWord(path.to_owned(), text)))
            on_leave=Callback::new(move |()| desk.open.end_typing()) />
    }
    .into_any()
}

/// Something that is on or off.
#[component]
pub fn Tick(path: String, label: &'static str, test: &'static str) -> impl IntoView {
    let desk = Desk::here();
    let at = StoredValue::new(path);
    let on = Memo::new(move |_| {
        desk.open.draft.with(|draft| at.with_value(|path| draft.get::<bool>(path)))
    });
    view! {
        <label class="tick">
            <input type="checkbox" prop:checked=on data-testid=test
                on:change=move |event| desk.open.does(DraftCommand::Switch(at.get_value(), event_target_checked(&event))) />
            <b>{label}</b>
        </label>
    }
    .into_any()
}

/// Takes a part out; below the outline it can be brought back.
#[component]
pub fn TakeOut(part: Part, id: String) -> impl IntoView {
    let desk = Desk::here();
    let take = move |_| {
        desk.open.does(DraftCommand::TakeOut(part, id.clone(), true));
        desk.at.set(None);
    };
    view! { <button class="button" on:click=take data-testid="part-out">{icon(Icon::Trash)} {t(k::DRAFT_TAKE_OUT)}</button> }
}

#[component]
fn CriterionForm(id: String) -> impl IntoView {
    let desk = Desk::here();
    let kept = id.clone();
    let empty = {
        let id = id.clone();
        Memo::new(move |_| {
            desk.pack.with(|pack| {
                let mut all = pack.set.criteria.iter();
                all.find(|it| it.id == id)
                    .is_none_or(|it| it.groups.iter().all(|group| group.items.is_empty()))
            })
        })
    };
    view! {
        <div class="stack">
            <Words path=Part::Criterion.path(&id, "title") label=t(k::DRAFT_HEADING) test="part-title" long=true />
            <Words path=Part::Criterion.path(&id, "short") label=t(k::DRAFT_SHORT) test="part-short" />
            <p class="row">
                <button class="button" data-testid="draft-add-group"
                    on:click=move |_| desk.open.does(DraftCommand::AddGroup(kept.clone()))>{icon(Icon::Add)} {t(k::DRAFT_ADD_GROUP)}</button>
                {move || empty.get().then(|| view! { <TakeOut part=Part::Criterion id=id.clone() /> })}
            </p>
        </div>
    }
    .into_any()
}

#[component]
fn GroupForm(id: String) -> impl IntoView {
    let desk = Desk::here();
    let kept = id.clone();
    let empty = {
        let id = id.clone();
        Memo::new(move |_| {
            desk.pack.with(|pack| {
                let mut all = pack.set.criteria.iter().flat_map(|criterion| &criterion.groups);
                all.find(|it| it.id == id).is_none_or(|it| it.items.is_empty())
            })
        })
    };
    view! {
        <div class="stack">
            <Words path=Part::Group.path(&id, "title") label=t(k::DRAFT_HEADING) test="part-title" long=true />
            <p class="row">
                <button class="button" data-testid="draft-add-item"
                    on:click=move |_| desk.open.does(DraftCommand::AddItem(kept.clone()))>{icon(Icon::Add)} {t(k::DRAFT_ADD_ITEM)}</button>
                {move || empty.get().then(|| view! { <TakeOut part=Part::Group id=id.clone() /> })}
            </p>
        </div>
    }
    .into_any()
}

#[component]
fn ClassForm(id: String) -> impl IntoView {
    view! {
        <div class="stack">
            <Words path=Part::Class.path(&id, "label") label=t(k::DRAFT_CLASS_NAME) test="part-title" />
            <p class="row"><TakeOut part=Part::Class id /></p>
        </div>
    }
    .into_any()
}
