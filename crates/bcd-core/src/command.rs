//! Commands: everything a person can do to a dossier, as the fields that it sets.

use crate::{
    criteria::Mode,
    dossier::{Dossier, Evidence, EvidenceKind, Unit},
    field::Path,
    format::{check::is_forbidden, share::is_nothing},
    id::{EvidenceId, FileHash, ItemId, StepId},
};
use serde_json::Value;

/// A field to set; the device that stores it adds the stamp.
#[derive(Clone, Debug, PartialEq)]
pub struct Set {
    /// Which field.
    pub path: Path,
    /// Its new value.
    pub value: Value,
}

/// A text of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteKind {
    /// Goes up with the answer.
    Shared,
    /// Never leaves the unit.
    Private,
    /// Why the item does not apply.
    NaReason,
}

/// What a person wants to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Renames or re-files the unit: `name`, `kind`, `upper` or `cluster`.
    SetUnit(&'static str, String),
    /// Changes how items are answered; answers of the other way are kept.
    SetMode(Mode),
    /// Chooses a step, or takes the choice back. Choosing ends "không áp dụng".
    SetStep(ItemId, Option<StepId>),
    /// Says met or not met, or takes it back. Saying so ends "không áp dụng".
    SetMet(ItemId, Option<bool>),
    /// Says that the item does not apply (or does, after all).
    SetNa(ItemId, bool),
    /// Writes a text of an answer.
    SetNote(ItemId, NoteKind, String),
    /// Opens an item to the upper level that the set that ships with the app marks as sensitive: its
    /// words, as the person read them. Without words, closes it again.
    OpenToUpper(ItemId, String),
    /// Adds a piece of evidence.
    AddEvidence(EvidenceId, Box<Evidence>),
    /// Changes one text of a piece: `title`, `number`, `date`, `url`.
    EditEvidence(EvidenceId, &'static str, String),
    /// Lets the title of a document of a sensitive item go up, or keeps it.
    SetTitleGoes(EvidenceId, bool),
    /// Keeps a piece in the unit, or lets it go up.
    SetEvidencePrivate(EvidenceId, bool),
    /// Adds an item to those that a piece of evidence supports, or removes it.
    UseEvidence(EvidenceId, ItemId, bool),
    /// Deletes a piece, or brings it back.
    SetEvidenceDeleted(EvidenceId, bool),
    /// Sets a field directly; undo and the bringing back of lost values use it.
    SetFields(Vec<Set>),
}

/// An answer that a person gives with one tap. It is apart from [`Command`], so that the first
/// chunk need not contain the code of all commands.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// A step, or none. Choosing ends "không áp dụng".
    Step(ItemId, Option<StepId>),
    /// Met or not met, or neither. Saying so ends "không áp dụng".
    Met(ItemId, Option<bool>),
    /// Does not apply, or does after all.
    Na(ItemId, bool),
}

/// The fields that a choice sets in `dossier`; those that already have the value are left out.
pub fn fields_of_choice(choice: Choice, dossier: &Dossier) -> Vec<Set> {
    needed(chosen(choice), dossier)
}

fn chosen(choice: Choice) -> Vec<Set> {
    match choice {
        Choice::Step(item, step) => {
            choose(&item, "step", step.map_or(Value::Null, |step| Value::from(step.0)))
        }
        Choice::Met(item, met) => choose(&item, "met", met.map_or(Value::Null, Value::from)),
        Choice::Na(item, na) => vec![set(&format!("answer/{item}/na"), na)],
    }
}

/// The fields of a new dossier: its unit, its cycle, how items are answered, and whether it is a
/// sample.
pub fn fields_of_new(unit: Unit, cycle: String, mode: Mode, sample: bool) -> Vec<Set> {
    let sets = vec![
        set("unit/id", unit.id.0),
        set("unit/name", unit.name),
        set("unit/kind", unit.kind),
        set("unit/upper", unit.upper),
        set("unit/cluster", unit.cluster),
        set("cycle", cycle),
        set("mode", mode.as_str()),
        set("sample", sample),
    ];
    needed(sets, &Dossier::default())
}

/// The fields that `command` sets in `dossier`. Fields that already have the value are left out,
/// so an empty answer means: nothing to do.
pub fn fields_of(command: Command, dossier: &Dossier) -> Vec<Set> {
    let sets = match command {
        Command::SetUnit(field, text) => vec![set(&format!("unit/{field}"), visible(text))],
        Command::SetMode(mode) => vec![set("mode", mode.as_str())],
        Command::SetStep(item, step) => chosen(Choice::Step(item, step)),
        Command::SetMet(item, met) => chosen(Choice::Met(item, met)),
        Command::SetNa(item, na) => chosen(Choice::Na(item, na)),
        Command::SetNote(item, kind, text) => {
            vec![set(&format!("answer/{item}/{}", note_word(kind)), visible(text))]
        }
        Command::OpenToUpper(item, words) => {
            vec![set(&format!("answer/{item}/open_to_upper"), words)]
        }
        Command::AddEvidence(id, evidence) => add_evidence(&id, *evidence),
        Command::EditEvidence(id, field, text) => {
            vec![set(&format!("evidence/{id}/{field}"), visible(text))]
        }
        Command::SetTitleGoes(id, on) => vec![set(&format!("evidence/{id}/title_goes"), on)],
        Command::SetEvidencePrivate(id, on) => vec![set(&format!("evidence/{id}/private"), on)],
        Command::UseEvidence(id, item, on) => vec![set(&format!("evidence/{id}/for/{item}"), on)],
        Command::SetEvidenceDeleted(id, on) => vec![set(&format!("evidence/{id}/deleted"), on)],
        Command::SetFields(sets) => sets,
    };
    needed(sets, dossier)
}

fn needed(sets: Vec<Set>, dossier: &Dossier) -> Vec<Set> {
    sets.into_iter()
        .filter(|set| match dossier.fields.get(&set.path) {
            Some(entry) => entry.v != set.value,
            // "Not met" is an answer; elsewhere `false` is the same as no field.
            None => {
                !is_nothing(&set.value) || (is_met(&set.path) && set.value == Value::Bool(false))
            }
        })
        .collect()
}

fn is_met(path: &str) -> bool {
    path.starts_with("answer/") && path.ends_with("/met")
}

const fn note_word(kind: NoteKind) -> &'static str {
    match kind {
        NoteKind::Shared => "note",
        NoteKind::Private => "private_note",
        NoteKind::NaReason => "na_reason",
    }
}

// Pasted text from word processors and chat apps may contain invisible characters. People cannot
// see and delete them, and a file that contains them would be refused.
pub(crate) fn visible(text: String) -> String {
    if text.contains(is_forbidden) {
        return text.chars().filter(|c| !is_forbidden(*c)).collect();
    }
    text
}

fn set(path: &str, value: impl Into<Value>) -> Set {
    Set { path: path.to_owned(), value: value.into() }
}

fn choose(item: &ItemId, field: &str, value: Value) -> Vec<Set> {
    let taken_back = value.is_null();
    let mut sets = vec![set(&format!("answer/{item}/{field}"), value)];
    if !taken_back {
        sets.push(set(&format!("answer/{item}/na"), false));
    }
    sets
}

fn add_evidence(id: &EvidenceId, evidence: Evidence) -> Vec<Set> {
    let Evidence {
        kind,
        title,
        number,
        date,
        url,
        file,
        mime,
        name,
        size,
        title_goes,
        private,
        items,
        deleted,
    } = evidence;
    let path = |field: &str| format!("evidence/{id}/{field}");
    let mut sets = vec![set(&path("kind"), EvidenceKind::as_str(kind))];
    for (field, text) in [
        ("title", title),
        ("number", number),
        ("date", date),
        ("url", url),
        ("mime", mime),
        ("name", name),
        ("file", file.map(|FileHash(hash)| hash).unwrap_or_default()),
    ] {
        if !text.is_empty() {
            sets.push(set(&path(field), text));
        }
    }
    if size > 0 {
        sets.push(set(&path("size"), size));
    }
    for (field, flag) in [("title_goes", title_goes), ("private", private), ("deleted", deleted)] {
        if flag {
            sets.push(set(&path(field), true));
        }
    }
    sets.extend(items.iter().map(|item| set(&path(&format!("for/{item}")), true)));
    sets
}
