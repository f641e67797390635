//! Undo sets back what commands set.

use crate::support::{NOW, Story, document, entry};
use bcd_core::{
    command::{Command, NoteKind, Set, fields_of},
    criteria::Mode,
    dossier::{Dossier, Evidence},
    id::{EvidenceId, ItemId, StepId},
    undo::{History, UndoStep},
};
use proptest::prelude::*;
use serde_json::{Value, json};

fn item(id: &str) -> ItemId {
    ItemId::from(id)
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
        let step = self.history.undo(&self.story.dossier.fields);
        self.takes(step).is_some()
    }

    fn redo(&mut self) -> bool {
        let step = self.history.redo(&self.story.dossier.fields);
        self.takes(step).is_some()
    }

    // How many fields the step set, and how many it left alone.
    fn takes(&mut self, step: Option<UndoStep>) -> Option<(usize, usize)> {
        let UndoStep { sets, left_alone } = step?;
        Some((self.story.does(Command::SetFields(sets)), left_alone))
    }

    // Another device's value comes in.
    fn comes(&mut self, path: &str, value: Value) {
        let n = bcd_core::field::highest(&self.story.dossier.fields) + 1;
        self.story.dossier.put(path.to_owned(), entry(value, n, "may-2"));
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
fn undo_and_redo_never_write_over_what_another_device_wrote_since() {
    let mut page = Page::new();
    page.does(Command::SetStep(item("1.1"), Some("kha".into())), false);
    let both = ["answer/1.1/step", "answer/2.1/step"]
        .map(|path| Set { path: path.to_owned(), value: json!("tot") });
    page.does(Command::SetFields(both.into()), false);
    page.comes("answer/1.1/step", json!("chua"));
    // One field of the step stands as it was left, the other does not.
    let step = page.history.undo(&page.story.dossier.fields);
    assert_eq!(page.takes(step), Some((1, 1)));
    let steps = |page: &Page| ["1.1", "2.1"].map(|id| page.story.dossier.answer(id).step);
    assert_eq!(steps(&page), [Some("chua".into()), None]);
    // The way forward again is the half that was undone.
    assert!(page.redo());
    assert_eq!(steps(&page), [Some("chua".into()), Some("tot".into())]);
    assert!(page.undo());
    page.comes("answer/2.1/step", json!("7"));
    let step = page.history.redo(&page.story.dossier.fields);
    assert_eq!(page.takes(step), Some((0, 1)));
    // Nothing is left of the first step: it is said, and gone.
    let step = page.history.undo(&page.story.dossier.fields);
    assert_eq!(page.takes(step), Some((0, 1)));
    assert_eq!(steps(&page), [Some("chua".into()), Some("7".into())]);
    assert!(!page.history.can_undo() && !page.history.can_redo());
}

#[test]
fn typing_on_in_what_another_device_wrote_goes_back_to_that() {
    let mut page = Page::new();
    page.types("mot");
    page.comes("answer/1.1/note", json!("hai"));
    page.types("hai ba");
    page.types("hai ba bon");
    assert!(page.undo());
    assert_eq!(page.note(), "hai");
    assert!(page.undo());
    assert_eq!(page.note(), "hai", "not written over");
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
