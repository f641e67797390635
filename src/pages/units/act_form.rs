//! The form of a new act: what is done, since when, by what decision.

use super::{list::cycle_here, words};
use crate::{
    i18n::{Key, k, t},
    shell::{rolls, services},
    ui::{Choice, Field, Kind, Notice, Tone},
};
use bcd_app::roll::{NotChanged, Rolls};
use bcd_core::{
    id::RecordId,
    upper::roll::{
        RollUnit,
        act::{ActKind, Change, GoesOn, Refusal, Target},
        filter::ListFilter,
    },
};
use bcd_web::spawn_local;
use leptos::prelude::*;
use std::collections::BTreeSet;

// What a line offers; founding is for units that are not in the list.
const KINDS: [(ActKind, Key); 6] = [
    (ActKind::Rename, k::ROLL_ACT_RENAME),
    (ActKind::Merge, k::ROLL_ACT_MERGE),
    (ActKind::Split, k::ROLL_ACT_SPLIT),
    (ActKind::Move, k::ROLL_ACT_MOVE),
    (ActKind::Leave, k::ROLL_ACT_LEAVE),
    (ActKind::Dissolve, k::ROLL_ACT_DISSOLVE),
];

const fn refused(why: Refusal) -> Key {
    match why {
        Refusal::NoDay => k::ROLL_ACT_REFUSED_NO_DAY,
        Refusal::NoCycle => k::ROLL_ACT_REFUSED_NO_CYCLE,
        Refusal::Gone => k::ROLL_ACT_REFUSED_GONE,
        Refusal::NoName => k::ROLL_ACT_REFUSED_NO_NAME,
        Refusal::Same => k::ROLL_ACT_REFUSED_SAME,
        Refusal::TooFew => k::ROLL_ACT_REFUSED_TOO_FEW,
    }
}

// What is filled in.
#[derive(Clone, Copy)]
struct Draft {
    kind: RwSignal<Option<ActKind>>,
    // The name, the cluster, the upper level; of a split, names on lines.
    text: RwSignal<String>,
    others: RwSignal<BTreeSet<RecordId>>,
    stays: RwSignal<bool>,
    day: RwSignal<String>,
    from: RwSignal<String>,
    note: RwSignal<String>,
}

/// The form.
#[component]
pub fn ActForm(id: RecordId, unit: Signal<RollUnit>) -> impl IntoView {
    let (app, rolls) = (services(), rolls());
    let draft = Draft {
        kind: RwSignal::new(None),
        text: RwSignal::default(),
        others: RwSignal::default(),
        stays: RwSignal::new(false),
        day: RwSignal::new(app.planning.today().to_string()),
        from: RwSignal::new(untrack(move || cycle_here(rolls))),
        note: RwSignal::default(),
    };
    let (fault, busy) = (RwSignal::new(None::<Key>), RwSignal::new(false));
    let kept = StoredValue::new(id.clone());
    let act = move |_| {
        let unit = unit.get_untracked();
        let Some(change) = change(draft, rolls, &unit).filter(|_| !busy.get_untracked()) else {
            return;
        };
        busy.set(true);
        let (day, from, note) =
            (draft.day.get_untracked(), draft.from.get_untracked(), draft.note.get_untracked());
        spawn_local(async move {
            let done = rolls.change(change, &day, &from, &note).await;
            busy.try_set(false);
            match done {
                Ok(_) => {
                    app.work.say(t(k::ROLL_ACT_DONE));
                    fault.try_set(None);
                    draft.kind.try_set(None);
                    draft.text.try_set(String::new());
                    draft.others.try_set(BTreeSet::new());
                    draft.stays.try_set(false);
                    draft.note.try_set(String::new());
                }
                Err(NotChanged::Refused(why)) => {
                    fault.try_set(Some(refused(why)));
                }
                Err(NotChanged::Store(_)) => app.work.say(t(k::ROLL_FAILED)),
            }
        });
    };
    let mut options = vec![(String::new(), t(k::ROLL_ACT_KIND_NONE).to_owned())];
    options.extend(KINDS.map(|(kind, key)| (kind.as_str().to_owned(), t(key).to_owned())));
    let value = Signal::derive(move || draft.kind.get().map_or("", ActKind::as_str).to_owned());
    let choose = Callback::new(move |word: String| draft.kind.set(ActKind::parse(&word)));
    let cycles = move || {
        let now = draft.from.get();
        let mut cycles = rolls.cycles();
        if !cycles.contains(&now) {
            cycles.insert(0, now);
        }
        cycles.into_iter().map(|cycle| (cycle.clone(), cycle)).collect::<Vec<_>>()
    };
    let body = move || {
        let kind = draft.kind.get()?;
        let id = kept.get_value();
        let options = untrack(cycles);
        Some(view! {
            <Particulars kind id draft />
            <div class="filters">
                <Field kind=Kind::Date label=t(k::ROLL_ACT_DAY) value=draft.day test="act-day"
                    on_input=Callback::new(move |text| draft.day.set(text)) />
                <Choice label=t(k::ROLL_ACT_FROM) options value=draft.from test="act-from"
                    on_change=Callback::new(move |text| draft.from.set(text)) />
            </div>
            <Field label=t(k::ROLL_ACT_NOTE) hint=t(k::ROLL_ACT_NOTE_HINT) value=draft.note max=300 test="act-note"
                on_input=Callback::new(move |text| draft.note.set(text)) />
            {move || fault.get().map(|key| view! { <Notice tone=Tone::Bad test="act-fault"><p>{t(key)}</p></Notice> })}
            <p><button class="button button--main" disabled=busy on:click=act data-testid="act-do">{t(k::ROLL_ACT_DO)}</button></p>
        })
    };
    view! {
        <p class="field__note">{t(k::ROLL_ACT_TEXT)}</p>
        <Choice label=t(k::ROLL_ACT_KIND) options value on_change=choose test="act-kind" />
        {body}
    }
    .into_any()
}

// What the form says. A new unit is of the kind, cluster and officer of the one that it comes of.
fn change(draft: Draft, rolls: Rolls, unit: &RollUnit) -> Option<Change> {
    let (id, text) = (unit.id.clone(), draft.text.get_untracked());
    let new = |name: &str| RollUnit {
        id: rolls.new_id(),
        name: name.trim().to_owned(),
        kind: unit.kind.clone(),
        cluster: unit.cluster.clone(),
        officer: unit.officer.clone(),
        ..RollUnit::default()
    };
    Some(match draft.kind.get_untracked()? {
        ActKind::Rename => Change::Rename(id, text),
        ActKind::Merge => {
            let others = draft.others.get_untracked().into_iter();
            let of: Vec<RecordId> = [id.clone()].into_iter().chain(others).collect();
            let target = match text.trim() {
                "" => Target::Existing(id),
                name => Target::New(Box::new(new(name))),
            };
            Change::Merge(of, target)
        }
        ActKind::Split => {
            let names = text.lines().map(str::trim).filter(|name| !name.is_empty());
            let goes_on = if draft.stays.get_untracked() { GoesOn::Yes } else { GoesOn::No };
            Change::Split(id, names.map(new).collect(), goes_on)
        }
        ActKind::Move => Change::Move(vec![id], text),
        ActKind::Leave => Change::Leave(vec![id], text),
        ActKind::Dissolve => Change::Dissolve(vec![id]),
        ActKind::Found => return None,
    })
}

// What a kind of act asks for beside the day.
#[component]
fn Particulars(kind: ActKind, id: RecordId, draft: Draft) -> impl IntoView {
    let input = Callback::new(move |text| draft.text.set(text));
    match kind {
        ActKind::Rename => view! {
            <Field label=t(k::ROLL_ACT_NEW_NAME) value=draft.text max=300 test="act-text" on_input=input />
        }
        .into_any(),
        ActKind::Merge => view! {
            <Others id draft />
            <Field label=t(k::ROLL_ACT_TARGET_NEW) hint=t(k::ROLL_ACT_TARGET_NEW_HINT) value=draft.text max=300 test="act-text" on_input=input />
        }
        .into_any(),
        ActKind::Split => view! {
            <Field kind=Kind::Lines label=t(k::ROLL_ACT_PARTS) value=draft.text test="act-text" on_input=input />
            <label class="tick">
                <input type="checkbox" prop:checked=draft.stays
                    on:change=move |event| draft.stays.set(event_target_checked(&event)) data-testid="act-stays" />
                {t(k::ROLL_ACT_STAYS)}
            </label>
        }
        .into_any(),
        ActKind::Move => view! {
            <Field label=t(k::ROLL_ACT_NEW_CLUSTER) value=draft.text max=300 test="act-text" on_input=input />
        }
        .into_any(),
        ActKind::Leave => view! {
            <Field label=t(k::ROLL_ACT_UPPER) value=draft.text max=300 test="act-text" on_input=input />
        }
        .into_any(),
        ActKind::Dissolve | ActKind::Found => ().into_any(),
    }
}

// The units that are merged with it: those that are chosen, and a few that a search finds.
#[component]
fn Others(id: RecordId, draft: Draft) -> impl IntoView {
    const MOST: usize = 12;
    let rolls = rolls();
    let find = RwSignal::new(String::new());
    let offered = move || {
        let filter = ListFilter { find: find.get(), ..ListFilter::default() };
        // Untracked: neither a tick nor what others write must draw the boxes anew, under the finger.
        let chosen = draft.others.get_untracked();
        rolls.roll.with_untracked(|roll| {
            let all = roll.iter().flat_map(|roll| roll.present());
            let others = all.filter(|unit| unit.id != id);
            let (ticked, rest): (Vec<_>, Vec<_>) = others.partition(|it| chosen.contains(&it.id));
            let found = rest.into_iter().filter(|it| !filter.find.is_empty() && filter.names(it));
            ticked.into_iter().chain(found.take(MOST)).cloned().collect::<Vec<_>>()
        })
    };
    let boxes = move || {
        let boxes = offered().into_iter().map(|unit| {
            let (name, id) = (words::name(&unit), unit.id);
            let on = draft.others.with_untracked(|all| all.contains(&id));
            let tick = move |event| {
                let on = event_target_checked(&event);
                draft.others.update(|all| {
                    if on {
                        all.insert(id.clone());
                    } else {
                        all.remove(&id);
                    }
                });
            };
            view! { <label class="tick"><input type="checkbox" prop:checked=on on:change=tick data-testid="act-other" /> {name}</label> }
        });
        boxes.collect_view()
    };
    view! {
        <Field label=t(k::ROLL_ACT_OTHERS_FIND) hint=t(k::ROLL_ACT_OTHERS_HINT) value=find max=100 test="act-find"
            on_input=Callback::new(move |text| find.set(text)) />
        <fieldset class="ticks"><legend>{t(k::ROLL_ACT_OTHERS)}</legend>{boxes}</fieldset>
    }
    .into_any()
}
