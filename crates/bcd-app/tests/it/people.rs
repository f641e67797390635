//! People at the same time: typing, undoing, freezing, renaming, while others do the same.

use crate::support::{
    DOWN, Device, Flaky, OWN, UP, check_good,
    device::{DOSSIER, UNIT},
    handed_up, set, settle,
};
use bcd_app::{
    exchange::receiving::{IncomingSource, ReceiveOutcome},
    store::tables,
    workspace::{DossierLine, NewDossier},
};
use bcd_core::{
    command::{Command, NoteKind},
    id::ItemId,
    intake::{Arrival, Summary},
};
use reactive_graph::{graph::untrack, prelude::*};
use serde_json::{Value, json};

const NOTE: &str = "answer/1.1.1/note";

fn both(drive: &Flaky) -> [Device; 2] {
    let devices = [Device::opened("h"), Device::joining("m")];
    settle(&devices, drive, OWN);
    devices
}

fn types(device: &Device, text: &str) {
    let (tab, item) = (device.tab(), ItemId::from("1.1.1"));
    tab.act(|| tab.work.dispatch(Command::SetNote(item, NoteKind::Shared, text.to_owned())));
}

fn leaves_the_field(device: &Device) {
    let tab = device.tab();
    tab.act(|| tab.work.end_typing());
}

fn beside(device: &Device) -> Vec<Value> {
    let found = device.conflicts().into_iter().filter(|conflict| conflict.path == NOTE);
    found.flat_map(|conflict| conflict.others).map(|entry| entry.v).collect()
}

#[test]
fn a_text_that_comes_while_somebody_types_waits_and_the_typed_one_is_whole() {
    let drive = Flaky::new("chung");
    let [hoa, minh] = both(&drive);
    let longer = json!("Một đoạn dài mà Minh đã viết từ tối qua, có cả số liệu");
    types(&hoa, "Đang g");
    minh.write(DOSSIER, "task/a/content", json!("để số đếm của Minh cao hơn"));
    minh.write(DOSSIER, "task/b/content", json!("và cao hơn nữa"));
    minh.write(DOSSIER, NOTE, longer.clone());
    check_good(&minh.sync(&drive, OWN));
    check_good(&hoa.sync(&drive, OWN));
    assert_eq!(hoa.value(NOTE), json!("Đang g"), "nothing jumps under the hands");
    assert_eq!(hoa.value("task/a/content"), json!("để số đếm của Minh cao hơn"));
    types(&hoa, "Đang gõ");
    types(&hoa, "Đang gõ dở");
    assert_eq!(hoa.value(NOTE), json!("Đang gõ dở"));
    leaves_the_field(&hoa);
    assert_eq!(hoa.value(NOTE), json!("Đang gõ dở"));
    assert!(beside(&hoa).contains(&longer), "{:?}", beside(&hoa));
    settle(&[hoa.clone(), minh.clone()], &drive, OWN);
    assert_eq!(minh.value(NOTE), json!("Đang gõ dở"));
    assert!(beside(&minh).contains(&longer));
}

#[test]
fn a_text_that_came_for_a_field_that_is_left_is_shown_and_the_typed_one_stays_at_hand() {
    let drive = Flaky::new("chung");
    let [hoa, minh] = both(&drive);
    types(&hoa, "Đang gõ dở");
    minh.write(DOSSIER, "task/a/content", json!("để số đếm của Minh cao hơn"));
    minh.write(DOSSIER, NOTE, json!("của Minh"));
    check_good(&minh.sync(&drive, OWN));
    check_good(&hoa.sync(&drive, OWN));
    assert_eq!(hoa.value(NOTE), json!("Đang gõ dở"));
    leaves_the_field(&hoa);
    assert_eq!(hoa.value(NOTE), json!("của Minh"));
    assert_eq!(beside(&hoa), [json!("Đang gõ dở")]);
}

#[test]
fn letters_typed_in_one_go_are_undone_in_one_go() {
    let device = Device::opened("h");
    let tab = device.tab();
    types(&device, "trước");
    leaves_the_field(&device);
    for text in ["s", "sa", "sau"] {
        types(&device, text);
    }
    leaves_the_field(&device);
    tab.act(|| tab.work.undo());
    assert_eq!(device.value(NOTE), json!("trước"));
    tab.act(|| tab.work.redo());
    assert_eq!(device.value(NOTE), json!("sau"));
    assert_eq!(device.state().fields[NOTE].v, json!("sau"));
}

#[test]
fn undoing_leaves_alone_what_another_has_changed_since_and_says_so() {
    let drive = Flaky::new("chung");
    let [hoa, minh] = both(&drive);
    let tab = hoa.tab();
    hoa.write(DOSSIER, NOTE, json!("một"));
    settle(&[hoa.clone(), minh.clone()], &drive, OWN);
    minh.write(DOSSIER, NOTE, json!("của Minh"));
    settle(&[hoa.clone(), minh.clone()], &drive, OWN);
    assert_eq!(tab.act(|| tab.work.undo()), 1);
    settle(&[hoa.clone(), minh.clone()], &drive, OWN);
    for device in [&hoa, &minh] {
        assert_eq!(device.value(NOTE), json!("của Minh"));
        assert!(beside(device).is_empty());
    }
    // Where the other's change had not come yet, it stays at hand.
    hoa.write(DOSSIER, NOTE, json!("hai"));
    minh.write(DOSSIER, NOTE, json!("chưa ai thấy"));
    assert_eq!(tab.act(|| tab.work.undo()), 0);
    assert_eq!(hoa.value(NOTE), json!("của Minh"));
    settle(&[hoa.clone(), minh.clone()], &drive, OWN);
    for device in [&hoa, &minh] {
        let all = [vec![device.value(NOTE)], beside(device)].concat();
        assert!(all.contains(&json!("chưa ai thấy")), "{all:?}");
    }
}

#[test]
fn two_devices_that_freeze_the_same_number_are_both_shown_everywhere() {
    let (own, up) = (Flaky::new("chung"), Flaky::new("cap-tren"));
    let [hoa, minh] = both(&own);
    let upper = Device::new("t");
    // Hoa let Minh's device in, so that it is known to be the unit's.
    minh.write(DOSSIER, "task/m/content", json!("việc của Minh"));
    settle(&[hoa.clone(), minh.clone()], &own, OWN);
    for (device, text) in [(&hoa, "của Hoa"), (&minh, "của Minh")] {
        device.write(DOSSIER, NOTE, json!(text));
        assert_eq!(device.freeze(&set()).seq, 1);
        check_good(&device.sync(&up, UP));
    }
    check_good(&upper.sync(&up, DOWN));
    let numbers: Vec<u32> = upper.received().iter().map(|summary| summary.seq).collect();
    assert_eq!(numbers, [1, 1], "the upper level has both");
    // By hand it is told which kind it is.
    let other = Device::new("t2");
    let arrivals = [&hoa, &minh].map(|device| {
        let document = device.document(&device.sent()[0].digest);
        let ReceiveOutcome::Submission(_, arrival) = other.take_by_hand(&document) else {
            panic!()
        };
        arrival
    });
    assert_eq!(arrivals, [Arrival::New, Arrival::Fork]);
    // The unit's own devices know of both, and go on from there.
    let roles = bcd_core::sync::Roles { devices: true, sends: true, collects: false };
    settle(&[hoa.clone(), minh.clone()], &up, roles);
    for device in [&hoa, &minh] {
        assert_eq!(device.sent().iter().map(|sent| sent.seq).collect::<Vec<_>>(), [1, 1]);
        assert_eq!(device.tab().services().lists.sent.get_untracked(), device.sent());
    }
    assert_eq!(hoa.freeze(&set()).seq, 2);
}

fn new_year(device: &Device, name: &str, cycle: &str) {
    let (tab, name, cycle) = (device.tab(), name.to_owned(), cycle.to_owned());
    let kind = "commune".to_owned();
    tab.act(|| tab.work.create(NewDossier { name, kind, cycle, ..NewDossier::default() }));
}

#[test]
fn a_unit_that_is_renamed_is_the_same_unit_in_the_next_year() {
    let up = Flaky::new("cap-tren");
    let (unit, upper) = (Device::opened("h"), Device::new("t"));
    unit.freeze(&set());
    check_good(&unit.sync(&up, UP));
    unit.write(DOSSIER, "unit/name", json!("Đoàn phường An Hội"));
    unit.freeze(&set());
    new_year(&unit, "Đoàn phường An Hội", "2027");
    unit.freeze(&set());
    check_good(&unit.sync(&up, UP));
    let lines: Vec<DossierLine> = unit.rows(tables::DOSSIERS);
    let units: Vec<&str> = lines.iter().map(|line| line.unit.as_str()).collect();
    assert_eq!(units, [UNIT, UNIT]);
    let earlier = untrack(|| unit.tab().services().planning.earlier());
    assert_eq!(earlier.iter().map(|line| line.cycle.as_str()).collect::<Vec<_>>(), ["2026"]);
    // The upper level has all three, in whatever order they come.
    // What comes before the word of the new name waits for it.
    for _ in 0..2 {
        check_good(&upper.sync(&up, DOWN));
    }
    let mut received: Vec<(String, u32)> =
        upper.received().into_iter().map(|Summary { cycle, seq, .. }| (cycle, seq)).collect();
    received.sort();
    assert_eq!(received, [("2026".into(), 1), ("2026".into(), 2), ("2027".into(), 1)]);
}

#[test]
fn two_devices_that_begin_a_year_each_begin_the_same() {
    let drive = Flaky::new("chung");
    let [hoa, minh] = both(&drive);
    for device in [&hoa, &minh] {
        new_year(device, "Đoàn phường An Cư", "2027");
    }
    let id = hoa.tab().work.id.get_untracked().unwrap();
    assert_eq!(minh.tab().work.id.get_untracked().as_ref(), Some(&id));
    hoa.write(&id.0, "task/a/content", json!("của Hoa"));
    minh.write(&id.0, "task/b/content", json!("của Minh"));
    settle(&[hoa.clone(), minh.clone()], &drive, OWN);
    for device in [&hoa, &minh] {
        let tab = device.tab();
        assert_eq!(tab.value("task/a/content"), json!("của Hoa"));
        assert_eq!(tab.value("task/b/content"), json!("của Minh"));
        assert_eq!(device.rows::<DossierLine>(tables::DOSSIERS).len(), 2);
    }
}

#[test]
fn what_receiving_a_file_costs_the_storage_does_not_grow_with_the_files_that_are_there() {
    let files: Vec<Vec<u8>> = (0..1_600).map(|number| handed_up(number).2).collect();
    let touched = |count: usize| {
        let upper = Device::new("t");
        let (tab, shelf) = (upper.tab(), &upper.browser.shelf);
        shelf.touched.set((0, 0));
        for file in &files[..count] {
            let source = IncomingSource::Bytes("tep".into(), file.as_slice().into());
            let received = tab.run(tab.services().receiving.receive(source));
            assert!(matches!(received.outcome, ReceiveOutcome::Submission(_, Arrival::New)));
        }
        tab.act(|| tab.services().receiving.finish());
        assert_eq!(upper.received().len(), count);
        shelf.touched.get()
    };
    let (few, many) = (touched(200), touched(1_600));
    // Eight times as many files, and what is done once after all of them.
    assert!(many.0 <= few.0 * 8 && many.1 <= few.1 * 8, "{few:?} {many:?}");
}
