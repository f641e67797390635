//! Over the list: how many stand how, each number with the units behind it; what is wrong with the
//! list; units that are not in it.

use super::{
    STRAYS,
    list::{Shown, address, of_cycle},
    save, words,
};
use crate::{
    i18n::{Key, k, t, tf},
    pages::saved_field::SavedField,
    shell::{rolls, services},
    ui::{Kind, Notice, Tone},
};
use bcd_core::{
    id::RecordId,
    upper::roll::{
        Due, Roll, RollUnit,
        faults::{RollFault, faults},
        filter::{ListFilter, StandFilter},
        set_due,
        standing::StandingCount,
    },
};
use leptos::prelude::*;

/// The heading of the list.
#[component]
pub fn Heading(shown: Shown, listed: Memo<bool>) -> impl IntoView {
    view! {
        {move || listed.get().then(|| view! { <Sums shown /> })}
        <StrayNotice shown listed />
        {move || listed.get().then(|| view! { <Faults shown /> <Dues shown /> })}
    }
    .into_any()
}

// Each number is a link to the units behind it. The counts are of the list; units that are not in
// it are counted apart.
#[component]
fn Sums(shown: Shown) -> impl IntoView {
    let sums = move || {
        let (count, strays) = shown.all.with(|all| {
            let listed = all.iter().filter(|it| !it.unit.id.as_str().is_empty());
            let count = StandingCount::of(listed);
            (count, all.len() - count.all)
        });
        let not_sent = count.not_registered + count.registered + count.unconfirmed;
        let sums: [(usize, Key, StandFilter); 7] = [
            (count.all, k::ROLL_COUNT_UNITS, StandFilter::All),
            (count.sent, k::ROLL_COUNT_SENT, StandFilter::Sent),
            (count.late, k::ROLL_COUNT_LATE, StandFilter::Late),
            (not_sent, k::ROLL_COUNT_NOT_SENT, StandFilter::Lacks),
            (count.not_registered, k::ROLL_COUNT_NOT_REGISTERED, StandFilter::NotRegistered),
            (count.unconfirmed, k::ROLL_COUNT_UNCONFIRMED, StandFilter::Unconfirmed),
            (strays, k::ROLL_COUNT_STRAY, StandFilter::Stray),
        ];
        let filter = shown.filter.get();
        let links = sums.into_iter().filter(|(n, _, stand)| *n > 0 || *stand == StandFilter::All);
        let links = links.map(|(n, key, stand)| {
            let here = filter.stand == stand;
            let href = address("", &ListFilter { stand, page: 0, ..filter.clone() });
            view! {
                <a class="pill" href=href aria-current=here.then_some("true")>{tf(key, &[("n", &n)])}</a>
            }
        });
        links.collect_view()
    };
    view! { <p class="rollsums" data-testid="roll-sums">{sums}</p> }.into_any()
}

#[component]
fn StrayNotice(shown: Shown, listed: Memo<bool>) -> impl IntoView {
    move || {
        let strays =
            shown.all.with(|all| all.iter().filter(|it| it.unit.id.as_str().is_empty()).count());
        let cycle = shown.filter.with(|filter| filter.cycle.clone());
        (strays > 0).then(|| {
            let to = view! {
                <a class="button" href=of_cycle(STRAYS, &cycle) data-testid="to-strays">{t(k::ROLL_STRAY_TO)}</a>
            };
            let text = tf(k::ROLL_STRAY_NOTICE, &[("n", &strays)]);
            match listed.get() {
                true => view! { <Notice tone=Tone::Warn test="strays"><p>{text}</p><p>{to}</p></Notice> }.into_any(),
                // Without a list, it begins with what came.
                false => view! { <p class="row"><span>{text}</span> {to}</p> }.into_any(),
            }
        })
    }
}

#[component]
fn Faults(shown: Shown) -> impl IntoView {
    let rolls = rolls();
    let all = Memo::new(move |_| {
        rolls.roll.with(|roll| {
            let faults = roll.iter().flat_map(|roll| {
                let said = |fault: &RollFault| {
                    let (text, line) = said(roll, fault);
                    (text, line.map(|unit| unit.id.clone()))
                };
                faults(roll).iter().map(said).collect::<Vec<_>>()
            });
            faults.collect::<Vec<_>>()
        })
    });
    // What is unfolded stays so while one after the other is mended.
    let some = Memo::new(move |_| all.with(|all| !all.is_empty()));
    let lines = move || {
        let cycle = shown.filter.with(|filter| filter.cycle.clone());
        let line = |(text, line): (String, Option<RecordId>)| {
            let link = line.map(|id| {
                let href = of_cycle(&format!("{}{id}", super::LINE), &cycle);
                view! { " " <a href=href>{t(k::ROLL_OPEN)}</a> }
            });
            view! { <li>{text}{link}</li> }
        };
        all.get().into_iter().map(line).collect_view()
    };
    let count = move || tf(k::ROLL_FAULTS, &[("n", &all.with(Vec::len))]);
    move || {
        some.get().then(|| {
            view! {
                <details class="card fold" data-testid="roll-faults">
                    <summary>{count}</summary>
                    <ul>{lines}</ul>
                </details>
            }
        })
    }
}

// What is wrong, and the line where it is to be mended.
fn said<'a>(roll: &'a Roll, fault: &RollFault) -> (String, Option<&'a RollUnit>) {
    match fault {
        RollFault::Alike(ids) => (
            tf(k::ROLL_FAULT_ALIKE, &[("names", &words::names(roll, ids))]),
            ids.last().and_then(|id| roll.units.get(id)),
        ),
        RollFault::SameUnit(_, ids) => (
            tf(k::ROLL_FAULT_SAME_UNIT, &[("names", &words::names(roll, ids))]),
            ids.last().and_then(|id| roll.units.get(id)),
        ),
        RollFault::NoName(id) => (t(k::ROLL_FAULT_NO_NAME).to_owned(), roll.units.get(id)),
        RollFault::UnknownKind(id, kind) => {
            let name = words::names(roll, [id]);
            (tf(k::ROLL_FAULT_KIND, &[("name", &name), ("kind", kind)]), roll.units.get(id))
        }
        RollFault::SeveralEnds(id, _) => {
            (tf(k::ROLL_FAULT_ENDS, &[("name", &words::names(roll, [id]))]), roll.units.get(id))
        }
        RollFault::StrayAct(id) => {
            let act = roll.acts.get(id);
            let mut lines = act.into_iter().flat_map(|act| act.of.iter().chain(&act.to));
            let line = lines.find_map(|id| roll.units.get(id.as_str()));
            (t(k::ROLL_FAULT_STRAY_ACT).to_owned(), line)
        }
    }
}

// The officer's own days; what is not set comes from the pack.
#[component]
fn Dues(shown: Shown) -> impl IntoView {
    let (app, rolls) = (services(), rolls());
    let day = move |due: Due, cycle: &str| {
        let own = rolls.roll.with(|roll| {
            roll.as_ref().and_then(|roll| roll.dues.get(&(due, cycle.to_owned())).cloned())
        });
        let pack = rolls.dues(cycle);
        let pack = match due {
            Due::Register => pack.register,
            Due::Report => pack.report,
        };
        own.map(|own| own.0).or_else(|| pack.map(|day| day.to_string())).unwrap_or_default()
    };
    let field = move |due: Due, cycle: StoredValue<String>, label: Key, test: &'static str| {
        let year = cycle.get_value();
        let about = format!("{test}|{year}");
        let save = save(app, rolls, move |day| set_due(due, &year, &day.into()));
        let value = Signal::derive(move || cycle.with_value(|cycle| day(due, cycle)));
        view! { <SavedField kind=Kind::Date label=t(label) value test save about /> }
    };
    // Fields of their own for each cycle: what is typed is of the one that it was typed for.
    let fields = move || {
        let cycle = StoredValue::new(shown.cycle.get());
        view! {
            {field(Due::Register, cycle, k::ROLL_DUE_REGISTER, "due-register")}
            {field(Due::Report, cycle, k::ROLL_DUE_REPORT, "due-report")}
        }
    };
    view! {
        <details class="card" data-testid="dues">
            <summary>{move || tf(k::ROLL_DUES, &[("cycle", &shown.cycle.get())])}</summary>
            <p class="field__note">{t(k::ROLL_DUES_HINT)}</p>
            <div class="filters">{fields}</div>
        </details>
    }
    .into_any()
}
