//! Photos of whoever comes first in an upper level's name, before a person compared the words of its key: few,
//! however they come.

use crate::support::{
    Device, Flaky, UP,
    bench::Seal,
    check_good,
    desk::{Officer, hands_up},
    device::UNIT,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use bcd_app::{
    exchange::receiving::ReceiveOutcome,
    reviewing::ReviewFate,
    store::{Op, tables},
    tools::Signer,
};
use bcd_core::{
    format::canonical,
    id::FileHash,
    signer::{document, text},
    sync::layout,
    upper::case::Visit,
};
use serde_json::Value;
use std::rc::Rc;

const PHOTO: &[u8] = include_bytes!("../../../../public/icons/icon-192.png");
/// What all of theirs may come to.
const MOST: usize = 16 << 20;

/// A picture of so many bytes.
fn picture(number: u8, bytes: usize) -> Vec<u8> {
    let mut picture = PHOTO.to_vec();
    picture.resize(bytes, number);
    picture
}

/// An officer of whom the unit has no word yet.
fn officer(drive: &Flaky) -> (Device, Officer) {
    let (unit, nam) = (Device::opened("h"), Officer::new("nam"));
    hands_up(&unit, drive, "0");
    nam.collects(drive);
    nam.opens();
    (unit, nam)
}

/// Notes a visit with a photo that lies in the officer's browser.
fn visits(nam: &Officer, picture: &[u8]) -> FileHash {
    let hash = FileHash(canonical::sha256(picture));
    let shelf = &nam.device.browser.shelf;
    shelf.memory.write(vec![
        Op::bytes(tables::FILES, hash.0.clone(), picture.into()),
        Op::text(tables::FILE_TYPES, hash.0.clone(), "image/png".to_owned()),
    ]);
    let visit = Visit { day: "2026-11-24".into(), photos: vec![hash.clone()], ..Visit::default() };
    nam.device.tab().run(nam.desk.visit(&UNIT.into(), "2026", None, visit)).unwrap();
    hash
}

fn forgets(nam: &Officer, hash: &FileHash) {
    let op = Op::Delete(tables::FILES, hash.0.clone());
    nam.device.browser.shelf.memory.write(vec![op]);
}

fn kept(unit: &Device) -> usize {
    unit.files().values().map(Vec::len).sum()
}

#[test]
fn photos_of_who_comes_first_are_bounded_together_however_few_come_at_a_time() {
    let (unit, nam) = officer(&Flaky::new("len"));
    for number in 0..5 {
        let hash = visits(&nam, &picture(number, 5 << 20));
        let outcome = unit.take_by_hand(&nam.file());
        assert!(matches!(outcome, ReceiveOutcome::Review(_, ReviewFate::Said)), "what it says is");
        forgets(&nam, &hash);
    }
    assert_eq!(kept(&unit), 15 << 20);
    // And under another office's name, with the same key.
    nam.device.speaks_for("co-quan-khac", "Cơ quan khác");
    let other = Officer::at(nam.device.clone());
    other.opens();
    visits(&other, &picture(9, 5 << 20));
    unit.take_by_hand(&other.file());
    assert!(kept(&unit) <= MOST, "{}", kept(&unit));
}

#[test]
fn photos_of_who_comes_first_are_fetched_from_a_drive_only_as_far() {
    let drive = Flaky::new("len");
    let (unit, nam) = officer(&drive);
    let mut all = Vec::new();
    for number in 0..24 {
        all.push(visits(&nam, &picture(number, 900_000)));
    }
    let large = visits(&nam, &picture(50, 20 << 20));
    nam.collects(&drive);
    assert!(drive.memory.files().contains_key(&layout::file(large.as_str())));
    for _ in 0..4 {
        check_good(&unit.sync(&drive, UP));
    }
    assert!(kept(&unit) <= MOST, "{}", kept(&unit));
    assert!(kept(&unit) > MOST / 2);
    drive.memory.cost();
    check_good(&unit.sync(&drive, UP));
    assert!(drive.memory.cost().read_bytes < 1 << 20, "nor are they fetched again and again");
    // Once a person compared the words, they come.
    let key = nam.device.tab().run(nam.device.tab().services().signers.own()).unwrap().unwrap();
    let (role, pin) = (bcd_core::signer::Role::Upper, bcd_core::signer::Pin::Compared);
    crate::signing::judge_key(&unit, role, &UNIT.into(), &key, pin);
    check_good(&unit.sync(&drive, UP));
    assert!(all.iter().all(|hash| unit.files().contains_key(hash)));
}

/// The officer's answer with a photo in it that no visit names, signed by the officer's device.
fn with_another(file: &[u8], picture: &[u8]) -> Vec<u8> {
    let mut value: Value = serde_json::from_slice(file).unwrap();
    let hash = canonical::sha256(picture);
    value["body"]["files"][&hash] = "image/png".into();
    value["files"][&hash] = STANDARD.encode(picture).into();
    value.as_object_mut().unwrap().remove("signature");
    let digest = canonical::digest(&value).unwrap();
    value["digest"] = digest.as_str().into();
    let seal = Rc::new(Seal::of("nam"));
    let later = seal.sign(&document("review", &digest));
    let signature = futures_util::future::FutureExt::now_or_never(later).unwrap().unwrap();
    value["signature"] = text(&signature).into();
    canonical::bytes(&value).unwrap()
}

#[test]
fn of_photos_in_an_answer_those_come_in_that_a_visit_names() {
    let (unit, nam) = officer(&Flaky::new("len"));
    let named = visits(&nam, PHOTO);
    let file = with_another(&nam.file(), &picture(1, 30_000));
    let outcome = unit.take_by_hand(&file);
    assert!(matches!(outcome, ReceiveOutcome::Review(_, ReviewFate::Said)));
    assert_eq!(unit.files().keys().collect::<Vec<_>>(), [&named]);
    // One that is here stays as it is known here.
    unit.browser.shelf.lay(tables::FILE_TYPES, named.as_str(), "image/webp");
    unit.take_by_hand(&file);
    let (_, known) = unit.browser.shelf.memory.rows(tables::FILE_TYPES, "").remove(0);
    assert_eq!(known.text().unwrap(), "image/webp");
}
