//! Taking a file in: whether its place on the drive fits, and what it changes in the dossier that
//! is here.

use super::layout;
use crate::{
    dossier::{UNIT_ID, UNIT_NAME},
    engine::GoodFile,
    field::{Entry, Fields, Path},
    format::{
        device::Device,
        problem::{Code, Problem},
    },
    id::DeviceId,
    merge::{
        Lost, Merged,
        loss::{Loss, loss},
    },
};
use std::collections::BTreeMap;

/// The outcome.
#[derive(Clone, Debug, PartialEq)]
pub enum TakeOutcome {
    /// Everything in it is here already.
    Nothing,
    /// The dossier changes.
    Changed(StateChange),
    /// It would delete much, so a person has to approve it first.
    Held(Loss),
    /// It is of another unit than the dossier, so nothing of it is taken.
    Refused(Problem),
}

/// The writes that turn one state into another.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StateChange {
    /// Fields that now have another value.
    pub fields: Fields,
    /// Values to put on the side list.
    pub kept: Lost,
    /// Values to take off it: somebody decided.
    pub dropped: BTreeMap<Path, Vec<Entry>>,
}

impl StateChange {
    /// From one state to another.
    pub fn between(before: &Merged, after: &Merged) -> Self {
        let changed = |(path, entry): &(&Path, &Entry)| before.fields.get(*path) != Some(*entry);
        let fields = after.fields.iter().filter(changed);
        Self {
            fields: fields.map(|(path, entry)| (path.clone(), entry.clone())).collect(),
            kept: only_in(&after.lost, &before.lost),
            dropped: only_in(&before.lost, &after.lost),
        }
    }

    /// Whether nothing is to be written.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.kept.is_empty() && self.dropped.is_empty()
    }
}

fn only_in(one: &Lost, other: &Lost) -> Lost {
    let rest = |(path, list): (&Path, &Vec<Entry>)| {
        let there = other.get(path);
        let new = list.iter().filter(|e| there.is_none_or(|there| !there.contains(e)));
        let new: Vec<Entry> = new.cloned().collect();
        (!new.is_empty()).then(|| (path.clone(), new))
    };
    one.iter().filter_map(rest).collect()
}

/// Says that a state is of another unit than the dossier that is here. A dossier stays with its unit
/// from its first field on, whatever a file says, also in values that lost a conflict. A state that
/// names no unit (its browser could not read that row) fits.
pub fn other_unit(before: &Merged, theirs: &Merged) -> Option<Problem> {
    let text = |state: &Merged, path: &str| {
        let value = state.fields.get(path).and_then(|entry| entry.v.as_str());
        value.map(str::to_owned)
    };
    let unit = text(before, UNIT_ID).or_else(|| text(theirs, UNIT_ID))?;
    let other = theirs.values_of(UNIT_ID).any(|value| value.as_str() != Some(&unit));
    let names = [before, theirs].map(|state| text(state, UNIT_NAME).unwrap_or_default());
    other.then(|| Problem::at(Code::DuplicateUnit, "unit", &[&names[0], &names[1]]))
}

/// Merges a file's state into the one of `device`. `approved`: a person has approved what it
/// deletes.
pub fn take(before: &Merged, file: &Device, device: &DeviceId, approved: bool) -> TakeOutcome {
    if let Some(problem) = other_unit(before, &file.state) {
        return TakeOutcome::Refused(problem);
    }
    let mut after = before.clone();
    after.merge(file.state.clone());
    let loss = loss(&before.fields, &after);
    if loss.is_much() && !approved {
        return TakeOutcome::Held(loss);
    }
    after.pin(device);
    let change = StateChange::between(before, &after);
    if change.is_empty() { TakeOutcome::Nothing } else { TakeOutcome::Changed(change) }
}

/// Checks that a file of the drive lies where its kind belongs, and comes from the device or unit
/// that its place names. A device file in the place of another device is refused, and so is a
/// review in the folder of another unit. Files that came by hand have no place (`path` is empty).
///
/// # Errors
/// The problem that keeps it out.
pub fn check_place(path: &str, found: &GoodFile) -> Result<(), Problem> {
    let Some((folder, name)) = path.rsplit_once('/') else { return Ok(()) };
    let wrong = |said: &str| Err(Problem::at(Code::NotItsPlace, path, &[&said]));
    match found {
        GoodFile::Device(file) if folder == layout::devices(&file.unit) => {
            let claim = layout::claimed_device(name);
            if claim.is_some() && !layout::is_of_device(name, &file.device) {
                return wrong(file.device.as_str());
            }
            if claim.is_some() && !layout::is_of_dossier(name, &file.body.dossier) {
                return wrong(file.body.dossier.as_str());
            }
            Ok(())
        }
        GoodFile::Submission(summary) if folder.starts_with(layout::SUBMISSIONS) => {
            if layout::claims_unit(name, &summary.unit) == Some(false) {
                return wrong(&summary.name);
            }
            match layout::claimed(name) {
                Some(claim) if claim != layout::short(&summary.digest) => wrong(&summary.digest),
                _ => Ok(()),
            }
        }
        GoodFile::Review(line) if folder == layout::reviews(&line.unit) => Ok(()),
        GoodFile::Pack(_) if folder == layout::PACKS => Ok(()),
        GoodFile::Device(file) => wrong(file.unit.as_str()),
        GoodFile::Submission(summary) => wrong(&summary.name),
        GoodFile::Review(line) => wrong(&line.reviewer),
        GoodFile::Pack(line) => wrong(&line.title.vi),
        GoodFile::Backup { .. } => wrong(""),
    }
}
