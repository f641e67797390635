//! What somebody whom nobody knows lays on a drive or sends, in another's name: it stands beside what is
//! known, takes the place of nothing, and makes nothing of this browser leave it.

use crate::{
    consent::asked,
    signing::{judge_key, without_key},
    support::{
        Device, Flaky, OWN, UP,
        bench::Seal,
        check_good,
        desk::{ITEM, Officer, hands_up, said},
        device::{DOSSIER, UNIT},
        forged,
    },
};
use bcd_app::{
    exchange::{outbox::Audience, receiving::ReceiveOutcome},
    reviewing::ReviewFate,
    rows,
    store::tables,
    tools::Signer,
};
use bcd_core::{
    format::review::ReviewLine,
    id::UnitId,
    signer::{Introduction, Pin, Role, introduction, text},
    sync::{Roles, layout},
    upper::case::Verdict,
};
use bcd_sync::report::{Happened, Report};
use serde_json::{Value, json};

/// A unit that handed up, and the officer of its upper level, whose answer it has.
fn answered(drive: &Flaky) -> (Device, Officer, Vec<u8>) {
    let (unit, nam) = (Device::opened("h"), Officer::new("nam"));
    hands_up(&unit, drive, "0");
    nam.collects(drive);
    nam.opens();
    nam.says(Verdict::Ask, "Mờ").unwrap();
    let file = nam.file();
    unit.take_by_hand(&file);
    (unit, nam, file)
}

/// The same answer in which a stranger says that all is well, under a name that they chose.
fn whitewashed(file: &[u8], name: &str) -> Vec<u8> {
    forged(file, |said| {
        said["writer"]["name"] = name.into();
        let value = &mut said["body"]["fields"][format!("item/{ITEM}")];
        value["over"] = json!({ value["dev"].as_str().unwrap(): value["n"] });
        value["v"]["say"] = "agree".into();
        (value["n"], value["dev"]) = (json!(50), json!("x"));
    })
}

/// A review with visits that name these photos.
fn with_photos(file: &[u8], name: &str, photos: &[String]) -> Vec<u8> {
    forged(file, |said| {
        said["writer"]["name"] = name.into();
        for (n, some) in photos.chunks(50).enumerate() {
            said["body"]["fields"][format!("visit/x{n}")] = json!({
                "v": {"day": "2026-11-24", "photos": some}, "n": 60, "dev": "x",
                "at": "2026-11-24T08:00:00+07:00",
            });
        }
    })
}

/// Where a stranger lays a review for the unit.
fn place(name: &str) -> String {
    format!("{}/{name}.json", layout::reviews(&UnitId::from(UNIT)))
}

fn absent(many: usize) -> Vec<String> {
    (0..many).map(|n| format!("{n:064x}")).collect()
}

/// What the unit reads of those that it knows.
fn known(unit: &Device) -> Vec<Verdict> {
    let known = said(unit).into_iter().filter(|it| !it.apart);
    known.map(|it| it.case.items[ITEM].verdict.clone()).collect()
}

#[test]
fn who_calls_themself_by_the_upper_levels_key_gets_no_word_into_what_it_says() {
    let (unit, _, file) = answered(&Flaky::new("len"));
    let key = unit.rows::<ReviewLine>(tables::REVIEWS).remove(0).signer.key.unwrap();
    let theirs = whitewashed(&file, key.as_str());
    let ReceiveOutcome::Review(_, fate) = unit.take_by_hand(&theirs) else { panic!() };
    assert_eq!(fate, ReviewFate::Apart);
    // The upper level's own comes again, in the next sync.
    unit.take_by_hand(&file);
    assert_eq!(known(&unit), [Verdict::Ask]);
    // Nor by a backup, whose lines nobody signs.
    let whitewash: Value = serde_json::from_slice(&theirs).unwrap();
    let backup = forged(&unit.backup(), |said| {
        let rows = said["body"]["reviews"].as_array_mut().unwrap();
        rows.truncate(1);
        rows[0]["line"]["by"] = key.as_str().into();
        rows[0]["case"]["fields"] = whitewash["body"]["fields"].clone();
    });
    unit.restore(&backup);
    unit.take_by_hand(&file);
    assert_eq!(known(&unit), [Verdict::Ask]);
}

#[test]
fn who_calls_their_device_by_a_colleagues_key_does_not_take_its_place() {
    let drive = Flaky::new("chung");
    let [hoa, minh] = crate::signing::both(&drive);
    let key = minh.tab().run(minh.tab().services().signers.own()).unwrap().unwrap();
    let theirs = forged(&minh.file_by_hand(), |said| {
        said["writer"]["device"] = key.as_str().into();
        said["body"]["fields"]["answer/1.1.1/note"] = json!({
            "v": "giả", "n": 90, "dev": "x", "at": "2026-01-01T00:00:00+07:00",
        });
    });
    let outcome = hoa.take_by_hand(&theirs);
    assert!(matches!(outcome, ReceiveOutcome::Device(..)), "a person said yes");
    minh.write(DOSSIER, "answer/1.1.2/note", json!("Minh viết tiếp"));
    check_good(&minh.try_sync_only(&drive, OWN).unwrap());
    assert_eq!(asked(&hoa.try_sync_only(&drive, OWN).unwrap()), []);
    assert_eq!(hoa.value("answer/1.1.2/note"), json!("Minh viết tiếp"));
}

#[test]
fn a_device_that_signs_nothing_is_asked_about_each_time() {
    let drive = Flaky::new("chung");
    let (hoa, guest) = (Device::opened("h"), without_key("k"));
    guest.write(DOSSIER, "answer/1.1.1/note", json!("của khách"));
    hoa.sync(&drive, OWN);
    guest.try_sync_only(&drive, OWN).unwrap();
    hoa.sync(&drive, OWN);
    assert_eq!(hoa.value("answer/1.1.1/note"), json!("của khách"));
    // Whoever writes its id into a file is not it.
    let path = |files: Vec<String>| files.into_iter().find(|it| it.contains("k-0000")).unwrap();
    let path = path(drive.memory.files().into_keys().collect());
    let theirs = forged(&drive.memory.files()[&path], |said| {
        let value = &mut said["body"]["fields"]["answer/1.1.1/note"];
        value["v"] = json!("của người lạ");
        value["n"] = json!(90);
    });
    drive.memory.lay(&path, &theirs);
    assert_eq!(asked(&hoa.try_sync_only(&drive, OWN).unwrap()).len(), 1);
    assert_eq!(hoa.value("answer/1.1.1/note"), json!("của khách"));
}

#[test]
fn what_a_stranger_says_to_have_received_still_waits_for_the_upper_level() {
    let drive = Flaky::new("len");
    let (unit, _, file) = answered(&drive);
    hands_up(&unit, &drive, "4");
    let latest = unit.sent().pop().unwrap();
    let waiting = |unit: &Device| {
        let tab = unit.tab();
        tab.act(|| tab.services().outbox.waiting_for(Audience::Upper))
    };
    assert_eq!(waiting(&unit), 1);
    let theirs = forged(&file, |said| {
        said["seq"] = json!(latest.seq);
        said["body"]["submission"] = latest.digest.as_str().into();
        let received = format!("received/{}", latest.digest);
        said["body"]["fields"][received] = json!({
            "v": latest.seq, "n": 60, "dev": "x", "at": "2026-11-24T08:00:00+07:00",
        });
    });
    let ReceiveOutcome::Review(_, fate) = unit.take_by_hand(&theirs) else { panic!() };
    assert_eq!(fate, ReviewFate::Apart);
    assert_eq!(waiting(&unit), 1);
}

#[test]
fn a_photo_leaves_nothing_because_a_review_names_it() {
    let drive = Flaky::new("len");
    let (unit, _, file) = answered(&drive);
    let hash = unit.photo("e", include_bytes!("../../../../public/icons/icon-192.png"));
    unit.write(DOSSIER, "evidence/e/private", json!(true));
    drive.memory.lay(&place("la"), &with_photos(&file, "x", std::slice::from_ref(&hash.0)));
    let both = Roles { devices: false, sends: true, collects: true };
    for _ in 0..2 {
        check_good(&unit.sync(&drive, both));
    }
    let laid = drive.memory.files().into_keys().filter(|path| path.contains(hash.as_str()));
    assert_eq!(laid.collect::<Vec<_>>(), Vec::<String>::new());
}

fn missing(report: &Report) -> usize {
    let missing = report.events.iter().filter_map(|event| match event.what {
        Happened::Missing(n) => Some(n),
        _ => None,
    });
    missing.sum()
}

#[test]
fn photos_that_a_stranger_names_are_not_looked_for_and_of_the_upper_levels_so_many_at_last() {
    let drive = Flaky::new("len");
    let (unit, nam, file) = answered(&drive);
    drive.memory.lay(&place("la"), &with_photos(&file, "x", &absent(2_000)));
    let report = unit.sync(&drive, UP);
    check_good(&report);
    drive.memory.cost();
    assert_eq!(missing(&unit.sync(&drive, UP)), 0);
    assert!(drive.memory.cost().reads < 5);
    // The upper level itself, or whoever has its key, names as many.
    let tab = nam.device.tab();
    for (n, some) in absent(2_000).chunks(50).enumerate() {
        let photos = some.iter().map(|hash| hash.as_str().into()).collect();
        let visit = bcd_core::upper::case::Visit {
            day: "2026-11-24".into(),
            who: format!("{n}"),
            photos,
            ..Default::default()
        };
        tab.run(nam.desk.visit(&UNIT.into(), "2026", None, visit)).unwrap();
    }
    nam.collects(&drive);
    unit.sync(&drive, UP);
    drive.memory.cost();
    assert_eq!(missing(&unit.sync(&drive, UP)), 500);
    assert!(drive.memory.cost().reads < 510);
}

#[test]
fn an_officers_device_vouches_for_no_colleague_from_another_body() {
    let drive = Flaky::new("len");
    let (unit, nam, _) = answered(&drive);
    let nams = unit.rows::<ReviewLine>(tables::REVIEWS).remove(0).signer.key.unwrap();
    judge_key(&unit, Role::Upper, &UNIT.into(), &nams, Pin::Compared);
    // Nam's device is one of a branch's, too, where it introduced Bình's.
    let (branch, device) = (UnitId::from("chi-doan"), Device::new("b"));
    device.speaks_for(branch.as_str(), "Thành Đoàn Bình Hải");
    let key = device.tab().run(device.tab().services().signers.own()).unwrap().unwrap();
    let said = introduction(&branch, &key);
    let signature = text(&unit.tab().run(Seal::of("nam").sign(&said)).unwrap());
    let it = Introduction { unit: branch.clone(), key, by: nams, signature };
    let row = format!("{branch}|{}|{}", it.key, it.by);
    device.browser.shelf.lay(tables::INTRODUCTIONS, &row, &rows::write(&it));
    let binh = Officer::at(device);
    binh.collects(&drive);
    binh.opens();
    binh.says(Verdict::Agree, "").unwrap();
    let file = binh.file();
    let written: Value = serde_json::from_slice(&file).unwrap();
    assert_eq!(written["writer"]["introductions"].as_array().unwrap().len(), 1);
    let ReceiveOutcome::Review(_, fate) = unit.take_by_hand(&file) else { panic!() };
    assert_eq!(fate, ReviewFate::Apart);
    assert_eq!(known(&unit), [Verdict::Ask]);
    // Nam's own still counts.
    unit.take_by_hand(&nam.file());
    assert_eq!(known(&unit), [Verdict::Ask]);
}

#[test]
fn who_comes_first_fills_no_browser_either() {
    let (unit, nam) = (Device::opened("h"), Officer::new("nam"));
    let drive = Flaky::new("len");
    hands_up(&unit, &drive, "0");
    // Before the upper level answers, a stranger does, signed, under one office after another.
    let stranger = Device::new("x");
    let mut outcomes = Vec::new();
    for n in 0..70 {
        stranger.speaks_for(&format!("bia-{n}"), "Thành Đoàn");
        let officer = Officer::at(stranger.clone());
        officer.collects(&drive);
        officer.opens();
        officer.says(Verdict::Agree, "").unwrap();
        outcomes.push(matches!(unit.take_by_hand(&officer.file()), ReceiveOutcome::Bad(_)));
    }
    assert_eq!(outcomes.iter().filter(|refused| **refused).count(), 10);
    assert_eq!(unit.rows::<ReviewLine>(tables::REVIEWS).len(), 60);
    // Whose words were compared comes in all the same.
    nam.collects(&drive);
    nam.opens();
    nam.says(Verdict::Ask, "Mờ").unwrap();
    let nams = nam.device.tab().run(nam.device.tab().services().signers.own()).unwrap().unwrap();
    judge_key(&unit, Role::Upper, &UNIT.into(), &nams, Pin::Compared);
    let outcome = unit.take_by_hand(&nam.file());
    assert!(matches!(outcome, ReceiveOutcome::Review(_, ReviewFate::Said)));
}
