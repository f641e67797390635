//! Backups by somebody else: what they may say where something is here.

use crate::{
    backup_order::takes_decision_back,
    backups::{answered, opened},
    consent::{pack, publish},
    rolling::{makes, recognised},
    signing::{both, without_key},
    support::{
        Device, Flaky, OWN,
        desk::{Officer, hands_up},
        device::DOSSIER,
        forged, handed_up, settle, small_set,
    },
};
use bcd_app::{
    exchange::backup::{Consented, Look},
    merging::NotMerged,
    roll::Rolls,
    store::tables,
    tools::{Later, Signer as SignerTool},
};
use bcd_core::{
    format::{limits, problem::Code},
    upper::{
        case::CaseState,
        roll::{RollUnit, standing::Dues},
    },
};
use serde_json::{Value, json};
use std::rc::Rc;

const PHOTO: &[u8] = include_bytes!("../../../../public/icons/icon-192.png");
const COMPARED: Consented = Consented { speak: false, compared: true };

fn look(device: &Device, file: &[u8], compared: bool) -> Look {
    let (tab, backup) = (device.tab(), opened(device, file));
    tab.run(tab.services().backups.look(&backup, compared)).unwrap()
}

fn is_strange(device: &Device, file: &[u8]) -> bool {
    let (tab, backup) = (device.tab(), opened(device, file));
    tab.run(tab.services().backups.is_strange(&backup, false)).unwrap()
}

/// All that lies on the desk of an upper level.
fn desk(device: &Device) -> Vec<(String, String)> {
    let of = [tables::RECEIVED, tables::CASES, tables::PACKS, tables::ROLLUPS, tables::DRAFTS];
    let of = of.into_iter().chain([tables::ROLL, tables::REVIEWS]);
    let memory = &device.browser.shelf.memory;
    let mut all: Vec<_> = of.flat_map(|table| memory.rows(table, "")).collect();
    all.extend(memory.rows(tables::META, "office"));
    all.into_iter().map(|(key, row)| (key, row.text().unwrap_or_default())).collect()
}

/// A backup that nobody signed, by somebody who knows what this office has: it takes back a decision, brings an
/// office, a draft and a line of the list of units.
fn hostile(nam: &Device) -> Vec<u8> {
    forged(&nam.backup(), |said| {
        takes_decision_back(said);
        let mut office = said["body"]["offices"][0].clone();
        office["unit"]["id"] = json!("huyen-la");
        said["body"]["offices"].as_array_mut().unwrap().push(office);
        let entry = json!({"v": "Đoàn lạ", "n": 9, "dev": "x", "at": "2026-11-22T20:15:00+07:00"});
        said["body"]["roll"]["fields"]["unit/la/name"] = entry.clone();
        said["body"]["drafts"] = json!({"nhap-la": {"fields": {"title": entry}}});
    })
}

#[test]
fn a_backup_by_somebody_else_changes_nothing_on_the_desk() {
    let (_, nam) = recognised(&Flaky::new("xa"));
    makes(&nam.device, Some(&nam), &[]);
    publish(&nam.device, &pack("goi"));
    let (before, file) = (desk(&nam.device), hostile(&nam.device));
    assert!(is_strange(&nam.device, &file) && look(&nam.device, &file, false).keeps_desk);
    nam.device.restore(&file);
    assert_eq!(desk(&nam.device), before);
    assert_eq!(nam.opens().state, CaseState::Recognised);
    // Nobody can say to have compared the words of a device that did not sign it.
    nam.device.restore_with(&file, COMPARED).unwrap();
    assert_eq!(desk(&nam.device), before);
}

#[test]
fn the_desk_of_the_offices_other_device_comes_once_its_words_are_compared() {
    let (_, nam) = recognised(&Flaky::new("xa"));
    let lan = Officer::new("lan");
    lan.device.take_by_hand(&nam.device.document(&nam.device.received()[0].digest));
    let file = nam.device.backup();
    assert!(look(&lan.device, &file, false).keeps_desk);
    let before = desk(&lan.device);
    lan.device.restore(&file);
    assert_eq!(desk(&lan.device), before);
    assert!(!look(&lan.device, &file, true).keeps_desk);
    lan.device.restore_with(&file, COMPARED).unwrap();
    assert_eq!(lan.opens().state, CaseState::Recognised);
}

#[test]
fn what_this_browser_made_and_where_nothing_is_yet_is_believed() {
    let (hoa, other) = (Device::opened("h"), Device::opened("x"));
    let (own, strange) = (hoa.backup(), other.backup());
    assert!(!is_strange(&hoa, &own) && is_strange(&hoa, &strange));
    hoa.restart();
    assert!(!is_strange(&hoa, &own));
    let unsigned = forged(&own, |_| ());
    assert!(is_strange(&hoa, &unsigned));
    let phone = Device::new("p");
    assert!(!is_strange(&phone, &unsigned));
    phone.restore(&unsigned);
    assert!(is_strange(&phone, &unsigned));
    assert_eq!(phone.state(), hoa.state());
}

#[test]
fn a_browser_that_keeps_no_key_knows_the_copies_that_it_handed_out() {
    let hoa = without_key("h");
    let tab = hoa.tab();
    let (file, copied) = tab.run(tab.services().backups.make()).unwrap();
    let file = file.bytes.to_vec();
    assert!(is_strange(&hoa, &file), "nobody was handed it");
    tab.run(tab.services().backups.note_copied(copied));
    assert!(!is_strange(&hoa, &file));
}

/// A key that is there and does not sign.
struct Mute;

impl SignerTool for Mute {
    fn key(&self) -> Later<Option<String>> {
        Box::pin(async { Ok(Some(format!("ed25519:{:043}", 1))) })
    }

    fn sign(&self, _: &[u8]) -> Later<Vec<u8>> {
        Box::pin(async { Err("it does not sign".to_owned()) })
    }
}

#[test]
fn a_backup_is_made_also_where_the_key_does_not_sign() {
    let hoa = Device::opened("h");
    hoa.browser.signer.replace(Rc::new(Mute));
    hoa.restart();
    let phone = Device::new("n");
    phone.restore(&hoa.backup());
    assert_eq!(phone.state(), hoa.state());
}

#[test]
fn the_units_other_device_speaks_for_the_unit_and_a_stranger_does_not() {
    let drive = Flaky::new("chung");
    let [hoa, minh] = both(&drive);
    settle(&[hoa.clone(), minh.clone()], &drive, OWN);
    minh.write(DOSSIER, "answer/1.1.1/private_note", json!("riêng"));
    let ahead = |file: Vec<u8>| {
        forged(&file, |said| {
            let path = "answer/1.1.1/private_note";
            said["body"]["dossiers"][DOSSIER]["fields"][path]["n"] = json!(1_u64 << 33);
        })
    };
    let file = ahead(minh.backup());
    let refused = hoa.restore_with(&file, Consented::default()).unwrap_err();
    let NotMerged::Refused(problem) = refused else { panic!("{refused:?}") };
    assert_eq!(problem.code, Code::RunsAhead);
    hoa.restore(&minh.backup());
    assert_eq!(hoa.value("answer/1.1.1/private_note"), json!("riêng"));
    minh.freeze(&small_set());
    hoa.restore(&minh.backup());
    assert_eq!(hoa.sent().len(), 1);
}

#[test]
fn photos_that_nothing_names_do_not_come_with_a_strangers_backup() {
    let (hoa, other) = (Device::opened("h"), Device::opened("x"));
    // Something lies on the desk.
    hoa.take_by_hand(&handed_up(1).2);
    other.photo("e", PHOTO);
    let whole = other.backup();
    let nothing = forged(&whole, |said| {
        let fields = said["body"]["dossiers"][DOSSIER]["fields"].as_object_mut().unwrap();
        fields.retain(|path, _| !path.starts_with("evidence/"));
    });
    hoa.restore(&nothing);
    assert_eq!(hoa.files().len(), 0);
    hoa.restore(&whole);
    assert_eq!(hoa.files().len(), 1);
}

#[test]
fn a_strangers_backup_leaves_the_backup_of_this_browser_its_room() {
    let (hoa, other) = (Device::opened("h"), Device::opened("x"));
    let large = forged(&other.backup(), |said| {
        let text = "x".repeat(limits::TEXT_CHARS);
        let fields = said["body"]["dossiers"][DOSSIER]["fields"].as_object_mut().unwrap();
        let entry = json!({"v": text, "n": 9, "dev": "x", "at": "2026-11-22T20:15:00+07:00"});
        for n in 0..limits::BACKUP_JSON_BYTES / 2 / limits::TEXT_CHARS {
            fields.insert(format!("answer/9.{n}/private_note"), entry.clone());
        }
    });
    let before = hoa.state();
    let refused = hoa.restore_with(&large, Consented::default()).unwrap_err();
    assert!(matches!(refused, NotMerged::Refused(problem) if problem.code == Code::TooLarge));
    assert_eq!(hoa.state(), before);
}

#[test]
fn a_pack_for_another_office_sets_no_days_for_this_ones_units() {
    let nam = Officer::new("nam");
    let tab = nam.device.tab();
    tab.run(tab.services().packs.publish(&pack("goi"), "2026".into())).unwrap();
    let dues = |device: &Device| {
        let tab = device.tab();
        let rolls = tab.act(|| Rolls::of(&tab.services()));
        tab.run(rolls.read()).unwrap();
        tab.act(|| rolls.dues("2026"))
    };
    // The pack has no deadlines; where there is none, those that ship with the app hold.
    assert_eq!(dues(&nam.device), Dues::default());
    nam.device.speaks_for("huyen-khac", "Huyện khác");
    assert_ne!(dues(&nam.device), Dues::default());
}

#[test]
fn a_dossier_in_a_lower_units_name_takes_nothing_from_the_offices_desk() {
    let (drive, unit, nam) = (Flaky::new("len"), Device::opened("h"), Officer::new("nam"));
    hands_up(&unit, &drive, "0");
    nam.collects(&drive);
    let file = forged(&Device::opened("x").backup(), |_| ());
    nam.device.restore(&file);
    let next = unit.freeze(&small_set());
    nam.device.take_by_hand(&unit.document(&next.digest));
    assert_eq!((nam.device.received().len(), nam.device.sent().len()), (2, 0));
    // Nor does one of a unit that did not send yet.
    let (id, _, document) = handed_up(7);
    let thief = Device::of_unit("y", id.as_str(), "Đoàn 7");
    nam.device.restore(&thief.backup());
    nam.device.take_by_hand(&document);
    let lists = nam.device.tab().services().lists;
    let of_seven: Vec<_> = nam.device.received().into_iter().filter(|it| it.unit == id).collect();
    assert_eq!(of_seven.len(), 1);
    assert!(!nam.device.tab().act(|| lists.is_apart(&of_seven[0])));
}

#[test]
fn a_dossier_that_names_no_unit_has_no_more_room_than_a_strangers() {
    let (hoa, other) = (Device::opened("h"), Device::opened("x"));
    let file = forged(&other.backup(), |said| {
        let fields = said["body"]["dossiers"][DOSSIER]["fields"].as_object_mut().unwrap();
        fields.retain(|path, _| !path.starts_with("unit/"));
        let seen = (0..400).map(|n| (format!("la-{n}"), json!(1)));
        let over: serde_json::Map<String, Value> = seen.collect();
        let at = "2026-11-22T20:15:00+07:00";
        let entry = json!({"v": "x", "n": 9, "dev": "x", "at": at, "over": over});
        fields.insert("answer/1.1.1/note".to_owned(), entry);
    });
    let refused = hoa.restore_with(&file, Consented::default()).unwrap_err();
    assert!(matches!(refused, NotMerged::Refused(problem) if problem.code == Code::RunsAhead));
}

#[test]
fn values_beside_each_other_have_seen_no_more_devices_together_than_others_take() {
    let (hoa, other) = (Device::opened("h"), Device::opened("x"));
    let at = "2026-11-22T20:15:00+07:00";
    let value = |k: usize| {
        let seen = (0..200).map(|n| (format!("la-{k}-{n}"), json!(1)));
        let over: serde_json::Map<String, Value> = seen.collect();
        json!({"v": k.to_string(), "n": 9, "dev": format!("x{k}"), "at": at, "over": over})
    };
    let file = forged(&other.backup(), |said| {
        let state = &mut said["body"]["dossiers"][DOSSIER];
        state["fields"]["answer/1.1.1/note"] = value(0);
        state["lost"]["answer/1.1.1/note"] = (1..5).map(value).collect();
    });
    let refused = hoa.restore_with(&file, Consented::default()).unwrap_err();
    assert!(matches!(refused, NotMerged::Refused(problem) if problem.code == Code::RunsAhead));
}

#[test]
fn who_has_only_a_list_of_units_is_asked_about_a_backup_too() {
    let nam = Officer::new("nam");
    let tab = nam.device.tab();
    let rolls = tab.act(|| Rolls::of(&tab.services()));
    let unit = RollUnit { id: "a".into(), name: "Đoàn xã".into(), ..RollUnit::default() };
    tab.run(rolls.set(unit.write())).unwrap();
    assert!(is_strange(&nam.device, &Device::opened("x").backup()));
}

#[test]
fn no_backup_makes_a_sample_of_a_dossier() {
    let (hoa, other) = (Device::opened("h"), Device::opened("x"));
    let at = "2026-11-22T20:15:00+07:00";
    let file = forged(&other.backup(), |said| {
        let entry = json!({"v": true, "n": 9, "dev": "x", "at": at});
        said["body"]["dossiers"][DOSSIER]["fields"]["sample"] = entry;
    });
    let refused = hoa.restore_with(&file, Consented::default()).unwrap_err();
    assert!(matches!(refused, NotMerged::Refused(problem) if problem.code == Code::BadField));
}

#[test]
fn a_strangers_backup_brings_no_keys_of_units_and_no_answers_to_others() {
    let nam = Officer::new("nam");
    publish(&nam.device, &pack("goi"));
    let (unit, ..) = answered();
    let file = forged(&unit.backup(), |body| {
        let key = json!({"role": "unit", "unit": "don-vi-hai", "key": format!("ed25519:{:043}", 1), "name": "Lạ"});
        body["body"]["signers"] = json!([key]);
    });
    nam.device.restore(&file);
    let memory = &nam.device.browser.shelf.memory;
    assert!(memory.rows(tables::SIGNERS, "").is_empty());
    assert!(memory.rows(tables::REVIEWS, "").is_empty());
}

#[test]
fn who_sends_first_in_the_name_of_a_unit_is_no_device_of_it_when_it_comes() {
    let (phone, hoa, thief) = (Device::new("n"), Device::opened("h"), Device::opened("x"));
    let sent = thief.freeze(&small_set());
    phone.take_by_hand(&thief.document(&sent.digest));
    phone.restore_compared(&hoa.backup());
    assert_eq!((phone.sent().len(), phone.received().len()), (0, 1));
    thief.freeze(&small_set());
    phone.take_by_hand(&thief.document(&thief.sent()[1].digest));
    assert_eq!(phone.sent().len(), 0);
    assert_eq!(phone.freeze(&small_set()).seq, 1);
}
