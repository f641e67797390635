//! Drives that are sealed with a passphrase: from the beginning, later, by one device before the
//! others, and by somebody whose word is not to be seen.

use crate::support::{
    DOWN, Device, Flaky, OWN, UP, When, check_good,
    device::{DOSSIER, UNIT},
    set, settle,
};
use bcd_core::sync::{Roles, layout};
use bcd_seal::key::DriveKey;
use bcd_sync::{drive::DriveFault, local::Trouble};
use serde_json::json;

const PASSPHRASE: &str = "bốn từ không liên quan";

fn seal(device: &Device) {
    device.passphrase.replace(Some(PASSPHRASE.to_owned()));
}

/// Everything on a drive is sealed with its key, for the place where it lies.
#[track_caller]
fn check_all_open(drive: &Flaky) {
    let mut files = drive.memory.files();
    let word = files.remove(layout::WORD).unwrap();
    let key = DriveKey::of_word(&word, PASSPHRASE).unwrap();
    for (path, bytes) in files {
        assert_eq!(key.open(&bytes).map(|(said, _)| said), Ok(path));
    }
}

#[test]
fn a_drive_that_is_sealed_later_ends_without_anything_in_the_open() {
    let drive = Flaky::new("chung");
    let (hoa, minh) = (Device::opened("hoa"), Device::joining("minh"));
    let both = Roles { devices: true, sends: true, collects: false };
    hoa.freeze(&set());
    hoa.photo("h", &[1; 900]);
    minh.sync(&drive, OWN);
    settle(&[hoa.clone(), minh.clone()], &drive, both);
    minh.photo("m", &[2; 900]);
    // Sent, and then deleted: nothing names it any more.
    hoa.photo("x", &[3; 900]);
    settle(&[hoa.clone(), minh.clone()], &drive, both);
    hoa.write(DOSSIER, "evidence/x/deleted", json!(true));

    seal(&hoa);
    check_good(&hoa.sync(&drive, both));
    let open = |drive: &Flaky| -> Vec<String> {
        drive.memory.files().into_keys().filter(|path| !path.ends_with(".age")).collect()
    };
    assert!(open(&drive).iter().all(|path| !path.contains("_hoa-") && !path.starts_with("subm")));
    assert!(!open(&drive).is_empty(), "what Minh wrote is Minh's");

    // The other device is asked for the passphrase before it writes another letter in the open.
    minh.write(DOSSIER, "answer/1.2.1/private_note", json!("không ai được đọc"));
    let before = drive.memory.files();
    let report = minh.sync(&drive, both);
    assert_eq!(report.trouble, Some(Trouble::NoPassphrase));
    assert_eq!(drive.memory.files(), before);

    seal(&minh);
    settle(&[minh.clone(), hoa.clone()], &drive, both);
    assert_eq!(open(&drive), Vec::<String>::new());
    assert_eq!(hoa.value("answer/1.2.1/private_note"), json!("không ai được đọc"));
    check_all_open(&drive);
    // Whoever joins later finds everything.
    let new = Device::joining("x");
    seal(&new);
    check_good(&new.sync(&drive, OWN));
    assert_eq!(new.state(), hoa.state());
    assert_eq!(new.files().len(), 2);
}

#[test]
fn sealing_a_drive_can_go_wrong_at_any_request_and_ends_all_the_same() {
    let both = Roles { devices: true, sends: true, collects: false };
    for fault in [When::KilledAfter, When::Half, When::Refused(DriveFault::Locked)] {
        for at in 0..60 {
            let drive = Flaky::new("chung");
            let hoa = Device::opened("hoa");
            let photo = hoa.photo("h", include_bytes!("../../../../public/icons/icon-192.png"));
            hoa.freeze(&set());
            check_good(&hoa.sync(&drive, both));
            seal(&hoa);
            drive.fail(at, fault.clone());
            hoa.sync(&drive, both);
            let there = |name: &str| drive.memory.files().keys().any(|path| path.contains(name));
            for kept in ["_hoa-", "_0001_", photo.0.as_str()] {
                assert!(there(kept), "{fault:?} at {at}: neither the one nor the other");
            }
            let hit = drive.heal();
            // The person may want everything looked at again in between.
            if at % 2 == 0 {
                hoa.look_again(&drive);
            }
            check_good(&hoa.sync(&drive, both));
            let open = drive.memory.files().into_keys().filter(|path| !path.ends_with(".age"));
            assert_eq!(open.collect::<Vec<_>>(), Vec::<String>::new(), "{fault:?} at {at}");
            check_all_open(&drive);
            if !hit {
                assert!(at > 10, "a sync has more requests");
                break;
            }
        }
    }
}

#[test]
fn what_a_sync_program_touched_before_the_sealing_goes_all_the_same() {
    let drive = Flaky::new("chung");
    let hoa = Device::opened("hoa");
    hoa.photo("h", &[1; 900]);
    hoa.photo("x", &[3; 900]);
    check_good(&hoa.sync(&drive, OWN));
    hoa.write(DOSSIER, "evidence/x/deleted", json!(true));
    let touch = |drive: &Flaky| {
        drive.memory.files().iter().for_each(|(path, bytes)| drive.memory.lay(path, bytes));
    };
    touch(&drive);
    check_good(&hoa.sync(&drive, OWN));
    touch(&drive);
    hoa.look_again(&drive);
    seal(&hoa);
    for _ in 0..2 {
        check_good(&hoa.sync(&drive, OWN));
    }
    assert!(drive.memory.files().keys().all(|path| path.ends_with(".age")));
}

#[test]
fn an_upper_level_takes_its_receipts_out_of_the_open_whoever_seals_first() {
    let drive = Flaky::new("cap-tren");
    let (unit, upper) = (Device::opened("h"), Device::new("t"));
    unit.freeze(&set());
    check_good(&unit.sync(&drive, UP));
    check_good(&upper.sync(&drive, DOWN));
    for device in [&unit, &upper] {
        seal(device);
        check_good(&device.sync(&drive, if device.id == unit.id { UP } else { DOWN }));
    }
    check_good(&upper.sync(&drive, DOWN));
    let names: Vec<String> = drive.memory.files().into_keys().collect();
    assert!(names.iter().all(|path| path.ends_with(".age")), "{names:?}");
    // And when all is taken away afterwards, all comes back.
    names.iter().filter(|path| *path != layout::WORD).for_each(|path| drive.memory.take_away(path));
    check_good(&upper.sync(&drive, DOWN));
    check_good(&unit.sync(&drive, UP));
    check_good(&upper.sync(&drive, DOWN));
    assert_eq!(drive.memory.files().into_keys().collect::<Vec<_>>(), names);
}

#[test]
fn who_has_no_passphrase_writes_nothing_wherever_the_sealed_files_lie() {
    let drive = Flaky::new("chung");
    let hoa = Device::opened("hoa");
    seal(&hoa);
    check_good(&hoa.sync(&drive, OWN));
    let before = drive.memory.files();
    // Neither lists the folder in which something sealed lies.
    let other = Device::of_unit("x", "khac", "Đoàn xã Tân Lộc");
    other.freeze(&set());
    for roles in [UP, OWN] {
        assert_eq!(other.sync(&drive, roles).trouble, Some(Trouble::NoPassphrase));
    }
    assert_eq!(drive.memory.files(), before);
}

#[test]
fn any_sealed_name_makes_a_drive_sealed_though_the_word_is_missing() {
    // Each of them is listed, or written to, by this device alone.
    for (roles, sealed) in [
        (OWN, "packs/tinh-doan_1_3f8ca0094a26109e.json.age"),
        (OWN, "units/7d1f6a52-0c1e-4f0b-9b39-5f0f6f7f0a01/gi-do.AGE"),
        (OWN, "submissions/2025/x.age"),
        (UP, "submissions/2026/x.age"),
        (UP, "reviews/7d1f6a52-0c1e-4f0b-9b39-5f0f6f7f0a01/x.json.age"),
        (DOWN, "submissions/2026/x.json.age"),
    ] {
        let drive = Flaky::new("chung");
        drive.memory.lay(sealed, b"age-encryption.org/v1\n");
        let device = Device::opened("hoa");
        device.write(DOSSIER, "answer/1.2.1/private_note", json!("không ai được đọc"));
        device.freeze(&set());
        let report = device.sync(&drive, roles);
        assert_eq!(report.trouble, Some(Trouble::NoPassphrase), "{sealed}");
        assert_eq!(drive.memory.files().len(), 1, "{sealed}");
    }
}

#[test]
fn a_photo_is_not_laid_open_beside_sealed_ones() {
    let drive = Flaky::new("chung");
    let hoa = Device::opened("hoa");
    let photo = hoa.photo("h", &[1; 900]);
    let beside = format!("files/{}/{}.age", &photo.0[..2], "0".repeat(64));
    drive.memory.lay(&beside, b"age-encryption.org/v1\n");
    assert_eq!(hoa.sync(&drive, OWN).trouble, Some(Trouble::NoPassphrase));
    assert_eq!(drive.memory.files().into_keys().collect::<Vec<_>>(), [beside]);
}

#[test]
fn a_drive_that_was_seen_sealed_is_never_written_in_the_open_though_it_is_emptied() {
    let drive = Flaky::new("chung");
    let (hoa, minh) = (Device::opened("hoa"), Device::joining("minh"));
    seal(&hoa);
    check_good(&hoa.sync(&drive, OWN));
    assert_eq!(minh.sync(&drive, OWN).trouble, Some(Trouble::NoPassphrase));
    minh.begin(UNIT, "Đoàn phường An Cư", "2026");
    for path in drive.memory.files().into_keys() {
        drive.memory.take_away(&path);
    }
    for _ in 0..2 {
        assert_eq!(minh.sync(&drive, OWN).trouble, Some(Trouble::NoPassphrase));
        assert!(drive.memory.files().is_empty());
        minh.restart();
    }
    // Nor on one whose listings show nothing, or the half.
    let drive = Flaky::new("nua");
    let hoa = Device::opened("h");
    check_good(&hoa.sync(&drive, OWN));
    seal(&hoa);
    check_good(&hoa.sync(&drive, OWN));
    for when in [When::Empty, When::Gaps] {
        for at in 0..8 {
            hoa.write(DOSSIER, "answer/1.2.1/private_note", json!(format!("{when:?} {at}")));
            drive.fail(at, when.clone());
            hoa.sync(&drive, OWN);
            drive.heal();
            assert!(drive.memory.files().keys().all(|path| path.ends_with(".age")), "{when:?}");
        }
    }
}

#[test]
fn a_sealed_submission_that_was_cut_is_sent_again() {
    let drive = Flaky::new("cap-tren");
    let unit = Device::opened("h");
    seal(&unit);
    unit.freeze(&set());
    check_good(&unit.sync(&drive, UP));
    let is_it = |path: &String| path.starts_with(layout::SUBMISSIONS);
    let path = drive.memory.files().into_keys().find(is_it).unwrap();
    let whole = drive.memory.files()[&path].clone();
    // As a killed tab leaves it: nothing of it is known here.
    for bytes in [&b""[..], &whole[..whole.len() / 2]] {
        drive.memory.lay(&path, bytes);
        unit.forget_drives();
        check_good(&unit.sync(&drive, UP));
        check_all_open(&drive);
    }
    // And what is whole is not sent twice.
    unit.forget_drives();
    drive.memory.cost();
    check_good(&unit.sync(&drive, UP));
    assert_eq!(drive.memory.cost().writes, 0);
}
