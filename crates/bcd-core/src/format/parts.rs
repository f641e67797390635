//! Checks of what several kinds of documents have in common: ids, cycles, digests, stamped values.

use super::{
    check::length_fault,
    envelope::Envelope,
    limits,
    pack::rules::is_id,
    problem::{Code, Problem},
};
use crate::{civil, field::Entry, id::UnitId, merge::Merged, sample::desk};
use serde_json::Value;

/// Checks an id. Ids are used in paths on the drive and in keys of tables.
pub fn check_id(id: &str, place: &str, problems: &mut Vec<Problem>) {
    if !is_id(id) {
        problems.push(Problem::at(Code::BadField, place, &[&id]));
    }
}

/// Checks the id of an office: that of the sample upper level is nobody's, and what comes in its name would be
/// taken for the sample, neither kept in a backup nor sent.
pub fn check_office(id: &UnitId, place: &str, problems: &mut Vec<Problem>) {
    check_id(id.as_str(), place, problems);
    if *id == desk::office() {
        problems.push(Problem::at(Code::SampleOffice, place, &[]));
    }
}

/// Checks the names in an envelope, which stand in lines, and when it was written.
pub fn check_envelope<B>(envelope: &Envelope<B>, problems: &mut Vec<Problem>) {
    if !civil::is_time(&envelope.written_at) {
        problems.push(Problem::at(Code::BadDate, "written_at", &[&envelope.written_at]));
    }
    let names = [("unit/name", &envelope.unit.name), ("writer/name", &envelope.writer.name)];
    check_names(names, problems);
}

/// Checks the length of texts that stand in lines: place and text.
pub fn check_names<'a>(
    names: impl IntoIterator<Item = (&'a str, &'a String)>,
    problems: &mut Vec<Problem>,
) {
    let fault = |(place, name): (&str, &String)| length_fault(name, limits::NAME_CHARS, place);
    problems.extend(names.into_iter().filter_map(fault));
}

/// Checks a cycle, which is a part of paths and of keys of tables as ids are.
pub fn check_cycle(cycle: &str, problems: &mut Vec<Problem>) {
    if cycle.len() > limits::ID_BYTES || cycle.contains('|') {
        problems.push(Problem::at(Code::BadField, "cycle", &[&cycle]));
    }
}

/// Checks a digest of a document.
pub fn check_submission_digest(digest: &str, place: &str, problems: &mut Vec<Problem>) {
    let hex = digest.strip_prefix("sha256:").unwrap_or_default();
    if hex.len() != 64 || !hex.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        problems.push(Problem::at(Code::BadField, place, &[&digest]));
    }
}

// Levels of nesting. The recursion is safe, since the nesting of a document that was read is
// limited.
fn depth(value: &Value) -> usize {
    let below = |values: &mut dyn Iterator<Item = &Value>| values.map(depth).max().unwrap_or(0);
    match value {
        Value::Array(list) => 1 + below(&mut list.iter()),
        Value::Object(map) => 1 + below(&mut map.values()),
        _ => 0,
    }
}

/// Checks the stamps of a state. A device that merged a counter above the limit could not count any
/// further.
pub fn check_entries(state: &Merged, place: &str, problems: &mut Vec<Problem>) {
    let too_high = |n: u64| n > limits::COUNTER;
    let bad = |entry: &Entry| {
        // Who writes counts on from all that they have seen. A value that says to have seen later
        // ones would replace what is not written yet.
        let wrong = |n: &Value| n.as_u64().is_none_or(|n| n > entry.n);
        let over_wrong = match &entry.over {
            Value::Null => false,
            Value::Object(over) => over.len() > limits::DEVICES || over.values().any(wrong),
            _ => true,
        };
        let seen = entry.seen().map(|(device, _)| device);
        let long = |device: &str| device.len() > limits::STAMP_BYTES;
        // A state lies deeper in a backup than in a device file, and must fit there, too.
        too_high(entry.n)
            || over_wrong
            || seen.chain([entry.dev.as_str()]).any(long)
            || depth(&entry.v) > limits::DEPTH / 2
    };
    let lost = state.lost.iter().flat_map(|(path, list)| list.iter().map(move |e| (path, e)));
    if let Some((path, entry)) = state.fields.iter().chain(lost).find(|(_, entry)| bad(entry)) {
        let place = format!("{place}/fields/{path}");
        problems.push(Problem::at(Code::BadField, &place, &[&entry.n]));
    }
    check_cost(state.cost_with(&Merged::default()), limits::MERGE_COST, place, problems);
}

/// Checks that merging something does not cost more than work of people comes to.
pub fn check_cost(cost: u64, most: u64, place: &str, problems: &mut Vec<Problem>) {
    if cost > most {
        problems.push(Problem::at(Code::RunsAhead, place, &[&cost]));
    }
}
