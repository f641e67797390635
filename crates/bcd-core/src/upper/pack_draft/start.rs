//! What a draft starts from: a pack, as the fields that it sets.

use super::Part;
use crate::{
    command::Set,
    format::pack::{Pack, rules::is_path_part},
};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The room between two neighbours in an order.
pub(super) const GAP: i64 = 1024;

/// The fields of a new draft that starts from `pack`. It becomes a version of the pack `id`; `base` is
/// the digest of the pack that it is compared with, empty where that is not one of this browser.
///
/// Ids of items stay. Ids of criteria and groups that stand twice, or cannot stand in a path, are made
/// anew: nothing hangs on them.
pub fn from_pack(pack: &Pack, id: &str, base: &str) -> Vec<Set> {
    let rule = &pack.set.rule;
    let mut sets = vec![
        set("pack", id),
        set("base", base),
        set("period", pack.set.period.as_str()),
        set("title", value(&pack.title)),
        set("set_note", value(&pack.set.note)),
        set("mode", rule.mode.as_str()),
        set("gates", rule.gates),
        set("criterion_min", rule.criterion_min_percent),
        set("total_min", rule.total_min_percent),
        set("retired", value(&pack.retired)),
    ];
    let (mut criteria, mut groups) = (BTreeSet::new(), BTreeSet::new());
    let mut items = 0;
    for (at, criterion) in pack.set.criteria.iter().enumerate() {
        let home = fresh(&criterion.id, &mut criteria);
        sets.extend(fields(
            Part::Criterion,
            &home,
            json!({ "title": criterion.title, "short": criterion.short, "order": place(at) }),
        ));
        for group in &criterion.groups {
            let at = groups.len();
            let id = fresh(&group.id, &mut groups);
            let all = json!({ "criterion": home, "title": group.title, "order": place(at) });
            sets.extend(fields(Part::Group, &id, all));
            for item in &group.items {
                let mut all = json!({
                    "group": id, "order": place(items), "text": item.text,
                    "evidence": item.evidence, "source": item.source, "gate": item.gate,
                    "sensitive": item.sensitive, "kinds": item.applies_to,
                    "prefill": item.prefill, "ladder": item.ladder,
                });
                if let Some(object) = all.as_object_mut() {
                    object.retain(|_, value| !is_nothing(value));
                }
                sets.extend(fields(Part::Item, item.id.as_str(), all));
                items += 1;
            }
        }
    }
    for (at, rule) in pack.deadlines.deadlines.iter().enumerate() {
        let mut all = value(rule);
        if let Some(object) = all.as_object_mut() {
            object.remove("id");
            object.insert("order".to_owned(), place(at).into());
        }
        sets.extend(fields(Part::Deadline, rule.id.as_str(), all));
    }
    for (at, class) in pack.classes.iter().enumerate() {
        let all = json!({ "label": class.label, "order": place(at) });
        sets.extend(fields(Part::Class, &class.id, all));
    }
    for (at, template) in pack.templates.iter().enumerate() {
        let all = json!({ "body": template, "order": place(at) });
        sets.extend(fields(Part::Template, &template.id, all));
    }
    sets
}

pub(super) fn place(at: usize) -> i64 {
    i64::try_from(at).unwrap_or(i64::MAX / GAP).saturating_mul(GAP)
}

pub(super) fn set(path: impl Into<String>, value: impl Into<Value>) -> Set {
    Set { path: path.into(), value: value.into() }
}

/// The fields of one part, from an object.
pub(super) fn fields(part: Part, id: &str, all: Value) -> Vec<Set> {
    let Value::Object(all) = all else { return Vec::new() };
    all.into_iter().map(|(field, value)| set(part.path(id, &field), value)).collect()
}

// Our own types always have one.
pub(super) fn value(of: &impl Serialize) -> Value {
    serde_json::to_value(of).unwrap_or_default()
}

// An empty text, list or `false` is the same as no field.
fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Object(map) => map.get("vi").is_some_and(|vi| vi == ""),
        _ => false,
    }
}

fn fresh(id: &str, known: &mut BTreeSet<String>) -> String {
    let mut fresh = id.to_owned();
    let mut number = 1_usize;
    while !is_path_part(&fresh) || known.contains(&fresh) {
        number += 1;
        let sound = if is_path_part(id) && id.len() < 48 { id } else { "x" };
        fresh = format!("{sound}-{number}");
    }
    known.insert(fresh.clone());
    fresh
}
