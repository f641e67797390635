//! Steps as they are typed: their ids are what proposals and answers name them by. What is taken out.

use super::{does, draft_of, faults, item, of_weight, shipped};
use bcd_core::{
    criteria::{Item, Prefill},
    id::StepId,
    points::Points,
    upper::pack_draft::{
        Draft, Part,
        command::DraftCommand,
        faults::{Place, Weight, What},
        ladder,
    },
};

fn ids(item: &Item) -> Vec<&str> {
    item.ladder.iter().map(|step| step.id.as_str()).collect()
}

fn of(draft: &Draft, id: &str) -> Item {
    draft.pack().set.item(id).unwrap().clone()
}

fn types(draft: Draft, id: &str, at: usize, points: &[i64], before: Option<&Item>) -> Draft {
    points.iter().fold(draft, |draft, points| {
        let mut steps = of(&draft, id).ladder;
        ladder::set_points(&mut steps, at, Points::whole(*points), before);
        does(draft, DraftCommand::SetLadder(item(id), steps))
    })
}

#[test]
fn a_new_step_is_named_by_its_points_so_that_proposals_find_it() {
    let draft = does(draft_of(&shipped()), DraftCommand::AddItem("1.2".into()));
    let id = "1.2.8";
    // As a person types 10, one letter after the other.
    let draft = types(draft, id, 0, &[1, 10, 4], None);
    let mut steps = of(&draft, id).ladder;
    ladder::add_step(&mut steps, None);
    ladder::add_step(&mut steps, None);
    let draft = does(draft, DraftCommand::SetLadder(item(id), steps));
    assert_eq!(ids(&of(&draft, id)), ["4", "0", "0-2", "0-3"]);
    let draft = types(draft, id, 1, &[3], None);
    let draft = types(draft, id, 2, &[2], None);
    let draft = types(draft, id, 3, &[0], None);
    assert_eq!(ids(&of(&draft, id)), ["4", "3", "2", "0"]);
    // All that `remarks` proposes is there.
    let path = Part::Item.path(id, "prefill");
    let draft = does(draft, DraftCommand::SetWord(path, "remarks".into()));
    let missing =
        faults(&draft, None).into_iter().filter(|fault| fault.place == Place::Item(item(id)));
    assert!(missing.into_iter().all(|fault| !matches!(fault.what, What::PrefillSteps(..))));
}

#[test]
fn a_step_of_the_version_before_keeps_its_id_and_no_new_one_takes_it() {
    let before = of(&draft_of(&shipped()), "1.1.1");
    let first = before.ladder[0].clone();
    let draft = types(draft_of(&shipped()), "1.1.1", 0, &[9], Some(&before));
    assert_eq!(of(&draft, "1.1.1").ladder[0].id, first.id);
    // Taken out, and another one in its place: units may have answered the old one.
    let mut steps = of(&draft, "1.1.1").ladder;
    steps.remove(0);
    ladder::add_step(&mut steps, Some(&before));
    let last = steps.len() - 1;
    ladder::set_points(&mut steps, last, first.points, Some(&before));
    assert_eq!(steps[last].id, StepId(format!("{}-2", first.points)));
}

#[test]
fn two_steps_of_the_same_points_have_two_ids() {
    // The second step is worth what the first is, for a moment.
    let draft = types(draft_of(&shipped()), "1.1.1", 1, &[4], None);
    let found = of(&draft, "1.1.1");
    let mut all = ids(&found);
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), found.ladder.len());
}

#[test]
fn activity_needs_exactly_three_steps() {
    let path = Part::Item.path("1.1.1", "prefill");
    let draft = does(draft_of(&shipped()), DraftCommand::SetWord(path, "activity".into()));
    let said = |draft: &Draft| {
        of_weight(draft, None, Weight::Advises)
            .into_iter()
            .any(|fault| fault.what == What::NotThreeSteps(Prefill::Activity))
    };
    let with = |steps: usize| {
        let mut all = of(&draft, "1.1.1").ladder;
        all.truncate(steps);
        while all.len() < steps {
            ladder::add_step(&mut all, None);
        }
        does(draft.clone(), DraftCommand::SetLadder(item("1.1.1"), all))
    };
    assert_eq!([2, 3, 4].map(|steps| said(&with(steps))), [true, false, true]);
}

#[test]
fn everything_that_is_taken_out_is_listed_and_can_come_back() {
    let pack = shipped();
    let mut draft = does(draft_of(&pack), DraftCommand::AddCriterion);
    draft = does(draft, DraftCommand::AddGroup("4".into()));
    draft = does(draft, DraftCommand::AddClass(Some("good".into())));
    let template = crate::year::templates().templates.remove(0);
    draft = does(draft, DraftCommand::SetTemplate(Box::new(template.clone())));
    let before = draft.pack();
    let gone = [
        (Part::Criterion, "4".to_owned()),
        (Part::Group, "4.1".to_owned()),
        (Part::Deadline, "report".to_owned()),
        (Part::Class, "good".to_owned()),
        (Part::Template, template.id),
    ];
    for (part, id) in &gone {
        draft = does(draft, DraftCommand::TakeOut(*part, id.clone(), true));
    }
    draft = does(draft, DraftCommand::Retire(item("1.1.1"), true));
    let listed = draft.taken_out();
    for (part, id) in &gone {
        assert!(listed.iter().any(|(at, out, _)| at == part && out == id), "{part:?} {id}");
        draft = does(draft, DraftCommand::TakeOut(*part, id.clone(), false));
    }
    assert_eq!(listed.len(), 6);
    draft = does(draft, DraftCommand::Retire(item("1.1.1"), false));
    assert_eq!((draft.pack(), draft.taken_out()), (before, vec![]));
}
