//! Files on a drive that cost much to read, or that wait for others: none keeps a device from writing what it
//! has to say, and none costs much twice.

use crate::{
    consent::published,
    support::{DOWN, Device, Flaky, OWN, UP, check_good, desk::Officer, forged, set},
};
use bcd_app::{drives, rows, store::tables};
use bcd_core::{
    format::{bundle, canonical, pack::PackLine, problem::Code},
    sync::{layout, plan::Seen},
};
use bcd_sync::report::{Happened, Report};
use serde_json::json;

const PHOTO: &[u8] = include_bytes!("../../../../public/icons/icon-192.png");

/// A unit that handed up with a photo; where the two lie.
fn with_photo(drive: &Flaky) -> (Device, String, String) {
    let unit = Device::opened("h");
    let hash = unit.photo("e", PHOTO);
    unit.freeze(&set());
    check_good(&unit.sync(drive, UP));
    let paths = drive.memory.files().into_keys();
    let (photos, others): (Vec<_>, Vec<_>) = paths.partition(|it| it.contains(hash.as_str()));
    let submission = others.into_iter().find(|it| it.starts_with("submissions/")).unwrap();
    (unit, submission, photos.into_iter().next().unwrap())
}

fn waits(report: &Report) -> Vec<usize> {
    let waits = report.events.iter().filter_map(|event| match event.what {
        Happened::Waits(n) => Some(n),
        _ => None,
    });
    waits.collect()
}

fn refused(report: &Report) -> Vec<Option<Code>> {
    let refused = report.events.iter().filter_map(|event| match &event.what {
        Happened::Refused(why) => Some(why.as_ref().map(|it| it.code)),
        _ => None,
    });
    refused.collect()
}

#[test]
fn what_waits_for_a_photo_costs_one_look_and_is_taken_when_it_has_come() {
    let drive = Flaky::new("len");
    let (_, submission, photo) = with_photo(&drive);
    drive.memory.take_away(&photo);
    let nam = Officer::new("nam");
    assert_eq!(waits(&nam.device.sync(&drive, DOWN)), [1]);
    drive.memory.cost();
    assert_eq!(waits(&nam.device.sync(&drive, DOWN)), [1]);
    let cost = drive.memory.cost();
    assert_eq!((cost.reads, nam.device.received().len()), (0, 0), "{cost:?}");
    drive.memory.lay(&photo, PHOTO);
    let report = nam.device.sync(&drive, DOWN);
    check_good(&report);
    assert_eq!((waits(&report).len(), nam.device.received().len()), (0, 1));
    let answered = drive.memory.files().into_keys().any(|path| path.starts_with("reviews/"));
    assert!(answered, "its receipt is written in the same sync");
    assert!(drive.memory.files().contains_key(&submission));
}

#[test]
fn a_submission_in_a_place_of_others_brings_nobody_to_fetch_its_photos() {
    let drive = Flaky::new("len");
    let (_, submission, _) = with_photo(&drive);
    let other = Flaky::new("khac");
    other.memory.lay("packs/x.json", &drive.memory.files()[&submission]);
    let hoa = Device::opened("m");
    other.memory.cost();
    let report = hoa.sync(&other, OWN);
    assert_eq!(refused(&report), [Some(Code::NotItsPlace)]);
    // The file itself, and what a sync reads in any case.
    assert!(other.memory.cost().reads <= 2);
    other.memory.cost();
    assert_eq!(refused(&hoa.sync(&other, OWN)), [Some(Code::NotItsPlace)]);
    assert_eq!(other.memory.cost().reads, 0, "it is remembered");
}

#[test]
fn photos_of_one_submission_are_together_no_more_than_a_bundle() {
    let drive = Flaky::new("len");
    let (_, submission, _) = with_photo(&drive);
    // Ten photos of 30 MB, as a stranger would name them.
    let large: Vec<Vec<u8>> = (0..10).map(|n| vec![n; 30 << 20]).collect();
    let hashes: Vec<String> = large.iter().map(|bytes| canonical::sha256(bytes)).collect();
    for (hash, bytes) in hashes.iter().zip(&large) {
        drive.memory.lay(&layout::file(hash), bytes);
    }
    let file = forged(&drive.memory.files()[&submission], |said| {
        let one = said["body"]["evidence"]["e"].clone();
        for (n, hash) in hashes.iter().enumerate() {
            said["body"]["evidence"][format!("e{n}")] = one.clone();
            said["body"]["evidence"][format!("e{n}")]["file"] = json!(hash);
            said["body"]["evidence"][format!("e{n}")]["size"] = json!(30 << 20);
        }
    });
    drive.memory.take_away(&submission);
    drive.memory.lay("submissions/2026/la.json", &file);
    let nam = Officer::new("nam");
    assert_eq!(refused(&nam.device.sync(&drive, DOWN)), [Some(Code::TooLarge)]);
    drive.memory.cost();
    assert_eq!(refused(&nam.device.sync(&drive, DOWN)), [Some(Code::TooLarge)]);
    assert_eq!(drive.memory.cost().reads, 0);
}

/// Notes in the memory of a drive that the reading of a file was begun so often and never ended.
fn begun(device: &Device, path: &str, times: usize) {
    let shelf = &device.browser.shelf;
    let rows = shelf.memory.rows(tables::SEEN, "");
    let (key, row) = rows.into_iter().find(|(key, _)| key.ends_with(path)).unwrap();
    let seen: Seen = rows::read(&row.text().unwrap()).unwrap();
    shelf.lay(tables::SEEN, &key, &rows::write(&Seen::begun(seen.rev, times)));
}

#[test]
fn a_file_at_which_a_browser_ended_is_read_last_and_at_last_left_alone() {
    const HEAVY: &str = "packs/nang.json";
    let (drive, hoa) = (Flaky::new("chung"), Device::opened("h"));
    drive.memory.lay(HEAVY, &vec![b'['; 5 << 20]);
    assert_eq!(refused(&hoa.sync(&drive, OWN)), [Some(Code::TooDeep)]);
    // This browser ended in the middle of it, before it had written anything.
    let path = drive.memory.files().into_keys().find(|it| it.contains("h-0000")).unwrap();
    drive.memory.take_away(&path);
    begun(&hoa, HEAVY, 1);
    hoa.restart();
    let report = hoa.sync(&drive, OWN);
    let happened = report.events.iter().filter_map(|event| match &event.what {
        Happened::Wrote | Happened::Refused(_) => Some(event.path.as_str()),
        _ => None,
    });
    assert_eq!(happened.collect::<Vec<_>>(), [path.as_str(), HEAVY]);
    begun(&hoa, HEAVY, 5);
    hoa.restart();
    drive.memory.cost();
    assert_eq!(refused(&hoa.sync(&drive, OWN)), [Some(Code::EndsReading)]);
    assert_eq!(refused(&hoa.sync(&drive, OWN)), [Some(Code::EndsReading)]);
    assert_eq!(drive.memory.cost().reads, 1);
    // A changed one is another file.
    drive.memory.lay(HEAVY, &vec![b'{'; 5 << 20]);
    assert_eq!(refused(&hoa.sync(&drive, OWN)), [Some(Code::TooDeep)]);
}

#[test]
fn a_small_zip_is_as_heavy_as_what_it_may_grow_to() {
    const ZIP: &str = "packs/nho.json";
    let (drive, hoa) = (Flaky::new("chung"), Device::opened("h"));
    let stranger = published(&PackLine { pack: "goi".into(), version: 2, ..PackLine::default() });
    let lines = stranger.rows::<PackLine>(tables::PACKS).into_iter();
    let line = lines.max_by_key(|it| it.digest.len()).unwrap();
    let packed = bundle::pack(&stranger.document(&line.digest), &bundle::Files::new()).unwrap();
    drive.memory.lay(ZIP, &packed);
    check_good(&hoa.sync(&drive, OWN));
    drive.memory.lay(ZIP, b"PK\x05\x06 another one");
    hoa.sync(&drive, OWN);
    begun(&hoa, ZIP, 5);
    hoa.restart();
    assert_eq!(refused(&hoa.sync(&drive, OWN)), [Some(Code::EndsReading)]);
}

#[test]
fn strangers_packs_fill_no_browser() {
    let (drive, hoa) = (Flaky::new("len"), Device::opened("h"));
    let stranger = published(&PackLine { pack: "goi".into(), version: 2, ..PackLine::default() });
    let lines = stranger.rows::<PackLine>(tables::PACKS).into_iter();
    let line = lines.max_by_key(|it| it.digest.len()).unwrap();
    let document = stranger.document(&line.digest);
    for n in 0..70 {
        let one = forged(&document, |said| said["body"]["version"] = json!(10 + n));
        drive.memory.lay(&format!("packs/la-{n}.json"), &one);
    }
    let report = hoa.sync(&drive, UP);
    let full = refused(&report).into_iter().filter(|it| *it == Some(Code::PacksFull));
    assert_eq!((full.count(), hoa.rows::<PackLine>(tables::PACKS).len()), (10, 60));
    // Nor is a single one so large that few of them fill a backup.
    let minh = Device::opened("m");
    let large = forged(&document, |said| {
        let names = (0..200).map(|n| (format!("m{n}"), json!("ậ".repeat(10_000))));
        said["body"]["more"] = names.collect::<serde_json::Map<_, _>>().into();
    });
    let other = Flaky::new("khac");
    other.memory.lay("packs/lon.json", &large);
    assert_eq!(refused(&minh.sync(&other, UP)), [Some(Code::TooLarge)]);
    assert_eq!(minh.rows::<PackLine>(tables::PACKS).len(), 0);
}

#[test]
fn of_a_drive_full_of_refused_files_so_many_are_listed_and_all_are_counted() {
    let (drive, hoa) = (Flaky::new("len"), Device::opened("h"));
    for n in 0..620 {
        drive.memory.lay(&format!("packs/{n}.json"), b"{}");
    }
    hoa.sync(&drive, UP);
    let line = hoa.tab().work.disk();
    let lines = hoa.tab().run(line.rows::<drives::DriveLine>(tables::DRIVES, "")).unwrap();
    let report = lines[0].1.last.clone().unwrap().report;
    assert_eq!(
        (refused(&report).len(), report.more_refused, report.refused_count()),
        (200, 420, 620)
    );
}

/// So many submissions that each wait for a photo, beside each other; the last has one of its own.
fn many_that_wait(drive: &Flaky, many: usize) -> (String, String) {
    let (_, submission, photo) = with_photo(drive);
    let document = drive.memory.files().remove(&submission).unwrap();
    drive.memory.take_away(&submission);
    drive.memory.take_away(&photo);
    let absent = format!("{:064x}", 7);
    for n in 0..many {
        let one = forged(&document, |said| {
            said["unit"]["id"] = json!(format!("la-{n}"));
            said["body"]["dossier"] = json!(format!("la-{n}-2026"));
            said["body"]["evidence"]["e"]["file"] = json!(absent);
        });
        drive.memory.lay(&format!("submissions/2026/{n:04}.json"), &one);
    }
    let last = format!("submissions/2026/{many:04}.json");
    drive.memory.lay(&last, &document);
    (last, photo)
}

#[test]
fn so_many_looks_are_taken_in_a_sync_for_what_waits_and_all_get_their_turn() {
    const MANY: usize = 500;
    let drive = Flaky::new("len");
    let (_, photo) = many_that_wait(&drive, MANY);
    let nam = Officer::new("nam");
    let report = nam.device.sync(&drive, DOWN);
    assert_eq!(waits(&report).len() + report.more, MANY + 1);
    drive.memory.lay(&photo, PHOTO);
    for turn in 1..=3 {
        drive.memory.cost();
        let report = nam.device.sync(&drive, DOWN);
        check_good(&report);
        let cost = drive.memory.cost();
        assert!(cost.finds <= 210, "{cost:?}");
        let still = MANY + usize::from(turn < 3);
        assert_eq!(waits(&report).len() + report.more, still, "all are told of");
        assert_eq!(nam.device.received().len(), usize::from(turn == 3));
    }
}

#[test]
fn what_was_put_off_and_waits_is_read_in_turns_too() {
    const MANY: usize = 500;
    let drive = Flaky::new("len");
    many_that_wait(&drive, MANY);
    let nam = Officer::new("nam");
    nam.device.sync(&drive, DOWN);
    // As if this browser had ended at each of them.
    let shelf = &nam.device.browser.shelf;
    for (key, row) in shelf.memory.rows(tables::SEEN, "") {
        let seen: Seen = rows::read(&row.text().unwrap()).unwrap();
        if key.contains("submissions/2026/") {
            shelf.lay(tables::SEEN, &key, &rows::write(&Seen::begun(seen.rev, 1)));
        }
    }
    nam.device.restart();
    for turn in 1..=3 {
        drive.memory.cost();
        let report = nam.device.sync(&drive, DOWN);
        check_good(&report);
        let cost = drive.memory.cost();
        assert!(cost.reads <= 410 && cost.finds <= 210, "{cost:?}");
        let later = report.events.iter().any(|it| matches!(it.what, Happened::Later(_)));
        assert_eq!((later, report.is_in_step()), (turn < 3, false));
    }
}
