//! Stories of people who share a drive.

use crate::support::{
    DOWN, Device, Flaky, OWN, UP, check_good,
    device::{DOSSIER, UNIT},
    set, settle, small_set,
};
use bcd_app::{
    exchange::{backup::Consented, receiving::ReceiveOutcome},
    merging::{Merge, NotMerged},
    store::tables,
};
use bcd_core::{format::problem::Code, id::UnitId, sync::Roles};
use bcd_sync::{
    local::Took,
    report::{Happened, SyncEvent},
};
use serde_json::{Value, json};

fn took(report: &bcd_sync::report::Report) -> Vec<Took> {
    let took = report.events.iter().filter_map(|event| match &event.what {
        Happened::Took(took) => Some(took.clone()),
        _ => None,
    });
    took.filter(|took| *took != Took::Nothing).collect()
}

#[test]
fn the_secretary_and_the_deputy_see_the_same_after_each_has_synced() {
    let drive = Flaky::new("chung");
    let (hoa, minh) = (Device::opened("h"), Device::joining("m"));
    hoa.write(DOSSIER, "answer/1.1.1/step", json!("4"));
    let report = hoa.sync(&drive, OWN);
    check_good(&report);
    assert_eq!(report.written_count(), 1);
    let report = minh.sync(&drive, OWN);
    assert!(
        matches!(&took(&report)[..], [Took::Device { by, fields, .. }] if by == "h" && *fields > 5)
    );
    assert_eq!(minh.state(), hoa.state());

    minh.write(DOSSIER, "answer/1.2.1/private_note", json!("chỉ đơn vị biết"));
    minh.sync(&drive, OWN);
    hoa.sync(&drive, OWN);
    assert_eq!(hoa.value("answer/1.2.1/private_note"), json!("chỉ đơn vị biết"));
}

#[test]
fn where_both_wrote_the_same_field_one_stands_and_the_other_is_at_hand_on_both() {
    let drive = Flaky::new("chung");
    let (hoa, minh) = (Device::opened("h"), Device::joining("m"));
    settle(&[hoa.clone(), minh.clone()], &drive, OWN);
    hoa.write(DOSSIER, "answer/1.1.1/note", json!("của Hoa"));
    minh.write(DOSSIER, "answer/1.1.1/note", json!("của Minh"));
    hoa.write(DOSSIER, "answer/1.2.1/note", json!("chỉ Hoa"));
    settle(&[hoa.clone(), minh.clone()], &drive, OWN);
    for device in [&hoa, &minh] {
        let [conflict] = &device.conflicts()[..] else { panic!() };
        // The later hand by counter: Hoa had written two fields.
        let both = [conflict.standing.v.clone(), conflict.others[0].v.clone()];
        assert!(both.contains(&json!("của Hoa")) && both.contains(&json!("của Minh")));
        assert!(!conflict.others[0].by.is_empty() && !conflict.others[0].at.is_empty());
        assert_eq!(device.value("answer/1.2.1/note"), json!("chỉ Hoa"));
    }
    minh.decide("answer/1.1.1/note", json!("của Hoa"));
    settle(&[hoa.clone(), minh.clone()], &drive, OWN);
    assert_eq!(hoa.value("answer/1.1.1/note"), json!("của Hoa"));
    assert!(hoa.conflicts().is_empty() && minh.conflicts().is_empty());
}

#[test]
fn a_clock_that_is_ten_years_off_decides_nothing() {
    let drive = Flaky::new("chung");
    let (hoa, minh) = (Device::opened("h"), Device::joining("m"));
    settle(&[hoa.clone(), minh.clone()], &drive, OWN);
    minh.set_year(2036);
    minh.write(DOSSIER, "answer/1.1.1/note", json!("từ tương lai"));
    settle(&[hoa.clone(), minh.clone()], &drive, OWN);
    hoa.set_year(2016);
    hoa.write(DOSSIER, "answer/1.1.1/note", json!("viết sau, đồng hồ chậm"));
    settle(&[hoa.clone(), minh.clone()], &drive, OWN);
    assert_eq!(minh.value("answer/1.1.1/note"), json!("viết sau, đồng hồ chậm"));
    assert!(minh.conflicts().is_empty());
}

#[test]
fn files_by_hand_do_the_same_in_any_order_twice_and_late() {
    let (hoa, minh) = (Device::opened("h"), Device::new("m"));
    let early = hoa.file_by_hand();
    hoa.write(DOSSIER, "task/a/content", json!("Ra quân"));
    let late = hoa.file_by_hand();
    for file in [&late, &early, &late] {
        assert!(matches!(minh.take_by_hand(file), ReceiveOutcome::Device(_, Merge::Done(..))));
    }
    assert_eq!(minh.state(), hoa.state());
    minh.write(DOSSIER, "task/a/lead", json!("Minh"));
    hoa.take_by_hand(&minh.file_by_hand());
    assert!(matches!(minh.take_by_hand(&early), ReceiveOutcome::Device(_, Merge::Done(0, _))));
    assert_eq!(hoa.state(), minh.state());
}

/// A dossier with this unit's id of a dossier, but of another unit: somebody made it up.
fn of_another_unit() -> Device {
    let other = Device::opened("x");
    other.write(DOSSIER, "unit/id", json!("khac"));
    other.write(DOSSIER, "unit/name", json!("Đoàn xã Tân Lộc"));
    other.write(DOSSIER, "answer/1.1.1/note", json!("của đơn vị khác"));
    // The page reads again what stands in its storage.
    other.restart();
    other
}

#[test]
fn a_file_of_another_unit_changes_nothing_whatever_dossier_it_names() {
    let (hoa, other) = (Device::opened("h"), of_another_unit());
    let before = hoa.state();
    let names = ["Đoàn phường An Cư", "Đoàn xã Tân Lộc"];
    let ReceiveOutcome::Bad(problems) = hoa.take_by_hand(&other.file_by_hand()) else { panic!() };
    assert_eq!(
        (problems[0].code, &problems[0].args[..]),
        (Code::DuplicateUnit, &names.map(String::from)[..])
    );
    assert_eq!(hoa.state(), before);
    // On the unit's own drive it lies in the folder of the other unit, or in a wrong one.
    let drive = Flaky::new("chung");
    settle(std::slice::from_ref(&hoa), &drive, OWN);
    check_good(&other.sync(&drive, OWN));
    let laid: Vec<_> =
        drive.memory.files().into_iter().filter(|(path, _)| path.contains("/khac/")).collect();
    assert!(!laid.is_empty());
    for (path, bytes) in laid {
        drive.memory.lay(&path.replace("/khac/", &format!("/{UNIT}/")), &bytes);
    }
    let report = hoa.sync(&drive, OWN);
    check_good(&report);
    let refused = report.events.iter().filter(|e| matches!(&e.what, Happened::Refused(Some(_))));
    assert_eq!(refused.count(), 1, "{report:?}");
    assert_eq!(hoa.state(), before);
}

#[test]
fn a_backup_of_another_unit_changes_nothing() {
    let (hoa, other) = (Device::opened("h"), of_another_unit());
    other.freeze(&small_set());
    let tab = other.tab();
    let (file, _) = tab.run(tab.services().backups.make()).unwrap();
    let (before, rows) = (hoa.state(), hoa.browser.shelf.memory.rows(tables::SENT, "").len());
    let ReceiveOutcome::Backup(backup) = hoa.take_by_hand(&file.bytes.to_vec()) else { panic!() };
    let restored =
        hoa.tab().run(hoa.tab().services().backups.restore(&backup, &Consented::default()));
    let Err(NotMerged::Refused(problem)) = restored else { panic!("{restored:?}") };
    assert_eq!(problem.code, Code::DuplicateUnit);
    assert_eq!(hoa.state(), before);
    assert_eq!(hoa.browser.shelf.memory.rows(tables::SENT, "").len(), rows);
}

#[test]
fn a_device_that_comes_back_after_a_year_loses_nothing_and_brings_nothing_old_back() {
    let drive = Flaky::new("chung");
    let (hoa, minh) = (Device::opened("h"), Device::joining("m"));
    hoa.write(DOSSIER, "answer/1.1.1/note", json!("cũ"));
    settle(&[hoa.clone(), minh.clone()], &drive, OWN);
    minh.write(DOSSIER, "task/a/content", json!("ghi lúc không mạng"));
    for year in 0..30 {
        hoa.write(DOSSIER, "answer/1.1.1/note", json!(format!("lần {year}")));
        hoa.sync(&drive, OWN);
    }
    settle(&[minh.clone(), hoa.clone()], &drive, OWN);
    assert_eq!(minh.value("answer/1.1.1/note"), json!("lần 29"));
    assert_eq!(hoa.value("task/a/content"), json!("ghi lúc không mạng"));
    assert!(hoa.conflicts().is_empty());
}

#[test]
fn a_photo_travels_once_and_before_what_names_it() {
    let drive = Flaky::new("chung");
    let (hoa, minh) = (Device::opened("h"), Device::joining("m"));
    let hash = hoa.photo("e", &[7; 5_000]);
    hoa.sync(&drive, OWN);
    drive.memory.cost();
    settle(&[minh.clone(), hoa.clone()], &drive, OWN);
    assert_eq!(minh.files()[&hash], [7; 5_000]);
    let written = drive.memory.cost().written_bytes;
    assert!(written < 5_000, "{written}: the photo again");
    let path = format!("files/{}/{}", &hash.0[..2], hash.0);
    assert_eq!(drive.memory.files()[&path], [7; 5_000]);
    // A photo that is not what its name says is not taken.
    let other = Device::joining("x");
    drive.memory.lay(&path, b"xem trang nay");
    other.sync(&drive, OWN);
    assert!(!other.files().contains_key(&hash));
    assert_eq!(other.value("evidence/e/file"), json!(hash), "the rest is taken all the same");
}

#[test]
fn a_unit_hands_up_and_hears_that_it_was_received() {
    let drive = Flaky::new("cap-tren");
    let (unit, upper) = (Device::opened("h"), Device::new("t"));
    unit.write(DOSSIER, "answer/1.1.2/private_note", json!("không gửi"));
    let photo = unit.photo("e", include_bytes!("../../../../public/icons/icon-192.png"));
    unit.freeze(&set());
    let report = unit.sync(&drive, UP);
    check_good(&report);
    let on_drive = drive.memory.files();
    assert!(
        on_drive
            .keys()
            .all(|path| path.starts_with("submissions/2026/") || path.starts_with("files/"))
    );
    for bytes in on_drive.values() {
        assert!(!String::from_utf8_lossy(bytes).contains("không gửi"));
    }
    let report = upper.sync(&drive, DOWN);
    assert!(matches!(&took(&report)[..], [Took::Submission { seq: 1, .. }]), "{report:?}");
    assert_eq!(on_drive.len(), 2, "the submission and its photo");
    assert_eq!(upper.files()[&photo], unit.files()[&photo]);
    let report = unit.sync(&drive, UP);
    assert!(matches!(&took(&report)[..], [Took::Receipt { .. }]), "{report:?}");
    assert!(unit.receipts().contains(&unit.sent()[0].digest));
    // Nothing more to do for either.
    drive.memory.cost();
    unit.sync(&drive, UP);
    upper.sync(&drive, DOWN);
    let cost = drive.memory.cost();
    assert_eq!((cost.reads, cost.writes), (0, 0));
}

#[test]
fn nothing_of_a_device_lies_where_only_submissions_belong() {
    let drive = Flaky::new("cap-tren");
    let unit = Device::opened("h");
    unit.sync(&drive, UP);
    unit.sync(&drive, DOWN);
    assert!(drive.memory.files().is_empty());
    let all = Roles { devices: true, sends: true, collects: true };
    unit.sync(&drive, all);
    assert_eq!(drive.memory.files().len(), 1);
}

#[test]
fn a_file_in_the_place_of_another_device_is_not_believed() {
    let drive = Flaky::new("chung");
    let (hoa, thief) = (Device::opened("hoa"), Device::opened("ke"));
    hoa.sync(&drive, OWN);
    let place = drive.memory.files().into_keys().next().unwrap();
    thief.write(DOSSIER, "answer/1.1.1/note", json!("giả"));
    drive.memory.lay(&place.replace("hoa-0000", "may-0000"), &thief.file_by_hand());
    let report = hoa.sync(&drive, OWN);
    assert_eq!(hoa.value("answer/1.1.1/note"), Value::Null);
    assert!(matches!(report.events[0].what, Happened::Refused(Some(_))), "{report:?}");
    // Nor is one in the folder of another unit.
    hoa.joined.borrow_mut().insert(UnitId::from("khac"));
    drive.memory.lay("units/khac/x_2026_d_ke-0000-0000.json", &thief.file_by_hand());
    hoa.sync(&drive, OWN);
    assert_eq!(hoa.value("answer/1.1.1/note"), Value::Null);
}

#[test]
fn deleting_much_at_once_waits_for_a_person() {
    let drive = Flaky::new("chung");
    let (hoa, minh) = (Device::opened("h"), Device::joining("m"));
    for n in 0..20 {
        hoa.write(DOSSIER, &format!("task/{n}/content"), json!("việc"));
    }
    settle(&[hoa.clone(), minh.clone()], &drive, OWN);
    // Hoa has let Minh in.
    minh.write(DOSSIER, "task/0/lead", json!("Minh"));
    settle(&[hoa.clone(), minh.clone()], &drive, OWN);
    for n in 0..15 {
        minh.write(DOSSIER, &format!("task/{n}/deleted"), json!(true));
    }
    minh.sync(&drive, OWN);
    let report = hoa.sync(&drive, OWN);
    let held = report.events.iter().find_map(|event| match &event.what {
        Happened::Held(asking) => {
            Some((asking.known, asking.effect.deleted, asking.effect.records))
        }
        _ => None,
    });
    assert_eq!(held, Some((true, 15, 20)), "{report:?}");
    assert!(!report.is_in_step());
    assert_eq!(hoa.value("task/3/deleted"), Value::Null);
    // Asked once: the next run does not read it again.
    drive.memory.cost();
    hoa.sync(&drive, OWN);
    assert_eq!(drive.memory.cost().reads, 0);
    let again = hoa.sync(&drive, OWN);
    assert!(!again.is_in_step(), "it still waits, and says so");
    // The person agrees.
    let held = |event: &&SyncEvent| matches!(event.what, Happened::Held(_));
    let path = report.events.iter().find(held).unwrap().path.clone();
    let (tab, line) = (hoa.tab(), hoa.line(&drive, OWN));
    let file = tab.run(tab.services().syncing.held_file(&line, &path)).unwrap();
    tab.run(tab.services().merging.approve(&[file.digest])).unwrap();
    hoa.sync(&drive, OWN);
    assert_eq!(hoa.value("task/3/deleted"), json!(true));
}

#[test]
fn two_drives_do_not_disturb_each_other() {
    let (one, two) = (Flaky::new("mot"), Flaky::new("hai"));
    let (a, b, c) = (Device::opened("a"), Device::joining("b"), Device::joining("c"));
    a.write(DOSSIER, "answer/1.1.1/note", json!("đi qua hai ổ"));
    settle(&[a.clone(), b.clone()], &one, OWN);
    settle(&[b.clone(), c.clone()], &two, OWN);
    c.write(DOSSIER, "answer/1.1.1/note", json!("đi về"));
    settle(&[c.clone(), b.clone()], &two, OWN);
    settle(&[b, a.clone()], &one, OWN);
    assert_eq!(a.value("answer/1.1.1/note"), json!("đi về"));
    assert!(a.conflicts().is_empty());
}

#[test]
fn a_unit_that_is_renamed_leaves_no_second_file_behind() {
    let drive = Flaky::new("chung");
    let hoa = Device::opened("h");
    hoa.sync(&drive, OWN);
    hoa.write(DOSSIER, "unit/name", json!("Đoàn phường An Hội"));
    check_good(&hoa.sync(&drive, OWN));
    let names: Vec<String> = drive.memory.files().into_keys().collect();
    assert_eq!(names.len(), 1);
    assert!(names[0].contains("doan-phuong-an-hoi_2026"), "{names:?}");
}

#[test]
fn a_unit_that_is_renamed_hands_nothing_up_twice_and_its_other_devices_know_the_old_names() {
    let drive = Flaky::new("chung");
    let (hoa, minh) = (Device::opened("h"), Device::joining("m"));
    let both = Roles { devices: true, sends: true, collects: false };
    hoa.freeze(&set());
    check_good(&hoa.sync(&drive, both));
    hoa.write(DOSSIER, "unit/name", json!("Đoàn phường An Hội"));
    check_good(&hoa.sync(&drive, both));
    let names = drive.memory.files().into_keys();
    let names: Vec<String> = names.filter(|path| path.starts_with("submissions")).collect();
    let [name] = &names[..] else { panic!("{names:?}") };
    assert!(name.contains("doan-phuong-an-cu"), "{name}");
    // Its dossier comes first: what was handed up of it is the unit's own on every device.
    check_good(&minh.sync(&drive, OWN));
    let own = |device: &Device| device.sent().len();
    assert_eq!((own(&minh), minh.received().len()), (1, 0));
    drive.memory.cost();
    check_good(&minh.sync(&drive, both));
    check_good(&hoa.sync(&drive, both));
    assert_eq!(drive.memory.cost().writes, 0, "nobody writes it again");
    // That of another unit with the same name is not for them.
    let other = Device::of_unit("x", "khac", "Đoàn phường An Cư");
    other.freeze(&set());
    check_good(&other.sync(&drive, UP));
    check_good(&minh.sync(&drive, OWN));
    assert_eq!((own(&minh), minh.received().len()), (1, 0));
}

#[test]
fn a_file_that_is_too_large_is_told_of_each_time_and_never_read() {
    let drive = Flaky::new("chung");
    let hoa = Device::opened("h");
    drive.memory.lay("packs/phim.mp4", &vec![0; 33 << 20]);
    let report = hoa.sync(&drive, OWN);
    check_good(&report);
    let code = |event: &SyncEvent| match &event.what {
        Happened::Refused(Some(problem)) => Some(problem.code),
        _ => None,
    };
    assert!(report.events.iter().any(|event| code(event) == Some(Code::TooLarge)), "{report:?}");
    assert_eq!(drive.memory.cost().reads, 0);
    let again = hoa.sync(&drive, OWN);
    assert!(again.events.iter().any(|event| code(event) == Some(Code::TooLarge)), "{again:?}");
    assert_eq!(drive.memory.cost().reads, 0);
}

#[test]
fn earlier_submissions_of_a_renamed_unit_are_taken_in_whatever_their_names() {
    let drive = Flaky::new("cap-tren");
    let (unit, upper) = (Device::opened("h"), Device::new("t"));
    for name in ["Đoàn phường Yên Hội", "Đoàn phường An Cư"] {
        unit.write(DOSSIER, "unit/name", json!(name));
        unit.freeze(&set());
        check_good(&unit.sync(&drive, UP));
    }
    check_good(&upper.sync(&drive, DOWN));
    assert_eq!(upper.received().len(), 2);
}
