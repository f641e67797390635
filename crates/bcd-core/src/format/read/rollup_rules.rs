//! Rules for roll-ups, beyond their shape. Whatever can be reckoned is reckoned again.

use super::pack_rules::check_common;
use crate::{
    civil,
    format::{
        check::length_fault,
        envelope::Envelope,
        limits,
        parts::{check_id, check_names, check_office, check_submission_digest},
        problem::{Code, Problem},
        rollup::{Rollup, RollupItem, RollupPart, RollupRow, RowScore},
    },
    id::UnitId,
    intake::MarkState,
    points::{MAX_STEP, Points},
    upper::{
        case::VerdictWord,
        rollup::{totals::Totals, tree::key},
    },
};
use std::collections::BTreeSet;

// Ten problems explain a hostile file as well as a million.
const MOST: usize = 10;

/// Checks a roll-up.
pub fn check(envelope: &Envelope<Rollup>, problems: &mut Vec<Problem>) {
    let (body, office) = (&envelope.body, &envelope.unit.id);
    check_common(envelope, problems);
    if envelope.seq > limits::ROLLUP_VERSION {
        problems.push(Problem::at(Code::BadField, "seq", &[&envelope.seq]));
    }
    if let Some(parent) = &envelope.parent {
        check_submission_digest(parent, "parent", problems);
    }
    for (place, there, most) in [
        ("body/rows", body.rows.len(), limits::ROLLUP_ROWS),
        ("body/parts", body.parts.len(), limits::ROLLUP_PARTS),
    ] {
        if there > most {
            problems.push(Problem::at(Code::TooMany, place, &[&most]));
            return;
        }
    }
    let parts: BTreeSet<&UnitId> = body.parts.iter().map(|part| &part.office.id).collect();
    let mut units = BTreeSet::new();
    for (row, number) in body.rows.iter().zip(1_u32..) {
        let place = format!("body/rows/{number}");
        check_row(row, &place, problems);
        if !units.insert(key(row, office)) {
            problems.push(Problem::at(Code::CountedTwice, &place, &[&row.name]));
        }
        if row.held_by.as_ref().is_some_and(|held| !parts.contains(held)) {
            problems.push(Problem::at(Code::BadField, &format!("{place}/held_by"), &[&""]));
        }
        if problems.len() >= MOST {
            return;
        }
    }
    let mut offices = BTreeSet::new();
    for (part, number) in body.parts.iter().zip(1_u32..) {
        let place = format!("body/parts/{number}");
        check_part(part, &place, problems);
        if part.office.id == *office {
            problems.push(Problem::at(Code::OwnPart, &place, &[&part.office.name]));
        }
        if part.cycle != envelope.cycle {
            problems.push(Problem::at(Code::OtherCycle, &place, &[&part.office.name, &part.cycle]));
        }
        if !offices.insert(&part.office.id) {
            problems.push(Problem::at(Code::CountedTwice, &place, &[&part.office.name]));
        }
        if problems.len() >= MOST {
            return;
        }
    }
    if problems.is_empty() {
        check_totals(body, &body.reckoned(office).unwrap_or_default(), problems);
    }
}

fn check_totals(body: &Rollup, reckoned: &Totals, problems: &mut Vec<Problem>) {
    if let Some((place, stated, reckoned)) = body.totals.difference(reckoned) {
        let place = format!("body/totals/{place}");
        problems.push(Problem::at(Code::WrongTotals, &place, &[&stated, &reckoned]));
    } else if body.totals != *reckoned || !reckoned.is_sound() {
        problems.push(Problem::at(Code::BadField, "body/totals", &[&""]));
    }
}

fn check_part(part: &RollupPart, place: &str, problems: &mut Vec<Problem>) {
    check_names([(&*format!("{place}/office/name"), &part.office.name)], problems);
    check_names(part.totals.names().map(|name| (place, name)), problems);
    check_office(&part.office.id, &format!("{place}/office/id"), problems);
    check_submission_digest(&part.digest, &format!("{place}/digest"), problems);
    if part.seq == 0 || part.seq > limits::ROLLUP_VERSION {
        problems.push(Problem::at(Code::BadField, &format!("{place}/seq"), &[&part.seq]));
    }
    if !part.totals.is_sound() {
        let units = part.totals.counts.units;
        problems.push(Problem::at(Code::BadField, &format!("{place}/totals"), &[&units]));
        return;
    }
    let mut left = BTreeSet::new();
    for (out, number) in part.without.iter().zip(1_u32..) {
        let place = format!("{place}/without/{number}");
        check_id(out.office.as_str(), &format!("{place}/office"), problems);
        check_row(&out.row, &format!("{place}/row"), problems);
        if out.row.held_by.is_some() || !left.insert(key(&out.row, &out.office)) {
            problems.push(Problem::at(Code::CountedTwice, &place, &[&out.row.name]));
        }
        if problems.len() >= MOST {
            return;
        }
    }
    if problems.is_empty() && part.counted().is_none() {
        let units = part.totals.counts.units;
        let place = format!("{place}/without");
        problems.push(Problem::at(Code::WrongTotals, &place, &[&part.without.len(), &units]));
    }
}

fn check_row(row: &RollupRow, place: &str, problems: &mut Vec<Problem>) {
    let mut bad = |field: &str, value: &dyn core::fmt::Display| {
        problems.push(Problem::at(Code::BadField, &format!("{place}/{field}"), &[value]));
    };
    if row.unit.is_none() && row.line.is_none() {
        bad("unit", &row.name);
    }
    let (sent, decided) = (row.standing.is_sent(), row.standing.decided());
    if sent != row.digest.is_some() || sent != (row.seq > 0) || sent != row.set.is_some() {
        bad("digest", &row.seq);
    }
    if sent != row.own.is_some() || (!sent && (!row.items.is_empty() || row.ready)) {
        bad("items", &row.items.len());
    }
    if row.seq > limits::SUBMISSION {
        bad("seq", &row.seq);
    }
    if row.days_late > limits::ROLLUP_DAYS {
        bad("days_late", &row.days_late);
    }
    if sent && !row.registered {
        bad("registered", &row.registered);
    }
    if row.decision.as_ref().map(|decision| decision.recognised) != decided {
        bad("decision", &decided.is_some());
    }
    if row.items.len() > limits::ITEMS {
        problems.push(Problem::at(Code::TooMany, &format!("{place}/items"), &[&limits::ITEMS]));
        return;
    }
    let mut ids = BTreeSet::new();
    for item in &row.items {
        let place = format!("{place}/items/{}", item.item);
        if let Some((field, value)) = impossible(item) {
            problems.push(Problem::at(Code::BadField, &format!("{place}/{field}"), &[&value]));
            return;
        }
        if !ids.insert(&item.item) {
            problems.push(Problem::at(Code::CountedTwice, &place, &[&item.item]));
            return;
        }
    }
    let set = row.set.iter().flat_map(|set| [("set", &set.id), ("set", &set.print)]);
    let criteria = row.items.iter().map(|item| ("items", &item.criterion));
    let items = row.items.iter().map(|item| ("items", &item.item.0));
    let names = [("name", &row.name), ("kind", &row.kind), ("cluster", &row.cluster)];
    let mut texts = names.into_iter().chain(set).chain(criteria).chain(items);
    problems.extend(texts.find_map(|(field, text)| {
        length_fault(text, limits::NAME_CHARS, &format!("{place}/{field}"))
    }));
    let is_said = row.items.iter().any(|item| item.said.is_some());
    let verified = is_said.then(|| RowScore::of(&row.items, RollupItem::now));
    let own = sent.then(|| RowScore::of(&row.items, RollupItem::own));
    for (field, stated, reckoned) in
        [("own", &row.own, &own), ("verified", &row.verified, &verified)]
    {
        if stated != reckoned {
            let got = |score: &Option<RowScore>| score.as_ref().map_or(Points(0), |it| it.got);
            let place = format!("{place}/{field}");
            problems.push(Problem::at(Code::WrongScore, &place, &[&got(stated), &got(reckoned)]));
        }
    }
    for (field, id) in [
        ("unit", row.unit.as_ref().map(|id| id.as_str())),
        ("line", row.line.as_ref().map(|id| id.as_str())),
        ("held_by", row.held_by.as_ref().map(|id| id.as_str())),
    ] {
        if let Some(id) = id {
            check_id(id, &format!("{place}/{field}"), problems);
        }
    }
    if let Some(digest) = &row.digest {
        check_submission_digest(digest, &format!("{place}/digest"), problems);
    }
    if let Some(decision) = row.decision.as_ref().filter(|it| civil::parse(&it.date).is_none()) {
        let place = format!("{place}/decision/date");
        problems.push(Problem::at(Code::BadDate, &place, &[&decision.date]));
    }
}

// What no item can be: its field, and what stands there.
fn impossible(item: &RollupItem) -> Option<(&'static str, String)> {
    let RollupItem { state, got, max, said, verified, verified_got, .. } = item;
    let nothing = Points(0);
    let within = |got: Points| (nothing..=*max).contains(&got);
    let worth = |state: MarkState, got: Points| match state {
        MarkState::Met | MarkState::Unmet => within(got),
        MarkState::Open | MarkState::Na => got == nothing,
    };
    let points = |field, points: Points| Some((field, points.to_string()));
    let is_set = *said == Some(VerdictWord::Set);
    if !(nothing..=MAX_STEP).contains(max) {
        return points("max", *max);
    }
    if !worth(*state, *got) {
        return points("got", *got);
    }
    if is_set != verified.is_some() {
        return Some(("verified", String::new()));
    }
    match (verified, verified_got) {
        (Some(state), Some(got)) if worth(*state, *got) => None,
        (None, None) => None,
        (_, got) => Some(("verified_got", got.map_or_else(String::new, |got| got.to_string()))),
    }
}
