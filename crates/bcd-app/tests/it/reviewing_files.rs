//! Reviews as files: by hand, from strangers, older ones, in a backup, with photos.

use super::support::{
    DOWN, Device, Flaky, UP, check_good,
    desk::{ITEM, OFFICE, Officer, hands_up, said, said_once},
    device::UNIT,
    forged,
};
use bcd_app::{
    exchange::receiving::ReceiveOutcome,
    merging::Merge,
    reviewing::ReviewFate,
    store::{Op, tables},
};
use bcd_core::{
    format::{canonical, review::ReviewLine},
    id::UnitId,
    upper::case::{CaseState, Mark, Verdict, Visit},
};

#[test]
fn a_case_of_a_device_that_nobody_let_in_waits_for_a_person() {
    let (drive, unit) = (Flaky::new("len"), Device::opened("h"));
    let (nam, thief) = (Officer::new("nam"), Officer::new("x"));
    hands_up(&unit, &drive, "0");
    nam.collects(&drive);
    thief.collects(&drive);
    thief.opens();
    thief.says(Verdict::Ask, "giả").unwrap();
    thief.collects(&drive);
    nam.device.try_sync_only(&drive, DOWN).unwrap();
    assert!(nam.opens().items.is_empty(), "nothing merges unasked");
    // By hand it waits, too; and the person says yes once for the device.
    let file = thief.file();
    let ReceiveOutcome::Waits(waiting) = nam.device.open_by_hand(&file) else { panic!("taken") };
    assert!(nam.opens().items.is_empty());
    let outcome = nam.device.accept(&waiting);
    assert!(matches!(outcome, ReceiveOutcome::Review(_, ReviewFate::Case(Merge::Done(1.., 0)))));
    assert_eq!(nam.opens().items.len(), 1);
    thief.steps(CaseState::Asked, "").unwrap();
    thief.collects(&drive);
    nam.device.try_sync_only(&drive, DOWN).unwrap();
    assert_eq!(nam.opens().state, CaseState::Asked);
}

#[test]
fn a_review_is_shown_for_what_it_is_and_never_applied_to_another_unit() {
    let (drive, unit, nam) = (Flaky::new("len"), Device::opened("h"), Officer::new("nam"));
    hands_up(&unit, &drive, "0");
    nam.collects(&drive);
    nam.opens();
    let file = nam.file();
    let fate = |device: &Device, file: &[u8]| match device.take_by_hand(file) {
        ReceiveOutcome::Review(_, fate) => fate,
        ReceiveOutcome::Bad(problems) => panic!("{problems:?}"),
        _ => panic!("no review"),
    };
    assert_eq!(fate(&unit, &file), ReviewFate::Said);
    // Of another unit: nothing is stored.
    let other = Device::of_unit("k", "khac", "Đoàn khác");
    assert_eq!(fate(&other, &file), ReviewFate::NotOurs);
    assert!(other.rows::<ReviewLine>(tables::REVIEWS).is_empty());
    // Of a submission that is not here.
    let phone = Device::opened("p");
    assert_eq!(fate(&phone, &file), ReviewFate::NoSubmission);
    // Of somebody who is not the upper level: kept apart, and the unit sees two.
    let thief = Officer::new("x");
    thief.collects(&drive);
    thief.opens();
    thief.says(Verdict::Set(Mark::Step("0".into())), "giả").unwrap();
    let theirs = thief.file();
    assert_eq!(fate(&unit, &theirs), ReviewFate::Apart);
    let all = said(&unit);
    assert_eq!(all.iter().map(|it| it.apart).collect::<Vec<_>>(), [false, true]);
    assert!(all[0].case.items.is_empty());
    // Nobody signed it, though the upper level signs.
    let unsigned = forged(&file, |v| v["body"]["signs"] = "GIẢ".into());
    assert_eq!(fate(&unit, &unsigned), ReviewFate::Apart);
}

#[test]
fn an_older_file_of_the_same_device_takes_nothing_back() {
    let (drive, unit, nam) = (Flaky::new("len"), Device::opened("h"), Officer::new("nam"));
    hands_up(&unit, &drive, "0");
    nam.collects(&drive);
    nam.opens();
    let early = nam.file();
    nam.says(Verdict::Ask, "Mờ").unwrap();
    nam.steps(CaseState::Asked, "").unwrap();
    for file in [nam.file(), early] {
        unit.take_by_hand(&file);
        let line: ReviewLine = unit.rows(tables::REVIEWS).remove(0);
        assert_eq!((line.state, line.asked), (CaseState::Asked, 1));
    }
}

#[test]
fn a_backup_carries_the_office_its_cases_and_what_was_said_to_its_units() {
    let (drive, unit, nam) = (Flaky::new("len"), Device::opened("h"), Officer::new("nam"));
    hands_up(&unit, &drive, "0");
    nam.collects(&drive);
    nam.opens();
    nam.says(Verdict::Ask, "Mờ").unwrap();
    let before = nam.opens();
    nam.collects(&drive);
    check_good(&unit.sync(&drive, UP));

    let new = Device::new("moi");
    new.restore(&nam.device.backup());
    let new = Officer::at(new);
    assert_eq!(new.opens(), before);
    assert_eq!(new.line().office, UnitId::from(OFFICE));
    // Restored twice it is the same, and nothing of what was said since is lost.
    new.says(Verdict::Agree, "").unwrap();
    new.device.restore(&nam.device.backup());
    assert_eq!(new.opens().items[ITEM].verdict, Verdict::Agree);

    let phone = Device::new("may-moi");
    phone.restore(&unit.backup());
    let again = said(&phone);
    assert_eq!(again[0].case, said_once(&unit).case);
}

#[test]
fn lines_are_made_anew_from_the_cases_and_what_cannot_be_read_stays() {
    let (drive, unit, nam) = (Flaky::new("len"), Device::opened("h"), Officer::new("nam"));
    hands_up(&unit, &drive, "0");
    nam.collects(&drive);
    nam.opens();
    nam.says(Verdict::Ask, "Mờ").unwrap();
    let line = nam.line();
    let key = line.id().key();
    let shelf = &nam.device.browser.shelf;
    for wrong in [
        Op::text(tables::META, "case-lines", "0"),
        Op::text(tables::CASE_LINES, key.clone(), "1{}x"),
    ] {
        shelf.memory.write(vec![wrong]);
        nam.device.restart();
        let again = Officer::at(nam.device.clone());
        assert_eq!(again.line(), line);
    }
    // A case of another version of the app: nothing is written over it.
    shelf.lay(tables::CASES, &key, "9{}");
    nam.device.restart();
    let again = Officer::at(nam.device.clone());
    let tab = again.device.tab();
    assert!(tab.run(again.desk.open(&UnitId::from(UNIT), "2026")).is_err());
    let there = shelf.memory.rows(tables::CASES, &key).remove(0).1;
    assert_eq!(there.text().as_deref(), Some("9{}"));
}

#[test]
fn photos_of_a_visit_travel_with_the_file_and_on_the_drive() {
    let (drive, unit) = (Flaky::new("len"), Device::opened("h"));
    let (nam, mai) = (Officer::new("nam"), Officer::new("mai"));
    hands_up(&unit, &drive, "0");
    nam.collects(&drive);
    mai.collects(&drive);
    nam.opens();
    let photo = b"anh kiem tra".to_vec();
    let hash = canonical::sha256(&photo);
    nam.device.browser.shelf.memory.write(vec![
        Op::bytes(tables::FILES, hash.clone(), photo.clone().into()),
        Op::text(tables::FILE_TYPES, hash.clone(), "image/jpeg"),
    ]);
    let visit = Visit {
        day: "2026-11-24".into(),
        who: "Phạm Thu".into(),
        photos: vec![hash.as_str().into()],
        ..Visit::default()
    };
    let tab = nam.device.tab();
    tab.run(nam.desk.visit(&UNIT.into(), "2026", None, visit)).unwrap();
    let file = tab.run(nam.desk.make_file(&UnitId::from(UNIT), "2026")).unwrap();
    unit.take_by_hand(&file.bytes.to_vec());
    assert_eq!(unit.files().values().collect::<Vec<_>>(), [&photo]);
    assert_eq!(said_once(&unit).case.visits.len(), 1);
    nam.collects(&drive);
    mai.collects(&drive);
    assert_eq!(mai.opens().visits.len(), 1);
    assert_eq!(mai.device.files().values().collect::<Vec<_>>(), [&photo]);
}

#[test]
fn two_computers_with_one_copied_browser_write_over_neither_ones_verdicts() {
    let (drive, unit, nam) = (Flaky::new("len"), Device::opened("h"), Officer::new("nam"));
    hands_up(&unit, &drive, "0");
    nam.collects(&drive);
    nam.opens();
    nam.says(Verdict::Agree, "").unwrap();
    nam.collects(&drive);
    let copy = Officer::at(nam.device.copied("ban-sao"));
    copy.opens();
    copy.says(Verdict::Ask, "Mờ").unwrap();
    copy.steps(CaseState::Asked, "").unwrap();
    copy.collects(&drive);
    // The first one meets, in its own place, what it never wrote.
    nam.collects(&drive);
    nam.device.restart();
    let nam = Officer::at(nam.device);
    assert_ne!(nam.device.tab().work.device(), copy.device.tab().work.device());
    assert_eq!(nam.opens().state, CaseState::Asked);
    nam.says(Verdict::Agree, "Đã rõ").unwrap();
    for _ in 0..2 {
        nam.collects(&drive);
        copy.collects(&drive);
    }
    let cases = [&nam, &copy].map(Officer::opens);
    assert_eq!(cases[0].items[ITEM].verdict, Verdict::Agree);
    assert_eq!(cases[0].items, cases[1].items);
}
