//! What is wrong with a draft, and where, in words.

use super::prefill;
use crate::{
    i18n::{self, k, lang, problem, t, tf},
    pages::start::kind_word,
};
use bcd_core::{
    criteria::Step,
    format::pack::rules::{PackFault, TITLE},
    text::Text,
    upper::pack_draft::faults::{Fault, Place, What},
    year::{cycle::CycleKind, deadline::When, template::Template},
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

/// The place of a field, by its path, and which field of it.
pub fn path(path: &str) -> String {
    let mut steps = path.split('/');
    let (first, id) = (steps.next().unwrap_or_default(), steps.next().unwrap_or_default());
    let at = match first {
        "criterion" => place(&Place::Criterion(id.to_owned())),
        "group" => place(&Place::Group(id.to_owned())),
        "item" => place(&Place::Item(id.into())),
        "deadline" => t(k::DRAFT_DEADLINE).to_owned(),
        "class" => t(k::DRAFT_CLASS).to_owned(),
        "template" => place(&Place::Template(id.to_owned())),
        _ => t(k::DRAFT_HEAD).to_owned(),
    };
    let field = path.rsplit('/').next().unwrap_or_default();
    let name = match (first, field) {
        ("title", _) => k::PACK_NAME,
        ("deadline", "title") => k::DRAFT_D_TITLE,
        (_, "title") => k::DRAFT_HEADING,
        (_, "short") => k::DRAFT_SHORT,
        (_, "label") => k::DRAFT_CLASS_NAME,
        (_, "text") => k::PACK_TEXT,
        (_, "evidence") => k::PACK_EVIDENCE,
        (_, "source") => k::DRAFT_SOURCE,
        (_, "ladder") => k::DRAFT_LADDER,
        (_, "gate") => k::PACK_GATE,
        (_, "sensitive") => k::DRAFT_SENSITIVE,
        (_, "kinds") => k::DRAFT_LOOK_KIND,
        (_, "prefill") => k::DRAFT_PREFILL,
        (_, "group") => k::DRAFT_GROUP,
        (_, "criterion") => k::DRAFT_CRITERION,
        (_, "gone" | "retired") => k::DRAFT_TAKE_OUT,
        (_, "what") => k::DRAFT_D_WHAT,
        (_, "quarter") => k::DRAFT_D_WHEN,
        (_, "calendar") => k::PACK_DAY,
        (_, "school") => k::PACK_DAY_SCHOOL,
        (_, "body") => k::DRAFT_TEMPLATE_WORDS,
        (_, "note") => k::PACK_NOTE,
        (_, "set_note") => k::DRAFT_SET_NOTE,
        (_, "cycle") => k::PACK_CYCLE,
        (_, "period") => k::DRAFT_PERIOD,
        (_, "mode") => k::PACK_MODE,
        (_, "gates") => k::DRAFT_GATES,
        (_, "criterion_min") => k::PACK_CRITERION_MIN,
        (_, "total_min") => k::PACK_TOTAL_MIN,
        (_, "agreed") => k::DRAFT_AGREE,
        // A field of a later version of the app.
        _ => return format!("{at}, {field}"),
    };
    format!("{at}, {}", t(name))
}

/// A value that was written under a path, to choose it by.
pub fn value(path: &str, value: &Value) -> String {
    let none = || t(k::DRAFT_NO_WORDS).to_owned();
    match (path.rsplit('/').next().unwrap_or_default(), value) {
        ("ladder", Value::Array(_)) => {
            let steps: Vec<Step> = serde_json::from_value(value.clone()).unwrap_or_default();
            let steps = steps.iter().map(|step| {
                let met = t(if step.met { k::DRAFT_MET } else { k::DRAFT_UNMET });
                format!("{} {} ({met})", i18n::points(step.points), step.label.get(lang()))
            });
            steps.collect::<Vec<_>>().join(" / ")
        }
        ("calendar" | "school", Value::Object(_)) => {
            let when = serde_json::from_value::<When>(value.clone());
            when.map_or_else(
                |_| none(),
                |when| {
                    let year = match when.years {
                        -1 => t(k::DRAFT_D_BEFORE).to_owned(),
                        0 => t(k::DRAFT_D_SAME).to_owned(),
                        1 => t(k::DRAFT_D_AFTER).to_owned(),
                        years => format!("{years:+}"),
                    };
                    format!("{}/{} {year}", when.day, when.month)
                },
            )
        }
        ("body", Value::Object(_)) => {
            let it: Template = serde_json::from_value(value.clone()).unwrap_or_default();
            let words = [&it.short, &it.kind, &it.subject].map(|text| text.get(lang()));
            words.join(" · ")
        }
        (_, Value::String(text)) if text.is_empty() => none(),
        (_, Value::String(text)) => text.clone(),
        (_, Value::Bool(on)) => t(if *on { k::DRAFT_ON } else { k::DRAFT_OFF }).to_owned(),
        (_, Value::Array(list)) => {
            let words = list.iter().map(|it| it.as_str().unwrap_or_default());
            words.collect::<Vec<_>>().join(", ")
        }
        (_, Value::Object(_)) => {
            let text: Text = serde_json::from_value(value.clone()).unwrap_or_default();
            if text.vi.is_empty() { none() } else { text.get(lang()).to_owned() }
        }
        (_, Value::Null) => none(),
        (_, Value::Number(number)) => number.to_string(),
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
        What::NotThreeSteps(word) => tf(k::DRAFT_F_THREE_STEPS, &[("word", &prefill::word(*word))]),
        What::NoDay(kind) => tf(k::DRAFT_F_NO_DAY, &[("year", &year(kind))]),
        What::OutsideCycle(kind) => tf(k::DRAFT_F_OUTSIDE, &[("year", &year(kind))]),
    }
}

fn refused(fault: &PackFault) -> String {
    let key = match fault {
        PackFault::BadPackId => k::DRAFT_F_PACK_ID,
        PackFault::NoTitle => k::DRAFT_F_NO_TITLE,
        PackFault::TooLong(place, most, length) => {
            let key = if *place == TITLE { k::DRAFT_F_TITLE_LONG } else { k::DRAFT_F_NOTE_LONG };
            return tf(key, &[("most", most), ("n", length)]);
        }
        PackFault::TooManyItems => k::DRAFT_F_TOO_MANY,
        PackFault::TooManyParts(_, most) => {
            return tf(k::DRAFT_F_TOO_MANY_PARTS, &[("most", most)]);
        }
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
