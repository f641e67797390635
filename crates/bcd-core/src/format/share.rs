//! What of a dossier goes up, and what stays at home.
//!
//! Names of young people in hardship, their opinions, religion and ethnicity never leave the
//! unit: notes and files of sensitive items stay, as do private notes and private evidence.

use crate::{
    criteria::{CriteriaSet, Item, ItemsById},
    dossier::{Dossier, Evidence, EvidenceKind},
    field::Path,
    scoring::mode_of,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// How much stays at home.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Withheld {
    /// Notes: private ones, and those of sensitive items.
    pub notes: u32,
    /// Pieces of evidence: private ones, and photos and files of sensitive items.
    pub evidence: u32,
}

/// The fields that go up.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shared {
    /// Values by path; emptied ones are left out.
    pub fields: BTreeMap<Path, Value>,
    /// What stays.
    pub withheld: Withheld,
}

/// What of `dossier`, answered against `set`, goes up.
///
/// Only what a reader can understand: an answer to an item or step that is not in the set (any
/// more) stays in the unit, and so does a value of a wrong type.
pub fn shared(dossier: &Dossier, set: &CriteriaSet) -> Shared {
    let items = set.by_id();
    let mut shared = Shared::default();
    for (path, entry) in &dossier.fields {
        let value = &entry.v;
        let goes = match parts(path).as_slice() {
            ["unit", "id" | "name" | "kind" | "upper" | "cluster"] | ["cycle"] => is_text(value),
            ["sample"] => is_on(value),
            ["answer", item, field @ ("note" | "private_note")] => {
                let stays =
                    *field == "private_note" || items.get(item).is_none_or(|item| item.sensitive);
                shared.withheld.notes += u32::from(stays && !is_nothing(value));
                !stays && is_text(value)
            }
            // A reason whose "không áp dụng" was taken back is not shared.
            ["answer", item, "na_reason"] => {
                items.contains_key(item) && dossier.answer(item).na && is_text(value)
            }
            ["answer", item, field] => {
                items.get(item).is_some_and(|item| answer_goes(item, field, value))
            }
            ["evidence", id, rest @ ..] => {
                dossier.evidence.get(*id).is_some_and(|e| stays(e, &items) == Stays::No)
                    && evidence_goes(&items, rest, value)
            }
            _ => false,
        };
        if goes {
            shared.fields.insert(path.clone(), value.clone());
        }
    }
    shared.fields.insert("mode".to_owned(), mode_of(set, dossier).as_str().into());
    for (id, evidence) in &dossier.evidence {
        match stays(evidence, &items) {
            Stays::No => {
                let kind = evidence.kind.as_str();
                shared.fields.insert(format!("evidence/{id}/kind"), kind.into());
            }
            Stays::Withheld => shared.withheld.evidence += 1,
            Stays::Unused => {}
        }
    }
    shared
}

fn answer_goes(item: &Item, field: &str, value: &Value) -> bool {
    match field {
        "step" => value.as_str().is_some_and(|step| item.step(step).is_some()),
        // "Not met" is an answer; elsewhere `false` means nothing was said.
        "met" => value.is_boolean(),
        "na" => is_on(value),
        _ => false,
    }
}

fn evidence_goes(items: &ItemsById<'_>, field: &[&str], value: &Value) -> bool {
    match field {
        ["title" | "number" | "date" | "url" | "file" | "mime" | "name"] => is_text(value),
        ["size"] => value.as_u64().is_some_and(|size| size > 0),
        ["for", item] => items.contains_key(item) && is_on(value),
        _ => false,
    }
}

#[derive(PartialEq)]
enum Stays {
    /// It goes up.
    No,
    /// It stays, and the file says so as a count.
    Withheld,
    /// It is not mentioned at all, because it was deleted or belongs to no item of the set.
    Unused,
}

fn stays(evidence: &Evidence, items: &ItemsById<'_>) -> Stays {
    let mut of = evidence.items.iter().filter_map(|item| items.get(item.as_str())).peekable();
    if evidence.deleted || of.peek().is_none() {
        return Stays::Unused;
    }
    // A picture for a sensitive item may show the people concerned, whatever else it proves.
    // Evidence of a kind that a later version adds, such as a film, is read as a document, so we
    // check whether it has a file.
    let pictured = evidence.file.is_some()
        || match evidence.kind {
            EvidenceKind::Photo | EvidenceKind::File => true,
            EvidenceKind::Document | EvidenceKind::Link => false,
        };
    if evidence.private || (pictured && of.any(|item| item.sensitive)) {
        Stays::Withheld
    } else {
        Stays::No
    }
}

/// Whether a piece of evidence goes up with the next submission.
pub fn goes_up(evidence: &Evidence, set: &CriteriaSet) -> bool {
    stays(evidence, &set.by_id()) == Stays::No
}

/// Items whose shared fields differ between two states, and whether the unit's own lines do.
pub fn changes(
    before: &BTreeMap<Path, Value>,
    after: &BTreeMap<Path, Value>,
) -> (Vec<String>, bool) {
    let (mut items, mut unit) = (std::collections::BTreeSet::new(), false);
    let paths: std::collections::BTreeSet<_> = before.keys().chain(after.keys()).collect();
    for path in paths.into_iter().filter(|path| before.get(*path) != after.get(*path)) {
        match parts(path).as_slice() {
            ["answer", item, ..] => {
                items.insert((*item).to_owned());
            }
            ["evidence", id, ..] => {
                items.extend(items_of(before, id).chain(items_of(after, id)));
            }
            _ => unit = true,
        }
    }
    (items.into_iter().collect(), unit)
}

fn items_of(fields: &BTreeMap<Path, Value>, evidence: &str) -> impl Iterator<Item = String> {
    let prefix = format!("evidence/{evidence}/for/");
    fields
        .range(prefix.clone()..)
        .map_while(move |(path, _)| path.strip_prefix(&prefix).map(str::to_owned))
}

fn parts(path: &str) -> Vec<&str> {
    path.split('/').collect()
}

fn is_text(value: &Value) -> bool {
    value.as_str().is_some_and(|text| !text.is_empty())
}

fn is_on(value: &Value) -> bool {
    value.as_bool() == Some(true)
}

pub(crate) fn is_nothing(value: &Value) -> bool {
    matches!(value, Value::Null | Value::Bool(false)) || value.as_str() == Some("")
}

/// Whether an address leads to the web, by its scheme.
pub fn is_web_link(url: &str) -> bool {
    let lower = url.trim().to_ascii_lowercase();
    lower.starts_with("https://") || lower.starts_with("http://")
}
