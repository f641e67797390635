//! What the year's records say items may be worth, beside what the person answered.

use crate::support::{Device, device::DOSSIER};
use bcd_app::workspace::Proposed;
use bcd_core::{
    criteria::Mode,
    id::{ItemId, StepId},
};
use reactive_graph::prelude::*;
use serde_json::json;

const ITEM: &str = "1.1.1";

// The proposed step of the item that its line shows, if it has such a line.
fn line(device: &Device, proposed: (&str, bool), mode: Mode) -> Option<StepId> {
    let (tab, (step, met)) = (device.tab(), proposed);
    let proposed =
        Proposed { item: ItemId::from(ITEM), step: StepId::from(step), met, words: String::new() };
    tab.act(|| tab.work.propose(vec![proposed]));
    let set = tab.work.set.get_untracked();
    let item = set.item(ITEM).unwrap();
    let shown = tab.work.dossier.with_untracked(|dossier| tab.work.proposed(item, dossier, mode));
    shown.map(|shown| shown.step)
}

#[test]
fn a_year_in_which_nothing_was_noted_proposes_nothing_yet() {
    let hoa = Device::opened("h");
    assert_eq!(line(&hoa, ("0", false), Mode::Points), None);
    assert_eq!(line(&hoa, ("0", false), Mode::Pass), None);
    assert_eq!(line(&hoa, ("4", true), Mode::Points), Some(StepId::from("4")));
    assert_eq!(line(&hoa, ("4", true), Mode::Pass), Some(StepId::from("4")));
}

#[test]
fn records_that_say_less_than_the_answer_are_shown_and_those_that_say_the_same_are_not() {
    let hoa = Device::opened("h");
    hoa.write(DOSSIER, "answer/1.1.1/step", json!("4"));
    hoa.write(DOSSIER, "answer/1.1.1/met", json!(true));
    for mode in [Mode::Points, Mode::Pass] {
        assert_eq!(line(&hoa, ("0", false), mode), Some(StepId::from("0")));
        assert_eq!(line(&hoa, ("4", true), mode), None);
    }
}

#[test]
fn an_item_that_does_not_apply_has_no_proposal() {
    let hoa = Device::opened("h");
    hoa.write(DOSSIER, "answer/1.1.1/na", json!(true));
    assert_eq!(line(&hoa, ("4", true), Mode::Points), None);
}
