//! Rules for submissions, beyond their shape.

use crate::{
    civil,
    criteria::{self, CriteriaSet, Criterion, ItemsById, SetFault},
    dossier::{Answer, EvidenceKind},
    format::{
        bundle::Files,
        check::is_seen,
        envelope::Envelope,
        limits,
        pack::rules::is_path_part,
        parts::{check_cycle, check_envelope, check_id, check_names, check_submission_digest},
        problem::{Code, Problem},
        share,
        submission::{EvidenceLine, ScoreLine, Submission},
    },
    scoring,
};

/// Checks a submission against its own set, and its files against what they claim to be. `good`: the set
/// was checked before, and nothing is wrong with it.
pub fn check(
    envelope: &Envelope<Submission>,
    files: &Files,
    good: bool,
    problems: &mut Vec<Problem>,
) {
    let body = &envelope.body;
    check_envelope(envelope, problems);
    let lines = [
        ("body/unit/kind", &body.unit.kind),
        ("body/unit/upper", &body.unit.upper),
        ("body/unit/cluster", &body.unit.cluster),
        ("body/set/id", &body.set.id),
    ];
    check_names(lines, problems);
    if let Some(parent) = &envelope.parent {
        check_submission_digest(parent, "parent", problems);
    }
    if envelope.seq == 0 || envelope.seq > limits::SUBMISSION {
        problems.push(Problem::at(Code::BadField, "seq", &[&envelope.seq]));
    }
    check_id(envelope.unit.id.as_str(), "unit/id", problems);
    check_id(envelope.writer.device.as_str(), "writer/device", problems);
    if !body.dossier.as_str().is_empty() {
        check_id(body.dossier.as_str(), "body/dossier", problems);
    }
    check_cycle(&envelope.cycle, problems);
    if !is_seen(&envelope.unit.name) {
        problems.push(Problem::at(Code::BadField, "unit/name", &[&""]));
    }
    if body.answers.len() > limits::ITEMS || body.set.items().count() > limits::ITEMS {
        problems.push(Problem::at(Code::TooMany, "body/answers", &[&limits::ITEMS]));
        return;
    }
    let groups = body.set.criteria.iter().map(|criterion| criterion.groups.len());
    if groups.sum::<usize>() > limits::ITEMS {
        problems.push(Problem::at(Code::TooMany, "body/set", &[&limits::ITEMS]));
        return;
    }
    if body.changed.len() > limits::ITEMS {
        problems.push(Problem::at(Code::TooMany, "body/changed", &[&limits::ITEMS]));
        return;
    }
    if body.evidence.len() > limits::EVIDENCE {
        problems.push(Problem::at(Code::TooMany, "body/evidence", &[&limits::EVIDENCE]));
        return;
    }
    let sound = good || check_set(&body.set, problems);
    let items = body.set.by_id();
    check_answers(body, &items, problems);
    for (id, line) in &body.evidence {
        // A hundred problems explain a hostile file as well as a million.
        if problems.len() > MOST {
            return;
        }
        check_evidence(id.as_str(), line, &items, files, problems);
    }
    // The score is checked only if the set is consistent and knows all steps.
    if sound && problems.iter().all(|p| p.code != Code::UnknownStep) {
        check_score(body, problems);
    }
}

/// Checks a criteria set; returns whether it is consistent, so that a score can be computed.
fn check_set(set: &CriteriaSet, problems: &mut Vec<Problem>) -> bool {
    let faults = criteria::faults(set);
    for fault in &faults {
        let item = match fault {
            SetFault::DuplicateItem(id) | SetFault::BadLadder(id) => id.as_str(),
            SetFault::BadRule | SetFault::NoItems => "",
        };
        problems.push(Problem::at(Code::BadSet, "body/set", &[&item]));
    }
    for id in set.by_id().keys().filter(|id| !is_path_part(id)) {
        problems.push(Problem::at(Code::BadSet, "body/set", &[id]));
    }
    // The line of a submission names each criterion: there are no more than items, under short ids.
    let is_empty = |it: &Criterion| it.groups.iter().all(|group| group.items.is_empty());
    let odd = set.criteria.iter().filter(|it| is_empty(it) || !is_path_part(&it.id));
    problems.extend(odd.take(MOST).map(|it| Problem::at(Code::BadSet, "body/set", &[&it.id])));
    faults.is_empty()
}

const MOST: usize = 100;

fn check_answers(body: &Submission, items: &ItemsById<'_>, problems: &mut Vec<Problem>) {
    for (id, answer) in &body.answers {
        let place = format!("body/answers/{id}");
        let Some(item) = items.get(id.as_str()) else {
            problems.push(Problem::at(Code::UnknownItem, &place, &[id]));
            continue;
        };
        if let Some(step) = answer.step.as_ref().filter(|step| item.step(step.as_str()).is_none()) {
            problems.push(Problem::at(Code::UnknownStep, &place, &[step]));
        }
    }
}

fn check_evidence(
    id: &str,
    line: &EvidenceLine,
    items: &ItemsById<'_>,
    files: &Files,
    problems: &mut Vec<Problem>,
) {
    let place = format!("body/evidence/{id}");
    if !is_path_part(id) {
        problems.push(Problem::at(Code::BadField, &place, &[&id]));
    }
    let kind = EvidenceKind::parse(&line.kind);
    if kind.is_none() {
        problems.push(Problem::at(Code::BadField, &place, &[&line.kind]));
    }
    let unknown = line.items.iter().filter(|item| !items.contains_key(item.as_str()));
    for item in unknown.take(MOST) {
        problems.push(Problem::at(Code::UnknownItem, &place, &[item]));
    }
    if !line.date.is_empty() && civil::parse(&line.date).is_none() {
        problems.push(Problem::at(Code::BadDate, &place, &[&line.date]));
    }
    // An address that is not a web address could run a script when somebody taps it.
    if !line.url.is_empty() && !share::is_web_link(&line.url) {
        problems.push(Problem::at(Code::BadLink, &place, &[&line.url]));
    }
    let Some(hash) = &line.file else { return };
    // By its caption, which a person wrote; a photo's name says nothing.
    let names = [line.title.as_str(), &line.name, hash.as_str()];
    let name = names.into_iter().find(|name| !name.is_empty()).unwrap_or_default();
    let Some(content) = files.get(hash.as_str()) else {
        problems.push(Problem::at(Code::FileMissing, &place, &[&name]));
        return;
    };
    // A picture that no browser draws, such as HEIC, may come as a file.
    let is_what_it_says = match kind {
        Some(EvidenceKind::Photo) => is_picture(content),
        _ => !line.mime.starts_with("image/") || infer::is_image(content),
    };
    if !is_what_it_says {
        problems.push(Problem::at(Code::NotAnImage, &place, &[&name]));
    }
}

// SVG is text with scripts; only pictures made of pixels count.
fn is_picture(bytes: &[u8]) -> bool {
    infer::get(bytes).is_some_and(|kind| {
        matches!(
            kind.mime_type(),
            "image/jpeg" | "image/png" | "image/webp" | "image/gif" | "image/avif"
        )
    })
}

fn check_score(body: &Submission, problems: &mut Vec<Problem>) {
    let answers = body
        .answers
        .iter()
        .map(|(id, line)| {
            let answer = Answer {
                step: line.step.clone(),
                met: line.met,
                na: line.na,
                na_reason: line.na_reason.clone(),
                na_reason_kept: line.na_reason_kept,
                ..Answer::default()
            };
            (id.clone(), answer)
        })
        .collect();
    let computed =
        ScoreLine::from(&scoring::score_answers(&body.set, body.mode, &body.unit.kind, &answers));
    if computed != body.score {
        let said = |line: &ScoreLine| format!("{}/{}", line.got, line.max);
        problems.push(Problem::at(
            Code::WrongScore,
            "body/score",
            &[&said(&body.score), &said(&computed)],
        ));
    }
}
