//! Stories of a pack that is being written: where it starts, what is done to it, what is said of it.

mod ladder;
mod laws;
mod table;
mod table_words;

use crate::support::{default_set, disk};
use bcd_core::{
    criteria::{CriteriaSet, Mode, meaning},
    format::{
        pack::{Pack, rules::PackFault},
        read::{Document, read},
    },
    id::{ItemId, RecordId},
    text::Text,
    upper::pack_draft::{
        Draft, Part,
        command::{DraftCommand, Way, fields_of},
        faults::{Fault, Place, Weight, What, faults},
        start::from_pack,
        sums::sums,
        undo::Changes,
    },
    year::deadline::{self, DefaultDeadlines},
};

pub fn vi(text: &str) -> Text {
    Text { vi: text.to_owned(), en: String::new() }
}

/// What ships with the app, as a pack.
pub fn shipped() -> Pack {
    Pack {
        pack: "goi".into(),
        title: vi("Hướng dẫn năm 2027"),
        set: CriteriaSet { sample: false, ..default_set() },
        deadlines: DefaultDeadlines::read(deadline::SHIPPED).unwrap(),
        ..Pack::default()
    }
}

pub fn draft_of(pack: &Pack) -> Draft {
    Draft::default().with(from_pack(pack, &pack.pack, ""))
}

pub fn does(draft: Draft, command: DraftCommand) -> Draft {
    let sets = fields_of(command, &draft);
    draft.with(sets)
}

fn ids(draft: &Draft) -> Vec<String> {
    draft.pack().set.items().map(|(_, item)| item.id.0.clone()).collect()
}

fn group(draft: &Draft, id: &str) -> Vec<String> {
    let set = draft.pack().set;
    let groups = set.criteria.iter().flat_map(|criterion| &criterion.groups);
    let items = groups.filter(|group| group.id == id).flat_map(|group| &group.items);
    items.map(|item| item.id.0.clone()).collect()
}

fn of_weight(draft: &Draft, before: Option<&CriteriaSet>, weight: Weight) -> Vec<Fault> {
    faults(draft, before).into_iter().filter(|fault| fault.weight() == weight).collect()
}

fn item(id: &str) -> ItemId {
    ItemId::from(id)
}

#[test]
fn a_draft_of_the_default_set_is_that_set_and_nothing_is_wrong_with_it() {
    let pack = shipped();
    let draft = draft_of(&pack);
    let made = draft.pack();
    assert_eq!(made.set.criteria, pack.set.criteria);
    assert_eq!(made.set.rule, pack.set.rule);
    assert_eq!(made.deadlines.deadlines, pack.deadlines.deadlines);
    assert_eq!(faults(&draft, Some(&pack.set)), []);
    let sums = sums(&made.set, None);
    let most: Vec<String> = sums.criteria.iter().map(|sum| sum.max.to_string()).collect();
    assert_eq!(
        (most, sums.total.max.to_string()),
        (vec!["40".into(), "36".into(), "24".into()], "100".into())
    );
    assert_eq!(
        (sums.criteria[0].need.to_string(), sums.total.need.to_string(), sums.gates),
        ("28".into(), "80".into(), 4)
    );
}

#[test]
fn a_draft_of_a_pack_that_came_in_is_what_that_pack_says() {
    let file = disk::load("tests/fixtures/v1/2026-11-25-pack.json");
    let Some(Document::Pack(envelope)) = read(&file).document else { panic!("no pack") };
    let made = draft_of(&envelope.body).pack();
    assert_eq!(made.set.criteria, envelope.body.set.criteria);
    assert_eq!(made.deadlines.deadlines, envelope.body.deadlines.deadlines);
}

#[test]
fn a_draft_of_last_years_pack_keeps_what_that_one_retired() {
    let mut last = shipped();
    last.retired = [item("1.2.8")].into();
    let draft = does(draft_of(&last), DraftCommand::AddItem("1.2".into()));
    // 1.2.8 was an item once: units may still have answers under it.
    assert_eq!(group(&draft, "1.2").last().unwrap(), "1.2.9");
    assert!(draft.pack().retired.contains("1.2.8"));
}

#[test]
fn new_items_are_numbered_like_their_group_and_an_id_is_given_once() {
    let draft = does(draft_of(&shipped()), DraftCommand::AddItem("1.2".into()));
    assert_eq!(group(&draft, "1.2").last().unwrap(), "1.2.8");
    let draft = does(draft, DraftCommand::Retire(item("1.2.8"), true));
    let draft = does(draft, DraftCommand::AddItem("1.2".into()));
    assert_eq!(group(&draft, "1.2").last().unwrap(), "1.2.9");
    assert_eq!(draft.pack().retired, [item("1.2.8")].into());
    // It can come back as itself.
    let draft = does(draft, DraftCommand::Retire(item("1.2.8"), false));
    assert!(group(&draft, "1.2").contains(&"1.2.8".to_owned()) && draft.pack().retired.is_empty());
    // A copy has the words and an id of its own, and stands below.
    let draft = does(draft, DraftCommand::Duplicate(item("1.2.1")));
    assert_eq!(group(&draft, "1.2")[..3], ["1.2.1", "1.2.10", "1.2.2"]);
    let set = draft.pack().set;
    assert_eq!(set.item("1.2.10").unwrap().text, set.item("1.2.1").unwrap().text);
    // A new group of a new criterion.
    let draft = does(draft, DraftCommand::AddCriterion);
    let draft = does(draft, DraftCommand::AddGroup("4".into()));
    let draft = does(draft, DraftCommand::AddItem("4.1".into()));
    assert_eq!(ids(&draft).last().unwrap(), "4.1.1");
}

#[test]
fn items_move_within_their_group_and_over_its_edge_and_keep_their_ids() {
    let draft = draft_of(&shipped());
    let up = |draft, id: &str| does(draft, DraftCommand::MoveItem(item(id), Way::Up));
    let down = |draft, id: &str| does(draft, DraftCommand::MoveItem(item(id), Way::Down));
    let draft = down(draft, "1.2.1");
    assert_eq!(group(&draft, "1.2")[..2], ["1.2.2", "1.2.1"]);
    let draft = up(draft, "1.2.2");
    // The first of a group goes to the end of the one before.
    assert_eq!(group(&draft, "1.1"), ["1.1.1", "1.1.2", "1.2.2"]);
    let draft = down(draft, "1.2.2");
    assert_eq!(group(&draft, "1.2")[..2], ["1.2.2", "1.2.1"]);
    let draft = does(draft, DraftCommand::MoveInto(item("1.2.2"), "3.3".into()));
    assert_eq!(group(&draft, "3.3").last().unwrap(), "1.2.2");
    // At the very ends nothing happens.
    assert_eq!(fields_of(DraftCommand::MoveItem(item("1.1.1"), Way::Up), &draft), []);
    let moved = does(draft, DraftCommand::Move(Part::Criterion, "2".into(), Way::Up)).pack();
    let order: Vec<&str> = moved.set.criteria.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(order, ["2", "1", "3"]);
}

#[test]
fn a_group_that_was_taken_out_stays_while_an_item_is_in_it() {
    let draft = does(draft_of(&shipped()), DraftCommand::TakeOut(Part::Group, "1.5".into(), true));
    assert_eq!(group(&draft, "1.5"), ["1.5.1"]);
    let draft = does(draft, DraftCommand::Retire(item("1.5.1"), true));
    let set = draft.pack().set;
    assert!(set.criteria[0].groups.iter().all(|group| group.id != "1.5"));
}

#[test]
fn undo_takes_back_the_last_changes_but_not_what_was_written_since() {
    let mut changes = Changes::default();
    let mut draft = draft_of(&shipped());
    let text = Part::Item.path("1.1.1", "text");
    for typed in ["N", "Nắ", "Nắm"] {
        let sets = fields_of(DraftCommand::Write(text.clone(), typed.into()), &draft);
        changes.note(&draft, &sets, true);
        draft = draft.with(sets);
    }
    changes.close();
    let sets = fields_of(DraftCommand::AddItem("1.1".into()), &draft);
    changes.note(&draft, &sets, false);
    draft = draft.with(sets);
    assert_eq!(group(&draft, "1.1").len(), 3);
    let (sets, left) = changes.undo(&draft);
    draft = draft.with(sets);
    assert_eq!((group(&draft, "1.1").len(), left), (2, 0));
    // Another tab wrote the same text meanwhile: it stands.
    let other =
        draft.clone().with(fields_of(DraftCommand::Write(text.clone(), "Khác".into()), &draft));
    assert_eq!(changes.clone().undo(&other), (vec![], 1));
    let (sets, _) = changes.undo(&draft);
    draft = draft.with(sets);
    assert_eq!(draft.pack().set.criteria, shipped().set.criteria);
    assert!(!changes.can_undo());
}

#[test]
fn what_readers_would_refuse_is_said_at_its_place() {
    let check = |command: DraftCommand, place: Place, fault: PackFault| {
        let draft = does(draft_of(&shipped()), command);
        let found = of_weight(&draft, None, Weight::Stops);
        assert_eq!(found, [Fault { place, what: What::Refused(fault) }]);
    };
    let ladder = |id: &str| default_set().item(id).unwrap().ladder.clone();
    let of = |id: &str| Place::Item(item(id));
    check(DraftCommand::Write("title".into(), " ".into()), Place::Head, PackFault::NoTitle);
    check(DraftCommand::SetPercent("total_min", 101), Place::Head, PackFault::BadRule);
    let mut rising = ladder("1.1.1");
    rising.swap(0, 2);
    check(
        DraftCommand::SetLadder(item("1.1.1"), rising),
        of("1.1.1"),
        PackFault::RisingLadder(item("1.1.1")),
    );
    check(
        DraftCommand::SetLadder(item("1.1.1"), vec![]),
        of("1.1.1"),
        PackFault::NoSteps(item("1.1.1")),
    );
    let mut twice = ladder("1.1.1");
    twice[1].id = twice[0].id.clone();
    check(
        DraftCommand::SetLadder(item("1.1.1"), twice),
        of("1.1.1"),
        PackFault::SameStep(item("1.1.1")),
    );
    let mut never = ladder("1.2.1");
    never.iter_mut().for_each(|step| step.met = false);
    check(
        DraftCommand::SetLadder(item("1.2.1"), never),
        of("1.2.1"),
        PackFault::GateNeverMet(item("1.2.1")),
    );
    let text = Part::Item.path("2.1.1", "text");
    check(
        DraftCommand::Write(text.clone(), String::new()),
        of("2.1.1"),
        PackFault::NoText(item("2.1.1")),
    );
    let markup = does(draft_of(&shipped()), DraftCommand::Write(text, "<b>Kế hoạch</b>".into()));
    let found = of_weight(&markup, None, Weight::Stops);
    assert!(
        matches!(&found[..], [Fault { place, what: What::BadText(_) }] if *place == of("2.1.1")),
        "{found:?}"
    );
    let deadline = DefaultDeadlines::read(deadline::SHIPPED).unwrap().deadlines.remove(1);
    let mut none = deadline.clone();
    none.calendar = none.calendar.map(|when| deadline::When { day: 31, month: 9, ..when });
    let id = RecordId::from("report");
    check(
        DraftCommand::SetDeadline(Box::new(none)),
        Place::Deadline(id.clone()),
        PackFault::BadDay(id, "31/9".into()),
    );
}

#[test]
fn what_may_be_meant_is_pointed_out_and_does_not_hold_back() {
    let check = |command: DraftCommand, place: Place, what: What| {
        let draft = does(draft_of(&shipped()), command);
        let found = faults(&draft, None);
        assert!(found.iter().all(|fault| !fault.holds_back()), "{found:?}");
        assert!(found.contains(&Fault { place, what: what.clone() }), "{what:?} not in {found:?}");
    };
    let of = |id: &str| Place::Item(item(id));
    let prefill =
        |words: &str| DraftCommand::SetWord(Part::Item.path("1.1.2", "prefill"), words.into());
    let meetings = bcd_core::criteria::Prefill::Meetings;
    check(prefill("meetings"), of("1.1.2"), What::PrefillSteps(meetings, vec!["5", "4", "3"]));
    check(prefill("họp"), of("1.1.2"), What::UnknownPrefill("họp".into()));
    check(DraftCommand::SetKinds(item("1.1.2"), vec!["xa".into()]), of("1.1.2"), What::NoKind);
    check(DraftCommand::SetWord("cycle".into(), "năm nay".into()), Place::Head, What::StrangeCycle);
    check(DraftCommand::AddGroup("1".into()), Place::Group("1.6".into()), What::Empty);
    let mut late = DefaultDeadlines::read(deadline::SHIPPED).unwrap().deadlines.remove(1);
    late.calendar = late.calendar.map(|when| deadline::When { years: 2, ..when });
    let kind = bcd_core::year::cycle::CycleKind::Calendar;
    check(
        DraftCommand::SetDeadline(Box::new(late)),
        Place::Deadline("report".into()),
        What::OutsideCycle(kind),
    );
}

#[test]
fn a_kind_of_unit_that_a_criterion_asks_nothing_of_is_named() {
    let mut draft = draft_of(&shipped());
    let third: Vec<ItemId> = draft.pack().set.criteria[2]
        .groups
        .iter()
        .flat_map(|g| &g.items)
        .map(|i| i.id.clone())
        .collect();
    for id in third {
        draft = does(draft, DraftCommand::SetKinds(id, vec!["commune".into()]));
    }
    let left_out = |draft: &Draft| {
        let found = faults(draft, None)
            .into_iter()
            .filter(|fault| matches!(fault.what, What::KindLeftOut(_)));
        found.count()
    };
    // All but communes; a pack of communes alone is a good one.
    assert_eq!(left_out(&draft), 8);
    assert_eq!(of_weight(&draft, None, Weight::Stops), []);
}

#[test]
fn another_meaning_under_the_same_id_asks_for_a_yes_or_a_new_id() {
    let before = default_set();
    let other = before.item("3.3.1").unwrap().text.vi.clone();
    let text = Part::Item.path("1.2.1", "text");
    let asks = |draft: &Draft| of_weight(draft, Some(&before), Weight::Asks);
    let draft = does(draft_of(&shipped()), DraftCommand::Write(text.clone(), other));
    let found = asks(&draft);
    let What::OtherMeaning(said) = &found[0].what else { panic!("{found:?}") };
    assert_eq!((found.len(), &said.before), (1, &before.item("1.2.1").unwrap().text));
    assert!(found[0].holds_back());

    let agreed = does(draft.clone(), DraftCommand::Agree(item("1.2.1")));
    assert_eq!(asks(&agreed), []);
    // What was agreed to is these words; others are asked about again.
    let again = does(agreed, DraftCommand::Write(text, "Tổ chức đại hội chi đoàn".into()));
    assert_eq!(asks(&again).len(), 1);

    let renamed = does(draft, DraftCommand::Rename(item("1.2.1"), item("1.2.20")));
    assert_eq!(asks(&renamed), []);
    assert!(renamed.pack().retired.contains("1.2.1"));
    assert_eq!(group(&renamed, "1.2")[0], "1.2.20");
    // An id that is taken, or was, is not given.
    for taken in ["1.2.1", "1.2.2", "", "a/b"] {
        assert_eq!(fields_of(DraftCommand::Rename(item("1.2.3"), item(taken)), &renamed), []);
    }
}

#[test]
fn two_wordings_of_one_thing_are_alike_and_two_things_are_not() {
    let set = default_set();
    let items: Vec<_> = set.items().map(|(_, item)| item).collect();
    for one in &items {
        for other in &items {
            assert_eq!(
                meaning::is_like(&one.text, &other.text),
                one.id == other.id,
                "{} {}",
                one.id,
                other.id
            );
        }
    }
    // The plan of 2018–2022 beside the words of the app.
    for (one, other) in [
        (
            "Có danh sách đoàn viên đầy đủ của từng chi đoàn",
            "Chi đoàn nào cũng có danh sách đoàn viên đầy đủ",
        ),
        ("Cập nhật danh sách đoàn viên theo từng quý", "Cập nhật danh sách đoàn viên hằng quý"),
        (
            "Ký kết chương trình phối hợp với các ban, ngành, đoàn thể",
            "Ký kết chương trình phối hợp với chính quyền, ban, ngành, đoàn thể",
        ),
    ] {
        assert!(
            meaning::is_like(&vi(one), &vi(other)),
            "{one} | {other}: {}",
            meaning::likeness(one, other)
        );
    }
}

#[test]
fn pass_mode_classes_and_templates_are_in_the_pack() {
    let mut draft = does(draft_of(&shipped()), DraftCommand::SetMode(Mode::Pass));
    draft = does(draft, DraftCommand::AddClass(Some("excellent".into())));
    let found = of_weight(&draft, None, Weight::Stops);
    assert_eq!(found[0].place, Place::Class("excellent".into()));
    draft =
        does(draft, DraftCommand::Write(Part::Class.path("excellent", "label"), "Xuất sắc".into()));
    let mut template = crate::year::templates().templates.remove(0);
    template.id = "ke-hoach-3cd".into();
    draft = does(draft, DraftCommand::SetTemplate(Box::new(template.clone())));
    let pack = draft.pack();
    assert_eq!((pack.set.rule.mode, pack.classes[0].label.vi.as_str()), (Mode::Pass, "Xuất sắc"));
    assert_eq!(pack.templates, [template]);
    assert_eq!(faults(&draft, None), []);
    let again = draft_of(&pack).pack();
    assert_eq!((again.classes, again.templates), (pack.classes, pack.templates));
}
