//! Reading: from bytes of unknown origin to a document and a list of problems.
//!
//! Nothing is trusted: size, nesting, digest, every text, every reference and the score are
//! checked. A document with any problem is not stored; the list says what is wrong and where.

use super::{
    FORMAT, VERSION,
    backup::Backup,
    bundle::{self, Files},
    canonical, check,
    device::Device,
    envelope::Envelope,
    limits,
    pack::Pack,
    problem::{Code, Problem},
    review::Review,
    rollup::Rollup,
    room, signing,
    submission::Submission,
};
use crate::{criteria::CriteriaSet, id::FileHash};
use base64::Engine as _;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_path_to_error::Segment;
use std::collections::BTreeSet;

mod known_sets;
mod pack_rules;
mod path_rules;
mod review_rules;
mod rollup_rules;
mod state_rules;
mod submission_rules;
mod year_rules;

pub use known_sets::KnownSets;
pub(crate) use state_rules::cost;

/// What a file turned out to be.
#[derive(Debug)]
pub enum Document {
    /// A submission.
    Submission(Box<Envelope<Submission>>),
    /// A backup.
    Backup(Box<Envelope<Backup>>),
    /// A device's state of a dossier.
    Device(Box<Envelope<Device>>),
    /// An upper level's answer.
    Review(Box<Envelope<Review>>),
    /// What an upper level publishes.
    Pack(Box<Envelope<Pack>>),
    /// What an office says of its units.
    Rollup(Box<Envelope<Rollup>>),
}

/// The outcome of reading.
#[derive(Debug, Default)]
pub struct Reading {
    /// What could be read. Present also if there are problems, so that a message can name the unit.
    pub document: Option<Document>,
    /// The document as it stands in the file, without carried files.
    pub value: Value,
    /// Its canonical bytes, as it is stored.
    pub bytes: Vec<u8>,
    /// Carried files by hash, checked.
    pub files: Files,
    /// What is wrong. Empty = may be stored.
    pub problems: Vec<Problem>,
}

impl Reading {
    fn failed(problem: Problem) -> Self {
        Self { problems: vec![problem], ..Self::default() }
    }
}

/// Reads a file, whatever its name: JSON, or a bundle.
pub fn read(bytes: &[u8]) -> Reading {
    read_with(bytes, Files::new())
}

/// The same for a document whose photos came separately, by their hashes.
pub fn read_with(bytes: &[u8], apart: Files) -> Reading {
    read_among(bytes, apart, &mut KnownSets::default())
}

/// The same for one of several documents, which may have one set.
pub fn read_among(bytes: &[u8], apart: Files, sets: &mut KnownSets) -> Reading {
    if bytes.is_empty() {
        return Reading::failed(Problem::whole(Code::Empty, &[]));
    }
    if !bundle::is_bundle(bytes) {
        return read_json(bytes, apart, sets);
    }
    if bytes.len() > limits::BACKUP_BYTES {
        return Reading::failed(too_large(limits::BACKUP_BYTES));
    }
    match bundle::unpack(bytes) {
        Ok((document, mut files)) => {
            files.extend(apart);
            read_json(&document, files, sets)
        }
        Err(problem) => Reading::failed(problem),
    }
}

fn too_large(limit: usize) -> Problem {
    Problem::whole(Code::TooLarge, &[&(limit / (1024 * 1024))])
}

/// Reads a document that lies in another one. It is never a bundle: if bundles in bundles were opened,
/// a small file could grow without end.
pub fn read_inner(bytes: &[u8]) -> Reading {
    read_json(bytes, Files::new(), &mut KnownSets::default())
}

fn read_json(bytes: &[u8], files: Files, sets: &mut KnownSets) -> Reading {
    let mut value = match parse(bytes) {
        Ok(value) => value,
        Err(problem) => return Reading::failed(problem),
    };
    if let Some(problem) = not_ours(&value) {
        return Reading { value, problems: vec![problem], ..Reading::default() };
    }
    let known = sets.of(&value);
    let (bytes, fault) = match canonical::document(&value, known.map(|known| &*known.bytes)) {
        // What is stored is read again, and may be longer than what came: some numbers are.
        Ok((bytes, _)) if bytes.len() > room::of_document(&bytes) => {
            let most = room::of_document(&bytes);
            (Vec::new(), Some(too_large(most)))
        }
        Ok((bytes, digest)) if value["digest"].as_str() == Some(&digest) => (bytes, None),
        _ => (Vec::new(), Some(Problem::whole(Code::WrongDigest, &[]))),
    };
    if let Some(problem) = fault.or_else(|| signing::fault(&value)) {
        return Reading { value, problems: vec![problem], ..Reading::default() };
    }
    let Some(known) = known else {
        let reading = Reading { bytes, ..settled(value, files, None) };
        if let (Some(Document::Submission(it)), []) = (&reading.document, &*reading.problems) {
            sets.keep(&reading.value, &it.body.set);
        }
        return reading;
    };
    // A set that is known stands aside meanwhile, with an empty one in its place.
    let Ok(empty) = serde_json::to_value(CriteriaSet::default()) else {
        return Reading { bytes, ..settled(value, files, None) };
    };
    let set = std::mem::replace(&mut value["body"]["set"], empty);
    let mut reading = Reading { bytes, ..settled(value, files, Some(&known.set)) };
    reading.value["body"]["set"] = set;
    reading
}

// A document that is whole and signed as it says. `known`: its set, found good before; in its place
// stands an empty one.
fn settled(mut value: Value, mut files: Files, known: Option<&CriteriaSet>) -> Reading {
    let mut problems = Vec::new();
    if let Some(problem) = check::settle_numbers(&mut value) {
        return Reading { value, problems: vec![problem], ..Reading::default() };
    }
    // The texts of backups and device files are not checked: they are the unit's own, and
    // everything that was typed must be restored.
    if !matches!(value["kind"].as_str(), Some("backup" | "device")) {
        check::check_texts(&value, &mut problems);
    }
    take_inline(&mut value, &mut files, &mut problems);
    let mut document = match value["kind"].as_str() {
        Some("submission") => {
            typed(&value, &mut problems).map(|d| Document::Submission(Box::new(d)))
        }
        Some("backup") => typed(&value, &mut problems).map(|d| Document::Backup(Box::new(d))),
        Some("device") => typed(&value, &mut problems).map(|d| Document::Device(Box::new(d))),
        Some("review") => typed(&value, &mut problems).map(|d| Document::Review(Box::new(d))),
        Some("pack") => typed(&value, &mut problems).map(|d| Document::Pack(Box::new(d))),
        Some("rollup") => typed(&value, &mut problems).map(|d| Document::Rollup(Box::new(d))),
        kind => {
            let kind = kind.unwrap_or_default();
            problems.push(Problem::at(Code::UnsupportedKind, "kind", &[&kind]));
            None
        }
    };
    if let (Some(Document::Submission(it)), Some(known)) = (&mut document, known) {
        it.body.set = known.clone();
    }
    // The digest does not cover files that the document does not name, so anybody could have added
    // them.
    let named = document.as_ref().map(named).unwrap_or_default();
    files.retain(|hash, _| named.contains(hash.as_str()));
    for (hash, content) in &files {
        if canonical::sha256(content) != *hash {
            problems.push(Problem::whole(Code::FileChanged, &[hash]));
        }
    }
    match &document {
        Some(Document::Submission(it)) => {
            submission_rules::check(it, &files, known.is_some(), &mut problems);
            if let Some(year) = &it.body.year {
                year_rules::check(year, &mut problems);
            }
        }
        Some(Document::Backup(it)) => state_rules::check_backup(it, &mut problems),
        Some(Document::Device(it)) => state_rules::check_device(it, &mut problems),
        Some(Document::Review(it)) => review_rules::check(it, &mut problems),
        Some(Document::Pack(it)) => pack_rules::check(it, &mut problems),
        Some(Document::Rollup(it)) => rollup_rules::check(it, &mut problems),
        None => {}
    }
    if let Some(document) = &document {
        path_rules::check(document, &mut problems);
    }
    Reading { document, value, files, problems, ..Reading::default() }
}

fn named(document: &Document) -> BTreeSet<&str> {
    match document {
        Document::Submission(envelope) => envelope
            .body
            .evidence
            .values()
            .filter_map(|e| e.file.as_ref())
            .map(FileHash::as_str)
            .collect(),
        Document::Backup(envelope) => {
            let Backup { sent, received, packs, rollups, files, .. } = &envelope.body;
            sent.iter()
                .chain(received)
                .chain(packs)
                .chain(rollups)
                .chain(files.keys())
                .map(FileHash::as_str)
                .collect()
        }
        Document::Device(envelope) => envelope.body.files.keys().map(FileHash::as_str).collect(),
        Document::Review(envelope) => envelope.body.files.keys().map(FileHash::as_str).collect(),
        Document::Pack(_) | Document::Rollup(_) => BTreeSet::new(),
    }
}

fn parse(bytes: &[u8]) -> Result<Value, Problem> {
    let most = room::of_document(bytes);
    if bytes.len() > most {
        return Err(too_large(most));
    }
    let text = core::str::from_utf8(bytes).map_err(|error| {
        // A truncated file may end inside a character: half of the Vietnamese letters take several
        // bytes.
        let cut = error.error_len().is_none() && bytes.trim_ascii_start().starts_with(b"{");
        Problem::whole(if cut { Code::Truncated } else { Code::NotText }, &[])
    })?;
    // A byte order mark is what some editors and chat apps add.
    let text = text.trim_start_matches('\u{FEFF}').trim();
    if text.is_empty() {
        return Err(Problem::whole(Code::Empty, &[]));
    }
    // A backup may hold more values; whether it is one is looked at where it holds as many.
    let outline = match check::check_outline(text.as_bytes(), limits::VALUES) {
        Some(many) if many.code == Code::TooMany && room::is_backup(text.as_bytes()) => {
            check::check_outline(text.as_bytes(), limits::BACKUP_VALUES)
        }
        other => other,
    };
    if let Some(problem) = outline {
        return Err(problem);
    }
    serde_json::from_str(text).map_err(|error| {
        // Only a text that begins like a document can be a truncated one.
        if error.is_eof() && text.starts_with('{') {
            Problem::whole(Code::Truncated, &[])
        } else {
            Problem::whole(Code::NotJson, &[&error.line(), &error.column()])
        }
    })
}

fn not_ours(value: &Value) -> Option<Problem> {
    if value["format"].as_str() != Some(FORMAT) {
        return Some(Problem::whole(Code::Foreign, &[]));
    }
    match value["version"].as_u64() {
        Some(version) if version > VERSION => Some(Problem::whole(Code::NewerVersion, &[&version])),
        Some(VERSION) => None,
        _ => Some(Problem::at(Code::BadField, "version", &[&value["version"]])),
    }
}

fn take_inline(value: &mut Value, files: &mut Files, problems: &mut Vec<Problem>) {
    let Some(inline) = value.as_object_mut().and_then(|object| object.remove("files")) else {
        return;
    };
    let Value::Object(inline) = inline else {
        problems.push(Problem::at(Code::BadField, "files", &[&"object"]));
        return;
    };
    for (hash, text) in inline {
        let bytes = text
            .as_str()
            .and_then(|text| base64::engine::general_purpose::STANDARD.decode(text).ok());
        match bytes {
            Some(bytes) => {
                files.insert(hash, bytes);
            }
            None => problems.push(Problem::at(Code::FileChanged, "files", &[&hash])),
        }
    }
}

fn typed<T: DeserializeOwned>(value: &Value, problems: &mut Vec<Problem>) -> Option<T> {
    match serde_path_to_error::deserialize(value) {
        Ok(typed) => Some(typed),
        Err(error) => {
            let place = place(error.path());
            problems.push(Problem::at(Code::BadField, &place, &[error.inner()]));
            None
        }
    }
}

fn place(path: &serde_path_to_error::Path) -> String {
    let steps = path.iter().map(|segment| match segment {
        Segment::Seq { index } => (index + 1).to_string(),
        Segment::Map { key } => key.clone(),
        Segment::Enum { variant } => variant.clone(),
        Segment::Unknown => String::new(),
    });
    steps.filter(|step| !step.is_empty()).collect::<Vec<_>>().join("/")
}
