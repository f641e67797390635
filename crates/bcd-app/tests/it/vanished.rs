//! What somebody took away from a drive, or set back, is there again: files, receipts, photos.

use crate::support::{DOWN, Device, Flaky, OWN, UP, check_good, set};
use bcd_core::{id::FileHash, sync::Roles};
use bcd_sync::report::{Happened, SyncEvent};
use std::collections::BTreeMap;

#[test]
fn a_photo_that_somebody_took_away_is_told_of_and_in_time_sent_again() {
    let drive = Flaky::new("chung");
    let (hoa, minh) = (Device::opened("h"), Device::joining("m"));
    let photos: Vec<FileHash> =
        (0..5).map(|n| hoa.photo(&format!("e{n}"), &[n + 1; 500])).collect();
    hoa.sync(&drive, OWN);
    let all = drive.memory.files();
    for hash in &photos {
        drive.memory.take_away(&format!("files/{}/{}", &hash.0[..2], hash.0));
        let report = minh.sync(&drive, OWN);
        let missing = |event: &SyncEvent| matches!(event.what, Happened::Missing(1));
        assert!(minh.files().contains_key(hash) || report.events.iter().any(missing));
        // Each sync looks for one, the next one each time.
        for _ in 0..photos.len() {
            drive.memory.cost();
            check_good(&hoa.sync(&drive, OWN));
        }
        assert_eq!(drive.memory.cost().finds, 2, "the word and a photo, once all are there");
        let there = drive.memory.files();
        assert!(all.keys().all(|path| there.contains_key(path)));
    }
    check_good(&minh.sync(&drive, OWN));
    assert_eq!(minh.files().len(), photos.len());
}

#[test]
fn an_emptied_drive_is_filled_again_with_submissions_receipts_and_photos() {
    let drive = Flaky::new("cap-tren");
    let (hoa, minh, upper) = (Device::opened("h"), Device::joining("m"), Device::new("t"));
    let both = Roles { devices: true, sends: true, collects: false };
    hoa.photo("e", include_bytes!("../../../../public/icons/icon-192.png"));
    hoa.freeze(&set());
    for _ in 0..2 {
        check_good(&hoa.sync(&drive, both));
        check_good(&minh.sync(&drive, both));
        check_good(&upper.sync(&drive, DOWN));
    }
    let all = drive.memory.files();
    let names = |drive: &Flaky| drive.memory.files().into_keys().collect::<Vec<_>>();
    let take = |drive: &Flaky, start: &str| {
        for path in all.keys().filter(|path| path.starts_with(start)) {
            drive.memory.take_away(path);
        }
    };
    // The one who handed up may be gone by then.
    for (start, device) in [("", &hoa), ("submissions", &minh), ("", &minh), ("files", &hoa)] {
        take(&drive, start);
        for _ in 0..2 {
            check_good(&device.sync(&drive, both));
            check_good(&upper.sync(&drive, DOWN));
        }
        let there = names(&drive);
        for kind in ["submissions/", "reviews/", "files/"] {
            let of = |names: &[String]| names.iter().filter(|p| p.starts_with(kind)).count();
            assert_eq!(of(&there), 1, "{start:?} {kind}: {there:?}");
        }
    }
}

#[test]
fn a_unit_that_only_hands_up_sends_its_photos_again_with_what_vanished() {
    let drive = Flaky::new("cap-tren");
    let unit = Device::opened("h");
    unit.photo("e", include_bytes!("../../../../public/icons/icon-192.png"));
    unit.freeze(&set());
    check_good(&unit.sync(&drive, UP));
    let all = drive.memory.files();
    assert_eq!(all.len(), 2);
    all.keys().for_each(|path| drive.memory.take_away(path));
    check_good(&unit.sync(&drive, UP));
    assert_eq!(drive.memory.files(), all);
}

#[test]
fn a_drive_that_was_set_back_has_its_photos_again() {
    let drive = Flaky::new("chung");
    let hoa = Device::opened("h");
    check_good(&hoa.sync(&drive, OWN));
    let before = drive.memory.files();
    hoa.photo("e", &[7; 500]);
    check_good(&hoa.sync(&drive, OWN));
    let now = drive.memory.files();
    now.keys().for_each(|path| drive.memory.take_away(path));
    before.iter().for_each(|(path, bytes)| drive.memory.lay(path, bytes));
    check_good(&hoa.sync(&drive, OWN));
    // The device file is written anew, under its name.
    let names = |files: BTreeMap<String, Vec<u8>>| files.into_keys().collect::<Vec<_>>();
    assert_eq!(names(drive.memory.files()), names(now));
}

#[test]
fn a_file_that_was_laid_anew_costs_one_look_and_is_not_written_again() {
    let drive = Flaky::new("chung");
    let (hoa, minh) = (Device::opened("h"), Device::joining("m"));
    let both = Roles { devices: true, sends: true, collects: false };
    hoa.photo("e", include_bytes!("../../../../public/icons/icon-192.png"));
    hoa.freeze(&set());
    for _ in 0..2 {
        check_good(&hoa.sync(&drive, both));
        check_good(&minh.sync(&drive, both));
    }
    // Copied, restored, touched: the same files in other revisions.
    for (path, bytes) in drive.memory.files() {
        drive.memory.lay(&path, &bytes);
    }
    drive.memory.cost();
    for _ in 0..2 {
        check_good(&hoa.sync(&drive, both));
        check_good(&minh.sync(&drive, both));
    }
    assert_eq!(drive.memory.cost().writes, 0);
    for device in [&hoa, &minh] {
        check_good(&device.sync(&drive, both));
        let cost = drive.memory.cost();
        assert_eq!((cost.reads, cost.finds), (0, 2), "the word and a photo");
    }
    // Nor where this device does not remember it.
    hoa.look_again(&drive);
    minh.forget_drives();
    check_good(&hoa.sync(&drive, both));
    check_good(&minh.sync(&drive, both));
    assert_eq!(drive.memory.cost().writes, 0);
}

#[test]
fn a_submission_under_a_name_of_somebody_s_own_is_read_when_it_changes() {
    let drive = Flaky::new("cap-tren");
    let (unit, upper) = (Device::opened("h"), Device::new("t"));
    for number in 1..=2 {
        let file = unit.document(&unit.freeze(&set()).digest);
        for name in ["bao-cao.json", "BCD_doan-an-cu_2026_ban-gui-1.json"] {
            drive.memory.lay(&format!("submissions/2026/{name}"), &file);
        }
        check_good(&upper.sync(&drive, DOWN));
        assert_eq!(upper.received().len(), number);
    }
}

#[test]
fn a_drive_that_can_only_be_read_is_not_said_to_have_what_was_never_written() {
    let mut drive = Flaky::new("chung");
    let hoa = Device::opened("h");
    drive.abilities.write = false;
    let report = hoa.sync(&drive, OWN);
    assert!(!report.is_in_step());
    assert_eq!(report.events.last().map(|event| &event.what), Some(&Happened::ReadOnly));
    // A unit that handed nothing up has nothing to write there.
    assert!(hoa.sync(&drive, UP).is_in_step());
    // An upper level has its receipts.
    let (unit, upper) = (Device::opened("u"), Device::new("t"));
    unit.freeze(&set());
    drive.abilities.write = true;
    check_good(&unit.sync(&drive, UP));
    drive.abilities.write = false;
    let report = upper.sync(&drive, DOWN);
    assert!(report.events.iter().any(|event| event.what == Happened::Unanswered), "{report:?}");
    assert!(report.is_in_step(), "it chose a drive that it can only read");
    // What was written before, and says the same, does not wait.
    drive.abilities.write = true;
    check_good(&hoa.sync(&drive, OWN));
    drive.abilities.write = false;
    assert!(hoa.sync(&drive, OWN).is_in_step());
}

#[test]
fn looking_at_everything_again_writes_nothing_that_is_there() {
    let drive = Flaky::new("cap-tren");
    let (unit, upper) = (Device::opened("u"), Device::new("t"));
    unit.freeze(&set());
    for device in [&unit, &upper, &unit] {
        check_good(&device.sync(&drive, if device.id == unit.id { UP } else { DOWN }));
    }
    drive.memory.cost();
    unit.look_again(&drive);
    upper.look_again(&drive);
    check_good(&upper.sync(&drive, DOWN));
    check_good(&unit.sync(&drive, UP));
    assert_eq!(drive.memory.cost().writes, 0);
}

#[test]
fn what_a_sync_program_left_half_done_is_not_taken_for_a_submission() {
    let drive = Flaky::new("cap-tren");
    let unit = Device::opened("u");
    unit.freeze(&set());
    check_good(&unit.sync(&drive, UP));
    let path = drive.memory.files().into_keys().next().unwrap();
    let left = [".tmp", ".part", ".crdownload"].map(|end| format!("{path}{end}"));
    for path in &left {
        drive.memory.lay(path, b"half");
    }
    drive.memory.take_away(&path);
    unit.forget_drives();
    let both = Roles { devices: true, sends: true, collects: false };
    check_good(&unit.sync(&drive, both));
    let files = drive.memory.files();
    assert!(files.contains_key(&path));
    assert!(left.iter().all(|path| files[path] == b"half"));
}
