//! Nobody can speak for another device of the unit, or use up its numbers.

use crate::{
    consent::asked,
    signing::{both, judge, judge_key},
    support::{
        Device, Flaky, OWN, check_good,
        device::{DOSSIER, UNIT},
        forged, settle, small_set,
    },
};
use bcd_app::{
    exchange::receiving::ReceiveOutcome, lists::SentLine, merging::KnownDevice, rows, store::Op,
    store::tables,
};
use bcd_core::{
    format::problem::Code,
    id::UnitId,
    intake::Arrival,
    signer::{Introduction, Pin, Role},
};
use bcd_sync::report::Happened;
use serde_json::{Value, json};

#[test]
fn a_submission_that_no_device_of_the_unit_signed_never_becomes_its_own() {
    let drive = Flaky::new("chung");
    let [hoa, minh] = both(&drive);
    let first = hoa.freeze(&small_set());
    let file = hoa.document(&first.digest);
    // In the unit's name and with its ids, far ahead in its numbers: signed by somebody, and by nobody.
    let thief = Device::opened("x");
    thief.freeze(&small_set());
    let theirs = thief.document(&thief.sent()[0].digest);
    let ahead = forged(&file, |said| {
        said["seq"] = 9_999.into();
        said["parent"] = first.digest.as_str().into();
    });
    for file in [&theirs, &ahead] {
        let outcome = hoa.take_by_hand(file);
        assert!(matches!(outcome, ReceiveOutcome::Submission(_, Arrival::Apart)));
    }
    assert_eq!(hoa.sent().len(), 1);
    let second = hoa.freeze(&small_set());
    assert_eq!((second.seq, &second), (2, hoa.sent().last().unwrap()));
    // What the unit's other device signed does, as soon as that device is known.
    settle(&[hoa.clone(), minh.clone()], &drive, OWN);
    let third = minh.freeze(&small_set());
    assert_eq!(third.seq, 3);
    let outcome = hoa.take_by_hand(&minh.document(&third.digest));
    assert!(matches!(outcome, ReceiveOutcome::Own(_)));
    // A person who says that the other one is the unit's, too, makes it so; but not far ahead.
    let received = hoa.received();
    let of = |seq: u32| received.iter().find(|it| it.seq == seq).unwrap().clone();
    judge(&hoa, &of(1), Pin::Compared);
    assert!(hoa.sent().iter().any(|it| it.digest == of(1).digest));
    let tab = hoa.tab();
    tab.run(tab.services().receiving.settle(&of(9_999))).unwrap();
    assert_eq!(hoa.freeze(&small_set()).seq, 4, "nobody uses up the unit's numbers");
}

#[test]
fn submissions_of_a_device_that_is_let_in_later_become_the_units_own() {
    let drive = Flaky::new("chung");
    let (hoa, minh) = (Device::opened("h"), Device::opened("m"));
    hoa.sync(&drive, OWN);
    let sent = minh.freeze(&small_set());
    check_good(&minh.try_sync_only(&drive, OWN).unwrap());
    let report = hoa.try_sync_only(&drive, OWN).unwrap();
    assert_eq!((hoa.sent().len(), hoa.received().len()), (0, 1));
    let digests: Vec<String> = asked(&report).into_iter().map(|asking| asking.digest).collect();
    hoa.approve(&digests);
    check_good(&hoa.try_sync_only(&drive, OWN).unwrap());
    assert_eq!(hoa.sent().into_iter().map(|it| it.digest).collect::<Vec<_>>(), [sent.digest]);
    assert_eq!(hoa.received(), []);
}

#[test]
fn a_backup_that_jumps_in_the_units_numbers_leaves_them_alone() {
    let (hoa, phone) = (Device::opened("h"), Device::opened("p"));
    hoa.freeze(&small_set());
    let backup = hoa.backup();
    let row = hoa.sent().pop().unwrap();
    // A backup that somebody made: its submission says to be the 900th, after one that is not there.
    let document = forged(&hoa.document(&row.digest), |said| {
        said["seq"] = 900.into();
        said["parent"] = format!("sha256:{}", "a".repeat(64)).into();
    });
    let made = Device::opened("h");
    let digest = serde_json::from_slice::<Value>(&document).unwrap()["digest"].clone();
    let digest = digest.as_str().unwrap().to_owned();
    let line = SentLine { seq: 900, digest: digest.clone(), ..row };
    made.browser.shelf.lay(tables::SENT, &line.key(&DOSSIER.into()), &rows::write(&line));
    let op = Op::bytes(tables::DOCUMENTS, digest, document.as_slice().into());
    made.browser.shelf.memory.write(vec![op]);
    let jumping = made.backup();
    for (file, own) in [(jumping, 0), (backup, 1)] {
        phone.restore_compared(&file);
        assert_eq!(phone.sent().len(), own);
    }
    assert_eq!(phone.received().len(), 1, "it is there for a person to decide");
    assert_eq!(phone.freeze(&small_set()).seq, 2);
}

#[test]
fn a_device_file_in_the_name_of_a_known_device_is_asked_about_and_said_not_to_match() {
    let drive = Flaky::new("chung");
    let [hoa, minh] = both(&drive);
    // Somebody who can write to the folder takes Minh's id and writes in his place.
    let thief = Device::opened("x");
    thief.browser.shelf.lay(tables::META, "device", minh.id.as_str());
    thief.restart();
    thief.write(DOSSIER, "answer/1.1.1/note", json!("giả"));
    let file = thief.file_by_hand();
    let path =
        drive.memory.files().into_keys().find(|path| path.contains(minh.id.as_str())).unwrap();
    drive.memory.lay(&path, &file);
    let before = hoa.state();
    let report = hoa.try_sync_only(&drive, OWN).unwrap();
    let [asking] = &asked(&report)[..] else { panic!("{report:?}") };
    assert!(!asking.known && asking.mismatch);
    assert_eq!(hoa.state(), before);
}

#[test]
fn a_device_that_takes_another_id_is_known_by_its_key() {
    let drive = Flaky::new("chung");
    let [hoa, minh] = both(&drive);
    minh.browser.shelf.lay(tables::META, "device", "m-1111-1111");
    minh.restart();
    minh.write(DOSSIER, "answer/1.1.1/note", json!("dưới tên khác"));
    check_good(&minh.try_sync_only(&drive, OWN).unwrap());
    assert_eq!(asked(&hoa.try_sync_only(&drive, OWN).unwrap()), []);
    assert_eq!(hoa.value("answer/1.1.1/note"), json!("dưới tên khác"));
}

#[test]
fn a_device_that_was_let_in_is_kept_with_its_key() {
    let drive = Flaky::new("chung");
    let [hoa, minh] = both(&drive);
    for (device, other) in [(&hoa, &minh), (&minh, &hoa)] {
        let own = other.tab().run(other.tab().services().signers.own()).unwrap();
        let known: Vec<KnownDevice> = device.rows(tables::DEVICES);
        assert_eq!(known.into_iter().map(|it| it.key).collect::<Vec<_>>(), [own]);
    }
}

#[test]
fn a_phone_that_was_lost_is_no_device_of_the_unit_any_more() {
    let drive = Flaky::new("chung");
    let [hoa, minh] = both(&drive);
    let key = minh.tab().run(minh.tab().services().signers.own()).unwrap().unwrap();
    judge_key(&hoa, Role::Unit, &UnitId::from(UNIT), &key, Pin::Rejected);
    minh.write(DOSSIER, "answer/1.1.1/note", json!("người nhặt được máy"));
    minh.freeze(&small_set());
    check_good(&minh.try_sync_only(&drive, OWN).unwrap());
    let report = hoa.try_sync_only(&drive, OWN).unwrap();
    assert_eq!(asked(&report).len(), 1, "{report:?}");
    assert_eq!((hoa.value("answer/1.1.1/note"), hoa.sent().len()), (Value::Null, 0));
}

#[test]
fn who_was_in_the_folder_when_somebody_joined_is_vouched_for_to_nobody() {
    let drive = Flaky::new("chung");
    let (hoa, thief) = (Device::opened("h"), Device::opened("x"));
    hoa.write(DOSSIER, "answer/1.1.1/note", json!("của Hoa"));
    hoa.sync(&drive, OWN);
    thief.write(DOSSIER, "answer/1.1.2/note", json!("của người lạ"));
    check_good(&thief.try_sync_only(&drive, OWN).unwrap());
    let minh = Device::joining("m");
    minh.sync(&drive, OWN);
    minh.write(DOSSIER, "answer/1.2.1/note", json!("của Minh"));
    minh.sync(&drive, OWN);
    // Hoa lets Minh in, and not the stranger.
    let report = hoa.try_sync_only(&drive, OWN).unwrap();
    let of_minh = asked(&report).into_iter().filter(|asking| asking.device == minh.id);
    hoa.approve(&of_minh.map(|asking| asking.digest).collect::<Vec<_>>());
    hoa.try_sync_only(&drive, OWN).unwrap();
    for device in [&minh, &thief, &hoa] {
        device.try_sync_only(&drive, OWN).unwrap();
    }
    let introductions = |device: &Device| device.rows::<Introduction>(tables::INTRODUCTIONS);
    let stranger = thief.tab().run(thief.tab().services().signers.own()).unwrap().unwrap();
    for device in [&hoa, &minh] {
        assert!(introductions(device).iter().all(|it| it.key != stranger));
    }
    assert_eq!(introductions(&hoa).len(), 1, "Hoa introduced Minh");
}

#[test]
fn nobody_keeps_a_device_from_writing_by_laying_files_in_its_place() {
    let drive = Flaky::new("chung");
    let [hoa, minh] = both(&drive);
    let thief = Device::opened("x");
    thief.browser.shelf.lay(tables::META, "device", minh.id.as_str());
    thief.restart();
    for turn in 0..3 {
        thief.write(DOSSIER, "answer/1.1.1/note", json!(format!("giả {turn}")));
        let path = drive.memory.files().into_keys().find(|path| path.contains(minh.id.as_str()));
        drive.memory.lay(&path.unwrap(), &thief.file_by_hand());
        let text = json!(format!("của Minh {turn}"));
        minh.write(DOSSIER, "answer/1.2.1/note", text.clone());
        let report = minh.try_sync_only(&drive, OWN).unwrap();
        check_good(&report);
        let said = report.events.iter().find_map(|event| match &event.what {
            Happened::Refused(problem) => problem.clone(),
            _ => None,
        });
        assert_eq!(said.map(|problem| problem.code), Some(Code::AnothersName));
        assert_eq!(asked(&hoa.try_sync_only(&drive, OWN).unwrap()), []);
        assert_eq!(hoa.value("answer/1.2.1/note"), text);
    }
    for device in [&hoa, &minh] {
        assert_eq!(device.value("answer/1.1.1/note"), Value::Null);
    }
}

#[test]
fn a_backup_that_lacks_one_of_the_units_submissions_still_keeps_the_numbers_after_it() {
    let (hoa, phone) = (Device::opened("h"), Device::new("p"));
    hoa.freeze(&small_set());
    let second = hoa.freeze(&small_set());
    let first = hoa.sent().remove(0);
    // Its document cannot be read any more, so the backup is made without it.
    hoa.browser.shelf.memory.write(vec![Op::Delete(tables::DOCUMENTS, first.digest)]);
    phone.restore(&hoa.backup());
    assert_eq!(phone.sent(), [second]);
    assert_eq!(phone.freeze(&small_set()).seq, 3);
}
