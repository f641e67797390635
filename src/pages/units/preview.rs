//! What a table does to the list, before it is done.

use super::words;
use crate::{
    i18n::{k, t, tf},
    pages::start::kind_word,
    shell::rolls,
};
use bcd_core::upper::roll::{
    RollField,
    import::{ImportPlan, PlanCount, PlannedRow, RowDoubt, RowEffect, RowFault},
};
use leptos::prelude::*;
use std::sync::Arc;

/// How many rows of a kind are drawn.
const AT_ONCE: usize = 50;

// A text of a field as people read it: kinds are words of files.
fn shown(field: RollField, text: &str) -> String {
    match (field, kind_word(text)) {
        (RollField::Kind, word) if !word.is_empty() => word.to_owned(),
        _ => text.to_owned(),
    }
}

fn fault(fault: &RowFault) -> String {
    let of = |key, field: RollField| tf(key, &[("field", &t(words::label(field)))]);
    match fault {
        RowFault::NoName => t(k::ROLL_IMPORT_FAULT_NO_NAME).to_owned(),
        RowFault::TooLong(field) => of(k::ROLL_IMPORT_FAULT_TOO_LONG, *field),
        RowFault::BadText(field) => of(k::ROLL_IMPORT_FAULT_BAD_TEXT, *field),
        RowFault::OldFont => t(k::ROLL_IMPORT_FAULT_OLD_FONT).to_owned(),
        RowFault::Ambiguous(_) => t(k::ROLL_IMPORT_FAULT_AMBIGUOUS).to_owned(),
    }
}

fn doubt(doubt: &RowDoubt) -> String {
    match doubt {
        RowDoubt::UnknownKind(word) => tf(k::ROLL_IMPORT_KIND_UNKNOWN, &[("word", word)]),
        RowDoubt::RoundedPhone(text) => tf(k::ROLL_IMPORT_PHONE, &[("text", text)]),
    }
}

// What is to be said of a row, a sentence each.
fn sentences(row: &PlannedRow) -> Vec<String> {
    let mut all: Vec<String> = match &row.effect {
        RowEffect::New | RowEffect::Unchanged(_) => {
            let texts = row.texts.iter().filter(|(field, _)| **field != RollField::Name);
            let texts = texts.map(|(field, text)| shown(*field, text)).collect::<Vec<_>>();
            if texts.is_empty() { Vec::new() } else { vec![texts.join(" · ")] }
        }
        RowEffect::Changed(_, changes) => {
            let change = |it: &bcd_core::upper::roll::import::TextChange| {
                let (before, after) = (shown(it.field, &it.before), shown(it.field, &it.after));
                let before = if before.is_empty() { "–".to_owned() } else { before };
                format!("{}: {before} → {after}", t(words::label(it.field)))
            };
            changes.iter().map(change).collect()
        }
        RowEffect::Doubled(first) => vec![tf(k::ROLL_IMPORT_DOUBLED, &[("n", first)])],
        RowEffect::Faulty(why) => vec![fault(why)],
    };
    all.extend(row.doubts.iter().map(doubt));
    all
}

/// The preview.
#[component]
pub fn Preview(plan: Arc<ImportPlan>) -> impl IntoView {
    let PlanCount { new, changed, unchanged, doubled, faulty } = plan.count();
    let counts = tf(
        k::ROLL_IMPORT_COUNTS,
        &[
            ("new", &new),
            ("changed", &changed),
            ("unchanged", &unchanged),
            ("doubled", &doubled),
            ("faulty", &faulty),
        ],
    );
    let rolls = rolls();
    let absent = plan.absent.iter().filter_map(|id| rolls.line(id)).map(|it| words::name(&it));
    let absent = absent.collect::<Vec<_>>().join(", ");
    let n = plan.absent.len();
    let absent = (n > 0).then(|| view! {
        <details class="card fold fold--calm"><summary>{tf(k::ROLL_IMPORT_ABSENT, &[("n", &n)])}</summary><p>{absent}</p></details>
    });
    let numbers = plan.passed.iter().map(usize::to_string).collect::<Vec<_>>().join(", ");
    let passed = (!plan.passed.is_empty()).then(|| {
        let values: [(&str, &dyn core::fmt::Display); 2] =
            [("n", &plan.passed.len()), ("numbers", &numbers)];
        view! { <p class="field__note">{tf(k::ROLL_IMPORT_PASSED, &values)}</p> }
    });
    type Is = fn(&PlannedRow) -> bool;
    let to_see: Is = |row| {
        matches!(row.effect, RowEffect::Faulty(_) | RowEffect::Doubled(_)) || !row.doubts.is_empty()
    };
    let is_changed: Is = |row| matches!(row.effect, RowEffect::Changed(..));
    let is_new: Is = |row| matches!(row.effect, RowEffect::New);
    let unchanged: Is = |row| matches!(row.effect, RowEffect::Unchanged(_));
    view! {
        <section class="card" aria-labelledby="preview-h">
            <h2 id="preview-h" role="status" data-testid="import-counts">{counts}</h2>
            {passed}
            <Rows plan=plan.clone() is=to_see title="" />
            <Rows plan=plan.clone() is=is_changed title=t(k::ROLL_IMPORT_CHANGES) />
            <Rows plan=plan.clone() is=is_new title=t(k::ROLL_IMPORT_NEW) />
            <Rows plan=plan.clone() is=unchanged title=t(k::ROLL_IMPORT_UNCHANGED) />
            {absent}
        </section>
    }
    .into_any()
}

#[component]
fn Rows(plan: Arc<ImportPlan>, is: fn(&PlannedRow) -> bool, title: &'static str) -> impl IntoView {
    let all = plan.rows.iter().filter(|row| is(row)).count();
    let rows = plan.rows.iter().filter(|row| is(row)).take(AT_ONCE).map(|row| {
        let number = tf(k::ROLL_IMPORT_ROW, &[("n", &row.number)]);
        let said = sentences(row).into_iter().map(|text| view! { <br /> {text} });
        view! { <li data-testid="planned">{number} ": " <b>{row.name().to_owned()}</b> {said.collect_view()}</li> }
    });
    let rows = rows.collect_view();
    let more = all.saturating_sub(AT_ONCE);
    let more = (more > 0).then(|| view! { <p>{tf(k::ROLL_IMPORT_ROWS_MORE, &[("n", &more)])}</p> });
    (all > 0).then(|| match title {
        // What a person must look at is open.
        "" => view! { <ul>{rows}</ul> {more} }.into_any(),
        title => view! {
            <details class="fold fold--calm"><summary>{format!("{title}: {all}")}</summary><ul>{rows}</ul>{more}</details>
        }
        .into_any(),
    })
}
