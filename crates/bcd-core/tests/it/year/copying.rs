//! Last year's plan, and the registration that opens the next.

use super::{Notebook, id, y2026};
use crate::support::{Story, small_set};
use bcd_core::{
    command::Command as Answering,
    criteria::Mode,
    dossier::Dossier,
    field::Fields,
    year::{
        Year,
        branch::Pairing,
        command::{NewRecord, YearCommand},
        copy,
        cycle::Cycle,
        open,
        registration::Standing,
        task::TaskState,
        value::{Day, Figure},
    },
};

fn last_year() -> Notebook {
    Notebook::opened()
        .put("cycle", "2028")
        .task("a", "2028-02-29", "2028-03-26")
        .task("b", "2028-12-31", "không rõ")
        .done("a", "2028-03-26")
        .put("task/a/result", "Đạt")
        .put("task/a/lead", "Nam")
}

fn copied(last: &Notebook, to: &str, there: &Notebook) -> Vec<bcd_core::command::Set> {
    let (from, to) = (last.year.days().unwrap(), Cycle::parse(to).unwrap());
    copy::plan(&last.year, &copy::offered(&last.year), (&from, &to), &there.year)
}

#[test]
fn last_years_plan_comes_with_its_days_moved() {
    let mut next = Notebook::opened().put("cycle", "2029");
    next.sets(&copied(&last_year(), "2029", &next));
    let task = &next.year.tasks[&id("a")];
    assert_eq!((task.start.0.as_str(), task.end.0.as_str()), ("2029-02-28", "2029-03-26"));
    assert_eq!(
        (task.state, task.result.as_str(), task.lead.as_str()),
        (TaskState::Planned, "", "Nam")
    );
    assert_eq!(task.source, "plan/2028");
    let odd = &next.year.tasks[&id("b")];
    assert_eq!((odd.start.0.as_str(), odd.end.0.as_str()), ("2029-12-31", "không rõ"));
}

#[test]
fn a_plan_moves_between_a_calendar_and_a_school_year() {
    let mut next = Notebook::opened().put("cycle", "2028–2029");
    next.sets(&copied(&last_year(), "2028–2029", &next));
    assert_eq!(next.year.tasks[&id("a")].start.0, "2028-10-29");
}

#[test]
fn copying_twice_or_on_two_devices_makes_one_plan() {
    let last = last_year();
    let mut next = Notebook::opened().put("cycle", "2029");
    let mut other = next.on("may-2");
    next.sets(&copied(&last, "2029", &next));
    next = next.put("task/a/lead", "Hoa");
    assert_eq!(copied(&last, "2029", &next), []);
    next.does(YearCommand::Delete(bcd_core::year::record::RecordKind::Task, id("b"), true));
    assert_eq!(copied(&last, "2029", &next), [], "what was deleted stays deleted");
    other.sets(&copied(&last, "2029", &other));
    assert!(other.year.tasks.keys().eq(next.year.tasks.keys()));
}

fn assessed() -> Story {
    Story::opened().step("1.1", "tot").step("2.1", "7").step("3.1", "gan").na("3.2", "Không có")
}

fn opened(story: &Story, last: &Year) -> Notebook {
    let mut next = Notebook::with(Default::default());
    next.sets(&open::register(&story.dossier, last, &small_set(), &next.fields));
    next
}

#[test]
fn next_year_is_registered_from_this_years_answers() {
    let story = assessed();
    let book = Notebook::with(story.dossier.fields.clone())
        .branch("kp1", 20)
        .add(
            "giup",
            NewRecord::Pairing(Pairing {
                strong: "kp1".into(),
                weak: "kp2".into(),
                ..Pairing::default()
            }),
        )
        .put("registration/officer", "Đ/c Mai")
        .put("branch/kp1/roll", true)
        .put("deadline/hop/title", "Họp cụm")
        .put("deadline/hop/date", "2026-03-15")
        .put("deadline/hop/done", "2026-03-15")
        .put("quarter/2/kp1/members", 23);
    let next = opened(&story, &book.year);
    assert_eq!((next.year.cycle.as_str(), next.year.unit_kind.as_str()), ("2027", "commune"));
    let standing = |item: &str| next.year.registration.pledges.get(item).map(|p| p.standing);
    assert_eq!(standing("1.1"), Some(Standing::Met));
    assert_eq!(standing("2.1"), Some(Standing::Hard));
    assert_eq!(standing("3.1"), Some(Standing::Unmet));
    assert_eq!(standing("1.2"), Some(Standing::Unmet), "not answered");
    assert_eq!(standing("3.2"), None, "does not apply");
    assert_eq!(standing("3.3"), None, "asked of schools only");
    assert_eq!(next.year.registration.officer, "Đ/c Mai");
    let branch = &next.year.branches[&id("kp1")];
    assert_eq!((&branch.members, branch.roll), (&Figure::Is(23), false));
    assert_eq!(next.year.pairings.len(), 1);
    let deadline = &next.year.deadlines[&id("hop")];
    assert_eq!((deadline.date.0.as_str(), deadline.done.is_given()), ("2027-03-15", false));
    assert_eq!(Dossier::of(next.fields.clone()).unit, story.dossier.unit);
}

#[test]
fn registering_again_leaves_what_the_person_said() {
    let story = assessed();
    let book = Notebook::with(story.dossier.fields.clone());
    let next = opened(&story, &book.year).put("registration/item/1.1/standing", "hard");
    let again = open::register(&story.dossier, &book.year, &small_set(), &next.fields);
    let said = bcd_core::year::command::needed(again, &next.fields);
    assert_eq!(said, []);
}

#[test]
fn a_next_year_that_is_there_takes_in_what_it_lacks_and_keeps_what_it_has() {
    let story = assessed();
    let last = Notebook::with(story.dossier.fields.clone())
        .branch("kp1", 20)
        .branch("kp2", 30)
        .put("registration/officer", "Đ/c Mai");
    // Begun by hand before: one item said, another cleared again, a branch renamed, one deleted.
    let mut there = Notebook::opened()
        .put("cycle", "2027")
        .put("unit/upper", "Thành đoàn mới")
        .put("registration/officer", "Đ/c Hùng")
        .put("registration/item/1.1/standing", "hard")
        .put("registration/item/1.1/measure", "Họp mỗi tháng")
        .put("registration/item/2.1/standing", "")
        .put("branch/kp1/name", "Khu phố Một")
        .put("branch/kp2/name", "kp2")
        .put("branch/kp2/deleted", true);
    let before = there.year.clone();
    there.sets(&open::register(&story.dossier, &last.year, &small_set(), &there.fields));
    let pledge = |item: &str| there.year.registration.pledges[item].clone();
    assert_eq!(pledge("1.1"), before.registration.pledges["1.1"]);
    assert_eq!(pledge("2.1").standing, Standing::Hard, "was empty");
    assert_eq!(pledge("3.1").standing, Standing::Unmet, "was not there");
    assert_eq!(there.year.registration.officer, "Đ/c Hùng");
    assert_eq!(Dossier::of(there.fields.clone()).unit.upper, "Thành đoàn mới");
    assert_eq!(there.year.branches, before.branches);
    let again = open::register(&story.dossier, &last.year, &small_set(), &there.fields);
    assert_eq!(again, [], "a second time there is nothing to take over");
}

#[test]
fn in_pass_mode_an_item_is_met_or_not() {
    let mut story = Story::opened_as("school", Mode::Pass).met("1.1", true).met("2.1", false);
    story.does(Answering::SetMode(Mode::Pass));
    let book = Notebook::with(story.dossier.fields.clone());
    let next = opened(&story, &book.year);
    let standing = |item: &str| next.year.registration.pledges[item].standing;
    assert_eq!((standing("1.1"), standing("2.1")), (Standing::Met, Standing::Unmet));
    assert_eq!(Dossier::of(next.fields).mode, Some(Mode::Pass));
}

#[test]
fn a_cycle_that_is_none_registers_nothing() {
    let story = assessed();
    let book = Notebook::with(story.dossier.fields.clone()).put("cycle", "năm nay");
    assert_eq!(open::register(&story.dossier, &book.year, &small_set(), &Fields::new()), []);
    assert_eq!(y2026().next().unwrap().text(), "2027");
    assert_eq!(Day::from("2026-02-30").date(), None);
}
