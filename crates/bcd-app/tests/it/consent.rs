//! Nothing comes in unasked, and what was taken in can be taken back.

use crate::support::{
    DOWN, Device, Flaky, OWN, check_good, device::DOSSIER, forged, set, settle, tab::Tab,
};
use bcd_app::{
    exchange::{
        backup::{Consented, Line, Part},
        receiving::{ReceiveOutcome, WaitingFile},
    },
    merging::Merge,
    rows,
    store::tables,
};
use bcd_core::{
    criteria::CriteriaSet,
    format::{
        pack::{Pack, PackLine, PackOrigin},
        problem::Code,
    },
    id::DossierId,
    sync::take::Asking,
    text::Text,
    year::deadline::DefaultDeadlines,
};
use bcd_sync::report::{Happened, Report};
use reactive_graph::prelude::*;
use serde_json::{Value, json};
use std::rc::Rc;

/// What waits for a person after a sync.
pub fn asked(report: &Report) -> Vec<Asking> {
    let held = report.events.iter().filter_map(|event| match &event.what {
        Happened::Held(asking) => Some(asking.clone()),
        _ => None,
    });
    held.collect()
}

fn waiting(outcome: ReceiveOutcome) -> Rc<WaitingFile> {
    let ReceiveOutcome::Waits(file) = outcome else { panic!("it does not wait") };
    file
}

/// The ids of what the person took in lately, the newest first.
fn intakes(device: &Device) -> Vec<String> {
    let tab = device.tab();
    let all = tab.run(tab.services().merging.intakes()).unwrap();
    all.into_iter().map(|intake| intake.id).collect()
}

fn take_back(device: &Device, intake: &str) -> bcd_app::merging::TakenBack {
    let tab = device.tab();
    tab.run(tab.services().merging.take_back(intake)).unwrap()
}

#[test]
fn a_device_that_nobody_let_in_changes_nothing_on_the_units_drive_until_a_person_says_yes() {
    let drive = Flaky::new("chung");
    let (hoa, stranger) = (Device::opened("h"), Device::opened("x"));
    hoa.write(DOSSIER, "answer/1.1.1/note", json!("của Hoa"));
    hoa.sync(&drive, OWN);
    stranger.write(DOSSIER, "answer/1.1.2/note", json!("của người lạ"));
    stranger.try_sync_only(&drive, OWN).unwrap();
    let before = hoa.state();
    let report = hoa.try_sync_only(&drive, OWN).unwrap();
    check_good(&report);
    let [asking] = &asked(&report)[..] else { panic!("{report:?}") };
    assert!(!asking.known && asking.device.as_str().starts_with('x') && asking.by == "x");
    assert_eq!((asking.effect.added, asking.effect.changed), (1, 0));
    assert_eq!(hoa.state(), before);
    // From the person's yes on, what that device writes is merged without a question.
    hoa.approve(std::slice::from_ref(&asking.digest));
    assert_eq!(asked(&hoa.try_sync_only(&drive, OWN).unwrap()), []);
    assert_eq!(hoa.value("answer/1.1.2/note"), json!("của người lạ"));
    stranger.write(DOSSIER, "answer/1.1.2/note", json!("viết tiếp"));
    stranger.try_sync_only(&drive, OWN).unwrap();
    assert_eq!(asked(&hoa.try_sync_only(&drive, OWN).unwrap()), []);
    assert_eq!(hoa.value("answer/1.1.2/note"), json!("viết tiếp"));
}

#[test]
fn who_joins_a_unit_takes_what_is_there_and_is_asked_about_who_comes_later() {
    let drive = Flaky::new("chung");
    let (hoa, minh, lan) = (Device::opened("h"), Device::joining("m"), Device::joining("l"));
    settle(&[hoa.clone(), minh.clone()], &drive, OWN);
    let report = lan.try_sync_only(&drive, OWN).unwrap();
    assert_eq!((asked(&report), lan.state()), (vec![], hoa.state()));
    let late = Device::opened("y");
    late.write(DOSSIER, "answer/1.1.1/note", json!("đến sau"));
    late.try_sync_only(&drive, OWN).unwrap();
    assert_eq!(asked(&lan.try_sync_only(&drive, OWN).unwrap()).len(), 1);
    assert_eq!(lan.value("answer/1.1.1/note"), Value::Null);
}

#[test]
fn a_file_by_hand_says_what_it_would_do_and_waits_whoever_wrote_it() {
    let (hoa, minh) = (Device::opened("h"), Device::new("m"));
    hoa.write(DOSSIER, "answer/1.1.1/note", json!("một"));
    hoa.write(DOSSIER, "task/a/content", json!("việc"));
    minh.take_by_hand(&hoa.file_by_hand());
    hoa.write(DOSSIER, "answer/1.1.1/note", json!("hai"));
    hoa.write(DOSSIER, "answer/1.1.2/note", json!("mới"));
    hoa.write(DOSSIER, "task/a/content", Value::Null);
    let (file, before) = (hoa.file_by_hand(), minh.state());
    let waits = waiting(minh.open_by_hand(&file));
    let asking = waits.asking.clone().unwrap();
    let effect = asking.effect;
    assert!(asking.known, "a file of it was taken before");
    assert_eq!((effect.added, effect.changed, effect.emptied, effect.deleted), (1, 1, 1, 0));
    assert_eq!(minh.state(), before);
    assert!(matches!(minh.accept(&waits), ReceiveOutcome::Device(_, Merge::Done(3, 0))));
    assert_eq!(minh.state(), hoa.state());
    // What is here already waits for nobody.
    assert!(matches!(minh.open_by_hand(&file), ReceiveOutcome::Device(_, Merge::Done(0, _))));
}

#[test]
fn a_file_that_is_refused_or_waits_does_not_bring_a_deleted_dossier_back() {
    let drive = Flaky::new("chung");
    let (hoa, minh) = (Device::opened("h"), Device::joining("m"));
    settle(&[hoa.clone(), minh.clone()], &drive, OWN);
    let tab = minh.tab();
    tab.run(tab.services().merging.delete(&DossierId::from(DOSSIER))).unwrap();
    waiting(minh.open_by_hand(&hoa.file_by_hand()));
    hoa.write(DOSSIER, "answer/1.1.1/note", json!("viết thêm"));
    hoa.sync(&drive, OWN);
    minh.sync(&drive, OWN);
    assert!(minh.state().fields.is_empty());
}

#[test]
fn overwriting_much_by_a_new_device_is_held_like_deleting() {
    let (hoa, stranger) = (Device::opened("h"), Device::new("x"));
    for n in 0..20 {
        hoa.write(DOSSIER, &format!("answer/1.1.{n}/note"), json!("của Hoa"));
    }
    stranger.take_by_hand(&hoa.file_by_hand());
    for n in 0..12 {
        stranger.write(DOSSIER, &format!("answer/1.1.{n}/note"), json!("ghi đè"));
    }
    let file = stranger.file_by_hand();
    let waits = waiting(hoa.open_by_hand(&file));
    let asking = waits.asking.clone().unwrap();
    assert!(asking.is_much() && asking.effect.changed == 12, "{asking:?}");
    assert!(!Asking { known: true, ..asking }.is_much(), "a known device may rewrite");
}

#[test]
fn an_intake_is_taken_back_as_a_whole_days_later_and_that_too() {
    let (hoa, minh) = (Device::opened("h"), Device::new("m"));
    for (path, value) in [("answer/1.1.1/note", "một"), ("answer/1.2.1/note", "giữ")] {
        hoa.write(DOSSIER, path, json!(value));
    }
    minh.take_by_hand(&hoa.file_by_hand());
    minh.write(DOSSIER, "answer/1.1.1/note", json!("ghi đè"));
    minh.write(DOSSIER, "answer/1.1.2/note", json!("thêm"));
    minh.write(DOSSIER, "answer/1.2.1/note", Value::Null);
    minh.write(DOSSIER, "task/a/content", json!("việc lạ"));
    hoa.take_by_hand(&minh.file_by_hand());
    assert_eq!(hoa.value("answer/1.1.1/note"), json!("ghi đè"));
    hoa.restart();
    // Since then, Hoa worked on in one of the fields.
    hoa.write(DOSSIER, "answer/1.1.2/note", json!("Hoa viết tiếp"));
    let [intake] = &intakes(&hoa)[..] else { panic!() };
    assert_eq!(take_back(&hoa, intake).left_alone, 1);
    assert_eq!(hoa.value("answer/1.1.1/note"), json!("một"));
    assert_eq!(hoa.value("answer/1.2.1/note"), json!("giữ"));
    assert_eq!(hoa.value("answer/1.1.2/note"), json!("Hoa viết tiếp"));
    assert_eq!(hoa.value("task/a/deleted"), json!(true));
    // The other device hears of it, and nothing is in conflict.
    minh.take_by_hand(&hoa.file_by_hand());
    assert_eq!(minh.state(), hoa.state());
    assert!(hoa.conflicts().is_empty());
    // That, too, can be taken back.
    let [back] = &intakes(&hoa)[..] else { panic!() };
    assert_eq!(take_back(&hoa, back).left_alone, 0);
    assert_eq!(hoa.value("answer/1.1.1/note"), json!("ghi đè"));
    assert_ne!(hoa.value("task/a/deleted"), json!(true));
}

#[test]
fn taking_back_deletes_no_record_that_was_there_or_that_somebody_worked_in_since() {
    let (hoa, minh) = (Device::opened("h"), Device::new("m"));
    hoa.write(DOSSIER, "task/cu/content", json!("việc của Hoa"));
    minh.take_by_hand(&hoa.file_by_hand());
    minh.write(DOSSIER, "task/cu/lead", json!("Minh"));
    minh.write(DOSSIER, "task/moi/content", json!("việc của Minh"));
    hoa.take_by_hand(&minh.file_by_hand());
    hoa.write(DOSSIER, "task/moi/lead", json!("Hoa nhận việc này"));
    assert_eq!(take_back(&hoa, &intakes(&hoa)[0]).left_alone, 1);
    assert_eq!(hoa.value("task/cu/deleted"), Value::Null);
    assert_eq!(hoa.value("task/cu/content"), json!("việc của Hoa"));
    assert_eq!(hoa.value("task/cu/lead"), Value::Null);
    assert_eq!(hoa.value("task/moi/deleted"), Value::Null);
    assert_eq!(hoa.value("task/moi/lead"), json!("Hoa nhận việc này"));
}

#[test]
fn a_dossier_that_was_deleted_does_not_come_back_with_a_file_that_was_agreed_to_once() {
    let drive = Flaky::new("chung");
    let (hoa, stranger) = (Device::opened("h"), Device::opened("x"));
    stranger.write(DOSSIER, "answer/1.1.1/note", json!("của máy mới"));
    stranger.sync(&drive, OWN);
    hoa.sync(&drive, OWN);
    assert_eq!(hoa.value("answer/1.1.1/note"), json!("của máy mới"));
    // The unit stays here with its next year.
    hoa.begin_next_year();
    let tab = hoa.tab();
    tab.run(tab.services().merging.delete(&DossierId::from(DOSSIER))).unwrap();
    hoa.look_again(&drive);
    hoa.sync(&drive, OWN);
    assert!(hoa.state().fields.is_empty());
}

#[test]
fn another_tab_follows_the_pack_that_was_chosen_in_this_one() {
    let hoa = Device::opened("h");
    let other = Tab::open(&hoa.browser);
    let line = publish(&hoa, &pack("goi"));
    follow(&hoa, &line.digest);
    hoa.browser.idle();
    let packs = other.services().packs;
    assert_eq!(other.act(|| packs.followed()), Some(line.digest));
    assert_eq!(other.act(|| packs.offered()), None);
}

#[test]
fn a_dossier_that_came_with_an_intake_goes_with_it_unless_somebody_worked_in_it() {
    let (hoa, minh, lan) = (Device::opened("h"), Device::new("m"), Device::new("l"));
    let file = hoa.file_by_hand();
    for device in [&minh, &lan] {
        device.take_by_hand(&file);
    }
    lan.write(DOSSIER, "answer/1.1.1/note", json!("Lan đã viết"));
    assert_eq!(take_back(&minh, &intakes(&minh)[0]).removed, 1);
    assert!(minh.state().fields.is_empty());
    assert_eq!(take_back(&lan, &intakes(&lan)[0]).kept, 1);
    assert_eq!(lan.value("answer/1.1.1/note"), json!("Lan đã viết"));
}

#[test]
fn a_backup_says_what_it_would_do_and_is_taken_back_as_a_whole() {
    let (hoa, minh) = (Device::opened("h"), Device::new("m"));
    hoa.write(DOSSIER, "answer/1.1.1/note", json!("một"));
    minh.take_by_hand(&hoa.file_by_hand());
    minh.write(DOSSIER, "answer/1.1.1/note", json!("trong bản sao"));
    let tab = minh.tab();
    let (file, _) = tab.run(tab.services().backups.make()).unwrap();
    let outcome = hoa.take_by_hand(&file.bytes.to_vec());
    let ReceiveOutcome::Backup(backup) = outcome else { panic!() };
    let backups = hoa.tab().services().backups;
    let lines = hoa.tab().run(backups.look(&backup, false)).unwrap().lines;
    let [Line { part, effect }] = &lines[..] else { panic!() };
    let (name, cycle) = ("Đoàn phường An Cư".to_owned(), "2026".to_owned());
    assert_eq!((part, effect.changed), (&Part::Dossier { name, cycle }, 1));
    hoa.tab().run(backups.restore(&backup, &Consented::default())).unwrap();
    assert_eq!(hoa.value("answer/1.1.1/note"), json!("trong bản sao"));
    take_back(&hoa, &intakes(&hoa)[0]);
    assert_eq!(hoa.value("answer/1.1.1/note"), json!("một"));
}

/// A pack with the whole set; the app of the stories ships one item.
pub fn pack(id: &str) -> Pack {
    let set: CriteriaSet = serde_json::from_value(set()).unwrap();
    let (title, deadlines) =
        (Text { vi: id.into(), ..Text::default() }, DefaultDeadlines::default());
    Pack { pack: id.into(), title, set, deadlines, ..Pack::default() }
}

/// Publishes a pack on a device.
pub fn publish(device: &Device, pack: &Pack) -> PackLine {
    device.speaks();
    let tab = device.tab();
    tab.run(tab.services().packs.publish(pack, String::new())).unwrap();
    let own = device.rows::<PackLine>(tables::PACKS).into_iter().filter(PackLine::is_own);
    own.max_by_key(|line| line.version).unwrap()
}

/// Somebody who published a pack after this version of it, which they only say to have published.
pub fn published(before: &PackLine) -> Device {
    let thief = Device::opened("x");
    let line = PackLine { version: before.version - 1, ..before.clone() };
    thief.browser.shelf.lay(tables::PACKS, "x", &rows::write(&line));
    publish(&thief, &pack(&before.pack));
    thief
}

fn items(device: &Device) -> usize {
    device.tab().work.set.with_untracked(|set| set.items().count())
}

pub fn follow(device: &Device, digest: &str) {
    let tab = device.tab();
    let packs = tab.services().packs;
    let pack = tab.run(packs.pack(digest));
    let pack = pack.unwrap();
    tab.run(packs.follow(Some((digest, &pack)))).unwrap();
}

#[test]
fn a_pack_is_followed_only_where_a_person_said_so_whatever_a_file_brings() {
    let (hoa, minh) = (Device::opened("h"), Device::new("m"));
    minh.take_by_hand(&hoa.file_by_hand());
    let line = publish(&hoa, &pack("goi"));
    follow(&hoa, &line.digest);
    assert!(items(&hoa) > 1);
    minh.take_by_hand(&hoa.file_by_hand());
    let (tab, packs) = (minh.tab(), minh.tab().services().packs);
    assert_eq!(items(&minh), 1);
    assert_eq!(tab.act(|| packs.followed()), None);
    assert_eq!(tab.act(|| packs.offered()), Some(line.digest.clone()));
    minh.restart();
    let (tab, packs) = (minh.tab(), minh.tab().services().packs);
    assert_eq!(tab.act(|| packs.followed()), None, "nor when it opens again");
    follow(&minh, &line.digest);
    assert!(items(&minh) > 1);
    assert_eq!(tab.act(|| packs.offered()), None);
    // Who takes a whole dossier with its pack, which the list names, follows it.
    let lan = Device::new("l");
    lan.take_by_hand(&hoa.file_by_hand());
    assert!(items(&lan) > 1);
}

#[test]
fn a_pack_is_ones_own_because_it_was_published_here() {
    let drive = Flaky::new("cap-tren");
    let (upper, thief) = (Device::opened("u"), Device::opened("x"));
    let own = publish(&upper, &pack("goi"));
    assert_eq!(own.version, 1);
    // Somebody makes a pack in the upper level's name, far ahead in its numbers.
    let ahead = PackLine { pack: "goi".into(), version: 9_998, ..PackLine::default() };
    let ahead = PackLine { origin: PackOrigin::Published, ..ahead };
    thief.browser.shelf.lay(tables::PACKS, "x", &rows::write(&ahead));
    let theirs = publish(&thief, &pack("goi"));
    assert_eq!(theirs.version, 9_999);
    let file = forged(&thief.document(&theirs.digest), |said| {
        said["writer"]["device"] = json!("u-0000-0000");
    });
    assert!(matches!(upper.take_by_hand(&file), ReceiveOutcome::Pack(_)));
    let rows: Vec<PackLine> = upper.rows(tables::PACKS);
    assert_eq!(rows.len(), 2, "{rows:?}");
    assert_eq!(publish(&upper, &pack("goi")).version, 2);
    upper.sync(&drive, DOWN);
    let packs = drive.memory.files().into_keys().filter(|path| path.starts_with("packs/"));
    assert_eq!(packs.count(), 2, "only its own");
}

#[test]
fn who_was_let_in_last_can_use_up_little_of_the_room_for_counters() {
    let hoa = Device::opened("h");
    let file = hoa.file_by_hand();
    let jumped = |n: u64| {
        forged(&file, |said| {
            said["writer"]["device"] = json!("x-0000-0000");
            said["body"]["fields"]["answer/1.1.1/note"] = json!({ "v": "giả", "n": n, "dev": "x-0000-0000", "at": "2026-01-01T00:00:00+07:00" });
        })
    };
    let before = hoa.state();
    let ReceiveOutcome::Bad(problems) = hoa.open_by_hand(&jumped(1 << 40)) else { panic!() };
    assert_eq!(problems[0].code, Code::RunsAhead);
    assert_eq!(hoa.state(), before);
    let waits = waiting(hoa.open_by_hand(&jumped(1 << 23)));
    hoa.accept(&waits);
    assert_eq!(hoa.value("answer/1.1.1/note"), json!("giả"));
    // A colleague who knows Hoa still takes her next file.
    let minh = Device::new("m");
    minh.take_by_hand(&file);
    hoa.write(DOSSIER, "answer/1.1.1/note", json!("Hoa sửa lại"));
    minh.take_by_hand(&hoa.file_by_hand());
    assert_eq!(minh.value("answer/1.1.1/note"), json!("Hoa sửa lại"));
}

#[test]
fn nothing_of_an_intake_that_fails_is_kept() {
    let (hoa, minh) = (Device::opened("h"), Device::new("m"));
    minh.take_by_hand(&hoa.file_by_hand());
    hoa.write(DOSSIER, "answer/1.1.1/note", json!("mới"));
    let waits = waiting(minh.open_by_hand(&hoa.file_by_hand()));
    let (before, room) = (minh.state(), minh.room().get());
    minh.room().set(0);
    let outcome = minh.accept(&waits);
    assert!(matches!(outcome, ReceiveOutcome::Full | ReceiveOutcome::NotStored));
    minh.room().set(room);
    assert_eq!(minh.state(), before);
    assert!(matches!(minh.accept(&waits), ReceiveOutcome::Device(_, Merge::Done(1, 0))));
}
