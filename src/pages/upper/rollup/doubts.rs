//! What a person decides, or puts right, before there is a roll-up.

use super::make::Choices;
use crate::{
    i18n::{k, t, tf},
    ui::{Notice, Tone},
};
use bcd_core::{
    id::UnitId,
    upper::rollup::make::{Choice, RollupDoubt},
};
use leptos::prelude::*;

// How many are drawn at once: whoever sends in many names would have as many of them shown.
const AT_ONCE: usize = 200;

/// The doubts, each with its choices where it has some. Those on no line are left out by one act: strangers
/// are there, too.
#[component]
pub fn Doubts(doubts: Vec<RollupDoubt>, choices: Choices) -> impl IntoView {
    let beside: Vec<String> = doubts
        .iter()
        .filter_map(|doubt| match doubt {
            RollupDoubt::NotOnList { unit, .. } => Some(unit.clone()),
            _ => None,
        })
        .collect();
    let n = beside.len();
    let none = move |_| {
        choices.update(|all| {
            all.extend(beside.iter().map(|unit| (unit.clone(), Choice::ByLine)));
        });
    };
    let left = doubts.len().saturating_sub(AT_ONCE);
    let shown = doubts.into_iter().take(AT_ONCE).enumerate();
    let rows = shown.map(move |(number, doubt)| {
        let (text, key, options) = said(doubt);
        let options = options.into_iter().map(move |(choice, text)| {
            let (key, picked) = (StoredValue::new(key.clone()), StoredValue::new(choice));
            let on = move || {
                choices.with(|all| key.with_value(|key| all.get(key).cloned()))
                    == Some(picked.get_value())
            };
            let pick = move |_| {
                choices.update(|all| drop(all.insert(key.get_value(), picked.get_value())));
            };
            view! {
                <label class="tick">
                    <input type="radio" name=format!("doubt-{number}") prop:checked=on on:change=pick data-testid="doubt-choice" />
                    <span>{text}</span>
                </label>
            }
        });
        view! {
            <li class="stack" data-testid="doubt">
                <p>{text}</p>
                {options.collect_view()}
            </li>
        }
    });
    view! {
        <Notice tone=Tone::Warn test="rollup-doubts">
            <p><b>{t(k::ROLLUP_DOUBTS)}</b></p>
            {(n > 1).then(|| view! {
                <p class="row"><button class="button" on:click=none data-testid="doubt-none-beside">
                    {tf(k::ROLLUP_NONE_BESIDE, &[("n", &n)])}
                </button></p>
            })}
            <ul class="plain stack">{rows.collect_view()}</ul>
            {(left > 0).then(|| view! { <p>{tf(k::ROLLUP_DOUBTS_MORE, &[("n", &left)])}</p> })}
        </Notice>
    }
    .into_any()
}

type Said = (String, String, Vec<(Choice, String)>);

fn said(doubt: RollupDoubt) -> Said {
    let plain = |text: String| (text, String::new(), Vec::new());
    let here = || (Choice::Here, t(k::ROLLUP_COUNT_HERE).to_owned());
    let of_parts = |parts: Vec<(UnitId, String)>| {
        parts
            .into_iter()
            .map(|(id, name)| (Choice::Part(id), tf(k::ROLLUP_COUNT_PART, &[("office", &name)])))
    };
    match doubt {
        RollupDoubt::TwoRows { unit } => plain(tf(k::ROLLUP_DOUBT_ROWS, &[("unit", &unit)])),
        RollupDoubt::Twice { unit, name, here: own, parts } => {
            let options = own.then(here).into_iter().chain(of_parts(parts)).collect();
            (tf(k::ROLLUP_DOUBT_TWICE, &[("unit", &name)]), unit, options)
        }
        RollupDoubt::Alike { unit, name, parts } => {
            let both = (Choice::Both, t(k::ROLLUP_COUNT_BOTH).to_owned());
            let options = [here()].into_iter().chain(of_parts(parts)).chain([both]).collect();
            (tf(k::ROLLUP_DOUBT_ALIKE, &[("unit", &name)]), unit, options)
        }
        RollupDoubt::NotOnList { unit, name, line } => {
            let text = match line {
                Some(line) => tf(k::ROLLUP_DOUBT_BECAME, &[("unit", &name), ("line", &line)]),
                None => tf(k::ROLLUP_DOUBT_NOT_LISTED, &[("unit", &name)]),
            };
            let by_line = (Choice::ByLine, t(k::ROLLUP_COUNT_BY_LINE).to_owned());
            let beside = (Choice::Both, t(k::ROLLUP_COUNT_BESIDE).to_owned());
            (text, unit, vec![by_line, beside])
        }
        RollupDoubt::SaysOtherwise { office } => {
            plain(tf(k::ROLLUP_DOUBT_OTHERWISE, &[("office", &office)]))
        }
        RollupDoubt::NotHere { .. } => plain(t(k::ROLLUP_DOUBT_NOT_HERE).to_owned()),
        RollupDoubt::NotHereBelow { office, below, digest } => {
            let anyway = (Choice::Unchecked, t(k::ROLLUP_COUNT_UNCHECKED).to_owned());
            let names = [("office", &office as _), ("below", &below as _)];
            (tf(k::ROLLUP_DOUBT_BELOW, &names), digest, vec![anyway])
        }
        RollupDoubt::OtherCycle { office, cycle } => {
            plain(tf(k::ROLLUP_DOUBT_CYCLE, &[("office", &office), ("cycle", &cycle)]))
        }
        RollupDoubt::TooMuch => plain(t(k::ROLLUP_DOUBT_TOO_MUCH).to_owned()),
        RollupDoubt::OwnPart { office } => plain(tf(k::ROLLUP_DOUBT_OWN, &[("office", &office)])),
        RollupDoubt::TwoOfOffice { office } => {
            plain(tf(k::ROLLUP_DOUBT_OFFICE, &[("office", &office)]))
        }
        RollupDoubt::TwiceInside { office, unit } => {
            plain(tf(k::ROLLUP_DOUBT_INSIDE, &[("office", &office), ("unit", &unit)]))
        }
    }
}
