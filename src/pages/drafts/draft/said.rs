//! What is wrong with a draft, and where, in words.

use super::prefill;
use crate::{
    i18n::{k, lang, problem, t, tf},
    pages::start::kind_word,
};
use bcd_core::{
    format::pack::rules::PackFault,
    text::Text,
    upper::pack_draft::faults::{Fault, Place, What},
    year::cycle::CycleKind,
};
use serde_json::Value;

/// A place.
pub fn place(place: &Place) -> String {
    match place {
        Place::Head => t(k::DRAFT_HEAD).to_owned(),
        Place::Criterion(id) => tf(k::DRAFT_AT_CRITERION, &[("id", id)]),
        Place::Group(id) => tf(k::DRAFT_AT_GROUP, &[("id", id)]),
        Place::Item(id) => tf(k::DRAFT_AT_ITEM, &[("id", id)]),
        Place::Deadline(_) => t(k::DRAFT_DEADLINE).to_owned(),
        Place::Class(_) => t(k::DRAFT_CLASS).to_owned(),
        Place::Template(id) => tf(k::DRAFT_AT_TEMPLATE, &[("id", id)]),
    }
}

/// The place of a field, by its path.
pub fn path(path: &str) -> String {
    let mut steps = path.split('/');
    let part = |id: Option<&str>| id.unwrap_or_default().to_owned();
    match steps.next() {
        Some("criterion") => place(&Place::Criterion(part(steps.next()))),
        Some("group") => place(&Place::Group(part(steps.next()))),
        Some("item") => place(&Place::Item(part(steps.next()).as_str().into())),
        Some("deadline") => t(k::DRAFT_DEADLINE).to_owned(),
        Some("class") => t(k::DRAFT_CLASS).to_owned(),
        _ => t(k::DRAFT_HEAD).to_owned(),
    }
}

/// A value that was written, to choose it by.
pub fn value(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Bool(on) => t(if *on { k::DRAFT_ON } else { k::DRAFT_OFF }).to_owned(),
        Value::Array(list) => {
            // A ladder, by what its steps are worth; anything else by what stands in it.
            let steps = list.iter().map(|step| match &step["points"] {
                Value::Null => step.as_str().unwrap_or_default().to_owned(),
                points => points.to_string(),
            });
            steps.collect::<Vec<_>>().join(" / ")
        }
        Value::Object(_) => {
            let text: Text = serde_json::from_value(value.clone()).unwrap_or_default();
            if text.vi.is_empty() {
                t(k::DRAFT_NO_WORDS).to_owned()
            } else {
                text.get(lang()).to_owned()
            }
        }
        Value::Null => t(k::DRAFT_NO_WORDS).to_owned(),
        Value::Number(number) => number.to_string(),
    }
}

/// A fault.
pub fn fault(fault: &Fault) -> String {
    let year = |kind: &CycleKind| {
        t(match kind {
            CycleKind::Calendar => k::DRAFT_CALENDAR,
            CycleKind::School => k::DRAFT_SCHOOL,
        })
    };
    match &fault.what {
        What::Refused(fault) => refused(fault),
        What::BadText(found) => problem(found),
        What::LongCycle | What::StrangeCycle => t(k::DRAFT_F_CYCLE).to_owned(),
        What::OtherMeaning(_) => t(k::DRAFT_F_MEANING).to_owned(),
        What::EqualSteps => t(k::DRAFT_F_EQUAL).to_owned(),
        What::NothingMet => t(k::DRAFT_F_NOTHING_MET).to_owned(),
        What::NoKind => t(k::DRAFT_F_NO_KIND).to_owned(),
        What::KindLeftOut(kind) => tf(k::DRAFT_F_KIND, &[("kind", &kind_word(kind))]),
        What::Worthless => t(k::DRAFT_F_WORTHLESS).to_owned(),
        What::Empty => t(k::DRAFT_F_EMPTY).to_owned(),
        What::NoHeading | What::NoName => t(k::DRAFT_F_NO_NAME).to_owned(),
        What::UnknownPrefill(word) => tf(k::DRAFT_F_PREFILL, &[("word", word)]),
        What::PrefillSteps(word, steps) => tf(
            k::DRAFT_F_PREFILL_STEPS,
            &[("word", &prefill::word(*word)), ("steps", &steps.join(", "))],
        ),
        What::NoDay(kind) => tf(k::DRAFT_F_NO_DAY, &[("year", &year(kind))]),
        What::OutsideCycle(kind) => tf(k::DRAFT_F_OUTSIDE, &[("year", &year(kind))]),
    }
}

fn refused(fault: &PackFault) -> String {
    let key = match fault {
        PackFault::BadPackId => k::DRAFT_F_PACK_ID,
        PackFault::NoTitle => k::DRAFT_F_NO_TITLE,
        PackFault::TooManyItems => k::DRAFT_F_TOO_MANY,
        PackFault::NoItems => k::DRAFT_F_NO_ITEMS,
        PackFault::BadRule => k::DRAFT_F_RULE,
        PackFault::SameItem(_) => k::DRAFT_F_SAME_ID,
        PackFault::BadItemId(_) => k::DRAFT_F_BAD_ID,
        PackFault::NoText(_) => k::DRAFT_F_NO_TEXT,
        PackFault::NoSteps(_) => k::DRAFT_F_NO_STEPS,
        PackFault::SameStep(_) => k::DRAFT_F_SAME_STEP,
        PackFault::BadWorth(_) => k::DRAFT_F_WORTH,
        PackFault::RisingLadder(_) => k::DRAFT_F_RISING,
        PackFault::GateNeverMet(_) => k::DRAFT_F_GATE,
        PackFault::NobodyRecognised => k::DRAFT_F_NOBODY,
        PackFault::BadDay(_, said) => return tf(k::PACK_BAD_DAY, &[("text", said)]),
        PackFault::BadQuarter(..) => k::DRAFT_F_QUARTER,
        PackFault::BadDeadlineId(_) => k::DRAFT_F_BAD_ID,
        PackFault::BadClass(_) => k::DRAFT_F_CLASS,
        PackFault::TooManyClasses => k::DRAFT_F_TOO_MANY_CLASSES,
        PackFault::BadTemplate(_) => k::DRAFT_F_TEMPLATE,
    };
    t(key).to_owned()
}
