//! What stays at home stays at home, and what goes up comes out as it went in.

use crate::support::{
    NOW, Sent, Story, checked, document, entry, files, forged, freeze, photo_of, small_set,
    small_set_value, written,
};
use bcd_core::{
    command::{Command, NoteKind},
    dossier::{Dossier, Evidence},
    engine::Request,
    field::{Entry, Fields},
    format::{
        bundle::Files,
        read::{Document, read},
        share::{changes, goes_up, shared},
        submission,
        write::carry,
    },
    id::{DeviceId, EvidenceId},
};
use proptest::prelude::*;
use serde_json::{Value, json};

const SECRET: &str = "BÍ-MẬT";

// Fails if the marker stands anywhere in what is sent or stored, packed or not.
#[track_caller]
fn check_kept_at_home(sent: &Sent, secret: &[u8]) {
    let holds = |bytes: &[u8]| bytes.windows(secret.len()).any(|part| part == secret);
    assert!(!holds(&sent.document), "in the document");
    assert!(!holds(&sent.file), "in the file");
    let reading = read(&sent.file);
    assert!(!reading.files.values().any(|file| holds(file)), "in a carried file");
    let value = serde_json::to_vec(&reading.value).unwrap();
    assert!(!holds(&value), "in the document that was read");
    assert!(!holds(&serde_json::to_vec(&sent.shared).unwrap()), "in the shared fields");
}

#[test]
fn the_marker_would_be_found_if_it_were_sent() {
    let story = Story::opened().note("1.1", NoteKind::Shared, SECRET);
    let sent = freeze(&story.dossier, &small_set_value(), &Files::new());
    assert!(std::panic::catch_unwind(|| check_kept_at_home(&sent, SECRET.as_bytes())).is_err());
}

#[test]
fn private_notes_and_notes_of_sensitive_items_stay() {
    let story = Story::opened()
        .note("1.1", NoteKind::Private, SECRET)
        .note("1.2", NoteKind::Shared, SECRET)
        .note("1.2", NoteKind::Private, SECRET)
        .note("2.1", NoteKind::Shared, "gửi kèm");
    let sent = freeze(&story.dossier, &small_set_value(), &Files::new());
    check_kept_at_home(&sent, SECRET.as_bytes());
    assert_eq!((sent.withheld.notes, sent.withheld.evidence), (3, 0));
    assert_eq!(sent.shared["answer/2.1/note"], "gửi kèm");
}

#[test]
fn a_reason_taken_back_with_its_not_applying_stays() {
    let mut story = Story::opened().na("2.1", SECRET);
    assert!(
        freeze(&story.dossier, &small_set_value(), &Files::new())
            .shared
            .contains_key("answer/2.1/na_reason")
    );
    story.does(Command::SetNa("2.1".into(), false));
    check_kept_at_home(
        &freeze(&story.dossier, &small_set_value(), &Files::new()),
        SECRET.as_bytes(),
    );
}

#[test]
fn private_evidence_and_pictures_of_sensitive_items_stay_with_their_bytes() {
    let picture = [b"\xff\xd8\xff\xe0".as_slice(), SECRET.as_bytes()].concat();
    let private = Evidence { private: true, ..document(SECRET, &["2.1"]) };
    // It proves another item as well; the people in it are the same.
    let story = Story::opened()
        .evidence("rieng", private)
        .evidence("anh", photo_of(&picture, SECRET, &["1.2", "2.1"]))
        .evidence("xoa", Evidence { deleted: true, ..document(SECRET, &["2.1"]) })
        .evidence("khong-dung", document(SECRET, &[]));
    let sent = freeze(&story.dossier, &small_set_value(), &files(&[&picture]));
    check_kept_at_home(&sent, SECRET.as_bytes());
    assert_eq!((sent.withheld.notes, sent.withheld.evidence), (0, 2));
    assert_eq!(sent.problems, []);
}

#[test]
fn a_kind_of_evidence_of_a_later_version_stays_with_a_sensitive_item_too() {
    let film = SECRET.as_bytes();
    let mut story = Story::opened().evidence("phim", photo_of(film, SECRET, &["1.2"]));
    story.put("evidence/phim/kind", json!("film"));
    let sent = freeze(&story.dossier, &small_set_value(), &files(&[film]));
    check_kept_at_home(&sent, film);
    assert_eq!(sent.withheld.evidence, 1);
    let piece = &story.dossier.evidence[&EvidenceId::from("phim")];
    assert!(!goes_up(piece, &story.dossier, &small_set()));
}

#[test]
fn fields_of_a_later_version_stay() {
    let mut story = Story::opened().evidence("vb", document("Kế hoạch", &["2.1"]));
    for path in ["moi", "answer/2.1/moi", "evidence/vb/moi", "unit/moi", "moi/a/b/c/d", ""] {
        story.put(path, SECRET.into());
    }
    let sent = freeze(&story.dossier, &small_set_value(), &Files::new());
    check_kept_at_home(&sent, SECRET.as_bytes());
    assert_eq!(sent.problems, []);
}

#[test]
fn an_answer_to_an_item_or_a_step_that_the_set_dropped_stays_and_does_not_hinder_sending() {
    let story = Story::opened()
        .step("9.9", "tot")
        .note("9.9", NoteKind::Shared, SECRET)
        .step("2.1", SECRET)
        .evidence("cu", document(SECRET, &["9.9"]))
        .evidence("chung", document("Kế hoạch", &["2.1", "9.9"]));
    let sent = freeze(&story.dossier, &small_set_value(), &Files::new());
    check_kept_at_home(&sent, SECRET.as_bytes());
    assert_eq!(sent.problems, []);
    let evidence: Vec<_> = sent.shared.keys().filter(|path| path.contains("/for/")).collect();
    assert_eq!(evidence, ["evidence/chung/for/2.1"]);
}

#[test]
fn a_file_that_no_shared_evidence_names_is_not_carried() {
    let sent = freeze(&Story::opened().dossier, &small_set_value(), &files(&[SECRET.as_bytes()]));
    check_kept_at_home(&sent, SECRET.as_bytes());
    assert_eq!(sent.file, sent.document);
}

#[test]
fn changes_name_the_items_and_whether_the_unit_changed() {
    let state = |story: &Story| shared(&story.dossier, &small_set()).fields;
    let first = Story::opened()
        .step("1.1", "kha")
        .evidence("mc-1", document("Kế hoạch", &["1.1", "2.1"]))
        .evidence("mc-11", document("Tin", &["3.1"]));
    let check = |story: &Story, items: &[&str], unit: bool| {
        let items: Vec<String> = items.iter().map(|item| (*item).to_owned()).collect();
        assert_eq!(changes(&state(&first), &state(story)), (items.clone(), unit));
        assert_eq!(changes(&state(story), &state(&first)), (items, unit), "backwards");
    };
    check(&first, &[], false);
    check(&first.clone().step("1.1", "tot"), &["1.1"], false);
    check(&first.clone().note("1.1", NoteKind::Private, "riêng"), &[], false);
    let mut story = first.clone();
    story.does(Command::SetUnit("name", "Đoàn phường Tân An".into()));
    check(&story, &[], true);
    let mut story = first.clone();
    story.does(Command::EditEvidence("mc-1".into(), "title", "Kế hoạch 2".into()));
    check(&story, &["1.1", "2.1"], false);
    story.does(Command::SetEvidenceDeleted("mc-11".into(), true));
    check(&story, &["1.1", "2.1", "3.1"], false);
    let mut story = first.clone();
    story.does(Command::UseEvidence("mc-1".into(), "3.2".into(), true));
    check(&story, &["1.1", "2.1", "3.2"], false);
}

#[test]
fn the_next_submission_says_what_changed() {
    let first = Story::opened().step("1.1", "kha");
    let before = freeze(&first.dossier, &small_set_value(), &Files::new());
    let second = first.step("2.1", "7").note("1.2", NoteKind::Shared, SECRET);
    let mut head = crate::support::head(&second.dossier);
    (head.seq, head.parent) = (2, Some(before.digest.clone()));
    let set = small_set_value();
    let sent =
        crate::support::freeze_with(head, &second.dossier, &set, &before.shared, &Files::new());
    let value = read(&sent.file).value;
    assert_eq!(value["body"]["changed"], json!(["2.1"]));
    let first = read(&before.file).value;
    assert_eq!((&first["body"]["changed"], first.get("parent")), (&json!([]), None));
    assert_eq!(value["parent"], json!(before.digest));
}

// Any fields: those of commands, those that no command makes, values of wrong types.
fn any_fields() -> impl Strategy<Value = Fields> {
    let paths = prop::sample::select(vec![
        "unit/kind",
        "unit/upper",
        "unit/cluster",
        "mode",
        "sample",
        "moi",
        "unit/moi",
        "answer/1.1/step",
        "answer/1.1/met",
        "answer/1.1/na",
        "answer/1.1/na_reason",
        "answer/1.1/note",
        "answer/1.1/private_note",
        "answer/1.2/step",
        "answer/1.2/note",
        "answer/1.2/private_note",
        "answer/9.9/step",
        "answer/9.9/note",
        "answer/1.1/note/x",
        "evidence/a/kind",
        "evidence/a/title",
        "evidence/a/number",
        "evidence/a/date",
        "evidence/a/url",
        "evidence/a/mime",
        "evidence/a/name",
        "evidence/a/size",
        "evidence/a/private",
        "evidence/a/deleted",
        "evidence/a/for/1.1",
        "evidence/a/for/1.2",
        "evidence/a/for/9.9",
        "evidence/b/title",
        "evidence/b/for/2.1",
        "evidence/b/moi",
    ]);
    let value = prop_oneof![
        Just(json!(true)),
        Just(json!(true)),
        Just(json!(false)),
        Just(Value::Null),
        prop::sample::select(vec!["", "tot", "kha", "chu", "photo", "link", "pass", "2026-02-03"])
            .prop_map(Value::from),
        (0_u8..3).prop_map(Value::from),
        Just(json!(["x"])),
    ];
    proptest::collection::btree_map(paths, value, 0..24).prop_map(|map| {
        map.into_iter().map(|(path, value)| (path.to_owned(), entry(value, 1, "may-1"))).collect()
    })
}

fn with_unit(mut fields: Fields) -> Dossier {
    for (path, entry) in Story::opened().dossier.fields {
        fields.entry(path).or_insert(entry);
    }
    Dossier::of(fields)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 250, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_read_is_what_was_shared(fields in any_fields()) {
        let dossier = with_unit(fields);
        let sent = freeze(&dossier, &small_set_value(), &Files::new());
        let goes = shared(&dossier, &small_set());
        prop_assert_eq!(&sent.shared, &goes.fields);
        prop_assert_eq!(sent.withheld, goes.withheld);
        let reading = read(&sent.file);
        let Some(Document::Submission(envelope)) = &reading.document else {
            return Err(TestCaseError::fail("not a submission"));
        };
        let said = submission::fields(&envelope.body, &envelope.unit, &envelope.cycle);
        prop_assert_eq!(said, goes.fields);
        prop_assert_eq!(envelope.body.withheld, goes.withheld);
        // The only thing that such fields may get wrong is a day or an address.
        prop_assert!(reading.problems.iter().all(|p| {
            matches!(p.code, bcd_core::format::problem::Code::BadDate | bcd_core::format::problem::Code::BadLink)
        }), "{:?}", reading.problems);
    }

    // Each value is its own marker. What is not shared does not stand in the file.
    #[test]
    fn a_text_that_is_not_shared_stands_nowhere_in_the_file(fields in any_fields()) {
        let marked = fields.into_iter().enumerate().map(|(number, (path, entry))| {
            let free = path.contains("note") || path.contains("title") || path.contains("moi")
                || path.contains("na_reason") || path.contains("number");
            let v = if free && entry.v.is_string() { json!(format!("DAU-{number:03}-")) } else { entry.v.clone() };
            (path, Entry { v, ..entry })
        }).collect();
        let dossier = with_unit(marked);
        let sent = freeze(&dossier, &small_set_value(), &Files::new());
        let text = String::from_utf8(sent.file.clone()).unwrap();
        for (path, entry) in &dossier.fields {
            let Some(marker) = entry.v.as_str().filter(|text| text.starts_with("DAU-")) else { continue };
            prop_assert_eq!(text.contains(marker), sent.shared.contains_key(path), "{}", path);
            let sensitive = path == "answer/1.2/note" || path.contains("private_note");
            prop_assert!(!sensitive || !text.contains(marker), "{}", path);
            if path.starts_with("evidence/a/") && dossier.evidence[&EvidenceId::from("a")].private {
                prop_assert!(!text.contains(marker), "{}", path);
            }
        }
    }
}

#[test]
fn who_wrote_a_field_and_when_stays() {
    let mut story = Story::opened();
    story.dossier.put(
        "answer/1.1/step".into(),
        Entry {
            v: json!("tot"),
            n: 77,
            dev: DeviceId::from("may-bi-mat"),
            at: "2026-03-04T05:06:07+07:00".into(),
            by: SECRET.into(),
            over: json!({ "may-thu-hai": 76 }),
        },
    );
    let sent = freeze(&story.dossier, &small_set_value(), &Files::new());
    for secret in [SECRET, "may-bi-mat", "may-thu-hai", "2026-03-04"] {
        check_kept_at_home(&sent, secret.as_bytes());
    }
    assert!(String::from_utf8(sent.file).unwrap().contains(NOW), "the envelope's own time");
}

#[test]
fn carrying_again_adds_only_files_and_keeps_the_document() {
    let picture = crate::support::photo::png(8, 1, 0);
    let story = Story::opened().evidence("anh", photo_of(&picture, "Ra quân", &["2.1"]));
    let all = files(&[&picture]);
    let sent = freeze(&story.dossier, &small_set_value(), &all);
    let request = Request::Carry { signature: None, files: all.keys().cloned().collect() };
    let again = written(request, vec![sent.document.clone(), picture.clone()]);
    assert_eq!((&again.file, &again.digest), (&sent.file, &sent.digest));
    let bare: Value = serde_json::from_slice(&sent.document).unwrap();
    assert_eq!(carry(bare, &sent.document, &Files::new()).unwrap().0, sent.document);
    // What anybody could slip in beside a good document is not taken in with it.
    let slipped = forged(&sent.file, |value| value["files"]["ab"] = "QUJD".into());
    assert_eq!(read(&slipped).files.keys().collect::<Vec<_>>(), all.keys().collect::<Vec<_>>());
    assert!(checked(&slipped).0.is_some());
}
