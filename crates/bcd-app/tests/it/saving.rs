//! A storage that is full, fails, is slow, or holds what this version cannot read: nothing is
//! lost, and what is not safe is said.

use crate::support::{
    Device,
    device::{DOSSIER, UNIT},
    set,
    stage::Gate,
    tab::Tab,
};
use bcd_app::{
    disk::SaveState,
    exchange::{backup::Consented, receiving::ReceiveOutcome},
    store::{Op, StoreError, StoreValue as Stored, tables},
};
use bcd_core::{
    criteria::CriteriaSet,
    format::pack::{Pack, PackLine},
    year::deadline::{DefaultDeadlines, SHIPPED},
};
use reactive_graph::prelude::*;
use serde_json::json;
use std::collections::BTreeMap;

const NOTE: &str = "answer/1.1.1/note";
const PHOTO: &[u8] = include_bytes!("../../../../public/icons/icon-192.png");

fn saved(device: &Device) -> SaveState {
    device.tab().work.save.get_untracked()
}

// What somebody finds who opens the app now.
fn found(device: &Device) -> std::rc::Rc<Tab> {
    Tab::open(&device.browser)
}

// The backup of one browser, restored in another.
fn restored(from: &Device) -> (Device, usize) {
    let tab = from.tab();
    let (file, copied) = tab.run(tab.services().backups.make()).unwrap();
    let into = Device::new("moi");
    let ReceiveOutcome::Backup(backup) = into.take_by_hand(&file.bytes.to_vec()) else { panic!() };
    let tab = into.tab();
    tab.run(tab.services().backups.restore(&backup, &Consented::default())).unwrap();
    (into, copied.left_out)
}

#[test]
fn what_a_full_or_failing_storage_refuses_is_shown_as_unsaved_kept_and_saved_later() {
    for error in [StoreError::Quota, StoreError::Failed, StoreError::Closed] {
        let device = Device::opened("a");
        device.write(DOSSIER, NOTE, json!("đã lưu"));
        assert_eq!(saved(&device), SaveState::Saved);
        let before = found(&device);
        device.browser.shelf.refuses.set(Some(error));
        device.write(DOSSIER, NOTE, json!("chưa lưu"));
        device.write(DOSSIER, "task/a/content", json!("cũng chưa"));
        let hash = device.photo("e", PHOTO);
        device.write(DOSSIER, NOTE, json!("chưa lưu, sửa lại"));
        assert_eq!(saved(&device), SaveState::Failed(error));
        assert!(device.tab().work.is_unsaved());
        assert_eq!(device.value(NOTE), json!("chưa lưu, sửa lại"));
        assert_eq!(before.value(NOTE), json!("đã lưu"), "others hear of it when it is there");
        // A backup has it all the same.
        let (other, left_out) = restored(&device);
        assert_eq!(left_out, 0);
        assert_eq!(other.value(NOTE), json!("chưa lưu, sửa lại"));
        assert_eq!(other.value("task/a/content"), json!("cũng chưa"));
        assert_eq!(other.files()[&hash], PHOTO);
        // There is room again.
        device.browser.shelf.refuses.set(None);
        let work = device.tab().work;
        device.tab().act(|| work.retry_saving());
        assert_eq!(saved(&device), SaveState::Saved);
        for tab in [before, found(&device)] {
            assert_eq!(tab.value(NOTE), json!("chưa lưu, sửa lại"));
            assert_eq!(tab.value("task/a/content"), json!("cũng chưa"));
        }
        assert_eq!(device.files()[&hash], PHOTO);
        assert!(device.conflicts().is_empty());
    }
}

#[test]
fn the_next_change_saves_what_was_refused_before() {
    let device = Device::opened("a");
    device.room().set(0);
    device.write(DOSSIER, NOTE, json!("bị từ chối"));
    device.room().set(usize::MAX);
    device.write(DOSSIER, "task/a/content", json!("lần sau"));
    assert_eq!(saved(&device), SaveState::Saved);
    assert_eq!(found(&device).value(NOTE), json!("bị từ chối"));
}

#[test]
fn what_was_typed_while_a_write_was_refused_is_one_hand_with_it() {
    let device = Device::opened("a");
    let tab = device.tab();
    tab.write(NOTE, "đã lưu");
    tab.gates.answers.close();
    device.browser.shelf.refuses.set(Some(StoreError::Failed));
    tab.write(NOTE, "bị từ chối");
    tab.write(NOTE, "gõ lúc đó");
    tab.gates.answers.open();
    device.browser.idle();
    assert_eq!(saved(&device), SaveState::Failed(StoreError::Failed));
    device.browser.shelf.refuses.set(None);
    tab.act(|| tab.work.retry_saving());
    assert_eq!(found(&device).value(NOTE), json!("gõ lúc đó"));
    assert!(device.conflicts().is_empty());
}

#[test]
fn saved_is_said_when_it_is_on_the_disk_and_what_changes_meanwhile_follows() {
    let device = Device::opened("a");
    let tab = device.tab();
    tab.gates.writes.close();
    tab.write(NOTE, "đ");
    assert_eq!(saved(&device), SaveState::Saving);
    tab.write(NOTE, "đang");
    tab.write("task/a/content", "việc");
    tab.gates.writes.let_one_in();
    device.browser.idle();
    assert_eq!(saved(&device), SaveState::Saving, "the rest is under way");
    assert_eq!(found(&device).value(NOTE), json!("đ"));
    tab.gates.writes.open();
    device.browser.idle();
    assert_eq!(saved(&device), SaveState::Saved);
    let found = found(&device);
    assert_eq!((found.value(NOTE), found.value("task/a/content")), (json!("đang"), json!("việc")));
    assert!(device.conflicts().is_empty(), "it is one hand");
}

#[test]
fn a_write_that_succeeds_and_whose_answer_is_lost_with_the_tab_is_there() {
    let device = Device::opened("a");
    device.tab().gates.answers.close();
    device.tab().write(NOTE, "còn kịp");
    device.restart();
    assert_eq!(device.value(NOTE), json!("còn kịp"));
}

#[test]
fn where_nothing_can_be_stored_it_is_said_and_a_backup_has_everything() {
    let device = Device::new("a");
    device.browser.no_storage.set(Some(StoreError::Unavailable));
    device.restart();
    assert_eq!(saved(&device), SaveState::MemoryOnly);
    device.begin(UNIT, "Đoàn phường An Cư", "2026");
    device.write(DOSSIER, NOTE, json!("chỉ trong bộ nhớ"));
    let tab = device.tab();
    assert_eq!(saved(&device), SaveState::MemoryOnly);
    assert!(tab.work.is_unsaved());
    assert_eq!(restored(&device).0.value(NOTE), json!("chỉ trong bộ nhớ"));
}

#[test]
fn a_row_of_another_version_is_told_of_and_never_written_over_without_a_trace() {
    let later = "9{\"sau\":\"này\"}";
    let key = tables::field(DOSSIER, NOTE);
    let kept = |device: &Device| {
        let rows = device.browser.shelf.memory.rows(tables::LOST, &format!("{key}|0|"));
        rows.into_iter().filter_map(|(_, value)| Stored::text(value)).collect::<Vec<_>>()
    };
    let (by_hand, by_merge) = (Device::opened("a"), Device::opened("b"));
    for device in [&by_hand, &by_merge] {
        device.browser.shelf.lay(tables::FIELDS, &key, later);
        device.restart();
        let unread = device.tab().work.unread.get_untracked();
        assert!(unread.contains(&format!("{}/{key}", tables::FIELDS)), "{unread:?}");
        assert_eq!(device.value(NOTE), json!(null));
        assert_eq!(restored(device).1, 1, "the backup says that it lacks a row");
        device.write(DOSSIER, "task/a/content", json!("việc khác"));
        let there = device.browser.shelf.memory.value(tables::FIELDS, &key);
        assert_eq!(there.and_then(Stored::text).as_deref(), Some(later), "it stays as it is");
    }
    by_hand.write(DOSSIER, NOTE, json!("viết đè"));
    let other = Device::opened("c");
    other.write(DOSSIER, NOTE, json!("từ máy khác"));
    by_merge.take_by_hand(&other.file_by_hand());
    assert_eq!(
        (by_hand.value(NOTE), by_merge.value(NOTE)),
        ("viết đè".into(), "từ máy khác".into())
    );
    for device in [&by_hand, &by_merge] {
        assert_eq!(kept(device), [later]);
    }
}

#[test]
fn a_list_that_cannot_be_read_ends_no_freeze_and_uses_no_number_twice() {
    let device = Device::opened("a");
    device.freeze(&set());
    let key = device.sent()[0].key(&DOSSIER.into());
    device.browser.shelf.lay(tables::SENT, &key, "9{}");
    let tab = device.tab();
    assert!(tab.run(tab.services().sending.freeze()).is_err());
    let there = device.browser.shelf.memory.value(tables::SENT, &key);
    assert_eq!(there.and_then(Stored::text).as_deref(), Some("9{}"));
}

fn pack(id: &str) -> Pack {
    let set: CriteriaSet = serde_json::from_value(set()).unwrap();
    let title = serde_json::from_value(json!({ "vi": "Hướng dẫn 2026" })).unwrap();
    let deadlines = DefaultDeadlines::read(SHIPPED).unwrap();
    Pack { pack: id.to_owned(), title, set, deadlines, ..Pack::default() }
}

#[test]
fn two_that_publish_at_once_make_two_versions() {
    let device = Device::opened("a");
    device.speaks();
    let tabs = [device.tab(), Tab::open(&device.browser)];
    let gates: [&Gate; 2] = [&tabs[0].engine, &tabs[1].engine];
    gates.iter().for_each(|gate| gate.close());
    let publishing = [0, 1].map(|at| {
        let services = tabs[at].services();
        let pack = pack("0b8a6f1e-6a9f-4f7e-8f56-2f4a3a1c9d11");
        tabs[at].start(async move { services.packs.publish(&pack, "2026".into()).await })
    });
    gates.iter().for_each(|gate| gate.open());
    device.browser.idle();
    publishing.iter().for_each(|made| assert!(made.take().unwrap().is_ok()));
    let mut versions: Vec<u32> =
        device.rows::<PackLine>(tables::PACKS).into_iter().map(|line| line.version).collect();
    versions.sort();
    assert_eq!(versions, [1, 2]);
}

#[test]
fn what_is_not_saved_yet_is_read_in_the_order_of_keys() {
    let device = Device::opened("a");
    device.write(DOSSIER, NOTE, json!("đã lưu"));
    device.browser.shelf.refuses.set(Some(StoreError::Quota));
    for path in ["task/a/content", "answer/1.1.1/evidence", "answer/0/note"] {
        device.write(DOSSIER, path, json!("chưa lưu"));
    }
    let tab = device.tab();
    let rows = tab.run(tab.work.disk().values(tables::FIELDS, DOSSIER)).unwrap();
    let keys: Vec<String> = rows.into_iter().map(|(key, _)| key).collect();
    assert!(keys.is_sorted(), "{keys:?}");
}

#[test]
fn a_pack_is_published_by_the_office_whichever_dossier_is_open() {
    let device = Device::of_unit("a", "cap-tren", "Đoàn tỉnh");
    let first = device.tab().work.id.get_untracked().unwrap();
    device.begin("cap-khac", "Đoàn khác", "2026");
    let tab = device.tab();
    tab.act(|| tab.work.open(first));
    device.speaks();
    tab.engine.close();
    let services = tab.services();
    let publishing =
        tab.start(async move { services.packs.publish(&pack("p"), "2026".into()).await });
    let other = tab.work.dossiers.get_untracked().into_iter().find(|it| it.name == "Đoàn khác");
    tab.act(|| tab.work.open(other.unwrap().id));
    tab.engine.open();
    device.browser.idle();
    publishing.take().unwrap().unwrap();
    assert_eq!(device.rows::<PackLine>(tables::PACKS)[0].by, "Đoàn tỉnh");
}

#[test]
fn a_backup_is_made_and_comes_back_also_where_the_row_of_the_unit_cannot_be_read() {
    let device = Device::opened("a");
    device.write(DOSSIER, NOTE, json!("vẫn còn"));
    device.browser.shelf.lay(tables::FIELDS, &tables::field(DOSSIER, "unit/id"), "9 mới hơn");
    device.restart();
    let (other, _) = restored(&device);
    assert_eq!(other.value(NOTE), json!("vẫn còn"));
    // Also into a browser in which the row is good.
    let tab = device.tab();
    let (file, _) = tab.run(tab.services().backups.make()).unwrap();
    let whole = Device::opened("b");
    let ReceiveOutcome::Backup(backup) = whole.take_by_hand(&file.bytes.to_vec()) else { panic!() };
    whole
        .tab()
        .run(whole.tab().services().backups.restore(&backup, &Consented::default()))
        .unwrap();
    assert_eq!(whole.value(NOTE), json!("vẫn còn"));
    assert_eq!(whole.value("unit/id"), json!(UNIT));
}

#[test]
fn a_backup_brings_everything_into_an_empty_browser() {
    let (device, unit, minh) = (
        Device::opened("a"),
        Device::of_unit("u", "don-vi-duoi", "Chi đoàn Một"),
        Device::opened("m"),
    );
    // A conflict that nobody has decided, photos, submissions of both kinds, a pack, two years.
    device.write(DOSSIER, NOTE, json!("của máy này"));
    minh.write(DOSSIER, NOTE, json!("của máy kia"));
    device.take_by_hand(&minh.file_by_hand());
    device.photo("e", PHOTO);
    device.freeze(&set());
    device.freeze(&set());
    let handed = unit.freeze(&set());
    device.take_by_hand(&unit.document(&handed.digest));
    device.speaks();
    let tab = device.tab();
    tab.run(tab.services().packs.publish(&pack("p"), "2026".into())).unwrap();
    device.begin_next_year();
    tab.act(|| tab.work.open(DOSSIER.into()));
    device.browser.shelf.refuses.set(Some(StoreError::Quota));
    device.write(DOSSIER, "answer/1.2.1/note", json!("chưa lưu"));

    let (other, left_out) = restored(&device);
    assert_eq!(left_out, 0);
    assert_eq!(other.state(), device.state());
    assert_eq!(other.conflicts().len(), 1);
    assert_eq!(other.value("answer/1.2.1/note"), json!("chưa lưu"));
    assert_eq!(other.files(), device.files());
    for table in [tables::SENT, tables::RECEIVED, tables::PACKS, tables::DOSSIERS] {
        let rows = |device: &Device| -> BTreeMap<String, serde_json::Value> {
            let tab = device.tab();
            tab.run(tab.work.disk().rows(table, "")).unwrap().into_iter().collect()
        };
        let mut there = rows(&device);
        if table == tables::PACKS {
            // Its own still, but published elsewhere.
            there.values_mut().for_each(|line| line["origin"] = json!("Restored"));
        }
        assert_eq!(rows(&other), there, "{table}");
        assert!(!rows(&other).is_empty(), "{table}");
    }
    for sent in device.sent() {
        assert_eq!(other.document(&sent.digest), device.document(&sent.digest));
    }
    // Twice is as once.
    let before = other.browser.shelf.memory.rows(tables::FIELDS, "").len();
    let (file, _) = tab.run(tab.services().backups.make()).unwrap();
    let ReceiveOutcome::Backup(again) = other.take_by_hand(&file.bytes.to_vec()) else { panic!() };
    other.tab().run(other.tab().services().backups.restore(&again, &Consented::default())).unwrap();
    assert_eq!(other.browser.shelf.memory.rows(tables::FIELDS, "").len(), before);
    assert_eq!(other.state(), device.state());
    // What was written there since stays.
    other.browser.shelf.memory.write(vec![Op::text(tables::META, "x", "y")]);
    other.write(DOSSIER, NOTE, json!("viết sau khi khôi phục"));
    other.tab().run(other.tab().services().backups.restore(&again, &Consented::default())).unwrap();
    assert_eq!(other.value(NOTE), json!("viết sau khi khôi phục"));
}
