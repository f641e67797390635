//! Rules for reviews, beyond their shape: what a case may hold, and that its state follows from it.

use super::pack_rules::check_common;
use crate::{
    format::{
        envelope::Envelope,
        limits,
        parts::{check_names, check_office, check_submission_digest},
        problem::{Code, Problem},
        review::{
            Review,
            rules::{check_case, is_hash},
        },
        signing,
    },
    signer::MOST_IN_UNIT,
    upper::case::Case,
};

/// Checks a review.
pub fn check(envelope: &Envelope<Review>, problems: &mut Vec<Problem>) {
    check_common(envelope, problems);
    let body = &envelope.body;
    check_office(&body.reviewer.id, "body/reviewer/id", problems);
    let names = [("body/reviewer/name", &body.reviewer.name), ("body/signs", &body.signs)];
    check_names(names, problems);
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
    check_case(&body.case, "body", (limits::REVIEW_FIELDS, limits::BESIDE), problems);
    if problems.len() > before {
        // What follows from a bad case says nothing more.
        return;
    }
    // As it is taken in: values that the side list holds may stand over those of the fields.
    let case = Case::of(&body.case.clone().settled().fields);
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
