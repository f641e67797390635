//! Writing, then reading, gives the same; the same state gives the same bytes.

use crate::support::{
    NOW, Sent, Story, check_taken, checked, document, entry, files, forged, freeze, head, photo,
    photo_of, small_dossier, small_file, small_set_value, write, written,
};
use bcd_core::{
    command::NoteKind,
    engine::{BackupRequest, Checked, FoundBackup, GoodFile, Request, Response, handle},
    field::Fields,
    format::{
        bundle::{Files, is_bundle},
        canonical,
        envelope::EnvelopeHead,
        limits,
        read::read,
        review::{ReviewLine, ReviewRow},
    },
    id::{DossierId, FileHash},
    merge::Merged,
};
use serde_json::{Value, json};
use std::collections::BTreeMap;

#[test]
fn a_submission_reads_without_problems_and_says_the_same() {
    let sent = freeze(&small_dossier(), &small_set_value(), &Files::new());
    assert_eq!((sent.problems.as_slice(), sent.bundled), (&[][..], false));
    let summary = check_taken(&sent.file);
    assert_eq!(summary.digest, sent.digest);
    assert_eq!((summary.name.as_str(), summary.seq), ("Đoàn phường An Cư", 1));
    assert_eq!((summary.score.got.to_string(), summary.evidence), ("11.5".to_owned(), 2));
    // 1.1 and 2.1 are claimed and supported.
    assert_eq!(summary.lacking, 0);
    let (response, _) = handle(Request::Open, vec![sent.document]);
    let Response::Opened { summary: opened, fields, set, .. } = response else { panic!("closed") };
    assert_eq!((opened, fields, set), (summary, sent.shared, small_set_value()));
}

#[test]
fn a_claim_without_evidence_is_counted() {
    let story = Story::opened()
        .step("2.1", "7")
        .step("3.1", "gan")
        .evidence("mc", document("Kế hoạch", &["1.1"]));
    let sent = freeze(&story.dossier, &small_set_value(), &Files::new());
    // 2.1 is claimed, 3.1 is answered "not met": only the first asks for evidence.
    assert_eq!(check_taken(&sent.file).lacking, 1);
}

#[test]
fn the_stored_document_is_the_same_bytes_at_the_sender_and_at_the_receiver() {
    for sent in [with_photo(8), with_photo(1100)] {
        let (_, blobs) = handle(Request::Check { files: vec![vec![]] }, vec![sent.file]);
        assert_eq!(blobs[0], sent.document);
    }
}

#[test]
fn the_same_state_gives_the_same_bytes_however_it_came_about() {
    let one = Story::opened().step("1.1", "kha").step("2.1", "7");
    let other = Story::opened().step("2.1", "10").step("2.1", "7").step("1.1", "kha");
    let bytes = |story: &Story| freeze(&story.dossier, &small_set_value(), &Files::new()).file;
    assert_eq!(bytes(&one), bytes(&other));
    assert_eq!(bytes(&one), bytes(&one));
    assert_ne!(bytes(&one), bytes(&one.clone().step("3.2", "0")));
}

#[test]
fn the_digest_binds_everything_but_itself_and_the_files() {
    let value: Value = serde_json::from_slice(&with_photo(8).file).unwrap();
    let digest = |value: &Value| canonical::digest(value).unwrap();
    for key in value.as_object().unwrap().keys() {
        let mut other = value.clone();
        other[key] = "khác".into();
        let same = digest(&other) == digest(&value);
        assert_eq!(same, key == "digest" || key == "files", "{key}");
    }
}

#[test]
fn the_digest_is_that_of_rfc_8785() {
    // Reckoned by hand: keys sorted by UTF-16, numbers as in ECMAScript, no blanks.
    let value = json!({ "b": 1.0, "a": [2.50, "ă\n\u{1F600}"], "\u{1F600}": 0, "\u{FB33}": null });
    let bytes = canonical::bytes(&value).unwrap();
    let expect = "{\"a\":[2.5,\"ă\\n\u{1F600}\"],\"b\":1,\"\u{1F600}\":0,\"\u{FB33}\":null}";
    assert_eq!(String::from_utf8(bytes).unwrap(), expect);
    let empty = canonical::sha256(b"");
    assert_eq!(empty, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

fn with_photo(side: u32) -> Sent {
    let picture = photo::png(side, 3, 255);
    let story = Story::opened()
        .step("2.1", "7")
        .evidence("anh", photo_of(&picture, "Lễ ra quân Tháng Thanh niên", &["2.1"]));
    let sent = freeze(&story.dossier, &small_set_value(), &files(&[&picture]));
    assert_eq!(sent.problems, []);
    sent
}

#[test]
fn photos_travel_inside_while_they_are_small_and_beside_when_not() {
    let (small, large) = (with_photo(8), with_photo(1100));
    assert!(!small.bundled && !is_bundle(&small.file));
    assert!(large.bundled && is_bundle(&large.file));
    for sent in [small, large] {
        let reading = read(&sent.file);
        let (hash, bytes) = reading.files.first_key_value().unwrap();
        assert_eq!(*hash, canonical::sha256(bytes));
        assert!(reading.value.get("files").is_none());
    }
}

#[test]
fn the_limit_for_travelling_inside_is_exact() {
    let carry = |length: usize| {
        let mut bytes = b"%PDF-1.7".to_vec();
        bytes.resize(length, 0);
        let mut story = Story::opened().evidence("tep", photo_of(&bytes, "Tệp", &["2.1"]));
        story.put("evidence/tep/kind", "file".into());
        story.put("evidence/tep/mime", "application/pdf".into());
        let sent = freeze(&story.dossier, &small_set_value(), &files(&[&bytes]));
        assert_eq!(sent.problems, []);
        sent.bundled
    };
    assert!(!carry(limits::INLINE_FILES));
    assert!(carry(limits::INLINE_FILES + 1));
}

#[test]
fn a_document_has_one_digest_inside_and_beside() {
    let sent = with_photo(8);
    let inside = read(&sent.file);
    let bundle = bcd_core::format::bundle::pack(&sent.document, &inside.files).unwrap();
    let beside = read(&bundle);
    assert_eq!((&inside.problems, &beside.problems), (&vec![], &vec![]));
    assert_eq!((inside.value, inside.files), (beside.value, beside.files));
    assert_eq!(check_taken(&bundle).digest, sent.digest);
    assert_eq!(
        bcd_core::format::bundle::pack(&sent.document, &read(&bundle).files).unwrap(),
        bundle
    );
}

#[test]
fn order_of_keys_blanks_and_a_byte_order_mark_do_not_matter() {
    let file = small_file();
    let value: Value = serde_json::from_slice(&file).unwrap();
    let pretty = serde_json::to_string_pretty(&value).unwrap();
    let backwards = backwards(&value);
    assert_ne!(backwards.as_bytes(), file);
    for other in
        [pretty.clone(), pretty.replace('\n', "\r\n"), format!("\u{FEFF}{pretty}\r\n\n"), backwards]
    {
        assert_eq!(check_taken(other.as_bytes()), check_taken(&file));
    }
}

// The same JSON with the keys of every object from last to first, and letters as \u escapes.
fn backwards(value: &Value) -> String {
    match value {
        Value::Object(object) => {
            let entry =
                |(key, value): (&String, &Value)| format!("{}: {}", text(key), backwards(value));
            let entries: Vec<String> = object.iter().rev().map(entry).collect();
            format!("{{{}}}", entries.join(" , "))
        }
        Value::Array(list) => {
            let entries: Vec<String> = list.iter().map(backwards).collect();
            format!("[\t{}]", entries.join(","))
        }
        Value::String(said) => text(said),
        Value::Null | Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}

fn text(said: &str) -> String {
    let escaped: String = said.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
    format!("\"{escaped}\"")
}

#[test]
fn what_this_version_does_not_know_survives() {
    let file = forged(&small_file(), |value| {
        value["seal"] = json!({ "by": "Bí thư", "n": [1, 2.5, null, true] });
        value["body"]["moi"] = json!({ "a": "ă" });
        value["body"]["answers"]["1.1"]["moi"] = json!(["x"]);
        value["body"]["set"]["criteria"][0]["groups"][0]["items"][0]["moi"] = json!(0.1);
    });
    assert!(checked(&file).0.is_some());
    let reading = read(&file);
    assert_eq!(canonical::bytes(&reading.value).unwrap(), file);
    let (_, blobs) = handle(Request::Check { files: vec![vec![]] }, vec![file.clone()]);
    let again = written(Request::Carry { signature: None, files: vec![] }, blobs);
    assert_eq!(again.file, file);
}

#[test]
fn a_set_of_a_later_version_travels_whole() {
    let mut set = small_set_value();
    set["moi"] = json!({ "x": 1 });
    let sent = freeze(&small_dossier(), &set, &Files::new());
    assert_eq!((sent.problems.as_slice(), &read(&sent.file).value["body"]["set"]), (&[][..], &set));
}

#[test]
fn what_people_type_is_said_to_be_wrong_before_it_is_sent() {
    use bcd_core::format::problem::Code;
    let cases = [
        ("x".repeat(limits::TEXT_CHARS), None),
        ("ă".repeat(limits::TEXT_CHARS), None),
        ("ă".repeat(limits::TEXT_CHARS + 1), Some(Code::TextTooLong)),
        ("<b>đậm</b>".to_owned(), Some(Code::Markup)),
        ("yêu Đoàn <3, 5 < 7".to_owned(), None),
        ("dòng một\r\ndòng\thai".to_owned(), None),
        // Invisible marks are dropped when they are typed or pasted.
        ("\u{202E}ngược\u{FEFF}".to_owned(), None),
    ];
    for (note, code) in cases {
        let story = Story::opened().note("1.1", NoteKind::Shared, &note);
        let sent = freeze(&story.dossier, &small_set_value(), &Files::new());
        let said: Vec<_> = sent.problems.iter().map(|p| (p.code, p.place.as_str())).collect();
        let expect: Vec<_> = code.map(|code| (code, "body/answers/1.1/note")).into_iter().collect();
        assert_eq!(said, expect);
    }
}

// What an upper level said of the own submission.
fn said() -> ReviewRow {
    let submission = freeze(&small_dossier(), &small_set_value(), &Files::new()).digest;
    let mut case = Merged::default();
    write(&mut case, &format!("received/{submission}"), 1.into(), "may-tren");
    let line = ReviewLine {
        unit: small_dossier().unit.id,
        cycle: "2026".to_owned(),
        submission,
        seq: 1,
        reviewer: "Thành Đoàn Bình Hải".to_owned(),
        reviewer_id: "tren".into(),
        by: "Phạm Thu".to_owned(),
        at: NOW.to_owned(),
        ..ReviewLine::default()
    };
    ReviewRow { line, case }
}

fn backup(dossiers: BTreeMap<DossierId, Merged>, documents: [Vec<u8>; 2], files: &Files) -> Sent {
    let request = Request::Backup(Box::new(BackupRequest {
        head: EnvelopeHead { cycle: String::new(), seq: 0, ..head(&small_dossier()) },
        dossiers,
        sent: 1,
        received: 1,
        reviews: vec![said()],
        files: files.keys().map(|h| (FileHash::from(h.as_str()), "image/png".to_owned())).collect(),
        ..BackupRequest::default()
    }));
    written(request, documents.into_iter().chain(files.values().cloned()).collect())
}

#[test]
fn a_backup_brings_back_every_dossier_document_and_file_whatever_was_typed() {
    let own = freeze(&small_dossier(), &small_set_value(), &Files::new());
    let other = with_photo(8);
    let long = format!("<b>\u{202E}\u{200F}\u{0007}{}</b><script>", "ghi chép ".repeat(3_400));
    assert!(long.chars().count() > 30_000);
    let mut story = Story::opened().note("1.2", NoteKind::Private, &long);
    story.put("moi/<i>", json!({ "moi": [1, "\u{FEFF}"] }));
    let mut state = Merged::of(story.dossier.fields.clone());
    state.put("cycle".to_owned(), entry(json!("2025"), 0, "may-9"));
    let dossiers: BTreeMap<_, _> =
        [(DossierId::from("a"), state), (DossierId::from("b"), Merged::of(Fields::new()))].into();
    for side in [8, 1100] {
        let pictures = files(&[
            &photo::png(side, 5, 255),
            &read(&other.file).files.into_values().next().unwrap(),
        ]);
        let sent =
            backup(dossiers.clone(), [own.document.clone(), other.document.clone()], &pictures);
        assert_eq!((sent.problems.as_slice(), sent.bundled), (&[][..], side > 8));
        let (response, blobs) = handle(Request::Check { files: vec![vec![]] }, vec![sent.file]);
        let Response::Checked(mut all) = response else { panic!("not checked") };
        let Some(Checked { found: Some(GoodFile::Backup(found)), files: names, .. }) = all.pop()
        else {
            panic!("not a backup")
        };
        let FoundBackup { dossiers: back, sent, received, reviews, at, .. } = *found;
        assert_eq!((back, at.as_str()), (dossiers.clone(), NOW));
        assert_eq!((sent.len(), received.len(), reviews), (1, 1, vec![said()]));
        assert_eq!((&sent[0].1.digest, &sent[0].2), (&own.digest, &own.shared));
        assert_eq!(received[0].1.digest, other.digest);
        let back: BTreeMap<_, _> =
            names.iter().map(|(h, _)| h.0.clone()).zip(blobs.into_iter().skip(1)).collect();
        for (hash, bytes) in &pictures {
            assert_eq!(back.get(hash), Some(bytes));
            assert!(names.contains(&(FileHash(hash.clone()), "image/png".to_owned())));
        }
        assert_eq!(back.get(sent[0].0.as_str()), Some(&own.document));
        assert_eq!(back.get(received[0].0.as_str()), Some(&other.document));
        assert_eq!(back.len(), 4);
    }
}

#[test]
fn hash_is_the_hash_that_evidence_names() {
    let picture = photo::png(8, 3, 255);
    let (response, _) = handle(Request::Hash, vec![picture.clone()]);
    let Response::Hash(hash) = response else { panic!("no hash") };
    assert_eq!(Some(hash), photo_of(&picture, "", &[]).file);
}

#[test]
fn numbers_of_fifteen_digits_survive() {
    for number in
        [json!(0.123456789012345), json!(4.35), json!(-12345.678), json!(9_007_199_254_740_991_i64)]
    {
        let file = forged(&small_file(), |value| value["moi"] = number.clone());
        assert_eq!(read(&file).problems, [], "{number}");
        assert_eq!(read(&file).value["moi"], number);
    }
}
