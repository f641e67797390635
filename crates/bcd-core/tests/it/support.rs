//! What the stories share: a small criteria set, a unit that is used by commands, sending and
//! reading through the engine.

use bcd_core::{
    command::{Command, NoteKind, fields_of, fields_of_new},
    criteria::{CriteriaSet, Mode},
    dossier::{Dossier, Evidence, EvidenceKind, Unit},
    engine::{Checked, GoodFile, Request, Response, handle},
    field::{Entry, Path},
    format::{
        bundle::Files,
        canonical,
        envelope::EnvelopeHead,
        problem::{Code, Problem},
        share::Withheld,
    },
    id::{DeviceId, DossierId, EvidenceId, FileHash, ItemId, StepId, UnitId},
};
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub mod disk;
#[path = "../../examples/support/photo.rs"]
pub mod photo;
pub mod raw_zip;

/// The time of every story.
pub const NOW: &str = "2026-11-22T20:15:00+07:00";

/// The set that ships with the app, as it stands in its file.
pub fn default_set_value() -> Value {
    serde_json::from_str(include_str!("../../data/criteria-default.json")).unwrap()
}

/// The set that ships with the app.
pub fn default_set() -> CriteriaSet {
    serde_json::from_value(default_set_value()).unwrap()
}

fn item(id: &str, steps: &[(&str, f64, bool)]) -> Value {
    let ladder: Vec<Value> = steps
        .iter()
        .map(|(id, points, met)| json!({ "id": id, "points": points, "met": met }))
        .collect();
    json!({ "id": id, "text": { "vi": format!("Nội dung {id}") }, "ladder": ladder })
}

/// A set small enough to reckon by heart: three criteria of 10 points, 70 % of each and 80 % of
/// all; `1.1` and `3.1` are gates, `1.2` is sensitive, `3.3` is asked of schools only.
pub fn small_set_value() -> Value {
    let mut set = json!({
        "id": "small", "version": 1, "period": "2026", "title": { "vi": "Bộ nhỏ" },
        "rule": {
            "mode": "points", "gates": true,
            "criterion_min_percent": 70, "total_min_percent": 80,
        },
        "criteria": [
            { "id": "1", "title": { "vi": "Một" }, "groups": [
                { "id": "1", "title": { "vi": "Nhóm" }, "items": [
                    item("1.1", &[("tot", 6.0, true), ("kha", 4.5, true), ("chua", 0.0, false)]),
                    item("1.2", &[("co", 4.0, true), ("khong", 0.0, false)]),
                ] },
            ] },
            { "id": "2", "title": { "vi": "Hai" }, "groups": [
                { "id": "2", "title": { "vi": "Nhóm" }, "items": [
                    item("2.1", &[("10", 10.0, true), ("7", 7.0, true), ("6.9", 6.9, false)]),
                ] },
            ] },
            { "id": "3", "title": { "vi": "Ba" }, "groups": [
                { "id": "3", "title": { "vi": "Nhóm" }, "items": [
                    item("3.1", &[("tot", 5.0, true), ("gan", 4.75, false), ("0", 0.0, false)]),
                    item("3.2", &[("tot", 5.0, true), ("0", 0.0, false)]),
                    item("3.3", &[("tot", 3.0, true), ("0", 0.0, false)]),
                ] },
            ] },
        ],
    });
    set["criteria"][0]["groups"][0]["items"][0]["gate"] = true.into();
    set["criteria"][0]["groups"][0]["items"][1]["sensitive"] = true.into();
    set["criteria"][2]["groups"][0]["items"][0]["gate"] = true.into();
    set["criteria"][2]["groups"][0]["items"][2]["applies_to"] = json!(["school"]);
    // As it comes out of a file: 6 and not 6.0.
    serde_json::from_slice(&canonical::bytes(&set).unwrap()).unwrap()
}

/// [`small_set_value`], typed.
pub fn small_set() -> CriteriaSet {
    serde_json::from_value(small_set_value()).unwrap()
}

/// A unit's dossier on one device, changed by commands as the app would.
#[derive(Clone)]
pub struct Story {
    /// The dossier.
    pub dossier: Dossier,
    device: DeviceId,
}

impl Story {
    /// A commune's union that has just named itself.
    pub fn opened() -> Self {
        Self::opened_as("commune", Mode::Points)
    }

    /// A unit of this kind and mode that has just named itself.
    pub fn opened_as(kind: &str, mode: Mode) -> Self {
        let mut story = Self { dossier: Dossier::default(), device: DeviceId::from("may-1") };
        let unit = Unit {
            id: UnitId::from("7d1f6a52-0c1e-4f0b-9b39-5f0f6f7f0a01"),
            name: "Đoàn phường An Cư".to_owned(),
            kind: kind.to_owned(),
            upper: "Thành Đoàn Bình Hải".to_owned(),
            cluster: "Cụm thi đua số 2".to_owned(),
        };
        story.does(Command::SetFields(fields_of_new(unit, "2026".to_owned(), mode, false)));
        story
    }

    /// Does a command; the number of fields that it set.
    pub fn does(&mut self, command: Command) -> usize {
        let sets = fields_of(command, &self.dossier);
        for set in &sets {
            self.put(&set.path, set.value.clone());
        }
        sets.len()
    }

    /// Puts a field with the next stamp, whatever it is.
    pub fn put(&mut self, path: &str, value: Value) {
        let n = bcd_core::field::highest(&self.dossier.fields) + 1;
        let entry = entry(value, n, self.device.as_str());
        self.dossier.put(path.to_owned(), entry);
    }

    /// Chooses a step.
    pub fn step(mut self, item: &str, step: &str) -> Self {
        self.does(Command::SetStep(ItemId::from(item), Some(StepId::from(step))));
        self
    }

    /// Says met or not met.
    pub fn met(mut self, item: &str, met: bool) -> Self {
        self.does(Command::SetMet(ItemId::from(item), Some(met)));
        self
    }

    /// Says that an item does not apply.
    pub fn na(mut self, item: &str, reason: &str) -> Self {
        self.does(Command::SetNa(ItemId::from(item), true));
        self.note(item, NoteKind::NaReason, reason)
    }

    /// Writes a text of an answer.
    pub fn note(mut self, item: &str, kind: NoteKind, text: &str) -> Self {
        self.does(Command::SetNote(ItemId::from(item), kind, text.to_owned()));
        self
    }

    /// Adds a piece of evidence.
    pub fn evidence(mut self, id: &str, evidence: Evidence) -> Self {
        self.does(Command::AddEvidence(EvidenceId::from(id), Box::new(evidence)));
        self
    }

    /// Every value that is not "nothing"; what a person sees.
    pub fn values(&self) -> BTreeMap<Path, Value> {
        let said = |v: &Value| *v != Value::Null;
        let fields = self.dossier.fields.iter();
        fields.filter(|(_, e)| said(&e.v)).map(|(p, e)| (p.clone(), e.v.clone())).collect()
    }
}

/// An entry with a stamp.
pub fn entry(v: Value, n: u64, device: &str) -> Entry {
    let (at, by) = (NOW.to_owned(), "Lê Thị Hoa".to_owned());
    Entry { v, n, dev: DeviceId::from(device), at, by, ..Entry::default() }
}

/// A document as evidence of some items.
pub fn document(title: &str, items: &[&str]) -> Evidence {
    Evidence {
        kind: EvidenceKind::Document,
        title: title.to_owned(),
        number: "07-KH/ĐTN".to_owned(),
        date: "2026-01-15".to_owned(),
        items: items.iter().map(|item| ItemId::from(*item)).collect(),
        ..Evidence::default()
    }
}

/// A photo as evidence of some items.
pub fn photo_of(bytes: &[u8], title: &str, items: &[&str]) -> Evidence {
    Evidence {
        kind: EvidenceKind::Photo,
        title: title.to_owned(),
        file: Some(FileHash(canonical::sha256(bytes))),
        mime: "image/png".to_owned(),
        name: "anh.png".to_owned(),
        size: bytes.len() as u64,
        items: items.iter().map(|item| ItemId::from(*item)).collect(),
        ..Evidence::default()
    }
}

/// Files by their hashes.
pub fn files(all: &[&[u8]]) -> Files {
    all.iter().map(|bytes| (canonical::sha256(bytes), bytes.to_vec())).collect()
}

/// The envelope's head for a dossier.
pub fn head(dossier: &Dossier) -> EnvelopeHead {
    EnvelopeHead {
        id: "0b8a6f1e-6a9f-4f7e-8f56-2f4a3a1c9d11".to_owned(),
        unit: dossier.unit.id.0.clone(),
        name: dossier.unit.name.clone(),
        cycle: dossier.cycle.clone(),
        seq: 1,
        parent: None,
        device: "may-1".to_owned(),
        by: "Lê Thị Hoa".to_owned(),
        at: NOW.to_owned(),
        app: "0.1.0".to_owned(),
        ..EnvelopeHead::default()
    }
}

/// What came out of writing.
#[derive(Debug)]
pub struct Sent {
    /// The document to keep.
    pub document: Vec<u8>,
    /// The file to send.
    pub file: Vec<u8>,
    /// Its digest.
    pub digest: String,
    /// Whether the file is a ZIP.
    pub bundled: bool,
    /// What went up.
    pub shared: BTreeMap<Path, Value>,
    /// What stayed.
    pub withheld: Withheld,
    /// What the writer itself objects to.
    pub problems: Vec<Problem>,
}

/// The answer to a request that writes.
pub fn written(request: Request, blobs: Vec<Vec<u8>>) -> Sent {
    match handle(request, blobs) {
        (Response::Written { digest, bundled, shared, withheld, problems, .. }, blobs) => {
            let [document, file] = <[Vec<u8>; 2]>::try_from(blobs).unwrap();
            Sent { document, file, digest, bundled, shared, withheld, problems }
        }
        other => panic!("not written: {other:?}"),
    }
}

/// Freezes a dossier with `head`, after `before`.
pub fn freeze_with(
    head: EnvelopeHead,
    dossier: &Dossier,
    set: &Value,
    before: &BTreeMap<Path, Value>,
    files: &Files,
) -> Sent {
    let request = Request::Freeze {
        head,
        dossier: DossierId::from("ho-so-1"),
        fields: dossier.fields.clone(),
        set: set.clone(),
        before: before.clone(),
        files: files.keys().cloned().collect(),
        warned: false,
    };
    written(request, files.values().cloned().collect())
}

/// Freezes a dossier as its first submission.
pub fn freeze(dossier: &Dossier, set: &Value, files: &Files) -> Sent {
    freeze_with(head(dossier), dossier, set, &BTreeMap::new(), files)
}

/// What the upper level's app says of a file: what it found, and the codes of its problems.
pub fn checked(file: &[u8]) -> (Option<GoodFile>, Vec<Problem>) {
    match handle(Request::Check { files: vec![vec![]] }, vec![file.to_vec()]) {
        (Response::Checked(mut all), blobs) => {
            let Checked { found, problems, .. } = all.pop().unwrap();
            // Nothing to store where nothing was found, and the other way round.
            assert_eq!(found.is_some(), !blobs.is_empty());
            assert_eq!(found.is_some(), problems.is_empty());
            (found, problems)
        }
        other => panic!("not checked: {other:?}"),
    }
}

/// Asserts that a file is refused for exactly these reasons, and that nothing of it is stored.
#[track_caller]
pub fn check_refused(file: &[u8], codes: &[Code]) {
    let (found, problems) = checked(file);
    assert!(found.is_none());
    let mut said: Vec<Code> = problems.iter().map(|problem| problem.code).collect();
    said.sort();
    said.dedup();
    assert_eq!(said, codes, "{problems:?}");
}

/// Asserts that a file is taken in as a submission.
#[track_caller]
pub fn check_taken(file: &[u8]) -> bcd_core::intake::Summary {
    match checked(file) {
        (Some(GoodFile::Submission(summary)), _) => summary,
        other => panic!("not taken: {other:?}"),
    }
}

/// Asserts that a change to a good file, signed again, is refused for exactly this reason.
#[track_caller]
pub fn check_change(code: Code, change: impl FnOnce(&mut Value)) {
    check_refused(&forged(&small_file(), change), &[code]);
}

/// A file with one photo of these bytes, changed before it was written.
pub fn photo_file(bytes: &[u8], change: impl FnOnce(&mut Evidence)) -> Vec<u8> {
    let mut evidence = photo_of(bytes, "Lễ ra quân", &["2.1"]);
    change(&mut evidence);
    let story = Story::opened().evidence("anh", evidence);
    freeze(&story.dossier, &small_set_value(), &files(&[bytes])).file
}

/// The file as JSON, changed and given the digest that fits again: what somebody who knows the
/// format could make.
pub fn forged(file: &[u8], change: impl FnOnce(&mut Value)) -> Vec<u8> {
    let mut value: Value = serde_json::from_slice(file).unwrap();
    change(&mut value);
    resigned(value)
}

/// The canonical bytes of a document under the digest that fits it.
pub fn resigned(mut value: Value) -> Vec<u8> {
    if value.is_object() {
        value["digest"] = canonical::digest(&value).unwrap().into();
    }
    canonical::bytes(&value).unwrap()
}

/// A small good file: a few answers, two pieces of evidence, no photos.
pub fn small_dossier() -> Dossier {
    Story::opened()
        .step("1.1", "kha")
        .step("2.1", "7")
        .na("3.2", "Đơn vị chưa có chi đoàn trực thuộc")
        .note("1.1", NoteKind::Shared, "Đã rà soát 12/12 chi đoàn")
        .evidence("mc-1", document("Kế hoạch công tác Đoàn năm 2026", &["1.1", "2.1"]))
        .evidence(
            "mc-2",
            Evidence {
                kind: EvidenceKind::Link,
                url: "https://example.vn/tin".to_owned(),
                date: String::new(),
                ..document("Tin trên cổng thông tin", &["2.1"])
            },
        )
        .dossier
}

/// [`small_dossier`] as a file.
pub fn small_file() -> Vec<u8> {
    let sent = freeze(&small_dossier(), &small_set_value(), &Files::new());
    assert_eq!(sent.problems, []);
    sent.file
}

/// What an office writes that has a submission.
pub fn receipt(head: EnvelopeHead, digest: &str, office: &str, name: &str) -> Request {
    let mut case = bcd_core::merge::Merged::default();
    write(&mut case, &format!("received/{digest}"), head.seq.into(), &head.device);
    let body = json!({
        "submission": digest, "state": "received", "reviewer": { "id": office, "name": name },
        "fields": case.fields,
    });
    review(head, body)
}

/// A review with this body.
pub fn review(head: EnvelopeHead, body: Value) -> Request {
    Request::Write { kind: "review".into(), head, body, carried: vec![], unless: None }
}

/// Somebody writes a field who has seen what stands there.
pub fn write(on: &mut bcd_core::merge::Merged, path: &str, v: Value, device: &str) -> Entry {
    let device = DeviceId::from(device);
    let over = on.fields.get(path).map(|seen| seen.seen_by(&device)).unwrap_or_default();
    let entry =
        Entry { over, ..entry(v, bcd_core::field::highest(&on.fields) + 1, device.as_str()) };
    on.put(path.to_owned(), entry.clone());
    entry
}
