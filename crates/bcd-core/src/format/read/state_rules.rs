//! Rules for the states of dossiers in backups and device files, beyond their shape.

use crate::{
    dossier::UNIT_ID,
    format::{
        backup::Backup,
        check::text_fault,
        device::Device,
        envelope::Envelope,
        limits,
        pack::rules::is_id,
        parts::{
            check_cost, check_cycle, check_entries, check_envelope, check_id, check_names,
            check_office,
        },
        problem::{Code, Problem},
        review::rules::{check_row, check_stored},
        signing,
    },
    merge::Merged,
    signer::{KnownKey, MOST_IN_UNIT},
    upper::office::OfficeFault,
};
use serde_json::Value;
use std::collections::BTreeSet;

/// Checks the dossiers and reviews of a backup. Texts of dossiers are not checked: they are the
/// person's own. Whatever state a browser is in, its backup must be good: it is the only way out.
pub fn check_backup(envelope: &Envelope<Backup>, problems: &mut Vec<Problem>) {
    let Backup { dossiers, sent, received, packs, rollups, drafts, .. } = &envelope.body;
    check_envelope(envelope, problems);
    for (id, state) in dossiers {
        // It becomes a part of keys of tables.
        let bad = |unit: &&Value| !(unit.is_null() || unit.as_str().is_some_and(is_unit));
        if let Some(unit) = state.values_of(UNIT_ID).find(bad) {
            let place = format!("body/dossiers/{id}/fields/{UNIT_ID}");
            problems.push(Problem::at(Code::BadField, &place, &[unit]));
        }
    }
    check_cost(cost(&envelope.body), limits::BACKUP_MERGE_COST, "body", problems);
    let dossiers = dossiers.iter().map(|(id, state)| ("dossiers", id.as_str(), state));
    let drafts = drafts.iter().map(|(id, state)| ("drafts", id.as_str(), state));
    for (kind, id, state) in dossiers.chain(drafts) {
        let place = format!("body/{kind}/{id}");
        check_id(id, &place, problems);
        check_state(state, &place, problems);
    }
    check_state(&envelope.body.roll, "body/roll", problems);
    check_records(&envelope.body.roll, problems);
    // Each is read whenever it is named; named a hundred thousand times, it would take hours.
    for (place, list) in [
        ("body/sent", sent),
        ("body/received", received),
        ("body/packs", packs),
        ("body/rollups", rollups),
    ] {
        let mut known = BTreeSet::new();
        if let Some(again) = list.iter().find(|hash| !known.insert(hash.as_str())) {
            problems.push(Problem::at(Code::BadField, place, &[again]));
        }
    }
    for (known, number) in envelope.body.signers.iter().zip(1_u32..) {
        check_signer(known, &format!("body/signers/{number}"), problems);
    }
    for (row, number) in envelope.body.reviews.iter().zip(1_u32..) {
        check_row(row, &format!("body/reviews/{number}"), problems);
    }
    for (kept, number) in envelope.body.cases.iter().zip(1_u32..) {
        let place = format!("body/cases/{number}");
        check_stored(kept, &place, problems);
        check_office(&kept.id.office, &format!("{place}/id/office"), problems);
    }
    for (office, number) in envelope.body.offices.iter().zip(1_u32..) {
        let place = format!("body/offices/{number}");
        check_office(&office.unit.id, &format!("{place}/unit/id"), problems);
        if matches!(office.clone().checked(), Err(OfficeFault::NoName | OfficeFault::BadText)) {
            let name = &office.unit.name;
            problems.push(Problem::at(Code::BadField, &format!("{place}/unit/name"), &[name]));
        }
    }
}

/// What merging everything that a backup holds costs.
pub fn cost(backup: &Backup) -> u64 {
    let Backup { dossiers, drafts, roll, reviews, cases, .. } = backup;
    let states = dossiers.values().chain(drafts.values()).chain([roll]);
    let states = states.chain(reviews.iter().map(|row| &row.case));
    let states = states.chain(cases.iter().map(|kept| &kept.state));
    states.map(|state| state.cost_with(&Merged::default())).fold(0, u64::saturating_add)
}

// One that nobody named yet is empty.
fn is_unit(id: &str) -> bool {
    id.is_empty() || is_id(id)
}

/// Checks a key that a backup knows.
pub fn check_signer(known: &KnownKey, place: &str, problems: &mut Vec<Problem>) {
    check_id(known.unit.as_str(), &format!("{place}/unit"), problems);
    let key = known.key.as_str();
    if key.len() > limits::KEY_BYTES || key.contains('|') {
        problems.push(Problem::at(Code::BadField, &format!("{place}/key"), &[&key]));
    }
    let place = format!("{place}/name");
    check_names([(&*place, &known.name)], problems);
    problems.extend(text_fault(&known.name, &place));
}

fn check_state(state: &Merged, place: &str, problems: &mut Vec<Problem>) {
    check_entries(state, place, problems);
    let long = state.lost.iter().find(|(_, list)| list.len() > limits::BESIDE_TOGETHER);
    if let Some((path, list)) = long {
        let place = format!("{place}/fields/{path}");
        problems.push(Problem::at(Code::BadField, &place, &[&list.len()]));
    }
}

// Kinds and ids of the records of a list of units are parts of keys in a table.
fn check_records(roll: &Merged, problems: &mut Vec<Problem>) {
    let odd = |path: &&String| path.split('/').take(2).any(|part| part.contains('|'));
    if let Some(path) = roll.fields.keys().chain(roll.lost.keys()).find(odd) {
        problems.push(Problem::at(Code::BadField, "body/roll/fields", &[path]));
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
        check_id(id, place, problems);
    }
    check_cycle(&envelope.cycle, problems);
    // Only that lists can show its names; what they say is the unit's own.
    check_envelope(envelope, problems);
    let introductions = serde_json::to_value(&body.introductions).unwrap_or_default();
    problems.extend(signing::introductions_fault(
        &introductions,
        "body/introductions",
        MOST_IN_UNIT,
    ));
    check_unit(&body.state, envelope.unit.id.as_str(), problems);
    check_entries(&body.state, "body", problems);
    // Not even a state of known devices has more; how many may be taken, `sync::take` says.
    let long = body.state.lost.iter().find(|(_, list)| list.len() > limits::BESIDE);
    if let Some((path, list)) = long {
        problems.push(Problem::at(Code::BadField, &format!("body/fields/{path}"), &[&list.len()]));
    }
}

// A file may not bring the fields of one unit into the dossier of another: it says which unit it is
// of, and all values of that field, also those that lost a conflict, are this one.
fn check_unit(state: &Merged, unit: &str, problems: &mut Vec<Problem>) {
    let missing = !state.fields.contains_key(UNIT_ID);
    let other = state.values_of(UNIT_ID).find(|value| value.as_str() != Some(unit));
    if missing || other.is_some() {
        let said = other.and_then(Value::as_str).unwrap_or_default();
        problems.push(Problem::at(Code::BadField, &format!("body/fields/{UNIT_ID}"), &[&said]));
    }
}
