//! What a sync costs, in requests and bytes: it follows what changed, not what exists.

use crate::support::{
    DOWN, Device, Flaky, OWN, UP, check_good, device::DOSSIER, handed_up, settle, small_set,
};
use bcd_app::store::tables;
use bcd_core::{id::UnitId, sync::layout};
use bcd_sync::memory::Cost;
use serde_json::json;

// An upper level that has taken in the submissions of so many units.
fn collected(units: usize) -> (Device, Flaky) {
    let (upper, drive) = (Device::new("t"), Flaky::new("cap-tren"));
    for number in 0..units {
        let (id, digest, document) = handed_up(number);
        let path = layout::submission(&id, &format!("doan-{number}"), "2026", 1, &digest);
        drive.memory.lay(&path, &document);
    }
    check_good(&upper.sync(&drive, DOWN));
    assert_eq!(upper.received().len(), units);
    drive.memory.cost();
    (upper, drive)
}

#[test]
fn an_unchanged_drive_costs_one_listing_per_level_and_no_reads_however_many_units() {
    for units in [10, 100, 1_000, 2_000] {
        let (upper, drive) = collected(units);
        check_good(&upper.sync(&drive, DOWN));
        let cost = drive.memory.cost();
        // Packs, the office's cases, submissions, and their cycle, roll-ups. The look-up is for the word
        // of a sealed drive.
        let expected = Cost { lists: 5, listed: units + 1, finds: 1, ..Cost::default() };
        assert_eq!(cost, expected, "{units} units");
    }
}

#[test]
fn one_new_submission_among_many_is_one_read_and_one_answer() {
    let (upper, drive) = collected(300);
    let unit = Device::of_unit("moi", "unit-moi", "Đoàn mới");
    unit.freeze(&small_set());
    check_good(&unit.sync(&drive, UP));
    drive.memory.cost();
    check_good(&upper.sync(&drive, DOWN));
    let cost = drive.memory.cost();
    // One more listing: of the folder that the answer goes to, just before it is written.
    assert_eq!((cost.lists, cost.reads, cost.writes), (6, 1, 1), "{cost:?}");
}

#[test]
fn a_unit_lists_what_is_its_own_among_thousands() {
    let (_, drive) = collected(300);
    let unit = Device::opened("h");
    unit.freeze(&small_set());
    check_good(&unit.sync(&drive, UP));
    drive.memory.cost();
    check_good(&unit.sync(&drive, UP));
    let cost = drive.memory.cost();
    // Packs, what is said to it; whether the drive is sealed, and its latest submission still there.
    assert_eq!((cost.lists, cost.listed, cost.finds, cost.reads, cost.writes), (2, 0, 2, 0, 0));
}

#[test]
fn one_changed_answer_writes_one_file_and_costs_the_others_one_read() {
    let drive = Flaky::new("chung");
    let devices =
        ["a", "b", "c"].map(|id| if id == "a" { Device::opened(id) } else { Device::joining(id) });
    devices[0].photo("e", &[3; 4_000]);
    settle(&devices, &drive, OWN);
    drive.memory.cost();
    for device in &devices {
        device.sync(&drive, OWN);
        let cost = drive.memory.cost();
        assert_eq!((cost.reads, cost.writes), (0, 0), "unchanged");
        assert_eq!(cost.finds, 2, "the word of a sealed drive, and a photo");
        assert_eq!(cost.lists, 3, "packs, the unit, submissions");
    }
    devices[0].write(DOSSIER, "answer/1.1.1/step", json!("4"));
    devices[0].sync(&drive, OWN);
    let cost = drive.memory.cost();
    assert_eq!((cost.reads, cost.writes, cost.finds), (0, 1, 2), "{cost:?}");
    devices[1].sync(&drive, OWN);
    let cost = drive.memory.cost();
    assert_eq!(cost.reads, 1);
    assert_eq!(cost.writes, 1, "its own file says so too");
}

#[test]
fn a_joined_unit_is_known_by_its_id_alone() {
    let drive = Flaky::new("chung");
    Device::opened("a").sync(&drive, OWN);
    let other = Device::new("b");
    other.joined.borrow_mut().insert(UnitId::from("khac"));
    check_good(&other.sync(&drive, OWN));
    assert!(other.rows::<serde_json::Value>(tables::DOSSIERS).is_empty());
}
