//! Commands set fields; undo sets them back.

use crate::support::{NOW, Story, document, entry};
use bcd_core::{
    command::{Command, NoteKind, Set, fields_of, note_path},
    criteria::Mode,
    dossier::{Dossier, Evidence, EvidenceKind},
    id::{EvidenceId, FileHash, ItemId, StepId},
    undo::History,
};
use proptest::prelude::*;
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
    let open = |cluster: &str, sample| Command::Open {
        unit: "u-1".into(),
        name: "Đoàn xã Tân Lộc".into(),
        kind: "commune".into(),
        upper: String::new(),
        cluster: cluster.into(),
        cycle: "2026".into(),
        mode: Mode::Pass,
        sample,
    };
    let mut empty = Story::opened();
    empty.dossier = Dossier::default();
    check(
        &empty,
        open("Cụm 1", true),
        &[
            ("unit/id", json!("u-1")),
            ("unit/name", json!("Đoàn xã Tân Lộc")),
            ("unit/kind", json!("commune")),
            ("unit/cluster", json!("Cụm 1")),
            ("cycle", json!("2026")),
            ("mode", json!("pass")),
            ("sample", json!(true)),
        ],
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
        assert_eq!(note_path("1.1", kind), path);
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
    assert_eq!(story.dossier.evidence["p"], photo);
    let document = document("Kế hoạch", &["1.1"]);
    let story = story.evidence("d", document.clone());
    assert_eq!(story.dossier.evidence["d"], document);
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

// A page: commands go through the history, undo and redo come out of it.
struct Page {
    story: Story,
    history: History,
}

impl Page {
    fn new() -> Self {
        Self { story: Story::opened(), history: History::default() }
    }

    fn does(&mut self, command: Command, typing: bool) {
        let sets = fields_of(command, &self.story.dossier);
        self.history.note(&self.story.dossier, &sets, typing);
        self.story.does(Command::SetFields(sets));
    }

    fn types(&mut self, text: &str) {
        self.does(Command::SetNote(item("1.1"), NoteKind::Shared, text.into()), true);
    }

    fn undo(&mut self) -> bool {
        let sets = self.history.undo();
        sets.is_some_and(|sets| self.story.does(Command::SetFields(sets)) < usize::MAX)
    }

    fn redo(&mut self) -> bool {
        let sets = self.history.redo();
        sets.is_some_and(|sets| self.story.does(Command::SetFields(sets)) < usize::MAX)
    }

    fn note(&self) -> String {
        self.story.dossier.answer("1.1").note
    }
}

#[test]
fn undo_then_redo_gives_the_same_values() {
    let mut page = Page::new();
    page.does(Command::SetStep(item("1.1"), Some("kha".into())), false);
    page.does(Command::SetStep(item("1.1"), Some("tot".into())), false);
    let after = page.story.values();
    assert!(page.undo());
    assert_eq!(page.story.dossier.answer("1.1").step, Some("kha".into()));
    assert!(page.history.can_redo() && page.redo());
    assert_eq!(page.story.values(), after);
    assert!(!page.redo() && !page.history.can_redo());
}

#[test]
fn undoing_writes_a_later_stamp_so_that_other_devices_learn_of_it() {
    let mut page = Page::new();
    page.does(Command::SetStep(item("1.1"), Some("kha".into())), false);
    let n = page.story.dossier.fields["answer/1.1/step"].n;
    page.undo();
    let undone = &page.story.dossier.fields["answer/1.1/step"];
    assert!(undone.v.is_null() && undone.n > n);
}

#[test]
fn typing_is_undone_in_one_go_until_the_field_is_left() {
    let mut page = Page::new();
    for text in ["Đ", "Đã", "Đã rà", "Đã rà soát"] {
        page.types(text);
    }
    page.history.close_text();
    page.types("Đã rà soát 12");
    page.undo();
    assert_eq!(page.note(), "Đã rà soát");
    page.undo();
    assert_eq!(page.note(), "");
    assert!(!page.undo());
    page.redo();
    assert_eq!(page.note(), "Đã rà soát");
}

#[test]
fn typing_does_not_go_on_in_what_was_undone_and_redone() {
    let mut page = Page::new();
    page.types("một");
    page.undo();
    page.redo();
    page.types("một hai");
    page.undo();
    assert_eq!(page.note(), "một");
}

#[test]
fn typing_in_another_field_is_a_step_of_its_own() {
    let mut page = Page::new();
    page.types("một");
    page.does(Command::SetNote(item("2.1"), NoteKind::Shared, "hai".into()), true);
    page.types("một nữa");
    page.undo();
    assert_eq!(
        (page.note().as_str(), page.story.dossier.answer("2.1").note.as_str()),
        ("một", "hai")
    );
    page.undo();
    assert_eq!((page.note().as_str(), page.story.dossier.answer("2.1").note.as_str()), ("một", ""));
}

#[test]
fn undo_leaves_what_others_wrote_in_other_fields() {
    let mut page = Page::new();
    page.does(Command::SetStep(item("1.1"), Some("kha".into())), false);
    // Another device's answer comes in between.
    page.story.dossier.put("answer/2.1/step".into(), entry(json!("7"), 50, "may-2"));
    page.undo();
    assert_eq!(page.story.dossier.answer("1.1").step, None);
    assert_eq!(page.story.dossier.answer("2.1").step, Some("7".into()));
}

#[test]
fn a_new_change_ends_redo_and_no_change_does_not() {
    let mut page = Page::new();
    page.does(Command::SetStep(item("1.1"), Some("kha".into())), false);
    page.undo();
    page.does(Command::SetStep(item("2.1"), None), false);
    assert!(page.history.can_redo() && !page.history.can_undo());
    page.does(Command::SetStep(item("2.1"), Some("7".into())), false);
    assert!(!page.history.can_redo() && page.history.can_undo());
}

#[test]
fn two_hundred_steps_are_kept() {
    let mut page = Page::new();
    for n in 0..250 {
        page.does(Command::SetUnit("upper", format!("Tên {n}")), false);
    }
    let mut steps = 0;
    while page.undo() {
        steps += 1;
    }
    assert_eq!((steps, page.story.dossier.unit.upper.as_str()), (200, "Tên 49"));
}

fn command() -> impl Strategy<Value = (Command, bool)> {
    let items = || prop::sample::select(vec!["1.1", "1.2", "2.1", "met"]).prop_map(item);
    let steps = || prop::option::of(prop::sample::select(vec!["tot", "kha", "chua"]));
    let pieces = || prop::sample::select(vec!["mc-1", "mc-2"]).prop_map(EvidenceId::from);
    let texts = || prop::sample::select(vec!["", "a", "ă", "dài hơn"]).prop_map(str::to_owned);
    let kinds = prop::sample::select(vec![NoteKind::Shared, NoteKind::Private, NoteKind::NaReason]);
    let texts_of = prop::sample::select(vec!["title", "number", "date", "url"]);
    let units = prop::sample::select(vec!["name", "kind", "upper", "cluster"]);
    let command = prop_oneof![
        (units, texts()).prop_map(|(field, text)| Command::SetUnit(field, text)),
        prop_oneof![Just(Mode::Points), Just(Mode::Pass)].prop_map(Command::SetMode),
        (items(), steps()).prop_map(|(i, s)| Command::SetStep(i, s.map(StepId::from))),
        (items(), any::<Option<bool>>()).prop_map(|(i, met)| Command::SetMet(i, met)),
        (items(), any::<bool>()).prop_map(|(i, na)| Command::SetNa(i, na)),
        (items(), kinds, texts()).prop_map(|(i, kind, text)| Command::SetNote(i, kind, text)),
        (pieces(), texts(), any::<bool>()).prop_map(|(id, title, private)| {
            let evidence = Evidence { private, ..document(&title, &["1.1"]) };
            Command::AddEvidence(id, Box::new(evidence))
        }),
        (pieces(), texts_of, texts()).prop_map(|(id, f, text)| Command::EditEvidence(id, f, text)),
        (pieces(), any::<bool>()).prop_map(|(id, on)| Command::SetEvidencePrivate(id, on)),
        (pieces(), items(), any::<bool>()).prop_map(|(id, i, on)| Command::UseEvidence(id, i, on)),
        (pieces(), any::<bool>()).prop_map(|(id, on)| Command::SetEvidenceDeleted(id, on)),
    ];
    (command, any::<bool>())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn undoing_everything_gives_the_first_values_and_redoing_the_last(
        commands in proptest::collection::vec(command(), 0..60),
    ) {
        let mut page = Page::new();
        let first = page.story.values();
        for (command, typing) in commands {
            page.does(command, typing);
        }
        let last = page.story.values();
        while page.undo() {}
        prop_assert_eq!(page.story.values(), first);
        while page.redo() {}
        prop_assert_eq!(page.story.values(), last);
    }

    // The typed dossier never drifts from its fields, whatever was done to it on the way.
    #[test]
    fn the_dossier_is_what_its_fields_say(commands in proptest::collection::vec(command(), 0..60)) {
        let mut story = Story::opened();
        for (command, _) in commands {
            let sets = story.does(command.clone());
            prop_assert!(sets == 0 || fields_of(command, &story.dossier).is_empty(), "done twice");
        }
        prop_assert_eq!(Dossier::of(story.dossier.fields.clone()), story.dossier.clone());
        prop_assert!(story.dossier.fields.values().all(|entry| entry.at == NOW));
    }
}
