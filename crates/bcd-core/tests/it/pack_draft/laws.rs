//! What holds of any draft, whatever was done to it.

use super::{does, draft_of, shipped, vi};
use crate::support::head;
use bcd_core::{
    command::fields_of_new,
    criteria::{Mode, Step},
    dossier::{Dossier, Unit},
    engine::{Request, Response, handle},
    format::{
        pack::Pack,
        problem::Problem,
        read::{Document, read},
    },
    id::{ItemId, StepId},
    points::Points,
    upper::pack_draft::{
        Draft, Part,
        command::{DraftCommand, Way},
        faults::{Weight, faults},
    },
};
use proptest::prelude::*;
use std::collections::BTreeSet;

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-zà-ỹ ]{1,20}",
        1 => Just(String::new()),
        1 => Just("a <b> c".to_owned()),
        1 => Just("dòng\u{202E}ngược".to_owned()),
    ]
}

fn an_item() -> impl Strategy<Value = ItemId> {
    let ids = vec!["1.1.1", "1.2.1", "1.2.8", "1.2.9", "2.1.1", "3.0.1", "3.3.4", "4.1.1", "la"];
    prop::sample::select(ids).prop_map(ItemId::from)
}

fn a_group() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["1.1", "1.2", "2.1", "3.0", "4.1", "la"]).prop_map(str::to_owned)
}

fn a_ladder() -> impl Strategy<Value = Vec<Step>> {
    let step = (0_i64..600, 0_u8..4, any::<bool>(), text()).prop_map(|(points, id, met, label)| {
        Step { id: StepId(id.to_string()), points: Points(points), met, label: vi(&label) }
    });
    proptest::collection::vec(step, 0..4).prop_map(|mut ladder| {
        // Most of them fall, as people write them.
        if ladder.len() != 3 {
            ladder.sort_by_key(|step| core::cmp::Reverse(step.points));
        }
        ladder
    })
}

fn a_command() -> impl Strategy<Value = DraftCommand> {
    let field = prop::sample::select(vec!["text", "evidence"]);
    let way = || prop_oneof![Just(Way::Up), Just(Way::Down)];
    let kinds = prop::sample::subsequence(
        vec!["commune".to_owned(), "school".to_owned(), "la".to_owned()],
        0..3,
    );
    prop_oneof![
        (an_item(), field, text()).prop_map(|(id, field, text)| DraftCommand::Write(
            Part::Item.path(id.as_str(), field),
            text
        )),
        text().prop_map(|text| DraftCommand::Write("title".into(), text)),
        (an_item(), any::<bool>())
            .prop_map(|(id, on)| DraftCommand::Switch(Part::Item.path(id.as_str(), "gate"), on)),
        (0_u8..103).prop_map(|n| DraftCommand::SetPercent("total_min", n)),
        any::<bool>().prop_map(|pass| DraftCommand::SetMode(if pass {
            Mode::Pass
        } else {
            Mode::Points
        })),
        Just(DraftCommand::AddCriterion),
        prop::sample::select(vec!["1", "4", "9"])
            .prop_map(|id| DraftCommand::AddGroup(id.to_owned())),
        a_group().prop_map(DraftCommand::AddItem),
        an_item().prop_map(DraftCommand::Duplicate),
        (an_item(), any::<bool>()).prop_map(|(id, out)| DraftCommand::Retire(id, out)),
        (an_item(), an_item()).prop_map(|(id, to)| DraftCommand::Rename(id, to)),
        (an_item(), way()).prop_map(|(id, way)| DraftCommand::MoveItem(id, way)),
        (an_item(), a_group()).prop_map(|(id, to)| DraftCommand::MoveInto(id, to)),
        (a_group(), way()).prop_map(|(id, way)| DraftCommand::Move(Part::Group, id, way)),
        (a_group(), any::<bool>()).prop_map(|(id, out)| DraftCommand::TakeOut(
            Part::Group,
            id,
            out
        )),
        (an_item(), a_ladder()).prop_map(|(id, ladder)| DraftCommand::SetLadder(id, ladder)),
        (an_item(), kinds).prop_map(|(id, kinds)| DraftCommand::SetKinds(id, kinds)),
        Just(DraftCommand::AddDeadline),
        Just(DraftCommand::AddClass(None)),
        text().prop_map(|text| DraftCommand::Write(Part::Class.path("muc-1", "label"), text)),
        text().prop_map(|text| DraftCommand::SetWord("cycle".into(), text)),
    ]
}

// As it is published: what the writer and the reader say of it.
fn published(pack: &Pack, cycle: &str) -> (Vec<Problem>, Option<Pack>) {
    let unit = Unit { id: "u".into(), name: "Thành Đoàn".into(), ..Unit::default() };
    let mut dossier = Dossier::default();
    for set in fields_of_new(unit, String::new(), Mode::Points, false) {
        dossier.put(set.path, crate::support::entry(set.value, 1, "may"));
    }
    let head = bcd_core::format::envelope::EnvelopeHead {
        cycle: cycle.to_owned(),
        seq: 1,
        ..head(&dossier)
    };
    let body = serde_json::to_value(pack).unwrap();
    let request = Request::Write { kind: "pack".into(), head, body, carried: vec![], unless: None };
    let (response, blobs) = handle(request, vec![]);
    let Response::Made { problems, .. } = response else { panic!("{response:?}") };
    let reading = read(&blobs[0]);
    assert_eq!(problems, reading.problems);
    let read = match reading.document {
        Some(Document::Pack(envelope)) => Some(envelope.body),
        _ => None,
    };
    (problems, read)
}

fn all_ids(draft: &Draft) -> BTreeSet<ItemId> {
    draft.pack().set.items().map(|(_, item)| item.id.clone()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_draft_is_read_back_without_problems_exactly_when_nothing_is_said_to_stop_it(
        commands in proptest::collection::vec(a_command(), 0..24),
    ) {
        let draft = commands.into_iter().fold(draft_of(&shipped()), does);
        let stops = faults(&draft, None).iter().any(|fault| fault.weight() == Weight::Stops);
        let pack = draft.pack();
        let (problems, read) = published(&pack, &draft.get::<String>("cycle"));
        prop_assert_eq!(stops, !problems.is_empty(), "{:?} {:?}", faults(&draft, None), problems);
        if !stops {
            prop_assert_eq!(read, Some(pack));
        }
    }

    #[test]
    fn an_id_is_given_to_one_item_only_and_no_item_vanishes_unasked(
        commands in proptest::collection::vec(a_command(), 0..24),
    ) {
        let mut draft = draft_of(&shipped());
        let mut given = all_ids(&draft);
        for command in commands {
            let before = all_ids(&draft);
            let retired = draft.retired();
            let takes_out = matches!(command, DraftCommand::Retire(..) | DraftCommand::Rename(..));
            let brings_back = matches!(command, DraftCommand::Retire(..));
            draft = does(draft, command);
            let now = all_ids(&draft);
            prop_assert!(takes_out || before.is_subset(&now));
            let new: BTreeSet<_> = now.difference(&before).cloned().collect();
            if !brings_back {
                prop_assert!(new.is_disjoint(&retired) && new.is_disjoint(&given), "{:?}", new);
            }
            given.extend(new);
            prop_assert_eq!(draft.pack().set.items().count(), now.len());
        }
    }
}
