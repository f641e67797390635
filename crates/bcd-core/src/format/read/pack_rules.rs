//! Rules for packs, beyond their shape.

use crate::format::{
    envelope::Envelope,
    limits,
    pack::{
        Pack,
        rules::{self, PackFault},
    },
    parts::{check_cycle, check_envelope, check_id, check_office},
    problem::{Code, Problem},
};

/// Checks a pack: its set and its deadlines.
pub fn check(envelope: &Envelope<Pack>, problems: &mut Vec<Problem>) {
    let body = &envelope.body;
    check_common(envelope, problems);
    if envelope.seq == 0 || envelope.seq > limits::PACK_VERSION {
        problems.push(Problem::at(Code::BadField, "seq", &[&envelope.seq]));
    }
    problems.extend(rules::faults(body).iter().map(PackFault::problem));
}

/// Checks what the envelopes of packs, reviews and roll-ups have in common.
pub(super) fn check_common<B>(envelope: &Envelope<B>, problems: &mut Vec<Problem>) {
    check_envelope(envelope, problems);
    // Of a review, the unit that it answers: no office of the sample's is one either.
    check_office(&envelope.unit.id, "unit/id", problems);
    check_id(envelope.writer.device.as_str(), "writer/device", problems);
    check_cycle(&envelope.cycle, problems);
    if envelope.seq == 0 {
        problems.push(Problem::at(Code::BadField, "seq", &[&envelope.seq]));
    }
}
