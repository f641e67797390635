//! What is pledged item by item: how it stands, and, where it is hard or unmet, what will be done,
//! by when, and who sees to it.

use crate::{
    i18n::{Key, k, lang, t, tf},
    shell::services,
    ui::{Field, Icon, Kind as FieldKind, icon},
};
use bcd_core::{
    criteria::Item,
    id::ItemId,
    year::{
        command::{PledgeField, YearCommand},
        registration::{Pledge, Standing},
        value::Day,
    },
};
use leptos::prelude::*;

const STANDINGS: [(Standing, Key); 3] = [
    (Standing::Met, k::REGISTER_STANDING_MET),
    (Standing::Hard, k::REGISTER_STANDING_HARD),
    (Standing::Unmet, k::REGISTER_STANDING_UNMET),
];

/// All items that are asked of the unit.
#[component]
pub fn Pledges() -> impl IntoView {
    let app = services();
    let set = app.work.set.get_untracked();
    let kind = app.work.dossier.with_untracked(|dossier| dossier.unit.kind.clone());
    let criteria = set.criteria.iter().map(|criterion| {
        let items = criterion.groups.iter().flat_map(|group| &group.items);
        let items = items.filter(|item| item.applies_to(&kind)).cloned();
        let rows = items.map(|item| view! { <OneItem item /> }).collect_view();
        view! {
            <section class="criterion">
                <h2 class="criterion__title">
                    <span class="criterion__number">{criterion.id.clone()}</span>
                    {criterion.title.get(lang()).to_owned()}
                </h2>
                <ul class="items">{rows}</ul>
            </section>
        }
    });
    criteria.collect_view().into_any()
}

#[component]
fn OneItem(item: Item) -> impl IntoView {
    let app = services();
    let id = item.id.clone();
    let pledge = {
        let id = id.clone();
        Memo::new(move |_| {
            app.planning
                .year
                .with(|year| year.registration.pledges.get(&id).cloned().unwrap_or_default())
        })
    };
    let standing = Memo::new(move |_| pledge.with(|pledge| pledge.standing));
    let name = format!("standing-{id}");
    let pill = |(one, text): (Standing, Key)| {
        let id = id.clone();
        let write = move |_| {
            app.planning.change(YearCommand::Pledge(id.clone(), PledgeField::Standing(one)));
        };
        let test = format!("{}-{}", item.id, one.as_str());
        view! {
            <label class="pill">
                <input type="radio" class="hidden" name=name.clone() on:change=write
                    prop:checked=move || standing.get() == one data-testid=test />
                <span>{t(text)}</span>
            </label>
        }
    };
    let pills = STANDINGS.map(pill).into_iter().collect_view();
    let needs = Memo::new(move |_| standing.get().needs_measure());
    let plan = {
        let id = id.clone();
        move || needs.get().then(|| view! { <Plan id=id.clone() pledge /> })
    };
    view! {
        <li class="item" data-testid=format!("pledge-{id}")>
            <fieldset class="pills">
                <legend>
                    {item.gate.then(|| view! { <span class="gate">{icon(Icon::Star)}<span class="hidden">{t(k::CHECKLIST_GATE)}</span></span> })}
                    <b class="item__id">{id.0.clone()}</b> " " {item.text.get(lang()).to_owned()}
                </legend>
                <div class="pills__list">{pills}</div>
            </fieldset>
            {plan}
        </li>
    }
    .into_any()
}

#[component]
fn Plan(id: ItemId, pledge: Memo<Pledge>) -> impl IntoView {
    let app = services();
    let field =
        |label: Key, kind, make: fn(String) -> PledgeField, get: fn(&Pledge) -> &String, test| {
            let id = id.clone();
            let write = Callback::new(move |text| {
                app.planning.change(YearCommand::Pledge(id.clone(), make(text)))
            });
            let leave = Callback::new(move |()| app.work.end_typing());
            let value = Memo::new(move |_| pledge.with(|pledge| get(pledge).clone()));
            let fault = Signal::derive(move || {
                let wrong = kind == FieldKind::Date
                    && value
                        .with(|day| !day.is_empty() && Day::from(day.as_str()).date().is_none());
                wrong.then(|| value.with(|day| tf(k::FAULT_NOT_A_DAY, &[("text", day)])))
            });
            view! {
                <Field label=t(label) kind=kind fault=fault value=value max=1000
                    on_input=write on_leave=leave test=test />
            }
            .into_any()
        };
    view! {
        <div class="pledge">
            {field(k::REGISTER_MEASURE, FieldKind::Lines, PledgeField::Measure, |p| &p.measure, "measure")}
            <div class="form">
                {field(k::REGISTER_UNTIL, FieldKind::Date, |text| PledgeField::Until(Day(text)), |p| &p.until.0, "until")}
                {field(k::REGISTER_LEAD, FieldKind::Line, PledgeField::Lead, |p| &p.lead, "lead")}
            </div>
        </div>
    }
    .into_any()
}
