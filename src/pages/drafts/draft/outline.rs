//! The outline of a draft: criteria, groups, items, deadlines, classes, each in a line with its sum and
//! what is wrong with it. Arrow keys walk through it, with Alt they move what the focus is on.

use super::{desk::Desk, said, templates::AddTemplate};
use crate::{
    i18n::{self, k, lang, t, tf},
    ui::{Icon, icon},
};
use bcd_core::upper::pack_draft::{
    Part,
    command::{DraftCommand, Way},
    faults::{Place, Weight},
    sums::sums,
};
use bcd_web::page;
use leptos::prelude::*;

/// A line of the outline.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Line {
    place: Place,
    depth: u8,
    id: String,
    text: String,
    sum: String,
    gate: bool,
    // Faults that stop, that ask, that advise.
    faults: [usize; 3],
}

/// What a place is called in attributes.
pub fn key_of(place: &Place) -> String {
    let (part, id) = match place {
        Place::Head => return "head".to_owned(),
        Place::Criterion(id) => (Part::Criterion, id),
        Place::Group(id) => (Part::Group, id),
        Place::Item(id) => (Part::Item, &id.0),
        Place::Deadline(id) => (Part::Deadline, &id.0),
        Place::Class(id) => (Part::Class, id),
        Place::Template(id) => (Part::Template, id),
    };
    format!("{}/{id}", part.as_str())
}

fn lines(desk: Desk) -> Vec<Line> {
    desk.pack.with(|pack| {
        let sums = sums(&pack.set, None);
        let line = |place: Place, depth, id: &str, text: &str, sum: String| {
            let mut faults = [0; 3];
            desk.faults.with(|all| {
                for fault in all.iter().filter(|fault| fault.place == place) {
                    faults[match fault.weight() {
                        Weight::Stops => 0,
                        Weight::Asks => 1,
                        Weight::Advises => 2,
                    }] += 1;
                }
            });
            faults[0] += desk.unsound.with(|all| all.iter().filter(|at| **at == place).count());
            let text = match text.trim() {
                "" => t(k::DRAFT_NO_WORDS).to_owned(),
                text => text.to_owned(),
            };
            Line { place, depth, id: id.to_owned(), text, sum, gate: false, faults }
        };
        let need = |max, need| {
            tf(k::DRAFT_SUM, &[("max", &i18n::points(max)), ("need", &i18n::points(need))])
        };
        let whole = need(sums.total.max, sums.total.need);
        let mut all = vec![line(Place::Head, 0, "", t(k::DRAFT_HEAD), whole)];
        for (criterion, sum) in pack.set.criteria.iter().zip(&sums.criteria) {
            let place = Place::Criterion(criterion.id.clone());
            let said = need(sum.max, sum.need);
            all.push(line(place, 0, &criterion.id, criterion.title.get(lang()), said));
            for group in &criterion.groups {
                let place = Place::Group(group.id.clone());
                let worth = group.items.iter().map(|item| item.max()).sum();
                all.push(line(place, 1, &group.id, group.title.get(lang()), i18n::points(worth)));
                for item in &group.items {
                    let place = Place::Item(item.id.clone());
                    let worth = i18n::points(item.max());
                    let row = line(place, 2, item.id.as_str(), item.text.get(lang()), worth);
                    all.push(Line { gate: item.gate, ..row });
                }
            }
        }
        for rule in &pack.deadlines.deadlines {
            let place = Place::Deadline(rule.id.clone());
            all.push(line(place, 1, t(k::DRAFT_DEADLINE), rule.title.get(lang()), String::new()));
        }
        for class in &pack.classes {
            let place = Place::Class(class.id.clone());
            all.push(line(place, 1, t(k::DRAFT_CLASS), class.label.get(lang()), String::new()));
        }
        for template in &pack.templates {
            let place = Place::Template(template.id.clone());
            let name = template.short.get(lang());
            all.push(line(place, 1, t(k::DRAFT_TEMPLATE), name, String::new()));
        }
        all
    })
}

/// The outline, with what can be added below.
#[component]
pub fn Outline() -> impl IntoView {
    let desk = Desk::here();
    let lines = Memo::new(move |_| lines(desk));
    let key = move |event: leptos::ev::KeyboardEvent| {
        let way = match event.key().as_str() {
            "ArrowUp" => Way::Up,
            "ArrowDown" => Way::Down,
            _ => return,
        };
        let Some(row) = page::nearest(&event, "data-row") else { return };
        event.prevent_default();
        let all = lines.get_untracked();
        let Some(at) = all.iter().position(|line| key_of(&line.place) == row) else { return };
        if event.alt_key() {
            shift(desk, &all[at].place, way);
            // It is drawn at its new place first.
            return page::after_paint(move || focus(&row));
        }
        let next = match way {
            Way::Up => at.checked_sub(1),
            Way::Down => Some(at + 1),
        };
        if let Some(line) = next.and_then(|next| all.get(next)) {
            focus(&key_of(&line.place));
        }
    };
    let add = |key, command: DraftCommand, test: &'static str| {
        let command = StoredValue::new(command);
        view! {
            <button class="button" on:click=move |_| desk.open.does(command.get_value()) data-testid=test>
                {icon(Icon::Add)} {t(key)}
            </button>
        }
    };
    view! {
        <p class="draft__hint">{t(k::DRAFT_KEYS)}</p>
        <ol class="draft__lines" on:keydown=key>
            <For each=move || lines.get() key=|line| line.clone() let:line>
                <Row line />
            </For>
        </ol>
        <p class="row">
            {add(k::DRAFT_ADD_CRITERION, DraftCommand::AddCriterion, "draft-add-criterion")}
            {add(k::DRAFT_ADD_DEADLINE, DraftCommand::AddDeadline, "draft-add-deadline")}
            <AddClass />
        </p>
        <AddTemplate />
        <TakenOut />
    }
    .into_any()
}

// The four classes that the app knows come first, then ones of its own.
#[component]
fn AddClass() -> impl IntoView {
    let desk = Desk::here();
    let add = move |_| {
        let known = ["excellent", "good", "done", "undone"];
        let free = desk.pack.with_untracked(|pack| {
            known.into_iter().find(|id| pack.classes.iter().all(|class| class.id != *id))
        });
        desk.open.does(DraftCommand::AddClass(free.map(str::to_owned)));
    };
    view! {
        <button class="button" on:click=add data-testid="draft-add-class">{icon(Icon::Add)} {t(k::DRAFT_ADD_CLASS)}</button>
    }
}

fn focus(row: &str) {
    // The only characters that mean something in a quoted attribute.
    let row = row.replace('\\', "\\\\").replace('\'', "\\'");
    page::focus(&format!("[data-row='{row}']"));
}

/// Moves a part one place.
pub fn shift(desk: Desk, place: &Place, way: Way) {
    let command = match place {
        Place::Head => return,
        Place::Item(id) => DraftCommand::MoveItem(id.clone(), way),
        Place::Criterion(id) => DraftCommand::Move(Part::Criterion, id.clone(), way),
        Place::Group(id) => DraftCommand::Move(Part::Group, id.clone(), way),
        Place::Deadline(id) => DraftCommand::Move(Part::Deadline, id.0.clone(), way),
        Place::Class(id) => DraftCommand::Move(Part::Class, id.clone(), way),
        Place::Template(id) => DraftCommand::Move(Part::Template, id.clone(), way),
    };
    desk.open.does(command);
}

#[component]
fn Row(line: Line) -> impl IntoView {
    let desk = Desk::here();
    let [stops, asks, advises] = line.faults;
    let mark = |n: usize, key, class| {
        (n > 0).then(|| view! { <span class=class>{tf(key, &[("n", &n)])}</span> })
    };
    let (top, group) = (line.depth == 0, line.depth == 1);
    let test = match &line.place {
        Place::Item(id) => format!("pack-item-{id}"),
        place => format!("pack-{}", key_of(place).replace('/', "-")),
    };
    let (place, here) = (line.place.clone(), line.place.clone());
    let current = move || (desk.at.get().as_ref() == Some(&here)).then_some("true");
    view! {
        <li>
            <button type="button" class="draft__line" class:draft__line--top=top class:draft__line--group=group
                data-row=key_of(&line.place) data-testid=test
                aria-current=current on:click=move |_| desk.go(place.clone())>
                <span class="draft__id">
                    {line.gate.then(|| view! { <span class="gate">{icon(Icon::Star)}</span> })}
                    {line.id}
                </span>
                <span class="draft__text">
                    {line.text} " "
                    {mark(stops, k::DRAFT_N_STOPS, "state state--bad")} " "
                    {mark(asks, k::DRAFT_N_ASKS, "state")} " "
                    {mark(advises, k::DRAFT_N_ADVISES, "state state--open")}
                </span>
                <span class="draft__sum">{line.sum}</span>
            </button>
        </li>
    }
    .into_any()
}

// What was taken out: ids of items stay taken, and everything can come back.
#[component]
fn TakenOut() -> impl IntoView {
    let desk = Desk::here();
    let out = Memo::new(move |_| desk.open.draft.with(|draft| draft.taken_out()));
    move || {
        let out = out.get();
        let count = out.len();
        let rows = out.into_iter().map(|(part, id, text)| {
            let (name, back) = match part {
                Part::Item => (id.clone(), DraftCommand::Retire(id.as_str().into(), false)),
                Part::Criterion => (
                    said::place(&Place::Criterion(id.clone())),
                    DraftCommand::TakeOut(part, id.clone(), false),
                ),
                Part::Group => (
                    said::place(&Place::Group(id.clone())),
                    DraftCommand::TakeOut(part, id.clone(), false),
                ),
                Part::Deadline => (
                    t(k::DRAFT_DEADLINE).to_owned(),
                    DraftCommand::TakeOut(part, id.clone(), false),
                ),
                Part::Class => {
                    (t(k::DRAFT_CLASS).to_owned(), DraftCommand::TakeOut(part, id.clone(), false))
                }
                Part::Template => (
                    t(k::DRAFT_TEMPLATE).to_owned(),
                    DraftCommand::TakeOut(part, id.clone(), false),
                ),
            };
            view! {
                <li class="earlier">
                    <span><b>{name}</b> " " {text.get(lang()).to_owned()}</span>
                    <button class="button" data-testid=format!("draft-back-{id}")
                        on:click=move |_| desk.open.does(back.clone())>
                        {t(k::DRAFT_BRING_BACK)}
                    </button>
                </li>
            }
        });
        (count > 0).then(|| {
            view! {
                <details data-testid="draft-out">
                    <summary>{tf(k::DRAFT_TAKEN_OUT, &[("n", &count)])}</summary>
                    <ul class="plain">{rows.collect_view()}</ul>
                </details>
            }
        })
    }
}
