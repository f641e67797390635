//! Chance: files broken by dice. Reading never panics and always ends, and what reads clean is
//! still true.

use crate::support::{
    Story, document, files, freeze, photo, photo_of, resigned, small_dossier, small_file,
    small_set_value, written,
};
use bcd_core::{
    criteria::faults,
    dossier::Answer,
    engine::{BackupRequest, Request},
    format::{
        bundle::{Files, pack},
        canonical, check, limits,
        read::{Document, Reading, read},
        submission::ScoreLine,
    },
    id::DossierId,
    intake,
    merge::Merged,
    scoring::score_answers,
};
use proptest::{prelude::*, sample::Index};
use serde_json::{Value, json};
use std::sync::LazyLock;

static SMALL: LazyLock<Vec<u8>> = LazyLock::new(small_file);

static WITH_PHOTO: LazyLock<(Vec<u8>, Vec<u8>)> = LazyLock::new(|| {
    let picture = photo::png(8, 1, 0);
    let story = Story::opened()
        .step("2.1", "7")
        .evidence("anh", photo_of(&picture, "Ra quân", &["2.1"]))
        .evidence("vb", document("Kế hoạch", &["1.1"]));
    let sent = freeze(&story.dossier, &small_set_value(), &files(&[&picture]));
    let bundle = pack(&sent.document, &files(&[&picture])).unwrap();
    (sent.file, bundle)
});

static BACKUP: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut state = Merged::of(small_dossier().fields);
    state.put("cycle".into(), crate::support::entry(json!("2025"), 0, "may-9"));
    let request = Request::Backup(Box::new(BackupRequest {
        head: crate::support::head(&small_dossier()),
        dossiers: [(DossierId::from("a"), state)].into(),
        sent: 1,
        ..BackupRequest::default()
    }));
    written(request, vec![SMALL.clone()]).file
});

// What must hold of anything that reads without problems.
fn check_true(reading: &Reading) {
    assert!(reading.document.is_some() || !reading.problems.is_empty(), "nothing at all");
    for problem in &reading.problems {
        let shown = std::iter::once(&problem.place).chain(&problem.args);
        assert!(shown.clone().all(|text| text.chars().count() < 200), "{problem:?}");
        assert!(!shown.flat_map(|text| text.chars()).any(check::is_forbidden), "{problem:?}");
    }
    if !reading.problems.is_empty() {
        return;
    }
    assert!(reading.files.iter().all(|(hash, bytes)| canonical::sha256(bytes) == *hash));
    assert_eq!(reading.value["digest"], canonical::digest(&reading.value).unwrap().as_str());
    let Some(Document::Submission(envelope)) = &reading.document else { return };
    let body = &envelope.body;
    assert!(faults(&body.set).is_empty() && envelope.seq > 0);
    let answers = body.answers.iter().map(|(id, line)| {
        assert!(body.set.item(id.as_str()).is_some());
        let answer = Answer {
            step: line.step.clone(),
            met: line.met,
            na: line.na,
            na_reason: line.na_reason.clone(),
            ..Answer::default()
        };
        (id.clone(), answer)
    });
    let score = score_answers(&body.set, body.mode, &body.unit.kind, &answers.collect());
    assert_eq!(ScoreLine::from(&score), body.score);
    for line in body.evidence.values() {
        assert!(line.url.is_empty() || line.url.trim().to_ascii_lowercase().starts_with("http"));
        assert!(line.file.as_ref().is_none_or(|hash| reading.files.contains_key(hash.as_str())));
    }
    let summary = intake::summary(envelope);
    assert_eq!(summary.evidence as usize, body.evidence.len());
    // The dossier that the upper level looks at says what the file says.
    let dossier = body.to_dossier(&envelope.unit, &envelope.cycle);
    assert!(dossier.evidence.keys().eq(body.evidence.keys()));
    assert!(dossier.answers.keys().all(|id| body.answers.contains_key(id)));
}

#[derive(Clone, Debug)]
enum Cut {
    Flip(Index, u8),
    Delete(Index, u8),
    Double(Index, u8),
    Put(Index, Vec<u8>),
}

fn cuts() -> impl Strategy<Value = Vec<Cut>> {
    let put = prop_oneof![
        proptest::collection::vec(any::<u8>(), 1..4),
        prop::sample::select(vec![
            "{", "}", "[", "]", "\"", ",", ":", "\\u", "\\ud800", "1e999", "-", "null", "\0"
        ])
        .prop_map(|text| text.as_bytes().to_vec()),
    ];
    let cut = prop_oneof![
        (any::<Index>(), 1_u8..).prop_map(|(at, bits)| Cut::Flip(at, bits)),
        (any::<Index>(), 1_u8..40).prop_map(|(at, length)| Cut::Delete(at, length)),
        (any::<Index>(), 1_u8..40).prop_map(|(at, length)| Cut::Double(at, length)),
        (any::<Index>(), put).prop_map(|(at, bytes)| Cut::Put(at, bytes)),
    ];
    proptest::collection::vec(cut, 1..4)
}

fn cut(bytes: &[u8], cuts: &[Cut]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for cut in cuts {
        let length = bytes.len().max(1);
        let span = |at: &Index, n: u8| {
            let at = at.index(length).min(bytes.len());
            at..(at + usize::from(n)).min(bytes.len())
        };
        match cut {
            Cut::Flip(at, bits) => {
                if let Some(byte) = bytes.get_mut(at.index(length)) {
                    *byte ^= bits;
                }
            }
            Cut::Delete(at, n) => drop(bytes.drain(span(at, *n))),
            Cut::Double(at, n) => {
                let span = span(at, *n);
                let copy = bytes[span.clone()].to_vec();
                bytes.splice(span.start..span.start, copy);
            }
            Cut::Put(at, put) => {
                let at = at.index(length).min(bytes.len());
                bytes.splice(at..at, put.clone());
            }
        }
    }
    bytes
}

/// A change somewhere in a document: a value replaced, removed, doubled, or taken from elsewhere.
#[derive(Clone, Debug)]
pub enum Edit {
    Replace(Index, Value),
    Remove(Index),
    Copy(Index, Index),
    Rename(Index, String),
}

/// A few changes.
pub fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let word = prop::sample::select(vec![
        "",
        "x",
        "<b>",
        "\u{202E}",
        "javascript:x",
        "https://x.vn",
        "2026-02-30",
        "2026-02-03",
        "1.1",
        "tot",
        "photo",
        "submission",
        "pass",
        "a/b",
        "sha256:",
        "ă",
    ]);
    let value = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        prop_oneof![Just(0), Just(1), Just(-1), Just(100), Just(i64::MAX), Just(i64::MIN)]
            .prop_map(Value::from),
        prop_oneof![Just(0.5), Just(0.005), Just(1e300), Just(-0.0)].prop_map(Value::from),
        word.clone().prop_map(Value::from),
        Just(json!([])),
        Just(json!({})),
        Just(json!({ "vi": "x" })),
    ];
    let edit = prop_oneof![
        3 => (any::<Index>(), value).prop_map(|(at, value)| Edit::Replace(at, value)),
        2 => any::<Index>().prop_map(Edit::Remove),
        2 => (any::<Index>(), any::<Index>()).prop_map(|(from, to)| Edit::Copy(from, to)),
        1 => (any::<Index>(), word).prop_map(|(at, word)| Edit::Rename(at, word.to_owned())),
    ];
    proptest::collection::vec(edit, 1..4)
}

fn places(value: &Value, place: &str, found: &mut Vec<String>) {
    found.push(place.to_owned());
    match value {
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(n, v)| places(v, &format!("{place}/{n}"), found));
        }
        Value::Object(object) => object.iter().for_each(|(key, v)| {
            places(v, &format!("{place}/{}", key.replace('~', "~0").replace('/', "~1")), found);
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The document after them.
pub fn edit(mut value: Value, edits: &[Edit]) -> Value {
    for edit in edits {
        let mut all = Vec::new();
        places(&value, "", &mut all);
        let pick = |at: &Index| at.get(&all).clone();
        match edit {
            Edit::Replace(at, new) => *value.pointer_mut(&pick(at)).unwrap() = new.clone(),
            Edit::Copy(from, to) => {
                let copy = value.pointer(&pick(from)).unwrap().clone();
                *value.pointer_mut(&pick(to)).unwrap() = copy;
            }
            Edit::Remove(at) => rename(&mut value, &pick(at), None),
            Edit::Rename(at, name) => rename(&mut value, &pick(at), Some(name)),
        }
    }
    value
}

fn rename(value: &mut Value, place: &str, name: Option<&String>) {
    let Some((parent, key)) = place.rsplit_once('/') else { return };
    match value.pointer_mut(parent) {
        Some(Value::Object(object)) => {
            let old = object.remove(&key.replace("~1", "/").replace("~0", "~"));
            if let (Some(old), Some(name)) = (old, name) {
                object.insert(name.clone(), old);
            }
        }
        Some(Value::Array(list)) => {
            let old = list.remove(key.parse().unwrap());
            if name.is_some() {
                list.extend([old.clone(), old]);
            }
        }
        _ => {}
    }
}

fn parsed(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn broken_bytes_are_never_believed(cuts in cuts()) {
        let file = cut(&SMALL, &cuts);
        let reading = read(&file);
        check_true(&reading);
        // The digest: nothing reads clean that says other than what was written.
        if reading.problems.is_empty() {
            prop_assert_eq!(reading.value, parsed(&SMALL));
        }
    }

    #[test]
    fn broken_bundles_are_never_believed(cuts in cuts()) {
        let reading = read(&cut(&WITH_PHOTO.1, &cuts));
        check_true(&reading);
        if reading.problems.is_empty() {
            prop_assert_eq!(reading.value, read(&WITH_PHOTO.1).value);
        }
    }

    #[test]
    fn any_bytes_are_read_to_an_end(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        check_true(&read(&bytes));
        check_true(&read(&[b"PK\x03\x04".as_slice(), &bytes].concat()));
        check_true(&read(&pack(&bytes, &Files::new()).unwrap()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_well_signed_file_is_believed_only_where_it_is_true(edits in edits()) {
        check_true(&read(&resigned(edit(parsed(&SMALL), &edits))));
    }

    #[test]
    fn a_well_signed_file_with_photos_likewise_inside_and_beside(edits in edits()) {
        let signed = resigned(edit(parsed(&WITH_PHOTO.0), &edits));
        check_true(&read(&signed));
        let files = read(&WITH_PHOTO.0).files;
        check_true(&read(&pack(&signed, &files).unwrap()));
    }

    #[test]
    fn a_well_signed_backup_is_restored_or_refused(edits in edits()) {
        let signed = resigned(edit(parsed(&BACKUP), &edits));
        check_true(&read(&signed));
        let (found, problems) = crate::support::checked(&signed);
        prop_assert_eq!(found.is_some(), problems.is_empty());
    }
}

// Without this, the laws above could hold because nothing ever reads clean.
#[test]
fn some_changes_leave_a_file_true() {
    let mut clean = 0;
    let good = parsed(&SMALL);
    let mut all = Vec::new();
    places(&good, "", &mut all);
    for place in &all {
        let mut value = good.clone();
        *value.pointer_mut(place).unwrap() = "chữ khác".into();
        let reading = read(&resigned(value));
        check_true(&reading);
        clean += usize::from(reading.problems.is_empty());
    }
    assert!(clean > 20 && clean < all.len(), "{clean} of {}", all.len());
}

// A file made to keep the reader busy: as large as may be, and every reference wrong.
#[test]
fn the_most_references_that_fit_are_read_to_an_end() {
    let file = {
        let mut value = parsed(&SMALL);
        let items = json!(vec!["9.9"; 2_000]);
        let line = json!({ "kind": "document", "items": items });
        value["body"]["evidence"] = (0..100).map(|n| (n.to_string(), line.clone())).collect();
        resigned(value)
    };
    assert!(file.len() < limits::JSON_BYTES);
    let reading = read(&file);
    check_true(&reading);
    assert!(reading.problems.len() < 300, "{}", reading.problems.len());
}
