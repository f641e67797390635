//! Taking a file in: whether its place on the drive fits, and what it changes in the dossier that
//! is here.

use super::layout;
use crate::{
    dossier::{SAMPLE, UNIT_ID, UNIT_NAME},
    engine::{DeviceFile, GoodFile},
    field::{self, Entry, Fields, Path},
    format::{
        device, limits,
        problem::{Code, Problem},
    },
    id::{DeviceId, SignerKey, UnitId},
    merge::{
        Lost, Merged,
        effect::{Effect, effect},
    },
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The outcome.
#[derive(Clone, Debug, PartialEq)]
pub enum TakeOutcome {
    /// Everything in it is here already.
    Nothing,
    /// The dossier changes.
    Changed(StateChange),
    /// A person has to say yes first.
    Asks(Effect),
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

// A dossier that is meant seriously does not become a sample, which nobody keeps or counts, nor a sample one that is.
fn other_sample(before: &Merged, theirs: &Merged) -> Option<Problem> {
    let is = |value: &Value| *value == Value::Bool(true);
    let here = before.fields.get(SAMPLE).is_some_and(|entry| is(&entry.v));
    let other = theirs.values_of(SAMPLE).any(|value| is(value) != here);
    (!before.fields.is_empty() && other)
        .then(|| Problem::at(Code::BadField, &format!("body/fields/{SAMPLE}"), &[&""]))
}

/// How the writer of a state stands to a dossier. It says how far the state's counters may run ahead
/// of what is here, and how large it may make the dossier: who came last may use up only a small part of
/// the room of those before, so that nobody can bring a dossier to where its own devices refuse each
/// other's files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// A device that no person let in yet.
    New,
    /// A device that a person let in.
    Known,
    /// This person's own backup; anybody may have made it.
    ///
    /// Where something of the dossier is here, its counters have half of the room of a device that nobody let
    /// in: the unit's other devices, whether they know this one or not, take what this one writes next, for
    /// eight million writes. Where nothing is here, the backup may be all that is left of a dossier which
    /// devices that were let in led ahead, each time by 2³² at most; so it may run ahead by 2⁴⁰, many times
    /// that, and leaves 2⁵² writes until the highest counter. The unit's other devices have such counters
    /// then, too; where they do not, the backup is not of their dossier, and they refuse it.
    Own,
}

impl Standing {
    // How far counters may run ahead of what is here.
    fn ahead(self, before: &Merged) -> u64 {
        match self {
            Self::New => 1 << 24,
            Self::Known => 1 << 32,
            Self::Own if before.fields.is_empty() => 1 << 40,
            Self::Own => 1 << 23,
        }
    }

    // How many devices a value may say to have seen, and how many values may lie beside a standing one.
    const fn room(self) -> (usize, usize) {
        match self {
            Self::New => (limits::DEVICES / 4, limits::BESIDE / 2),
            Self::Known => (limits::DEVICES / 2, limits::BESIDE),
            Self::Own => (limits::DEVICES, limits::BESIDE),
        }
    }

    // How many bytes of its device file a dossier may come to. What is left after that of a known device is
    // for the pack in it, and for what the person here writes next.
    fn bytes(self, before: &Merged) -> usize {
        match self {
            Self::New => limits::DEVICE_BYTES / 2,
            Self::Known => limits::DEVICE_BYTES / 8 * 7,
            // It may be all that is left.
            Self::Own if before.fields.is_empty() => limits::DEVICE_BYTES,
            Self::Own => limits::DEVICE_BYTES / 4 * 3,
        }
    }

    // What merging the dossier may cost afterwards. With a state as large as the dossier it costs four times
    // as much as with none, which must be allowed still.
    const fn cost(self) -> u64 {
        match self {
            Self::New => limits::MERGE_COST / 32,
            Self::Known => limits::MERGE_COST / 16,
            Self::Own => limits::MERGE_COST / 8,
        }
    }
}

/// What a person has said of a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Nothing, and a person is to be asked about every change.
    Ask,
    /// Nothing: a change by a new device, and much loss, wait for a person.
    Nothing,
    /// Yes.
    Yes,
}

/// Merges a state into the one of `device`.
pub fn take(
    before: &Merged,
    theirs: &Merged,
    device: &DeviceId,
    standing: Standing,
    answer: Answer,
) -> TakeOutcome {
    let problem = other_unit(before, theirs)
        .or_else(|| other_sample(before, theirs))
        .or_else(|| runs_ahead(before, theirs, standing))
        .or_else(|| cost(before.cost_with(theirs), limits::MERGE_COST));
    if let Some(problem) = problem {
        return TakeOutcome::Refused(problem);
    }
    let mut after = before.clone();
    after.merge(theirs.clone());
    let alone = |state: &Merged| state.cost_with(&Merged::default());
    let most = standing.cost().max(alone(before));
    let problem = too_many_beside(before, &after, standing)
        .or_else(|| too_many_seen(before, &after, theirs, standing))
        .or_else(|| cost(alone(&after), most));
    if let Some(problem) = problem {
        return TakeOutcome::Refused(problem);
    }
    let effect = effect(&before.fields, &after);
    after.pin(device);
    let change = StateChange::between(before, &after);
    if change.is_empty() {
        return TakeOutcome::Nothing;
    }
    if let Some(problem) = too_large(before, &after, standing) {
        return TakeOutcome::Refused(problem);
    }
    let asks = match answer {
        Answer::Ask => true,
        Answer::Nothing => standing == Standing::New || effect.is_much(true),
        Answer::Yes => false,
    };
    if asks { TakeOutcome::Asks(effect) } else { TakeOutcome::Changed(change) }
}

fn runs_ahead(before: &Merged, theirs: &Merged, standing: Standing) -> Option<Problem> {
    let (devices, _) = standing.room();
    let ahead = standing.ahead(before);
    let limit = field::highest(&before.fields).saturating_add(ahead).min(limits::COUNTER);
    let lost = theirs.lost.iter().flat_map(|(path, list)| list.iter().map(move |e| (path, e)));
    let (path, entry) = theirs
        .fields
        .iter()
        .chain(lost)
        .find(|(_, entry)| entry.n > limit || entry.seen().count() > devices)?;
    Some(Problem::at(Code::RunsAhead, &format!("body/fields/{path}"), &[&entry.n]))
}

fn cost(cost: u64, most: u64) -> Option<Problem> {
    (cost > most).then(|| Problem::at(Code::RunsAhead, "body/lost", &[&cost]))
}

// One that was larger before may go on, and grows no further.
fn too_large(before: &Merged, after: &Merged, standing: Standing) -> Option<Problem> {
    let (most, size) = (standing.bytes(before), device::size(after));
    let full = size > most && size > device::size(before);
    full.then(|| Problem::whole(Code::DossierFull, &[&(most >> 20)]))
}

fn too_many_beside(before: &Merged, after: &Merged, standing: Standing) -> Option<Problem> {
    let (_, most) = standing.room();
    let had = |path: &str| before.lost.get(path).map_or(0, Vec::len);
    let many = |(path, list): &(&Path, &Vec<Entry>)| list.len() > most && list.len() > had(path);
    let (path, list) = after.lost.iter().find(many)?;
    Some(Problem::at(Code::RunsAhead, &format!("body/fields/{path}"), &[&list.len()]))
}

// Who decides between values says to have seen what all of them have seen, and who wrote them. That must be no more
// than a file may say.
fn too_many_seen(
    before: &Merged,
    after: &Merged,
    theirs: &Merged,
    standing: Standing,
) -> Option<Problem> {
    let most = standing.room().0.min(limits::DEVICES - limits::BESIDE);
    let seen = |state: &Merged, path: &str| {
        let lost = state.lost.get(path).into_iter().flatten();
        let entries: Vec<&Entry> = lost.chain(state.fields.get(path)).collect();
        let devices = entries.iter().flat_map(|entry| entry.seen().map(|(device, _)| device));
        devices.map(str::to_owned).collect::<BTreeSet<String>>().len()
    };
    let paths = theirs.fields.keys().chain(theirs.lost.keys());
    let mut paths = paths.filter(|path| after.lost.contains_key(*path));
    let path = paths.find(|path| {
        let count = seen(after, path);
        count > most && count > seen(before, path)
    })?;
    Some(Problem::at(Code::RunsAhead, &format!("body/fields/{path}"), &[&most]))
}

/// A device file that waits for a person, as far as a list shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asking {
    /// Its digest, by which a person says yes to this very file.
    pub digest: String,
    /// The unit's name, as the file says.
    pub name: String,
    /// The cycle.
    pub cycle: String,
    /// The device that wrote it.
    pub device: DeviceId,
    /// The person who wrote it; may be empty.
    pub by: String,
    /// When, RFC 3339, by that device's clock.
    pub at: String,
    /// Whether a person let that device in before.
    pub known: bool,
    /// The key that signed it; none where it is not signed.
    #[serde(default)]
    pub key: Option<SignerKey>,
    /// Whether a person let a device of this id in before, with another key.
    #[serde(default)]
    pub mismatch: bool,
    /// Whether it is taken as a whole or not at all: what an office's device says of a unit.
    #[serde(default)]
    pub whole: bool,
    /// What it does.
    pub effect: Effect,
}

impl Asking {
    /// A file that waits.
    pub fn of(file: &DeviceFile, known: bool, effect: Effect) -> Self {
        Self {
            digest: file.digest.clone(),
            name: file.name.clone(),
            cycle: file.cycle.clone(),
            device: file.device.clone(),
            by: file.by.clone(),
            at: file.at.clone(),
            known,
            key: file.signer.key.clone(),
            mismatch: false,
            whole: false,
            effect,
        }
    }

    /// Whether a person may take what it adds, and keep what it takes away.
    pub const fn can_keep(&self) -> bool {
        self.is_much() && !self.whole
    }

    /// Whether it takes so much away that it is not taken in along with others.
    pub const fn is_much(&self) -> bool {
        self.effect.is_much(self.known)
    }
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
        GoodFile::Review(file) if folder == layout::reviews(&file.row.line.unit) => Ok(()),
        // In the place of another device it would keep that one's own from being written.
        GoodFile::Review(file) if folder == layout::cases(&file.row.line.reviewer_id) => {
            let line = &file.row.line;
            let own = layout::case(&line.case_id(), &file.device);
            let begins = own.strip_suffix(".json").is_some_and(|own| path.starts_with(own));
            if begins { Ok(()) } else { wrong(&line.reviewer) }
        }
        GoodFile::Pack(_) if folder == layout::PACKS => Ok(()),
        GoodFile::Rollup(line) => {
            let text = |place: &str| line.pointer(place).and_then(|it| it.as_str()).unwrap_or("");
            let (office, digest) = (UnitId::from(text("/office/id")), text("/digest"));
            let claim = layout::claimed(name).is_none_or(|claim| claim == layout::short(digest));
            let is_its = layout::claims_unit(name, &office) != Some(false);
            match folder == layout::rollups(text("/cycle")) && is_its && claim {
                true => Ok(()),
                false => wrong(text("/office/name")),
            }
        }
        GoodFile::Device(file) => wrong(file.unit.as_str()),
        GoodFile::Submission(summary) => wrong(&summary.name),
        GoodFile::Review(file) => wrong(&file.row.line.reviewer),
        GoodFile::Pack(line) => wrong(&line.title.vi),
        GoodFile::Backup(_) => wrong(""),
    }
}
