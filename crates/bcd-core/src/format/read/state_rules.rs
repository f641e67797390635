//! What must hold of dossiers' states, in backups and device files, beyond their shape.

use super::pack_rules;
use crate::{
    field::Entry,
    format::{
        backup::Backup,
        device::Device,
        envelope::Envelope,
        limits,
        problem::{Code, Problem},
    },
    merge::Merged,
};
use serde_json::Value;

/// Checks what a backup would bring into dossiers, and its reviews. Texts of dossiers are not: they
/// are the person's own.
pub fn check_backup(envelope: &Envelope<Backup>, problems: &mut Vec<Problem>) {
    for (id, state) in &envelope.body.dossiers {
        counters(state, &format!("body/dossiers/{id}"), problems);
    }
    for (line, number) in envelope.body.reviews.iter().zip(1_u32..) {
        pack_rules::check_line(line, &format!("body/reviews/{number}"), problems);
    }
}

/// Checks a device file: who it is of, and its counters.
pub fn check_device(envelope: &Envelope<Device>, problems: &mut Vec<Problem>) {
    let body = &envelope.body;
    for (place, id) in [
        ("unit/id", envelope.unit.id.as_str()),
        ("writer/device", envelope.writer.device.as_str()),
        ("body/dossier", body.dossier.as_str()),
    ] {
        // They stand in paths of the drive, and in keys of tables.
        if id.trim().is_empty() || id.contains(['/', '\\', '|']) || id.len() > 100 {
            problems.push(Problem::at(Code::BadField, place, &[&id]));
        }
    }
    counters(&body.state, "body", problems);
    // A device file may not bring the fields of one unit into the dossier of another.
    if let Some(unit) = body.state.fields.get("unit/id").and_then(|entry| entry.v.as_str())
        && unit != envelope.unit.id.as_str()
    {
        problems.push(Problem::at(Code::BadField, "body/fields/unit/id", &[&unit]));
    }
}

/// What a device file may not bring although it is within the limits: values that leave no room for
/// the next one. Whoever took them would write a file that nobody takes.
pub fn headroom(state: &Merged) -> Option<Problem> {
    let full = |entry: &Entry| {
        entry.n > limits::COUNTER / 2
            || entry.seen().count() > limits::DEVICES / 2
            || depth(&entry.v) > limits::DEPTH / 2
    };
    let lost = state.lost.iter().flat_map(|(path, list)| list.iter().map(move |e| (path, e)));
    let entry = state.fields.iter().chain(lost).find(|(_, entry)| full(entry));
    let many = state.lost.iter().find(|(_, list)| list.len() > limits::BESIDE);
    let said = entry.map(|(path, entry)| (path, entry.n.to_string()));
    let (path, said) = said.or(many.map(|(path, list)| (path, list.len().to_string())))?;
    Some(Problem::at(Code::BadField, &format!("body/fields/{path}"), &[&said]))
}

// Levels of nesting; that of a document that was read is bounded.
fn depth(value: &Value) -> usize {
    let below = |values: &mut dyn Iterator<Item = &Value>| values.map(depth).max().unwrap_or(0);
    match value {
        Value::Array(list) => 1 + below(&mut list.iter()),
        Value::Object(map) => 1 + below(&mut map.values()),
        _ => 0,
    }
}

// A counter above the limit would end the counting of every device that merges it.
fn counters(state: &Merged, place: &str, problems: &mut Vec<Problem>) {
    let too_high = |n: u64| n > limits::COUNTER;
    let bad = |entry: &Entry| {
        let wrong = |n: &Value| n.as_u64().is_none_or(too_high);
        let over_wrong = match &entry.over {
            Value::Null => false,
            Value::Object(over) => over.len() > limits::DEVICES || over.values().any(wrong),
            _ => true,
        };
        too_high(entry.n) || over_wrong
    };
    let lost = state.lost.iter().flat_map(|(path, list)| list.iter().map(move |e| (path, e)));
    if let Some((path, entry)) = state.fields.iter().chain(lost).find(|(_, entry)| bad(entry)) {
        let place = format!("{place}/fields/{path}");
        problems.push(Problem::at(Code::BadField, &place, &[&entry.n]));
    }
}
