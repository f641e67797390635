//! Rules for what is kept of reviews and cases, in a browser and in a backup.

use super::{
    super::{
        check::{check_texts, length_fault, text_fault},
        limits,
        parts::{check_cycle, check_entries, check_id, check_submission_digest},
        problem::{Code, Problem},
    },
    ReviewRow,
};
use crate::{
    civil,
    field::Entry,
    merge::Merged,
    upper::case::{self, ItemValue, StepValue, StoredCase, Visit},
};
use serde_json::Value;

// Bytes of the path of a field of a case: a word and an id or a digest.
const LONGEST_PATH: usize = 4 * limits::ID_BYTES;

/// Checks what a browser keeps of a review, in a backup, as strictly as a review, since anybody may have
/// made the backup.
pub fn check_row(row: &ReviewRow, place: &str, problems: &mut Vec<Problem>) {
    let line = &row.line;
    check_submission_digest(&line.submission, &format!("{place}/submission"), problems);
    if !civil::is_time(&line.at) {
        problems.push(Problem::at(Code::BadDate, &format!("{place}/at"), &[&line.at]));
    }
    if line.seq == 0 {
        problems.push(Problem::at(Code::BadField, &format!("{place}/seq"), &[&line.seq]));
    }
    for (field, text) in [
        ("unit", line.unit.as_str()),
        ("cycle", &line.cycle),
        ("reviewer", &line.reviewer),
        ("by", &line.by),
    ] {
        let place = format!("{place}/{field}");
        let long = length_fault(text, limits::NAME_CHARS, &place);
        problems.extend(long.or_else(|| text_fault(text, &place)));
    }
    check_id(line.unit.as_str(), &format!("{place}/unit"), problems);
    check_cycle(&line.cycle, problems);
    check_id(line.reviewer_id.as_str(), &format!("{place}/reviewer_id"), problems);
    check_kept(&row.case, place, problems);
}

/// Checks the fields of a case in a backup, their texts included: those of the document were not.
pub fn check_kept(state: &Merged, place: &str, problems: &mut Vec<Problem>) {
    let mut found = Vec::new();
    check_texts(&serde_json::to_value(state).unwrap_or_default(), &mut found);
    problems.extend(
        found
            .into_iter()
            .map(|fault| Problem { place: format!("{place}/{}", fault.place), ..fault }),
    );
    let most = (limits::KEPT_FIELDS, limits::BESIDE_TOGETHER);
    check_case(state, place, most, problems);
}

/// Checks a case of a backup.
pub fn check_stored(kept: &StoredCase, place: &str, problems: &mut Vec<Problem>) {
    check_id(kept.id.office.as_str(), &format!("{place}/office"), problems);
    check_id(kept.id.unit.as_str(), &format!("{place}/unit"), problems);
    check_cycle(&kept.id.cycle, problems);
    check_kept(&kept.state, place, problems);
}

/// What is wrong with what a browser would keep of a case or of a review; `None`: it may be merged further,
/// and is good in a backup.
pub fn kept_fault(state: &Merged) -> Option<Problem> {
    let mut problems = Vec::new();
    if state.count() > limits::REVIEW_FIELDS {
        return Some(Problem::at(Code::TooMany, "body/fields", &[&limits::REVIEW_FIELDS]));
    }
    check_kept(state, "body", &mut problems);
    problems.into_iter().next()
}

/// Says that a merge leaves an office no room for what it says next: the merged case has more than so many
/// `eighths` of [`limits::CASE_FIELDS`] or [`limits::CASE_BYTES`]. One that had more before may go on, and grows
/// no further.
pub fn room_fault(before: &Merged, after: &Merged, eighths: usize) -> Option<Problem> {
    let (fields, bytes) = (limits::CASE_FIELDS / 8 * eighths, limits::CASE_BYTES / 8 * eighths);
    if after.count() > fields.max(before.count()) {
        return Some(Problem::at(Code::TooMany, "body/fields", &[&fields]));
    }
    let full = size(after) > bytes && size(after) > size(before);
    full.then(|| Problem::whole(Code::DossierFull, &[&(bytes >> 20)]))
}

/// Bytes of what is kept of a case or of a review.
pub fn size(state: &Merged) -> usize {
    serde_json::to_vec(state).map_or(usize::MAX, |json| json.len())
}

/// What is wrong with a row, as [`kept_fault`] says it of its case.
pub fn row_fault(row: &ReviewRow) -> Option<Problem> {
    let mut problems = Vec::new();
    check_row(row, "body", &mut problems);
    problems.into_iter().next().or_else(|| kept_fault(&row.case))
}

/// Checks the fields of a case: how many at most, and values beside one of them; their stamps, and the shape
/// of those that this version knows.
pub fn check_case(
    state: &Merged,
    place: &str,
    (fields, beside): (usize, usize),
    problems: &mut Vec<Problem>,
) {
    if state.count() > fields {
        problems.push(Problem::at(Code::TooMany, place, &[&fields]));
        return;
    }
    check_entries(state, place, problems);
    // The line of a case names the items that something was said of.
    let mut paths = state.fields.keys().chain(state.lost.keys());
    if let Some(path) = paths.find(|path| path.len() > LONGEST_PATH) {
        problems.push(Problem::at(Code::BadField, &format!("{place}/fields/{path}"), &[path]));
    }
    if let Some((path, list)) = state.lost.iter().find(|(_, list)| list.len() > beside) {
        let place = format!("{place}/fields/{path}");
        problems.push(Problem::at(Code::BadField, &place, &[&list.len()]));
    }
    let lost = state.lost.iter().flat_map(|(path, list)| list.iter().map(move |e| (path, e)));
    for (path, entry) in state.fields.iter().chain(lost) {
        if let Some(code) = fault(path, entry) {
            let place = format!("{place}/fields/{path}");
            problems.push(Problem::at(code, &place, &[&entry.v]));
            return;
        }
    }
}

// What is wrong with a value of a path that this version knows. An emptied one is always good.
fn fault(path: &str, entry: &Entry) -> Option<Code> {
    if entry.v.is_null() {
        return None;
    }
    let bad = |is_good: bool| (!is_good).then_some(Code::BadField);
    match path.split_once('/') {
        None if matches!(path, "officer" | "word" | "commend") => bad(entry.v.is_string()),
        Some(("received", _)) => bad(is_number(&entry.v)),
        Some(("item", _)) => {
            let value = case::value::<ItemValue>(entry);
            bad(value.is_some_and(|value| value.verdict().is_some()))
        }
        Some(("step", _)) => {
            let value = case::value::<StepValue>(entry);
            bad(value.is_some_and(|step| step.way().is_some()))
        }
        Some(("visit", _)) => {
            let Some(visit) = case::value::<Visit>(entry) else { return Some(Code::BadField) };
            if civil::parse(&visit.day).is_none() {
                return Some(Code::BadDate);
            }
            bad(visit.photos.len() <= limits::VISIT_PHOTOS
                && visit.photos.iter().all(|hash| is_hash(hash.as_str())))
        }
        None | Some(_) => None,
    }
}

fn is_number(value: &Value) -> bool {
    value.as_u64().is_some_and(|n| (1..=u64::from(limits::SUBMISSION)).contains(&n))
}

/// Whether this is the hash of a file.
pub fn is_hash(hash: &str) -> bool {
    hash.len() == 64 && hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}
