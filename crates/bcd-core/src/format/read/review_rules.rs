//! Rules for reviews, beyond their shape: what a case may hold, and that its state follows from it.

use super::{
    pack_rules::{check_common, check_submission_digest},
    state_rules::{check_entries, check_id},
};
use crate::{
    civil,
    field::Entry,
    format::{
        check::{check_texts, text_fault},
        envelope::Envelope,
        limits,
        problem::{Code, Problem},
        review::{Review, ReviewRow},
        signing,
    },
    merge::Merged,
    signer::MOST_IN_UNIT,
    upper::case::{self, Case, ItemValue, StepValue, Visit},
};
use serde_json::Value;

/// Checks a review.
pub fn check(envelope: &Envelope<Review>, problems: &mut Vec<Problem>) {
    check_common(envelope, problems);
    let body = &envelope.body;
    check_id(body.reviewer.id.as_str(), "body/reviewer/id", problems);
    check_submission_digest(&body.submission, "body/submission", problems);
    if let Some(hash) = body.files.keys().find(|hash| !is_hash(hash.as_str())) {
        problems.push(Problem::at(Code::BadField, "body/files", &[hash]));
    }
    let introductions = serde_json::to_value(&body.introductions).unwrap_or_default();
    problems.extend(signing::introductions_fault(
        &introductions,
        "body/introductions",
        MOST_IN_UNIT,
    ));
    let before = problems.len();
    check_case(&body.case, "body", limits::BESIDE, problems);
    if problems.len() > before {
        // What follows from a bad case says nothing more.
        return;
    }
    let case = Case::of(&body.case.fields);
    if case.number(&body.submission) != envelope.seq {
        problems.push(Problem::at(Code::BadField, "seq", &[&envelope.seq]));
    } else if case.latest().is_some_and(|it| case.number(it) > envelope.seq) {
        problems.push(Problem::at(Code::BadField, "body/submission", &[&body.submission]));
    }
    if case.state != body.state {
        let said = serde_json::to_value(body.state).unwrap_or_default();
        problems.push(Problem::at(Code::BadField, "body/state", &[&said]));
    }
}

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
        problems.extend(text_fault(text, &format!("{place}/{field}")));
    }
    check_id(line.unit.as_str(), &format!("{place}/unit"), problems);
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
    check_case(state, place, limits::BESIDE_TOGETHER, problems);
}

/// Checks the fields of a case: how many, their stamps, and the shape of those that this version knows.
pub fn check_case(state: &Merged, place: &str, beside: usize, problems: &mut Vec<Problem>) {
    if state.fields.len() > limits::REVIEW_FIELDS {
        problems.push(Problem::at(Code::TooMany, place, &[&limits::REVIEW_FIELDS]));
        return;
    }
    check_entries(state, place, problems);
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

fn is_hash(hash: &str) -> bool {
    hash.len() == 64 && hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}
