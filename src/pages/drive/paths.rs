//! Fields and their values, in words: for people who have to choose between two.

use crate::{
    i18n::{self, k, lang, t},
    pages::record::{kind_name, rows},
};
use bcd_app::services::Services;
use bcd_core::{field::Fields, year::record::RecordKind};
use leptos::prelude::*;
use serde_json::Value;

/// What a path stands for: the thing, and what of it.
pub fn label(app: Services, fields: &Fields, path: &str) -> String {
    let mut parts = path.splitn(3, '/');
    let (first, second, rest) = (parts.next(), parts.next(), parts.next());
    match (first, second, rest) {
        (Some("answer"), Some(item), Some(field)) => {
            let text = app.work.set.with_untracked(|set| {
                set.item(item).map(|item| item.text.get(lang()).to_owned()).unwrap_or_default()
            });
            format!("{item} {text} · {}", answer_field(field))
        }
        (Some("evidence"), Some(id), Some(field)) => {
            named(fields, t(k::DRIVE_FIELD_EVIDENCE), &format!("evidence/{id}"), common(field))
        }
        (Some("unit"), ..) | (Some("cycle" | "mode"), None, _) => t(k::DRIVE_FIELD_UNIT).to_owned(),
        (Some(kind), Some(id), Some(field)) => match RecordKind::parse(kind) {
            Some(kind) => {
                let word = t(kind_name(kind));
                let start = format!("{}/{id}", kind.as_str());
                let known = rows(kind).into_iter().find(|row| row.field == field);
                named(fields, word, &start, known.map_or_else(|| common(field), |row| t(row.label)))
            }
            None => t(k::DRIVE_UNKNOWN_PATH).to_owned(),
        },
        _ => t(k::DRIVE_UNKNOWN_PATH).to_owned(),
    }
}

// A thing by what people call it.
fn named(fields: &Fields, word: &str, start: &str, what: &str) -> String {
    let name =
        ["content", "title", "name", "topic", "partner", "who"].into_iter().find_map(|field| {
            let text = fields.get(&format!("{start}/{field}"))?.v.as_str()?;
            (!text.is_empty()).then(|| format!("{word} “{text}”"))
        });
    let name = name.unwrap_or_else(|| word.to_owned());
    if what.is_empty() { name } else { format!("{name} · {what}") }
}

fn answer_field(field: &str) -> &'static str {
    t(match field {
        "step" => k::DRIVE_FIELD_STEP,
        "met" => k::DRIVE_FIELD_MET,
        "na" => k::DRIVE_FIELD_NA,
        "na_reason" => k::DRIVE_FIELD_NA_REASON,
        "private_note" => k::DRIVE_FIELD_PRIVATE_NOTE,
        "open_to_upper" => k::DRIVE_FIELD_OPEN_TO_UPPER,
        _ => k::DRIVE_FIELD_NOTE,
    })
}

fn common(field: &str) -> &'static str {
    match field {
        "deleted" => t(k::DRIVE_FIELD_DELETED),
        "note" => t(k::DRIVE_FIELD_NOTE),
        "title_goes" => t(k::DRIVE_FIELD_TITLE_GOES),
        _ => "",
    }
}

/// A value as a person wrote it.
pub fn value(app: Services, path: &str, v: &Value) -> String {
    if let (Some(rest), Some(step)) = (path.strip_prefix("answer/"), v.as_str())
        && let Some(item) = rest.strip_suffix("/step")
        && let Some(text) = step_text(app, item, step)
    {
        return text;
    }
    match v {
        Value::Null => t(k::DRIVE_EMPTY_VALUE).to_owned(),
        Value::String(text) if text.is_empty() => t(k::DRIVE_EMPTY_VALUE).to_owned(),
        Value::String(text) if bcd_core::civil::parse(text).is_some() => i18n::date(text),
        Value::String(text) => text.clone(),
        Value::Bool(true) => t(k::DRIVE_YES).to_owned(),
        Value::Bool(false) => t(k::DRIVE_NO).to_owned(),
        other => other.to_string(),
    }
}

fn step_text(app: Services, item: &str, step: &str) -> Option<String> {
    app.work.set.with_untracked(|set| {
        let step = set.item(item)?.step(step)?;
        Some(format!("{} · {}", i18n::points(step.points), step.label.get(lang())))
    })
}
