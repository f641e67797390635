//! What of a dossier goes up, and what stays at home.
//!
//! Names of young people in hardship, their opinions, religion and ethnicity never leave the
//! unit: notes, reasons, links and files of sensitive items stay, as do private notes and private
//! evidence. A file is judged by its content: where one use of it stays, no use of it goes up.

mod home;

pub use home::{is_opened, is_sensitive, may_name_people, only_shipped_sensitive};

use crate::{
    criteria::{CriteriaSet, Item},
    dossier::{Dossier, Evidence, EvidenceKind},
    field::Path,
    id::FileHash,
    scoring::mode_of,
};
use home::{Home, Stays};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// How much stays at home.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Withheld {
    /// Notes: private ones, and those and reasons of sensitive items.
    pub notes: u32,
    /// Pieces of evidence: private ones, links, photos and files of sensitive items, and what has
    /// the same content as one of these.
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
    let home = Home::new(dossier, set);
    let kept = kept_files(&home, dossier);
    let stays = |evidence: &Evidence| home.stays(evidence, |hash| kept.contains(hash));
    let mut shared = Shared::default();
    for (path, entry) in &dossier.fields {
        let value = &entry.v;
        let goes = match parts(path).as_slice() {
            ["unit", "id" | "name" | "kind" | "upper" | "cluster"] | ["cycle"] => is_text(value),
            ["sample"] => is_on(value),
            ["answer", item, field @ ("note" | "private_note")] => {
                let stays = *field == "private_note"
                    || home.is_sensitive(item)
                    || !home.items.contains_key(item);
                shared.withheld.notes += u32::from(stays && !is_nothing(value));
                !stays && is_text(value)
            }
            // A reason whose "không áp dụng" was taken back is not shared.
            ["answer", item, "na_reason"] => {
                let given =
                    home.items.contains_key(item) && dossier.answer(item).na && is_text(value);
                let stays = given && home.is_sensitive(item);
                shared.withheld.notes += u32::from(stays);
                // That there is one is not secret, and counts for recognition.
                if stays && value.as_str().is_some_and(|reason| !reason.trim().is_empty()) {
                    shared.fields.insert(format!("answer/{item}/na_reason_kept"), true.into());
                }
                given && !stays
            }
            ["answer", item, field] => {
                home.items.get(item).is_some_and(|item| answer_goes(item, field, value))
            }
            ["evidence", id, rest @ ..] => dossier.evidence.get(*id).is_some_and(|evidence| {
                let how = stays(evidence);
                matches!(how, Stays::No | Stays::ButNumber)
                    && (how == Stays::No || goes_by_number(evidence, rest))
                    && evidence_goes(&home, rest, value)
            }),
            _ => false,
        };
        if goes {
            shared.fields.insert(path.clone(), value.clone());
        }
    }
    shared.fields.insert("mode".to_owned(), mode_of(set, dossier).as_str().into());
    for (id, evidence) in &dossier.evidence {
        match stays(evidence) {
            Stays::No | Stays::ButNumber => {
                let kind = evidence.kind.as_str();
                shared.fields.insert(format!("evidence/{id}/kind"), kind.into());
                if let Some(name) = neutral_name(evidence) {
                    shared.fields.insert(format!("evidence/{id}/name"), name.into());
                }
            }
            Stays::Withheld => shared.withheld.evidence += 1,
            Stays::Unused => {}
        }
    }
    shared
}

// Files with a use that stays at home, by their hashes.
fn kept_files<'a>(home: &Home<'_>, dossier: &'a Dossier) -> BTreeSet<&'a str> {
    let hashes = dossier.evidence.values().filter_map(|e| e.file.as_ref().map(FileHash::as_str));
    let named: BTreeSet<&str> = hashes.collect();
    let uses = dossier.fields.iter().filter_map(|(path, entry)| {
        let hash = named.get(entry.v.as_str()?)?;
        home.keeps(path).then_some(*hash)
    });
    uses.collect()
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

fn evidence_goes(home: &Home<'_>, field: &[&str], value: &Value) -> bool {
    match field {
        ["title" | "number" | "date" | "url" | "file" | "mime" | "name"] => is_text(value),
        ["size"] => value.as_u64().is_some_and(|size| size > 0),
        ["for", item] => home.items.contains_key(item) && is_on(value),
        _ => false,
    }
}

// What of a document of a sensitive item goes up, so that the upper level can verify it.
fn goes_by_number(evidence: &Evidence, field: &[&str]) -> bool {
    match field {
        ["title"] => evidence.title_goes,
        ["number" | "date"] | ["for", _] => true,
        _ => false,
    }
}

// What a camera, a chat or a person called a picture may name somebody; its hash names nobody.
fn neutral_name(evidence: &Evidence) -> Option<String> {
    let hash = evidence.file.as_ref()?.as_str();
    let (kind, form) = evidence.mime.split_once('/').unwrap_or_default();
    if evidence.kind != EvidenceKind::Photo && !matches!(kind, "image" | "video") {
        return None;
    }
    let plain = |text: &str, most| -> String {
        text.chars().filter(char::is_ascii_alphanumeric).take(most).collect()
    };
    Some(match plain(form, 8) {
        form if form.is_empty() => format!("anh-{}", plain(hash, 8)),
        form => format!("anh-{}.{form}", plain(hash, 8)),
    })
}

/// Whether a piece of evidence of `dossier` goes up with the next submission; a document of a
/// sensitive item does, by its number.
pub fn goes_up(evidence: &Evidence, dossier: &Dossier, set: &CriteriaSet) -> bool {
    let home = Home::new(dossier, set);
    let stays = home.stays(evidence, |hash| home.keeps_file(hash));
    matches!(stays, Stays::No | Stays::ButNumber)
}

/// A piece as a document that leaves the unit may tell of it, whatever it shows: of a document of a
/// sensitive item no more than goes up; `None` where it stays.
pub fn as_told(evidence: &Evidence, dossier: &Dossier, set: &CriteriaSet) -> Option<Evidence> {
    let home = Home::new(dossier, set);
    match home.judged(evidence, |hash| home.keeps_file(hash)) {
        Stays::No => {
            let name = neutral_name(evidence).unwrap_or_else(|| evidence.name.clone());
            Some(Evidence { name, ..evidence.clone() })
        }
        Stays::ButNumber => Some(Evidence {
            title: if evidence.title_goes { evidence.title.clone() } else { String::new() },
            number: evidence.number.clone(),
            date: evidence.date.clone(),
            ..Evidence::default()
        }),
        Stays::Withheld | Stays::Unused => None,
    }
}

/// Fields that go up now and did not the last time; of files, those whose content did not.
pub fn newly_up(before: &BTreeMap<Path, Value>, after: &BTreeMap<Path, Value>) -> Vec<Path> {
    let is_file = |path: &str| matches!(parts(path)[..], ["evidence", _, "file"]);
    let files = before.iter().filter(|(path, _)| is_file(path)).map(|(_, hash)| hash);
    let files: Vec<_> = files.collect();
    let is_new = |path: &str, value: &Value| match is_file(path) {
        true => !files.contains(&value),
        false => !before.contains_key(path),
    };
    after.iter().filter(|(path, value)| is_new(path, value)).map(|(path, _)| path.clone()).collect()
}

/// Items whose shared fields differ between two states, and whether the unit's own lines do.
pub fn changes(
    before: &BTreeMap<Path, Value>,
    after: &BTreeMap<Path, Value>,
) -> (Vec<String>, bool) {
    let (mut items, mut unit) = (BTreeSet::new(), false);
    let paths: BTreeSet<_> = before.keys().chain(after.keys()).collect();
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
