//! Rules for packs, beyond their shape.

use super::{
    state_rules::{check_cycle, check_id},
    submission_rules,
};
use crate::{
    civil,
    format::{
        envelope::Envelope,
        limits,
        pack::Pack,
        problem::{Code, Problem},
    },
};

/// Checks a pack: its set and its deadlines.
pub fn check(envelope: &Envelope<Pack>, problems: &mut Vec<Problem>) {
    let body = &envelope.body;
    check_common(envelope, problems);
    if envelope.seq == 0 || envelope.seq > limits::PACK_VERSION {
        problems.push(Problem::at(Code::BadField, "seq", &[&envelope.seq]));
    }
    check_id(&body.pack, "body/pack", problems);
    if body.set.items().count() > limits::ITEMS {
        problems.push(Problem::at(Code::TooMany, "body/set", &[&limits::ITEMS]));
        return;
    }
    submission_rules::check_set(&body.set, problems);
    for rule in &body.deadlines.deadlines {
        let place = format!("body/deadlines/{}", rule.id);
        let days = [rule.calendar, rule.school].into_iter().flatten();
        // 2024 is a leap year: 29 February is a day that a deadline may have.
        let no_day = |month, day| chrono::NaiveDate::from_ymd_opt(2024, month, day).is_none();
        let mut wrong = days.filter(|when| no_day(when.month, when.day) || when.years.abs() > 5);
        if let Some(when) = wrong.next() {
            let said = format!("{}/{}", when.day, when.month);
            problems.push(Problem::at(Code::BadDate, &place, &[&said]));
        }
        if rule.quarter.is_some_and(|quarter| !(1..=4).contains(&quarter)) {
            problems.push(Problem::at(Code::BadField, &place, &[&rule.quarter.unwrap_or(0)]));
        }
    }
}

/// Checks a digest of a document.
pub(super) fn check_submission_digest(digest: &str, place: &str, problems: &mut Vec<Problem>) {
    let hex = digest.strip_prefix("sha256:").unwrap_or_default();
    if hex.len() != 64 || !hex.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        problems.push(Problem::at(Code::BadField, place, &[&digest]));
    }
}

/// Checks what the envelopes of packs, reviews and roll-ups have in common.
pub(super) fn check_common<B>(envelope: &Envelope<B>, problems: &mut Vec<Problem>) {
    if !civil::is_time(&envelope.written_at) {
        problems.push(Problem::at(Code::BadDate, "written_at", &[&envelope.written_at]));
    }
    check_id(envelope.unit.id.as_str(), "unit/id", problems);
    check_id(envelope.writer.device.as_str(), "writer/device", problems);
    check_cycle(&envelope.cycle, problems);
    if envelope.seq == 0 {
        problems.push(Problem::at(Code::BadField, "seq", &[&envelope.seq]));
    }
}
