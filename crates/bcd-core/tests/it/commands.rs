//! Commands set fields.

use crate::support::{Story, document};
use bcd_core::{
    command::{Command, NoteKind, Set, fields_of, fields_of_new},
    criteria::Mode,
    dossier::{Evidence, EvidenceKind, Unit},
    id::{EvidenceId, FileHash, ItemId, StepId},
};
use serde_json::{Value, json};

// What a command sets, as `path = value`.
#[track_caller]
fn check(story: &Story, command: Command, expect: &[(&str, Value)]) {
    let sets = fields_of(command, &story.dossier);
    let sets: Vec<_> = sets.iter().map(|set| (set.path.as_str(), set.value.clone())).collect();
    assert_eq!(sets, expect);
}

fn item(id: &str) -> ItemId {
    ItemId::from(id)
}

fn piece() -> EvidenceId {
    EvidenceId::from("mc-1")
}

// A unit with one of everything.
fn full() -> Story {
    let mut story = Story::opened()
        .step("1.1", "tot")
        .met("1.1", true)
        .na("3.2", "Chưa có")
        .note("1.1", NoteKind::Shared, "gửi kèm")
        .note("1.1", NoteKind::Private, "giữ lại")
        .evidence("mc-1", document("Kế hoạch", &["1.1"]));
    story.does(Command::SetEvidencePrivate(piece(), true));
    story.does(Command::SetEvidenceDeleted(piece(), true));
    story
}

#[test]
fn opening_names_the_unit_and_leaves_out_what_is_empty() {
    let unit = Unit {
        id: "u-1".into(),
        name: "Đoàn xã Tân Lộc".into(),
        kind: "commune".into(),
        upper: String::new(),
        cluster: "Cụm 1".into(),
    };
    let sets = fields_of_new(unit, "2026".into(), Mode::Pass, true);
    let sets: Vec<_> = sets.iter().map(|set| (set.path.as_str(), set.value.clone())).collect();
    assert_eq!(
        sets,
        [
            ("unit/id", json!("u-1")),
            ("unit/name", json!("Đoàn xã Tân Lộc")),
            ("unit/kind", json!("commune")),
            ("unit/cluster", json!("Cụm 1")),
            ("cycle", json!("2026")),
            ("mode", json!("pass")),
            ("sample", json!(true)),
        ]
    );
}

#[test]
fn each_command_sets_its_own_fields() {
    let story = full();
    let text = || "mới".to_owned();
    check(&story, Command::SetUnit("name", text()), &[("unit/name", json!("mới"))]);
    check(&story, Command::SetMode(Mode::Pass), &[("mode", json!("pass"))]);
    check(
        &story,
        Command::SetStep(item("1.1"), Some(StepId::from("kha"))),
        &[("answer/1.1/step", json!("kha"))],
    );
    check(&story, Command::SetStep(item("1.1"), None), &[("answer/1.1/step", Value::Null)]);
    check(&story, Command::SetMet(item("1.1"), Some(false)), &[("answer/1.1/met", json!(false))]);
    check(&story, Command::SetMet(item("1.1"), None), &[("answer/1.1/met", Value::Null)]);
    check(&story, Command::SetNa(item("3.2"), false), &[("answer/3.2/na", json!(false))]);
    for (kind, path) in [
        (NoteKind::Shared, "answer/1.1/note"),
        (NoteKind::Private, "answer/1.1/private_note"),
        (NoteKind::NaReason, "answer/1.1/na_reason"),
    ] {
        check(&story, Command::SetNote(item("1.1"), kind, text()), &[(path, json!("mới"))]);
    }
    for field in ["title", "number", "date", "url"] {
        let path = format!("evidence/mc-1/{field}");
        check(&story, Command::EditEvidence(piece(), field, text()), &[(&path, json!("mới"))]);
    }
    let flag = |field: &str| format!("evidence/mc-1/{field}");
    let (private, deleted, other) = (flag("private"), flag("deleted"), flag("for/2.1"));
    check(&story, Command::SetEvidencePrivate(piece(), false), &[(&private, json!(false))]);
    check(&story, Command::SetEvidenceDeleted(piece(), false), &[(&deleted, json!(false))]);
    check(&story, Command::UseEvidence(piece(), item("2.1"), true), &[(&other, json!(true))]);
    let sets = vec![Set { path: "cycle".to_owned(), value: json!("2027") }];
    check(&story, Command::SetFields(sets), &[("cycle", json!("2027"))]);
}

#[test]
fn saying_so_ends_not_applying_and_taking_back_does_not() {
    let story = full();
    let step = Command::SetStep(item("3.2"), Some(StepId::from("tot")));
    let ends = ("answer/3.2/na", json!(false));
    check(&story, step, &[("answer/3.2/step", json!("tot")), ends.clone()]);
    let met = Command::SetMet(item("3.2"), Some(false));
    check(&story, met, &[("answer/3.2/met", json!(false)), ends]);
    check(&story, Command::SetStep(item("3.2"), None), &[]);
}

#[test]
fn adding_evidence_sets_what_it_has() {
    let photo = Evidence {
        kind: EvidenceKind::Photo,
        title: "Ra quân".into(),
        file: Some(FileHash::from("ab")),
        mime: "image/jpeg".into(),
        name: "IMG_1.jpg".into(),
        size: 9,
        private: true,
        deleted: true,
        items: [item("1.1"), item("2.1")].into(),
        ..Evidence::default()
    };
    let mut story = Story::opened();
    check(
        &story,
        Command::AddEvidence("p".into(), Box::new(photo.clone())),
        &[
            ("evidence/p/kind", json!("photo")),
            ("evidence/p/title", json!("Ra quân")),
            ("evidence/p/mime", json!("image/jpeg")),
            ("evidence/p/name", json!("IMG_1.jpg")),
            ("evidence/p/file", json!("ab")),
            ("evidence/p/size", json!(9)),
            ("evidence/p/private", json!(true)),
            ("evidence/p/deleted", json!(true)),
            ("evidence/p/for/1.1", json!(true)),
            ("evidence/p/for/2.1", json!(true)),
        ],
    );
    story.does(Command::AddEvidence("p".into(), Box::new(photo.clone())));
    assert_eq!(story.dossier.evidence[&EvidenceId::from("p")], photo);
    let document = document("Kế hoạch", &["1.1"]);
    let story = story.evidence("d", document.clone());
    assert_eq!(story.dossier.evidence[&EvidenceId::from("d")], document);
}

#[test]
fn a_command_that_changes_nothing_sets_nothing() {
    let story = full();
    let again = [
        Command::SetUnit("name", "Đoàn phường An Cư".into()),
        Command::SetMode(Mode::Points),
        Command::SetStep(item("1.1"), Some(StepId::from("tot"))),
        Command::SetMet(item("1.1"), Some(true)),
        Command::SetNa(item("3.2"), true),
        Command::SetNote(item("1.1"), NoteKind::Private, "giữ lại".into()),
        Command::AddEvidence(piece(), Box::new(document("Kế hoạch", &["1.1"]))),
        Command::EditEvidence(piece(), "title", "Kế hoạch".into()),
        Command::SetEvidencePrivate(piece(), true),
        Command::SetEvidenceDeleted(piece(), true),
        Command::UseEvidence(piece(), item("1.1"), true),
        Command::SetFields(vec![]),
    ];
    // Saying "nothing" where nothing was said, likewise.
    let nothing = [
        Command::SetUnit("seal", String::new()),
        Command::SetStep(item("2.1"), None),
        Command::SetMet(item("2.1"), None),
        Command::SetNa(item("2.1"), false),
        Command::SetNote(item("2.1"), NoteKind::Shared, String::new()),
        Command::EditEvidence(piece(), "url", String::new()),
        Command::SetEvidenceDeleted("mc-9".into(), false),
        Command::UseEvidence(piece(), item("2.1"), false),
        // An item may have any name.
        Command::UseEvidence(piece(), item("met"), false),
        Command::SetFields(vec![Set { path: "x".into(), value: Value::Null }]),
    ];
    for command in again.into_iter().chain(nothing) {
        let said = format!("{command:?}");
        assert_eq!(fields_of(command, &story.dossier), [], "{said}");
    }
}

#[test]
fn not_met_is_an_answer_from_the_start() {
    let story = Story::opened();
    check(&story, Command::SetMet(item("2.1"), Some(false)), &[("answer/2.1/met", json!(false))]);
}
