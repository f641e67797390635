//! Everything that can go wrong, one by one: after each, nothing is lost on either side, what is
//! said is true, and the next sync without the fault ends in agreement.

use crate::support::{Device, Flaky, OWN, When, check_good, device::DOSSIER, settle};
use bcd_app::store::{Op, tables};
use bcd_core::format::problem::Code;
use bcd_sync::{
    drive::{Abilities, DriveFault},
    local::Trouble,
    report::{Happened, Report, SyncEvent},
};
use serde_json::{Value, json};

// Both have written, each with a photo; the drive knows an earlier state of both.
fn before() -> (Device, Device, Flaky) {
    let drive = Flaky::new("chung");
    let (hoa, minh) = (Device::opened("hoa"), Device::joining("minh"));
    settle(&[hoa.clone(), minh.clone()], &drive, OWN);
    // Hoa has let Minh in.
    minh.write(DOSSIER, "answer/1.4.1/note", json!("Minh có mặt"));
    settle(&[hoa.clone(), minh.clone()], &drive, OWN);
    hoa.write(DOSSIER, "answer/1.1.1/note", json!("Hoa"));
    hoa.photo("h", &[1; 900]);
    minh.write(DOSSIER, "answer/1.2.1/note", json!("Minh"));
    minh.write(DOSSIER, "answer/1.1.1/note", json!("Minh cũng viết"));
    minh.photo("m", &[2; 900]);
    minh.sync(&drive, OWN);
    (hoa, minh, drive)
}

// Whatever happened: in the end both have everything.
#[track_caller]
fn check_agreement(hoa: &Device, minh: &Device, drive: &Flaky) {
    drive.heal();
    settle(&[hoa.clone(), minh.clone()], drive, OWN);
    assert_eq!(hoa.state(), minh.state());
    assert_eq!(hoa.value("answer/1.2.1/note"), json!("Minh"));
    let [conflict] = &hoa.conflicts()[..] else { panic!("{:?}", hoa.conflicts()) };
    let both = [conflict.standing.v.clone(), conflict.others[0].v.clone()];
    assert!(both.contains(&json!("Hoa")) && both.contains(&json!("Minh cũng viết")));
    for device in [hoa, minh] {
        assert_eq!(device.files().len(), 2, "both photos");
    }
}

// Each request of a sync in turn goes wrong in this way.
fn check_each_request(when: &When, said: impl Fn(&Report) -> bool) {
    let mut hit = 0;
    for at in 0..40 {
        let (hoa, minh, drive) = before();
        drive.fail(at, when.clone());
        let own = hoa.state();
        let report = hoa.sync(&drive, OWN);
        if !drive.heal() {
            assert!(at > 4, "a sync has more requests");
            break;
        }
        hit += 1;
        for (path, entry) in &own.fields {
            let now = hoa.state();
            let lost = now.lost.get(path).into_iter().flatten();
            let mut kept = now.fields.get(path).into_iter().chain(lost);
            assert!(kept.any(|there| there.v == entry.v), "{when:?} at {at}: {path}");
        }
        assert!(said(&report), "{when:?} at {at}: {report:?}");
        check_agreement(&hoa, &minh, &drive);
    }
    assert!(hit > 4, "{when:?}");
}

#[test]
fn every_refusal_at_every_request() {
    let of_drive = [
        DriveFault::Offline,
        DriveFault::OfflineOrCors,
        DriveFault::Timeout,
        DriveFault::Unauthorised,
        DriveFault::NotADrive,
        DriveFault::Busy(Some(30)),
        DriveFault::Full,
        DriveFault::NeedsTap,
        DriveFault::NeedsReload,
        DriveFault::Gone,
    ];
    for fault in of_drive {
        check_each_request(&When::Refused(fault.clone()), |report| {
            report.fault == Some(fault.clone())
        });
    }
    let of_file = [
        DriveFault::Forbidden,
        DriveFault::Changed,
        DriveFault::Locked,
        DriveFault::TooLarge,
        DriveFault::Server(500),
        DriveFault::Server(502),
    ];
    for fault in of_file {
        check_each_request(&When::Refused(fault.clone()), |report| {
            // "Something else is there" is looked into at once, and may be mended by that. Without
            // knowing whether the drive is sealed, nothing is written.
            fault == DriveFault::Changed
                || report.fault == Some(fault.clone())
                || report.events.iter().any(|event| event.what == Happened::Failed(fault.clone()))
        });
    }
    // Nothing there, where something was listed, is no fault: somebody took it away.
    check_each_request(&When::Refused(DriveFault::NotFound), |report| report.fault.is_none());
}

#[test]
fn an_answer_that_is_lost_after_the_deed() {
    check_each_request(&When::AnswerLost, |report| report.fault == Some(DriveFault::Timeout));
}

#[test]
fn a_tab_killed_before_or_after_each_request() {
    // Nobody is there to say anything.
    check_each_request(&When::KilledBefore, |_| true);
    check_each_request(&When::KilledAfter, |_| true);
}

#[test]
fn a_connection_cut_in_the_middle_of_a_file() {
    check_each_request(&When::Half, |_| true);
}

#[test]
fn a_listing_that_comes_back_empty_or_half() {
    check_each_request(&When::Empty, |_| true);
    check_each_request(&When::Gaps, |_| true);
}

#[test]
fn a_server_that_ignores_conditions() {
    let (hoa, minh, mut drive) = before();
    drive.abilities = Abilities { conditional: false, ..drive.abilities };
    check_agreement(&hoa, &minh, &drive);
}

#[test]
fn a_read_only_drive_is_read_and_not_written() {
    let (hoa, minh, drive) = before();
    let mut read_only = drive.clone();
    read_only.abilities = Abilities { write: false, ..drive.abilities };
    let report = hoa.sync(&read_only, OWN);
    check_good(&report);
    assert_eq!((report.written_count(), hoa.value("answer/1.2.1/note")), (0, json!("Minh")));
    check_agreement(&hoa, &minh, &drive);
}

#[test]
fn bad_files_among_good_ones_are_named_and_passed_over() {
    let (hoa, minh, drive) = before();
    let place = |path: &String| path.contains("_minh-");
    let place = drive.memory.files().into_keys().find(place).unwrap();
    let good = drive.memory.files()[&place].clone();
    let folder = "units/7d1f6a52-0c1e-4f0b-9b39-5f0f6f7f0a01";
    let mut flipped = good.clone();
    flipped[good.len() / 2] ^= 4;
    let mut newer: Value = serde_json::from_slice(&good).unwrap();
    newer["version"] = 2.into();
    let newer = serde_json::to_vec(&newer).unwrap();
    let bad: [(&str, &[u8], Code); 5] = [
        ("cat.json", &good[..good.len() / 2], Code::Truncated),
        ("lat-bit.json", &flipped, Code::WrongDigest),
        ("moi-hon.json", &newer, Code::NewerVersion),
        ("la.json", b"{\"hello\":1}", Code::Foreign),
        ("anh.jpg", &[0xff, 0xd8, 0xff, 0xe0], Code::NotText),
    ];
    for (name, bytes, _) in bad {
        drive.memory.lay(&format!("{folder}/{name}"), bytes);
    }
    let report = hoa.sync(&drive, OWN);
    check_good(&report);
    for (name, _, code) in bad {
        let path = format!("{folder}/{name}");
        let event = report.events.iter().find(|event| event.path == path).unwrap();
        match &event.what {
            // One flipped bit may hit anything.
            Happened::Refused(Some(problem)) if name == "lat-bit.json" => {
                assert_ne!(problem.code, Code::Foreign);
            }
            Happened::Refused(Some(problem)) => assert_eq!(problem.code, code, "{name}"),
            other => panic!("{name}: {other:?}"),
        }
    }
    // Read once, and said each time with the same words, until they change or go.
    drive.memory.cost();
    let again = hoa.sync(&drive, OWN);
    let said = |report: &Report| {
        let mut said: Vec<SyncEvent> = report.events.clone();
        said.retain(|event| matches!(event.what, Happened::Refused(_)));
        said.sort_by(|a, b| a.path.cmp(&b.path));
        said
    };
    assert_eq!(said(&again), said(&report));
    assert_eq!((again.refused_count(), again.is_in_step()), (bad.len(), true));
    assert_eq!(drive.memory.cost().reads, 0, "they are not read again");
    drive.memory.take_away(&format!("{folder}/la.json"));
    assert_eq!(hoa.sync(&drive, OWN).refused_count(), bad.len() - 1);
    check_agreement(&hoa, &minh, &drive);
}

#[test]
fn copies_that_sync_programs_make_are_harmless() {
    let (hoa, minh, drive) = before();
    for (path, bytes) in drive.memory.files() {
        for end in [
            " (1).json",
            " (conflicted copy 2026-11-25 093612).json",
            ".sync-conflict-20261125-093612-ABCDEF.json",
        ] {
            if path.ends_with(".json") {
                drive.memory.lay(&path.replace(".json", end), &bytes);
            }
        }
    }
    check_agreement(&hoa, &minh, &drive);
    let copies = drive.memory.files().keys().filter(|path| path.contains("conflict")).count();
    assert!(copies >= 2, "nobody deletes another's file");
}

#[test]
fn a_folder_that_is_emptied_or_moved_deletes_nothing_and_is_filled_again() {
    let (hoa, minh, drive) = before();
    settle(&[hoa.clone(), minh.clone()], &drive, OWN);
    let state = hoa.state();
    for path in drive.memory.files().into_keys() {
        drive.memory.take_away(&path);
    }
    let report = hoa.sync(&drive, OWN);
    check_good(&report);
    assert!(report.events.iter().any(|event| event.what == Happened::Vanished));
    assert_eq!(hoa.state(), state);
    check_agreement(&hoa, &minh, &drive);
    assert_eq!(drive.memory.files().keys().filter(|path| path.starts_with("files/")).count(), 2);
}

#[test]
fn storage_that_fills_up_while_receiving_keeps_what_there_was() {
    for room in 0..12 {
        let (hoa, minh, drive) = before();
        hoa.room().set(room);
        let own = hoa.value("answer/1.1.1/note");
        let report = hoa.sync(&drive, OWN);
        if report.trouble.is_none() {
            assert!(room > 2, "a sync writes more than that");
            break;
        }
        assert_eq!(report.trouble, Some(Trouble::Full));
        let conflicts = hoa.conflicts();
        let others = conflicts.iter().flat_map(|conflict| &conflict.others);
        assert!(hoa.value("answer/1.1.1/note") == own || others.clone().any(|e| e.v == own));
        hoa.room().set(usize::MAX);
        check_agreement(&hoa, &minh, &drive);
    }
}

#[test]
fn two_tabs_of_one_device_that_sync_at_once_agree() {
    let (hoa, minh, drive) = before();
    // The other tab has the same disk, but what it remembers of the drive is older.
    let memory = hoa.browser.shelf.memory.rows(tables::SEEN, "");
    check_good(&hoa.sync(&drive, OWN));
    hoa.forget_drives();
    let older = memory.into_iter().map(|(key, seen)| Op::Put(tables::SEEN, key, seen));
    hoa.browser.shelf.memory.write(older.collect());
    check_good(&hoa.sync(&drive, OWN));
    check_agreement(&hoa, &minh, &drive);
}

#[test]
fn two_browsers_with_one_id_lose_neither_ones_work() {
    let drive = Flaky::new("chung");
    let (one, two) = (Device::opened("may"), Device::joining("may"));
    settle(&[one.clone(), two.clone()], &drive, OWN);
    one.write(DOSSIER, "answer/1.1.1/note", json!("bản gốc"));
    two.write(DOSSIER, "answer/1.2.1/note", json!("bản chép của máy"));
    // Whoever meets news under its own id asks, and does not write over them meanwhile.
    one.sync(&drive, OWN);
    let report = two.try_sync_only(&drive, OWN).unwrap();
    assert!(
        matches!(&report.events[..], [SyncEvent { what: Happened::Held(_), .. }]),
        "{report:?}"
    );
    settle(&[one.clone(), two.clone()], &drive, OWN);
    assert_eq!(one.state(), two.state());
    assert_eq!(one.value("answer/1.2.1/note"), json!("bản chép của máy"));
    assert_eq!(two.value("answer/1.1.1/note"), json!("bản gốc"));
}
