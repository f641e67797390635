//! What somebody took away from a drive, or set back, is there again: files, receipts, photos.

use crate::support::{DOWN, Device, Flaky, OWN, UP, check_good, set};
use bcd_core::{id::FileHash, sync::Roles};
use bcd_sync::report::{Event, Happened};

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
        let missing = |event: &Event| matches!(event.what, Happened::Missing(1));
        assert!(minh.disk.borrow().files.contains_key(hash) || report.events.iter().any(missing));
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
    assert_eq!(minh.disk.borrow().files.len(), photos.len());
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
    assert_eq!(drive.memory.files(), now);
}
